"""Checks all of ontology/: what an expert edits is found wrong here, with file and line, before it does harm.

>>> lint()
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import KnowledgeError
from kg.knowledge.files import read_items, read_table, read_text, read_yaml
from kg.knowledge.load import Knowledge, find, load
from kg.knowledge.ontology import read_ontology
from kg.knowledge.turtle import read_turtle
from kg.lint.examples import run_examples
from kg.lint.parts import check_parts, check_shapes
from kg.lint.rules import check_rules
from kg.lint.tables import check_tables

CHECKS: tuple[Callable[[Knowledge], Iterator[KnowledgeError]], ...] = (check_parts, check_shapes, check_tables, check_rules)

# The rules that every article is read with; files of relations may come and go.
WANTED = ("names", "edges", "linking", "coreference", "guards", "grammar", "quantities", "observations", "milestones", "reading")


def lint(root: Path | None = None) -> list[KnowledgeError]:
    """Every fault of an ontology folder (default: the one that comes with the package), by file and line.

    Files that are missing or cannot be read are reported alone, since the rest would follow from them; examples run when all else is well.
    """
    root = root or find()
    faults = [*_missing(root), *_unreadable(root)]
    if not faults:
        knowledge = load(root)
        faults = [fault for check in CHECKS for fault in check(knowledge)] or list(run_examples(knowledge))
    return sorted({str(fault): fault for fault in faults}.values(), key=_position)


def _missing(root: Path) -> Iterator[KnowledgeError]:
    for path in (root / "rules" / f"{name}.yml" for name in WANTED):
        if (root / "core.ttl").is_file() and not path.is_file():
            yield KnowledgeError(
                f"{path.name} is not there", place=str(path), remedy="take it from the ontology/ that comes with the package"
            )


def _unreadable(root: Path) -> Iterator[KnowledgeError]:
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        try:
            _read(path)
        except KnowledgeError as fault:
            yield fault


def _read(path: Path) -> None:
    match path.suffix:
        case ".tsv":
            read_table(path)
        case ".yml" if path.parent.name == "rules":
            read_items(path)
        case ".yml":
            read_yaml(path)
        case ".rq":
            read_text(path)
        case ".ttl" if path.name == "core.ttl":
            read_ontology(path)
        case ".ttl":
            read_turtle(path)


def _position(fault: KnowledgeError) -> tuple[str, int, str]:
    match = re.fullmatch(r"(.*?)(?::(\d+))?", fault.place)
    return (match[1], int(match[2] or 0), fault.problem) if match else (fault.place, 0, fault.problem)
