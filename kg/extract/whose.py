"""Whom a number is said of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from kg.extract.spot import Spot
from kg.extract.view import View
from kg.model import Mention

TITLE_WEIGHT = 4  # what a name in the title counts for
TO_YARDSTICK = 6  # characters of what leads to a yardstick
BUILT_NEAR = 24  # characters between a sum and the work it is laid out for: 投资100亿元在当地建设某基地


def modified(spot: Spot) -> Mention | None:
    """The name that the number modifies: 总投资38亿元的某项目."""
    q, types = spot.quantity, spot.types
    following = next((m for m in spot.clause.mentions if m.start >= q.end), None)
    if following is None:
        return None
    between = spot.text[q.end : following.start]
    if re.fullmatch("[^的]{0,12}的[^的]{0,2}", between) and following.type in types.strong - (types.places - types.built):
        return following
    if not between and q.dimension == "money" and following.type in types.funded:
        return following
    return None


def subject_of(spot: Spot) -> tuple[str, int]:
    """Entity id of the subject of a number, "" if there is none, and how far it was fetched (see `Carried.distance`)."""
    clause, q, types = spot.clause, spot.quantity, spot.types
    opened = spot.text.rfind("（", clause.start, q.start)
    if opened > 0 and "）" not in spot.text[opened : q.start]:
        held = next((m for m in clause.mentions if m.end == opened and m.type in types.strong), None)
        if held:
            return held.entity, 0
    if q.dimension == "money" and spot.rules.invested.search(spot.text, max(clause.start, q.start - 6), q.start):
        built = _laid_out_for(spot)
        if built:
            return built.entity, 0
    heads = clause.head if clause.head and clause.head.end <= q.start and not yardstick(spot, clause.head) else None
    for m in clause.mentions:  # 甲园9平方公里、乙园2平方公里: each its own
        if heads and m.end == q.start and m.type == heads.type and any(c.isdigit() for c in spot.text[heads.end : m.start]):
            return m.entity, 0
    if heads and q.kind != "rank":
        return heads.entity, 0
    scoped = q.kind == "rank" and spot.text[q.plain : q.end].endswith("大")  # 某省第二大城市: the province only bounds it
    for m in () if scoped else clause.mentions:
        if q.kind == "rank" and spot.rules.place.search(spot.text, clause.start, m.start):
            break  # 位列某地第一: where it holds, not who holds it
        adjacent = spot.rules.adjacent.fullmatch(spot.text, m.end, q.start) if m.end <= q.start else None
        if spot.text.endswith(spot.rules.whole, clause.start, m.start) or yardstick(spot, m):
            continue
        if adjacent and spot.text[m.start - 1 : m.start] not in "、和及与" and m.type in types.strong - types.passing:
            return m.entity, 0
    return (heads.entity, 0) if heads else _carried(spot)


def planned_for(spot: Spot, subject: str) -> str:
    """Whose figure it is that a plan sets: not the plan's but the place's that its title begins with (《甲市工业方案》提出，到2027年…)."""
    text, view, says = spot.text, spot.view, spot.rules.plan_says
    for m in view.in_sentence(spot.clause.sentence):
        if m.entity == subject and "《" in text[m.start - 1 : m.start + 1] and says.fullmatch(text, m.end, spot.quantity.start):
            title = text[m.start : m.end].removeprefix("《")
            places = (e for e in view.entities.items() if e[1].type in spot.types.places)
            begins = {name: key for key, e in places for name in e.mentions if title.startswith(name)}
            return begins[max(begins, key=len)] if begins else subject
    return subject


def yardstick(spot: Spot, m: Mention) -> bool:
    """Whether a figure is measured against what a name says: 高于昆明全市4.3个百分点, 占西安的四分之一, 是哈尔滨市的1.5倍."""
    at = bisect_left(spot.view.starts, m.start)
    outer = spot.view.mentions[at - 1] if at and spot.view.mentions[at - 1].end == m.start else m  # 昆明 of 全市
    before = spot.text[max(0, outer.start - TO_YARDSTICK) : outer.start]
    multiple = spot.rules.multiple.search(before) and spot.rules.times.match(spot.text, m.end)
    return bool(multiple or spot.rules.yardstick.search(before))


def _laid_out_for(spot: Spot) -> Mention | None:
    """The work that a sum goes into: 投资100亿元建设某基地; 投资20亿元，在某地打造某项目."""
    text, q = spot.text, spot.quantity
    end = spot.clause.sentence.end
    verb = spot.rules.builds.search(text, q.end, min(end, q.end + BUILT_NEAR))
    first = verb.end() if verb else q.end
    last = first + BUILT_NEAR
    for m in spot.view.in_sentence(spot.clause.sentence):
        if m.type not in spot.types.built or not first <= m.start <= last or text.endswith(spot.rules.at, 0, m.start):
            continue
        if verb or m.start < spot.clause.end:
            return m
    return None


def _carried(spot: Spot) -> tuple[str, int]:
    """The subject carried over that such a figure can be said of."""
    pool, types, words = spot.clause.carried, spot.types, spot.left + spot.right
    if spot.recent and not spot.headed:
        last = spot.recent[-1].subject
        place = next((c for c in pool if c.type in types.places and c.distance == 1), None)
        if place and spot.view.entities[last].type not in types.places and spot.rules.territorial.search(words):
            return place.entity, 1
        return last, 1
    nearest = pool[0] if pool else None
    mostly = nearest and nearest.distance > 1 and nearest.type not in types.built and spot.rules.mostly.search(words)
    if mostly or spot.rules.territorial.search(words):
        places = [c for c in pool if c.type in types.places]
        if places and places[0].distance < 3:
            return places[0].entity, places[0].distance
        if places and not (nearest and nearest.distance == 1):  # a new paragraph: the place that the text is about
            best = max(places, key=lambda c: spot.weights[c.entity])
            return best.entity, best.distance
    planned = spot.rules.planned.search(spot.text, spot.clause.start, spot.clause.end)
    elsewhere = not nearest or nearest.type not in types.built or nearest.distance > 1
    acts = not nearest or nearest.distance > 1 or nearest.type in types.agents
    if elsewhere and ((planned and acts) or spot.rules.works.search(words)):
        built = _built_before(spot)
        if built:
            return built, 1
    if nearest is None:
        return spot.view.topic(spot.clause.start, types.strong), 3
    best = next((c for c in pool if c.distance == 1 or c.type not in types.passing), nearest)
    if best.distance == 3 and nearest.distance < 3:
        best = nearest
    elif best.distance == 3 and spot.weights[best.entity] == 1:  # named in passing: a new paragraph is on what the text is about
        best = max((c for c in pool if c.type not in types.passing), key=lambda c: spot.weights[c.entity], default=best)
    return best.entity, best.distance


def weights(view: View) -> Counter[str]:
    """How much a text is about each of its entities: how often it names them, the title above all."""
    counts = Counter(m.entity for m in view.mentions)
    for entity in counts:
        names = (view.entities[entity].name, *view.entities[entity].mentions)
        counts[entity] += TITLE_WEIGHT * any(name in view.document.title for name in names)
    return counts


def _built_before(spot: Spot) -> str:
    """The work named last before the clause, in its sentence or the one before it in the paragraph."""
    view, here = spot.view, spot.clause.sentence
    floor = here
    for i in range(bisect_left(view.starts, spot.clause.start) - 1, -1, -1):
        m = view.mentions[i]
        if m.start < floor.start:
            sentence = view.sentence_at(m.start)
            if sentence.paragraph != here.paragraph or floor is not here:
                break
            floor = sentence
        if m.type in spot.types.built:
            return m.entity
    return ""
