"""Statements and triples → Turtle or TriG text that is the same for the same ones, whatever order they come in; and back.

rdflib writes Turtle too, in ten times the time. Both rdflib and Oxigraph read this one.

>>> print(write_statements([("kg:Park", "rdfs:label", '"园区"@zh')]).splitlines()[-1])
kg:Park rdfs:label "园区"@zh .
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.graph.written import Statement, full, iri, literal
from kg.iri import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple

_FIRST = (
    *("rdf:type", "rdfs:label", "skos:altLabel", "kg:full_name"),
    *("rdf:subject", "rdf:predicate", "rdf:object", "kg:role", "kg:subject"),
    *("kg:indicator", "kg:kind", "sdmx-measure:obsValue", "sdmx-attribute:unitMeasure", "sdmx-dimension:refPeriod", "kg:step", "kg:date"),
    *("kg:document", "oa:exact", "oa:start", "oa:end"),
)
_A = {"rdf:type": "a"}
_RANK = {predicate: rank for rank, predicate in enumerate(_FIRST)}


def rank(predicate: str) -> int:
    """Where a predicate stands among those of a thing: what a reader wants to know first comes first."""
    return _RANK.get(predicate, len(_RANK))


def write_turtle(triples: Iterable[Triple], spare: bool = True) -> str:
    """The text of triples without blank nodes: as `write_statements`. Raises ValueError for a blank node."""
    return write_statements(statements(triples), spare)


def write_statements(statements: Iterable[Statement], spare: bool = True, reified: Mapping[str, str] | None = None) -> str:
    """The text of statements: prefixes, then one block for each subject, ordered by IRI.

    reified: the triples that subjects stand for (RDF 1.2), which are written with them: << s p o ~ subject >>. spare: declares
    prefixes that nothing is written with too, for whoever adds to the file.
    """
    found = list(statements)
    texts = () if spare else (text for s, p, o in found for text in (s, _A.get(p, p), o))
    used = {text.rpartition("^^")[2].partition(":")[0] for text in texts}
    return _prefixes(prefix for prefix in PREFIXES if spare or prefix in used) + _blocks(found, reified or {})


def write_trig(graphs: Mapping[str, Iterable[Statement]]) -> str:
    """The same for named graphs: TriG, the default graph ("") first, the others ordered by IRI.

    Oxigraph writes TriG too, with escaped names (ent:重庆\\(渝\\)) that Virtuoso 7 takes for others.
    """
    parts = [_prefixes(PREFIXES), _blocks(graphs.get("", ()), {})]
    for name in sorted((name for name in graphs if name), key=full):
        parts.append(f"\n{name} {{{_blocks(graphs[name], {})}}}\n")
    return "".join(parts)


def statements(triples: Iterable[Triple]) -> list[Statement]:
    """Triples as statements. Raises ValueError for a blank node: it has no name that would be the same in every file."""
    return [(_text(subject), _text(predicate), _text(value)) for subject, predicate, value in triples]


def triples(statements: Iterable[Statement]) -> list[Triple]:
    """Statements as triples."""
    text = _prefixes(PREFIXES) + "".join(f"{' '.join(statement)} .\n" for statement in statements)
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


def _prefixes(prefixes: Iterable[str]) -> str:
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in prefixes)


def _blocks(statements: Iterable[Statement], reified: Mapping[str, str]) -> str:
    """Every subject with what is said of it."""
    places: dict[str, tuple[int, str]] = {}
    blocks: dict[str, list[tuple[tuple[int, str], str]]] = {}
    for subject, predicate, value in statements:
        if predicate not in places:
            places[predicate] = (rank(predicate), predicate)
        if subject in blocks:
            blocks[subject].append((places[predicate], value))
        else:
            blocks[subject] = [(places[predicate], value)]
    return "".join(f"\n{reified.get(subject, subject)} {_block(blocks[subject])} .\n" for subject in sorted(blocks, key=full))


def _block(rows: Iterable[tuple[tuple[int, str], str]]) -> str:
    """What is said of one subject, each predicate once, what a reader wants to know first."""
    lines: list[str] = []
    last = None
    for predicate, value in sorted(set(rows)):
        if predicate == last:
            lines[-1] += f", {value}"
        else:
            lines.append(f"{_A.get(predicate[1], predicate[1])} {value}")
        last = predicate
    return " ;\n    ".join(lines)


def _text(node: Term) -> str:
    if isinstance(node, Literal):
        return literal(node.value, node.datatype.value, node.language)
    if isinstance(node, NamedNode):
        return iri(node.value)
    raise ValueError(f"{node} has no name that would be the same in every file")
