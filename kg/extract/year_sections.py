"""The year that the part of a text under a heading is about: a chronicle's (2013年, alone in its line) or a report's (一、2023年工作回顾).

>>> from kg.extract.period_words import period_words
>>> from kg.knowledge import load
>>> words = period_words(load())
>>> [section.year for section in year_sections("2013年\\n9月开工。\\n一、过去一年的工作\\n6月投产。\\n三、民生", 2024, words)]
[2013, 2023, 0]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.period_words import PeriodWords

_HEADING = re.compile(r"(?m)^[^\w\n]*(?:((?:19|20)\d\d)年[^\w\n]*|[一二三四五六七八九十]{1,2}、([^。；\n]{1,24}))$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


@dataclass(frozen=True, slots=True)
class YearSection:
    """Where a heading ends, and the year of what follows up to the next one; 0 for none."""

    start: int
    year: int


def year_sections(text: str, reference: int, words: PeriodWords) -> list[YearSection]:
    """The headings of a text that a year may stand in, in order. reference: the article's year, 0 if unknown."""
    found = []
    for heading in _HEADING.finditer(text):
        title = heading[2] or ""
        said, word = _YEAR.search(title), words.section.search(title)
        year = int(heading[1] or (said[1] if said else 0))
        if not year and word and reference:
            year = reference + int(words.roles[word[0]][1])
        found.append(YearSection(heading.end(), year))
    return found
