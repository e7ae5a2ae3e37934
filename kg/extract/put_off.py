"""The dates of plans as they are now: of 原定6月竣工，推迟至明年5月 the later date stands where the earlier one was told."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.periods import Period
from kg.extract.step_rules import Steps

NEAR = 2  # characters between the word that puts off and the new date (推迟到了)


def as_planned_now(text: str, periods: Sequence[Period], steps: Steps) -> list[Period]:
    """The periods, the date of a plan that its sentence puts off replaced by the new one, or left out where none is told."""
    now: dict[int, Period | None] = {}
    starts = [p.start for p in periods]
    for plan in steps.original.finditer(text):
        following = periods[bisect_left(starts, plan.end()) : bisect_left(starts, plan.end("sentence"))]
        first = steps.put_off.search(text, *plan.span("sentence"))
        if first is None:
            continue
        overtaken = [p for p in following if p.end <= first.start()]
        now |= dict.fromkeys((p.start for p in overtaken), None)
        new = next(_set_anew(text, following, plan, steps), None)
        if overtaken and new is not None:
            last = overtaken[-1]
            now[last.start] = replace(new, start=last.start, end=last.end, value=new.value.lstrip("/"))
    return [p for period in periods if (p := now.get(period.start, period)) is not None]


def _set_anew(text: str, periods: Sequence[Period], plan: re.Match[str], steps: Steps) -> Iterator[Period]:
    """The dates that a plan is put off to."""
    for word in steps.put_off.finditer(text, *plan.span("sentence")):
        yield from (p for p in periods if word.start() < p.start <= word.end() + NEAR)  # 至2027年 is a period
