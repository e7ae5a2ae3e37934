"""The table of figures → Parquet, for pandas, DuckDB, Spark: with numbers, dates and lists. The one home of pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from kg.graph.formats.observations import COLUMNS, DAYS, LISTS, NUMBERS

GROUP = 20_000  # rows that are written, and may be read, at a time
_TYPES = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(DAYS, pa.date32()) | dict.fromkeys(LISTS, pa.list_(pa.string()))
_SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])


def as_parquet(rows: Iterable[Sequence[Any]]) -> bytes:
    """The content of the file of rows, whose values stand in the order of the columns, days as text: the same for the same rows and the
    same release of pyarrow."""
    sink = pa.BufferOutputStream()
    _write(rows, sink)
    return bytes(sink.getvalue().to_pybytes())


def write_parquet(rows: Iterable[Sequence[Any]], path: Path) -> None:
    """Writes the same into a file; of the rows, some at a time are held."""
    with path.open("wb") as sink:  # a path would be taken for the address of another file system if it looks like one
        _write(rows, sink)


def _write(rows: Iterable[Sequence[Any]], sink: Any) -> None:
    ahead = iter(rows)
    with parquet.ParquetWriter(sink, _SCHEMA) as writer:
        while some := list(islice(ahead, GROUP)):
            arrays = [_array(name, values) for name, values in zip(COLUMNS, zip(*some, strict=True), strict=True)]
            writer.write_table(pa.table(arrays, schema=_SCHEMA))


def _array(name: str, values: Sequence[Any]) -> Any:
    if name in DAYS:
        values = [date.fromisoformat(day) if day else None for day in values]
    return pa.array(values, _SCHEMA.field(name).type)
