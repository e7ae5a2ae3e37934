"""The arithmetic of dates as texts: "2024", "2024-06", "2024-06-12", "2024-H1", "2024-Q3".

>>> months_of(2024, 1, 6), months_of(2024, 1, 9), months_of(2024, 5, 3)
('2024-H1', '2024-01/2024-09', None)
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

NAMED_MONTHS = {(1, 3): "{}-Q1", (1, 6): "{}-H1", (1, 12): "{}"}
_DATE = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")


def months_of(year: int, first: int, last: int) -> str | None:
    """The months of a year from a first to a last; a half or a quarter by its own name."""
    if not 1 <= first < last <= 12:
        return None
    return NAMED_MONTHS.get((first, last), "{0}-{1:02}/{0}-{2:02}").format(year, first, last)


def days_from(year: int, month: int, day: int, offset: int) -> str:
    """The day so many days after another; "" beyond the years that have four digits.

    >>> days_from(2024, 3, 1, -1), days_from(1, 1, 1, -1)
    ('2024-02-29', '')
    """
    with suppress(OverflowError):
        return (date(year, month, day) + timedelta(days=offset)).isoformat()
    return ""


def last_of(period: str) -> str:
    """The last month, day or year of a period: what 截至 leads up to.

    >>> last_of("2024-01/2024-09"), last_of("2024-H1"), last_of("2024-Q3"), last_of("2024-05-06")
    ('2024-09', '2024-06', '2024-09', '2024-05-06')
    """
    last = period.rpartition("/")[2]
    found = _DATE.fullmatch(last)
    if found and (found[2] or found[3]):
        return f"{found[1]}-{int(found[2]) * 6 if found[2] else int(found[3]) * 3:02}"
    return last


def is_in_calendar(period: str) -> bool:
    """Whether there is such a period: its ends are dates that a calendar has, and the first is not after the last.

    >>> is_in_calendar("2024-01/2024-H1"), is_in_calendar("/2024"), is_in_calendar("2023-02-29"), is_in_calendar("2024/2023")
    (True, True, False, False)
    """
    first, stroke, last = period.partition("/")
    ends = [end for end in (first, last) if end]
    if not ends or not all(map(_exists, ends)):
        return False
    return not (stroke and first and last) or _first_day(first) <= _first_day(last)


def _exists(end: str) -> bool:
    found = _DATE.fullmatch(end)
    if not found:
        return False
    with suppress(ValueError):
        date(int(found[1]), int(found[4] or 1), int(found[5] or 1))
        return True
    return False


def _first_day(end: str) -> str:
    found = _DATE.fullmatch(end)
    if not found:
        return end
    month = int(found[2]) * 6 - 5 if found[2] else int(found[3]) * 3 - 2 if found[3] else int(found[4] or 1)
    return f"{found[1]}-{month:02}-{found[5] or '01'}"
