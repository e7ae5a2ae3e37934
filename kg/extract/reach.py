"""Which period a figure is of, and whether it is still to come."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.figure_rules import FigureRules
from kg.extract.periods import Period
from kg.extract.spot import Spot
from kg.knowledge.numerals import CHINESE
from kg.model import Sentence

_OPENS = re.compile("(?:^|[，。；：！？\n“”])[^，。；：！？\n]{0,3}$")


_WAS = re.compile(rf"[^，。；：、\d]{{0,8}}的[^，。；：、\d{CHINESE}]{{0,2}}(?:[\d.]+|[{CHINESE}]+)")  # 2016年|鼎盛期的32|家
_END = re.compile("[，。；：\n]")


@dataclass(frozen=True, slots=True)
class Frame:
    """The time that a passage tells of: the period it opened with ("" for none); over: whether its paragraph has ended;
    lasts: whether a later paragraph says that it goes on with it (在这样的背景下)."""

    value: str = ""
    over: bool = False
    lasts: bool = False


NO_FRAME = Frame()


def frames(
    text: str, sentence: Sentence, opens_paragraph: bool, periods: Sequence[Period], rules: FigureRules, before: Frame
) -> tuple[Frame, Frame]:
    """The frame that a sentence begins in, and the one after it; before: the one after the sentence before."""
    frame = before
    if opens_paragraph and not frame.lasts:
        lasts = rules.framed.match(text, sentence.start) is not None
        frame = Frame(frame.value, not lasts, lasts)
    after = frame
    first, last = (bisect_left(periods, at, key=lambda p: p.start) for at in (sentence.start, sentence.end))
    for p in periods[first:last]:
        if p.value and p.role in ("point", "since") and _OPENS.search(text[max(0, p.start - 6) : p.start]):
            goals = rules.goals.search(text, p.end, sentence.end) is not None
            after = Frame(p.value, lasts=goals)
    return frame, after


def period_of(spot: Spot, kind: str, indicator: str, subject: str, kept: str, planned: bool, frame: Frame, modifies: bool) -> str:
    """The period in force at a number, "" if there is none: the nearest before it in its clause or sentence, else `kept`,
    the last of the paragraph, where the sentence goes on with it, else that of the `frame`. What is planned has no period
    gone by; a number that only modifies a name (`modifies`) has none."""
    q, clause, text = spot.quantity, spot.clause, spot.text
    at = bisect_left(spot.periods, q.start, key=lambda p: p.start)
    if at < len(spot.periods) and spot.periods[at].start == q.end + 1 and text[q.end] == "（":
        return spot.periods[at].value  # 125家（2022年数）
    if modifies or is_origin(spot):
        return ""  # 全长17公里的某线路: what it is like, whenever it was told
    lasting = spot.rules.timeless.match(indicator) is not None and spot.view.entities[subject].type in spot.types.lasting
    reached = _reaches(spot)
    local = lasting or reached or spot.rules.now.search(text, clause.start, q.start) is not None
    floor = clause.sentence.start
    for p in reversed(spot.periods[:at]):
        if p.start < floor:
            break
        if local and p.start < clause.start and (lasting or p.role != "now"):
            if reached and text[p.end : clause.start] == "，":
                return p.value  # 2023年，产值由5亿元增加到12亿元
            break
        if _applies(spot, p):
            return "" if planned and p.start < clause.start and _gone(p.value, spot.view.document.reference) else p.value
    if local:
        return ""
    flows = spot.view.entities[subject].type in spot.types.places and (kind == "growth" or spot.rules.flows.search(indicator))
    goes_on = flows and spot.earlier and spot.earlier[-1].subject == subject
    resumes = spot.rules.resumes.match(text, clause.sentence.start) or is_labelled(clause.sentence, text, spot.rules)
    if kept and (goes_on or resumes):
        return kept
    return frame.value if not planned and (frame.lasts or (flows and not frame.over) or resumes) else ""


def is_labelled(sentence: Sentence, text: str, rules: FigureRules) -> bool:
    """Whether a line gives a figure to a label (地区生产总值：268亿元), whose time and owner stand above."""
    return rules.line.match(text[sentence.start : sentence.end]) is not None


def said_above(sentence: Sentence, text: str, periods: Sequence[Period]) -> str:
    """The time that the line above a sentence ends with: 2023年主要指标, "" if it tells none."""
    at = bisect_left(periods, sentence.start, key=lambda p: p.start)
    between = text[periods[at - 1].end : sentence.start].rstrip() if at else "\n"
    return "" if "\n" in between or "。" in between else periods[at - 1].value


def _gone(period: str, reference: str) -> bool:
    """Whether a period is a year before the reference date's, or a day up to it."""
    return period.lstrip("/")[:4] < reference[:4] or (len(period) == len("2024-04-01") and not is_later(period, reference))


def _applies(spot: Spot, period: Period) -> bool:
    """Whether a period before a number can be its own: not what it is compared with, not that of an aside."""
    if is_of_others(period, spot):
        return False
    if period.role == "compare":
        return is_told_of(period, spot)
    if period.start >= spot.clause.start:
        return True
    text, first = spot.text, spot.clause.sentence.start
    if "；" in text[period.end : spot.clause.start] and "；" in text[first : period.start]:
        return False  # the time of one group among several
    ended = _END.search(text, period.end, spot.clause.start)
    if ended and text[ended.start() - 1] == "后" and ended.start() - period.end > 1:
        return False  # 2025年投用后，: the time of what comes first
    opened = max(text.rfind(mark, first, period.start) for mark in "，。；：\n") + 1
    return spot.rules.aside.match(text, max(opened, first)) is None


def is_told_of(period: Period, spot: Spot) -> bool:
    """Whether a number is that of the period right before it: 比去年的178列, but not 比去年增长12%, 较去年翻了一番."""
    q = spot.quantity
    return q.dimension != "change" and re.fullmatch("的?", spot.text[period.end : q.start]) is not None


def is_of_others(period: Period, spot: Spot) -> bool:
    """Whether a period before a number is that of what the number is a multiple of, or of what something was before it came to
    the number: 由2016年的32家减到18家, of the 18."""
    text, q = spot.text, spot.quantity
    if period.role == "base":
        return True
    if not spot.rules.origin.search(text, max(0, period.start - 1), period.start):
        return False
    return _WAS.match(text, period.end, q.start) is not None


def is_compared(spot: Spot) -> bool:
    """Whether a number is one of another time that a change is measured from: 较2017年的178列增长47倍, but not 是去年同期的2.4倍."""
    q = spot.quantity
    of = next((p for p in spot.periods if p.role == "compare" and spot.text[p.end : q.start] == "的"), None)
    return of is not None and of.value != "" and q.dimension != "change"


def is_origin(spot: Spot) -> bool:
    """Whether a number is what something was before: 从1300万元增加到16亿元."""
    text, q = spot.text, spot.quantity
    return spot.rules.origin.search(text, spot.clause.start, q.start) is not None and spot.rules.target.match(text, q.end) is not None


def _reaches(spot: Spot) -> bool:
    """Whether a number is what became of another in its clause."""
    return (
        spot.rules.target.match(spot.left) is not None
        and spot.rules.leaves.search(spot.text, spot.clause.start, spot.quantity.start) is not None
    )


def is_later(period: str, reference: str) -> bool:
    """Whether a period begins after the reference date, as far as both are known.

    >>> is_later("2025-05", "2024-12"), is_later("2024", "2024-12"), is_later("/2025", "2024"), is_later("", "2024")
    (True, False, True, False)
    >>> is_later("2024-12-18", "2024-12-11"), is_later("2024-12-18", "2024-12")
    (True, False)
    """
    first = period.lstrip("/").split("/")[0]
    if not reference or not re.fullmatch(r"\d{4}(-\d\d){0,2}", first):
        return bool(reference and first) and first[:4] > reference[:4]
    return first[: len(reference)] > reference[: len(first)]
