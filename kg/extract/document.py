"""Composes the steps of extraction for one document."""

from __future__ import annotations

from kg.extract.confidence import weighed
from kg.extract.firms import find_inside
from kg.extract.linking import link
from kg.extract.mentions import find_mentions
from kg.extract.milestones import find_milestones
from kg.extract.observations import find_observations
from kg.extract.printed import with_printed
from kg.extract.relations import find_relations
from kg.extract.view import make_view
from kg.knowledge import Knowledge
from kg.model import Document, Extraction


def extract(document: Document, knowledge: Knowledge) -> Extraction:
    """What a document says, in the terms of the knowledge; a fact's confidence is the probability that it is right."""
    return weighed(extract_raw(document, knowledge), knowledge)


def extract_raw(document: Document, knowledge: Knowledge) -> Extraction:
    """The same with the confidence that each rule has in itself."""
    found = find_mentions(document, knowledge)
    mentions, entities = link(document, found, knowledge, find_inside(document, found, knowledge))
    view = make_view(document, mentions, entities, knowledge)
    relations, refused = find_relations(view, knowledge)
    observations, without_subject = find_observations(view, knowledge)
    milestones, undated = find_milestones(view, knowledge)
    return Extraction(
        doc=document.id,
        title=document.headline or document.title,
        reference=document.reference,
        path=document.path,
        sha256=document.sha256,
        source=document.source,
        entities=tuple(with_printed(document, mentions, entities).values()),
        relations=tuple(relations),
        observations=tuple(observations),
        milestones=tuple(milestones),
        refusals=(*refused, *without_subject, *undated),
    )
