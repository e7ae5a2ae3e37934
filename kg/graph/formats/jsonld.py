"""The triples of a graph → JSON-LD that reads as plain JSON: an object for each entity with its relations, claims, figures and
milestones, these with their evidence; after them the documents and the vocabulary.

Keys are the local names of the ontology. Numbers are strings, as in "185.0", because JSON-LD would take 185.0 for a double.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.store import Term
from kg.graph.terms import short, term
from kg.graph.turtle import rank
from kg.iri import PREFIXES

Context = dict[str, Any]
Described = dict[Term, dict[NamedNode, list[Term]]]


# The keys of a date, whose datatype says how exact it is; an interval is a thing of its own. No key may be a prefix: unit, period.
DATES = {"year": "xsd:gYear", "month": "xsd:gYearMonth", "day": "xsd:date", "interval": "@vocab"}


def _dated(predicate: str) -> Context:
    return {key: {"@id": predicate, "@type": type_} for key, type_ in DATES.items()}


def _in(language: str, predicate: str) -> Context:
    return {"@id": predicate, "@language": language}


KEYS: Context = {
    "id": "@id",
    "type": "@type",
    "Milestone": {"@id": "kg:Milestone", "@context": _dated("kg:date")},
    "NewsArticle": {"@id": "schema:NewsArticle", "@context": _dated("dcterms:issued")},
    "Observation": {"@id": "qb:Observation", "@context": _dated("sdmx-dimension:refPeriod")},
    "label": _in("zh", "rdfs:label"),
    "label_en": _in("en", "rdfs:label"),
    "comment": _in("zh", "rdfs:comment"),
    "comment_en": _in("en", "rdfs:comment"),
    "title": _in("zh", "dcterms:title"),
    "title_en": _in("en", "dcterms:title"),
    "names": _in("zh", "skos:altLabel") | {"@container": "@set"},
    "identifier": {"@id": "dcterms:identifier"},
    "source": {"@id": "dcterms:source"},
    "claims": {"@reverse": "rdf:subject", "@container": "@set"},
    "figures": {"@reverse": "kg:subject", "@container": "@set"},
    "milestones": {"@reverse": "kg:subject", "@container": "@set"},
    "predicate": {"@id": "rdf:predicate", "@type": "@vocab"},
    "object": {"@id": "rdf:object", "@type": "@vocab"},
    "dataset": {"@id": "qb:dataSet", "@type": "@vocab"},
    "value": {"@id": "sdmx-measure:obsValue", "@type": "xsd:decimal"},
    "unitMeasure": {"@id": "sdmx-attribute:unitMeasure", "@type": "@vocab"},
    "exact": {"@id": "oa:exact"},
    "start": {"@id": "oa:start", "@type": "xsd:integer"},
    "end": {"@id": "oa:end", "@type": "xsd:integer"},
    "begins": {"@id": "time:hasBeginning", "@type": "@vocab"},
    "ends": {"@id": "time:hasEnd", "@type": "@vocab"},
    "on": {"@id": "time:inXSDDate", "@type": "xsd:date"},
}
NESTED = {"claims": ("rdf:subject", "kg:Claim"), "figures": ("kg:subject", "qb:Observation"), "milestones": ("kg:subject", "kg:Milestone")}
SEVERAL = ("kg:evidence", "kg:mentioned_in", "kg:role", "kg:rule")
KG = PREFIXES["kg"]


def jsonld(triples: Iterable[Triple], vocabulary: Iterable[Triple] = ()) -> str:
    """The text of the document. vocabulary: declares properties of the context, if the triples do not."""
    described = _described(triples)
    context = _context(_described(vocabulary) or described)
    return json.dumps(_Writer(described, context).document(), ensure_ascii=False, indent=1) + "\n"


def _described(triples: Iterable[Triple]) -> Described:
    described: Described = {}
    for s, p, o in triples:
        described.setdefault(s, {}).setdefault(p, []).append(o)
    return described


def _context(described: Described) -> Context:
    """Prefixes, the keys above, and those of the properties that core.ttl declares."""
    found: Context = {"@vocab": KG} | PREFIXES | KEYS
    for subject, said in described.items():
        if not isinstance(subject, NamedNode) or not re.fullmatch(re.escape(KG) + r"[A-Za-z]\w*", subject.value):
            continue
        name, types = subject.value.removeprefix(KG), said.get(term("rdf:type"), [])
        many = term("kg:relation") in said.get(term("rdfs:subPropertyOf"), []) or f"kg:{name}" in SEVERAL
        rule: Context = {"@id": "kg:" + name} | ({"@container": "@set"} if many else {})
        if term("owl:ObjectProperty") in types:
            found.setdefault(name, rule | {"@type": "@vocab"})
        elif term("owl:DatatypeProperty") in types:
            found.setdefault(name, rule | _typed(said.get(term("rdfs:range"), [])))
    return found


def _typed(range_: Sequence[Term]) -> Context:
    match [short(node.value) for node in range_ if isinstance(node, NamedNode)]:
        case ["rdf:langString"]:
            return {"@language": "zh"}
        case [datatype] if datatype != "xsd:string":
            return {"@type": datatype}
    return {}


class _Writer:
    """A graph, and the keys by which its JSON speaks of it."""

    def __init__(self, described: Described, context: Context) -> None:
        self.described = described
        self.context = dict(sorted(context.items()))
        self.keys = _keys(self.context)
        self.scoped = {short_id: _keys(rule["@context"]) for short_id, _, rule in _rules(self.context) if "@context" in rule}
        self.classes = {short_id: key for short_id, key, rule in _rules(self.context) if "@context" in rule}

    def document(self) -> dict[str, Any]:
        """Context and objects: entities, documents, then all else by IRI."""
        facts: dict[Term, dict[str, list[Term]]] = {}
        inside: set[Term] = set()
        for subject, said in self.described.items():
            for key, (link, class_) in NESTED.items():
                if term(class_) in said.get(term("rdf:type"), []):
                    for owner in said[term(link)]:
                        facts.setdefault(owner, {}).setdefault(key, []).append(subject)
                    inside |= {subject, *said.get(term("kg:evidence"), [])}
        objects = []
        for subject in sorted(self.described.keys() - inside, key=_place):
            nested = {key: [self.node(fact, link) for fact in sorted(found, key=str)] for key, found, link in _of(facts.get(subject, {}))}
            objects.append(self.node(subject) | nested)
        return {"@context": self.context, "@graph": objects}

    def node(self, subject: Term, without: str = "") -> dict[str, Any]:
        """The object of a thing; `without` is the link by which it hangs on the one that it stands in."""
        said = self.described[subject]
        keys = dict(self.keys)
        for class_ in said.get(term("rdf:type"), []):
            keys |= self.scoped.get(_short(class_), {})
        found: dict[str, Any] = {"id": _short(subject)}
        for predicate in sorted(said.keys() - {term(without)} if without else said, key=lambda p: (rank(short(p.value)), p.value)):
            for value in sorted(said[predicate], key=str):
                self._add(found, keys, predicate, value)
        return found

    def _add(self, found: dict[str, Any], keys: Mapping[tuple[str, str], str], predicate: NamedNode, value: Term) -> None:
        said, kind = _short(predicate), _kind(value)
        plain = key = "type" if predicate == term("rdf:type") else keys.get((said, kind), "")
        if predicate == term("kg:evidence") and value in self.described:
            written: Any = self.node(value)
        elif plain and isinstance(value, NamedNode):
            written = self.name(value)
        elif plain and isinstance(value, Literal):
            written = _bare(value)
        else:
            key, written = said, _full(value)
        if key not in found:
            rule = self.context.get(key)
            found[key] = [written] if isinstance(rule, dict) and "@container" in rule else written
        elif isinstance(found[key], list):
            found[key].append(written)
        else:
            found[key] = [found[key], written]

    def name(self, node: NamedNode) -> str:
        """A thing where the vocabulary is looked through first: Company for kg:Company, located_in for kg:located_in."""
        said = _short(node)
        if said in self.classes:
            return self.classes[said]
        prefix, _, local = said.partition(":")
        taken = self.context.get(local, {"@id": said})
        free = isinstance(taken, dict) and taken.get("@id") == said and local not in DATES
        return local if prefix == "kg" and free and re.fullmatch(r"[A-Za-z]\w*", local) else said


def _rules(context: Context) -> Iterator[tuple[str, str, Context]]:
    """What each key stands for."""
    for key, rule in context.items():
        if isinstance(rule, dict) and "@id" in rule:
            yield rule["@id"], key, rule


def _keys(context: Context) -> dict[tuple[str, str], str]:
    """The key of each predicate and kind of value: ("rdfs:label", "@zh") → label."""
    return {
        (predicate, "@" + rule["@language"] if "@language" in rule else rule.get("@type", "xsd:string")): key
        for predicate, key, rule in _rules(context)
        if "@context" not in rule
    }


def _of(facts: Mapping[str, list[Term]]) -> Iterator[tuple[str, list[Term], str]]:
    """The facts of an entity, key by key, with the link that leads to it."""
    for key, (link, _) in NESTED.items():
        if key in facts:
            yield key, facts[key], link


def _place(subject: Term) -> tuple[int, str]:
    said = str(subject)
    return next((i for i, prefix in enumerate(("ent", "doc")) if said.startswith("<" + PREFIXES[prefix])), 2), said


def _short(node: Term) -> str:
    return short(node.value) if isinstance(node, NamedNode) else str(node)


def _kind(value: Term) -> str:
    if isinstance(value, Literal):
        return "@" + value.language if value.language else short(value.datatype.value)
    return "@vocab"


def _bare(literal: Literal) -> str | int:
    """A literal whose key says its type or language."""
    integer = literal.datatype == term("xsd:integer") and re.fullmatch(r"0|-?[1-9][0-9]{0,14}", literal.value)
    return int(literal.value) if integer else literal.value


def _full(value: Term) -> Any:
    """A value whose key says nothing."""
    if not isinstance(value, Literal):
        return {"id": _short(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return value.value if value.datatype == term("xsd:string") else {"@value": value.value, "@type": short(value.datatype.value)}
