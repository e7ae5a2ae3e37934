"""What the model of relations looks at in a pair: strings, each there or not.

Features of the place of two names (words between and around them, how far apart, which other names stand between) are the
same for all members of an enumeration; features of the entities say what the document does with them elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.extract.frames import Frame, Node
from kg.extract.pairs import Pair
from kg.extract.segment import tag_of
from kg.extract.stated import Stated
from kg.extract.topics import Topics
from kg.extract.view import View
from kg.model import Mention

STEPS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
MARKS = "，。；！？“”‘’、《》\"'"
NEAR = 5  # words on a side of a gap that count as near


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


class Features:
    """The features of the pairs of one document; what node pairs and entities share is kept."""

    def __init__(self, frames: Sequence[Frame], topics: Topics, stated: Stated) -> None:
        self.frames = frames
        self.topics = topics
        self.view: View = topics.view
        self.stated: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (head, relation, tail), candidates in stated.items():
            self.stated[head, tail] += [f"rule={relation}", *dict.fromkeys(f"rule={c.rule.name}" for c in candidates)]
            self.stated[tail, head].append(f"back={relation}")
        self._places: dict[tuple[int, int, int, int], tuple[list[str], ...]] = {}
        self._entities: dict[str, list[str]] = {}
        self._counts = Counter(m.entity for m in self.view.mentions)
        self._of_type = Counter(e.type for e in self.view.entities.values() if e.id in self._counts)
        self._homes = {t: h.entity for t in self._of_type if (h := topics.home(frozenset({t})))}
        self._first = {m.entity: m for m in reversed(self.view.mentions)}

    def of(self, pair: Pair, forward: bool) -> list[str]:
        """The features of a pair, its first mention the head if forward."""
        head, tail = (pair.first, pair.second) if forward else (pair.second, pair.first)
        kinds = f"{short(head.type)}{short(tail.type)}"
        place = self._place(pair.one, pair.two)[0 if forward else 1]
        found = [kinds, *place, *(f"{kinds}|{f}" for f in self._place(pair.one, pair.two)[2 if forward else 3])]
        found += [f"h{f}" for f in self._entity(head.entity)]
        found += [f"t{f}" for f in self._entity(tail.entity)]
        found += self._both(head, tail, kinds)
        found += self.stated.get((head.entity, tail.entity), ())
        if head.anaphor or tail.anaphor:
            found.append("anaphor" + "ht"[tail.anaphor])
        return found

    def _place(self, one: Node, two: Node) -> tuple[list[str], ...]:
        key = (one.frame, one.place, two.frame, two.place)
        if key not in self._places:
            plain, typed = self._read_place(one, two)
            self._places[key] = tuple([d + f for f in features] for features in (plain, typed) for d in "><")
        return self._places[key]

    def _read_place(self, one: Node, two: Node) -> tuple[list[str], list[str]]:
        """Features of two nodes, and those that are told apart by the classes of the ends as well."""
        frames = self.frames
        f1, f2 = frames[one.frame], frames[two.frame]
        apart = min(two.frame - one.frame, 5)
        after1, before2, after2 = f1.following(one.place), two.before, f2.following(two.place)
        if one is two:
            return [f"a{w}" for w in after2[:3]] + [f"p{w}" for w in one.before[-3:]], ["row", f"p={'|'.join(one.before[-1:])}"]
        clauses = min(two.clause - one.clause, 6)
        plain: list[str] = []
        typed = [f"c{clauses}" if apart == 0 else f"s{apart}" if f1.paragraph == f2.paragraph else "far"]
        if apart == 0:
            nodes = f1.nodes[one.place + 1 : two.place]
            words = [w for n in (*nodes, two) for w in n.before]
            kinds = [short(n.type) for n in nodes]
            plain += [f"b{w}" for w in dict.fromkeys(words[:12] + words[-12:]) if w not in MARKS]
            if len(words) <= 4 and not nodes:
                typed.append("=" + "".join(words))
            plain.append(f"d{size(two.start - one.end)}")
            typed.append(f"n{min(len(nodes), 5)}")
            typed.append("k" + ",".join(kinds[:3]) if len(kinds) <= 3 else "k+")
            verbs = [w for w in words if is_verb(w)]
            if verbs:
                typed.append(f"v{verbs[-1]}")
                plain += [f"v1{verbs[0]}", f"vl{verbs[-1]}"]
            if "；" in words:
                plain.append("semicolon")
            if clauses == 0:
                plain += [f"cb{w}" for w in dict.fromkeys(words[-12:]) if w not in MARKS]
        else:
            plain += [f"x{w}" for w in dict.fromkeys(before2[-8:]) if w not in MARKS]
            nodes = (*f1.nodes[one.place + 1 :], *(n for f in frames[one.frame + 1 : two.frame] for n in f.nodes), *f2.nodes[: two.place])
            plain.append(f"place{min(two.place, 3)}")
            verbs = [w for w in before2 if is_verb(w)]
            if verbs:
                plain.append(f"xv{verbs[-1]}")
        same1, same2 = (sum(n.type == x.type for n in nodes) for x in (one, two))
        typed += [f"i{min(same1, 3)}", f"j{min(same2, 3)}", f"ij{min(same1, 1)}{min(same2, 1)}{min(apart, 1)}"]
        plain += [f"r{w}" for w in before2[-1:]] + [f"r2{'|'.join(before2[-2:])}"]
        typed += [f"r{w}" for w in before2[-1:]] + [f"l{w}" for w in after1[:1]]
        plain += [f"l{w}" for w in after1[:1]] + [f"l2{'|'.join(after1[:2])}"]
        plain += [f"p{w}" for w in one.before[-3:] if w not in MARKS] + [f"p1{w}" for w in one.before[-1:]]
        plain += [f"a{w}" for w in after2[:NEAR] if w not in MARKS] + [f"a1{w}" for w in after2[:1]]
        typed += [f"p{w}" for w in one.before[-1:]] + [f"a{w}" for w in after2[:1]]
        typed.append(f"u{one.subject:d}{two.subject:d}{min(clauses, 1)}{min(apart, 2)}")
        if one.place == 0:
            plain.append("first")
        if two.place + 1 == len(f2.nodes):
            plain.append("last")
        plain.append(f"m{min(len(one.mentions), 3)}{min(len(two.mentions), 3)}")
        return plain, typed

    def _entity(self, entity: str) -> list[str]:
        if entity not in self._entities:
            e = self.view.entities[entity]
            names = (e.name, *e.mentions)
            title = self.view.document.title
            found = [f"#{size(self._counts[entity])}", f"+{min(self._of_type[e.type], 6)}", f"e{e.name[-2:]}", f"e1{e.name[-1:]}"]
            if self._homes.get(e.type) == entity:
                found.append("home")
            if any(n in title for n in names):
                found.append("title")
            first = self._first[entity]
            if self.view.sentence_at(first.start).paragraph == 0:
                found.append("early")
            self._entities[entity] = found
        return self._entities[entity]

    def _both(self, head: Mention, tail: Mention, kinds: str) -> list[str]:
        """Features of the two entities together."""
        h, t = self.view.entities[head.entity], self.view.entities[tail.entity]
        found = []
        home_h, home_t = self._homes.get(h.type) == h.id, self._homes.get(t.type) == t.id
        found.append(f"{kinds}|home{home_h:d}{home_t:d}")
        ends = [[n.strip("“”《》") for n in (e.name, *e.mentions) if len(n) > 1] for e in (h, t)]
        for mark, outer, inner in (("h", h, ends[1]), ("t", t, ends[0])):
            if any(outer.name.strip("“").startswith(n) for n in inner):
                found += [f"{mark}begins", f"{kinds}|{mark}begins"]
            elif any(n in outer.name for n in inner):
                found += [f"{mark}holds", f"{kinds}|{mark}holds"]
        last = self.view.topic(max(head.start, tail.start), {min(head, tail, key=lambda m: m.start).type})
        if last in (head.entity, tail.entity):
            found += ["topic", f"{kinds}|topic"]
        return found
