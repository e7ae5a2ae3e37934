"""Finds ontology/ and loads it whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.files import Item, Row, read_items, read_table, read_yaml
from kg.knowledge.ontology import Ontology, read_ontology
from kg.knowledge.runaway import check


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything that ontology/ says.

    ontology: classes, relations, steps; tables: lexicon/*.tsv by name; rules: rules/*.yml by name;
    settings: resolution.yml and view.yml by name; same_as: a person's merges and splits; hash: of all files.
    """

    root: Path
    ontology: Ontology
    tables: Mapping[str, tuple[Row, ...]]
    rules: Mapping[str, tuple[Item, ...]]
    settings: Mapping[str, Any]
    same_as: tuple[Row, ...]
    hash: str


def find() -> Path:
    """ontology/ beside the package: inside it when installed, next to it in the checkout."""
    here = Path(__file__).resolve().parents[1]
    for root in (here / "ontology", here.parent / "ontology"):
        if (root / "core.ttl").is_file():
            return root
    raise KnowledgeError("ontology/ is not there", place=str(here.parent), remedy="reinstall the package, or give --ontology FOLDER")


@lru_cache(maxsize=8)
def load(root: Path | None = None) -> Knowledge:
    """The knowledge of a folder (default: the one that comes with the package). Raises KnowledgeError."""
    root = root or find()
    if not (root / "core.ttl").is_file():
        raise KnowledgeError("no core.ttl there", place=str(root), remedy="an ontology folder holds core.ttl, lexicon/ and rules/")
    files = sorted(p for p in root.rglob("*") if p.is_file())
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    same_as = root / "same_as.tsv"
    rules = {p.stem: read_items(p) for p in files if p.parent.name == "rules" and p.suffix == ".yml"}
    for items in rules.values():
        check(items)
    return Knowledge(
        root=root,
        ontology=read_ontology(root / "core.ttl"),
        tables={p.stem: read_table(p) for p in files if p.parent.name == "lexicon" and p.suffix == ".tsv"},
        rules=rules,
        settings={p.stem: read_yaml(p) for p in files if p.parent == root and p.suffix == ".yml"},
        same_as=read_table(same_as) if same_as.is_file() else (),
        hash=digest.hexdigest(),
    )
