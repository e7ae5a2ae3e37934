"""Rows for people and programs: an aligned table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Sequence


def as_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned on a terminal, where a Chinese character is two cells wide.

    >>> print(as_table(["firm", "year"], [["长安汽车", "2020"], ["OPPO", "2021"]]))
    firm      year
    --------  ----
    长安汽车  2020
    OPPO      2021
    """
    lines = [list(columns), ["" for _ in columns], *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(map(_cells, column)) for column in zip(*lines, strict=True)]
    lines[1] = ["-" * width for width in widths]
    return "\n".join("  ".join(cell + " " * (w - _cells(cell)) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """RFC 4180, apart from line ends.

    >>> print(as_csv(["a", "b"], [["1,5", "x"]]))
    a,b
    "1,5",x
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue().rstrip("\n")


def as_json(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A list of objects, one for each row."""
    return json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _cells(text: str) -> int:
    """Cells that text takes on a terminal; marks that sit on another character take none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
