"""What the model of relations sees in a pair of mentions: strings, each there or not.

To what their place shows come the two entities: what the document does with them elsewhere, what their names share, and what
the rules found between them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import islice

from kg.extract.frames import Frame, Node
from kg.extract.pairs import Pair
from kg.extract.place_features import PlaceFeatures, short, size
from kg.extract.stated import Stated
from kg.extract.topics import Topics
from kg.model import Mention

Part = tuple[str, ...]
KEPT = 200_000  # marked parts that are kept at a time


class Features:
    """The features of the pairs of one document; what places and entities share is kept."""

    def __init__(self, frames: Sequence[Frame], topics: Topics, stated: Stated) -> None:
        self.view = topics.view
        self.places = PlaceFeatures(frames, topics.rules)
        self.stated: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (head, relation, tail), candidates in stated.items():
            self.stated[head, tail] += [f"rule={relation}", *(f"rule={c.rule.name}" for c in candidates)]
            self.stated[tail, head].append(f"back={relation}")
        entities = self.view.entities
        self.counts = Counter(m.entity for m in self.view.mentions)
        self.of_type = Counter(entities[e].type for e in self.counts)
        self.homes = {h.entity for t in self.of_type if (h := topics.home(frozenset({t})))}
        self.first = {m.entity: m for m in reversed(self.view.mentions)}
        self.names = {e: [n.strip("“”《》") for n in (entities[e].name, *entities[e].mentions) if len(n) > 1] for e in self.counts}
        self.sentences: dict[str, set[int]] = defaultdict(set)
        for node in (n for f in frames for n in f.nodes):
            for m in node.mentions:
                self.sentences[m.entity].add(node.frame)
        self._read: dict[tuple[int, int, int, int, bool], tuple[Part, ...]] = {}
        self._marks: dict[tuple[int, str, str], tuple[Part, tuple[Part, Part]]] = {}  # by id; the marked part is kept with it
        self._topics: dict[tuple[int, str], str] = {}
        self._entities: dict[str, tuple[Part, Part]] = {}

    def of(self, pair: Pair, forward: bool) -> tuple[Part, ...]:
        """The features of a pair, its first mention the head if forward, in parts that have none in common: those of the place
        and of the entities are the same objects in every pair that shares them."""
        head, tail = (pair.first, pair.second) if forward else (pair.second, pair.first)
        places = self._place(pair.one, pair.two, forward)
        return *places, self._entity(head.entity)[0], self._entity(tail.entity)[1], self._own(head, tail)

    def _own(self, head: Mention, tail: Mention) -> Part:
        """The features that a pair shares with no other."""
        kinds = f"{short(head.type)}{short(tail.type)}"
        found = [*self.stated.get((head.entity, tail.entity), ())]
        for feature in self._both(head, tail):
            found += [feature, f"{kinds}|{feature}"]
        if head.anaphor or tail.anaphor:
            found.append("anaphor" + "ht"[tail.anaphor])
        return tuple(dict.fromkeys(found))

    def _place(self, one: Node, two: Node, forward: bool) -> tuple[Part, ...]:
        """The features of a place, marked by which of the nodes is the head."""
        key = (one.frame, one.place, two.frame, two.place, forward)
        if key not in self._read:
            head, tail = (one, two) if forward else (two, one)
            kinds, mark = f"{short(head.type)}{short(tail.type)}", ">" if forward else "<"
            self._read[key] = ((kinds,), *(self._marked(part, kinds, mark) for part in self.places.shared(one, two)))
        return self._read[key]

    def _marked(self, part: tuple[Part, Part], kinds: str, mark: str) -> Part:
        """Plain and typed features with the mark and the classes in front."""
        key = (id(part), kinds, mark)
        if key not in self._marks:
            if len(self._marks) >= KEPT:
                self._read.clear()
                self._marks.clear()
            plain, typed = part
            self._marks[key] = (tuple([mark + f for f in plain] + [f"{kinds}|{mark}{f}" for f in typed]), part)
        return self._marks[key][0]

    def _entity(self, entity: str) -> tuple[Part, Part]:
        """What the document does with an entity, as a head and as a tail."""
        if entity not in self._entities:
            e = self.view.entities[entity]
            found = [f"#{size(self.counts[entity])}", f"+{min(self.of_type[e.type], 6)}", f"e{e.name[-2:]}", f"e1{e.name[-1:]}"]
            if entity in self.homes:
                found.append("home")
            if any(n in self.view.document.title for n in (e.name, *e.mentions)):
                found.append("title")
            if self.view.sentence_at(self.first[entity].start).paragraph == 0:
                found.append("early")
            self._entities[entity] = (tuple(f"h{f}" for f in found), tuple(f"t{f}" for f in found))
        return self._entities[entity]

    def _both(self, head: Mention, tail: Mention) -> list[str]:
        """What two entities have in common: sentences, a name, the topic."""
        h, t = head.entity, tail.entity
        rare, often = sorted((self.sentences[h], self.sentences[t]), key=lambda s: len(s))
        both = sum(1 for _ in islice((s for s in rare if s in often), 3))
        found = [f"co{both}", f"home{h in self.homes:d}{t in self.homes:d}"]
        for mark, outer, inner in (("h", h, t), ("t", t, h)):
            name = self.view.entities[outer].name
            if any(name.strip("“").startswith(n) for n in self.names[inner]):
                found.append(f"{mark}begins")
            elif any(n in name for n in self.names[inner]):
                found.append(f"{mark}holds")
        first, second = (head, tail) if head.start < tail.start else (tail, head)
        key = (second.start, first.type)
        if key not in self._topics:
            self._topics[key] = self.view.topic(second.start, {first.type})
        if self._topics[key] in (h, t):
            found.append("topic")
        return found
