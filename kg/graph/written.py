"""Names and values as Turtle writes them, and statements of them: what the graph is made of until somebody asks it.

A graph of a million statements is put together and written as text; Oxigraph's terms would take ten times as long to make.

>>> name("ent", "重庆临空 “前沿”科技城"), name("ent", "前沿/科技城")
('ent:重庆临空前沿科技城', '<https://w3id.org/regional-kg/entity/前沿%2F科技城>')
>>> decimal(185), day("2025-05"), zh('“前沿"')
('185.0', '"2025-05"^^xsd:gYearMonth', '"“前沿\\\\""@zh')
>>> ntriples(decimal(185)), ntriples(name("unit", "亿元"))
('"185.0"^^<http://www.w3.org/2001/XMLSchema#decimal>', '<https://w3id.org/regional-kg/unit/亿元>')
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.iri import PREFIXES, plain, segment

Statement = tuple[str, str, str]  # subject, predicate, object

# Narrower than Turtle's grammar: what a reader finds clear and every parser accepts. Anything else is written in full.
_LOCAL = re.compile(r"[A-Za-z0-9_\u3400-\u4dbf\u4e00-\u9fff][A-Za-z0-9_\-\u3400-\u4dbf\u4e00-\u9fff\uff08\uff09]*")
_TURNING = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))  # they turn what follows around, the reader's view too
_UNSAFE = (*range(32), 127, *range(0x80, 0xA0), *_TURNING, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)
ESCAPES = {code: f"\\u{code:04X}" for code in _UNSAFE} | str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ESCAPED = re.compile(f"[{re.escape(''.join(map(chr, ESCAPES)))}]")
_DATATYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
_BARE = {"xsd:decimal": re.compile(r"[+-]?[0-9]+\.[0-9]+"), "xsd:integer": re.compile(r"[+-]?[0-9]+")}
_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def iri(iri: str) -> str:
    """Any IRI: with a prefix where that is clear."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix, local = _PREFIX_OF.get(iri[:cut]), iri[cut:]
    return f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else f"<{iri}>"


@lru_cache(maxsize=65536)
def name(prefix: str, local: str) -> str:
    """The IRI of a thing of ours (an entity, document, unit …), whatever characters its name has."""
    return iri(PREFIXES[prefix] + segment(local))


@lru_cache(maxsize=1024)
def term(qname: str) -> str:
    """A term of a vocabulary whose name comes from the ontology: kg:located_in."""
    prefix, _, local = qname.partition(":")
    return iri(PREFIXES[prefix] + local)


def fact(id: str) -> str:
    """The IRI of a claim, observation, milestone or piece of evidence: ids need no care."""
    return "fact:" + id


def string(text: str) -> str:
    """A plain text."""
    return f'"{text.translate(ESCAPES) if _ESCAPED.search(text) else text}"'


def zh(text: str) -> str:
    """A name or title, tagged as Chinese: the articles are, whatever script a single name has."""
    return string(text) + "@zh"


def literal(text: str, datatype: str, language: str | None = None) -> str:
    """Any literal; datatype: an IRI."""
    if language:
        return f"{string(text)}@{language}"
    type_ = iri(datatype)
    if type_ in _BARE and _BARE[type_].fullmatch(text):
        return text
    return string(text) if type_ == "xsd:string" else f"{string(text)}^^{type_}"


def decimal(value: float) -> str:
    """A number as xsd:decimal."""
    return plain(value)


def integer(value: int) -> str:
    """A number as xsd:integer."""
    return str(value)


def day(date: str) -> str:
    """A year, month or day, typed by its precision."""
    return f'"{date}"^^{_DATATYPES[len(date)]}'


def full(name: str) -> str:
    """The IRI that a name stands for, in angle brackets.

    >>> full("kg:Claim")
    '<https://w3id.org/regional-kg/ontology#Claim>'
    """
    if name.startswith("<"):
        return name
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def ntriples(term: str) -> str:
    """A name or value as N-Triples writes it."""
    if term.startswith('"'):
        text, type_ = term[: (end := term.rindex('"') + 1)], term[end:]
        return f"{text}^^{full(type_.removeprefix('^^'))}" if type_.startswith("^^") else term
    if term[0] in "+-0123456789":
        return f'"{term}"^^{full("xsd:decimal" if "." in term else "xsd:integer")}'
    return full(term)
