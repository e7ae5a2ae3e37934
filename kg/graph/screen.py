"""SHACL shapes → SPARQL that asks whether any of them is broken: a quick no, so that a sound graph need not go through pySHACL.

pySHACL looks at one node after the other in Python, which takes ten times as long. What breaks a shape is still pySHACL's to tell;
here it is only found that nothing does. Flat shapes are understood; for anything else there is no telling.

>>> from pyoxigraph import RdfFormat, parse
>>> shape = "@prefix sh: <http://www.w3.org/ns/shacl#> . <s:name> sh:targetClass <c:Park> ; sh:path <p:name> ; sh:maxCount 1 ."
>>> graph = Store()
>>> graph.load(b'<e:a> <p:name> "a" , "b" .', format=RdfFormat.TURTLE)
>>> for question in questions([quad.triple for quad in parse(shape, format=RdfFormat.TURTLE)], graph):
...     print(question)
['ASK { VALUES ?class { <c:Park> } ?focus a ?class . ?focus <p:name> ?v , ?w . FILTER(!sameTerm(?v, ?w)) }']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Protocol, TypeVar

from pyoxigraph import NamedNode, QuerySolutions, Store, Triple

from kg.graph.store import Term
from kg.graph.terms import term
from kg.iri import PREFIXES

SH, RDF, XSD = "http://www.w3.org/ns/shacl#", PREFIXES["rdf"], PREFIXES["xsd"]
NO_CONSTRAINT = {"message", "severity", "name", "description", "order", "group", "path"}
PAIR = "?v , ?w"
ONE = f'"1"^^<{XSD}integer>'
NUMERIC = {f"<{XSD}{name}>" for name in ("decimal", "integer", "double", "float")}
KINDS = {f"<{SH}IRI>": "isIRI(?v)", f"<{SH}Literal>": "isLiteral(?v)"}

# What a value has to be: a condition on ?v, given what the shape says.
CONDITIONS: dict[str, Callable[[str], str]] = {
    "datatype": lambda said: f"isLiteral(?v) && datatype(?v) = {said}" + (" && isNumeric(?v)" if said in NUMERIC else ""),
    "minInclusive": lambda said: f"?v >= {said}",
    "maxInclusive": lambda said: f"?v <= {said}",
    "minLength": lambda said: f"STRLEN(STR(?v)) >= {said}",
    "maxLength": lambda said: f"STRLEN(STR(?v)) <= {said}",
    "pattern": lambda said: f"REGEX(STR(?v), {said})",
}

Item = TypeVar("Item")
Result = TypeVar("Result")
Asks = Sequence[str]  # a shape is broken where each of them is true
Shapes = dict[Term, dict[str, list[Term]]]


class Each(Protocol):
    """Does `work` of each item, in their order, as `map` does, or side by side."""

    def __call__(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterable[Result]: ...


class UnknownShapeError(Exception):
    """A constraint, path or target that is not understood here."""


def sound(shapes: Iterable[Triple], store: Store, each: Each = map) -> bool:
    """Whether it is certain that the graph breaks no shape. False: it breaks one, or there is no telling.

    each: asks one question after the other, as `map`, or side by side.
    """
    try:
        return not any(each(lambda asks: all(store.query(ask) for ask in asks), questions(shapes, store)))
    except UnknownShapeError:
        return False


def questions(shapes: Iterable[Triple], store: Store) -> Iterator[Asks]:
    """For the constraints of each shape that has a target what is asked to find a node that breaks it. Raises UnknownShapeError.

    Whether any node at all has a value like that is asked first where it takes less time.
    """
    index: Shapes = {}
    for triple in shapes:
        index.setdefault(triple.subject, {}).setdefault(triple.predicate.value.removeprefix(SH), []).append(triple.object)
    single = cache(partial(_single, store))
    for shape, parts in index.items():
        for target in _targets(parts, store):
            for breach in _breaches(index, shape, single):
                exact = f"ASK {{ {target} {breach} }}"
                yield [f"ASK {{ {breach} }}", exact] if breach.startswith("?focus ") and PAIR not in breach else [exact]


def _single(store: Store, path: str) -> bool:
    """Whether no node at all has two values of a path. To count is quicker by far than to look for a pair."""
    found = store.query(f"SELECT (COUNT(?focus) AS ?all) (COUNT(DISTINCT ?focus) AS ?some) {{ ?focus {path} ?v }}")
    return isinstance(found, QuerySolutions) and all(counts["all"] == counts["some"] for counts in found)


def _targets(parts: dict[str, list[Term]], store: Store) -> Iterator[str]:
    """Patterns that bind ?focus to the nodes that a shape is about."""
    if "targetNode" in parts or "target" in parts or {term("rdfs:Class"), term("owl:Class")} & set(parts.get(RDF + "type", ())):
        raise UnknownShapeError("target")
    if classes := parts.get("targetClass"):
        yield f"VALUES ?class {{ {' '.join(sorted(map(str, _with_subclasses(classes, store))))} }} ?focus a ?class ."
    yield from (f"?focus {predicate} ?any ." for predicate in parts.get("targetSubjectsOf", ()))
    yield from (f"?any {predicate} ?focus ." for predicate in parts.get("targetObjectsOf", ()))


def _with_subclasses(classes: Iterable[Term], store: Store) -> set[Term]:
    found: set[Term] = set()
    ahead = list(classes)
    while ahead:
        class_ = ahead.pop()
        if class_ not in found:
            found.add(class_)
            ahead += [quad.subject for quad in store.quads_for_pattern(None, term("rdfs:subClassOf"), class_)]
    return found


def _breaches(index: Shapes, shape: Term, single: Callable[[str], bool]) -> Iterator[str]:
    """Patterns that match if ?focus breaks the shape. single: whether a path has one value wherever it has any."""
    parts = index.get(shape, {})
    path = _path(index, parts["path"][0]) if "path" in parts else ""
    conditions = []  # on a value, all asked at once
    for name, value in ((name, value) for name, values in parts.items() for value in values):
        if name in NO_CONSTRAINT or name.startswith(("target", RDF)):
            continue
        if path and (condition := _condition(index, name, value)):
            conditions.append(condition)
        elif path and not (name == "maxCount" and str(value) == ONE and single(path)):
            yield _breach(path, name, value)
        elif name == "property":
            yield from _breaches(index, value, single)
        elif name == "or":
            choices = [list(_breaches(index, choice, single)) for choice in _list(index, value)]
            if all(choices):  # else one of them cannot be broken
                yield " ".join(map(_any, choices))
        elif not path:
            raise UnknownShapeError(name)
    if conditions:
        yield f"?focus {path} ?v . FILTER(!({' && '.join(conditions)}))"


def _any(breaches: Iterable[str]) -> str:
    return f"FILTER({' || '.join(f'EXISTS {{ {breach} }}' for breach in breaches)})"


def _condition(index: Shapes, name: str, value: Term) -> str:
    """What a constraint asks of each value ?v by itself, "" if it is no such constraint."""
    said = str(value)
    if name == "in":
        return f"({' || '.join(f'sameTerm(?v, {choice})' for choice in _list(index, value))})"
    if name == "nodeKind" and said in KINDS:
        return KINDS[said]
    return f"COALESCE({CONDITIONS[name](said)}, false)" if name in CONDITIONS else ""


def _breach(path: str, name: str, value: Term) -> str:
    each, said = f"?focus {path} ?v .", str(value)
    if name == "minCount" and said == ONE:
        return f"FILTER NOT EXISTS {{ {each} }}"
    if name == "maxCount" and said == ONE:
        return f"?focus {path} {PAIR} . FILTER(!sameTerm(?v, ?w))"
    if name == "hasValue":
        return f"FILTER NOT EXISTS {{ ?focus {path} {said} }}"
    if name == "lessThan":
        return f"{each} ?focus {said} ?w . FILTER(!COALESCE(?v < ?w, false))"
    raise UnknownShapeError(name)


def _path(index: Shapes, node: Term) -> str:
    """A predicate, or a sequence of them."""
    return str(node) if isinstance(node, NamedNode) else "/".join(_path(index, step) for step in _list(index, node))


def _list(index: Shapes, node: Term) -> Iterator[Term]:
    while node != term("rdf:nil"):
        cell = index.get(node, {})
        if RDF + "first" not in cell:
            raise UnknownShapeError("list")
        yield cell[RDF + "first"][0]
        node = cell[RDF + "rest"][0]
