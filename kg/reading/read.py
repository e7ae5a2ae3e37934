"""One file → Document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.knowledge.reading import reading_rules
from kg.model import Document
from kg.reading.encoding import decode
from kg.reading.layout import paragraphs
from kg.reading.lines import split
from kg.reading.text import build


def read(path: Path, knowledge: Knowledge, *, date: str = "", id: str = "") -> Document:
    """Reads one text file. date: the article's own date, if known; id: if not the file's stem.

    Raises InputError for a file that is missing, empty, binary or in no known encoding, and for a faulty sidecar.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path), remedy="check path and permissions") from error
    raw = decode(data, str(path))
    rules = reading_rules(knowledge)
    parts = paragraphs(split(raw), rules)
    text, origin, sentences = build(raw, parts, rules)
    return Document(id or path.stem, str(path), raw, hashlib.sha256(data).hexdigest(), "", date, text, origin, sentences)
