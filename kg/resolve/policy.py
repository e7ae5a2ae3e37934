"""resolution.yml and same_as.tsv → Policy: weights, limits, and what holds for which class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.resolve.features import FEATURES, OWNERLESS
from kg.resolve.phrases import squeeze

HINTS = frozenset(
    (
        "same_sound",
        "one_character",
        "one_of_few",
        "within",
        "neighbour",
        "one_document",
        "other_place",
        "other_name",
        "other_registered_name",
    )
)  # what kg.resolve.doubts looks for


@dataclass(frozen=True, slots=True)
class Policy:
    """resolution.yml; its comments say what each entry is."""

    features: Mapping[str, float]
    hints: Mapping[str, float]
    only_for: Mapping[str, list[str]]
    threshold: float
    doubt: float
    floor: float
    certain: float
    in_one_document: float
    by_alias: float
    one_number: float
    other_class: float
    other_class_at_least: float
    neighbours: float
    abroad: float
    by_chance: frozenset[str]
    diverging: float
    family: float
    compatible: tuple[tuple[str, ...], ...]
    classes: tuple[str, ...]
    district: str
    firms: frozenset[str]
    prefixed: frozenset[str]
    places: frozenset[str]
    sites: frozenset[str]
    numbered: frozenset[str]
    located: frozenset[str]
    owned: frozenset[str]
    contextual: frozenset[str]
    regional: frozenset[str]
    well_known: tuple[str, ...]
    national: tuple[str, ...]
    own_place: Mapping[str, str]
    block: int

    def may_be_one(self, one: str, other: str) -> bool:
        """Whether things of two classes can be the same."""
        return one == other or any(one in group and other in group for group in self.compatible)


_SETS = ("firms", "prefixed", "places", "sites", "numbered", "located", "owned", "contextual", "regional", "by_chance")


@lru_cache(maxsize=8)
@reads("resolution.yml")
def policy_of(knowledge: Knowledge) -> Policy:
    """The policy of a Knowledge. Raises KnowledgeError for an entry that lacks or is not known."""
    place = str(knowledge.root / "resolution.yml")
    settings: dict[str, Any] = dict(knowledge.settings.get("resolution") or {})
    known = {f.name for f in fields(Policy)}
    if unknown := sorted(settings.keys() - known):
        raise KnowledgeError(f"unknown entry '{unknown[0]}'", place=place, remedy=f"entries are {', '.join(sorted(known))}")
    if missing := sorted(known - settings.keys()):
        raise KnowledgeError(f"entry '{missing[0]}' is missing", place=place)
    for name in _SETS:
        settings[name] = frozenset(settings[name])
    settings["compatible"] = tuple(tuple(group) for group in settings["compatible"])
    settings["classes"] = tuple(settings["classes"])
    settings["national"] = tuple(settings["national"])
    settings["well_known"] = tuple(settings["well_known"])
    policy = Policy(**settings)
    _check(policy, knowledge, place)
    return policy


def _check(policy: Policy, knowledge: Knowledge, place: str) -> None:
    """Every feature, class and relation that the settings name is there."""
    if lacking := sorted(HINTS - policy.hints.keys()):
        raise KnowledgeError(f"hint '{lacking[0]}' is missing", place=place, remedy="take it from the package's ontology/")
    classes = {*policy.classes, policy.district, *(c for group in policy.compatible for c in group)}
    classes |= policy.firms | policy.prefixed | policy.places | policy.sites | policy.numbered | policy.contextual | policy.regional
    classes |= {c for group in policy.only_for.values() for c in group}
    for what, named, there in (
        ("feature", policy.features.keys() | policy.only_for.keys() | policy.by_chance, {*FEATURES, OWNERLESS}),
        ("hint", policy.hints.keys(), HINTS),
        ("class", classes, knowledge.ontology.classes.keys()),
        ("relation", policy.located | policy.owned, knowledge.ontology.relations.keys()),
    ):
        if unknown := sorted(named - there):
            close = get_close_matches(unknown[0], sorted(there), 1)
            remedy = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(sorted(there))}"
            raise KnowledgeError(f"unknown {what} '{unknown[0]}'", place=place, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's decision about two names; a name may be bound to a document (NAME@DOCUMENT)."""

    left: str
    right: str
    same: bool
    place: str

    @property
    def names(self) -> tuple[str, str]:
        """Both names as they are compared."""
        return normal(self.left), normal(self.right)


def normal(name: str) -> str:
    """A name of same_as.tsv as it is compared; the document behind it stays as it is."""
    form, at, doc = name.partition("@")
    return squeeze(form) + at + doc


@reads("same_as.tsv")
def verdicts(knowledge: Knowledge) -> tuple[Verdict, ...]:
    """same_as.tsv, sorted. Raises KnowledgeError for an unknown verdict, an empty name or two rows that contradict each other."""
    found: dict[tuple[str, str], Verdict] = {}
    for row in knowledge.same_as:
        if row["verdict"] not in ("same", "different"):
            raise KnowledgeError(f"unknown verdict '{row['verdict']}'", place=row.place, remedy="a verdict is same or different")
        left, right = sorted((row["left"].strip(), row["right"].strip()))
        if not left or left == right:
            raise KnowledgeError("two different names are wanted", place=row.place, remedy="columns: left, right, verdict, note")
        verdict = Verdict(left, right, row["verdict"] == "same", row.place)
        earlier = found.setdefault((left, right), verdict)
        if earlier.same != verdict.same:
            raise KnowledgeError(f"'{left}' and '{right}' are decided both ways", place=row.place, remedy=f"see also {earlier.place}")
    return tuple(found[pair] for pair in sorted(found))
