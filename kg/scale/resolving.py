"""Things of articles → clusters with keys, in workers: what `kg.resolve.resolve` does, cut where nothing is shared.

Which firms a name begins with, and which brands have several firms, is asked by name (`ask`, `answer`); things are compared within
blocks (`block`, `compare`); what an edge from the threshold on or a person's word links hangs together, and only that is looked at as a
whole (`join_things`); clusters that could take the same key share the keys out among themselves (`wish`, `share`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from kg.engine.rows import Row, grouped, pack, unpack
from kg.knowledge import Knowledge
from kg.resolve.cluster import blocks_of, called, join, pairs_of_block, place_in_block
from kg.resolve.judge import Judge, Judgement, brands, fronts
from kg.resolve.keys import Applicant, applicant, share_out
from kg.resolve.naming import Title, title
from kg.resolve.policy import verdicts
from kg.resolve.things import Place, Setting, Thing, order, setting_of, together

AT_ONCE = 1000  # things that are put together at a time
REMEMBERED = 1_000_000  # pairs that a task knows to have been compared; they meet in several blocks


@dataclass(frozen=True, slots=True)
class Known:
    """A thing, the firms that its names begin with, and those of its kernels that are brands of several firms."""

    id: str
    thing: Thing
    firms: tuple[str, ...]
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two things that are nearly alike enough or more, by their ids, in their order."""

    left: str
    right: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Cluster:
    """Things that are one, and what they are called."""

    things: tuple[Thing, ...]
    title: Title


@dataclass(frozen=True, slots=True)
class Claimant:
    """A cluster that applies for a key, and the place of its first thing."""

    place: Place
    applicant: Applicant


def put_together(rows: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """Things of articles → things of all articles, with what has to be known of them."""
    setting = setting_of(knowledge)
    same = [verdict.names for verdict in verdicts(knowledge) if verdict.same]
    for key, group in grouped(rows):
        thing: Thing | None = None
        while some := [unpack(row.value, Thing) for row in islice(group, AT_ONCE)]:
            thing = together([thing, *some] if thing else some)
        if thing is None:
            continue
        id = hashlib.sha256(key.encode()).hexdigest()[:32]
        yield Row("thing", id, "", pack(thing))
        yield from _ask(id, thing, setting)
        if thing.code:
            yield Row("code", thing.code)
        names = {*called(thing)} if same else set()
        for number, sides in enumerate(same):
            yield from (Row("decided", str(number), f"{side}{id}") for side, name in enumerate(sides) if name in names)


def _ask(id: str, thing: Thing, setting: Setting) -> Iterator[Row]:
    """Asks which firms and brands there are; a firm says that it is there."""
    firm = thing.type in setting.policy.firms
    for name in thing.names:
        if firm:
            yield Row("asked", f"core {name.core}", "0")
            yield Row("asked", f"kernel {name.kernel}", "0")
            yield from (Row("asked", f"kernel {brand}", "1" + name.kernel) for brand in brands(name.kernel))
        yield from (Row("asked", f"core {front}", "2", id.encode()) for front in fronts(name.core))
        yield Row("asked", f"kernel {name.kernel}", "2", id.encode())


def answer(rows: Iterable[Row], __: Knowledge) -> Iterator[Row]:
    """Tells things of the firms and brands that they asked for."""
    for key, group in grouped(rows):
        what, _, text = key.partition(" ")
        there, kernels, last = False, 0, ""
        for row in group:
            if row.place == "0":
                there = True
            elif row.place != "2":
                kernels, last = kernels + (row.place != last), row.place
            elif there and (what == "core" or kernels > 1):
                yield Row("firm" if what == "core" else "family", row.value.decode(), "1" + text)


def block(rows: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """Things with what they were told, and in each of their blocks."""
    setting = setting_of(knowledge)
    for id, group in grouped(rows):
        thing = unpack(next(group).value, Thing)
        told = {(row.kind, row.place[1:]) for row in group}
        firms, families = (tuple(sorted(text for kind, text in told if kind == wanted)) for wanted in ("firm", "family"))
        value = pack(Known(id, thing, firms, families))
        yield Row("known", id, "0", value)
        type_, code, names, scope, where, member = order(thing)
        place = "\0".join((type_, code, *names, "", scope, *where, "", *member))
        for key in {*blocks_of(thing, Judge(setting, {*firms}, set()))}:
            yield Row("block", key, f"{place_in_block(key, thing)}\0{place}", value)


def compare(rows: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """The edges between things of a block: kind "tie" from the threshold on, "near" below."""
    setting = setting_of(knowledge)
    judge = Judge(setting, set(), set())
    seen: set[tuple[str, str]] = set()
    for _, group in grouped(rows):
        for pair in pairs_of_block(_judged(group, judge), setting.policy.block):
            (_, one), (_, other) = sorted(pair, key=lambda item: item[0])
            if not setting.policy.may_be_one(one.thing.type, other.thing.type) or (one.id, other.id) in seen:
                continue
            if len(seen) >= REMEMBERED:
                seen.clear()
            seen.add((one.id, other.id))
            if not judge.may_score(one.thing, other.thing):
                continue
            judgement = judge.compare(one.thing, other.thing)
            if judgement.score >= setting.policy.doubt:
                kind = "tie" if judgement.score >= setting.policy.threshold else "near"
                yield Row(kind, one.id, other.id, pack(Edge(one.id, other.id, judgement)))


def _judged(group: Iterable[Row], judge: Judge) -> Iterator[tuple[Place, Known]]:
    """The things of a block, each with its place in the order of all; the judge knows what they know."""
    for row in group:
        known = unpack(row.value, Known)
        judge.know(known.firms, known.families)
        yield order(known.thing), known


def decide(rows: Iterable[Row], __: Knowledge) -> Iterator[Row]:
    """Links between the things that a person says are one."""
    for _, group in grouped(rows):
        sides: tuple[list[str], list[str]] = ([], [])
        for row in group:
            sides[row.place.startswith("1")].append(row.place[1:])
        left, right = sides
        if left and right:
            yield from (Row("same", left[0], id) for id in (*left, *right))


def join_things(rows: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """Things that hang together, and the ties between them → clusters, each with its claim to a key and the keys it may come to."""
    setting, decided = setting_of(knowledge), verdicts(knowledge)
    for _, group in grouped(rows):
        known, edges = [], []
        for row in group:
            if row.kind == "known":
                known.append(unpack(row.value, Known))
            else:
                edges.append(unpack(row.value, Edge))
        known.sort(key=lambda one: order(one.thing))
        index = {one.id: i for i, one in enumerate(known)}
        things = [one.thing for one in known]
        judge = Judge(setting, {firm for one in known for firm in one.firms}, {brand for one in known for brand in one.families})
        scored = {(index[edge.left], index[edge.right]): edge.judgement for edge in edges}
        for members in join(things, scored, judge, decided)[0].all():
            yield from _cluster([known[i] for i in members], setting)


def _cluster(known: list[Known], setting: Setting) -> Iterator[Row]:
    things = tuple(one.thing for one in known)
    called_ = title(things, setting)
    claim, id = applicant(things, called_, setting), known[0].id
    yield Row("cluster", id, "0", pack(Cluster(things, called_)))
    yield Row("claimant", id, id, pack(Claimant(order(things[0]), claim)))
    yield from (Row("of", one.id, id) for one in known)
    yield from (Row("wish", key, id) for key in {*claim.tries(claim.type), *claim.tries("")})


def wish(rows: Iterable[Row], __: Knowledge) -> Iterator[Row]:
    """Links between clusters that may come to want one key."""
    for _, group in grouped(rows):
        first = next(group).place
        yield from (Row("rival", first, row.place) for row in group)


def share(rows: Iterable[Row], __: Knowledge) -> Iterator[Row]:
    """The key of each cluster; rivals come together."""
    for _, group in grouped(rows):
        claims = sorted(((unpack(row.value, Claimant), row.place) for row in group), key=lambda claim: claim[0].place)
        for (_, id), key in zip(claims, share_out([claim.applicant for claim, _ in claims]), strict=True):
            yield Row("key", id, "1", key.encode())
