"""One article → Document."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.knowledge.linear import model_of
from kg.knowledge.reading import reading_rules
from kg.model import Document
from kg.reading.dates import reference
from kg.reading.files import written
from kg.reading.formats import format_of
from kg.reading.layout import paragraphs
from kg.reading.lines import split
from kg.reading.page import Page
from kg.reading.parts import Part, contents
from kg.reading.sidecar import Sidecar, check_date, parse_sidecar
from kg.reading.spelling import plain
from kg.reading.tables import with_heads
from kg.reading.text import build
from kg.reading.title import headline


def read(source: Path | Part, knowledge: Knowledge, *, date: str = "", id: str = "") -> Document:
    """Reads one article. date: its own date, if known; id: if not the file's stem.

    A date given here wins over the sidecar's (NAME.meta.toml beside NAME.txt), that over what the file says apart from its text (the
    description of a web page, `date` of a line of JSON), and that over what the text gives away. Raises InputError for a file
    that is missing, empty, broken or not to be read in its format, for a faulty sidecar and for a date that is none.
    """
    part = Part(source, 0) if isinstance(source, Path) else source
    data, beside, where = contents(part)
    page = format_of(part.suffix).read(data, part.place)
    name = id or written(part.called.stem)
    return of_page(page, data, parse_sidecar(beside, where), knowledge, date=date, id=name, place=part.place)


def of_page(page: Page, data: bytes, sidecar: Sidecar, knowledge: Knowledge, *, date: str, id: str, place: str) -> Document:
    """The document of a file that has been read, and of what stands beside it; data: the file itself. Raises InputError as `read` does."""
    day = check_date(date) if date else sidecar.date or page.date
    document = parse(page.text, knowledge, id=id, title=sidecar.title or page.title, date=day, place=place)
    digest = hashlib.sha256(data).hexdigest()
    return replace(document, path=written(place), sha256=digest, source=sidecar.source or page.source)


def page_of(part: Part) -> Page:
    """An article as its file has it: the text that offsets count in. Raises InputError as `read` does."""
    return format_of(part.suffix).read(contents(part)[0], part.place)


def parse(raw: str, knowledge: Knowledge, *, id: str = "", title: str = "", date: str = "", place: str = "") -> Document:
    """The document that a text makes; title and date are taken from it unless given. What is printed in several ways is read in one
    (spelling.py).

    Raises InputError, naming place, for a text without a word.
    """
    rules = reading_rules(knowledge)
    page = plain(raw, knowledge)
    parts = paragraphs(with_heads(split(page), rules), rules)
    if not parts:
        raise InputError("no text, only marks", place=place, remedy="remove the file or put the article in")
    text, origin, sentences, tables = build(page, parts, rules)
    printed = "" if page == raw else "".join(raw[o] if c == page[o] else c for o, c in zip(origin, text, strict=True))
    lines = text.split("\n")
    cells = {start for table in tables for row in table.rows for start, _ in row}
    rows = {s.paragraph for s in sentences if s.start in cells}
    prose = [text[s.start : s.end] for s in sentences if s.kind == "body" and s.paragraph not in rows]
    boxes, headings = ([line for part, line in zip(parts, lines, strict=True) if part.kind == kind] for kind in ("box", "heading"))
    said = title or headline(parts, (printed or text).split("\n"))
    return Document(
        id=id,
        path="",
        raw=raw,
        sha256=hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(),
        title=plain(said, knowledge),
        reference=date or reference(boxes, headings, prose, rules, model_of(knowledge, "years")),
        text=text,
        origin=origin,
        sentences=sentences,
        printed=printed,
        headline=said if printed else "",
        tables=tables,
    )
