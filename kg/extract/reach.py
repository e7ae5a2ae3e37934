"""Which period a figure is of, and whether it is still to come."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.extract.periods import Period
from kg.extract.spot import Spot


def period_of(spot: Spot, kind: str, indicator: str, subject: str, kept: str, planned: bool) -> str:
    """The period in force at a number, "" if there is none: the nearest before it in its clause or sentence, else `kept`,
    the last of the paragraph, where the sentence goes on with it. What is planned has no period gone by."""
    q, clause, text = spot.quantity, spot.clause, spot.text
    starts = [p.start for p in spot.periods]
    at = bisect_left(starts, q.start)
    if at < len(spot.periods) and spot.periods[at].start == q.end + 1 and text[q.end] == "（":
        return spot.periods[at].value  # 125家（2022年数）
    lasting = spot.rules.timeless.match(indicator) is not None and spot.view.entities[subject].type in spot.types.lasting
    local = lasting or spot.rules.now.search(text, clause.start, q.start) is not None
    floor = clause.sentence.start
    for p in reversed(spot.periods[:at]):
        if p.start < floor:
            break
        if local and p.start < clause.start and (lasting or p.role != "now"):
            break
        if _applies(spot, p):
            past = planned and p.start < clause.start and p.value.lstrip("/")[:4] < spot.view.document.reference[:4]
            return "" if past else p.value
    resumes = spot.rules.resumes.match(text, clause.sentence.start) or (
        spot.view.entities[subject].type in spot.types.places
        and spot.earlier
        and spot.earlier[-1].subject == subject
        and (kind == "growth" or spot.rules.flows.search(indicator))
    )
    return kept if resumes and not local else ""


def _applies(spot: Spot, period: Period) -> bool:
    """Whether a period before a number can be its own: not what it is compared with, not that of an aside."""
    if period.role == "compare":
        return re.fullmatch("的?", spot.text[period.end : spot.quantity.start]) is not None
    if period.start >= spot.clause.start:
        return True
    opened = max(spot.text.rfind(mark, 0, period.start) for mark in "，。；：\n") + 1
    return spot.rules.aside.match(spot.text, opened) is None


def is_later(period: str, reference: str) -> bool:
    """Whether a period begins after the reference date, as far as both are known.

    >>> is_later("2025-05", "2024-12"), is_later("2024", "2024-12"), is_later("/2025", "2024"), is_later("", "2024")
    (True, False, True, False)
    """
    first = period.lstrip("/")[:7]
    if not reference or not re.fullmatch(r"\d{4}(-\d\d)?", first):
        return bool(reference and first) and first[:4] > reference[:4]
    return first[: len(reference)] > reference[: len(first)]
