"""What a file of any format comes down to: the text that evidence points into, and what the file itself says of it.

The text is in the form that plain files come in: paragraphs and lines of a column as they stand, an empty line for a gap, a form
feed between pages; headings begin with `# `, items of lists with `- `, rows of tables with `| `.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from kg.errors import InputError
from kg.reading import limits

HALVES = re.compile("[\ud800-\udfff]")
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?|(\d\d)(\d\d))(?!\d)")
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Page:
    """text: what is read, as offsets count it; title and date: as the file says them apart from its text, or empty."""

    text: str
    title: str = ""
    date: str = ""
    source: str = ""


def checked(text: str, place: str) -> str:
    """The text, halves of characters made marks of a character lost. Raises InputError for what is empty, too long or no text."""
    if not text.strip():
        raise InputError("the file is empty", place=place, remedy="remove it or put the article in")
    if "\0" in text:
        raise InputError("this is no text: it holds NUL", place=place, remedy="save the article anew")
    text = HALVES.sub("\ufffd", text)
    if len(text) > limits.TEXT or len(text.encode()) > limits.TEXT:
        problem = f"{len(text.encode()) / 1e6:.1f} MB of text are too much for one article"
        raise InputError(problem, place=place, remedy="cut it into one file for each article")
    return text


def missing(library: str, place: str) -> InputError:
    """The error of a format whose library is not there."""
    return InputError(f"{library} is not installed, which reads such files", place=place, remedy="pip install 'regional-kg[formats]'")


def day_in(text: str) -> str:
    """The first day that a line says in digits, as a date; else the month; "" if there is none that a calendar has.

    >>> day_in("2024年6月12日 08:30"), day_in("2024/06/12"), day_in("2024-06"), day_in("2024-13-01"), day_in("20240612")
    ('2024-06-12', '2024-06-12', '2024-06', '', '2024-06-12')
    """
    for found in DAY.finditer(text.translate(WIDE)):
        year, month, day = (int(part) if part else 0 for part in (found[1], found[2] or found[4], found[3] or found[5]))
        with suppress(ValueError):
            told = date(year, month, day or 1).isoformat()
            return told if day else told[:7]
    return ""
