"""What the passage around a number says for a name's having it: who opens its sentence and paragraph, how often each is named
there, whether somebody is speaking, and whether the words at the number take up what the name ends with (该基金、全港)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.scene import Scene
from kg.extract.spot import Spot


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """start, end: the numbers of the mentions in the paragraph before the number; opener: who opens the paragraph; first: who
    opens the sentence; speech: whether the number stands within quotation marks; own: whether the speaker says I or we; open:
    the first characters of the sentence; left, right: the clause around the number, names left out."""

    scene: Scene
    start: int
    end: int
    opener: str
    first: str
    speech: bool
    own: bool
    open: str
    left: str
    right: str


def passage_of(spot: Spot, scene: Scene) -> Passage:
    """The passage of a number."""
    text, q, here = spot.text, spot.quantity, spot.clause.sentence
    mentions, opening = scene.view.mentions, scene.view.opening(here)
    first, inside, end = scene.before(opening), scene.before(here.start), scene.before(q.start)
    return Passage(
        scene,
        first,
        end,
        opener=mentions[first].entity if first < end else "",
        first=mentions[inside].entity if inside < end else "",
        speech=scene.marks.count("“", opening, q.start) > scene.marks.count("”", opening, q.start),
        own=spot.rules.speaker.search(text, here.start, q.start) is not None,
        open=text[here.start : here.start + 2],
        left=_without(spot, spot.clause.start, q.start),
        right=_without(spot, q.end, spot.clause.end),
    )


def _without(spot: Spot, start: int, end: int) -> str:
    """Words without the names among them."""
    parts, at = [], start
    for m in spot.clause.mentions:
        if at <= m.start < end and not m.anaphor:
            parts.append(spot.text[at : m.start])
            at = m.end
    return "|".join([*parts, spot.text[at:end]])


def passing(passage: Passage, names: Sequence[str], entity: str, kind: str, zone: str) -> Iterator[str]:
    """What the passage says for and against an entity."""
    z = zone[0]
    times = min(3, passage.scene.named(entity, passage.start, passage.end))
    yield f"pn={times}|{zone}"
    yield f"pn={times}|{kind}"
    alone = times == passage.end - passage.start > 0
    yield f"pa={alone}|{z}"
    if entity == passage.opener:
        yield f"po|{zone}"
        yield f"po|{kind}"
    if entity == passage.first:
        yield f"pf|{zone}"
        yield f"pf|{kind}"
    yield f"pq={passage.speech}|{kind}"
    yield f"pq={passage.speech}|{zone}"
    if passage.own:
        yield f"pw|{kind}"
        yield f"pw|{z}"
    if z not in "cA":
        yield f"ps={passage.open}|{z}"
        yield f"ps={passage.open}|{kind}"
    ends = {n[-2:] for n in names if len(n) > 3}
    for side, words in (("l", passage.left), ("r", passage.right)):
        if any(e in words for e in ends):
            yield f"pe{side}"
            yield f"pe{side}|{z}"
            yield f"pe{side}|{kind}"
    for e in sorted({n[-1:] for n in names}):
        at = passage.left.find(e)
        if at > 0:
            yield f"p1={passage.left[at - 1]}|{z}"
