"""Units: what a printed unit stands for, and figures in base units.

A printed unit is a unit of ontology/lexicon/units.tsv with a magnitude before it (万平方米, 亿元) or two of them with
a stroke between (亿元/平方公里).

>>> from kg.knowledge import load
>>> base_value(2.5, "万平方米", load())
(25000.0, '平方米')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads

MAGNITUDES: Mapping[str, Decimal] = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
_PRINTED = re.compile("([十百千万亿]*)(.*)")


@dataclass(frozen=True, slots=True)
class Unit:
    """factor × a value in this unit = the value in `base`; `qudt` is the local name of the QUDT unit, "" if none."""

    name: str
    base: str
    factor: Decimal
    dimension: str
    qudt: str


@lru_cache(maxsize=8)
@reads("lexicon/units.tsv")
def units(knowledge: Knowledge) -> Mapping[str, Unit]:
    """Every unit of the lexicon under its name and its aliases. Raises KnowledgeError."""
    found: dict[str, Unit] = {}
    for row in knowledge.tables.get("units", ()):
        try:
            factor = Decimal(row["factor"])
        except InvalidOperation as error:
            raise KnowledgeError(f"factor {row['factor']!r} is no number", place=row.place) from error
        unit = Unit(row["name"], row["base"], factor, row["dimension"], row["qudt"])
        for name in (row["name"], *row["aliases"].split()):
            if name in found:
                raise KnowledgeError(f"unit {name!r} is there twice", place=row.place, remedy="a name or alias belongs to one unit")
            found[name] = unit
    return found


def describe(printed: str, knowledge: Knowledge) -> Unit | None:
    """The unit that a printed one amounts to: its own name, with the factor of magnitude and unit together; None if unknown."""
    known = units(knowledge)
    numerator, stroke, denominator = printed.partition("/")
    if stroke:
        above, below = describe(numerator, knowledge), describe(denominator, knowledge)
        if above is None or below is None:
            return None
        return Unit(printed, f"{above.base}/{below.base}", above.factor / below.factor, f"{above.dimension}/{below.dimension}", "")
    if printed in known:
        unit = known[printed]
        return unit if unit.name == printed else Unit(printed, unit.base, unit.factor, unit.dimension, unit.qudt)
    match = _PRINTED.fullmatch(printed)
    magnitude, name = (match[1], match[2]) if match else ("", printed)
    core = known.get(name or "个")
    if core is None or not (magnitude or name):
        return None
    factor = core.factor
    for character in magnitude:
        factor *= MAGNITUDES[character]
    return Unit(printed, core.base, factor, core.dimension, "")


def base_value(value: float, unit: str, knowledge: Knowledge) -> tuple[float, str] | None:
    """A figure in the base unit of its dimension; None where the lexicon does not know the unit.

    Exact in decimals: 0.1 万元 is 1000 元, not 1000.0000000000001.
    """
    known = describe(unit, knowledge)
    return None if known is None else (float(Decimal(str(value)) * known.factor), known.base)
