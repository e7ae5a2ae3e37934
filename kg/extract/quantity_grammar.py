"""How figures are printed: the grammar of ontology/rules/quantities.yml, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kg.extract.quantity_forms import Quantity, expressed
from kg.extract.quantity_patterns import qualifier_words, specials
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.figures import describe, units
from kg.knowledge.numerals import ARABIC, CHINESE, DECIMAL, split, value
from kg.knowledge.regex import any_of

_CLAUSE = re.compile("[，。；：！？,;:!?\n]")
_RANGE = re.compile(r"[A-Za-z]|[—–~～\-＋+]\s*\d|[至到]\d+(?:\.\d+)?[^\d月日年]")
_ATTACHED = re.compile(r"[A-Za-z\-–—~～+.几好若]|数(?=\D|10+(?![\d.]))")  # 数十家, 数100家, but 企业数236家


@dataclass(frozen=True, slots=True)
class Skipped:
    """A number that is no quantity, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class _Skip:
    before: re.Pattern[str] | None
    unless: tuple[str, ...]
    after: re.Pattern[str] | None
    after_unit: re.Pattern[str] | None
    dimensions: frozenset[str]
    units: frozenset[str]
    dimension: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The rules compiled."""

    knowledge: Knowledge
    specials: tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]
    generic: re.Pattern[str]
    large: re.Pattern[str]
    per: re.Pattern[str]
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    ahead: tuple[tuple[str, str], ...]
    inside: Mapping[str, str]
    not_after: Mapping[str, tuple[str, ...]]
    skips: tuple[_Skip, ...]
    one_after: tuple[str, ...]
    lettered: tuple[str, ...]
    minus: re.Pattern[str]
    not_followed: tuple[str, ...]
    not_words: tuple[str, ...]
    yearly: frozenset[str]
    told_in: Mapping[str, tuple[str, int]]

    def special(self, text: str) -> Iterator[Quantity]:
        """Whole expressions: fractions, ranks, tenths, doublings."""
        for pattern, data in self.specials:
            for match in pattern.finditer(text):
                made = expressed(match, data, self.knowledge)
                if made is None or text.startswith(tuple(data.get("not_before", ())), match.end()):
                    continue
                if text.endswith(tuple(data.get("not_after", ())), 0, match.start()):
                    continue
                if "near" in data and not any(word in _clause_around(text, *match.span()) for word in data["near"]):
                    continue
                if "after_clause" in data and not any(word in _clause_before(text, match.start())[-16:] for word in data["after_clause"]):
                    continue
                yield made

    def plain(self, text: str) -> Iterator[Quantity | Skipped]:
        """A number with its unit."""
        for match in self.generic.finditer(text):
            start, end = match.span()
            why = self._skipped(text, match)
            if why:
                yield Skipped(start, end, why)
                continue
            parts = self._number(match)
            if parts is None:
                yield Skipped(start, end, "no clear number")
                continue
            number, magnitude = parts
            unit = match["unit"] or ""
            start, per = self._per(text, start, match["per"])
            inside = match["in1"] or match["in2"] or ""
            printed = f"{magnitude}{unit}" + (f"/{per}" if per else "")
            known = describe(printed, self.knowledge) if unit else None
            dimension = known.dimension if known else ""
            if printed in self.told_in:
                printed, parts_of = self.told_in[printed]
                number /= parts_of
            if self.minus.search(text[max(0, match.start("num") - 2) : match.start("num")]) and dimension in ("ratio", "change", "money"):
                number = -number
                start = min(start, match.start("num") - 1)
            yield Quantity(start, end, float(number), printed, self.inside.get(inside, "="), "", dimension, match.start("num"))
        for match in self.large.finditer(text):  # 过亿元
            known = describe(match["mag"] + match["unit"], self.knowledge)
            if known:
                yield Quantity(*match.span(), 1.0, known.name, "=", "", known.dimension, match.start())

    def _per(self, text: str, start: int, after: str | None) -> tuple[int, str]:
        """Where a number begins and the unit it is counted by: 亿元/平方公里, 每平方公里126.5亿元."""
        before = self.per.search(text, max(0, start - 8), start)
        if after in self.yearly:  # 10万吨/年 is 10万吨 of a yearly capacity
            return start, ""
        return (before.start(), before["unit"]) if before and not after else (start, after or "")

    def _number(self, match: re.Match[str]) -> tuple[Decimal, str] | None:
        """The value as printed and the magnitude that belongs to the unit."""
        number = match["num"]
        magnitude = match["mag"] or ""
        if number[0].isdigit():
            plain = value(re.sub(r"\s", "", number))
            return None if plain is None else (plain, magnitude)
        if number == "半":
            return Decimal("0.5"), magnitude
        parts = split(number + ("" if match["in1"] else magnitude))
        if parts is None:
            return None
        return (parts[0], magnitude) if match["in1"] else parts

    def _skipped(self, text: str, match: re.Match[str]) -> str:
        start, end = match.span()
        number, unit = match["num"], match["unit"] or ""
        chinese = not number[0].isdigit()
        around = text[max(0, start - 2) : start]
        if self.minus.search(around) and match["unit"]:
            return ""
        ends = text.endswith(self.lettered, 0, start) or re.search(r"[a-z]{2}$|[）)—]$", around)
        if (start and _ATTACHED.match(text, start - 1) and not ends) or (not unit and _RANGE.match(text, end)):
            return "part of a name or a range"
        dimension = units(self.knowledge)[unit].dimension if unit else ""
        for rule in self.skips:
            if rule.dimension and rule.dimension != dimension:
                continue
            if unit in rule.units:
                return rule.why
            left = text[max(0, start - 8) : start]
            if rule.before and rule.before.search(left) and not left.endswith(rule.unless):
                return rule.why
            if rule.after and rule.after.match(text, end) and not (rule.dimension == "" and unit):
                return rule.why
            if unit and rule.after_unit and rule.after_unit.match(text, end) and (not rule.dimensions or dimension in rule.dimensions):
                return rule.why
        if not chinese:
            return ""
        if not unit and not match["mag"]:
            return "no unit"
        if (not value(number) and not match["mag"] and split(number) is None) or set(number) <= {"零", "〇"}:
            return "no clear number"
        if number == "一" and text.endswith(self.one_after, 0, start):
            return ""
        counts = match["mag"] or match["in1"] or dimension in ("ratio", "change") or (dimension == "time" and number == "半")
        return "an article, not a count" if number in ("一", "半") and not counts else ""

    def qualified(self, text: str, quantity: Quantity) -> Quantity:
        """The quantity with the words around it that qualify it."""
        start, end, qualifier = quantity.start, quantity.end, quantity.qualifier
        left = text[max(0, start - 8) : start]
        for word, mark in self.before:
            head = left.rstrip("了达")
            for candidate in (left, head):
                if candidate.endswith(word) and not candidate[: -len(word)].endswith(self.not_after.get(word, ())):
                    start -= len(left) - len(candidate) + len(word)
                    qualifier = mark if qualifier == "=" else qualifier
                    left = ""
                    break
            if not left:
                break
        if qualifier == "=" and quantity.dimension == "ratio":
            clause = _clause_before(text, quantity.start)
            qualifier = next((mark for word, mark in self.ahead if word in clause), "=")
        for word, mark in self.after:
            within = text.startswith(self.not_words, end) or (len(word) == 1 and text.startswith(self.not_followed, end + 1))
            if text.startswith(word, end) and not within:
                end += len(word)
                qualifier = mark if qualifier == "=" else qualifier
                break
        return replace(quantity, start=start, end=end, qualifier=qualifier)


def _clause_before(text: str, position: int) -> str:
    window = text[max(0, position - 40) : position]
    return _CLAUSE.split(window)[-1]


def _clause_around(text: str, start: int, end: int) -> str:
    return _clause_before(text, start) + _CLAUSE.split(text[start : end + 40])[0]


@lru_cache(maxsize=8)
@reads("rules/quantities.yml")
def grammar_of(knowledge: Knowledge) -> Grammar:
    """The grammar of an ontology."""
    items = [item.data for item in knowledge.rules.get("quantities", ())]
    inside = {word: d["qualifier"] for d in items for word in d.get("inside", ())}
    unit = any_of([*units(knowledge)])
    measures = [name for name, u in units(knowledge).items() if u.dimension in {x for d in items for x in d.get("per_dimensions", ())}]
    own = any_of(name for name in units(knowledge) if name[0] in "百千")  # 110千伏 is no 110千 of 伏
    spaced = rf"(?<![\d.])(?<![\d.][ \u2009\u202f\xa0])\d{{1,3}}(?:[ \u2009\u202f\xa0]\d{{3}})+(?=[万亿]*(?:{unit}))"  # 3 200吨
    number = f"{spaced}|{ARABIC}|{DECIMAL}(?=[万亿]|(?:{unit}))|[{CHINESE}半]+"
    generic = re.compile(
        rf"(?P<num>{number})(?P<in1>(?:{any_of(inside)})(?=[百千万亿]|(?:{unit})))?(?:个(?=亿(?!元|级|吨)))?(?P<mag>(?:(?!{own})[百千])?[万亿]*)(?:(?P<in2>{any_of(inside)})(?=(?:{unit})))?"
        rf"(?P<unit>{unit})?(?:(?<=[^\d])/(?P<per>{unit}))?"
    )
    return Grammar(
        knowledge,
        tuple(specials(items, unit)),
        generic,
        re.compile(rf"(?<=[过超破逾近达])(?P<mag>万亿|亿|万)(?P<unit>{unit})"),
        re.compile(f"(?:{any_of([w for d in items for w in d.get('per', ())])})(?P<unit>{any_of(measures)})$"),
        tuple(qualifier_words(items, "before")),
        tuple(qualifier_words(items, "after")),
        tuple(qualifier_words(items, "ahead")),
        inside,
        {w: tuple(d["not_after"]) for d in items if "qualifier" in d and "not_after" in d for w in d["before"]},
        tuple(
            _Skip(
                re.compile(f"(?:{any_of(d['before'])})$") if d.get("before") else None,
                tuple(d.get("unless", ())),
                re.compile(any_of(d["after"])) if d.get("after") else None,
                re.compile("|".join(d["after_unit"])) if d.get("after_unit") else None,
                frozenset(d.get("dimensions", ())),
                frozenset(d.get("units", ())),
                d.get("dimension", ""),
                d["why"],
            )
            for d in items
            if "why" in d
        ),
        tuple(w for d in items for w in d.get("one_after", ())),
        tuple(w for d in items for w in d.get("lettered", ())),
        re.compile(f"(?:^|{any_of([w for d in items for w in d.get('minus_after', ())])})[-－—−]$"),
        tuple(w for d in items for w in d.get("not_followed", ())),
        tuple(w for d in items for w in d.get("not_words", ())),
        frozenset(w for d in items for w in d.get("yearly", ())),
        {unit: (to, of) for d in items for unit, (to, of) in d.get("told_in", {}).items()},
    )
