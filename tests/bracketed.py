"""Views of short texts for tests, their names in brackets: [东山区:District]产值12亿元。 A line is a paragraph; of May 2024."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise

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
