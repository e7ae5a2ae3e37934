"""Names and values as RDF terms: namespaces, IRIs of entities and facts, typed literals.

>>> name("ent", "重庆临空 “前沿”/科技城").value
'https://w3id.org/regional-kg/entity/重庆临空前沿%2F科技城'
>>> str(decimal(185)), str(day("2025-05"))
('"185.0"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"2025-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>')
"""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.iri import PREFIXES, plain, segment

_DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


@lru_cache(maxsize=65536)
def name(prefix: str, local: str) -> NamedNode:
    """The IRI of a thing of ours (an entity, document, unit …), whatever characters its name has."""
    return NamedNode(PREFIXES[prefix] + segment(local))


def fact(id: str) -> NamedNode:
    """The IRI of a claim, observation, milestone or piece of evidence: ids need no care, and there are too many to remember."""
    return NamedNode(PREFIXES["fact"] + id)


@lru_cache(maxsize=1024)
def term(qname: str) -> NamedNode:
    """The IRI of a term of a vocabulary: kg:Claim."""
    prefix, _, local = qname.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def short(iri: str) -> str:
    """An IRI with its prefix, for people.

    >>> short("https://w3id.org/regional-kg/entity/OPPO")
    'ent:OPPO'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _PREFIX_OF.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix else iri


_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def zh(text: str) -> Literal:
    """A name or title, tagged as Chinese: the articles are, whatever script a single name has."""
    return Literal(text, language="zh")


def decimal(value: float) -> Literal:
    """A number as xsd:decimal."""
    return Literal(plain(value), datatype=term("xsd:decimal"))


def integer(value: int) -> Literal:
    """A number as xsd:integer."""
    return Literal(str(value), datatype=term("xsd:integer"))


def day(date: str) -> Literal:
    """A year, month or day, typed by its precision."""
    return Literal(date, datatype=term("xsd:" + _DATATYPES[len(date)]))
