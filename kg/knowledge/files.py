"""Tables and YAML of ontology/, read with their line numbers so that a fault can be pointed at.

A table is tab-separated, its first line names the columns, empty lines and lines that start with `#` are skipped.
A YAML file holds a list of mappings, or one mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its values by column, and where it stands."""

    values: Mapping[str, str]
    place: str

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Item:
    """A mapping of a YAML list, and where it stands."""

    data: Mapping[str, Any]
    place: str


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows of a tab-separated file. Raises KnowledgeError for a row with more values than columns."""
    columns: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(
                f"{len(cells)} values for {len(columns)} columns ({', '.join(columns)})",
                place=f"{path}:{number}",
                remedy="values are separated by single tabs",
            )
        cells += [""] * (len(columns) - len(cells))
        rows.append(Row(dict(zip(columns, cells, strict=True)), f"{path}:{number}"))
    return tuple(rows)


def read_yaml(path: Path) -> Any:
    """The plain data of a YAML file. Raises KnowledgeError with the line where the file breaks."""
    return _load(path, yaml.CSafeLoader)


def read_items(path: Path) -> tuple[Item, ...]:
    """The mappings of a YAML list, each with its line. Raises KnowledgeError if the file is anything else."""
    node = _load(path, None)
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise KnowledgeError("a list is wanted here", place=f"{path}:1", remedy="start each entry with '- '")
    items = []
    loader = yaml.SafeLoader("")
    for child in node.value:
        place = f"{path}:{child.start_mark.line + 1}"
        if not isinstance(child, yaml.MappingNode):
            raise KnowledgeError("an entry is a mapping of keys to values", place=place)
        items.append(Item({str(k): v for k, v in loader.construct_mapping(child, deep=True).items()}, place))
    return tuple(items)


def _load(path: Path, loader: Any) -> Any:
    """Data with a loader, the node tree without one."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, loader) if loader else yaml.compose(stream, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(f"no valid YAML: {error.problem}", place=f"{path}:{line}") from error
