"""Triples → Turtle or TriG text that is the same for the same triples, whatever order they come in.

rdflib writes Turtle too, in ten times the time. Both rdflib and Oxigraph read this one.

>>> print(write_turtle([Triple(term("kg:Park"), term("rdfs:label"), Literal("园区", language="zh"))]).splitlines()[-1])
kg:Park rdfs:label "园区"@zh .
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from kg.graph.terms import short, term
from kg.iri import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[tuple[int, str], str]  # a predicate's rank and text, the text of a value

# Narrower than Turtle's grammar: what a reader finds clear and every parser accepts. Anything else is written in full.
_QNAME = re.compile(r"[a-z]+(-[a-z]+)?:[A-Za-z0-9_\u3400-\u4dbf\u4e00-\u9fff][A-Za-z0-9_\-\u3400-\u4dbf\u4e00-\u9fff\uff08\uff09]*")
_TURNING = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))  # they turn what follows around, the reader's view too
_UNSAFE = (*range(32), 127, *range(0x80, 0xA0), *_TURNING, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)
ESCAPES = {code: f"\\u{code:04X}" for code in _UNSAFE} | str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_BARE = {
    term("xsd:decimal"): re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    term("xsd:integer"): re.compile(r"[+-]?[0-9]+"),
}

_FIRST = (
    *("a", "rdfs:label", "skos:altLabel", "kg:full_name"),
    *("rdf:subject", "rdf:predicate", "rdf:object", "kg:role", "kg:subject"),
    *("kg:indicator", "kg:kind", "sdmx-measure:obsValue", "sdmx-attribute:unitMeasure", "sdmx-dimension:refPeriod", "kg:step", "kg:date"),
    *("kg:document", "oa:exact", "oa:start", "oa:end"),
)
_A: dict[Term, str] = {term("rdf:type"): "a"}
_RANK = {predicate: rank for rank, predicate in enumerate(_FIRST)}


def rank(predicate: NamedNode) -> int:
    """Where a predicate stands among those of a thing: what a reader wants to know first comes first."""
    return _RANK.get("a" if predicate == term("rdf:type") else short(predicate.value), len(_RANK))


def write_turtle(triples: Iterable[Triple], spare: bool = True) -> str:
    """The text of triples without blank nodes: prefixes, then one block for each subject, ordered by IRI.

    What reifies a triple (RDF 1.2) is written with it: << s p o ~ subject >>. spare: declares prefixes that nothing is written
    with too, for whoever adds to the file.
    """
    written = dict(_A)
    blocks = _blocks(triples, written)
    used = () if spare else {said.rpartition("^^")[2].partition(":")[0] for said in written.values()}
    return _prefixes(prefix for prefix in PREFIXES if spare or prefix in used) + blocks


def write_trig(graphs: Mapping[NamedNode | DefaultGraph, Iterable[Triple]]) -> str:
    """The same for named graphs: TriG, the default graph first, the others ordered by IRI.

    Oxigraph writes TriG too, with escaped names (ent:重庆\\(渝\\)) that Virtuoso 7 takes for others.
    """
    written = dict(_A)
    parts = [_prefixes(PREFIXES), _blocks(graphs.get(DefaultGraph(), ()), written)]
    for name in sorted((name for name in graphs if isinstance(name, NamedNode)), key=str):
        parts.append(f"\n{_text(name)} {{{_blocks(graphs[name], written)}}}\n")
    return "".join(parts)


def _prefixes(prefixes: Iterable[str]) -> str:
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in prefixes)


def _blocks(triples: Iterable[Triple], written: dict[Term, str]) -> str:
    """Every subject with what is said of it. written: what terms look like, as far as they have been met."""
    ranked: dict[NamedNode, tuple[int, str]] = {}
    reified: dict[Term, str] = {}
    blocks: dict[Term, list[Row]] = {}

    def text(node: Term) -> str:
        if node not in written:
            written[node] = _text(node)
        return written[node]

    for subject, predicate, value in triples:
        if isinstance(value, Triple):
            reified[subject] = f"<< {' '.join(map(text, value))} ~ {text(subject)} >>"
            continue
        if predicate not in ranked:
            ranked[predicate] = (rank(predicate), text(predicate))
        blocks.setdefault(subject, []).append((ranked[predicate], text(value)))
    return "".join(f"\n{reified.get(subject) or text(subject)} {_block(blocks[subject])} .\n" for subject in sorted(blocks, key=str))


def _block(rows: Iterable[Row]) -> str:
    """What is said of one subject, each predicate once, what a reader wants to know first."""
    lines: list[str] = []
    last = None
    for predicate, value in sorted(set(rows)):
        if predicate == last:
            lines[-1] += f", {value}"
        else:
            lines.append(f"{predicate[1]} {value}")
        last = predicate
    return " ;\n    ".join(lines)


def _text(node: Term) -> str:
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, NamedNode):
        return _iri(node.value)
    raise ValueError(f"{node} has no name that would be the same in every file")


def _iri(iri: str) -> str:
    qname = short(iri)
    return qname if _QNAME.fullmatch(qname) else f"<{iri}>"


def _literal(literal: Literal) -> str:
    if literal.datatype in _BARE and _BARE[literal.datatype].fullmatch(literal.value):
        return literal.value
    quoted = f'"{literal.value.translate(ESCAPES)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if literal.datatype == term("xsd:string") else f"{quoted}^^{_iri(literal.datatype.value)}"
