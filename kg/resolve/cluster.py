"""Things → clusters, one per real thing.

Candidates come from blocks of names that share something, so that the work grows with the number of names. They are put together from
the surest on; two clusters join only if none of their members speaks against any of the other's, so no chain leads from a thing to
another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from kg.errors import KnowledgeError
from kg.resolve.judge import Judge, Judgement
from kg.resolve.phrases import squeeze
from kg.resolve.policy import Verdict
from kg.resolve.things import Thing

Pair = tuple[int, int]
Compare = Callable[[int, int], Judgement]


def cluster(things: Sequence[Thing], judge: Judge, verdicts: Iterable[Verdict]) -> tuple[list[list[int]], list[tuple[int, int, Judgement]]]:
    """Indices of the things of each cluster, and pairs of things in two clusters that were nearly alike enough."""
    policy = judge.setting.policy
    seen: dict[Pair, Judgement] = {}

    def compare(i: int, j: int) -> Judgement:
        pair = (i, j) if i < j else (j, i)
        if pair not in seen:
            seen[pair] = judge.compare(things[pair[0]], things[pair[1]])
        return seen[pair]

    groups = Groups(len(things))
    apart = _decide(things, groups, verdicts)
    scored = ((compare(i, j), i, j) for i, j in candidates(things, judge, policy.block))
    edges = sorted(((-v.score, i, j) for v, i, j in scored if v.score >= policy.doubt))
    for score, i, j in edges:
        if -score >= policy.threshold and groups.find(i) != groups.find(j) and _agree(groups, i, j, compare, apart, -score, judge):
            groups.join(i, j)
    doubts = [(i, j, compare(i, j)) for _, i, j in edges if groups.find(i) != groups.find(j) and not _kept_apart(groups, i, j, apart)]
    return groups.all(), doubts


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
    by_name: dict[str, list[int]] = {}
    for i, thing in enumerate(things):
        for form in thing.printed:
            by_name.setdefault(squeeze(form), []).append(i)
            for doc in thing.docs:
                by_name.setdefault(f"{squeeze(form)}@{doc}", []).append(i)

    apart: dict[Pair, Verdict] = {}
    for verdict in sorted(verdicts, key=lambda v: (not v.same, v.left, v.right)):
        left, right = (sorted(set(by_name.get(name, ()))) for name in verdict.names)
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


def candidates(things: Sequence[Thing], judge: Judge, limit: int) -> list[Pair]:
    """Pairs worth comparing, sorted: all pairs of a block, of a large block only neighbours in the order of names."""
    blocks: dict[str, set[int]] = {}
    for i, thing in enumerate(things):
        for key in _keys(thing, judge):
            blocks.setdefault(key, set()).add(i)
    pairs: set[Pair] = set()
    for key, members in blocks.items():
        pairs.update(_pairs(key, sorted(members), things, limit))
    return sorted(pairs)


def _pairs(key: str, members: list[int], things: Sequence[Thing], limit: int) -> Iterator[Pair]:
    if len(members) <= limit:
        yield from combinations(members, 2)
        return
    backwards = key.startswith("end ")
    order = sorted(members, key=lambda i: (things[i].full.core[:: -1 if backwards else 1], i))
    for at, i in enumerate(order):
        for j in order[at + 1 : at + 1 + limit // 4]:
            yield (i, j) if i < j else (j, i)


def _keys(thing: Thing, judge: Judge) -> Iterator[str]:
    """The blocks of a thing."""
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
    if not thing.telling:
        yield "bare " + thing.full.core
    if thing.full.own < 2 and thing.full.prefix:
        yield "bare " + thing.full.core.removeprefix(thing.full.prefix)
