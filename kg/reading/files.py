"""Paths and folders → the files to read, and an id for each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.errors import InputError

SUFFIXES = (".txt", ".md")


def find(paths: Iterable[Path]) -> list[Path]:
    """The text files that paths name: a file as it is, a folder with all texts below it, sorted; each file once.

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
        raise InputError("no such file or folder", place=str(path), remedy="check the path")
    files = [p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file() and not _hidden(p.relative_to(path))]
    if not files:
        raise InputError("no texts in this folder", place=str(path), remedy=f"texts end in {' or '.join(SUFFIXES)}")
    return sorted(files)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def ids(paths: Sequence[Path]) -> dict[Path, str]:
    """An id for every file: its stem, with the suffix where two of one folder share it; where files of several
    folders share one, with as many folders before it as tell them apart. The order of paths does not matter, nor
    the folders above.

    >>> ids([Path("a/x.txt"), Path("b/x.txt"), Path("b/y.txt")])[Path("a/x.txt")]
    'a_x'
    """
    names = {path: written(path.stem) for path in paths}
    places = {path: path.resolve() for path in paths}
    beside = Counter((place.parent, path.stem) for path, place in places.items())
    names |= {path: written(path.name).replace(".", "_") for path, place in places.items() if beside[place.parent, path.stem] > 1}
    own = dict(names)
    depth = 0
    while clashing := _clashing(names):
        depth += 1
        for path in clashing:
            names[path] = "_".join([*map(written, places[path].parts[1:][-1 - depth : -1]), own[path]])
        if depth > max(len(place.parts) for place in places.values()):
            return {path: written("_".join(place.parts[1:])) for path, place in places.items()}
    return names


def written(name: str) -> str:
    """The name of a file as text: bytes of it that are no UTF-8, which no output could take, as numbers.

    >>> written("n\\udcff.txt")
    'n\\\\xff.txt'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _clashing(names: dict[Path, str]) -> list[Path]:
    counts = Counter(names.values())
    return [path for path, name in names.items() if counts[name] > 1]
