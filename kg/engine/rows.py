"""What passes between the stages of a build in parts: rows of bytes, and stages that make rows of rows.

A stage is a function of some rows and the knowledge; where it runs, and where rows stand meanwhile, is the business of an engine (disk.py,
spark.py). Records travel as MessagePack, checked against their class as they are read. The one home of msgspec.

>>> rows = [Row("word", "a", "1", b"x"), Row("word", "a", "2", b"y"), Row("word", "b", "", b"z")]
>>> [(key, [row.value for row in group]) for key, group in grouped(rows)]
[('a', [b'x', b'y']), ('b', [b'z'])]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple, Protocol, Self, TypeVar

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


class Rows(Protocol):
    """Rows wherever an engine has them."""

    def of(self, *kinds: str) -> Self:
        """Those of some kinds."""

    def __add__(self, other: Self) -> Self: ...

    def group(self, stage: Stage) -> Self:
        """What a stage makes of the rows brought together by key, those of a key ordered by place."""

    def linked(self, links: Self) -> Self:
        """The rows with new keys: of all that links (rows whose key and place are linked) make hang together with a key, the least."""

    def keep(self) -> Self:
        """The same, computed once although several stages read them."""

    def distinct(self) -> Self:
        """Each row once."""

    def count(self) -> int:
        """How many they are."""

    def names(self) -> list[str]:
        """The keys, in order: few of them."""

    def total(self) -> int:
        """The sum of the places, which are digits."""

    def sums(self) -> dict[tuple[str, str], int]:
        """The sums of the values, which are digits, by key and place: few of them."""

    def collect(self, most: int) -> list[Row]:
        """The rows themselves; no more than `most`."""


R = TypeVar("R", bound=Rows)


class Engine(Protocol[R]):
    """What has rows, and writes what they hold, each as a file or as a folder of parts."""

    def rows(self, rows: Sequence[Row]) -> R:
        """Rows of one's own."""

    def write_lines(self, rows: R, path: str) -> None:
        """The values of rows: each is some lines without the last line break."""


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
