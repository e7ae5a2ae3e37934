"""What passes between the stages of a distributed build: rows of bytes, and stages that make rows of rows.

A stage is a function of some rows and the knowledge; where it runs is the engine's business. Records travel as MessagePack, checked
against their class as they are read. The one home of msgspec.

>>> rows = [Row("word", "a", "1", b"x"), Row("word", "a", "2", b"y"), Row("word", "b", "", b"z")]
>>> [(key, [row.value for row in group]) for key, group in grouped(rows)]
[('a', [b'x', b'y']), ('b', [b'z'])]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import msgspec

from kg.knowledge import Knowledge

Record = TypeVar("Record")


class Row(NamedTuple):
    """kind: what the value is; key: what rows are brought together by; place: their order among those of a key."""

    kind: str
    key: str
    place: str = ""
    value: bytes = b""


Stage = Callable[[Iterable[Row], Knowledge], Iterator[Row]]


def grouped(rows: Iterable[Row]) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each key with its rows, which come ordered by key; a group is read before the next one."""
    return groupby(rows, key=attrgetter("key"))


def chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of so many, the last one of what is left."""
    ahead = iter(rows)
    while chunk := list(islice(ahead, size)):
        yield chunk


def pack(record: object) -> bytes:
    """A record of dataclasses as bytes."""
    return msgspec.msgpack.encode(record)


def unpack(data: bytes, type_: type[Record]) -> Record:
    """The record that `pack` was given. Raises ValueError for bytes of another class."""
    return msgspec.msgpack.decode(data, type=type_)


def read_json(data: bytes, type_: type[Record]) -> Record:
    """A record of JSON. Raises ValueError for anything else."""
    return msgspec.json.decode(data, type=type_)


def as_json(record: Any) -> bytes:
    """A record of dataclasses as JSON."""
    return msgspec.json.encode(record)
