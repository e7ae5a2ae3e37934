"""milestones.yml in the form that the reading of steps needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge


@dataclass(frozen=True, slots=True, eq=False)
class StepRule:
    """An entry of milestones.yml with a step."""

    name: str
    step: str
    trigger: re.Pattern[str]
    words: re.Pattern[str]
    takes: bool
    narrow: bool
    many: bool
    classes: frozenset[str]
    objects: frozenset[str]
    agents: frozenset[str]
    passed: frozenset[str]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    dated_here: tuple[str, ...]
    then: re.Pattern[str]
    only_after: tuple[str, ...]
    only_before: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """milestones.yml compiled."""

    rules: tuple[StepRule, ...]
    classes: frozenset[str]
    denied: re.Pattern[str]
    planned: re.Pattern[str]
    any_trigger: re.Pattern[str]
    collective: re.Pattern[str]
    lists: re.Pattern[str]
    prepositions: tuple[str, ...]


@lru_cache(maxsize=8)
def step_rules(knowledge: Knowledge) -> Steps:
    items = [item.data for item in knowledge.rules.get("milestones", ())]
    data = {d["name"]: d for d in items}

    def any_of(words: Sequence[str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) or "(?!)"

    planned = data.get("milestone/planned", {})
    return Steps(
        tuple(
            StepRule(
                d["name"],
                d["step"],
                re.compile(any_of(d["trigger"])),
                re.compile(any_of([*d["trigger"], *d.get("hints", ())])),
                d.get("takes", False),
                d.get("narrow", False),
                d.get("many", False),
                frozenset(d["classes"]),
                frozenset(d.get("objects", d["classes"])),
                frozenset(d.get("agents", ())),
                frozenset(data.get("milestone/passed-over", {}).get("passed", ())),
                tuple(d.get("not_before", ())),
                tuple(d.get("not_after", ())),
                tuple(d.get("dated_here", ())),
                re.compile(f"(?:{any_of(d.get('then', ()))})[“《]?"),
                tuple(d.get("only_after", ())),
                tuple(d.get("only_before", ())),
            )
            for d in items
            if "step" in d
        ),
        frozenset(c for d in items if "step" in d for c in d["classes"]),
        re.compile(f"(?:{any_of(data.get('milestone/denied', {}).get('denied', ()))})[^，。]{{0,3}}$"),
        re.compile(f"(?:{any_of(planned.get('planned', ()))})(?!{any_of(planned.get('not_before', ()))})"),
        re.compile(any_of([w for d in items for w in d.get("trigger", ())])),
        re.compile(any_of(data.get("milestone/event", {}).get("collective", ()))),
        re.compile(any_of(data.get("milestone/event", {}).get("lists", ()))),
        tuple(data.get("milestone/place", {}).get("prepositions", ())),
    )
