"""A graph → what is wrong with it: SHACL shapes (ontology/shapes.ttl) and SPARQL checks (ontology/checks/*.rq).

A shape's severity is an error unless it says otherwise; a check says its own. Each violation names the entity and the sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import KnowledgeError, ValidationError
from kg.graph.facts import label, passages
from kg.graph.screen import Each, sound
from kg.graph.store import Term, open_graph
from kg.graph.terms import short
from kg.iri import PREFIXES
from kg.knowledge import Knowledge
from kg.knowledge.queries import SEVERITIES, Question, checks
from kg.knowledge.shapes import read_shapes

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Violation:
    """check: the shape or check that is broken; focus: the IRI of what breaks it; entity: its name; value: what is wrong there.

    sentence and document: where it comes from, "" where no text says it.
    """

    check: str
    severity: str
    focus: str
    entity: str
    zh: str
    en: str
    remedy: str = ""
    value: str = ""
    sentence: str = ""
    document: str = ""

    def __str__(self) -> str:
        value = f" ({self.value})" if self.value else ""
        source = f"\n    {self.document}: {self.sentence}" if self.sentence else ""
        return f"{self.severity} {self.check}: {self.entity}: {self.zh} {self.en}{value}{source}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a graph breaks, errors first."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no error; warnings may be there."""
        return not self.errors

    @property
    def errors(self) -> tuple[Violation, ...]:
        """The violations that no graph may leave the build with."""
        return tuple(v for v in self.violations if v.severity == SEVERITIES[0])

    def require(self) -> Report:
        """The report itself. Raises ValidationError with the first errors if there are any."""
        if self.errors:
            shown = "\n  ".join(map(str, self.errors[:SHOWN]))
            rest = f"\n  … and {len(self.errors) - SHOWN} more" if len(self.errors) > SHOWN else ""
            raise ValidationError(
                f"{len(self.errors)} violations", place="graph", remedy=f"{shown}{rest}\n  see ontology/shapes.ttl and ontology/checks/"
            )
        return self


def validate(graph: Path | str | Store, knowledge: Knowledge, each: Each = map) -> Report:
    """Checks a Turtle file, Turtle text or an open graph. each: asks one question after the other, as `map`, or side by side.
    Raises InputError, and KnowledgeError for a shape or check that cannot run."""
    store = graph if isinstance(graph, Store) else open_graph(graph)
    found = [*_shapes(store, knowledge, each)]
    found += chain.from_iterable(each(lambda check: [*_check(store, check)], checks(knowledge).values()))
    found.sort(key=lambda v: (SEVERITIES.index(v.severity), v.check, v.focus, v.value))
    return Report(tuple(found))


def _shapes(store: Store, knowledge: Knowledge, each: Each) -> Iterator[Violation]:
    shapes = read_shapes(knowledge)
    if sound(shapes, store, each):
        return
    from kg.graph.shacl import breaches  # pySHACL takes longer to import than a sound graph to check

    for breach in breaches(shapes, store):
        yield Violation(
            check=breach.shape,
            severity=breach.severity,
            focus=breach.focus.value,
            entity=label(store, breach.focus),
            zh=breach.zh,
            en=breach.en,
            value=breach.value,
            **_source(store, breach.focus, breach.relations),
        )


def _check(store: Store, check: Question) -> Iterator[Violation]:
    """A check selects ?focus, what it finds fault with; anything else it selects is shown as the value."""
    try:
        solutions = store.query(check.sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        raise KnowledgeError(f"no valid SPARQL: {error.msg}", place=check.place) from error
    if not isinstance(solutions, QuerySolutions) or "focus" not in (columns := [v.value for v in solutions.variables]):
        raise KnowledgeError("a check selects ?focus", place=check.place)
    for solution in solutions:
        focus = solution["focus"]
        if not isinstance(focus, NamedNode):
            continue
        shown = [f"{column}: {_shown(solution[column])}" for column in columns if column != "focus" and solution[column] is not None]
        yield Violation(
            check=check.name,
            severity=check.severity,
            focus=focus.value,
            entity=label(store, focus),
            zh=check.zh,
            en=check.en,
            remedy=check.remedy,
            value="; ".join(shown),
            **_source(store, focus),
        )


def _source(store: Store, focus: NamedNode, relations: Collection[NamedNode] = ()) -> dict[str, str]:
    """Sentence and document of a violation."""
    for proof in passages(store, focus, relations):
        return {"sentence": proof.exact, "document": proof.doc}
    return {}


def _shown(term: Term) -> str:
    return short(term.value) if isinstance(term, NamedNode | Literal) else str(term)
