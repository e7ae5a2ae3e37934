"""Questions to a graph: named ones of ontology/queries/, files, or SPARQL.

Values of parameters are bound as RDF terms, as which they stand in the query; never as text of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import product
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    serialize,
)

from kg.errors import QueryError
from kg.graph.facts import find_documents, find_entities
from kg.graph.store import Term, open_graph
from kg.graph.terms import term
from kg.graph.turtle import write_turtle
from kg.iri import PREFIXES
from kg.knowledge import Knowledge
from kg.knowledge.queries import Parameter, Question, question, read_question
from kg.knowledge.sparql import asks_elsewhere, given

Bound = NamedNode | Literal
_PERIOD = re.compile(r"([0-9]{4})(?:年|-(?=[0-9])|$)(?:([0-9]{1,2})(?:月|-(?=[0-9])|$)(?:([0-9]{1,2})日?)?)?|[0-9]{4}-(?:H[12]|Q[1-4])")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as text: IRIs in full, literals without tag and type, "" where a variable is unbound.

    triples: what CONSTRUCT and DESCRIBE answer, in the order of the rows; None for other queries. hint: what to try if there is no row.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    triples: tuple[Triple, ...] | None = None
    hint: str = ""

    def turtle(self) -> str:
        """The triples as Turtle, with the prefixes that it needs. A SELECT has none."""
        triples = self.triples or ()
        if any(isinstance(node, BlankNode | Triple) for triple in triples for node in (triple.subject, triple.object)):
            return (serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
        return write_turtle(triples, spare=False)


def run(graph: Path | str | Store, query: str | Path, params: Mapping[str, str], knowledge: Knowledge) -> Result:
    """Asks a graph (Turtle, as file or text, or an open graph).

    query: the name of a question of ontology/queries/, a Path to a .rq file, or SPARQL (known by blanks and braces; prefixes are given).
    params: the values of a question's parameters. Raises QueryError, and InputError if the graph cannot be read.
    """
    asked = _question(query, params, knowledge)
    store = graph if isinstance(graph, Store) else open_graph(graph)
    if isinstance(asked, str):
        return _answer(store, asked, {}, "query")
    answers = [_answer(store, asked.sparql, bound, asked.place) for bound in bindings(store, asked, params)]
    hint = "" if any(answer.rows for answer in answers) else asked.empty
    if answers[0].triples is not None:
        return _graph((triple for answer in answers for triple in answer.triples or ()), hint)
    return Result(answers[0].columns, tuple(dict.fromkeys(row for answer in answers for row in answer.rows)), hint=hint)


def bindings(store: Store, asked: Question, params: Mapping[str, str]) -> list[dict[str, Bound]]:
    """The terms that a question's parameters stand for: one choice, or several where a name belongs to several things.

    Raises QueryError for a value that is wrong, missing or too many.
    """
    choices = [[(p.name, term) for term in _bind(store, p, params)] for p in _known(asked, params)]
    return [dict(choice) for choice in product(*choices)]


def _question(query: str | Path, params: Mapping[str, str], knowledge: Knowledge) -> Question | str:
    if isinstance(query, Path):
        if not query.is_file():
            raise QueryError("no such file", place=str(query), remedy="give a .rq file or the name of a query: kg query lists them")
        return read_question(query, knowledge)
    if not re.search(r"[\s{]", query):
        return question(query, knowledge)
    if params:
        raise QueryError(f"SPARQL takes no parameters, found {', '.join(sorted(params))}", remedy="write the values into the query")
    return query


def _known(asked: Question, params: Mapping[str, str]) -> tuple[Parameter, ...]:
    """The question's parameters. Raises QueryError for a value that belongs to none, or a parameter without a value."""
    names = [p.name for p in asked.parameters]
    for other in params:
        if other not in names:
            close = get_close_matches(other, names, 1) or names
            hint = f"there is {', '.join(close)}" if close else "it has none"
            raise QueryError(f"query '{asked.name}' has no parameter '{other}'", place=asked.place, remedy=hint)
    for parameter in asked.parameters:
        if parameter.default is None and parameter.name not in params:
            raise QueryError(
                f"query '{asked.name}' wants a value for '{parameter.name}': {parameter.about}", place=asked.place, remedy=asked.example
            )
    return asked.parameters


def _bind(store: Store, parameter: Parameter, params: Mapping[str, str]) -> Iterable[Bound]:
    """The terms that a value stands for: several where a name belongs to several things."""
    value = params.get(parameter.name, parameter.default or "")
    match parameter.type:
        case "text":
            return [Literal(value)]
        case "period":
            return [Literal(_period(parameter.name, value) if value or parameter.default is None else "")]
        case "number":
            return [_number(parameter.name, value)]
        case "document":
            return find_documents(store, value)
        case "entity":
            return find_entities(store, value)
        case type_:
            return find_entities(store, value, type_)


def _period(name: str, value: str) -> str:
    """A year, month, day, half-year or quarter as the graph writes it."""
    match = _PERIOD.fullmatch(unicodedata.normalize("NFKC", value).strip())
    parts = [int(part) for part in match.groups() if part] if match else []
    try:
        if not match or (parts and not date(*[*parts, 1, 1][:3])):
            raise ValueError
    except ValueError:
        raise QueryError(
            f"{name}={value!r} is no time", remedy="write a year, month or day: 2025, 2025-06, 2025-06-30, 2025年6月"
        ) from None
    return "-".join(f"{part:02}" for part in parts) or match[0]


def _number(name: str, value: str) -> Literal:
    if not _NUMBER.fullmatch(value):
        raise QueryError(f"{name}={value!r} is no number", remedy="write it in digits: 500000000")
    return Literal(value, datatype=term("xsd:decimal"))


def _answer(store: Store, sparql: str, bound: Mapping[str, Bound], place: str) -> Result:
    """One run. The columns of bound variables are left out: the asker knows them."""
    if asks_elsewhere(sparql):
        raise QueryError("SERVICE asks another server", place=place, remedy="kg uses no network: load both graphs into a triple store")
    try:
        answer = _ask(store, sparql, bound)
        if isinstance(answer, QueryBoolean):
            return Result(("answer",), ((str(bool(answer)).lower(),),))
        if isinstance(answer, QuerySolutions):
            columns = [v.value for v in answer.variables if v.value not in bound]
            return Result(tuple(columns), tuple(tuple(_text(solution[c]) for c in columns) for solution in answer))
        return _graph(answer)
    except SyntaxError as error:
        reason = error.msg.split(": expected")[0] + (", unknown prefix" if "Prefix not found" in error.msg else "")
        remedy = "SELECT, ASK, CONSTRUCT and DESCRIBE are answered: see https://www.w3.org/TR/sparql11-query/"
        raise QueryError(f"no valid SPARQL: {reason}", place=place, remedy=remedy) from error
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot run: {error}", place=place) from error


def _ask(store: Store, sparql: str, bound: Mapping[str, Bound]) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Values are written into the query, so that it is planned for them. Where SPARQL wants a variable (BIND … AS), and in messages about
    a faulty query, it stays as it is, and they are given beside it."""
    if bound:
        with suppress(SyntaxError):
            return store.query(given(sparql, {name: str(term) for name, term in bound.items()}), prefixes=PREFIXES)
    return store.query(sparql, prefixes=PREFIXES, substitutions={Variable(name): term for name, term in bound.items()})


def _graph(triples: Iterable[Triple], hint: str = "") -> Result:
    """Distinct triples in an order of their own: an engine gives them in any."""
    ordered = tuple(sorted(set(triples), key=str))
    return Result(("subject", "predicate", "object"), tuple(tuple(map(_text, triple)) for triple in ordered), ordered, hint)


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
