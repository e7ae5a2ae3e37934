"""Results for people and programs: rows as an aligned table, CSV or JSON; what the graph says of a thing as text."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from kg.graph.explain import Explanation, Figure, Source


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


def as_text(explanation: Explanation, labels: Mapping[str, tuple[str, str]]) -> str:
    """Every fact of a thing, each with rules, confidence and the passages it was read from.

    labels: zh and en of the ontology's local names.
    """
    return "\n".join(_lines(explanation, labels))


def _lines(explanation: Explanation, labels: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    code = f" {explanation.division_code}" if explanation.division_code else ""
    yield f"{explanation.label}  {labels.get(explanation.type, ('',))[0]} {explanation.type}{code}"
    names = [n for n in dict.fromkeys((explanation.full_name, *explanation.names)) if n and n != explanation.label]
    if names:
        yield f"  {'、'.join(names)}"
    for document in explanation.documents:
        yield "  " + "  ".join(filter(None, (document.id, document.issued, document.title)))
    for link in explanation.links:
        roles = f" ({'、'.join(link.roles)})" if link.roles else ""
        yield f"\n{'→' if link.outward else '←'} {link.zh} {link.relation} {link.other}{roles}"
        yield from _source(link.source)
    for figure in explanation.figures:
        yield f"\n# {_figure(figure, labels)}"
        yield from _source(figure.source)
    for step in explanation.steps:
        yield f"\n@ {step.date} {step.zh} {labels.get(step.modality, (step.modality,))[0]}"
        yield from _source(step.source)


def _figure(figure: Figure, labels: Mapping[str, tuple[str, str]]) -> str:
    said = "、".join(labels.get(name, (name,))[0] for name in (figure.kind, figure.qualifier, figure.modality) if name)
    return " ".join(filter(None, (figure.indicator, f"{figure.value:.15g}", figure.unit, figure.period, f"({said})")))


def _source(source: Source) -> Iterator[str]:
    yield f"    {', '.join(source.rules)}  {source.confidence:g}"
    for passage in source.passages:
        yield f"    {passage.doc} {passage.start}–{passage.end}  {_one_line(passage.exact)}"
