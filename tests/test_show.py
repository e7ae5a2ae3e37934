"""Query results for people and programs."""

import csv
import io
import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.show import as_csv, as_json, as_table

CELLS = st.text(st.sampled_from('长安 ab,"\n；Ａ'), max_size=6)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=5)


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@settings(derandomize=True, max_examples=200)
@given(ROWS)
def test_second_column_starts_at_the_same_cell_in_every_line(rows: list[tuple[str, str]]) -> None:
    marked = [(a, f"|{b}") for a, b in rows]
    lines = as_table(["名称", "|value"], marked).splitlines()
    assert len(lines) == len(rows) + 2
    starts = {cells(line[: line.index("|")]) for line in lines if "|" in line}
    assert len(starts) == 1


@settings(derandomize=True, max_examples=200)
@given(ROWS)
def test_csv_reads_back(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(["a", "b"], rows), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [["a", "b"], *map(list, rows)]


@settings(derandomize=True, max_examples=200)
@given(ROWS)
def test_json_reads_back(rows: list[tuple[str, str]]) -> None:
    assert json.loads(as_json(["a", "b"], rows)) == [{"a": a, "b": b} for a, b in rows]
