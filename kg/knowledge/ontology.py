"""core.ttl → classes, relations and the fixed vocabularies of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Class:
    """An entity class: its local name, labels, and the classes above it."""

    name: str
    zh: str
    en: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation: the classes its two ends may have, and its nature."""

    name: str
    zh: str
    en: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    transitive: bool = False
    inverse: str = ""


@dataclass(frozen=True, slots=True)
class Ontology:
    """classes and relations by local name; steps: Chinese label → local name (开工 → started)."""

    classes: Mapping[str, Class]
    relations: Mapping[str, RelationType]
    steps: Mapping[str, str]


def read_ontology(path: Path) -> Ontology:
    """Stub."""
    raise NotImplementedError
