"""What kind of figure a number is: a rank, a level, a growth or a share."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.candidates import JOINTS
from kg.extract.figure_rules import Trigger
from kg.extract.spot import Spot


def kind_of(spot: Spot) -> tuple[str, Trigger | None]:
    """Rank, level, growth or share, and the trigger that says so: the last one before the number."""
    q, left = spot.quantity, undated(spot)
    if q.kind == "rank":
        return "rank", None
    trigger = _last_trigger(spot)
    if q.dimension not in ("ratio", "change"):
        changes = trigger is not None and trigger.kind == "growth" and spot.rules.amounts.search(left)
        return ("growth", trigger) if changes else ("level", None)
    if q.dimension == "change":
        return "growth", trigger if trigger and trigger.kind == "growth" else None
    last = spot.recent[-1] if spot.recent else None
    if trigger is None and last and last.kind == "growth" and left.strip(" ") in JOINTS:
        return "growth", None  # 分别增长9%、10.6%
    if trigger is None:
        after_growth = last is not None and last.kind == "growth"
        after_rate = any(word in spot.before for word in spot.rules.rates)
        continues = (
            (after_growth or after_rate) and not spot.rules.filler.sub("", _nameless(spot)) and re.match("[，。；、）]|$", spot.right)
        )
        return ("growth" if continues and q.kind != "share" else "share"), None
    if trigger.kind == "growth" and q.kind == "share" and not (trigger.adjacent or spot.rules.amounts.search(left)):
        return "share", None  # 增长占三分之一, but not 减少了三分之一
    if trigger.kind == "growth" and left.endswith(spot.rules.reached):
        rates = any(word in left for word in spot.rules.rates)
        return ("growth", replace(trigger, sign=1)) if rates else ("share", None)
    return trigger.kind, trigger


def undated(spot: Spot) -> str:
    """The words before a number without the time right before it: 由2020年的12%|提高到|2024年的41%."""
    for p in spot.periods:
        start = into.end() if (into := spot.rules.target.match(spot.text, p.start, p.end)) else p.start
        date = f"{spot.text[start : p.end]}的"
        if p.end < spot.quantity.start and spot.left.endswith(date):
            return spot.left.removesuffix(date)
    return spot.left


def _nameless(spot: Spot) -> str:
    """The words before a number without the name it is given to: 甲产业涨了13.4%，乙产业8.8%."""
    m = next((m for m in spot.clause.mentions if m.end == spot.quantity.start), None)
    return spot.left.removesuffix(m.text) if m else spot.left


def _last_trigger(spot: Spot) -> Trigger | None:
    best: tuple[int, int, Trigger] | None = None
    for t in spot.rules.triggers:
        if t.word not in spot.left:
            continue
        for match in t.pattern.finditer(spot.left):
            found = (match.start() + len(t.word), len(t.word), t)
            if best is None or found[:2] > best[:2]:
                best = found
    return best[2] if best else None
