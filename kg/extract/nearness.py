"""Relations that no clause states but the place of the names implies: what lacks a partner takes the nearest that fits.

What lies in a town that a paragraph speaks of, what a firm makes that the sentence names before: `near` rules say which
classes, how far, and whom to leave out. They are the weakest, and run last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator

from kg.extract.topics import Topics
from kg.extract.view import REACH, UNTRUE
from kg.knowledge.near import Near
from kg.model import Mention

CLAUSE = 60  # characters of a clause that are looked at

Stated = Collection[tuple[str, str, str]]


def near_pairs(near: Near, relation: str, stated: Stated, topics: Topics) -> Iterator[tuple[Mention, Mention]]:
    """Head and tail mentions that a rule puts together, given the relations (head, relation, tail) that are known already."""
    own, other = (near.head, near.tail) if near.lacks == "head" else (near.tail, near.head)
    served = {head if near.lacks == "head" else tail for head, r, tail in stated if r == relation}
    served |= {e for head, r, tail in stated for e, end in ((head, "head"), (tail, "tail")) if f"{r}.{end}" in near.outside}
    first = {m.entity: m for m in reversed(topics.view.mentions) if m.type in own and not m.anaphor}
    for mention in sorted(first.values(), key=lambda m: m.start):
        if mention.entity in served or not _seeks(near, mention, topics):
            continue
        partner = _partner(near, mention, other, topics) if near.within else None
        partner = partner or (topics.here(other, mention.start) if near.home else None)
        if partner and partner.entity != mention.entity and _welcome(near, partner, topics):
            yield (mention, partner) if near.lacks == "head" else (partner, mention)


def _seeks(near: Near, mention: Mention, topics: Topics) -> bool:
    """Whether a rule takes a mention for a seeker: a subject, if it must be, and its clause does not put it elsewhere
    (出资方包括…)."""
    if near.heading and not topics.is_subject(mention):
        return False
    start = max(topics.view.sentence_at(mention.start).start, mention.start - CLAUSE)
    return not (near.not_after and near.not_after.search(topics.words_before(start, mention.start)))


def _welcome(near: Near, partner: Mention, topics: Topics) -> bool:
    """Whether a partner is what the article is about, if it must be."""
    home = topics.here(near.at_home, partner.start) if partner.type in near.at_home else None
    return partner.type not in near.at_home or bool(home and home.entity == partner.entity)


def _partner(near: Near, mention: Mention, types: frozenset[str], topics: Topics) -> Mention | None:
    """The nearest mention before, or the first of the paragraph, that a rule accepts. A paragraph may speak of several
    things of a kind in turn: one of the seeker's own class is no scene for it."""
    view = topics.view
    here = view.sentence_at(mention.start)
    wanted = types - {mention.type}
    floor = max(mention.start - REACH, here.start if near.within == "sentence" else view.opening(here))
    found = None
    for i in range(bisect_left(view.starts, mention.start) - 1, -1, -1):
        partner = view.mentions[i]
        if partner.start < floor or (found and not near.first):
            break
        if partner.type in wanted and _stands_out(near, partner, topics):
            found = partner
    return found


def _stands_out(near: Near, partner: Mention, topics: Topics) -> bool:
    """Whether a mention is a subject, or a clause comes to it at its end (第一站在青山区。), and is marked, if a rule asks."""
    text, words = topics.view.document.text, topics.rules.words
    if near.marked and not near.marked.match(text, partner.end):
        return False
    led = words.leads_to.search(text[max(0, partner.start - 4) : partner.start]) and words.breaks.match(text, partner.end)
    return not near.subjects or topics.is_subject(partner) or bool(led)


def refused_between(first: Mention, second: Mention, topics: Topics) -> str:
    """Why the words between two mentions of a sentence keep them apart, "" if they don't."""
    view = topics.view
    start, end = min(first.end, second.end), max(first.start, second.start)
    if view.denied(first.start) and view.denied(second.start):
        return UNTRUE
    if view.sentence_at(first.start) != view.sentence_at(second.start):
        return ""
    return next((g.reason for g in topics.rules.guards if g.words.search(view.document.text, start, end)), "")
