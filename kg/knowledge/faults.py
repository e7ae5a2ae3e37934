"""What breaks while a part of the program takes in its share of ontology/ is a fault of the entry that it breaks at, and is told as one.

Values in ontology/ are written by people: a list may be a number, a key may be missing, a pattern may not close.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TypeVar

from kg.errors import KnowledgeError
from kg.knowledge.load import Knowledge

BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError, re.error)
Made = TypeVar("Made")
Reader = Callable[[Knowledge], Made]


def reads(*files: str) -> Callable[[Reader[Made]], Reader[Made]]:
    """Makes a reader raise KnowledgeError for whatever it breaks at; files: what it reads, as paths in ontology/, the main one first."""

    def decorate(read: Reader[Made]) -> Reader[Made]:
        @wraps(read)
        def told(knowledge: Knowledge) -> Made:
            try:
                return read(knowledge)
            except BROKEN as error:
                place = _guilty(read, knowledge, files) or str(knowledge.root / files[0])
                raise fault_of(error, place) from error

        return told

    return decorate


def _guilty(read: Reader[Made], knowledge: Knowledge, files: Sequence[str]) -> str:
    """Where the entry of a rule file stands without which all is well; "" if there is no such one."""
    for name in (Path(file).stem for file in files):
        items = knowledge.rules.get(name, ())
        for i in reversed(range(len(items))):  # what is new mostly stands at the end
            try:
                read(replace(knowledge, rules={**knowledge.rules, name: (*items[:i], *items[i + 1 :])}))
            except (*BROKEN, KnowledgeError):
                continue
            return items[i].place
    return ""


def fault_of(error: Exception, place: str) -> KnowledgeError:
    """The fault that an error in reading an entry is."""
    match error:
        case KeyError():
            problem = f"no {error}"
        case re.error():
            problem = f"no valid pattern: {error}"
        case _:
            problem = f"cannot be understood: {error}"
    return KnowledgeError(problem, place=place, remedy="compare it with those around it, or with the ontology/ that comes with the package")
