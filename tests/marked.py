"""Articles whose names stand in brackets, [合肥市:District]去年增长。: what the finder should make of the text without the brackets."""

from __future__ import annotations

import re

from kg.extract.mentions import find_mentions
from kg.knowledge import load
from kg.model import Document
from kg.reading import parse

KNOWLEDGE = load()
NAME = re.compile(r"\[([^\[\]:]+):(\w+)\]")


def read(article: str) -> Document:
    """The document that an article makes, its names' brackets left out."""
    return parse(NAME.sub(r"\1", article), KNOWLEDGE, date="2024-05")


def found(article: str) -> str:
    """The article with brackets around the names that are found in it."""
    document = read(article)
    out, end = "", 0
    for m in find_mentions(document, KNOWLEDGE):
        out += f"{document.text[end : m.start]}[{m.text}:{m.type}]"
        end = m.end
    return out + document.text[end:]
