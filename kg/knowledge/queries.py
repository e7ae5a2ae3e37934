"""ontology/queries/*.rq and ontology/checks/*.rq: SPARQL with a head of comments that says what it asks.

    # zh: 园区里的企业
    # en: Companies in a park
    # param: park Park 园区的任一名称
    # param: year text=2025 年份
    # example: kg query companies-in-park park=仙桃数据谷

A parameter has a name, a type and what it is about; `=` gives its default, which may be nothing. The type is a class of core.ttl or
`entity` (any class), whose value is any name of the thing; `document`, by its id or title; `text`; `number`; or `period`, a date as far
as it is known. The SELECT line has to name every parameter, since only what it selects can be given a value. `empty` says what to try
when nothing is found. A check has `severity` and `remedy` in place of parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Store

from kg.errors import KnowledgeError, QueryError
from kg.knowledge import Knowledge
from kg.knowledge.files import read_text
from kg.knowledge.sparql import asks_elsewhere, open_variables

KEYS = ("zh", "en", "param", "example", "empty", "severity", "remedy")
TYPES = ("entity", "document", "text", "number", "period")
SEVERITIES = ("error", "warning", "info")

_HEAD = re.compile(r"#\s*(\w+):\s*(.*)")
_PARAMETER = re.compile(r"(?P<name>\w+)\s+(?P<type>\w+)(?:=(?P<default>\S*))?(?:\s+(?P<about>.*))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query wants to be told; `default` is None where there is none."""

    name: str
    type: str
    default: str | None
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL file: `name` is its stem, `place` its path."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    example: str
    empty: str
    severity: str
    remedy: str
    sparql: str
    place: str


@lru_cache(maxsize=8)
def questions(knowledge: Knowledge) -> Mapping[str, Question]:
    """The named questions, by name. Raises KnowledgeError with file and line."""
    return _read_folder(knowledge.root / "queries", knowledge)


@lru_cache(maxsize=8)
def checks(knowledge: Knowledge) -> Mapping[str, Question]:
    """The checks, by name. Raises KnowledgeError with file and line."""
    found = _read_folder(knowledge.root / "checks", knowledge)
    for check in found.values():
        if check.severity not in SEVERITIES:
            raise KnowledgeError(
                f"check without a severity, found {check.severity!r}",
                place=f"{check.place}:1",
                remedy=f"add a line '# severity: …', one of {', '.join(SEVERITIES)}",
            )
    return found


def question(name: str, knowledge: Knowledge) -> Question:
    """The question of that name, or the only one whose name begins so. Raises QueryError with what is most like it."""
    known = questions(knowledge)
    begun = [name] if name in known else [other for other in known if name and other.startswith(name)]
    if len(begun) == 1:
        return known[begun[0]]
    close = begun or get_close_matches(name, known, 3) or [other for other in known if name in other]
    hint = f"did you mean {' or '.join(f'{other!r}' for other in close)}?" if close else f"there are: {', '.join(known)}"
    raise QueryError(f"unknown query '{name}'", place=str(knowledge.root / "queries"), remedy=hint)


def read_question(path: Path, knowledge: Knowledge) -> Question:
    """One file. Raises KnowledgeError for an unknown key or type and for a parameter that the query does not select."""
    sparql = read_text(path)
    head: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(sparql.splitlines(), 1):
        if not line.startswith("#"):
            break
        match = _HEAD.fullmatch(line)
        if match and match[1] not in KEYS:
            raise KnowledgeError(f"unknown key '{match[1]}'", place=f"{path}:{number}", remedy=f"keys are {', '.join(KEYS)}")
        if match and match[1] == "param":
            parameters.append(_parameter(match[2], f"{path}:{number}", knowledge))
        elif match:
            head[match[1]] = match[2].strip()
    known = open_variables(sparql)
    for parameter in parameters:
        if parameter.name not in known:
            raise KnowledgeError(
                f"parameter '{parameter.name}' is not selected", place=f"{path}:1", remedy=f"add ?{parameter.name} to the SELECT line"
            )
    return Question(
        name=path.stem,
        zh=head.get("zh", ""),
        en=head.get("en", ""),
        parameters=tuple(parameters),
        example=head.get("example", ""),
        empty=head.get("empty", ""),
        severity=head.get("severity", ""),
        remedy=head.get("remedy", ""),
        sparql=sparql,
        place=str(path),
    )


def check_syntax(question: Question) -> None:
    """Raises KnowledgeError if the SPARQL of a question does not parse, or would ask another server."""
    if asks_elsewhere(question.sparql):
        place = next((n for n, text in enumerate(question.sparql.splitlines(), 1) if asks_elsewhere(text)), 1)
        raise KnowledgeError(
            "SERVICE asks another server", place=f"{question.place}:{place}", remedy="kg uses no network: ask what the graph itself holds"
        )
    try:
        Store().query(question.sparql)
    except SyntaxError as error:
        line = re.search(r"error at (\d+)", str(error))
        raise KnowledgeError(f"no valid SPARQL: {error}", place=f"{question.place}:{line[1] if line else 1}") from error


def _read_folder(folder: Path, knowledge: Knowledge) -> Mapping[str, Question]:
    return {path.stem: read_question(path, knowledge) for path in sorted(folder.glob("*.rq"))}


def _parameter(text: str, place: str, knowledge: Knowledge) -> Parameter:
    match = _PARAMETER.fullmatch(text.strip())
    if not match:
        raise KnowledgeError(
            f"parameter {text!r} cannot be read", place=place, remedy="write NAME TYPE=DEFAULT ABOUT; =DEFAULT may be left out"
        )
    if match["type"] not in TYPES and match["type"] not in knowledge.ontology.classes:
        close = get_close_matches(match["type"], [*TYPES, *knowledge.ontology.classes], 1)
        raise KnowledgeError(
            f"parameter '{match['name']}' has the unknown type '{match['type']}'",
            place=place,
            remedy=f"did you mean '{close[0]}'?" if close else f"types are {', '.join(TYPES)} and the classes of core.ttl",
        )
    return Parameter(match["name"], match["type"], match["default"], match["about"] or "")
