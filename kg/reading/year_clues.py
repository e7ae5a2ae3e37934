"""What speaks for and against each year that an article may be of: each year said by number, each 今年 and 去年, each plan and
span of years is a clue, with a weight that is set by hand. What becomes of them: year_choice.py."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.knowledge.numerals import CHINESE, value
from kg.knowledge.reading import ReadingRules
from kg.reading.years import COMING, SIGHT, YEAR, Year, clause_at, is_planned

FULL = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[年.．·/-]\s*(\d{1,2})\s*[月.．·/-]\s*(\d{1,2})(?!\d)")
BARE_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*\d{1,2}\s*日|(?:前|1月?\s*[-—–至到]+)\s*(\d{1,2})\s*个?月")
MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日")
EARLIER = 4  # how many years before the last one named, which then is one to come
YEARS = 8  # how many years after the last one named an article may be written
LONG_SPAN = 5  # a span of so many years is seldom counted from another year than the one named near it
MONTHS = re.compile(r"\s*(?:1月?\s*[-—–至到]+\s*)?(\d{1,2})\s*月")
BREAK = re.compile("[，。；：]")
NEWS = 3  # months after a part of a year in which it is news
HORIZON = (1, 2)  # years from the article to the next one that it has plans for
LATE = 11  # the month from which a year is told of as a whole
OPENING = 4  # headings and sentences that tell the day an article is about

# how much each clue speaks for its year, by hand
WEIGHTS = {
    "relative": 1.0,
    "relative dated": 0.5,
    "part of year": 1.0,
    "told": 1.0,
    "dated": 1.0,
    "event": 2.0,
    "day": 3.0,
    "recent": 2.0,
    "whole year": 0.5,
    "whole year before": 2.0,
    "year's end": 3.0,
    "report": 2.0,
    "review": 3.0,
    "early": -2.5,
    "planned": -1.5,
    "estimated": -1.0,
    "until": -0.5,
    "after plan": -3.0,
    "begun": 1.0,
    "before plan": -3.0,
    "this year": 3.0,
    "contrast": -2.0,
    "goal in 1": 0.4,
    "goal in 2": 0.75,
    "just passed": 3.0,
    "told soon": 4.0,
    "span": 1.5,
    "far span": 0.5,
    "before five years": -3.0,
    "named": 1.0,
    "age": 2.0,
    "plan year": 4.0,
    "plan year ahead": 2.0,
    "plan ends": 3.0,
    "to come": -2.0,
}
Clue = tuple[int, str]  # a year, and what speaks of it


def clues_of(years: Sequence[Year], about: About) -> dict[int, Counter[str]]:
    """The years that an article may be of, out of those that it says; each with how often each clue speaks of it."""
    text, rules = about.text, about.rules
    of_plan = list(_of_plan(text, rules))
    latest = max((y.year for y in years if y.kind not in COMING), default=0)
    told = {y.year for y in years if y.kind not in COMING}
    begun = {y.year for y in years if y.kind == "begun"}
    if not told and not of_plan and not begun:
        return {}
    near = {*begun, *(year for year, _ in of_plan), *(y.year - 1 for y in years if y.kind in ("planned", "until") and y.year > latest)}
    lasting = [*_spans(years, text, rules), *_ages(years, about)]
    near.update(year for year, clue in lasting if clue != "far span")
    last = max([latest + YEARS - 1 if latest else 0, *near])
    span = range(min(max(last - YEARS, latest - EARLIER), *told, *near), last + 1)
    years = [replace(y, kind="told") if y.kind == "until" and y.year <= latest else y for y in years]
    clues = [*of_plan, *_plans(span, about), *_each(years, span, about)]
    clues += [(year, "early") for year in span for later in told if later > year]
    clues += [(year, "to come") for year in span if year > rules.values["newest"].get("year", year)]
    if latest:
        clues += [*_latest(latest, years, about), *lasting]
    found: dict[int, Counter[str]] = {year: Counter() for year in span}
    for year, clue in clues:
        if year in found:
            found[year][clue] += 1
    return found


def _of_plan(text: Sequence[str], rules: ReadingRules) -> Iterator[Clue]:
    """Which year of a five-year plan it is: “十四五”收官之年, “十五五”开局之年, “十四五”走到第四年, 去年是“十三五”的最后一年."""
    p = rules.patterns
    which = re.compile(f'[”"’]?[^，。；：、\\d“”]{{0,6}}?({p["plan_year"].pattern})')
    for sentence in text:
        for plan in p["five_year_plan"].finditer(sentence):
            begin = rules.values["five_year_plan"][plan[0]]
            if found := which.match(sentence, plan.end()):
                year = begin + rules.values["plan_year"][found[1]]
                year += p["last_year"].search(BREAK.split(sentence[: plan.start()])[-1]) is not None
                if p["plan_ahead"].search(sentence, max(0, plan.start() - SIGHT // 4), found.end()):
                    yield year - 1, "plan year ahead"
                elif not is_planned(sentence[max(0, plan.start() - SIGHT // 8) : found.end() + SIGHT // 8], rules):
                    yield year, "plan year"
            elif p["plan_ends"].match(sentence, plan.end()):
                yield begin + 4, "plan ends"
            elif found := p["plan_left"].match(sentence, plan.end()):
                yield begin + 4 - ("年" in found[0]), "plan ends"


class About:
    """What an article says besides its years. text: its headings and sentences; headings: how many of them are headings."""

    def __init__(self, text: Sequence[str], headings: int, rules: ReadingRules) -> None:
        self.text, self.headings, self.rules = text, headings, rules
        self.patterns = rules.patterns
        self.whole = "\n".join(text)
        self.start = "\n".join(text[: headings + OPENING])
        self.relative = bool(self.patterns["this_year"].search(self.whole) or self.patterns["last_year"].search(self.whole))
        self.month = max((m for m in self._months(text) if m <= 12), default=0)
        self.first_month = next((m for m in self._months(text[: headings + OPENING]) if m <= 12), 0)

    def after(self, year: Year) -> str:
        """What follows a year in its sentence."""
        return self.text[year.place][year.at + len("2023年") :][:SIGHT]

    def rest(self, year: Year) -> str:
        """What the sentence tells of a year, up to another one that is not said by number."""
        return re.split(f"{self.patterns['this_year'].pattern}|{self.patterns['other_year'].pattern}|[。；]", self.after(year))[0]

    def whole_year(self, year: Year) -> bool:
        """Is a whole year's result told (2023年完成产值12亿元，增长8%), or estimated (2023年预计…)?"""
        sentence, p, after = self.text[year.place], self.patterns, self.rest(year)
        estimated = year.kind == "estimated" and not p["estimate"].search(sentence[: year.at])
        if year.dated or not (year.kind == "told" or estimated) or p["part_of_whole"].match(after):
            return False
        return bool(p["result"].search(after)) and not self.compares(year)

    def compares(self, year: Year) -> bool:
        """Is the year one that something is compared with?"""
        return bool(re.search(f"(?:{self.patterns['comparison'].pattern})$", self.text[year.place][: year.at][-SIGHT:]))

    def _months(self, text: Sequence[str]) -> Iterator[int]:
        """The months of days, and those that spans of the current year end with, told without a year."""
        for sentence in text:
            for found in BARE_MONTH.finditer(sentence):
                clause = clause_at(sentence, found.start())
                if not self.patterns["other_year"].search(clause) and not YEAR.search(clause) and not is_planned(clause, self.rules):
                    yield int(found[1] or found[2])


def last_over(years: Sequence[Year], about: About) -> int:
    """The last year that is over when the article opens with a day early in a year: a later month of it is told as past (本报1月9日讯 …
    2023年10月签署), or what came of all of it. Later in the year such a month is as often one that is planned (2026年6月落成)."""
    first = about.first_month
    if not 0 < first <= NEWS:
        return 0
    told = [y for y in years if y.kind == "told"]
    later = [y.year for y in told if y.month > first and not is_planned(about.text[y.place], about.rules)]
    whole = [y for y in told if about.whole_year(y)]
    early = [y.year for y in whole if about.patterns["against_last"].search(about.rest(y))]
    return max([*later, *early], default=0)


def _latest(latest: int, years: Sequence[Year], about: About) -> Iterator[Clue]:
    """What the last year told speaks for: that it is the current one, or the one before."""
    p = about.patterns
    told = [y for y in years if y.year == latest and y.kind not in COMING]
    if about.relative and all(y.dated or about.compares(y) for y in told):
        yield latest + 1, "relative dated"
    elif about.relative:
        yield latest + 1, "relative"  # the current year is called 今年, so the last one named by number is over
        if any(p["part_of_year"].search(y.clause) for y in told):
            yield latest + 1, "part of year"
    elif 2 * sum(y.kind == "told" and not y.dated for y in told) > len(told):
        yield latest + 1, "told"
    else:
        yield latest, "dated"
    if 2 * sum(y.kind in ("event", "number") for y in told) >= len(told):
        yield latest, "event"
    if any(y.place <= OPENING and FULL.search(y.clause) for y in told):
        yield latest, "day"
    if any(
        y.kind == "told" and p["recent"].search(about.text[y.place][: y.at].rpartition("；")[2]) and not about.whole_year(y) for y in told
    ):
        yield latest, "recent"
    whole = {y.year for y in years if about.whole_year(y)}
    if latest in whole:
        yield latest + 1, "whole year"
    elif latest - 1 in whole and not any(p["part_of_year"].search(y.clause) for y in told):
        yield latest, "whole year before"
    if coming := [y.year for y in years if y.kind in ("planned", "until") and y.year >= latest]:
        yield from ((min(coming) - ahead, f"goal in {ahead}") for ahead in HORIZON)
    sums = max(whole, default=0)
    hoped = any(y.year == sums and about.whole_year(y) and p["estimate"].search(about.rest(y)) for y in years)
    if sums and about.month >= LATE and (hoped or p["year_end"].search(about.start)):
        yield sums, "year's end"
    if about.month > LATE and (back := [y.year for y in years if y.kind == "event" and y.year in whole and not y.place]):
        yield max(back), "year's end"
    if sums and p["report"].search(about.start):
        yield sums + 1, "report"


def _each(years: Sequence[Year], span: range, about: About) -> Iterator[Clue]:
    """What each year said by number speaks for and against."""
    p = about.patterns
    for y in years:
        if y.kind in ("planned", "estimated", "until"):
            if about.relative:
                yield y.year, y.kind
            yield from ((later, "after plan") for later in range(y.year + 1 + (y.kind == "estimated"), span.stop))
        elif y.kind == "begun":
            yield y.year, "begun"
            yield from ((early, "before plan") for early in range(span.start, y.year - 1))
        elif y.kind == "told":
            lead = y.clause[: y.clause.find(str(y.year))]
            if p["this_year"].search(y.clause) and not p["comparison"].search(lead):
                yield y.year, "this year"
            if p["just_passed"].search(lead):
                yield y.year + 1, "just passed"
            if _told_soon(y, about.text[y.place], about.rules):
                yield y.year, "told soon"
        if y.kind == "told" and p["this_year"].search(about.after(y)) and not p["part_of_whole"].match(about.after(y)):
            yield y.year, "contrast"
        if y.kind == "event":
            yield y.year, "named"
        if y.kind not in COMING and p["review"].match(about.text[y.place], y.at + 4):
            yield y.year, "review"


def _ages(years: Sequence[Year], about: About) -> Iterator[Clue]:
    """Years that come of one in which something began and how long it has lasted, in one sentence: 1991年奠基的开发区，今年32岁."""
    age = re.compile(
        rf"(?:{about.patterns['this_year'].pattern})[^，。；]{{0,8}}?(\d{{1,2}}|[{CHINESE}]{{1,3}})个?(?:{about.patterns['age'].pattern})"
    )
    for y in years:
        if y.kind == "told" and (found := age.search(about.text[y.place], y.at)):
            yield y.year + int(value(found[1]) or 0), "age"


def _plans(span: range, about: About) -> Iterator[Clue]:
    for found in about.patterns["five_year_plan"].finditer(about.whole):
        begin = about.rules.values["five_year_plan"][found[0]]
        yield from ((early, "before five years") for early in range(span.start, begin - 1))


def _told_soon(year: Year, sentence: str, rules: ReadingRules) -> bool:
    """Does the sentence begin with a day soon after the part of the year that it tells of: 4月20日获悉，2025年一季度…?"""
    day = MONTH_DAY.search(sentence, 0, year.at)
    part = rules.patterns["just_told"].search(year.clause)
    over = rules.values["just_told"][part[0]] if part else over_by(sentence[year.at + len("2023") :].lstrip().removeprefix("年"), rules)
    return day is not None and 0 < over < int(day[1]) <= over + NEWS


def over_by(words: str, rules: ReadingRules) -> int:
    """The month that ends the part of a year that words begin with (9月底, 1至11月, 上半年); 0 if they begin with none."""
    if found := MONTHS.match(words):
        return int(found[1])
    part = rules.patterns["just_told"].match(words)
    return rules.values["just_told"][part[0]] if part else 0


def _spans(years: Sequence[Year], text: Sequence[str], rules: ReadingRules) -> Iterator[Clue]:
    """Years that come of a year and a span told near it: 2014年 … 七年来. An anniversary may stand anywhere."""
    numeral = rf"(\d{{1,2}}|[{CHINESE}]{{1,3}})"
    number = rf"(?<![\d.近]){numeral}"
    p = rules.patterns
    span = re.compile(rf"(?:{p['span_before'].pattern})\s*{numeral}\s*年|{number}\s*[多余]?(?:{p['span_after'].pattern})")
    anniversary = re.compile(rf"{number}(?:{p['anniversary'].pattern})")
    told = sorted({(y.year, y.place) for y in years if y.kind == "told"})
    near: set[tuple[int, int]] = set()
    far: set[tuple[int, int]] = set()
    for place, sentence in enumerate(text):
        for match in span.finditer(sentence):
            length = int(value(match[1] or match[2]) or 0)
            for year, at in told:
                if length and abs(at - place) <= 2 and str(year + length) not in sentence:
                    (near if at == place or length >= LONG_SPAN else far).add((year, length))
        for match in anniversary.finditer(sentence):
            if length := int(value(match[1]) or 0):
                far.update((year, length) for year, _ in told)
    yield from ((year + length, "span") for year, length in sorted(near))
    yield from ((year + length, "far span") for year, length in sorted(far - near))
