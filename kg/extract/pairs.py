"""Pairs of names that may be related: what the model of relations judges.

A pair stands in one sentence, or in neighbouring sentences of a paragraph; what an article is about (the district and the park
that it names most) goes with everything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.effort import spend
from kg.extract.frames import Frame, Node
from kg.extract.topics import Topics
from kg.knowledge.ontology import RelationType
from kg.model import Mention

NEIGHBOURS = 2  # sentences of a paragraph that a pair may be apart
PLACES = 3  # pairs of mentions that are looked at for a pair of entities
CROWD = 400  # pairs of members of two enumerations from which on they are left alone


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions in the order of the text, each in its node."""

    first: Mention
    second: Mention
    one: Node
    two: Node


Fits = Mapping[tuple[str, str], tuple[str, ...]]  # classes of head and tail → relations


def fitting(relations: Mapping[str, RelationType], classes: Mapping[str, object]) -> Fits:
    """The relations that may link each two classes."""
    pairs = ((h, t) for h in classes for t in classes)
    return {(h, t): found for h, t in pairs if (found := tuple(n for n, r in relations.items() if r.accepts(h, t)))}


def find_pairs(frames: list[Frame], topics: Topics, fits: Fits) -> dict[tuple[str, str], list[Pair]]:
    """Pairs by their entities in the order of the text, nearest mentions first."""
    found: dict[tuple[str, str], list[tuple[int, int, int, Pair]]] = defaultdict(list)
    for one, two in _nodes(frames, fits):
        inside = one is two
        spend(len(one.mentions) * len(two.mentions))
        for i, first in enumerate(one.mentions):
            for second in two.mentions[i + 1 :] if inside else two.mentions:
                if first.entity != second.entity:
                    rank = (two.frame - one.frame, two.clause - one.clause, second.start - first.end)
                    key = min((first.entity, second.entity), (second.entity, first.entity))
                    ranked = found[key]
                    ranked.append((*rank, Pair(first, second, one, two)))
                    if len(ranked) >= 8 * PLACES:
                        ranked[:] = _nearest(ranked)
    pairs = {key: [p[3] for p in _nearest(ranked)] for key, ranked in found.items()}
    for first, second, one, two in _far(frames, topics, fits):
        key = min((first.entity, second.entity), (second.entity, first.entity))
        pairs.setdefault(key, [Pair(first, second, one, two)])
    return pairs


def _nearest(ranked: list[tuple[int, int, int, Pair]]) -> list[tuple[int, int, int, Pair]]:
    """The pairs that are looked at."""
    return sorted(ranked, key=lambda p: p[:3])[:PLACES]


def _nodes(frames: list[Frame], fits: Fits) -> Iterator[tuple[Node, Node]]:
    """Nodes of a sentence or of neighbouring ones, whose classes some relation links."""
    for number, frame in enumerate(frames):
        for back in range(NEIGHBOURS + 1):
            earlier = frames[number - back] if number >= back else None
            if earlier is None or earlier.paragraph != frame.paragraph:
                break
            spend(len(frame.nodes) * len(earlier.nodes))
            for two in frame.nodes:
                for one in earlier.nodes[: two.place + 1] if back == 0 else earlier.nodes:
                    linked = (one.type, two.type) in fits or (two.type, one.type) in fits
                    if linked and (len(one.mentions) == 1 or len(two.mentions) == 1 or len(one.mentions) * len(two.mentions) < CROWD):
                        yield one, two


def _far(frames: list[Frame], topics: Topics, fits: Fits) -> Iterator[tuple[Mention, Mention, Node, Node]]:
    """The first mention of each entity with the nearest of what the article, or its section, is about."""
    by_entity: dict[str, list[tuple[Mention, Node]]] = defaultdict(list)
    for frame in frames:
        for node in frame.nodes:
            for m in node.mentions:
                by_entity[m.entity].append((m, node))
    sections = topics.view.sections
    for kind in sorted(topics.rules.grammar.about):
        for entity, places in by_entity.items():
            mention, node = places[0]
            home = topics.here(frozenset({kind}), mention.start)
            if home is None or sections.apart(home.start, mention.start):
                continue
            named = by_entity[home.entity]
            if entity != home.entity and ((kind, mention.type) in fits or (mention.type, kind) in fits):
                later = bisect_left(named, mention.start, key=lambda p: p[0].start)
                near, at = min(named[max(0, later - 1) : later + 1], key=lambda p: (abs(p[0].start - mention.start), p[0].start))
                if near.start < mention.start:
                    yield near, mention, at, node
                else:
                    yield mention, near, node, at
