"""Periods: the dates and spans of time of a text, relative ones resolved by the reference date.

Words of time stand in ontology/lexicon/periods.tsv; the arithmetic of dates stands here.

>>> from kg.knowledge import load
>>> [(p.value, p.role) for p in find_periods("截至今年8月，去年上半年和2019年底", "2023-08", load())]
[('/2023-08', 'upto'), ('2022-H1', 'point'), ('2019-12', 'point')]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.extract.dates import days_from, is_in_calendar, last_of
from kg.extract.period_words import CLOSING, WHOLE, PeriodWords, number, period_words
from kg.extract.punctuation import Ahead
from kg.extract.year_sections import year_sections
from kg.knowledge import Knowledge
from kg.knowledge.numerals import value

COMPARES = tuple("比较同与像跟")
REPORTING = 3  # the last month in which the year before is still told of
NEAR = 15  # characters that a year holds for the months named after it
LONG = 7  # months from which on a month is rather one that is gone than one to come
SIGHT = 20  # characters around a month in which words that say it is to come are looked for
_SENTENCE_END = "。！？；\n"
_CLAUSE = re.compile("[，。；！？\n]")
_NEXT_MONTH = re.compile(r"[^。；！？\n\d年]{0,12}[、，](\d{1,2})月(?:\d{1,2}日)?(?![\d至到—–~～-])")  # 2月签约、|4月开工、11月投产
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Period:
    """A period of text[start:end]; value: "2020", "2020-12", "2020-H1", "2024-01/2024-11", "/2024-11", or "" for one
    that the reference date is too coarse for or that no calendar has. role: "point", "upto", "since", "now", "ago" (三年前),
    "compare" (比去年), or "base" (恢复到2019年的118%)."""

    start: int
    end: int
    value: str
    role: str

    @property
    def is_day(self) -> bool:
        """Whether it is one day of the calendar."""
        return _DAY.fullmatch(self.value) is not None


def find_periods(text: str, reference: str, knowledge: Knowledge) -> tuple[Period, ...]:
    """The periods of a text, in order, without overlap. reference: "2023-08", "2021", "2024-06-12" or ""."""
    words = period_words(knowledge)
    found: list[Period] = []
    anchor, anchor_end = 0, -1
    day, month, month_end = "", "", -1
    ends = Ahead(text, _SENTENCE_END), Ahead(text, "\n")
    sections = year_sections(text, int(reference[:4]) if reference[:4].isdigit() else 0, words)
    for match in words.expression.finditer(text):
        whole, was = words.value_of(match["part"]) == WHOLE, match["was"] is not None
        told_of = _told_of(ends[whole], anchor_end, match.start(), anchor, reference)
        reaches = told_of if whole or was else _reaches(ends[0], anchor_end, match.start())
        near = anchor if anchor and reaches else 0
        section = bisect_right(sections, match.start(), key=lambda s: s.start) - 1
        near = near or (sections[section].year if section >= 0 else 0)
        since = "" if ends[1].between(month_end, match.start()) else month
        period = _Reading(match, words, reference, near, anchor, day, since).period(text)
        if period is None:
            continue
        found.append(period)
        if period.is_day and not (reference and period.value > f"{reference}-99"):
            day = period.value
        if named := re.search(r"\d{4}-\d\d(?!.*\d{4})", period.value):
            month, month_end = named[0], period.end
        year = re.search(r"(\d{4})(?!.*\d{4})", period.value)
        if year and period.role not in ("now", "compare", "base") and not was:
            anchor, anchor_end = int(year[1]), period.end
    return tuple(found)


def _reaches(sentences: Ahead, start: int, end: int) -> bool:
    """Whether a year named before holds for a bare month: it stands right before it in the sentence (去年3月签约、5月开工)."""
    return end - start < NEAR and not sentences.between(start, end)


def _told_of(paragraphs: Ahead, start: int, end: int, anchor: int, reference: str) -> bool:
    """Whether a year named before holds for 全年: it was named in the paragraph, and is not long gone."""
    return not paragraphs.between(start, end) and reference[:4].isdigit() and 0 <= int(reference[:4]) - anchor <= 1


class _Reading:
    """One match, read with what the text before it and the reference date give."""

    def __init__(self, match: re.Match[str], words: PeriodWords, reference: str, near: int, anchor: int, last_day: str, month: str) -> None:
        self.match = match
        self.words = words
        parts = [int(p) for p in reference.split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}", reference) else []
        self.year, self.month, self.day = (*parts, 0, 0, 0)[:3]
        self.near = near
        self.anchor = anchor
        self.last_day = last_day
        self.last_month = month

    def period(self, text: str) -> Period | None:
        """The period; None for what only looks like one."""
        match = self.match
        body = self.body()
        if body is None:
            return None
        start, end = match.span()
        named = match["alone"] and match["alone"].endswith("年度") and re.match("[\u4e00-\u9fff]", text[end : end + 1])
        if named and not self.words.annual.match(text, end):
            return None  # 2022年度科学技术奖, but 2022年度营业收入
        if self.words.aims.match(text, end) or (match["part"] and self.words.events.match(text, end)):
            return None  # 全年目标
        role = "point"
        head = self.role_of(match["head"])
        tail = self.role_of(match["tail"])
        if match["now"]:
            return Period(start, end, body, "now")
        if tail == "before" or head == "upto" or (head == "until" and re.search(r"-(?!.*/)", body) and not self.future(body)):
            last = last_of(body)
            body, role = (f"/{last}" if last else ""), "upto"
        elif tail in ("since", "from"):
            role = "since"
            if tail == "since" and re.fullmatch(r"\d{4}", body) and self.year and int(body) < self.year:
                body = f"{body}/{self.year}"
        elif match["within"]:
            role = "upto"
        elif match["ago"]:
            role = "ago"
        elif match["plan_since"]:
            role = "since"
        if role == "point" and self.words.is_base(text, start + len(match["head"] or ""), end):
            role = "base"
        if role == "point" and (text[max(0, start - 1) : start] in COMPARES or text.startswith("同期", end)) and not match["head"]:
            role = "compare"
        return Period(start, end, body if is_in_calendar(body) else "", role)

    def role_of(self, word: str | None) -> str:
        return self.words.roles[word][0] if word else ""

    def future(self, body: str) -> bool:
        """Whether a period lies after the reference date."""
        return bool(self.year) and body[:7] > f"{self.year}-{self.month:02}" if self.month else body[:4] > f"{self.year}"

    def body(self) -> str | None:
        """The period without the words around it."""
        match = self.match
        if match["other"]:
            return None
        if match["now"]:
            return f"/{self.year}-{self.month:02}" if self.month else ""
        if match["plan"]:
            return self.of_plan(*self.words.roles[match["plan"]][1].split("/"))
        if match["span"]:
            return self.span(match["span"], match["count"])
        if match["ago"] or match["was"]:
            count = value(match["ago"] or match["was"])
            year = self.near or self.year if match["was"] else self.year
            return f"{year - int(count)}" if count and self.year and count < 200 else None
        if match["later"]:
            count = value(match["later"])
            return f"{self.anchor + int(count)}" if count and self.anchor and count < 50 else None
        if match["months"] or match["half"]:
            return self.months_on(6 if match["half"] else int(value(match["months"]) or 0))
        if match["within"]:
            count = value(match["within"])
            return f"/{self.year + int(count)}" if count and self.year else None
        if match["past"]:
            count = value(match["past"])
            return f"{self.year - int(count)}/{self.year}" if count and self.year and 1 < count < 100 else None
        if match["from_year"]:
            return f"{match['from_year']}/{match['to_year']}"
        if match["same"]:
            return self.last_day or None
        if match["day"]:
            return self.day_of(int(match["day"]))
        if match["date"]:
            return self.dated(match["date"], match["date_day"])
        word = match["year"] or match["alone"]
        year = self.named_year(word) or (0 if word else self.near or self.year)
        if year == 0:
            return ""
        if not word and not self.near and self.gone():
            year -= 1
        if match["edge"]:
            edge = self.words.roles[match["edge"]][1]
            return f"{year}" if edge == "year" else f"{year}-{edge}"
        return self.words.part_of(match, year)

    def of_plan(self, first: str, last: str) -> str:
        """“十四五”期间; its last year for “十四五”末, its years up to the reference date's for “十四五”以来."""
        since = self.match["plan_since"] and first < str(self.year) < last
        return last if self.match["plan_end"] else f"{first}/{self.year if since else last}"

    def months_on(self, count: int) -> str | None:
        """三个月后: from the month that the paragraph named last."""
        if not self.last_month or not 0 < count < 100:
            return None
        year, month = map(int, self.last_month.split("-"))
        months = year * 12 + month - 1 + count
        return f"{months // 12}-{months % 12 + 1:02}"

    def named_year(self, word: str | None) -> int:
        """The year that a word says, 0 if none."""
        if not word:
            return 0
        if word[0].isdigit():
            return int(word[:4])
        role, offset = self.words.roles[word]
        base = self.anchor or self.year if role == "anchor" else self.year
        return base + int(offset) if base else 0

    def dated(self, word: str, day: str | None) -> str | None:
        """本月, 上月19日, 昨天: months or days from the reference date."""
        role, offset = self.words.roles[word]
        if role == "month":
            if not self.month:
                return ""
            months = self.year * 12 + self.month - 1 + int(offset)
            return f"{months // 12}-{months % 12 + 1:02}" + (f"-{int(day):02}" if day else "")
        if not self.day:
            return ""
        return days_from(self.year, self.month, self.day, int(offset))

    def day_of(self, day: int) -> str | None:
        """18日: the last such day up to the reference date."""
        if not self.day or not 1 <= day <= 31:
            return None
        months = self.year * 12 + self.month - 1 - (day > self.day)
        return f"{months // 12}-{months % 12 + 1:02}-{day:02}"

    def span(self, word: str, count_word: str) -> str | None:
        """近3年, 未来五年: whole years before or after the reference date."""
        count = value(count_word)
        if not count or not self.year or count > 50:
            return None if not self.year else ""
        years = int(count)
        if self.words.roles[word][0] == "last":
            return f"{self.year - years}/{self.year - 1}"
        first = self.year + 1 if self.month > 6 else self.year
        return f"{first}/{first + years - 1}"

    def gone(self) -> bool:
        """Whether a period that has no year is of the year before: a sum that cannot be told yet (前三季度, told in January), or a month
        that would be long to come; and nothing says that it is still to come."""
        summed = self.month <= REPORTING and self.month < self.last_month_summed()
        text, (start, end) = self.match.string, self.match.span()
        month, run_end = number(self.match["month"] or ""), end
        while month and (later := _NEXT_MONTH.match(text, run_end)) and month < int(later[1]) <= 12:
            month, run_end = int(later[1]), later.end()  # months in a row are of one year: 2月签约、4月开工、11月投产
        if not self.month or not (summed or month - self.month >= LONG):
            return False
        around = (
            _CLAUSE.split(text[max(0, start - SIGHT) : start])[-1] + text[end:run_end] + _CLAUSE.split(text[run_end : run_end + SIGHT])[0]
        )
        return not self.words.to_come.search(around)

    def last_month_summed(self) -> int:
        """The last month of a period that is counted from January, 0 for another: plans are not told of such a period, but results."""
        match = self.match
        if match["part"]:
            first, _, last = self.words.roles[match["part"]][1].partition("/")
            return 12 if first in (WHOLE, CLOSING) else int(last) if first == "01" and last else 0
        return number(match["m2"]) if match["m1"] and number(match["m1"]) == 1 else number(match["firstm"] or "")
