"""lexicon/periods.tsv in the form that the reading of periods needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import KnowledgeError
from kg.extract.dates import months_of
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.numerals import CHINESE, DAYS, MONTHS, value
from kg.knowledge.regex import any_of

WHOLE, CLOSING = "whole", "closing"  # the values of 全年 and 年末
SIGHT = 4  # characters of what leads up to a base
_NUMBER = rf"(?:\d+|[{CHINESE}]+)"


@dataclass(frozen=True, slots=True, eq=False)
class PeriodWords:
    """expression: all that a period may be; roles: of each word its role and value; aims, events, to_come, annual: words of these roles;
    section: words for the year that a heading names; bases: what stands before and behind a period that a multiple is of
    (恢复到|2019年|的118%)."""

    expression: re.Pattern[str]
    roles: Mapping[str, tuple[str, str]]
    aims: re.Pattern[str]
    events: re.Pattern[str]
    to_come: re.Pattern[str]
    annual: re.Pattern[str]
    section: re.Pattern[str]
    bases: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]

    def value_of(self, word: str | None) -> str:
        """The value of a word of time, "" for another."""
        return self.roles[word][1] if word and word in self.roles else ""

    def is_base(self, text: str, start: int, end: int) -> bool:
        """Whether a multiple is of the period of text[start:end]: 恢复到2019年的118%, but not 从11%提高到2025年的20%."""
        before = text[max(0, start - SIGHT) : start]
        return any(opens.search(before) and closes.match(text, end) for opens, closes in self.bases)

    def part_of(self, match: re.Match[str], year: int) -> str | None:
        """The part of a year that a match of the expression tells, or the year; None for a day that is none."""
        if match["m1"]:
            return months_of(year, number(match["m1"]), number(match["m2"]))
        if match["firstm"]:
            return months_of(year, 1, number(match["firstm"]))
        if match["month"]:
            month = number(match["month"])
            if not 1 <= month <= 12:
                return None
            if match["dom"]:
                if not 1 <= number(match["dom"]) <= 31:
                    return None
                day = f"{year}-{month:02}-{number(match['dom']):02}"
                if match["dom2"]:
                    last_month = number(match["month2"]) if match["month2"] else month
                    return f"{day}/{year}-{last_month:02}-{number(match['dom2']):02}"
                return day
            return f"{year}-{month:02}"
        if match["part"]:
            part = self.roles[match["part"]][1]
            if part in ("year", WHOLE):
                return f"{year}"
            if part == CLOSING:
                return f"{year}-12"
            first_part, stroke, last_part = part.partition("/")
            return f"{year}-{first_part}/{year}-{last_part}" if stroke else f"{year}-{part}"
        return f"{year}"


@lru_cache(maxsize=8)
@reads("lexicon/periods.tsv")
def period_words(knowledge: Knowledge) -> PeriodWords:
    """The words of time, compiled. Raises KnowledgeError for a word that is there twice."""
    roles: dict[str, tuple[str, str]] = {}
    for row in knowledge.tables.get("periods", ()):
        if row["word"] in roles:
            raise KnowledgeError(f"word of time {row['word']!r} is there twice", place=row.place)
        roles[row["word"]] = (row["role"], row["value"])

    def words(*wanted: str) -> str:
        return any_of(w for w, (role, _) in roles.items() if role in wanted)

    month = rf"(?:1[0-2]|0?[1-9]|(?<![一二三四五六七八九十])(?:{MONTHS}))"
    day = rf"(?:\d{{1,2}}|{DAYS})"
    sub = (
        rf"(?:(?P<m1>{month})月?[-—–~～至到](?P<m2>{month})月份?|(?:(?<![提以])前|(?<!带)头)(?P<firstm>{_NUMBER})个?月"
        rf"|(?P<month>{month})月(?:份)?(?:(?P<dom>{day})日(?:[-—–至到](?:(?P<month2>{month})月)?(?P<dom2>{day})日)?)?(?:底|末|初|中旬|上旬|下旬)?"
        rf"|(?P<part>{words('part')}))"
    )
    year = rf"\d{{4}}年度?|{words('year', 'anchor')}"
    dated = rf"{year}|{words('dated-year')}"
    body = (
        rf"(?P<other>{words('other')})"
        rf"|(?P<now>{words('now')})"
        rf"|[“\"]?(?P<plan>{words('plan')})[”\"]?(?:期间|时期|(?P<plan_since>以来)|(?P<plan_end>末|收官))"
        rf"|(?P<span>{words('last', 'next')})(?P<count>{_NUMBER})年(?:来|间|内)?"
        rf"|(?<![\d{CHINESE}第前近])(?P<past>\d{{1,2}}|[{CHINESE}]+)年(?:来|间|过去|下来|以来)"
        rf"|(?<![\d{CHINESE}第])(?P<ago>\d{{1,2}}|[{CHINESE}]+)年多?前(?!的)"
        rf"|(?<=[{words('from-what')}])(?P<was>\d{{1,2}}|[{CHINESE}]+)年多?前(?=的)"
        rf"|(?<![\d{CHINESE}第])(?P<later>\d{{1,2}}|[{CHINESE}]+)年之?后(?!的)"
        rf"|(?<![\d{CHINESE}第])(?:(?P<months>\d{{1,2}}|[{CHINESE}]+)个月|(?P<half>半年))之?后(?!的)"
        rf"|(?<![\d{CHINESE}第])(?P<within>\d|[{CHINESE}])年之?内"
        rf"|(?<!\d)(?P<from_year>\d{{4}})年?[-—–~～至到](?P<to_year>\d{{4}})年"
        rf"|(?P<same>{words('same-day')})"
        rf"|(?P<date>{words('month', 'day')})(?:(?P<date_day>\d{{1,2}})日)?"
        r"|(?<![\d月年.每第])(?P<day>[12]?\d|3[01])日(?![报均产])"
        rf"|(?<![\d.])(?:(?P<year>{dated})的?)?{sub}"
        rf"|(?<!\d)(?P<alone>{year}|(?:{words('dated-year')})(?={words('edge')}))(?P<edge>{words('edge')})?"
    )
    expression = re.compile(rf"(?P<head>{words('upto', 'until')})?(?:{body})(?P<tail>{words('since', 'before', 'from')})?")
    kinds = (("aim",), ("event",), ("to-come",), ("annual",), ("section", "year"))
    aims, events, to_come, annual, section = (re.compile(words(*kind)) for kind in kinds)
    number = rf"(?:同期)?(?:水平)?的(?:[\d.]+|[{CHINESE}]+)[余多]?"
    bases = tuple(
        (re.compile(f"(?:{words(before)})$"), re.compile(f"{number}(?:{words(*after)})"))
        for before, after in (("comes-to", ("multiple",)), ("comes-back-to", ("multiple", "percent")))
    )
    return PeriodWords(expression, roles, aims, events, to_come, annual, section, bases)


def number(numeral: str) -> int:
    """A numeral of digits or Chinese ones; 0 if it is none."""
    return int(value(numeral) or 0)
