"""Annotated articles as views with their entities given by hand: what models are trained on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.extract.view import View, make_view
from kg.knowledge import Knowledge
from kg.model import Document, Extraction, Mention, from_json
from kg.reading import read


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article and what it says, by hand."""

    view: View
    gold: Extraction


def annotated(articles: Path, annotations: Path, knowledge: Knowledge) -> Iterator[Annotated]:
    """The articles of a folder that have an annotation of the same name, read with their dates given by hand."""
    for path in sorted(annotations.glob("*.json")):
        text = articles / f"{path.stem}.txt"
        if text.is_file():
            data = json.loads(path.read_text("utf-8"))
            gold = from_json(data)
            yield Annotated(view_of(read(text, knowledge, date=data["reference_date"]), gold, knowledge), gold)


def view_of(document: Document, gold: Extraction, knowledge: Knowledge) -> View:
    """A document with the annotated entities as its mentions, longer names first."""
    text = document.text
    forms = sorted(((form, e) for e in gold.entities for form in {*e.mentions, e.name}), key=lambda x: (-len(x[0]), x[0]))
    taken = bytearray(len(text))
    found: list[Mention] = []
    for form, entity in forms:
        at = text.find(form)
        while at >= 0:
            if not any(taken[at : at + len(form)]):
                taken[at : at + len(form)] = b"\1" * len(form)
                found.append(Mention(at, at + len(form), form, entity.type, "gold", 1.0, entity.id))
            at = text.find(form, at + 1)
    return make_view(document, sorted(found, key=lambda m: m.start), {e.id: e for e in gold.entities}, knowledge)
