"""ZIP archives: what files are in them, and the bytes of one, within the limits. Nothing is ever unpacked onto the disk."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from kg.errors import InputError
from kg.reading import limits

BROKEN = (BadZipFile, LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)
UTF8 = 0x800  # flag of an entry whose name is UTF-8
ENCRYPTED = 0x1
SMALL = 1_000_000  # bytes that may come of however few


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive: which one, its name as text, its bytes when taken out."""

    number: int
    name: str
    size: int


def entries(path: Path) -> tuple[list[Entry], list[InputError]]:
    """The files of an archive that can be read, in its order, and an error for each other. Raises InputError for a broken archive, and for
    one that holds too much."""
    place = str(path)
    infos = _open(path, place).infolist()
    if len(infos) > limits.ENTRIES:
        raise InputError(f"more than {limits.ENTRIES} files in one archive", place=place, remedy="cut it into several")
    found: list[Entry] = []
    faults: list[InputError] = []
    shared = _overlapping(infos)
    for number, info in enumerate(infos):
        name = name_of(info)
        if info.filename.endswith("/") or _hidden(name):  # ZipInfo.is_dir fails at a file without a name
            continue
        if problem := _problem(info, number in shared):
            faults.append(InputError(problem, place=f"{path}/{name}", remedy="pack it anew, or unpack it and give the folder"))
        else:
            found.append(Entry(number, name, info.file_size))
    if sum(entry.size for entry in found) > limits.EXPANDED:
        problem = f"its files have more than {limits.EXPANDED / 1e9:.0f} GB together"
        raise InputError(problem, place=place, remedy="cut it into several")
    return found, faults


def take(path: Path, number: int, place: str) -> bytes:
    """The bytes of a file in an archive, never more than the archive says it has. Raises InputError for one that is broken."""
    archive = _open(path, place)
    try:
        return archive.read(archive.infolist()[number])
    except (*BROKEN, IndexError) as error:
        raise InputError(f"broken in its archive: {error or type(error).__name__}", place=place, remedy="pack it anew") from error


def check_ratio(infos: Sequence[ZipInfo], most: int, place: str) -> None:
    """Raises InputError for a file that is a ZIP archive inside, as Word documents are, and holds too much or is encrypted."""
    problems = filter(None, map(_problem, infos, (number in _overlapping(infos) for number in range(len(infos)))))
    if problem := next(problems, "more than it may hold" if sum(info.file_size for info in infos) > most else ""):
        raise InputError(problem, place=place, remedy="save it anew")


def name_of(info: ZipInfo) -> str:
    """The name of an entry as text; Chinese programs write it in GB18030 without saying so.

    >>> name_of(ZipInfo("新闻.txt".encode("gb18030").decode("cp437")))
    '新闻.txt'
    """
    if info.flag_bits & UTF8:
        return info.filename.encode("utf-8", "replace").decode()
    try:
        data = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename.encode("utf-8", "replace").decode()
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


@lru_cache(maxsize=1)
def _opened(path: Path, _: int) -> ZipFile:
    """An archive with its directory, which is long to read where there are many files."""
    return ZipFile(path)


def _open(path: Path, place: str) -> ZipFile:
    try:
        return _opened(path, path.stat().st_mtime_ns)
    except BROKEN as error:
        raise InputError(f"no ZIP archive, or a broken one: {error}", place=place, remedy="pack it anew") from error


def _problem(info: ZipInfo, shared: bool) -> str:
    """What keeps an entry from being taken out; "" if nothing does."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, no file"
    if info.flag_bits & ENCRYPTED:
        return "encrypted"
    if shared:
        return "shares its bytes with another file of the archive, as archives do that are made to do harm"
    if info.file_size > max(SMALL, limits.RATIO * info.compress_size):
        return f"would become more than {limits.RATIO} times as large, as archives do that are made to do harm"
    return ""


def _overlapping(infos: Sequence[ZipInfo]) -> frozenset[int]:
    """The entries whose bytes are those of another too."""
    return frozenset(_overlaps(sorted((i.header_offset, i.header_offset + i.compress_size, n) for n, i in enumerate(infos))))


def _overlaps(spans: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    reached = 0
    for start, end, number in spans:
        if start < reached:
            yield number
        reached = max(reached, end)


def _hidden(name: str) -> bool:
    """Whether a name is one that folders do not show, or what a Mac puts beside files."""
    return any((step.startswith(".") and step.strip(".")) or step == "__MACOSX" for step in name.replace("\\", "/").split("/"))
