"""Stages over files on this machine's disk: a part of the rows at a time is in memory, in one process or several.

Rows are brought together by key as a Grace hash join does it (Kitsuregawa et al. 1983): each goes to the file that the hash of its key
names, and each file is sorted by itself. What comes out does not depend on how many processes work on it. Held at once are only the keys
of `linked`.
"""

from __future__ import annotations

import heapq
import os
import struct
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, islice
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from kg.engine.local import map_in_order
from kg.engine.rows import Row, Stage, grouped
from kg.knowledge import Knowledge, load

ARTICLES_A_PART = 500  # what they say fills some tens of megabytes
MOST_PARTS = 200  # files that are open at a time; some systems allow 256
MOST_RUNS = 100  # sorted files that are merged at a time
BYTES_WORTH_A_WORKER = 5_000_000
BY_KEY = itemgetter(1, 2)  # of a row: key and place

_HEAD = struct.Struct("<4I")  # before each row: the lengths of its fields


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder for rows, empty at first. articles: how many the rows are about; workers: processes, 0 for as many as there are cores."""

    folder: Path
    knowledge: Knowledge
    articles: int
    workers: int = 0

    def rows(self, rows: Iterable[Row]) -> Rows:
        """Rows of one's own, however many."""
        return Rows(self, tuple(_write(rows, self.new())))

    def new(self) -> Path:
        """A folder for files of rows."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def write_lines(self, rows: Rows, path: str) -> None:
        """The lines of the values, in order, as a file."""
        with Path(path).open("wb") as out:
            out.writelines(row.key.encode() + b"\n" for row in rows.map(_lines).merged())


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that stand in files, of one kind each."""

    disk: Disk
    files: tuple[tuple[str, Path], ...]

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(_read(path) for _, path in self.files)

    def __add__(self, other: Rows) -> Rows:
        return Rows(self.disk, self.files + other.files)

    def of(self, *kinds: str) -> Rows:
        """Those of some kinds."""
        return Rows(self.disk, tuple((kind, path) for kind, path in self.files if kind in kinds))

    def keep(self) -> Rows:
        """The same: they have been computed."""
        return self

    def map(self, stage: Stage) -> Rows:
        """What a stage makes of the rows of each file."""
        return self._run(_mapped, stage, [path for _, path in self.files])

    def group(self, stage: Stage) -> Rows:
        """What a stage makes of the rows brought together by key."""
        folder, number = self.disk.new(), max(1, min(MOST_PARTS, self.disk.articles // ARTICLES_A_PART))
        parts = [folder / str(part) for part in range(number)]
        with ExitStack() as opened:
            streams = [opened.enter_context(part.open("wb")) for part in parts]
            for _, path in self.files:
                for head, rest in _records(path):
                    kind, key, *_ = _HEAD.unpack(head)
                    streams[zlib.crc32(rest[kind : kind + key]) % number].write(head + rest)
        return self._run(_grouped, stage, parts)

    def _run(self, work: Callable[[Path, Stage, Knowledge], Iterator[Row]], stage: Stage, files: Sequence[Path]) -> Rows:
        size = sum(path.stat().st_size for path in files)
        workers = min(self.disk.workers or os.cpu_count() or 1, 1 + size // BYTES_WORTH_A_WORKER)
        done = map_in_order(partial(_done, work=work, stage=stage, disk=self.disk.folder, root=self.disk.knowledge.root), files, workers)
        return Rows(self.disk, tuple(chain.from_iterable(done)))

    def merged(self) -> Iterator[Row]:
        """The rows of files that are each in the order of keys and places, in that order."""
        runs = [path for _, path in self.files]
        while len(runs) > MOST_RUNS:
            some, runs = runs[:MOST_RUNS], runs[MOST_RUNS:]
            runs += [path for _, path in _write(heapq.merge(*map(_read, some), key=BY_KEY), self.disk.new())]
        return heapq.merge(*map(_read, runs), key=BY_KEY)

    def ordered(self) -> Iterator[Row]:
        """The rows by key and place."""
        return self.map(_ordered).merged()

    def linked(self, links: Rows) -> Rows:
        """The rows with new keys: of all that links (rows whose key and place are linked) make hang together with a key, the least."""
        least: dict[str, str] = {}

        def find(key: str) -> str:
            while (above := least.get(key, key)) != key:
                least[key] = key = least.get(above, above)  # halves the way for the next one
            return key

        for link in links:
            low, high = sorted((find(link.key), find(link.place)))
            if low != high:
                least[high] = low
        return self.disk.rows(row._replace(key=find(row.key)) for row in self)

    def distinct(self) -> Rows:
        """Each row once."""
        return self.group(_once)

    def count(self) -> int:
        """How many they are."""
        return sum(1 for _ in self)

    def names(self) -> list[str]:
        """The keys, in order: few of them."""
        return sorted(row.key for row in self)

    def total(self) -> int:
        """The sum of the places, which are digits."""
        return sum(int(row.place) for row in self)

    def sums(self) -> dict[tuple[str, str], int]:
        """The sums of the values, which are digits, by key and place: few of them."""
        sums: Counter[tuple[str, str]] = Counter()
        for row in self:
            sums[row.key, row.place] += int(row.value)
        return dict(sums)

    def collect(self, most: int) -> list[Row]:
        """The rows themselves; no more than `most`."""
        return list(islice(self, most))


def _done(
    path: Path, *, work: Callable[[Path, Stage, Knowledge], Iterator[Row]], stage: Stage, disk: Path, root: Path
) -> list[tuple[str, Path]]:
    """In a worker: writes what a stage makes of a file."""
    return _write(work(path, stage, load(root)), Path(tempfile.mkdtemp(dir=disk)))


def _mapped(path: Path, stage: Stage, knowledge: Knowledge) -> Iterator[Row]:
    return stage(_read(path), knowledge)


def _grouped(path: Path, stage: Stage, knowledge: Knowledge) -> Iterator[Row]:
    rows = sorted(_read(path), key=BY_KEY)
    path.unlink()  # nothing else has need of it
    return stage(rows, knowledge)


def _lines(rows: Iterable[Row], __: Knowledge) -> Iterator[Row]:
    """The lines of the values, as keys in order."""
    return (Row("line", line) for line in sorted(line for row in rows for line in row.value.decode().split("\n")))


def _ordered(rows: Iterable[Row], __: Knowledge) -> Iterator[Row]:
    return iter(sorted(rows, key=BY_KEY))


def _once(rows: Iterable[Row], __: Knowledge) -> Iterator[Row]:
    for _, group in grouped(rows):
        yield from dict.fromkeys(group)


def _write(rows: Iterable[Row], folder: Path) -> list[tuple[str, Path]]:
    """Writes rows into a file for each kind; the kinds and the files."""
    streams: dict[str, BinaryIO] = {}
    with ExitStack() as opened:
        for row in rows:
            if row.kind not in streams:
                streams[row.kind] = opened.enter_context((folder / row.kind).open("wb"))
            fields = (row.kind.encode(), row.key.encode(), row.place.encode(), row.value)
            streams[row.kind].write(_HEAD.pack(*map(len, fields)) + b"".join(fields))
    return [(kind, folder / kind) for kind in streams]


def _records(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """The head and the rest of each row in a file."""
    with path.open("rb") as stream:
        while head := stream.read(_HEAD.size):
            yield head, stream.read(sum(_HEAD.unpack(head)))


def _read(path: Path) -> Iterator[Row]:
    """The rows in a file."""
    for head, rest in _records(path):
        kind, key, place = accumulate(_HEAD.unpack(head)[:3])
        yield Row(rest[:kind].decode(), rest[kind:key].decode(), rest[key:place].decode(), rest[place:])
