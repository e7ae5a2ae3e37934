"""A graph → what is wrong with it: SHACL shapes (ontology/shapes.ttl) and SPARQL checks (ontology/checks/*.rq).

A shape's severity is an error unless it says otherwise; a check says its own. Each violation names the entity and the sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, Triple, parse
from rdflib.namespace import RDF, SH

from kg.errors import KnowledgeError, ValidationError
from kg.graph.facts import label, passages
from kg.graph.store import Term, open_graph, to_rdflib
from kg.graph.terms import PREFIXES, short, term
from kg.knowledge import Knowledge
from kg.knowledge.queries import SEVERITIES, Question, checks

SHOWN = 5
_SEVERITIES = dict(zip((SH.Violation, SH.Warning, SH.Info), SEVERITIES, strict=True))


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


def validate(graph: Path | str | Store, knowledge: Knowledge) -> Report:
    """Checks a Turtle file, Turtle text or an open graph. Raises InputError, and KnowledgeError for a shape or check that cannot run."""
    store = graph if isinstance(graph, Store) else open_graph(graph)
    found = [*_shapes(store, knowledge)]
    for check in checks(knowledge).values():
        found += _check(store, check)
    found.sort(key=lambda v: (SEVERITIES.index(v.severity), v.check, v.focus, v.value))
    return Report(tuple(found))


def _shapes(store: Store, knowledge: Knowledge) -> Iterator[Violation]:
    path = knowledge.root / "shapes.ttl"
    try:
        shapes = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise KnowledgeError(f"no valid Turtle: {error.msg}", place=f"{path}:{error.lineno}") from error
    shapes_graph = to_rdflib(shapes)
    conforms, results, _ = pyshacl.validate(to_rdflib(_relevant(store, shapes)), shacl_graph=shapes_graph, inplace=True)
    if conforms:
        return
    for result in results.subjects(RDF.type, SH.ValidationResult):
        yield _violation(store, shapes_graph, results, result)


def _relevant(store: Store, shapes: list[Triple]) -> Iterator[Triple]:
    """The triples that shapes can see: SHACL looks along the predicates that a shape names, along types and subclasses.

    A closed shape sees every predicate. Leaving out names and titles spares a third of the time.
    """
    named = {t.object for t in shapes if isinstance(t.object, NamedNode)} | {term("rdf:type"), term("rdfs:subClassOf")}
    closed = any(t.predicate.value == str(SH.closed) for t in shapes)
    return (quad.triple for quad in store if closed or quad.predicate in named)


def _violation(store: Store, shapes: rdflib.Graph, results: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    focus, value = NamedNode(str(results.value(result, SH.focusNode))), results.value(result, SH.value)
    shape = results.value(result, SH.sourceShape)
    messages = {m.language: str(m) for m in results.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)}
    relations = {NamedNode(str(node)) for node in shapes.transitive_objects(shape, None) if isinstance(node, rdflib.URIRef)}
    severity = results.value(result, SH.resultSeverity)
    return Violation(
        check=short(str(shape)).removeprefix("kg:"),
        severity=_SEVERITIES[severity] if isinstance(severity, rdflib.URIRef) and severity in _SEVERITIES else SEVERITIES[0],
        focus=focus.value,
        entity=label(store, focus),
        zh=messages.get("zh", ""),
        en=messages.get("en", next(iter(messages.values()), "")),
        value="" if value is None else short(str(value)),
        **_source(store, focus, relations),
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
