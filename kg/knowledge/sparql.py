"""SPARQL text → what can be told without running it: its form, the variables that it can be given, whether it asks another server; and the
same with values in their place.

>>> form("# SELECT?\\nPREFIX kg: <http://x#> CONSTRUCT { ?s kg:select ?o } WHERE { SELECT ?s ?o { ?s ?p ?o } }")
'CONSTRUCT'
>>> sorted(open_variables("SELECT ?park (COUNT(?x) AS ?n) WHERE { ?x kg:located_in ?park }"))
['n', 'park', 'x']
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Strings, IRIs and comments as the grammar has them: any word may stand in them.
_OPAQUE = re.compile(
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""|' + r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''|"
    r'"(?:[^"\\\r\n]|\\.)*"|' + r"'(?:[^'\\\r\n]|\\.)*'|"
    r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>|#[^\r\n]*',
    re.DOTALL,
)
_VARIABLE = re.compile(r"[?$]\w+")
_NAME = re.compile(r"([\w.-]*):[\w.%:\\-]*(\s*\{)?")
_TOKEN = re.compile(
    rf"{_OPAQUE.pattern}|(?P<variable>{_VARIABLE.pattern})|[\w.-]*:[\w.%:\\-]*|(?P<keyword>\b(?:select|group|order|having)\b)|[{{}}()]",
    re.DOTALL | re.IGNORECASE,
)
_FORM = re.compile(r"\b(select|construct|ask|describe)\b", re.IGNORECASE)
_HEAD = re.compile(r"(.*?)(?:\bwhere\b|\{)", re.IGNORECASE | re.DOTALL)


def asks_elsewhere(sparql: str) -> bool:
    """Does a query have a SERVICE clause, which would send parts of the graph to another server?

    Keywords need no blanks around them (`1SERVICE:x{` is a clause), so the word counts wherever it is not part of a name.

    >>> asks_elsewhere("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"), asks_elsewhere("SELECT ?service { ?service a kg:Park }")
    (True, False)
    """
    return "service" in _NAME.sub(_unless_keyword, _VARIABLE.sub(" ", _bare(sparql))).lower()


def form(sparql: str) -> str:
    """SELECT, CONSTRUCT, ASK or DESCRIBE; "" for what is none of them."""
    match = _FORM.search(_keywords(sparql))
    return match[1].upper() if match else ""


def open_variables(sparql: str) -> set[str]:
    """The variables that a value can be given from outside: of a SELECT those that its first line names, else all."""
    text = _bare(sparql)
    if form(sparql) == "SELECT":
        match = re.search(r"\bselect\b", text, re.IGNORECASE)
        head = _HEAD.match(text, match.end()) if match else None
        text = head[1] if head else ""
    return {variable[1:] for variable in _VARIABLE.findall(text)}


def given(sparql: str, terms: Mapping[str, str]) -> str:
    """A query in which variables are what they stand for: terms as SPARQL writes them.

    An engine that is only told the values when it runs plans as if they could be any.

    >>> given("SELECT ?park ?firm WHERE { ?firm kg:located_in ?park } GROUP BY ?park ?firm", {"park": "<http://x#P>"})
    'SELECT (<http://x#P> AS ?park) ?firm WHERE { ?firm kg:located_in <http://x#P> } GROUP BY (<http://x#P>) ?firm'
    """
    clause, depth = "", 0

    def write(token: re.Match[str]) -> str:
        nonlocal clause, depth
        text = token[0]
        if keyword := token["keyword"]:
            clause, depth = keyword.upper(), 0
        elif text in ("{", "}"):
            clause = ""
        elif text in ("(", ")"):
            depth += 1 if text == "(" else -1
        elif term := terms.get(text[1:]) if token["variable"] else None:
            return term if not clause or depth else f"({term} AS {text})" if clause == "SELECT" else f"({term})"
        return text

    return _TOKEN.sub(write, sparql)


def _bare(sparql: str) -> str:
    return _OPAQUE.sub(" ", sparql)


def _keywords(sparql: str) -> str:
    """What is left without names."""
    return _NAME.sub(" ", _VARIABLE.sub(" ", _bare(sparql)))


def _unless_keyword(name: re.Match[str]) -> str:
    """A name (kg:service) goes; SERVICE:x { is the keyword and a name, for a group stands after nothing else of that kind."""
    return name[0] if name[2] and "service" in name[1].lower() else " "
