"""Distinct facts between resolved entities: what becomes of the extractions of many documents, for graph, page and formats."""

from __future__ import annotations

from dataclasses import dataclass

from kg.iri import digest
from kg.model import Milestone, Observation, Refusal


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """A passage of a document, ordered by where it stands."""

    doc: str
    start: int
    end: int
    exact: str

    @property
    def id(self) -> str:
        """What its evidence node is called."""
        return "e-" + digest(self.doc, str(self.start), str(self.end), self.exact)


@dataclass(frozen=True, slots=True)
class Support:
    """Why a fact is believed: the rules that found it, the best confidence, the passages."""

    rules: tuple[str, ...]
    confidence: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation between two entities, by their keys. The ends of a symmetric relation stand in the order of their keys."""

    id: str
    head: str
    relation: str
    tail: str
    roles: tuple[str, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Figure:
    """An observation whose subject is an entity's key."""

    id: str
    observation: Observation
    support: Support


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone whose subject is an entity's key."""

    id: str
    milestone: Milestone
    support: Support


@dataclass(frozen=True, slots=True)
class Article:
    """Where facts stand: id, title, date as far as known."""

    id: str
    title: str
    issued: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Distinct facts, ordered by id; `dropped` has the relations that became no claim, each with its document."""

    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    steps: tuple[Step, ...]
    dropped: tuple[tuple[str, Refusal], ...]
