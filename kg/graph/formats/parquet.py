"""The table of figures → Parquet, for pandas, DuckDB, Spark: with numbers, dates and lists. The one home of pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from kg.graph.formats.observations import COLUMNS, DAYS, LISTS, NUMBERS, Row


def write_parquet(rows: Sequence[Row]) -> bytes:
    """The content of the file: the same for the same rows and the same release of pyarrow."""
    columns = dict(zip(COLUMNS, zip(*map(astuple, rows), strict=True), strict=False))
    arrays = [_array(name, columns.get(name, ())) for name in COLUMNS]
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table(arrays, names=list(COLUMNS)), sink)
    return bytes(sink.getvalue().to_pybytes())


def _array(name: str, values: Sequence[Any]) -> Any:
    if name in NUMBERS:
        return pa.array(values, pa.float64())
    if name in DAYS:
        return pa.array([date.fromisoformat(day) if day else None for day in values], pa.date32())
    return pa.array(values, pa.list_(pa.string()) if name in LISTS else pa.string())
