"""What the model of relations sees in a pair of mentions: strings, each there or not.

To what their place shows come the two entities: what the document does with them elsewhere, what their names share, and what
the rules found between them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.extract.frames import Frame, Node
from kg.extract.pairs import Pair
from kg.extract.place_features import PlaceFeatures, short, size
from kg.extract.stated import Stated
from kg.extract.topics import Topics
from kg.model import Mention

Read = tuple[list[str], list[str], list[str], list[str]]  # plain and typed, with the head first (>) and with the tail first (<)


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
        self._read: dict[tuple[int, int, int, int], Read] = {}
        self._entities: dict[str, list[str]] = {}

    def of(self, pair: Pair, forward: bool) -> list[str]:
        """The features of a pair, each once, its first mention the head if forward."""
        head, tail = (pair.first, pair.second) if forward else (pair.second, pair.first)
        kinds = f"{short(head.type)}{short(tail.type)}"
        read = self._place(pair.one, pair.two)
        found = [kinds, *read[0 if forward else 1], *(f"{kinds}|{f}" for f in read[2 if forward else 3])]
        found += [f"h{f}" for f in self._entity(head.entity)]
        found += [f"t{f}" for f in self._entity(tail.entity)]
        for feature in self._both(head, tail):
            found += [feature, f"{kinds}|{feature}"]
        found += self.stated.get((head.entity, tail.entity), ())
        if head.anaphor or tail.anaphor:
            found.append("anaphor" + "ht"[tail.anaphor])
        return list(dict.fromkeys(found))

    def _place(self, one: Node, two: Node) -> Read:
        key = (one.frame, one.place, two.frame, two.place)
        if key not in self._read:
            plain, typed = self.places.read(one, two)
            self._read[key] = ([">" + f for f in plain], ["<" + f for f in plain], [">" + f for f in typed], ["<" + f for f in typed])
        return self._read[key]

    def _entity(self, entity: str) -> list[str]:
        """What the document does with an entity."""
        if entity not in self._entities:
            e = self.view.entities[entity]
            found = [f"#{size(self.counts[entity])}", f"+{min(self.of_type[e.type], 6)}", f"e{e.name[-2:]}", f"e1{e.name[-1:]}"]
            if entity in self.homes:
                found.append("home")
            if any(n in self.view.document.title for n in (e.name, *e.mentions)):
                found.append("title")
            if self.view.sentence_at(self.first[entity].start).paragraph == 0:
                found.append("early")
            self._entities[entity] = found
        return self._entities[entity]

    def _both(self, head: Mention, tail: Mention) -> list[str]:
        """What two entities have in common: sentences, a name, the topic."""
        h, t = head.entity, tail.entity
        found = [f"co{min(len(self.sentences[h] & self.sentences[t]), 3)}", f"home{h in self.homes:d}{t in self.homes:d}"]
        for mark, outer, inner in (("h", h, t), ("t", t, h)):
            name = self.view.entities[outer].name
            if any(name.strip("“").startswith(n) for n in self.names[inner]):
                found.append(f"{mark}begins")
            elif any(n in name for n in self.names[inner]):
                found.append(f"{mark}holds")
        first, second = (head, tail) if head.start < tail.start else (tail, head)
        if self.view.topic(second.start, {first.type}) in (h, t):
            found.append("topic")
        return found
