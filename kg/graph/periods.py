"""Periods of facts → RDF: a typed literal for a year, month or day, a kg:Period node for anything else.

>>> span("2023-H1"), span("2024-01/2024-11"), span("/2024-11")
(('2023-01-01', '2023-06-30'), ('2024-01-01', '2024-11-30'), ('', '2024-11-30'))
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from kg.graph.written import Statement, day, name, string
from kg.iri import period_name

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def period_term(period: str) -> str:
    """What stands in the graph for a period: "2020" → "2020"^^xsd:gYear, "2020-H1" → period:2020-H1."""
    return day(period) if _DATE.fullmatch(period) else name("period", period_name(period))


def period_statements(period: str) -> Iterator[Statement]:
    """The description of a period that is a node: label, first and last day as OWL-Time instants."""
    if _DATE.fullmatch(period):
        return
    node = period_term(period)
    yield node, "rdf:type", "kg:Period"
    yield node, "rdfs:label", string(period)
    for edge, date in zip(("time:hasBeginning", "time:hasEnd"), span(period), strict=True):
        if date:
            instant = name("period", date)
            yield node, edge, instant
            yield instant, "rdf:type", "time:Instant"
            yield instant, "time:inXSDDate", day(date)


def span(period: str) -> tuple[str, str]:
    """First and last day of a period, "" where it is open."""
    first, _, last = period.partition("/")
    return _edges(first)[0], _edges(last if "/" in period else first)[1]


def _edges(date: str) -> tuple[str, str]:
    if not date:
        return "", ""
    year, _, rest = date.partition("-")
    if rest[:1] in ("H", "Q"):
        months = 6 if rest[0] == "H" else 3
        first, last = months * (int(rest[1:]) - 1) + 1, months * int(rest[1:])
    elif len(rest) == 5:
        return date, date
    else:
        first, last = (int(rest), int(rest)) if rest else (1, 12)
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{monthrange(int(year), last)[1]:02}"
