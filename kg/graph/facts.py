"""Reading an open graph: values, labels, passages, entities by any of their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TypeGuard

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import QueryError
from kg.facts import Proof
from kg.graph.store import Term, open_graph
from kg.graph.terms import short, term
from kg.iri import PREFIXES, tidy

DOCUMENT_NAMES = ("dcterms:identifier", "dcterms:title")
NAMES = ("rdfs:label", "skos:altLabel", "kg:full_name")


def values(store: Store, subject: NamedNode, predicate: str) -> list[NamedNode | Literal]:
    """The objects of subject and predicate (kg:evidence), sorted."""
    found = (quad.object for quad in store.quads_for_pattern(subject, term(predicate), None))
    return sorted((node for node in found if isinstance(node, NamedNode | Literal)), key=str)


def nodes(store: Store, subject: NamedNode, predicate: str) -> list[NamedNode]:
    """The objects that are things."""
    return [node for node in values(store, subject, predicate) if isinstance(node, NamedNode)]


def texts(store: Store, subject: NamedNode, predicate: str) -> list[str]:
    """The objects that are literals, as text."""
    return [node.value for node in values(store, subject, predicate) if isinstance(node, Literal)]


def text(store: Store, subject: NamedNode, predicate: str) -> str:
    """The first literal, "" if there is none."""
    return next(iter(texts(store, subject, predicate)), "")


def subjects(store: Store, predicate: str, node: NamedNode | Literal) -> list[NamedNode]:
    """What has that value, sorted."""
    found = (quad.subject for quad in store.quads_for_pattern(None, term(predicate), node))
    return sorted((node for node in found if isinstance(node, NamedNode)), key=str)


def label(store: Store, node: NamedNode) -> str:
    """A name for people: of a thing its label, of a fact the labels of what it is about, else the IRI with its prefix."""
    if own := text(store, node, "rdfs:label"):
        return own
    ends = [end for predicate in ("kg:subject", "rdf:subject", "rdf:object") for end in nodes(store, node, predicate)]
    return " – ".join(text(store, end, "rdfs:label") or short(end.value) for end in ends) or short(node.value)


def passage(store: Store, evidence: NamedNode) -> Proof:
    """The passage of an evidence node, whole or not."""
    doc = next(iter(nodes(store, evidence, "kg:document")), None)
    start, end = (int(text(store, evidence, edge) or 0) for edge in ("oa:start", "oa:end"))
    return Proof(document_id(store, doc) if doc else "", start, end, text(store, evidence, "oa:exact"))


def document_id(store: Store, document: NamedNode) -> str:
    """A document's own id."""
    return text(store, document, "dcterms:identifier") or document.value.removeprefix(PREFIXES["doc"])


def passages(store: Store, node: NamedNode, relations: Collection[NamedNode] = ()) -> Iterator[Proof]:
    """The passages behind a fact; behind an entity, those of its claims of these relations; evidence stands for itself."""
    if text(store, node, "oa:exact"):
        yield passage(store, node)
    facts = [node, *(c for c in subjects(store, "rdf:subject", node) if set(nodes(store, c, "rdf:predicate")) & set(relations))]
    for fact in facts:
        yield from sorted(passage(store, evidence) for evidence in nodes(store, fact, "kg:evidence"))


def find_entities(store: Store, name: str, type_: str = "") -> list[NamedNode]:
    """The entities of a class ("" for any) that go by a name, an alias, a registered name or an IRI (ent:OPPO).

    Width, case, spaces and quotation marks do not matter. A name that fits exactly wins over one that fits so.
    Raises QueryError with the names most like it if there is none.
    """
    class_ = term("kg:" + type_) if type_ else None
    if exact := {node for node in _exactly(store, name) if class_ is None or class_ in nodes(store, node, "rdf:type")}:
        return sorted(exact, key=str)
    of_class = {*subjects(store, "rdf:type", class_)} if class_ else None
    known: dict[str, set[NamedNode]] = {}
    for predicate in NAMES:
        for quad in store.quads_for_pattern(None, term(predicate), None):
            if isinstance(quad.object, Literal) and _is_entity(node := quad.subject) and (of_class is None or node in of_class):
                known.setdefault(fold(quad.object.value), set()).add(node)
    found = known.get(fold(name), set())
    if not found:
        close = get_close_matches(fold(name), sorted(known), 3)
        hint = f"did you mean {'、'.join(close)}?" if close else "kg query -e 'SELECT ?name { ?entity rdfs:label ?name }' lists the names"
        raise QueryError(f"no {type_ or 'entity'} of the name '{name}'", remedy=hint)
    return sorted(found, key=str)


def _exactly(store: Store, name: str) -> Iterator[NamedNode]:
    """What goes by that very name or IRI. The store is asked for it, so that not all names need be gone through."""
    with suppress(ValueError):  # no text, or no IRI
        for literal in (Literal(name, language="zh"), Literal(name)):
            yield from (node for predicate in NAMES for node in subjects(store, predicate, literal) if _is_entity(node))
        node = NamedNode(PREFIXES["ent"] + name[len("ent:") :] if name.startswith("ent:") else name)
        if _is_entity(node) and any(texts(store, node, predicate) for predicate in NAMES):
            yield node


def _is_entity(node: Term) -> TypeGuard[NamedNode]:
    return isinstance(node, NamedNode) and node.value.startswith(PREFIXES["ent"])


def find_documents(store: Store, name: str) -> list[NamedNode]:
    """The documents of that id or title. Raises QueryError."""
    article = term("schema:NewsArticle")
    exact = {
        node for literal in (Literal(name), Literal(name, language="zh")) for p in DOCUMENT_NAMES for node in subjects(store, p, literal)
    }
    with suppress(ValueError):
        exact.add(NamedNode(PREFIXES["doc"] + name[len("doc:") :] if name.startswith("doc:") else name))
    found = sorted((node for node in exact if article in nodes(store, node, "rdf:type")), key=str)
    if not found:
        ids = [document_id(store, document) for document in subjects(store, "rdf:type", article)]
        close = get_close_matches(name, ids, 1, 0.3) or ids[:3]
        raise QueryError(
            f"no document of the id or title '{name}'", remedy=f"there is {'、'.join(close)}" if close else "the graph is empty"
        )
    return found


def list_names(graph: Path, type_: str) -> list[str]:
    """What `find_entities` and `find_documents` would find in a file: the names of things of a class, of any for "entity", the ids of
    documents for "document"; nothing for a type of another kind. Raises InputError."""
    store = open_graph(graph)
    if type_ == "document":
        return [document_id(store, doc) for doc in subjects(store, "rdf:type", term("schema:NewsArticle"))]
    things = subjects(store, "rdf:type", term("kg:" + type_)) if type_ != "entity" else sorted(_entities(store), key=str)
    return [name for thing in things for predicate in NAMES for name in texts(store, thing, predicate)]


def _entities(store: Store) -> set[NamedNode]:
    named = (quad.subject for quad in store.quads_for_pattern(None, term("rdfs:label"), None))
    return {node for node in named if _is_entity(node)}


def fold(name: str) -> str:
    """A name without what writers vary: width, case, spaces, quotation marks.

    >>> fold("“满天星” ＡＢ（重庆）") == fold("满天星ab(重庆)")
    True
    """
    return tidy(unicodedata.normalize("NFKC", name)).casefold()
