"""Views of short texts for tests, their names in brackets: [东山区:District]产值12亿元。 A line is a paragraph; of May 2024."""

from __future__ import annotations

import re
from array import array
from dataclasses import replace
from itertools import pairwise

from kg.extract.tagger import NAMES_RULE
from kg.extract.view import View, make_view
from kg.knowledge import Knowledge
from kg.model import Document, Entity, Mention, Sentence

NAME = re.compile(r"\[([^\[\]:]+):(\w+)\]")


def bracketed_view(article: str, knowledge: Knowledge, reference: str = "2024-05") -> View:
    """The view of an article whose names are given."""
    text, mentions, end = "", [], 0
    for match in NAME.finditer(article):
        text += article[end : match.start()]
        name, kind = match.groups()
        mentions.append(Mention(len(text), len(text) + len(name), name, kind, "test", 1.0, name))
        text += name
        end = match.end()
    text += article[end:]
    cuts = [0, *(m.end() for m in re.finditer("。\n?|$", text))]
    sentences = tuple(Sentence(a, b, text.count("\n", 0, a)) for a, b in pairwise(cuts) if a < b)
    document = Document("test", "", text, "", "", reference, text, array("l", range(len(text))), sentences)
    return make_view(document, mentions, {m.entity: Entity(m.entity, m.type, m.entity, (m.entity,)) for m in mentions}, knowledge)


def by_network(view: View, knowledge: Knowledge, how_many: int | None = None) -> View:
    """A view of which the first names, or all, were found by no rule."""
    mentions = [replace(m, rule=NAMES_RULE) if how_many is None or i < how_many else m for i, m in enumerate(view.mentions)]
    return make_view(view.document, mentions, view.entities, knowledge)


def headed(view: View, heading: str, knowledge: Knowledge) -> View:
    """A view of which one sentence is a heading."""
    document = view.document
    sentences = tuple(replace(s, kind="heading") if document.text[s.start : s.end].strip() == heading else s for s in document.sentences)
    return make_view(replace(document, sentences=sentences), view.mentions, view.entities, knowledge)
