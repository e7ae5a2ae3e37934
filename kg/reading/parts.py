"""Files → the articles in them: most files are one; a file of JSON Lines has one in each line, an archive one or more in each of its files.

What cannot be read is named and left out. Names inside an archive are never used as paths: they say what an article is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kg.errors import InputError
from kg.reading import limits
from kg.reading.archive import Entry, entries, take
from kg.reading.formats import ARCHIVES, LINES, SUFFIXES, most_bytes
from kg.reading.object import parse
from kg.reading.sidecar import PARTNER, beside


@dataclass(frozen=True, slots=True)
class Part:
    """An article: a file, or where in a file it is.

    size: its bytes; entry: which file of an archive, and `inner`, how that is called there; sidecar: which file of the archive is
    its sidecar; line and start: which line, and the byte that it begins at; name: the id that the line has, if any.
    """

    path: Path
    size: int
    entry: int = -1
    inner: str = ""
    sidecar: int = -1
    line: int = 0
    start: int = 0
    name: str = ""

    @property
    def suffix(self) -> str:
        """How the file ends that it is, or stands in."""
        return (PurePosixPath(self.inner) if self.inner else self.path).suffix.lower()

    @property
    def place(self) -> str:
        """Where it is, for people."""
        file = f"{self.path}/{self.inner}" if self.inner else str(self.path)
        return f"{file}:{self.line}" if self.line else file

    @property
    def called(self) -> Path:
        """What its id is made of: a path as if archives and files of lines were folders. There need not be anything."""
        steps = [step.replace("\0", "") for step in PurePosixPath(self.inner.replace("\\", "/")).parts]
        file = self.path.joinpath(*(step for step in steps if step.strip("./")))
        if not self.line:
            return file.with_name(f"{file.stem}_{self.name}{file.suffix}") if self.name else file
        name = self.name.replace("/", "_").replace("\0", "")
        return file / f"{name if name.strip('.') else f'{file.stem}_{self.line}'}.json"


def parts(path: Path) -> tuple[list[Part], list[InputError]]:
    """The articles of a file, and the error of each part that holds none."""
    suffix = path.suffix.lower()
    try:
        size = check_size(path.stat().st_size, suffix, str(path))
        if suffix in ARCHIVES:
            return _of_archive(path)
        if suffix in LINES:
            with path.open("rb") as stream:
                return _of_lines(stream, Part(path, size))
    except InputError as error:
        return [], [error]
    except OSError as error:
        return [], [unreadable(error, str(path))]
    return [Part(path, size)], []


def check_size(size: int, suffix: str, place: str) -> int:
    """The size as it is. Raises InputError for a file that is empty or too large for its suffix."""
    if not size:  # it is not even opened: what some systems show as empty files never ends (/proc/kmsg)
        raise InputError("the file is empty", place=place, remedy="remove it or put the article in")
    if size > most_bytes(suffix):
        problem = f"{size / 1e6:.1f} MB are too much for one {'file' if suffix in (*ARCHIVES, *LINES) else 'article'}"
        remedy = "cut it into several" if suffix in (*ARCHIVES, *LINES) else "cut it into one file for each article"
        raise InputError(problem, place=place, remedy=remedy)
    return size


def unreadable(error: OSError, place: str) -> InputError:
    """What the system says against reading a file."""
    return InputError(f"cannot be read: {error.strerror}", place=place, remedy="check path and permissions")


def contents(part: Part) -> tuple[bytes, bytes, str]:
    """The bytes of an article, those of its sidecar and where that is. Raises InputError for what cannot be read."""
    try:
        if part.entry >= 0:
            data = _entry(part.path, part.path.stat().st_mtime_ns, part.entry, part.place)
            sidecar = take(part.path, part.sidecar, part.place) if part.sidecar >= 0 else b""
            where = f"{part.path}/{PurePosixPath(part.inner).with_suffix(PARTNER)}"
            return (data[part.start : part.start + part.size] if part.line else data), sidecar, where
        if part.line:
            with part.path.open("rb") as stream:
                stream.seek(part.start)
                return stream.read(part.size), b"", ""
        return (part.path.read_bytes(), *beside(part.path))
    except OSError as error:
        raise unreadable(error, part.place) from error


@lru_cache(maxsize=1)
def _entry(path: Path, _: int, number: int, place: str) -> bytes:
    """A file of an archive; kept for the articles of its other lines."""
    return take(path, number, place)


def _of_archive(path: Path) -> tuple[list[Part], list[InputError]]:
    found, faults = entries(path)
    sidecars = {entry.name: entry.number for entry in found if entry.name.endswith(PARTNER)}
    articles: list[Part] = []
    for entry in found:
        try:
            articles += _of_entry(path, entry, sidecars, faults)
        except InputError as error:
            faults.append(error)
    if not articles and not faults:
        raise InputError("no texts in this archive", place=str(path), remedy=f"texts end in {', '.join(SUFFIXES)}")
    return _told_apart(articles), faults


def _of_entry(path: Path, entry: Entry, sidecars: dict[str, int], faults: list[InputError]) -> Iterator[Part]:
    suffix = PurePosixPath(entry.name).suffix.lower()
    place = f"{path}/{entry.name}"
    if suffix in ARCHIVES:
        raise InputError("an archive in an archive is not opened", place=place, remedy="unpack the outer one")
    if suffix not in SUFFIXES:
        return
    part = Part(path, check_size(entry.size, suffix, place), entry.number, entry.name)
    if suffix in LINES:
        lines, more = _of_lines(BytesIO(take(path, entry.number, place)), part)
        faults += more
        yield from lines
        return
    sidecar = sidecars.get(str(PurePosixPath(entry.name).with_suffix(PARTNER)), -1)
    yield replace(part, sidecar=sidecar)


def _of_lines(stream: BinaryIO, whole: Part) -> tuple[list[Part], list[InputError]]:
    """The articles of a file of JSON Lines; its lines are those that hold something."""
    articles: list[Part] = []
    faults: list[InputError] = []
    for number, start, line in _lines(stream):
        part = replace(whole, size=len(line), line=number, start=start)
        try:
            if len(articles) >= limits.LINES:
                raise InputError(f"only the first {limits.LINES} articles of a file are read", part.place, "cut it into several")
            if len(line) > limits.LINE:
                problem = f"a line of more than {limits.LINE / 1e6:.0f} MB is too much for one article"
                raise InputError(problem, part.place, "cut it into one line for each article")
            articles.append(replace(part, name=parse(line, part.place)[0]))
        except InputError as error:
            faults.append(error)
            if len(faults) > limits.FAULTS or len(articles) >= limits.LINES:
                if len(faults) > limits.FAULTS:
                    faults[-1] = InputError(f"{limits.FAULTS} lines were bad; from here on nothing is read", part.place, error.remedy)
                break
    if not articles and not faults:
        raise InputError("the file is empty", place=whole.place, remedy="remove it or put articles in")
    return _told_apart(articles), faults


def _lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Number, start and content of each line that holds something; of one that is too long no more than shows that it is."""
    number = start = 0
    while line := stream.readline(limits.LINE + 1):
        number += 1
        size = len(line)
        while not line.endswith(b"\n") and size > limits.LINE and (rest := stream.readline(limits.LINE)):
            size += len(rest)
            if rest.endswith(b"\n"):
                break
        if line.strip():
            yield number, start, line
        start += size


def _told_apart(articles: Iterable[Part]) -> list[Part]:
    """The articles, those called like one before given another name: archives and lines may say a name twice."""
    seen: set[Path] = set()
    out = []
    for part in articles:
        if part.called in seen:
            mark = part.line if part.line else part.entry
            part = replace(part, name=f"{part.name}_{mark}".lstrip("_"))
        seen.add(part.called)
        out.append(part)
    return out
