"""What was taken from documents before, kept between runs: an unchanged document need not be read again.

An entry is named by the hash of all that decides its content: this program, the knowledge, the document's bytes, its sidecar,
id, place and date, and what else read it. The folder that holds the entries may be deleted at any time; where it cannot be
written, nothing is kept.
Nothing in an entry is ever executed: it is MessagePack, checked against the model as it is read, and compressed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from kg.engine.rows import pack, unpack
from kg.knowledge import Knowledge
from kg.model import Extraction

MOST = 20_000  # entries kept of each version, half a gigabyte; beyond, the oldest go
WORLDS = 3  # versions of program and knowledge that have entries; the oldest go


def entry(folder: Path, contents: Sequence[bytes], knowledge: Knowledge, *parts: str) -> Path:
    """Where what a document of these contents says is kept. parts: what else decides what it says."""
    digest = hashlib.sha256()
    for content in (*contents, *(part.encode("utf-8", "surrogateescape") for part in parts)):
        digest.update(b"%d:" % len(content) + content)
    return folder / f"{_program()}-{knowledge.hash[:16]}" / f"{digest.hexdigest()}.msgpack.z"


def load(entry: Path) -> Extraction | None:
    """What is kept there, None if nothing is or it cannot be read."""
    with suppress(OSError, ValueError, zlib.error):
        return unpack(zlib.decompress(entry.read_bytes()), Extraction)
    return None


def save(extraction: Extraction, entry: Path) -> None:
    """Keeps what a document says; where that fails, the next run reads it again."""
    with suppress(OSError, UnicodeEncodeError):  # a file's name may be no text
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=entry.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(zlib.compress(pack(extraction), 1))
            Path(part).replace(entry)
        finally:
            Path(part).unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Removes the entries of older programs and knowledge, the oldest where there are too many, and what killed runs left half-written."""
    with suppress(OSError):
        for stray in folder.glob("*/tmp*"):
            if time.time() - stray.stat().st_mtime > 3600:  # no run takes so long to write an entry
                stray.unlink()
        for world in _by_age(folder)[WORLDS:]:
            shutil.rmtree(world, ignore_errors=True)
        for world in folder.iterdir():
            for entry in _by_age(world)[MOST:]:
                entry.unlink(missing_ok=True)


@cache
def _program() -> str:
    """What this program is: the hash of its code and of Python's version."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _by_age(folder: Path) -> list[Path]:
    """What a folder holds, the newest first."""
    return [path for _, path in sorted(_aged(folder), reverse=True)]


def _aged(folder: Path) -> Iterator[tuple[float, Path]]:
    for entry in os.scandir(folder):
        with suppress(OSError):
            yield entry.stat().st_mtime, Path(entry.path)
