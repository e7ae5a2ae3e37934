"""When an article was written, as far as its text gives it away: "2024-06-12", "2023-08", "2021" or "".

A date in the page's head or in a bracket at its end decides, then the dateline (本报…8月27日电) and a day that is
told in two ways (昨天（10月13日）). Otherwise the year is weighed: every year said by number, every 今年 and 去年,
every plan and every span of years speaks for or against the candidates; the month is that of the latest day that is
told as something recent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from kg.knowledge.numerals import CHINESE, value
from kg.knowledge.reading import ReadingRules

FULL = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[年.．/-]\s*(\d{1,2})\s*[月.．/-]\s*(\d{1,2})(?!\d)")
YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月")
MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日")
YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?=\s*年)(?P<month>年\s*\d{1,2}\s*月)?|〔((?:19|20)\d{2})〕")
BEGUN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(?:[—–~～-]+|至|到)\s*$")
NAMED_YEAR = re.compile(r"(?<![\d.〔])(20\d{2})(?=[\u4e00-\u9fff（(])(?!年)")
LOOKING_BACK = re.compile(r"(?<![\d.〔])(20\d{2})(?=[：:，\s]|$)")
MONTH = re.compile(r"(?<![\d.个\-—–至到前])(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号]|([上中下]旬))?(?!\d|\s*[-—–至到]\s*\d{1,2}月)")
CLAUSE_END = re.compile(r"[，。；：！？、\n“”]")
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
SIGHT = 120  # characters on either side of a date that say how it is meant
READ = 20_000  # characters that an article is dated by; a longer one is no article
COMING = {"planned": -1.5, "estimated": -1.0, "until": -0.5, "begun": 0.0}  # what each says against being the year called 今年
LONG_SPAN = 5  # a span of so many years is seldom counted from another year than the one named near it
NEWS = 3  # months after a part of a year in which it is news
OPENING = 4  # headings and sentences that tell the day an article is about
YEARS = 8  # how many years after the last one named an article may be written


@dataclass(frozen=True, slots=True)
class Year:
    """A year said by number. kind: told (as something past), planned, estimated (at its end), until (到2027年: either),
    begun (the first of a plan's span), number (of a decree), event (named after it)."""

    year: int
    kind: str
    place: int  # index of the sentence
    clause: str
    dated: bool = False  # a month is told with it


def full_date(text: str) -> str:
    """The first date of a line with its day, else with its month."""
    text = text.translate(WIDE)
    if (found := FULL.search(text)) and (day := _iso(int(found[1]), int(found[2]), int(found[3]))):
        return day
    if (found := YEAR_MONTH.search(text)) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02d}"
    return ""


def reference(furniture: Iterable[str], headings: Sequence[str], sentences: Sequence[str], rules: ReadingRules) -> str:
    """The article's own date out of its head and foot lines, headings and prose; "" if nothing tells."""
    for line in furniture:
        if day := full_date(line):
            return day
    prose = [s.translate(WIDE) for s in _opening(sentences)]
    year = _year([h.translate(WIDE) for h in _opening(headings)], prose, rules)
    if not year:
        return ""
    return _day(year, prose, rules) or _month(year, headings, prose, rules) or str(year)


def _opening(texts: Sequence[str]) -> list[str]:
    """As many texts as fit into what an article is dated by."""
    ends = accumulate(len(t) for t in texts)
    return [t[: READ - end + len(t)] for t, end in zip(texts, ends, strict=True) if end - len(t) < READ]


def _day(year: int, prose: Sequence[str], rules: ReadingRules) -> str:
    """The day that a dateline tells, or a sentence that calls a date yesterday."""
    for sentence in prose[:3]:
        line = rules.patterns["dateline"].match(sentence)
        if line and (found := MONTH_DAY.search(line[0])):
            return _iso(year, int(found[1]), int(found[2]))
    for sentence in prose:
        for word in rules.patterns["day"].finditer(sentence):
            found = re.compile(rf"\s*[（(]\s*{MONTH_DAY.pattern}\s*[）)]").match(sentence, word.end())
            if found and (told := _iso(year, int(found[1]), int(found[2]))):
                return (date.fromisoformat(told) + timedelta(days=rules.values["day"][word[0]])).isoformat()
    return ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _month(year: int, headings: Sequence[str], prose: Sequence[str], rules: ReadingRules) -> str:
    """The month of the latest day told as recent, if no later month is told; the season or the year's end helps out."""
    days, months = [0], [0]
    for sentence in prose:
        for month, is_day in _months(sentence, year, rules):
            months.append(month)
            if is_day:
                days.append(month)
    month = days[-1] if not days else max(days)
    if month < max(months):
        month = 0
    lead = " ".join([*headings[:3], *prose[:2]])
    if not month and max(months) >= 10 and rules.patterns["year_end"].search(lead):
        month = 12
    if not month and (found := rules.patterns["season"].search(lead)):
        season = rules.values["season"][found[0]]
        month = season if max(months) <= season else 0
    return f"{year}-{month:02d}" if month else ""


def _months(sentence: str, year: int, rules: ReadingRules) -> Iterator[tuple[int, bool]]:
    """The months of the given year that a sentence tells as past; with each, whether it tells a day as of late."""
    for found in MONTH.finditer(sentence):
        month = int(found[1])
        if not 1 <= month <= 12 or _planned(_clause(sentence, found.start()), rules):
            continue
        before = sentence[max(0, found.start() - SIGHT) : found.start()]
        own = re.search(r"((?:19|20)\d{2})年\s*$", before)
        this = rules.patterns["this_year"].search(before[-4:])
        if own:
            if int(own[1]) != year:
                continue
        elif not this and _other_year_governs(before, year, rules):
            continue
        attributive = rules.patterns["attributive"].match(sentence[found.end() : found.end() + SIGHT])
        yield month, bool(found[2] or found[3]) and not this and not attributive


def _other_year_governs(before: str, year: int, rules: ReadingRules) -> bool:
    """Is the last year named before in the sentence another one?"""
    last = [(m.start(), False) for m in rules.patterns["this_year"].finditer(before)]
    last += [(m.start(), True) for m in rules.patterns["other_year"].finditer(before)]
    last += [(m.start(), int(m[1] or m[3]) != year) for m in YEAR.finditer(before)]
    return max(last, default=(0, False))[1]


# The year


def _year(headings: Sequence[str], prose: Sequence[str], rules: ReadingRules) -> int:
    text = [*headings, *prose]
    years = _doubted(list(_years(text, rules)), rules)
    latest = max((y.year for y in years if y.kind not in COMING), default=0)
    if not latest:
        return 0
    years = [replace(y, kind="told") if y.kind == "until" and y.year <= latest else y for y in years]
    scores: Counter[int] = Counter()
    for candidate, weight in _evidence(latest, years, text, rules):
        scores[candidate] += round(10 * weight)
    return max(range(latest, latest + YEARS), key=lambda y: (scores[y], -y))


def _doubted(years: Sequence[Year], rules: ReadingRules) -> list[Year]:
    """The years, those told without a word of the past that a plan ends with, or that something is built in, later than
    any other, taken for ones that may lie ahead (桥2028年建成)."""
    ends = {y.year for y in years if y.kind == "until" and any(b.kind == "begun" and b.clause == y.clause for b in years)}
    unsure = {i for i, y in enumerate(years) if y.kind == "told" and _may_come(y, ends, rules.patterns)}
    sure = max((y.year for i, y in enumerate(years) if y.kind not in COMING and i not in unsure), default=0)
    return [replace(y, kind="until") if i in unsure and sure and y.year > sure else y for i, y in enumerate(years)]


def _may_come(year: Year, ends: Container[int], patterns: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether what is told of a year may be still to come."""
    rest = year.clause[year.clause.find(str(year.year)) :]
    return not patterns["past"].search(year.clause) and (year.year in ends or patterns["finished"].search(rest) is not None)


def _years(text: Sequence[str], rules: ReadingRules) -> Iterator[Year]:
    p = rules.patterns
    for place, sentence in enumerate(text):
        for found in YEAR.finditer(sentence):
            clause = _clause(sentence, found.start())
            kind = "number" if found[3] else "planned" if _planned(clause, rules) else "told"
            if p["once_planned"].search(sentence if kind == "planned" else clause):
                continue
            if begun := BEGUN.search(sentence, max(0, found.start() - SIGHT), found.start()):
                kind = "until"
                if p["plan_span"].match(sentence, found.end()):
                    yield Year(int(begun[1]), "begun", place, clause)
            if kind == "told" and _is_bound(sentence[: found.start()][-SIGHT:], sentence[found.end() : found.end() + SIGHT], rules):
                kind = "until"
            if kind == "told" and p["goal"].search(sentence, 0, found.start()):
                kind = "planned"
            if kind == "planned" and p["estimate"].search(clause):
                kind = "estimated"
            if kind == "told" and p["event_of_year"].match(sentence, found.end()):
                kind = "event"
            yield Year(int(found[1] or found[3]), kind, place, clause, bool(found["month"]))
        if place == 0 and (back := LOOKING_BACK.search(sentence)):  # 回望2025：…
            yield Year(int(back[1]), "event", place, sentence)
        for found in NAMED_YEAR.finditer(sentence):
            clause = _clause(sentence, found.start())
            if rules.patterns["event"].search(clause, clause.find(found[1])):
                yield Year(int(found[1]), "event", place, clause)


def _evidence(latest: int, years: Sequence[Year], text: Sequence[str], rules: ReadingRules) -> Iterator[tuple[int, float]]:
    """What speaks for (or, below zero, against) a year."""
    whole = "\n".join(text)
    p = rules.patterns
    relative = bool(p["this_year"].search(whole) or p["last_year"].search(whole))
    told = [y for y in years if y.year == latest and y.kind not in COMING]
    if relative:
        yield latest + 1, 1  # the current year is called 今年, so the last one named by number is over
        if any(p["part_of_year"].search(y.clause) for y in told):
            yield latest + 1, 1
    elif 2 * sum(y.kind == "told" and not y.dated for y in told) > len(told):
        yield latest + 1, 1
    else:
        yield latest, 1
    if 2 * sum(y.kind in ("event", "number") for y in told) >= len(told):
        yield latest, 2
    if any(y.place <= OPENING and FULL.search(y.clause) for y in told):
        yield latest, 3
    if any(y.kind == "told" and p["recent"].search(_before(text[y.place], y.year)) for y in told):
        yield latest, 2
    for y in years:
        if y.kind in ("planned", "estimated", "until"):
            yield y.year, COMING[y.kind] if relative else 0
            for later in range(y.year + 1 + (y.kind == "estimated"), latest + YEARS):
                yield later, -3
        elif y.kind == "begun":
            yield y.year, 1
            for early in range(latest, y.year - 1):
                yield early, -3
        elif y.kind == "told":
            lead = y.clause[: y.clause.find(str(y.year))]
            if p["this_year"].search(y.clause) and not p["comparison"].search(lead):
                yield y.year, 3
            if p["just_passed"].search(lead):
                yield y.year + 1, 3
            if _told_soon(y, text[y.place], rules):
                yield y.year, 4
    yield from _spans(years, text, rules)
    for found in p["five_year_plan"].finditer(whole):
        for early in range(latest, rules.values["five_year_plan"][found[0]] - 1):
            yield early, -3


def _told_soon(year: Year, sentence: str, rules: ReadingRules) -> bool:
    """Does the sentence begin with a day soon after the part of the year that it tells of: 4月20日获悉，2025年一季度…?"""
    day = MONTH_DAY.search(sentence, 0, sentence.find(str(year.year)))
    part = rules.patterns["just_told"].search(year.clause)
    return day is not None and part is not None and 0 < int(day[1]) - rules.values["just_told"][part[0]] <= NEWS


def _spans(years: Sequence[Year], text: Sequence[str], rules: ReadingRules) -> Iterator[tuple[int, float]]:
    """Years that come of a year and a span told near it: 2014年 … 七年来. An anniversary may stand anywhere."""
    number = rf"(?<![\d.近])(\d{{1,2}}|[{CHINESE}]{{1,3}})"
    p = rules.patterns
    span = re.compile(rf"(?:{p['span_before'].pattern})\s*{number}\s*年|{number}\s*[多余]?(?:{p['span_after'].pattern})")
    anniversary = re.compile(rf"{number}(?:{p['anniversary'].pattern})")
    told = sorted({(y.year, y.place) for y in years if y.kind == "told"})
    found: dict[tuple[int, int], float] = {}
    for place, sentence in enumerate(text):
        for match in span.finditer(sentence):
            length = int(value(match[1] or match[2]) or 0)
            for year, at in told:
                near = abs(at - place)
                if length and near <= 2 and str(year + length) not in sentence:
                    weight = 1.5 if near == 0 or length >= LONG_SPAN else 0.5
                    found[year, length] = max(weight, found.get((year, length), 0))
        for match in anniversary.finditer(sentence):
            if length := int(value(match[1]) or 0):
                found.update({(year, length): 0.5 for year, _ in told if (year, length) not in found})
    yield from ((year + length, weight) for (year, length), weight in sorted(found.items()))


def _is_bound(before: str, after: str, rules: ReadingRules) -> bool:
    """Is the year between the two the end of a span that may lie ahead?"""
    return bool(rules.patterns["until"].search(before) or rules.patterns["ahead"].match(after))


def _before(sentence: str, year: int) -> str:
    """What stands before a year in its part of the sentence."""
    return sentence[: sentence.find(str(year))].rpartition("；")[2]


def _planned(clause: str, rules: ReadingRules) -> bool:
    return bool(rules.patterns["planned"].search(clause))


def _clause(sentence: str, at: int) -> str:
    """The clause of a sentence that holds a position, as far as it can be seen from there."""
    left = CLAUSE_END.split(sentence[max(0, at - SIGHT) : at])[-1]
    return left + CLAUSE_END.split(sentence[at : at + SIGHT])[0]
