"""Asks a graph questions whose answers are known, and named questions by their examples.

A question whose answer is known has SPARQL that selects ?answer, and what is expected: names of one thing (any will do), or numbers.
"""

from __future__ import annotations

import math
import re
import shlex
import unicodedata
from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.graph.query import Bound
from kg.iri import PREFIXES
from kg.knowledge.queries import Question
from kg.score.standard import harmonic

NAMES = "SELECT ?name { ?thing rdfs:label|skos:altLabel|kg:full_name ?name }"
MARKS = re.compile(r"[\s“”‘’\"'*《》〈〉「」]")


def f1(store: Store, question: Mapping[str, Any]) -> float:
    """How well the graph answers: F1 of the answers given; 1 where none is given and none expected."""
    answers = {str(a): _names(store, a) for a in _select(store, question["sparql"], "answer")}
    expected = question["expected"]
    right = 0
    for wanted in expected:
        if hit := next((key for key, names in answers.items() if _same(wanted, names)), None):
            right += 1
            del answers[hit]
    given = right + len(answers)
    if not given and not expected:
        return 1.0
    return harmonic(right / given if given else 0.0, right / len(expected) if expected else 1.0)


def example(question: Question) -> dict[str, str]:
    """The parameters of the example in the head of a named question."""
    return dict(word.split("=", 1) for word in shlex.split(question.example) if re.match(r"\w+=", word))


def with_values(question: Question, bound: Mapping[str, Bound]) -> str:
    """A named question with the values of its parameters first thing in WHERE: so they are given to an engine that binds none."""
    values = " ".join(f"VALUES ?{name} {{ {node} }}" for name, node in bound.items())
    return question.sparql.replace("WHERE {", f"WHERE {{ {values}", 1)


def _select(store: Store, sparql: str, variable: str) -> list[Any]:
    solutions = store.query(sparql, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    return [row[variable] for row in solutions if row[variable] is not None]


def _names(store: Store, term: Any) -> frozenset[str]:
    """What an answer is called, to compare; a literal is its own name."""
    if not isinstance(term, NamedNode):
        return frozenset([_plain(term.value)])
    labels = _select(store, NAMES.replace("?thing", str(term)), "name")
    return frozenset([_plain(term.value.rpartition("/")[2]), *(_plain(n.value) for n in labels)])


def _same(wanted: list[str] | float, names: frozenset[str]) -> bool:
    if isinstance(wanted, list):
        return any(_plain(name) in names for name in wanted)
    return any(math.isclose(float(n), wanted, rel_tol=1e-6) for n in names if re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", n))


def _plain(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()
