"""Whose a number is: every name that it could be said of, and what speaks for each.

A linear model (ontology/models/figures.tsv) weighs the candidates of a number against one another and against its being
no figure at all; bench/train_figures.py learns the weights. A feature is a short string; what it stands for says the
function that makes it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.scene import Scene
from kg.extract.spot import Spot
from kg.knowledge import Knowledge
from kg.knowledge.linear import Linear, read_linear
from kg.model import Mention

LABEL = "owner"
NEAR = 12  # names before a number that are looked at, besides what the text is about
MARKS = "，。；：！？、（）“”\n"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody that a number may be said of (entity "" for nobody: it is no figure), and what speaks for it."""

    entity: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """What the rules make of a number: whose it is, how far that was fetched, its kind, and why it may be no figure."""

    entity: str
    distance: int
    modified: str
    kind: str
    rule: str
    idle: str


@lru_cache(maxsize=4)
def owner_model(knowledge: Knowledge) -> Linear:
    """The weights that come with the ontology."""
    return read_linear(knowledge.root / "models" / "figures.tsv")


def choose(candidates: Sequence[Candidate], model: Linear) -> list[float]:
    """How probable each candidate is, all of them together 1."""
    weights = model.weights.get(LABEL, {})
    scores = [sum(weights.get(f, 0.0) for f in c.features) for c in candidates]
    top = max(scores, default=0.0)
    powers = [math.exp(s - top) for s in scores]
    return [p / sum(powers) for p in powers]


def candidates(spot: Spot, scene: Scene, hints: Hints) -> list[Candidate]:
    """Nobody, and everybody near enough or important enough."""
    q = spot.quantity
    place = _Place(spot, scene, hints)
    found = [Candidate("", tuple(_nobody(spot, hints, place)))]
    chosen: dict[str, tuple[Mention | None, str, int]] = {}
    number = scene.sentence_number(spot.clause.sentence)
    mentions = scene.view.mentions
    at = scene.before(q.start)
    for i in range(at - 1, -1, -1):
        back = number - scene.sentence[i]
        m = mentions[i]
        if (len(chosen) >= NEAR and back > 0) or back > 12:
            break
        if m.entity not in chosen:
            chosen[m.entity] = (m, _zone(spot, scene, i, number), i)
    for i in range(at, len(mentions)):
        m = mentions[i]
        if m.start >= spot.clause.sentence.end:
            break
        if m.start < q.end:
            continue
        if m.entity not in chosen or chosen[m.entity][1][0] in "pPd":
            chosen[m.entity] = (m, "A" if m.start < spot.clause.end else "B", i)
    extra = [*scene.best, *scene.main.values(), hints.entity, *(o.subject for o in spot.earlier[-1:])]
    for entity in extra:
        if entity and entity not in chosen:
            chosen[entity] = (None, "d", -1)
    ranks: dict[str, int] = {}
    for rank, (entity, (mention, zone, index)) in enumerate(chosen.items()):
        kind = scene.view.entities[entity].type
        ranks[kind] = ranks.get(kind, -1) + 1
        found.append(Candidate(entity, tuple(_somebody(place, entity, kind, mention, zone, index, rank, ranks[kind]))))
    return found


class _Place:
    """What is the same for all candidates of a number."""

    __slots__ = ("clause_open", "dimension", "hints", "last", "lexical", "only", "opener", "scene", "spot", "step", "words")

    def __init__(self, spot: Spot, scene: Scene, hints: Hints) -> None:
        self.spot, self.scene, self.hints = spot, scene, hints
        q = spot.quantity
        self.dimension = f"{q.dimension or 'none'}.{hints.kind}"
        left = re.split("[，。；：]", spot.left)[-1][-14:]
        right = re.split("[，。；：、]", spot.right)[0][:6]
        self.words = [f"l{a}{b}" for a, b in zip(left, left[1:], strict=False)] + [f"r{a}{b}" for a, b in zip(right, right[1:], strict=False)]
        unit = q.unit.lstrip("十百千万亿")
        self.words.append("u" + unit)
        self.lexical: dict[str, list[str]] = {}
        self.clause_open = spot.text[spot.clause.start : spot.clause.end].lstrip(" “")[:2]
        opener = next((m for m in spot.clause.mentions if m.start < q.start), None)
        opens = opener is not None and not spot.text[spot.clause.start : opener.start].strip(MARKS + " ")
        self.opener = f"{opener.type}{opens}" if opener else "no"
        self.only = sum(1 for m in spot.clause.mentions if m.start < q.start) == 1
        self.last = spot.recent[-1].subject if spot.recent else ""
        self.step = "h" if spot.headed else "c"

    def of(self, kind: str) -> list[str]:
        """The words at the number with a class."""
        if kind not in self.lexical:
            self.lexical[kind] = [f"{w}|{kind}" for w in self.words]
        return self.lexical[kind]


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


def _somebody(
    place: _Place, entity: str, kind: str, mention: Mention | None, zone: str, index: int, rank: int, own_rank: int
) -> Iterator[str]:
    """What speaks for and against an entity."""
    spot, scene, hints = place.spot, place.scene, place.hints
    yield f"z={zone}"
    yield f"t={kind}"
    yield f"z={zone}|{kind}"
    yield f"t={kind}|{place.dimension}"
    yield f"z={zone[0]}|{place.dimension}"
    yield f"k={min(rank, 6)}|{zone[0]}"
    yield f"ko={min(own_rank, 4)}|{kind}"
    yield f"ko={min(own_rank, 4)}|{zone[0]}"
    yield f"o={place.clause_open}|{zone[0]}"
    yield f"o={place.clause_open}|{kind}"
    if zone != "c":
        yield f"x={place.opener}|{zone}"
        yield f"x={place.opener}|{kind}"
    elif place.only:
        yield f"only|{kind}"
    yield from place.of(kind)
    if entity == hints.entity:
        yield "R"
        yield f"R|{hints.distance}"
        yield f"R|{kind}|{hints.distance}"
        yield f"R|{zone}"
    if entity == hints.modified:
        yield "M"
        yield f"M|{kind}"
    head = spot.clause.head
    if head is not None and head.end <= spot.quantity.start:
        yield f"head|{'H' if head.entity == entity else 'n'}|{zone[0]}"
    for i, c in enumerate(spot.clause.carried[:3]):
        if c.entity == entity:
            yield f"C{i}"
            yield f"C{i}|{c.distance}|{kind}"
    if entity == place.last:
        yield f"L|{place.step}"
        yield f"L|{place.step}|{kind}"
        yield f"L|{place.dimension}"
        yield f"L|o={place.clause_open}"
        yield f"L|{zone}"
    elif place.last:
        yield f"nL|{place.step}|{zone[0]}"
    elif spot.earlier and spot.earlier[-1].subject == entity:
        yield "E"
        yield f"E|{kind}"
        yield f"E|{zone}"
    weight = scene.weights.get(entity, 0)
    many = "4" if weight > 8 else "3" if weight > 4 else "2" if weight > 1 else "1"
    yield f"w={many}|{zone[0]}"
    yield f"w={many}|{kind}"
    if entity in scene.best:
        yield f"b={scene.best.index(entity)}|{zone[0]}"
        yield f"b={scene.best.index(entity)}|{kind}"
    if scene.main.get(kind) == entity:
        yield f"m|{kind}|{zone[0]}"
    if entity in scene.titled:
        yield f"ti|{zone[0]}"
        yield f"ti|{kind}"
    if mention is not None:
        yield from _around(place, kind, mention, zone, index)


def _around(place: _Place, kind: str, m: Mention, zone: str, index: int) -> Iterator[str]:
    """How a name stands in its sentence."""
    spot, scene = place.spot, place.scene
    text, q = spot.text, spot.quantity
    z = zone[0]
    if m.start in scene.heads:
        yield f"S|{z}"
        yield f"S|{z}|{kind}"
    if scene.first[index]:
        yield f"F|{z}"
        yield f"F|{z}|{kind}"
    if scene.opens[index]:
        yield f"O|{z}"
    if m.anaphor:
        yield f"a={m.text}"
        yield f"a|{z}"
    after, before = text[m.end : m.end + 2], text[max(0, m.start - 2) : m.start]
    yield f"n={after[:1]}|{z}"
    yield f"nn={after}|{z}"
    yield f"v={before[-1:]}|{z}"
    yield f"vv={before}|{z}"
    if spot.types.reporting.match(text, m.end):
        yield f"rep|{kind}|{z}"
    if z == "c":
        between = text[m.end : q.start]
        yield f"bl={min(len(between) // 3, 6)}"
        yield f"bl={min(len(between) // 3, 6)}|{kind}"
        if "的" in between:
            yield f"bd|{kind}"
        if any(c.isdigit() for c in between):
            yield "bq"
        yield f"be={between[-2:]}"
        yield f"bs={between[:2]}|{kind}"
        ahead = text[spot.clause.start : m.start]
        opens = not ahead.strip(MARKS + " ")
        yield f"open={opens}|{kind}"
        yield f"open={opens}|{after[:1]}"
        yield f"open={opens}|{place.dimension}"
        if not opens:
            yield f"ah={min(len(ahead) // 3, 4)}"
    elif z == "A":
        between = text[q.end : m.start]
        yield f"al={min(len(between), 8)}"
        yield f"al={min(len(between), 8)}|{kind}"
        yield f"ab={between[-2:]}"
        yield f"as={between[:1]}"
    elif z == "s":
        between = text[m.end : spot.clause.start]
        yield f"sl={min(len(between) // 8, 6)}"
        if "；" in between:
            yield "semi"


def _nobody(spot: Spot, hints: Hints, place: _Place) -> Iterator[str]:
    """What speaks for and against a number's being no figure."""
    q = spot.quantity
    number = spot.text[q.plain : q.end]
    digits = any(c.isdigit() for c in number)
    yield "0"
    yield f"0i={hints.idle or 'fine'}"
    yield f"0d={place.dimension}"
    yield f"0u={q.unit}"
    yield f"0u={q.unit}|{digits}"
    size = "s" if q.value <= 4 else "m" if q.value <= 20 else "l"
    yield f"0n={digits}|{size}"
    yield f"0n={digits}|{size}|{place.dimension}"
    yield f"0q={q.qualifier}"
    if not hints.entity:
        yield "0none"
    left, right = spot.left, spot.right
    yield f"0l={left[-1:]}"
    yield f"0ll={left[-2:]}"
    yield f"0r={right[:1]}"
    yield f"0rr={right[:2]}"
    yield f"0o={place.clause_open}"
    yield f"0k={hints.rule}"
    yield f"0s={spot.clause.sentence.kind}"
    for w in place.words:
        yield f"0{w}"
    if not spot.clause.mentions:
        yield "0bare"


