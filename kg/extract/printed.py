"""The names of entities as the page has them, where it is in traditional characters and they were read in simplified ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.model import Document, Entity, Mention, join


def with_printed(document: Document, mentions: Iterable[Mention], entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """The entities, each with its forms in the page's own characters as far as those differ."""
    if not document.printed:
        return dict(entities)
    forms = {key: {join(entity.quotes)} for key, entity in entities.items()}
    for mention in mentions:
        if not mention.anaphor and mention.entity in forms:
            forms[mention.entity].add(document.printed[mention.start : mention.end])
    return {key: replace(entity, printed=tuple(sorted(forms[key] - set(entity.mentions)))) for key, entity in entities.items()}
