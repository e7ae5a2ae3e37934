"""Rows of tables: their cells, which row is the head, and which rows are one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.knowledge.reading import ReadingRules
from kg.model import Table
from kg.reading.lines import Line

ROWS = ("row", "header")  # marks of lines

Row = tuple[tuple[int, int], ...]  # of each cell the span


def cells(row: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a row stand, from behind its first stroke on, outer blanks left out; of an empty one both ends are the same.

    >>> row = "甲区 | 12.5 | |"
    >>> [row[start:end] for start, end in cells(row)]
    ['甲区', '12.5', '']
    """
    at = 0
    for cell in row.removesuffix("|").split("|"):
        start = at + len(cell) - len(cell.lstrip())
        yield start, max(start, at + len(cell.rstrip()))
        at += len(cell) + 1


def with_heads(lines: Sequence[Line], rules: ReadingRules) -> list[Line]:
    """The heads of tables marked where a format does not say which row that is: the first of several cells, none a figure as below."""
    out = list(lines)
    opens, first = False, -1  # whether the next row may be a head; the row that may be one
    for i, line in enumerate(lines):
        if line.mark != "row":
            opens, first = False, -1
            continue
        above = out[i - 1].mark if i else ""
        opens = opens or above not in ROWS or (line.blank and above == "row")
        row = [line.text[start:end] for start, end in cells(line.text)]
        figures = any(map(rules.patterns["figure_cell"].search, row))
        if opens and sum(map(bool, row)) > 1:
            opens, first = False, -1 if figures else i
        elif first >= 0 and figures:
            out[first] = replace(out[first], mark="header")
            first = -1
    return out


def tables(rows: Sequence[tuple[int, Line, Row]]) -> Iterator[Table]:
    """The tables that rows make, each given with the number of its paragraph: those right below one another, from one head to the next."""
    opens = [i for i, (number, line, _) in enumerate(rows) if line.mark == "header" or not i or number != rows[i - 1][0] + 1]
    for at, end in pairwise([*opens, len(rows)]):
        headed = rows[at][1].mark == "header"
        found = [row for _, _, row in rows[at:end]]
        yield Table(found[0] if headed else (), tuple(found[headed:]))
