"""Quantities: the numbers of a text with unit and qualifier, Chinese numerals made digits.

How figures are printed, and what only looks like one (第三届, 500强, 三大引擎): ontology/rules/quantities.yml; units:
ontology/lexicon/units.tsv.

>>> from kg.knowledge import load
>>> [(q.value, q.unit, q.qualifier) for q in find_quantities("总投资约77亿元，年产手机5000万台以上，占全市六分之一", load())]
[(77.0, '亿元', '~'), (5000.0, '万台', '>'), (16.67, '%', '=')]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

from kg.extract.quantity_grammar import Quantity, Skipped, grammar_of
from kg.knowledge import Knowledge

__all__ = ["Quantity", "Skipped", "find_quantities", "scan"]


def find_quantities(text: str, knowledge: Knowledge, skip: Collection[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The quantities of a text, in order; nothing that begins within one of the spans to skip (names, dates)."""
    return scan(text, knowledge, skip)[0]


def scan(text: str, knowledge: Knowledge, skip: Collection[tuple[int, int]] = ()) -> tuple[tuple[Quantity, ...], tuple[Skipped, ...]]:
    """The quantities, and the numbers that are none."""
    grammar = grammar_of(knowledge)
    closed = bytearray(len(text))
    for start, end in skip:
        closed[start:end] = b"\1" * (end - start)
    taken: list[Quantity] = []
    skipped: list[Skipped] = []
    starts: list[int] = []
    for found in sorted([*grammar.special(text), *grammar.plain(text)], key=lambda f: (f.start, -f.end)):
        if isinstance(found, Skipped):
            if not closed[found.start]:
                skipped.append(found)
                closed[found.start : found.end] = b"\1" * (found.end - found.start)
            continue
        if any(closed[found.plain : found.end]):
            continue
        closed[found.plain : found.end] = b"\1" * (found.end - found.plain)
        at = bisect_right(starts, found.start)
        starts.insert(at, found.start)
        taken.insert(at, found)
    return tuple(grammar.qualified(text, q) for q in taken), tuple(skipped)
