"""Figures → a table for people with spreadsheets, and its CSV: RFC 4180 in UTF-8 with the mark by which Excel knows it.

Classes, kinds, qualifiers and modalities stand under their Chinese labels. Rules, documents (titles), dates and sentences are several
values in a cell, one on each line: the lines of documents, dates and sentences stand beside each other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from kg.facts import Figure
from kg.graph.formats import Built
from kg.graph.formats.cells import Documents, iri, one_line
from kg.graph.periods import span
from kg.iri import plain, tidy
from kg.knowledge import Knowledge
from kg.knowledge.figures import base_value
from kg.model import ResolvedEntity
from kg.spreadsheet import inert


@dataclass(frozen=True, slots=True)
class Row:
    """A figure; the fields are the columns. Days are "" where the period is open, base_value is None where the unit is unknown."""

    subject: str
    class_: str
    division_code: str
    indicator: str
    kind: str
    value: float
    unit: str
    base_value: float | None
    base_unit: str
    qualifier: str
    period: str
    first_day: str
    last_day: str
    modality: str
    confidence: float
    rules: tuple[str, ...]
    documents: tuple[str, ...]
    dates: tuple[str, ...]
    sentences: tuple[str, ...]
    iri: str


COLUMNS = tuple(field.name.rstrip("_") for field in fields(Row))
# Columns that are no text, where a format has other types.
NUMBERS = ("value", "base_value", "confidence")
DAYS = ("first_day", "last_day")
LISTS = ("rules", "documents", "dates", "sentences")


def table(built: Built) -> list[Row]:
    """The figures by subject, indicator and period."""
    documents = Documents(built.extractions)
    entities = {entity.key: entity for entity in built.resolution.entities}
    figures = sorted(built.facts.figures, key=order)
    return [row(figure, entities[figure.observation.subject], documents, built.knowledge) for figure in figures]


def order(figure: Figure) -> tuple[str, str, str, str]:
    """Where the row of a figure stands: subject, indicator, period, id."""
    return figure.observation.subject, figure.observation.indicator, figure.observation.period, figure.id


def row(figure: Figure, subject: ResolvedEntity, documents: Documents, knowledge: Knowledge) -> Row:
    """The row of a figure; documents: at least those that it stands in."""
    said, ontology = figure.observation, knowledge.ontology
    base = base_value(said.value, said.unit, knowledge)
    passages = documents.passages(figure.support)
    first_day, last_day = span(said.period)
    return Row(
        subject=one_line(subject.label),
        class_=ontology.classes[subject.type].zh,
        division_code=subject.division_code,
        indicator=one_line(tidy(said.indicator)),
        kind=ontology.labels[said.kind][0],
        value=float(plain(said.value)),
        unit=one_line(tidy(said.unit)),
        base_value=float(plain(base[0])) if base else None,
        base_unit=tidy(base[1]) if base else "",
        qualifier=ontology.labels[ontology.qualifiers[said.qualifier]][0],
        period=said.period,
        first_day=first_day,
        last_day=last_day,
        modality=ontology.labels[said.modality][0],
        confidence=float(plain(figure.support.confidence)),
        rules=tuple(map(one_line, figure.support.rules)),
        documents=tuple(passage.title for passage in passages),
        dates=tuple(passage.date for passage in passages),
        sentences=tuple(passage.sentence for passage in passages),
        iri=iri("fact", figure.id),
    )


def write_csv(rows: Sequence[Row]) -> str:
    """The table as CSV; numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in astuple(line)] for line in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: str | float | tuple[str, ...] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return plain(value)
    return inert(value if isinstance(value, str) else "\n".join(value))
