"""What the model of relations sees where two names stand: words between and around them, how far apart, what stands between.

The same for all members of an enumeration. Some are told apart by the classes of the two ends as well, `typed`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.extract.frames import Frame, Node
from kg.extract.segment import tag_of
from kg.knowledge.regex import any_of
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


Part = tuple[tuple[str, ...], tuple[str, ...]]  # plain features and typed ones


class PlaceFeatures:
    """The features of the places of one document; what is the same in many is kept."""

    def __init__(self, frames: Sequence[Frame], rules: RelationRules) -> None:
        self.frames = frames
        self.relations: dict[str, set[str]] = defaultdict(set)
        for rule in rules.rules:
            for word in rule.triggers:
                if len(word) > 1:
                    self.relations[word].add(rule.relation)
        self.triggers = re.compile(any_of(self.relations))
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for node in (n for f in frames for n in f.nodes):
            self.places[node.type].append((node.frame, node.place))
        self._said: dict[tuple[str, ...], list[str]] = {}
        self._kept: dict[tuple[int, int, int], Part] = {}

    def said(self, words: tuple[str, ...]) -> list[str]:
        """The relations whose triggers stand among words."""
        if words not in self._said:
            self._said[words] = sorted({r for w in self.triggers.findall("".join(words)) for r in self.relations[w]})
        return self._said[words]

    def shared(self, one: Node, two: Node) -> tuple[Part, ...]:
        """The features of two nodes, one before two or the same, plain and typed: what both show together, the first, the
        second, and how a second in another sentence is come to. The last three are the same objects in every pair of theirs."""
        if one is two:
            after = self.frames[two.frame].following(two.place)
            words = [f"a{w}" for w in after[:3]] + [f"p{w}" for w in one.before[-3:]]
            return (_part(words, ["row", f"p={'|'.join(one.before[-1:])}"]),)
        if one.frame == two.frame:
            return self._together(one, two), self._first(one), self._second(two)
        return self._parted(one, two), self._first(one), self._second(two), self._come_to(two)

    def _together(self, one: Node, two: Node) -> Part:
        """Of nodes in one sentence: what stands between them."""
        nodes = self.frames[one.frame].nodes[one.place + 1 : two.place]
        words = [w for n in (*nodes, two) for w in n.before]
        clauses = min(two.clause - one.clause, 6)
        plain = [f"b{w}" for w in dict.fromkeys(words[:WITHIN] + words[-WITHIN:]) if w not in MARKS]
        plain.append(f"d{size(two.start - one.end)}")
        kinds = ",".join(short(n.type) for n in nodes) if len(nodes) <= 3 else "+"
        typed = [f"c{clauses}", f"n{min(len(nodes), 5)}", f"k{kinds}", *self._crowd(one, two), _subjects(one, two)]
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
        return _part([*plain, *self._parts(one, two)], typed)

    def _parted(self, one: Node, two: Node) -> Part:
        """Of nodes in different sentences: how far apart, and what stands between them."""
        first, last = self.frames[one.frame], self.frames[two.frame]
        apart = f"s{min(two.frame - one.frame, 5)}" if first.paragraph == last.paragraph else "far"
        return _part([*self._parts(one, two)], [apart, *self._crowd(one, two), _subjects(one, two)])

    def _crowd(self, one: Node, two: Node) -> list[str]:
        """How many other nodes of the classes of two stand between them."""
        start, end = (one.frame, one.place), (two.frame, two.place)
        like_one, like_two = (bisect_left(at, end) - bisect_right(at, start) for at in (self.places[one.type], self.places[two.type]))
        return [f"i{min(like_one, 3)}", f"j{min(like_two, 3)}", f"ij{min(like_one, 1)}{min(like_two, 1)}{int(one.frame < two.frame)}"]

    def _parts(self, one: Node, two: Node) -> Iterator[str]:
        """Whether each is the only one of its class in its sentence, and how many members they have."""
        yield f"only{one.only:d}{two.only:d}"
        yield f"m{min(len(one.mentions), 3)}{min(len(two.mentions), 3)}"

    def _come_to(self, two: Node) -> Part:
        """The words of a sentence up to a node."""
        key = (two.frame, two.place, 0)
        if key not in self._kept:
            verbs = [w for w in two.before if is_verb(w)]
            plain = [f"x{w}" for w in dict.fromkeys(two.before[-8:]) if w not in MARKS]
            self._kept[key] = _part([*plain, f"place{min(two.place, 3)}", *(f"xv{w}" for w in verbs[-1:])], [])
        return self._kept[key]

    def _first(self, one: Node) -> Part:
        """The words around the first of two nodes."""
        key = (one.frame, one.place, 1)
        if key not in self._kept:
            before, after = one.before, self.frames[one.frame].following(one.place)
            opening = _opening(after)
            plain = [f"fa{w}" for w in opening[:6]]
            plain += [f"gf{r}" for r in self.said(opening)] + [f"gp{r}" for r in self.said(_closing(before))]
            plain += [f"l{w}" for w in after[:1]] + [f"l2{'|'.join(after[:2])}"]
            plain += [f"p{w}" for w in before[-3:] if w not in MARKS] + [f"p1{w}" for w in before[-1:]]
            plain += ["first"] if one.place == 0 else []
            self._kept[key] = _part(plain, [*(f"l{w}" for w in after[:1]), *(f"p{w}" for w in before[-1:])])
        return self._kept[key]

    def _second(self, two: Node) -> Part:
        """The words around the second of two nodes."""
        key = (two.frame, two.place, 2)
        if key not in self._kept:
            frame = self.frames[two.frame]
            before, after, closing = two.before, frame.following(two.place), _closing(two.before)
            plain = [frame.kind, *(f"kb{w}" for w in closing[-8:])]
            plain += [f"g{r}" for r in self.said(closing)] + [f"ga{r}" for r in self.said(_opening(after))]
            plain += [f"eq{w}" for w in after[1:5]] if after and after[0].startswith("等") else []
            plain += [f"r{w}" for w in before[-1:]] + [f"r2{'|'.join(before[-2:])}"]
            plain += [f"a{w}" for w in after[:NEAR] if w not in MARKS] + [f"a1{w}" for w in after[:1]]
            plain += ["last"] if two.place + 1 == len(frame.nodes) else []
            typed = [f"g{r}" for r in self.said(closing)] + [f"r{w}" for w in before[-1:]] + [f"a{w}" for w in after[:1]]
            self._kept[key] = _part(plain, typed)
        return self._kept[key]


def _part(plain: Sequence[str], typed: Sequence[str]) -> Part:
    """Features, each once."""
    return tuple(dict.fromkeys(plain)), tuple(dict.fromkeys(typed))


def _subjects(one: Node, two: Node) -> str:
    """Which of two nodes heads a clause, and whether they share it."""
    return f"u{one.subject:d}{two.subject:d}{min(two.clause - one.clause, 1)}{min(two.frame - one.frame, 2)}"


def _closing(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words since the last break."""
    last = max((i for i, w in enumerate(words) if w in BREAKS), default=-1)
    return words[last + 1 :]


def _opening(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words up to the first break."""
    return words[: next((i for i, w in enumerate(words) if w in BREAKS), len(words))]
