"""The company that a relation keeps: what else is probable of its two ends, as features for a second judgement.

A firm that surely lies in one park hardly lies in another; what holds of one member of an enumeration holds of the next; what
lies in a park lies where the park lies. Probabilities come in as a first judgement gave them; features name the steps they reach.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache

Triple = tuple[str, str, str]
Steps = dict[str, list[tuple[int, float, str]]]  # by the third thing: number, probability and relation of each step to it

WORTH = 0.05  # probability from which on a relation is judged a second time
FAINT, SEEN = 0.02, 0.1  # from which on another relation counts as a rival, as a link of a chain
STEPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7)
OWN = (0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9)
SUMS = (0.2, 0.5, 1.0, 2.0, 4.0)
RANKS = (1, 2, 4)


class Company:
    """The probable relations of a document by their ends. spots: where each stands, the same for members of an enumeration."""

    def __init__(self, probable: Mapping[Triple, float], spots: Mapping[Triple, Hashable], symmetric: frozenset[str]) -> None:
        self.probable = dict(probable)
        self.probable.update({(t, r, h): p for (h, r, t), p in probable.items() if r in symmetric})
        self.symmetric = symmetric
        self.spots = spots
        self.tails: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.heads: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.between: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
        self.out: dict[str, Steps] = defaultdict(dict)
        self.into: dict[str, Steps] = defaultdict(dict)
        self.rows: dict[Hashable, list[tuple[float, Triple]]] = defaultdict(list)
        for number, ((head, relation, tail), p) in enumerate(self.probable.items()):
            if p >= FAINT:
                self.tails[head, relation].append(p)
                self.heads[relation, tail].append(p)
                self.between[head, tail].append((p, relation))
            if p >= SEEN:
                self.out[head].setdefault(tail, []).append((number, p, relation))
                self.into[tail].setdefault(head, []).append((number, p, relation))
        self.sums = {id(row): sum(row) for ends in (self.tails, self.heads) for row in ends.values()}
        for row in (*self.tails.values(), *self.heads.values()):
            row.sort()
        for triple, spot in spots.items():
            if probable[triple] >= WORTH:
                self.rows[spot, triple[1], "h", triple[0]].append((probable[triple], triple))
                self.rows[spot, triple[1], "t", triple[2]].append((probable[triple], triple))

    def worth(self) -> Iterator[Triple]:
        """The relations that are probable enough for a second judgement."""
        return (triple for triple in self.spots if self.probable[triple] >= WORTH)

    def features(self, triple: Triple, type_of: Callable[[str], str]) -> list[str]:
        """What can be said of a relation."""
        head, relation, tail = triple
        own = self.probable[triple]
        found = [f"H={type_of(head)}", f"T={type_of(tail)}", *_steps("own", own, OWN)]
        for name, row in (("tails", self.tails[head, relation]), ("heads", self.heads[relation, tail])):
            highest = row[-1] if own < row[-1] else row[-2] if len(row) > 1 else 0.0  # of all but this one
            found += _steps(name, highest, STEPS)
            found += _steps(f"{name}.sum", self.sums[id(row)] - own, SUMS)
            found += _steps(f"{name}.rank", len(row) - bisect_right(row, own), RANKS)
        found += self._beside(triple)
        for end, entity in (("h", head), ("t", tail)):
            row = [p for p, other in self.rows.get((self.spots[triple], relation, end, entity), ()) if other != triple]
            if row:
                found += [*_steps(f"row{end}", sum(row) / len(row), STEPS), *_steps(f"row{end}.best", max(row), STEPS)]
        return found + self._chains(head, tail)

    def _beside(self, triple: Triple) -> list[str]:
        """The other relations of the two ends with one another."""
        head, relation, tail = triple
        there = {r: p for p, r in self.between.get((head, tail), ()) if r != relation}
        back = {} if relation in self.symmetric else {r: p for p, r in self.between.get((tail, head), ())}
        found = [*_steps("other", max(there.values(), default=0.0), STEPS), *_steps("back", max(back.values(), default=0.0), STEPS)]
        found += [f for r, p in there.items() for f in _steps(f"other.{r}", p, STEPS)]
        return found + [f for r, p in back.items() for f in _steps(f"back.{r}", p, STEPS)]

    def _chains(self, head: str, tail: str) -> list[str]:
        """Third things that both ends have to do with: head → it → tail, head ← it → tail, head → it ← tail."""
        best: dict[str, float] = defaultdict(float)
        for mark, steps, forward in (("c", self.out[head], True), ("v", self.into[head], True), ("w", self.out[head], False)):
            for _, p, relation, third in sorted(_common(steps, self.into[tail] if forward else self.out[tail])):
                links = self.between.get((third, tail) if forward else (tail, third), ()) if third != tail else ()
                for q, other in links:
                    if q >= SEEN:
                        name = f"{mark}:{relation}>{other}"
                        best[name] = max(best[name], p * q)
        return [f for name, p in best.items() for f in _steps(name, p, STEPS)]


def _common(steps: Steps, others: Steps) -> Iterator[tuple[int, float, str, str]]:
    """The steps to third things to which others lead too, as numbered; found from the side that has fewer."""
    few, many = sorted((steps, others), key=lambda side: len(side))
    return ((*step, third) for third in few if third in many for step in steps[third])


def _steps(name: str, value: float, steps: tuple[float, ...]) -> tuple[str, ...]:
    """The steps that a value reaches, as features.

    >>> _steps("own", 0.3, (0.1, 0.2, 0.5))
    ('own>=0.1', 'own>=0.2')
    """
    return _ladder(name, steps, bisect_right(steps, value))


@cache
def _ladder(name: str, steps: tuple[float, ...], reached: int) -> tuple[str, ...]:
    return tuple(f"{name}>={step}" for step in steps[:reached])
