"""Things → clusters, one per real thing.

Candidates come from blocks of names that share something, so that the work grows with the number of names. They are put together from
the surest on; two clusters join only if none of their members speaks against any of the other's, so no chain leads from a thing to
another one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice
from typing import TypeVar

from kg.errors import KnowledgeError
from kg.resolve.judge import Judge, Judgement
from kg.resolve.parts import Share
from kg.resolve.phrases import squeeze
from kg.resolve.policy import Verdict
from kg.resolve.things import Thing

NEAR = 12  # in a large block a member meets this part of the most that a small one may have: those just before it
Item = TypeVar("Item")
Pair = tuple[int, int]
Compare = Callable[[int, int], Judgement]


def cluster(
    things: Sequence[Thing], judge: Judge, verdicts: Sequence[Verdict], share: Share
) -> tuple[list[list[int]], list[tuple[int, int, Judgement]]]:
    """Indices of the things of each cluster, and pairs of things in two clusters that were nearly alike enough."""
    policy = judge.setting.policy

    def found(part: int, parts: int) -> dict[Pair, Judgement]:
        """The pairs that are nearly alike enough or more, of those that meet in the blocks of a part."""
        # the parts must hash alike, as copies of one process do
        met = _meetings(things, judge, policy.block, lambda block: hash(block) % parts == part)
        pairs = {(i, j) for i, j in met if judge.may_score(things[i], things[j])}
        scored = (((i, j), judge.compare(things[i], things[j])) for i, j in pairs)
        return {pair: judgement for pair, judgement in scored if judgement.score >= policy.doubt}

    edges = {pair: judgement for part in share(found, len(things)) for pair, judgement in part.items()}
    groups, apart = join(things, edges, judge, verdicts)
    doubts = [(i, j, v) for (i, j), v in edges.items() if groups.find(i) != groups.find(j) and not _kept_apart(groups, i, j, apart)]
    return groups.all(), sorted(doubts, key=lambda doubt: (-doubt[2].score, *doubt[:2]))


def join(things: Sequence[Thing], edges: Mapping[Pair, Judgement], judge: Judge, verdicts: Iterable[Verdict]) -> tuple[Groups, set[Pair]]:
    """The groups that things make, and the pairs that a person keeps apart.

    Things that no edge from the threshold on and no verdict links, however many others lie between, do not touch each other: any number
    of things that are so linked may be joined without the rest.
    """
    policy = judge.setting.policy
    seen = dict(edges)

    def compare(i: int, j: int) -> Judgement:
        pair = (i, j) if i < j else (j, i)
        if pair not in seen:
            seen[pair] = judge.compare(things[pair[0]], things[pair[1]])
        return seen[pair]

    groups = Groups(len(things))
    apart = _decide(things, groups, verdicts)
    for score, i, j in sorted((-v.score, i, j) for (i, j), v in edges.items() if v.score >= policy.threshold):
        if groups.find(i) != groups.find(j) and _agree(groups, i, j, compare, apart, -score, judge):
            groups.join(i, j)
    return groups, apart


class Groups:
    """Disjoint sets that know their members."""

    def __init__(self, size: int) -> None:
        self._group = list(range(size))
        self.members = [[i] for i in range(size)]

    def find(self, i: int) -> int:
        """The number of the group of i."""
        return self._group[i]

    def of(self, i: int) -> list[int]:
        """The members of the group of i."""
        return self.members[self._group[i]]

    def join(self, i: int, j: int) -> None:
        """Makes one group of two: the smaller moves."""
        keep, move = self._group[i], self._group[j]
        if keep == move:
            return
        if len(self.members[keep]) < len(self.members[move]):
            keep, move = move, keep
        for member in self.members[move]:
            self._group[member] = keep
        self.members[keep] += self.members[move]
        self.members[move] = []

    def all(self) -> list[list[int]]:
        """The groups that have members, each sorted."""
        return sorted(sorted(m) for m in self.members if m)


def _agree(groups: Groups, i: int, j: int, compare: Compare, apart: set[Pair], score: float, judge: Judge) -> bool:
    """Whether two clusters may become one: no veto between any two, and either the tie is certain or all are somewhat alike."""
    policy = judge.setting.policy
    for a in groups.of(i):
        for b in groups.of(j):
            verdict = compare(a, b)
            if verdict.veto or (min(a, b), max(a, b)) in apart or (score < policy.certain and verdict.score < policy.floor):
                return False
    return True


def _kept_apart(groups: Groups, i: int, j: int, apart: set[Pair]) -> bool:
    return any((min(a, b), max(a, b)) in apart for a in groups.of(i) for b in groups.of(j))


def _decide(things: Sequence[Thing], groups: Groups, verdicts: Iterable[Verdict]) -> set[Pair]:
    """Joins what a person said is the same; returns the pairs that are different. Raises KnowledgeError on contradictions."""
    decided = sorted(verdicts, key=lambda v: (not v.same, v.left, v.right))
    by_name: dict[str, list[int]] = {name: [] for verdict in decided for name in verdict.names}
    for i, thing in enumerate(things if decided else ()):
        for name in called(thing):
            if name in by_name:
                by_name[name].append(i)

    apart: dict[Pair, Verdict] = {}
    for verdict in decided:
        left, right = (sorted(set(by_name[name])) for name in verdict.names)
        if verdict.same and left and right:
            for i in (*left, *right):
                groups.join(left[0], i)
        elif not verdict.same:
            apart |= {(min(i, j), max(i, j)): verdict for i in left for j in right if i != j}
    for (i, j), verdict in sorted(apart.items()):
        if groups.find(i) == groups.find(j):
            raise KnowledgeError(
                f"'{verdict.left}' and '{verdict.right}' are different here, but other rows make them the same",
                place=verdict.place,
                remedy="take back one of the rows, or bind a name to its document: NAME@DOCUMENT",
            )
    return set(apart)


def called(thing: Thing) -> Iterator[str]:
    """The names that a verdict may call a thing by."""
    for form in thing.printed:
        yield squeeze(form)
        yield from (f"{squeeze(form)}@{doc}" for doc in thing.docs)


def candidates(things: Sequence[Thing], judge: Judge, limit: int) -> list[Pair]:
    """Pairs worth comparing, sorted: all pairs of a block, of a large block only neighbours in the order of names."""
    return sorted(set(_meetings(things, judge, limit)))


def _meetings(things: Sequence[Thing], judge: Judge, limit: int, own: Callable[[str], bool] = bool) -> Iterator[Pair]:
    """The pairs of each block that is one's own; those that share several blocks come several times."""
    blocks: dict[str, list[int]] = {}
    for i, thing in enumerate(things):
        for key in {*filter(own, blocks_of(thing, judge))}:
            blocks.setdefault(key, []).append(i)
    for key, members in blocks.items():
        if len(members) <= limit:  # nearly always
            yield from combinations(members, 2)
            continue
        order = sorted(members, key=lambda i: (place_in_block(key, things[i]), i))
        yield from ((i, j) if i < j else (j, i) for i, j in pairs_of_block(order, limit))


def place_in_block(key: str, thing: Thing) -> str:
    """What the things of a block are ordered by."""
    return thing.full.core[:: -1 if key.startswith("end ") else 1]


def pairs_of_block(members: Iterable[Item], limit: int) -> Iterator[tuple[Item, Item]]:
    """All pairs of the members, in their order; of more than `limit` only those that stand near each other. No more members than that
    are ever held.

    >>> list(pairs_of_block("abc", 3)), len(list(pairs_of_block(range(100), 40)))
    ([('a', 'b'), ('a', 'c'), ('b', 'c')], 294)
    """
    ahead = iter(members)
    first = list(islice(ahead, limit + 1))
    if len(first) <= limit:
        yield from combinations(first, 2)
        return
    near: deque[Item] = deque(maxlen=max(1, limit // NEAR))
    for member in chain(first, ahead):
        yield from ((before, member) for before in near)
        near.append(member)


def blocks_of(thing: Thing, judge: Judge) -> Iterator[str]:
    """The blocks of a thing; one may come twice."""
    if thing.code:
        yield "code " + thing.code
        return
    for name in thing.names:
        yield "form " + name.form
        yield "core " + name.core
        yield "kernel " + name.kernel
        yield "start " + name.kernel[:2]
        yield "end " + name.core[-4:]
        for rest in judge.without_owner(name):
            yield "core " + rest
    gazetteer, name = judge.setting.gazetteer, thing.full
    if thing.scope in gazetteer.divisions:  # meets what has this place in front, or one around it, or one in it: 高新区, 重庆高新区
        yield f"bare {name.core} at {thing.scope}"
        yield from (f"bare {name.core} in {outer}" for outer in gazetteer.chain(thing.scope))
    elif name.prefix:
        bare = judge.bare(name)
        for code in name.place:
            yield f"bare {bare} in {code}"
            yield from (f"bare {bare} at {outer}" for outer in gazetteer.chain(code))
