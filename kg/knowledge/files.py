"""Tables and YAML of ontology/, read with their line numbers so that a fault can be pointed at.

A table is tab-separated, its first line names the columns, empty lines and lines that start with `#` are skipped.
A YAML file holds a list of mappings, or one mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its values by column, and where it stands. row[column] raises KnowledgeError for a column that is not there."""

    values: Mapping[str, str]
    place: str

    def __getitem__(self, column: str) -> str:
        if column not in self.values:
            raise KnowledgeError(f"no column {column!r}", place=self.place, remedy=f"columns here are {', '.join(self.values)}")
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Item:
    """A mapping of a YAML list, and where it stands."""

    data: Mapping[str, Any]
    place: str


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows of a tab-separated file. Raises KnowledgeError for a row with more values than columns, and for what is no UTF-8."""
    columns: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
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


def read_text(path: Path) -> str:
    """A file of ontology/. Raises KnowledgeError for what is no UTF-8."""
    return decoded(path.read_bytes(), path)


def decoded(data: bytes, path: Path) -> str:
    """The text of a file of ontology/ that has been read. Raises KnowledgeError for what is no UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"no UTF-8 at byte {error.start}", place=f"{path}:1", remedy="save the file as UTF-8") from error


def read_yaml(path: Path) -> Any:
    """The plain data of a YAML file. Raises KnowledgeError with the line where the file breaks."""
    return _told(path, lambda: yaml.load(read_text(path), yaml.CSafeLoader))


def read_items(path: Path) -> tuple[Item, ...]:
    """The mappings of a YAML list, each with its line. Raises KnowledgeError if the file is anything else."""
    node = _told(path, lambda: yaml.compose(read_text(path), yaml.CSafeLoader))
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
        _told(path, partial(_no_key_twice, path, child), place)
        data = _told(path, partial(loader.construct_mapping, child, deep=True), place)
        items.append(Item({str(k): v for k, v in data.items()}, place))
    return tuple(items)


def _no_key_twice(path: Path, entry: yaml.MappingNode) -> None:
    """Raises KnowledgeError for a key that a mapping says twice: YAML would keep the last and pass over the other in silence."""
    seen: dict[str, int] = {}
    for key, value in entry.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        line = key.start_mark.line + 1
        if key.value in seen:
            problem = f"the key {key.value!r} stands twice, first at line {seen[key.value]}"
            raise KnowledgeError(problem, place=f"{path}:{line}", remedy="join the two")
        seen[key.value] = line
        if isinstance(value, yaml.MappingNode):
            _no_key_twice(path, value)


def _told(path: Path, read: Callable[[], Any], place: str = "") -> Any:
    """What read gives; where YAML breaks, a KnowledgeError at that line, else at the place."""
    try:
        return read()
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError) as error:  # a date that is none, a value of a wrong tag
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else place or f"{path}:1"
        raise KnowledgeError(f"no valid YAML: {getattr(error, 'problem', None) or error}", place=where) from error
