"""milestones.yml in the form that the reading of steps needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.regex import any_of

PLAN = 200  # characters of the sentence behind a plan that is put off


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
    passed: frozenset[str]
    denied: re.Pattern[str]
    conditional: re.Pattern[str]
    original: re.Pattern[str]
    put_off: re.Pattern[str]
    span: re.Pattern[str]
    planned: re.Pattern[str]
    any_trigger: re.Pattern[str]
    collective: re.Pattern[str]
    batch: re.Pattern[str]
    batch_of: re.Pattern[str]
    listing: re.Pattern[str]
    prepositions: tuple[str, ...]
    ceremony: re.Pattern[str]
    held: re.Pattern[str]

    def barred(self, rule: StepRule, text: str, start: int, end: int, clause: tuple[int, int]) -> tuple[bool, bool]:
        """Whether the words after a step's word, or those before it, say another thing. A ceremony that is held in its clause
        (开工仪式举行) is the step."""
        held = self.ceremony.match(text, end) and self.held.search(text, *clause)
        return not held and text.startswith(rule.not_before, end), text.endswith(rule.not_after, 0, start)


@lru_cache(maxsize=8)
@reads("rules/milestones.yml")
def step_rules(knowledge: Knowledge) -> Steps:
    """The entries of milestones.yml, compiled."""
    items = [item.data for item in knowledge.rules.get("milestones", ())]
    data = {d["name"]: d for d in items}

    def words(name: str, key: str) -> tuple[str, ...]:
        return tuple(data.get(name, {}).get(key, ()))

    rules = tuple(_rule(d, words("milestone/split", "split")) for d in items if "step" in d)
    planned = f"(?:{any_of(words('milestone/planned', 'planned'))})(?!{any_of(words('milestone/planned', 'not_before'))})"
    return Steps(
        rules=rules,
        classes=frozenset().union(*(r.classes for r in rules)),
        passed=frozenset(words("milestone/passed-over", "passed")),
        denied=re.compile(f"(?:{any_of(words('milestone/denied', 'denied'))})[^，。]{{0,3}}$"),
        conditional=re.compile(
            f"[“‘]?(?:{any_of(words('milestone/conditional', 'lead'))})?(?:{any_of(words('milestone/conditional', 'words'))})"
        ),
        original=re.compile(f"(?:{any_of(words('milestone/put-off', 'original'))})(?=(?P<sentence>[^。；！？\n]{{0,{PLAN}}}))"),
        put_off=re.compile(f"(?:{any_of(words('milestone/put-off', 'put_off'))})[到至为于在]?"),
        span=re.compile("|".join(words("milestone/span", "span")) or "(?!)"),
        planned=re.compile(planned),
        any_trigger=re.compile(any_of([w for d in items for w in d.get("trigger", ())])),
        collective=re.compile(any_of(words("milestone/event", "collective"))),
        batch=_batch(any_of([w for d in items if d.get("many") for w in d["trigger"]]), data.get("milestone/batch", {})),
        batch_of=re.compile(any_of(words("milestone/batch", "of"))),
        listing=re.compile(any_of(words("milestone/batch", "listing"))),
        prepositions=tuple(words("milestone/place", "prepositions")),
        ceremony=re.compile(any_of(words("milestone/ceremony", "ceremony"))),
        held=re.compile(any_of(words("milestone/ceremony", "held"))),
    )


def _batch(steps: str, data: Mapping[str, Any]) -> re.Pattern[str]:
    """What tells of a step that many take."""
    together, numerals, more, counters, roll = (any_of(data.get(key, ())) for key in ("together", "numerals", "more", "counters", "roll"))
    many = f"(?:\\d+|(?:{numerals})+)(?:{more})?(?:{counters})"
    ways = [
        f"(?:{together})[^，。；：、]{{0,4}}?(?:{steps})",
        f"{many}[^，。；：\\d]{{0,12}}?(?:{steps})",
        f"(?:{steps})[^，。；：\\d]{{0,8}}?{many}",
    ]
    return re.compile("|".join([*ways, f"(?:{steps})(?:{roll})"]))


def _rule(data: Mapping[str, Any], split: Sequence[str]) -> StepRule:
    """An entry with a step. split: what may stand within a word of two characters, 签了约; such a word is weighed like a hint."""
    trigger = data["trigger"]
    hints = [*data.get("hints", ()), *(w[0] + s + w[1] for w in trigger if len(w) == 2 for s in split)]
    return StepRule(
        name=data["name"],
        step=data["step"],
        trigger=re.compile(any_of(trigger)),
        words=re.compile(any_of([*trigger, *hints])),
        takes=data.get("takes", False),
        narrow=data.get("narrow", False),
        many=data.get("many", False),
        classes=frozenset(data["classes"]),
        objects=frozenset(data.get("objects", data["classes"])),
        agents=frozenset(data.get("agents", ())),
        not_before=tuple(data.get("not_before", ())),
        not_after=tuple(data.get("not_after", ())),
        dated_here=tuple(data.get("dated_here", ())),
        then=re.compile(f"(?:{any_of(data.get('then', ()))})[“《]?"),
        only_after=tuple(data.get("only_after", ())),
        only_before=tuple(data.get("only_before", ())),
    )
