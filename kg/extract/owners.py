"""Whose a number is: every name that it could be said of, and what speaks for each.

A linear model (ontology/models/figures.tsv) weighs the candidates of a number against one another and against its being
no figure at all; bench/train_figures.py learns the weights. A feature is a short string; what it stands for says the
function that makes it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.effort import spend
from kg.extract.owner_features import Hints, nobody, place_of, somebody
from kg.extract.scene import Scene
from kg.extract.spot import Spot
from kg.extract.whose import yardstick
from kg.knowledge.linear import Linear
from kg.model import Mention

LABEL = "owner"
SENTENCES = 12  # sentences before a number that are looked at
NEAR = 8  # names before a number that are looked at, besides what the text is about


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody that a number may be said of (entity "" for nobody: it is no figure), and what speaks for it."""

    entity: str
    features: tuple[str, ...]


def chances_of(candidates: Sequence[Candidate], model: Linear) -> list[float]:
    """How probable each candidate is, all of them together 1."""
    weights = model.weights.get(LABEL, {})
    known = weights.keys()
    scores = [sum([weights[f] for f in c.features if f in known]) for c in candidates]
    top = max(scores, default=0.0)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def candidates(spot: Spot, scene: Scene, hints: Hints) -> list[Candidate]:
    """Nobody, and everybody near enough or important enough."""
    place = place_of(spot, scene, hints)
    found = [Candidate("", tuple(nobody(spot, hints, place)))]
    ranks: dict[str, int] = {}
    spend(NEAR)
    for rank, (entity, (index, zone)) in enumerate(_near(spot, scene, hints).items()):
        kind = scene.view.entities[entity].type
        mention = scene.view.mentions[index] if index >= 0 else None
        ranks[kind] = ranks.get(kind, -1) + 1
        found.append(Candidate(entity, tuple(somebody(place, entity, kind, mention, zone, index, rank, ranks[kind]))))
    barred = {kind for of, kinds in spot.rules.barred if of.search(spot.left) for kind in kinds}
    if spot.rules.of_place.search(spot.left):
        barred |= {e.type for e in scene.view.entities.values()} - spot.types.places
    left = [c for c in found[1:] if scene.view.entities[c.entity].type not in barred]
    return [found[0], *left] if left else found


def _near(spot: Spot, scene: Scene, hints: Hints) -> dict[str, tuple[int, str]]:
    """The entities to weigh, nearest first, each with the number of its mention (-1: none is near) and its zone: see `_zone`;
    A later in the clause, B later in the sentence, d far."""
    q, mentions = spot.quantity, scene.view.mentions
    number, at = scene.sentence_number(spot.clause.sentence), scene.before(q.start)
    found: dict[str, tuple[int, str]] = {}
    for i in range(at - 1, -1, -1):
        back = number - scene.sentence[i]
        if (len(found) >= NEAR and back > 0) or back > SENTENCES:
            break
        if mentions[i].entity not in found and not _bounds(spot, mentions[i]):
            found[mentions[i].entity] = (i, _zone(spot, scene, i, number))
            spend()
    for i in range(at, len(mentions)):
        m = mentions[i]
        if m.start >= spot.clause.sentence.end:
            break
        if m.start >= q.end and (m.entity not in found or found[m.entity][1][0] in "pPd") and not _bounds(spot, m):
            found[m.entity] = (i, "A" if m.start < spot.clause.end else "B")
    homes = [entity for kind, entity in scene.main.items() if kind in spot.types.places]
    for entity in (*scene.best, *homes, hints.entity, *(o.subject for o in spot.earlier[-1:])):
        if entity:
            found.setdefault(entity, (-1, "d"))
    head = scene.view.sections.at(q.start)
    return _of_section(found, head, scene, spot) if head else found


def _of_section(found: dict[str, tuple[int, str]], head: Mention, scene: Scene, spot: Spot) -> dict[str, tuple[int, str]]:
    """Of the entities to weigh the place of the section, and those that the section names."""
    first, end = scene.before(head.start), scene.before(spot.clause.sentence.end)
    named = {e: at for e, at in found.items() if scene.named(e, first + 1, end)}
    near = named.get(head.entity)
    return named if near and near[1][0] in "cs" else {**named, head.entity: (first, "p1")}


def _bounds(spot: Spot, m: Mention) -> bool:
    """Whether a name only says where an order is: 总量居某省第二位; or what is measured against: 高于昆明全市4.3个百分点."""
    if yardstick(spot, m):
        return True
    if spot.quantity.kind != "rank" or m.start < spot.clause.start:
        return False
    return any(found.end() == m.start for found in spot.rules.place.finditer(spot.text, spot.clause.start, m.start))


def _zone(spot: Spot, scene: Scene, index: int, number: int) -> str:
    """Where a name before a number stands: c the clause, s1… clauses back, p1… sentences back, P the paragraph before."""
    m = scene.view.mentions[index]
    back = number - scene.sentence[index]
    if m.start >= spot.clause.start:
        return "c"
    if back == 0:
        between = spot.text[m.end : spot.clause.start]
        return f"s{min(4, max(1, sum(between.count(x) for x in '，；：')))}"
    there = scene.view.document.sentences[scene.sentence[index]].paragraph
    gap = spot.clause.sentence.paragraph - there
    return f"p{min(back, 3)}" if gap == 0 else "P" if gap == 1 else "d"
