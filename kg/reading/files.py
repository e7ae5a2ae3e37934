"""Paths and folders → the files to read, and an id for each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from unicodedata import normalize

from kg.errors import InputError
from kg.iri import digest, segment
from kg.reading.formats import SUFFIXES

PAGE = "graph.html"  # what a build writes beside graph.ttl is no article
LONGEST = 250  # bytes of an id: names of files may have 255, and five are for a suffix


def find(paths: Iterable[Path]) -> list[Path]:
    """The files that paths name: a file as it is, a folder with all texts below it, sorted; each file once.

    Raises InputError for a path that does not exist and for a folder without texts.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        files = _texts(path)
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _texts(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        if path.exists():  # a pipe, a socket, a device: reading one may never end
            raise InputError("neither a file nor a folder", place=str(path), remedy="save the article in a file")
        raise InputError("no such file or folder", place=str(path), remedy="check the path")
    found = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not _hidden(p.relative_to(path)))
    files = [p for p in found if p.is_file() and not _is_ours(p)]
    if not files:
        raise InputError("no texts in this folder", place=str(path), remedy=f"texts end in {', '.join(SUFFIXES)}")
    return sorted(files)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_ours(path: Path) -> bool:
    return path.name == PAGE and path.with_name("graph.ttl").exists()


def ids(paths: Sequence[Path]) -> dict[Path, str]:
    """An id for every file: its stem, with the suffix where two of one folder share it; where files of several
    folders share one, with as many folders before it as tell them apart. The order of paths does not matter, nor
    the folders above. Two ids differ in the graph and as names of files too, to which spaces, quotation marks or capitals
    may be nothing; what no folder tells apart gets a digest, as does an id that is too long for the name of a file.

    >>> ids([Path("a/x.txt"), Path("b/x.txt"), Path("b/y.txt")])[Path("a/x.txt")]
    'a_x'
    >>> ids([Path("x y.txt"), Path("xy.txt")])[Path("x y.txt")]
    'x y_a20b7ef6'
    """
    places = {path: path.resolve() for path in paths}
    beside = Counter((place.parent, path.stem) for path, place in places.items())
    shared = {path for path, place in places.items() if beside[place.parent, path.stem] > 1}
    own = {path: written(path.name).replace(".", "_") if path in shared else written(path.stem) for path in paths}
    names = {path: _short(name) for path, name in own.items()}
    for depth in range(1, max((len(place.parts) for place in places.values()), default=0)):
        for path in chain.from_iterable(_clashing(names)):
            names[path] = _short("_".join([*map(written, places[path].parts[1:-1][-depth:]), own[path]]))
    attempt = 0
    while clashing := _clashing(names):
        for group in clashing:
            above = os.path.commonpath([places[path].parent for path in group])
            for path in group:
                mark = digest(str(attempt), places[path].relative_to(above).as_posix())
                names[path] = _short(f"{own[path]}_{mark[:8]}")
        attempt += 1
    return names


def _short(name: str) -> str:
    """A name that, with a suffix, is not too long for the name of a file."""
    data = name.encode()
    return name if len(data) <= LONGEST else f"{data[: LONGEST - 9].decode(errors='ignore')}_{digest(name)[:8]}"


def written(name: str) -> str:
    """The name of a file as text: bytes of it that are no UTF-8, which no output could take, as numbers.

    >>> written("n\\udcff.txt")
    'n\\\\xff.txt'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _clashing(names: dict[Path, str]) -> list[list[Path]]:
    """Groups of files whose names are one to the graph, or to file systems that ignore capitals and how accents are written."""
    groups: dict[str, list[Path]] = {}
    for path, name in names.items():
        groups.setdefault(normalize("NFC", segment(name)).casefold(), []).append(path)
    return [group for group in groups.values() if len(group) > 1]
