"""Quantities: the numbers of a text with unit and qualifier, Chinese numerals made digits.

How figures are printed, and what only looks like one (第三届, 500强, 三大引擎): ontology/rules/quantities.yml; units:
ontology/lexicon/units.tsv.

>>> from kg.knowledge import load
>>> [(q.value, q.unit, q.qualifier) for q in find_quantities("总投资约77亿元，年产手机5000万台以上，占全市六分之一", load())]
[(77.0, '亿元', '~'), (5000.0, '万台', '>'), (16.67, '%', '=')]
"""

from __future__ import annotations

from collections.abc import Collection

from kg.extract.quantity_forms import Quantity
from kg.extract.quantity_grammar import Skipped, grammar_of
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
    for found in (*sorted(grammar.special(text), key=lambda q: (q.start, -q.end)), *grammar.plain(text)):
        first = found.plain if isinstance(found, Quantity) else found.start
        if closed[first] or closed[found.end - 1]:  # a name may stand within: 每三台笔记本电脑就有一台
            continue
        closed[first : found.end] = b"\1" * (found.end - first)
        if isinstance(found, Quantity):
            taken.append(found)
        else:
            skipped.append(found)
    return tuple(grammar.qualified(text, q) for q in sorted(taken, key=lambda q: q.start)), tuple(skipped)
