"""Faults of rules/*.yml that hold for every kind of rule: names twice, unknown classes and steps, empty lists, likely misprints."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import kg.extract
import kg.knowledge
from kg.errors import KnowledgeError
from kg.knowledge.files import Item
from kg.knowledge.load import Knowledge

CLASS_KEYS = ("type", "types", "strong", "weak", "passing", "places", "built", "reporters", "about")
NEAR = 0.5  # names of steps have two characters
FILLED = ("trigger", "pattern", "words", "suffixes", "examples", "counterexamples")


def check_rules(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """The faults of every rule file."""
    yield from _names(knowledge)
    for _, items in sorted(knowledge.rules.items()):
        yield from _keys(items)
        for item in items:
            yield from _entry(item, knowledge)


def _names(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    seen: dict[str, str] = {}
    for file, items in sorted(knowledge.rules.items()):
        for item in items:
            name = item.data.get("name")
            if name is None:
                continue
            if name in seen:
                yield _fault(item, "the name is there twice", f"the other: {seen[name]}")
            seen.setdefault(name, item.place)
            if not isinstance(name, str) or not name:
                yield _fault(item, "a name is a text", f"in {file}.yml")


def _keys(items: Iterable[Item]) -> Iterator[KnowledgeError]:
    """A key that no part of the program asks for does nothing: mostly it is misspelt."""
    items = tuple(items)
    known = sorted({str(key) for item in items for key in item.data} & _asked())
    for item in items:
        for key in map(str, item.data):
            if key not in _asked():
                like = get_close_matches(key, known, 1)
                yield _fault(item, f"unknown key {key!r}", f"did you mean {like[0]!r}?" if like else f"keys here are {', '.join(known)}")


@lru_cache(maxsize=1)
def _asked() -> frozenset[str]:
    """Every key that the readers of rules can ask for: the texts and the names of fields in their source. A list of keys
    beside the readers would have to be kept in step with them."""
    words: set[str] = set()
    for package in (kg.extract, kg.knowledge):
        for path in sorted(Path(package.__path__[0]).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words.add(node.value)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    words.add(node.target.id)
    return frozenset(words)


def _entry(item: Item, knowledge: Knowledge) -> Iterator[KnowledgeError]:
    for key, value in item.data.items():
        if key in FILLED and not value:
            yield _fault(item, f"{key!r} is empty", "give it a value or leave it out")
        elif isinstance(value, list) and any(entry is None or entry == "" for entry in value):
            yield _fault(item, f"{key!r} holds an empty entry", "take it out")
    for key in CLASS_KEYS:
        for name in _strings(item.data.get(key)):
            if name not in knowledge.ontology.classes:
                yield _unknown(item, "class", name, knowledge.ontology.classes)
    for name in _strings(item.data.get("step")):
        if name not in knowledge.ontology.steps:
            yield _unknown(item, "step", name, knowledge.ontology.steps)
    if "relation" in item.data and not item.data.get("examples"):
        yield _fault(item, "no example", "add one: examples: [text => head | tail]; `kg lint` runs it")


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [entry for entry in values if isinstance(entry, str)]


def _unknown(item: Item, kind: str, name: str, known: Iterable[str]) -> KnowledgeError:
    like = get_close_matches(name, list(known), 1, NEAR)
    hint = f"did you mean {like[0]!r}? " if like else ""
    return _fault(item, f"unknown {kind} {name!r}", f"{hint}It has to be declared in ontology/core.ttl")


def _fault(item: Item, problem: str, remedy: str) -> KnowledgeError:
    name = item.data.get("name") or item.data.get("type")
    return KnowledgeError(f"rule {name!r}: {problem}" if name else problem, place=item.place, remedy=remedy)
