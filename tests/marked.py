"""Articles whose names stand in brackets, [合肥市:District]去年增长。: what the finder should make of the text without the brackets."""

from __future__ import annotations

import re

from kg.extract.firms import find_inside
from kg.extract.linking import link
from kg.extract.mentions import find_by_rules
from kg.extract.view import View, make_view
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
    for m in find_by_rules(document, KNOWLEDGE).mentions:
        out += f"{document.text[end : m.start]}[{m.text}:{m.type}]"
        end = m.end
    return out + document.text[end:]


def viewed(document: Document) -> View:
    """What the facts of a document are read from: its names found and linked, and the words that stand for them."""
    mentions = find_by_rules(document, KNOWLEDGE).mentions
    named, entities = link(document, mentions, KNOWLEDGE, find_inside(document, mentions, KNOWLEDGE))
    return make_view(document, named, entities, KNOWLEDGE)
