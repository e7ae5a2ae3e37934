"""What `near` says in an entry of ontology/rules: what lacks a partner takes the nearest that fits.

>>> near = read_near({"lacks": "head", "head": ["Company"], "tail": ["Park"], "within": "sentence"}, {"Company", "Park"}, ValueError)
>>> near.within, near.home
('sentence', False)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from kg.knowledge.regex import any_of

REACHES = ("sentence", "paragraph")
SPAN = 4  # characters between a partner and what marks it

Fault = Callable[..., Exception]


@dataclass(frozen=True, slots=True)
class Near:
    """lacks: the end that seeks a partner; head, tail: classes; within: how far it looks back, "" not at all; subjects: only
    for subjects; heading: only from subjects; first: for the first of the paragraph, not the nearest; home: else for what the
    article is about; at_home: for nothing else, and of these classes; outside: "relation.end" that excludes a seeker;
    not_after: words before it in its clause that do; marked: what must follow a partner."""

    lacks: str
    head: frozenset[str]
    tail: frozenset[str]
    within: str = ""
    subjects: bool = False
    heading: bool = False
    first: bool = False
    home: bool = False
    at_home: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    not_after: re.Pattern[str] | None = None
    marked: re.Pattern[str] | None = None


def read_near(data: Mapping[str, Any], classes: Collection[str], fault: Fault) -> Near:
    """What `near` says, checked. Raises what fault makes of a problem."""
    unknown = sorted(data.keys() - {f.name for f in fields(Near)})
    if unknown:
        raise fault(f"unknown key {unknown[0]!r} in 'near'", f"keys are {', '.join(f.name for f in fields(Near))}")
    if data.get("lacks") not in ("head", "tail") or data.get("within", "sentence") not in REACHES:
        raise fault("'near' says which end 'lacks' a partner, head or tail, and how far: 'within' a sentence or paragraph")
    for end in ("head", "tail", "at_home"):
        strange = sorted(set(data.get(end, [] if end == "at_home" else ["nothing"])).difference(classes))
        if strange:
            raise fault(f"unknown class {strange[0]!r} in 'near'")
    return Near(
        lacks=data["lacks"],
        head=frozenset(data["head"]),
        tail=frozenset(data["tail"]),
        within=data.get("within", ""),
        subjects=bool(data.get("subjects")),
        heading=bool(data.get("heading")),
        first=bool(data.get("first")),
        home=bool(data.get("home")),
        at_home=frozenset(data.get("at_home", ())),
        outside=frozenset(data.get("outside", ())),
        not_after=_any_of(data, "not_after", fault),
        marked=_any_of(data, "marked", fault, f".{{0,{SPAN}}}"),
    )


def _any_of(data: Mapping[str, Any], key: str, fault: Fault, before: str = "") -> re.Pattern[str] | None:
    """An expression for one of the words of a key."""
    words = strings(data.get(key, []), key, fault)
    return re.compile(f"{before}(?:{any_of(words)})") if words else None


def strings(value: Sequence[Any], key: str, fault: Fault) -> list[str]:
    """A list of texts that are not empty."""
    for word in value:
        if not isinstance(word, str) or not word:
            raise fault(f"{key!r} holds {word!r}, which is no text")
    return list(value)
