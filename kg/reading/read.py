"""One file → Document."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.knowledge.reading import reading_rules
from kg.model import Document
from kg.reading.dates import reference
from kg.reading.encoding import decode
from kg.reading.files import written
from kg.reading.layout import paragraphs
from kg.reading.lines import split
from kg.reading.sidecar import Sidecar, check_date, read_sidecar
from kg.reading.text import build
from kg.reading.title import headline


def read(path: Path, knowledge: Knowledge, *, date: str = "", id: str = "") -> Document:
    """Reads one text file. date: the article's own date, if known; id: if not the file's stem.

    A date given here wins over the sidecar's (NAME.meta.toml beside NAME.txt), and that over what the text gives away.
    Raises InputError for a file that is missing, empty, binary or in no known encoding, for a faulty sidecar and for
    a date that is none.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path), remedy="check path and permissions") from error
    raw = decode(data, str(path))
    return of_text(raw, data, read_sidecar(path), knowledge, date=date, id=id or written(path.stem), place=str(path))


def of_text(raw: str, data: bytes, sidecar: Sidecar, knowledge: Knowledge, *, date: str, id: str, place: str) -> Document:
    """The document of a decoded file and what stands beside it; data: the file itself. Raises InputError as `read` does."""
    day = check_date(date) if date else sidecar.date
    document = parse(raw, knowledge, id=id, title=sidecar.title, date=day, place=place)
    return replace(document, path=written(place), sha256=hashlib.sha256(data).hexdigest(), source=sidecar.source)


def parse(raw: str, knowledge: Knowledge, *, id: str = "", title: str = "", date: str = "", place: str = "") -> Document:
    """The document that a text makes; title and date are taken from it unless given.

    Raises InputError, naming place, for a text without a word.
    """
    rules = reading_rules(knowledge)
    parts = paragraphs(split(raw), rules)
    if not parts:
        raise InputError("no text, only marks", place=place, remedy="remove the file or put the article in")
    text, origin, sentences = build(raw, parts, rules)
    lines = text.split("\n")
    prose = [text[s.start : s.end] for s in sentences if s.kind == "body"]
    boxes, headings = ([line for part, line in zip(parts, lines, strict=True) if part.kind == kind] for kind in ("box", "heading"))
    return Document(
        id=id,
        path="",
        raw=raw,
        sha256=hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(),
        title=title or headline(parts, lines),
        reference=date or reference(boxes, headings, prose, rules),
        text=text,
        origin=origin,
        sentences=sentences,
    )
