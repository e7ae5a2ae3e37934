"""What the model of relations sees where two names stand: words between and around them, how far apart, what stands between.

The same for all members of an enumeration. Some are told apart by the classes of the two ends as well, `typed`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.extract.frames import Frame, Node
from kg.extract.segment import tag_of
from kg.knowledge.rules import RelationRules

BREAKS = "，。；：！？"
MARKS = f"{BREAKS}“”‘’、《》\"'"
STEPS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
WITHIN = 12  # words of either end of what stands between two names that are looked at
NEAR = 5  # words after the second name


def size(number: int) -> int:
    """A number as the step that it reaches.

    >>> [size(n) for n in (0, 1, 3, 100)]
    [0, 1, 3, 8]
    """
    return bisect_left(STEPS, number)


def short(type: str) -> str:
    """The letters that stand for a class in features."""
    return type[:4]


@lru_cache(maxsize=20000)
def is_verb(word: str) -> bool:
    """Whether the dictionary takes a word for a verb."""
    return len(word) > 1 and tag_of(word).startswith("v")


class PlaceFeatures:
    """The features of the places of one document."""

    def __init__(self, frames: Sequence[Frame], rules: RelationRules) -> None:
        self.frames = frames
        self.relations: dict[str, set[str]] = defaultdict(set)
        for rule in rules.rules:
            for word in rule.triggers:
                if len(word) > 1:
                    self.relations[word].add(rule.relation)
        self.triggers = re.compile("|".join(re.escape(w) for w in sorted(self.relations, key=lambda w: (-len(w), w))) or "(?!)")
        self._said: dict[tuple[str, ...], list[str]] = {}

    def said(self, words: tuple[str, ...]) -> list[str]:
        """The relations whose triggers stand among words."""
        if words not in self._said:
            self._said[words] = sorted({r for w in self.triggers.findall("".join(words)) for r in self.relations[w]})
        return self._said[words]

    def read(self, one: Node, two: Node) -> tuple[list[str], list[str]]:
        """The features of two nodes, one before two or the same, and those that are typed."""
        if one is two:
            after = self.frames[two.frame].following(two.place)
            return [f"a{w}" for w in after[:3]] + [f"p{w}" for w in one.before[-3:]], ["row", f"p={'|'.join(one.before[-1:])}"]
        apart = self._together(one, two) if one.frame == two.frame else self._parted(one, two)
        around = self._around(one, two)
        return [*apart[0], *around[0]], [*apart[1], *around[1]]

    def _together(self, one: Node, two: Node) -> tuple[list[str], list[str]]:
        """Of nodes in one sentence: what stands between them."""
        nodes = self.frames[one.frame].nodes[one.place + 1 : two.place]
        words = [w for n in (*nodes, two) for w in n.before]
        clauses = min(two.clause - one.clause, 6)
        plain = [f"b{w}" for w in dict.fromkeys(words[:WITHIN] + words[-WITHIN:]) if w not in MARKS]
        plain.append(f"d{size(two.start - one.end)}")
        kinds = ",".join(short(n.type) for n in nodes) if len(nodes) <= 3 else "+"
        typed = [f"c{clauses}", f"n{min(len(nodes), 5)}", f"k{kinds}", *_crowd(one, two, nodes, 0)]
        if len(words) <= 4 and not nodes:
            typed.append("=" + "".join(words))
        verbs = [w for w in words if is_verb(w)]
        if verbs:
            typed.append(f"v{verbs[-1]}")
            plain += [f"v1{verbs[0]}", f"vl{verbs[-1]}"]
        if "；" in words:
            plain.append("semicolon")
        if clauses == 0:
            plain += [f"cb{w}" for w in dict.fromkeys(words[-WITHIN:]) if w not in MARKS]
        return plain, typed

    def _parted(self, one: Node, two: Node) -> tuple[list[str], list[str]]:
        """Of nodes in different sentences: how the second is come to."""
        frames = self.frames
        first, last = frames[one.frame], frames[two.frame]
        between = (n for f in frames[one.frame + 1 : two.frame] for n in f.nodes)
        nodes = (*first.nodes[one.place + 1 :], *between, *last.nodes[: two.place])
        apart = f"s{min(two.frame - one.frame, 5)}" if first.paragraph == last.paragraph else "far"
        plain = [f"x{w}" for w in dict.fromkeys(two.before[-8:]) if w not in MARKS] + [f"place{min(two.place, 3)}"]
        verbs = [w for w in two.before if is_verb(w)]
        return plain + [f"xv{w}" for w in verbs[-1:]], [apart, *_crowd(one, two, nodes, 1)]

    def _around(self, one: Node, two: Node) -> tuple[list[str], list[str]]:
        """The words before and after each of the nodes, and their part in their sentences."""
        f1, f2 = self.frames[one.frame], self.frames[two.frame]
        after1, before2, after2 = f1.following(one.place), two.before, f2.following(two.place)
        plain = [*self._words(one, two, after1, after2), f2.kind]
        plain.append("only" + "".join(str(int(sum(n.type == x.type for n in f.nodes) == 1)) for x, f in ((one, f1), (two, f2))))
        plain.append(f"m{min(len(one.mentions), 3)}{min(len(two.mentions), 3)}")
        if one.place == 0:
            plain.append("first")
        if two.place + 1 == len(f2.nodes):
            plain.append("last")
        typed = [f"g{r}" for r in self.said(_closing(before2))]
        for mark, words in (("r", before2[-1:]), ("l", after1[:1]), ("p", one.before[-1:]), ("a", after2[:1])):
            typed += [f"{mark}{w}" for w in words]
        clauses, apart = min(two.clause - one.clause, 1), min(two.frame - one.frame, 2)
        typed.append(f"u{one.subject:d}{two.subject:d}{clauses}{apart}")
        return plain, typed

    def _words(self, one: Node, two: Node, after1: tuple[str, ...], after2: tuple[str, ...]) -> Iterator[str]:
        before2, opening, closing = two.before, _opening(after1), _closing(two.before)
        yield from (f"kb{w}" for w in closing[-8:])
        yield from (f"fa{w}" for w in opening[:6])
        for mark, words in (("g", closing), ("gf", opening), ("ga", _opening(after2)), ("gp", _closing(one.before))):
            yield from (f"{mark}{r}" for r in self.said(words))
        if after2 and after2[0].startswith("等"):
            yield from (f"eq{w}" for w in after2[1:5])
        yield from (f"r{w}" for w in before2[-1:])
        yield from (f"l{w}" for w in after1[:1])
        yield f"r2{'|'.join(before2[-2:])}"
        yield f"l2{'|'.join(after1[:2])}"
        yield from (f"p{w}" for w in one.before[-3:] if w not in MARKS)
        yield from (f"p1{w}" for w in one.before[-1:])
        yield from (f"a{w}" for w in after2[:NEAR] if w not in MARKS)
        yield from (f"a1{w}" for w in after2[:1])


def _crowd(one: Node, two: Node, nodes: Sequence[Node], apart: int) -> list[str]:
    """How many other nodes of the classes of two stand between them."""
    like_one, like_two = (sum(n.type == x.type for n in nodes) for x in (one, two))
    return [f"i{min(like_one, 3)}", f"j{min(like_two, 3)}", f"ij{min(like_one, 1)}{min(like_two, 1)}{apart}"]


def _closing(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words since the last break."""
    last = max((i for i, w in enumerate(words) if w in BREAKS), default=-1)
    return words[last + 1 :]


def _opening(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words up to the first break."""
    return words[: next((i for i, w in enumerate(words) if w in BREAKS), len(words))]
