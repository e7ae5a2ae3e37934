"""What a whole expression comes to: 六分之一 is 16.67 %, 第三 is place 3, 三亿六千万元 is 3.6 亿元 (ontology/rules/quantities.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kg.knowledge import Knowledge
from kg.knowledge.figures import MAGNITUDES, describe
from kg.knowledge.numerals import value


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of text[start:end], qualifier words included.

    kind: what the expression alone says: "rank", "share" (a fraction), or "". dimension: of its unit.
    plain: the number without words around it starts there.
    """

    start: int
    end: int
    value: float
    unit: str
    qualifier: str
    kind: str
    dimension: str
    plain: int


def expressed(match: re.Match[str], data: Mapping[str, Any], knowledge: Knowledge) -> Quantity | None:
    """The quantity that an entry makes of what its pattern found; None if it is none."""
    start, end = match.span()
    if "percent" in data:
        return Quantity(start, end, float(data["percent"][match[0]]), "%", data.get("qualifier_of", "="), "share", "ratio", start)
    if "place" in data:
        return Quantity(start, end, float(data["place"][match[0]]), "位", "=", "rank", "rank", start)
    number = value(match["n"]) if match.groupdict().get("n") else Decimal(1)
    if number is None or number == 0:
        return None
    if "rank" in data or "top" in data:
        return Quantity(start, end, float(number), "位", "<" if "top" in data else "=", "rank", "rank", start)
    if "told" in data or "composed" in data or "nth" in data:
        return _told(match, data, number, knowledge)
    if "doubling" in data:
        return Quantity(start, end, float(2**number - 1), data["unit"], "=", "", "change", start)
    if "compound" in data:
        return _compound(match, data, number, knowledge)
    if "tenth" in data:
        more = Decimal(5) if match["more"] == "半" else value(match["more"] or "") or Decimal(0)
        return Quantity(start, end, float(number * 10 + more), "%", "=", "", "ratio", start)
    if "and_a_half" in data:
        unit = data.get("unit") or match["u"]
        known = describe(unit, knowledge)
        return Quantity(start, end, float(number) + 0.5, unit, "=", "", known.dimension if known else "", start)
    whole = Decimal(10_000) if match["d"] == "万" else value(match["d"])
    if not whole or (number >= whole and "one_in" in data):
        return None
    percent = number * 100 / whole
    if whole >= 100 and whole.scaleb(-whole.adjusted()) == 1:  # 百分之八 is 8%, which is not always a share
        return Quantity(start, end, float(percent), "%", "=", "", "ratio", start)
    rounded = percent.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Quantity(start, end, float(rounded), "%", "=", "share", "ratio", start)


def _told(match: re.Match[str], data: Mapping[str, Any], number: Decimal, knowledge: Knowledge) -> Quantity | None:
    """4个人 is 4 人, 两小时四十分 160 分钟; 第8万辆 counts the 8万辆 that there are."""
    groups = match.groupdict()
    if "composed" in data:
        rest = value(groups["m"])
        if rest is None or rest >= data["of"]:
            return None
        number = number * data["of"] + rest
    elif number * MAGNITUDES.get(groups.get("mag") or "", Decimal(1)) < data.get("least", 0):
        return None
    unit = data.get("unit") or f"{groups['mag']}{groups['u']}"
    known = describe(unit, knowledge)
    dimension = known.dimension if known else data.get("dimension", "")
    return Quantity(match.start(), match.end(), float(number), unit, "=", "", dimension, match.start())


def _compound(match: re.Match[str], data: Mapping[str, Any], number: Decimal, knowledge: Knowledge) -> Quantity | None:
    """三亿六千七百万元 is 3.67 亿元, 八块五 is 8.5 元."""
    rest = value(match["w"].lstrip("零〇"))  # 一亿零五万, 3万6千
    if rest is None:
        return None
    if len(match["w"]) == 1 and not match.groupdict().get("rest"):  # 一万二: the next step below
        rest *= Decimal(data["of"]) / 10
    unit = data["unit"] if "unit" in data else f"{data['compound']}{match['u'] or ''}"
    known = describe(unit, knowledge) if unit.strip("万亿") else None
    total, qualifier = float((number + rest / data["of"]) / data.get("parts", 1)), ">" if match["in"] else "="
    return Quantity(match.start(), match.end(), total, unit, qualifier, "", known.dimension if known else "", match.start())
