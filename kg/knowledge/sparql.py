"""SPARQL text → what can be told without running it: its form, the variables that it can be given, whether it asks another server.

>>> form("# SELECT?\\nPREFIX kg: <http://x#> CONSTRUCT { ?s kg:select ?o } WHERE { SELECT ?s ?o { ?s ?p ?o } }")
'CONSTRUCT'
>>> sorted(open_variables("SELECT ?park (COUNT(?x) AS ?n) WHERE { ?x kg:located_in ?park }"))
['n', 'park', 'x']
"""

from __future__ import annotations

import re

# Strings, IRIs and comments as the grammar has them: any word may stand in them.
_OPAQUE = re.compile(
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""|' + r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''|"
    r'"(?:[^"\\\r\n]|\\.)*"|' + r"'(?:[^'\\\r\n]|\\.)*'|"
    r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>|#[^\r\n]*',
    re.DOTALL,
)
_VARIABLE = re.compile(r"[?$]\w+")
_NAME = re.compile(r"([\w.-]*):[\w.%:\\-]*(\s*\{)?")
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


def _bare(sparql: str) -> str:
    return _OPAQUE.sub(" ", sparql)


def _keywords(sparql: str) -> str:
    """What is left without names."""
    return _NAME.sub(" ", _VARIABLE.sub(" ", _bare(sparql)))


def _unless_keyword(name: re.Match[str]) -> str:
    """A name (kg:service) goes; SERVICE:x { is the keyword and a name, for a group stands after nothing else of that kind."""
    return name[0] if name[2] and "service" in name[1].lower() else " "
