"""A graph → what in it should be looked at: figures that exclude each other, entities that may be one, entities that may be two.

found = doubts(open_graph(Path("out/graph.ttl")), knowledge)
found.pairs[0].rows            # what settles it, as rows of ontology/same_as.tsv
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Store

from kg.facts import Figure, Proof
from kg.graph.conflicts import conflicts
from kg.graph.recall import Recalled, recall
from kg.knowledge import Knowledge
from kg.model import Doubt, ResolvedEntity
from kg.resolve.doubts import Form, Mixture, Surroundings, may_be_one, may_be_two
from kg.resolve.policy import policy_of
from kg.resolve.settle import Holders, holders, rows_to_join, rows_to_part

SENTENCES = 2  # shown of each entity


@dataclass(frozen=True, slots=True)
class Matter:
    """Figures of which each is excluded by another; score: how sure it is that two of them were read as they stand there."""

    score: float
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """An entity, or what would be one, with sentences that name it."""

    entity: ResolvedEntity
    names: tuple[str, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Two that may be one, or one that may be two; rows: what would settle it so, () where no row can."""

    score: float
    reasons: tuple[str, ...]
    left: Side
    right: Side
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubts:
    """All that is doubtful, each part with the likeliest first; `graph` is what it was found in."""

    graph: Recalled
    matters: tuple[Matter, ...]
    pairs: tuple[Question, ...]
    mixtures: tuple[Question, ...]


def doubts(store: Store, knowledge: Knowledge) -> Doubts:
    """Looks through an open graph. Raises InputError where it is no graph of ours."""
    graph = recall(store, knowledge)
    entities, around = tuple(graph.entities.values()), surroundings(graph, knowledge)
    said = _sayings(graph)
    known = holders(entities)
    pairs = (_pair(doubt, graph, said, known) for doubt in may_be_one(entities, around, knowledge) if not _listed(doubt, graph, said))
    mixtures = [*_contradictions(graph), *may_be_two(entities, around, knowledge)]
    return Doubts(
        graph=graph,
        matters=tuple(sorted(map(_matter, conflicts(graph.facts.figures, knowledge)), key=lambda m: -m.score)),
        pairs=tuple(pairs),
        mixtures=tuple(_mixture(mixture, graph, said) for mixture in mixtures),
    )


def surroundings(graph: Recalled, knowledge: Knowledge) -> Surroundings:
    """What the claims of a graph say around its entities."""
    linked: set[tuple[str, str]] = set()
    company: dict[str, set[str]] = {}
    standing: dict[str, dict[str, set[str]]] = {}
    policy = policy_of(knowledge)
    for claim in graph.facts.claims:
        head, tail = claim.head, claim.tail
        linked.add((min(head, tail), max(head, tail)))
        for one, other in ((head, tail), (tail, head)):
            if other in graph.entities and graph.entities[other].type != policy.district:
                company.setdefault(one, set()).add(other)
        if claim.relation in policy.located and tail in graph.entities and (code := graph.entities[tail].division_code):
            for proof in claim.support.evidence:
                standing.setdefault(head, {}).setdefault(proof.doc, set()).add(code)
    return Surroundings(
        linked=frozenset(linked),
        company={key: frozenset(others) for key, others in company.items()},
        standing={key: {doc: frozenset(codes) for doc, codes in docs.items()} for key, docs in standing.items()},
    )


def _sayings(graph: Recalled) -> Mapping[str, set[Proof]]:
    """The passages of each entity's facts."""
    found: dict[str, set[Proof]] = {}
    for claim in graph.facts.claims:
        for end in (claim.head, claim.tail):
            found.setdefault(end, set()).update(claim.support.evidence)
    for figure in graph.facts.figures:
        found.setdefault(figure.observation.subject, set()).update(figure.support.evidence)
    for step in graph.facts.steps:
        found.setdefault(step.milestone.subject, set()).update(step.support.evidence)
    return found


def _matter(figures: tuple[Figure, ...]) -> Matter:
    return Matter(sorted(figure.support.confidence for figure in figures)[-2], figures)


def _pair(doubt: Doubt, graph: Recalled, said: Mapping[str, set[Proof]], known: Holders) -> Question:
    one, other = graph.entities[doubt.left], graph.entities[doubt.right]
    rows = rows_to_join(one, other, known, _note(doubt.score, doubt.reasons))
    left, right = (_side(entity, [(name, "") for name in entity.names], said) for entity in (one, other))
    return Question(doubt.score, doubt.reasons, left, right, rows)


def _listed(doubt: Doubt, graph: Recalled, said: Mapping[str, set[Proof]]) -> bool:
    """Whether a sentence names both side by side: nobody lists one thing twice."""
    one, other = (graph.entities[key].names for key in (doubt.left, doubt.right))
    apart = [(a, b) for a in one for b in other if a not in b and b not in a]
    shared = said.get(doubt.left, set()) & said.get(doubt.right, set())
    return any(a in proof.exact and b in proof.exact for proof in shared for a, b in apart)


def _contradictions(graph: Recalled) -> Iterator[Mixture]:
    """Entities with several classes or codes: no graph of one build has any, one that was put together may."""
    for key in graph.entities:
        for reason, values in (("classes", graph.classes[key]), ("codes", graph.codes[key])):
            if len(values) > 1:
                yield Mixture(key, 1.0, f"{reason} {'、'.join(values)}")


def _mixture(mixture: Mixture, graph: Recalled, said: Mapping[str, set[Proof]]) -> Question:
    entity = graph.entities[mixture.key]
    ours, theirs = (_printed(side, entity, said) for side in (mixture.left, mixture.right))
    rows = rows_to_part(ours, theirs, _note(mixture.score, (mixture.reason,))) if len(entity.members) > 1 else ()
    left, right = (_side(entity, side, said) for side in (ours, theirs))
    return Question(mixture.score, (mixture.reason,), left, right, rows)


def _printed(forms: tuple[Form, ...], entity: ResolvedEntity, said: Mapping[str, set[Proof]]) -> tuple[Form, ...]:
    """Forms bound to a document: the fullest that a sentence of the document has, since a document names one thing by it; else all."""
    seen = [
        (name, doc)
        for name, doc in sorted(forms, key=lambda form: (-len(form[0]), form))
        if doc and any(proof.doc == doc and name in proof.exact for proof in said.get(entity.key, ()))
    ]
    return tuple(seen[:1]) or forms


def _side(entity: ResolvedEntity, forms: list[Form] | tuple[Form, ...], said: Mapping[str, set[Proof]]) -> Side:
    """The sentences with the fullest of these names, at most one of a document."""
    found: dict[str, Proof] = {}
    proofs = sorted(said.get(entity.key, ()))
    for name, doc in sorted(forms, key=lambda form: (-len(form[0]), form)):
        for proof in proofs:
            if name in proof.exact and doc in ("", proof.doc):
                found.setdefault(proof.doc, proof)
    return Side(entity, tuple(dict.fromkeys(name for name, _ in forms)), tuple(list(found.values())[:SENTENCES]))


def _note(score: float, reasons: tuple[str, ...]) -> str:
    return f"kg conflicts: {score:g} {', '.join(reasons)}"
