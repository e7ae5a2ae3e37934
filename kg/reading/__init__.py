"""Files → Document: decoded, layout undone, cut into sentences."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.model import Document, Sentence

__all__ = ["find", "ids", "read"]

SUFFIXES = (".txt", ".md")


def find(paths: Iterable[Path]) -> list[Path]:
    """The text files that paths name, folders searched to the bottom. Raises InputError for a path without any."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise InputError("no such file or folder", place=str(path), remedy="check the path")
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
        if not files:
            raise InputError("no texts in this folder", place=str(path), remedy="texts end in .txt or .md")
        found.update(dict.fromkeys(files))
    return list(found)


def ids(paths: Sequence[Path]) -> dict[Path, str]:
    """An id for each file: its stem, with as many parent folders as tell it from the others."""
    return {p: p.stem for p in paths}


def read(path: Path, knowledge: Knowledge, *, date: str = "", id: str = "") -> Document:
    """Reads one file. Raises InputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from error
    raw = data.decode("utf-8-sig")
    lines = []
    start = 0
    for line in raw.splitlines(keepends=True):
        lines.append((start, line))
        start += len(line)
    widths = sorted(len(line.strip()) for _, line in lines if line.strip())
    narrow = bool(widths) and widths[len(widths) // 2] <= 45
    column = widths[len(widths) * 3 // 4] if widths else 0
    text: list[str] = []
    origin = array("l")
    sentences: list[Sentence] = []
    paragraph = begin = 0

    def close(end: int) -> None:
        nonlocal paragraph, begin
        for i in range(begin, len(text)):
            if text[i] in "。！？" and (i + 1 == len(text) or text[i + 1] not in "”’」』）。！？"):
                sentences.append(Sentence(begin, i + 1, paragraph))
                begin = i + 1
            elif i and text[i] in "”’」』" and text[i - 1] in "。！？" and begin < i + 1:
                sentences.append(Sentence(begin, i + 1, paragraph))
                begin = i + 1
        if begin < len(text):
            sentences.append(Sentence(begin, len(text), paragraph))
        if text:
            text.append("\n")
            origin.append(end)
        begin = len(text)
        paragraph += 1

    for at, line in lines:
        if not line.strip():
            continue
        for i, c in enumerate(line):
            if not c.isspace() and c not in "*#":
                text.append(c)
                origin.append(at + i)
        if not (narrow and len(line.strip()) >= column - 4 and line.strip()[-1] not in "。！？”"):
            close(at + len(line) - 1)
    if begin < len(text):
        close(len(raw))
    return Document(id or path.stem, str(path), raw, hashlib.sha256(data).hexdigest(), "", date, "".join(text), origin, tuple(sentences))
