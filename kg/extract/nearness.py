"""Relations that no clause states but the place of the names implies: what lacks a partner takes the nearest that fits.

What lies in a town that a paragraph speaks of, what a firm makes that the sentence names before: `near` rules say which
classes, how far, and whom to leave out. They are the weakest, and run last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator

from kg.extract.view import View
from kg.knowledge.rules import Guard, Near, Words
from kg.model import Mention

TITLE_WEIGHT = 4  # what a name in the title counts for


def home(view: View, types: Collection[str]) -> str:
    """Entity id of what the article is about, among these classes: what it names most, the title above all; "" if none."""
    counts: Counter[str] = Counter(m.entity for m in view.mentions if m.type in types)
    for entity in counts:
        names = (view.entities[entity].name, *view.entities[entity].mentions)
        counts[entity] += TITLE_WEIGHT * any(name in view.document.title for name in names)
    return min(counts, key=lambda e: (-counts[e], e), default="")


def near_pairs(
    near: Near, relation: str, stated: Collection[tuple[str, str, str]], view: View, words: Words
) -> Iterator[tuple[Mention, Mention]]:
    """Head and tail mentions that a rule puts together, given the relations (head, relation, tail) that are known already."""
    own, other = (near.head, near.tail) if near.lacks == "head" else (near.tail, near.head)
    served = {head if near.lacks == "head" else tail for head, r, tail in stated if r == relation}
    served |= {e for head, r, tail in stated for e, end in ((head, "head"), (tail, "tail")) if f"{r}.{end}" in near.outside}
    about = home(view, other) if near.home else ""
    first = next((m for m in view.mentions if m.entity == about), None)
    mentions = {m.entity: m for m in reversed(view.mentions) if m.type in own and not m.anaphor}
    for mention in sorted(mentions.values(), key=lambda m: m.start):
        if mention.entity in served:
            continue
        partner = _nearest(near, mention, other - own if near.within == "paragraph" else other, view, words) if near.within else None
        partner = partner or first
        if partner and partner.entity != mention.entity:
            yield (mention, partner) if near.lacks == "head" else (partner, mention)


def _nearest(near: Near, mention: Mention, types: Collection[str], view: View, words: Words) -> Mention | None:
    """The nearest mention before of one of the types, within reach."""
    here = view.sentence_at(mention.start)
    found = None
    for partner in reversed(view.mentions[: bisect_left(view.starts, mention.start)]):
        there = view.sentence_at(partner.start)
        if there.paragraph != here.paragraph or (near.within == "sentence" and there != here):
            return found
        if partner.type not in types or (near.subjects and partner not in view.subjects and not _sets_scene(partner, view, words)):
            continue
        if near.marked and not near.marked.match(view.document.text, partner.end):
            continue
        found = partner
        if not near.first:
            return found
    return found


def _sets_scene(place: Mention, view: View, words: Words) -> bool:
    """Whether a clause ends with the name and leads to it (第一站在青山区。): what follows is of it."""
    text = view.document.text
    return bool(words.leads_to.search(text[max(0, place.start - 4) : place.start]) and words.breaks.match(text, place.end))


def refused_between(first: Mention, second: Mention, view: View, guards: Collection[Guard]) -> str:
    """Why the words between two mentions of a sentence keep them apart, "" if they don't."""
    start, end = min(first.end, second.end), max(first.start, second.start)
    if view.sentence_at(first.start) != view.sentence_at(second.start):
        return ""
    return next((g.reason for g in guards if g.words.search(view.document.text, start, end)), "")
