"""When an article was written, as far as its text gives it away: "2024-06-12", "2023-08", "2021" or "".

A date in the page's head, in a bracket at its end or under a notice decides, then the dateline (本报…8月27日电) and a day that is
told in two ways (昨天（10月13日）). Otherwise the year is weighed (year_choice.py); the month is that of the latest day
that is told as something recent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

from kg.knowledge.linear import Linear
from kg.knowledge.numerals import DAYS, MONTHS, value
from kg.knowledge.reading import ReadingRules
from kg.reading.year_choice import year_of
from kg.reading.year_clues import FULL, MONTH_DAY
from kg.reading.years import SIGHT, YEAR, clause_at, is_planned

YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月")
MONTH = re.compile(r"(?<![\d.个\-—–至到前])(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号]|([上中下]旬))?(?!\d|\s*[-—–至到]\s*\d{1,2}月)")
PART = re.compile(r"(?:前|1月?\s*[-—–~～至到]+)\s*(\d{1,2})\s*个?月|截[至止]\D{0,4}(\d{1,2})月[底末]")
IN_CHINESE = re.compile(rf"(?<![\d一二三四五六七八九十])(?:{MONTHS})(?=月)|(?<=月)(?:{DAYS})(?=日)")
SIGNED = re.compile(rf"(?:[^，。；：]*\s)?({FULL.pattern}\s*日?)\s*")  # the day that a notice is signed on, at its foot
LEAD = 6  # sentences that tell what is news
HEAD = 3  # headings and sentences that may tell the day by themselves
READ = 20_000  # characters that an article is dated by; a longer one is no article


def full_date(text: str) -> str:
    """The first date of a line with its day, else with its month."""
    text = _in_digits(text)
    if (found := FULL.search(text)) and (day := _iso(int(found[1]), int(found[2]), int(found[3]))):
        return day
    if (found := YEAR_MONTH.search(text)) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02d}"
    return ""


def reference(furniture: Iterable[str], headings: Sequence[str], sentences: Sequence[str], rules: ReadingRules, years: Linear) -> str:
    """The article's own date out of its head and foot lines, headings and prose; "" if nothing tells. years: what weighs years."""
    furniture = tuple(furniture)
    for line in furniture:
        if day := full_date(line):
            return day
    headings, prose = _opening(headings), _opening(sentences)
    for line in headings[:HEAD]:
        if (found := FULL.search(line) or rules.patterns["issue"].search(line)) and (day := full_date(found[0])):
            return day
    if headings and (found := SIGNED.fullmatch(headings[-1])) and (day := full_date(found[1])):
        return day
    year = year_of(headings, prose, rules, years)
    if not year:
        return ""
    if day := _day(year, [*furniture, *[*headings[:HEAD], *prose][: 2 * HEAD]], prose, rules):
        return day
    month = _month(year, headings, prose, rules)
    return _news_day(month, prose, rules) or month or str(year)


def _opening(texts: Sequence[str]) -> list[str]:
    """As many texts as fit into what an article is dated by, months and days in digits."""
    ends = accumulate(len(t) for t in texts)
    return [_in_digits(t[: READ - end + len(t)]) for t, end in zip(texts, ends, strict=True) if end - len(t) < READ]


def _in_digits(text: str) -> str:
    """五月十二日 as 5月12日."""
    return IN_CHINESE.sub(lambda found: str(value(found[0])), text)


def _day(year: int, lines: Sequence[str], prose: Sequence[str], rules: ReadingRules) -> str:
    """The day that a dateline tells, which one of the lines may be, or a sentence that calls a date yesterday."""
    for sentence in lines:
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
    """The month of the latest day told as recent, if no later month is told; the season or the year's end helps out, or
    that a part of the year that has just ended is the news."""
    days, months = [0], [0]
    for sentence in prose:
        for month, is_day in _months(sentence, year, rules):
            months.append(month)
            if is_day:
                days.append(month)
    month = max(days)
    if month < max(months):
        month = 0
    lead = " ".join([*headings[:3], *prose[:2]])
    if not month and max(months) >= 10 and rules.patterns["year_end"].search(lead):
        month = 12
    if not month and (found := rules.patterns["season"].search(lead)):
        season = rules.values["season"][found[0]]
        month = season if max(months) <= season else 0
    if not month:
        over = max((m for sentence in [*headings[:HEAD], *prose[:LEAD]] for m in _over(sentence, year, rules)), default=0)
        month = max(max(months), min(12, over + 1)) if over else 0
    return f"{year}-{month:02d}" if month else ""


def _news_day(month: str, prose: Sequence[str], rules: ReadingRules) -> str:
    """The last day of an article's month that its first sentences tell of; "" if none."""
    days = [""]
    for sentence in prose[:HEAD] if month else ():
        for found in MONTH_DAY.finditer(sentence):
            if not _elsewhere(sentence, found.start(), int(month[:4]), rules) and rules.patterns["news_day"].match(sentence, found.end()):
                days.append(_iso(int(month[:4]), int(found[1]), int(found[2])))
    return max(day for day in days if day.startswith(month) or not day)


def _over(sentence: str, year: int, rules: ReadingRules) -> Iterator[int]:
    """The months that parts of the given year end with that a sentence tells of as over."""
    for found in PART.finditer(sentence):
        if not _elsewhere(sentence, found.start(), year, rules):
            yield int(found[1] or found[2])
    for word in rules.patterns["just_told"].finditer(sentence):
        if rules.patterns["result"].search(sentence, word.end()) and not _elsewhere(sentence, word.start(), year, rules):
            yield rules.values["just_told"][word[0]]


def _elsewhere(sentence: str, at: int, year: int, rules: ReadingRules) -> bool:
    """Is what stands there planned, or of another year?"""
    return is_planned(clause_at(sentence, at), rules) or _other_year_governs(sentence[max(0, at - SIGHT) : at], year, rules)


def _months(sentence: str, year: int, rules: ReadingRules) -> Iterator[tuple[int, bool]]:
    """The months of the given year that a sentence tells as past; with each, whether it tells a day as of late."""
    for found in MONTH.finditer(sentence):
        month = int(found[1])
        if not 1 <= month <= 12 or is_planned(clause_at(sentence, found.start()), rules):
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
