"""Results for people and programs: rows as an aligned table, CSV or JSON; what the graph says of a thing as text.

Whatever comes from articles may hold characters that move the cursor of a terminal, turn its text around, or make a spreadsheet run
something. None of them gets out of here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.spreadsheet import inert

if TYPE_CHECKING:
    from kg.graph.explain import Explanation, Figure, Source

_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}  # controls, marks of direction and joining, separators of lines, halves of characters
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def visible(text: str, kept: str = "\n") -> str:
    """A text whose characters that nobody sees are written as their numbers, as Turtle and JSON do; `kept` stay.

    >>> print(visible("长安\x1b[31m汽车"))
    长安\\u001b[31m汽车
    """
    if text.isprintable():  # a quick yes for nearly every name
        return text
    return "".join(_escape(c) if unicodedata.category(c) in _HIDDEN and c not in kept else c for c in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def as_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned on a terminal, where a Chinese character is two cells wide.

    >>> print(as_table(["firm", "year"], [["长安汽车", "2020"], ["OPPO", "2021"]]))
    firm      year
    --------  ----
    长安汽车  2020
    OPPO      2021
    """
    lines = [[_one_line(column) for column in columns], ["" for _ in columns], *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(map(_cells, column)) for column in zip(*lines, strict=True)]
    lines[1] = ["-" * width for width in widths]
    return "\n".join("  ".join(cell + " " * (w - _cells(cell)) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """RFC 4180, apart from line ends. A number stays one; a text that a spreadsheet would run gets an apostrophe, which it then hides.

    >>> print(as_csv(["a", "b"], [["1,5", "=1+1"], ["-80", "-80%"]]))
    a,b
    "1,5",'=1+1
    -80,'-80%
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in [columns, *rows])
    return out.getvalue().rstrip("\n")


def as_json(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A list of objects, one for each row."""
    return to_json([dict(zip(columns, row, strict=True)) for row in rows])


def to_json(data: Any) -> str:
    """Any plain data as JSON, its hidden characters escaped.

    >>> print(to_json(["长安\x9b31m汽车"]))
    [
     "长安\\u009b31m汽车"
    ]
    """
    lines = json.dumps(data, ensure_ascii=False, indent=1).split("\n")
    return "\n".join(line if line.isprintable() else _escaped(line) for line in lines)


def _escaped(line: str) -> str:
    return "".join(json.dumps(c)[1:-1] if unicodedata.category(c) in _HIDDEN else c for c in line)


def _cell(text: str) -> str:
    seen = visible(text, "\n\t")
    return seen if _NUMBER.fullmatch(seen) else inert(seen)


def _one_line(cell: str) -> str:
    return visible(" ".join(cell.split()))


def _cells(text: str) -> int:
    """Cells that text takes on a terminal; marks that sit on another character take none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_text(explanation: Explanation, labels: Mapping[str, tuple[str, str]]) -> str:
    """Every fact of a thing, each with rules, confidence and the passages it was read from.

    labels: zh and en of the ontology's local names.
    """
    return visible("\n".join(_lines(explanation, labels)))


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
