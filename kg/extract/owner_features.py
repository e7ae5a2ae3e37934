"""What speaks for and against a name's having a number, and for its being no figure at all, as short strings that the model
weighs (kg/extract/owners.py)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.owner_passage import Passage, passage_of, passing
from kg.extract.scene import Scene
from kg.extract.spot import Spot
from kg.model import Mention

HEADS = 400  # characters before a sentence in which subjects are counted
MARKS = "，。；：！？、（）“”\n"
RULED = "R"  # the feature of whom the rules choose


@dataclass(frozen=True, slots=True)
class Hints:
    """What the rules make of a number: whose it is, how far that was fetched, its kind, and why it may be no figure."""

    entity: str
    distance: int
    modified: str
    kind: str
    rule: str
    idle: str


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """What is the same for all candidates of a number. dimension: with the kind; words: pairs of characters around it and its
    unit; opener: the first name of its clause; only: no other name stands before it there; last: who has the figure before;
    step: whether a subject was named since; heads: where the subjects before it start."""

    spot: Spot
    scene: Scene
    hints: Hints
    dimension: str
    words: Sequence[str]
    lexical: dict[str, list[str]]
    clause_open: str
    opener: str
    only: bool
    last: str
    step: str
    heads: Sequence[int]
    passage: Passage

    def of(self, kind: str) -> list[str]:
        """The words at the number with a class."""
        if kind not in self.lexical:
            self.lexical[kind] = [f"{w}|{kind}" for w in self.words]
        return self.lexical[kind]


def place_of(spot: Spot, scene: Scene, hints: Hints) -> Place:
    q, text, start = spot.quantity, spot.text, spot.clause.start
    left = re.split("[，。；：]", spot.left)[-1][-14:]
    right = re.split("[，。；：、]", spot.right)[0][:6]
    names = [m for m in spot.clause.mentions if m.start < q.start]
    opens = bool(names) and not text[start : names[0].start].strip(MARKS + " ")
    return Place(
        spot,
        scene,
        hints,
        dimension=f"{q.dimension or 'none'}.{hints.kind}",
        words=[*(f"l{a}{b}" for a, b in pairwise(left)), *(f"r{a}{b}" for a, b in pairwise(right)), "u" + q.unit.lstrip("十百千万亿")],
        lexical={},
        clause_open=text[start : spot.clause.end].lstrip(" “")[:2],
        opener=f"{names[0].type}{opens}" if names else "no",
        only=len(names) == 1,
        last=spot.recent[-1].subject if spot.recent else "",
        step="h" if spot.headed else "c",
        heads=scene.view.subject_starts[
            bisect_right(scene.view.subject_starts, spot.clause.sentence.start - HEADS) : scene.before_head(q.start)
        ],
        passage=passage_of(spot, scene),
    )


def somebody(
    place: Place, entity: str, kind: str, mention: Mention | None, zone: str, index: int, rank: int, own_rank: int
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
        yield RULED
        yield f"R|{hints.distance}"
        yield f"R|{kind}|{hints.distance}"
        yield f"R|{zone}"
    if entity == hints.modified:
        yield "M"
        yield f"M|{kind}"
    head = spot.clause.head
    if head is not None and head.end <= spot.quantity.start:
        yield f"head|{'H' if head.entity == entity else 'n'}|{zone[0]}"
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
    named = scene.view.entities[entity]
    name = named.name.rstrip("”》）")
    yield f"e={name[-2:]}"
    yield f"e={name[-1:]}|{place.dimension}"
    yield from passing(place.passage, [name, *named.mentions], entity, kind, zone)
    if mention is not None:
        yield from _around(place, kind, mention, zone, index)


def _around(place: Place, kind: str, m: Mention, zone: str, index: int) -> Iterator[str]:
    """How a name stands in its sentence."""
    spot, scene = place.spot, place.scene
    text, q = spot.text, spot.quantity
    z = zone[0]
    later = len(place.heads) - bisect_right(place.heads, m.start)
    yield f"hb={min(later, 3)}|{zone}"
    yield f"hb={min(later, 3)}|{m.start in scene.heads}|{z}"
    yield f"hb={min(later, 3)}|{kind}|{z}"
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


def nobody(spot: Spot, hints: Hints, place: Place) -> Iterator[str]:
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
