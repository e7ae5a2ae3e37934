"""Expressions that try one way after another without end: those that repeat what itself repeats, as (a+)+ does.

On a text that they do not match, such take twice as long for each further character. They are refused as a knowledge is loaded, with
the place of their rule; what else is slow is ended by the clock of a document (kg/effort.py).

>>> [runaway(source) for source in ("(a+)+b", r"([,\\s]*|x)*", "(a+b)+", "(?:[^，]*，)?", "((?:一|二)+、)*")]
[True, True, False, False, False]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.files import Item

MANY = 10  # times from which on a bounded repetition counts as one without end
REPEATED_GROUP = re.compile(r"[*+}].*\)[*+{]", re.DOTALL)  # most expressions have nothing of the kind
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
GROUP = 3  # where the parser has the content of a group


def check(items: Iterable[Item]) -> None:
    """Raises KnowledgeError for an item with such an expression, wherever in it that stands."""
    for item in items:
        for text in _texts(item.data):
            if runaway(text):
                problem = f"the expression '{text}' repeats what itself repeats, so it may try one way after another without end"
                raise KnowledgeError(problem, place=item.place, remedy="let only one of the two repeat: (a+)+ is a+")


def runaway(source: str) -> bool:
    """Whether an expression repeats something that itself can be nothing but a repetition; False for what is no expression."""
    if not REPEATED_GROUP.search(source):
        return False
    try:
        return any(_repeats(part) for part in _repeated(_parser.parse(source)))
    except (re.error, RecursionError, OverflowError):
        return False


def _texts(data: Any) -> Iterator[str]:
    """All text in an item."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def _parts(node: Any) -> list[Any]:
    """The expressions within a part of one."""
    op, told = node
    if op in REPEATS:
        return [told[2]]
    if op is _constants.SUBPATTERN:
        return [told[GROUP]]
    if op is _constants.BRANCH:
        return list(told[1])
    return [told[1]] if op in (_constants.ASSERT, _constants.ASSERT_NOT) else []


def _repeated(sequence: Any) -> Iterator[Any]:
    """The expressions that are repeated without end, at any depth. Those that are possessive try only one way."""
    for node in sequence:
        if node[0] in REPEATS and node[1][1] >= MANY:
            yield node[1][2]
        for part in _parts(node):
            yield from _repeated(part)


def _repeats(sequence: Any) -> bool:
    """Whether all of a sequence may be one repetition without end, the rest of it empty."""
    for i, node in enumerate(sequence):
        others = all(sequence[j : j + 1].getwidth()[0] == 0 for j in range(len(sequence)) if j != i)
        if others and ((node[0] in REPEATS and node[1][1] >= MANY) or any(_repeats(part) for part in _parts(node))):
            return True
    return False
