"""Faults of lexicon/*.tsv that reading them does not show: words twice, references that lead nowhere, unknown classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from kg.errors import KnowledgeError
from kg.knowledge.files import Row
from kg.knowledge.load import Knowledge

APART = ("code", "type", "types", "role", "of", "value")  # columns that tell two rows of one word apart
NEAR = 0.5  # codes and words are short
BLANKS = re.compile(r"\s{2,}")
LISTS = ("short", "aliases")  # columns of several words


def check_tables(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """The faults of every table."""
    for _, rows in sorted(knowledge.tables.items()):
        for row in rows:
            yield from _cells(row)
            yield from _classes(row, knowledge)
        yield from _duplicates(rows)
        yield from _shared(rows)
        yield from _parents(rows)


def _cells(row: Row) -> Iterator[KnowledgeError]:
    first = next(iter(row.values))
    if not row[first]:
        yield KnowledgeError(f"no {first}", place=row.place, remedy="the first column may not be empty")
    for column, value in row.values.items():
        if value != value.strip():
            yield KnowledgeError(f"blanks around {value.strip()!r} in column {column!r}", place=row.place, remedy="take them away")
        elif BLANKS.search(value):
            yield KnowledgeError(f"several blanks in {value!r}", place=row.place, remedy="columns are parted by one tab")
    if row.values.get("context", "") not in ("", "1"):
        yield KnowledgeError(f"context {row['context']!r}", place=row.place, remedy="context is 1 or empty")


def _classes(row: Row, knowledge: Knowledge) -> Iterator[KnowledgeError]:
    for name in filter(None, row.values.get("types", "").split(",")):
        if name not in knowledge.ontology.classes:
            like = get_close_matches(name, knowledge.ontology.classes, 1)
            yield KnowledgeError(
                f"unknown class {name!r}",
                place=row.place,
                remedy=f"did you mean {like[0]!r}?" if like else "Classes are declared in ontology/core.ttl",
            )


def _duplicates(rows: Iterable[Row]) -> Iterator[KnowledgeError]:
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = (next(iter(row.values.values())), *(row.values.get(column, "") for column in APART))
        if key in seen:
            yield KnowledgeError(f"{key[0]!r} is there twice", place=row.place, remedy=f"the other: {seen[key]}")
        seen.setdefault(key, row.place)


def _shared(rows: Iterable[Row]) -> Iterator[KnowledgeError]:
    """A short form that belongs to two rows says nothing of which is meant."""
    owner: dict[str, Row] = {}
    for row in rows:
        if "full" in row.values:  # there, several long forms have one short form on purpose
            return
        for word in (word for column in LISTS for word in row.values.get(column, "").split()):
            first = next(iter(row.values.values()))
            if word in owner:
                yield KnowledgeError(
                    f"{word!r} stands for {first!r} and for {next(iter(owner[word].values.values()))!r}",
                    place=row.place,
                    remedy=f"leave it out of one of them; the other: {owner[word].place}",
                )
            owner.setdefault(word, row)


def _parents(rows: Iterable[Row]) -> Iterator[KnowledgeError]:
    rows = tuple(rows)
    column = "code" if rows and "code" in rows[0].values else "name"
    known = {row.values.get(column, "") for row in rows}
    for row in rows:
        parent = row.values.get("parent", "")
        if parent and parent not in known:
            like = get_close_matches(parent, known, 1, NEAR)
            yield KnowledgeError(
                f"unknown parent {parent!r}",
                place=row.place,
                remedy=f"did you mean {like[0]!r}?" if like else f"a parent is a {column} of this table",
            )
