"""ontology/view.yml → how the page draws each class, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.faults import reads
from kg.knowledge.load import Knowledge

SHAPES = ("dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon")
KEYS = ("classes", "other", "smallest", "largest", "first_nodes")


@dataclass(frozen=True, slots=True)
class Look:
    """Colour (#rrggbb) and vis-network shape of a class."""

    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Style:
    """looks: every class of the ontology, in the order of the legend; smallest, largest: radius of a node;
    first_nodes: how many are drawn at once."""

    looks: Mapping[str, Look]
    smallest: float
    largest: float
    first_nodes: int


@reads("view.yml")
def read_style(knowledge: Knowledge) -> Style:
    """The style of every class of the ontology. Raises KnowledgeError for an unknown key, class, relation, colour or shape."""
    place = str(knowledge.root / "view.yml")
    raw = knowledge.settings.get("view")
    if not isinstance(raw, dict):
        raise KnowledgeError("no settings for the page", place=place, remedy=f"a mapping with the keys {', '.join(KEYS)} is wanted here")
    for key in raw:
        _known("key", key, KEYS, place)
    for key in KEYS:
        if key not in raw:
            raise KnowledgeError(f"the key {key!r} is missing", place=place)
    for key in ("smallest", "largest", "first_nodes"):
        if not isinstance(raw[key], int | float) or raw[key] <= 0:
            raise KnowledgeError(f"{key!r} wants a number above 0, not {raw[key]!r}", place=place)
    classes = knowledge.ontology.classes
    looks = {}
    for name, entry in raw["classes"].items():
        _known("class", name, classes, place)
        looks[name] = _look(name, entry, place)
    other = _look("other", raw["other"], place)
    return Style(
        looks={**looks, **{name: other for name in classes if name not in looks}},
        smallest=float(raw["smallest"]),
        largest=float(raw["largest"]),
        first_nodes=int(raw["first_nodes"]),
    )


def _known(kind: str, name: Any, names: Any, place: str) -> None:
    if name not in names:
        near = get_close_matches(str(name), list(names), n=1)
        raise KnowledgeError(f"unknown {kind} {name!r}", place=place, remedy=f"did you mean {near[0]!r}?" if near else "")


def _look(name: str, entry: Any, place: str) -> Look:
    if not isinstance(entry, dict) or set(entry) != {"colour", "shape"}:
        raise KnowledgeError(f"{name!r} wants a colour and a shape", place=place, remedy='write {colour: "#34507e", shape: square}')
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(entry["colour"])):
        raise KnowledgeError(
            f"{name!r}: no colour {entry['colour']!r}", place=place, remedy='write it as "#rrggbb", with the quotation marks'
        )
    _known("shape", entry["shape"], SHAPES, place)
    return Look(entry["colour"].lower(), entry["shape"])
