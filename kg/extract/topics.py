"""Whom a clause without a subject speaks of: the subject before it, something just made, or what the article is about."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from kg.extract.view import REACH, View
from kg.knowledge.rules import RelationRule, RelationRules
from kg.model import Mention

TITLE_WEIGHT = 4  # what a name in the title counts for


class Topics:
    """The topics of one document; what has been worked out is kept."""

    def __init__(self, view: View, rules: RelationRules) -> None:
        self.view = view
        self.rules = rules
        self._homes: dict[frozenset[str], Mention | None] = {}
        self._subjects = frozenset(view.subject_starts)

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention heads a clause."""
        return mention.start in self._subjects

    def home(self, types: frozenset[str]) -> Mention | None:
        """The first mention of what the article is about, among these classes: what it names most, the title above all."""
        if types not in self._homes:
            counts: Counter[str] = Counter(m.entity for m in self.view.mentions if m.type in types)
            for entity in counts:
                names = (self.view.entities[entity].name, *self.view.entities[entity].mentions)
                counts[entity] += TITLE_WEIGHT * any(name in self.view.document.title for name in names)
            best = min(counts, key=lambda e: (-counts[e], e), default="")
            self._homes[types] = next((m for m in self.view.mentions if m.entity == best), None)
        return self._homes[types]

    def carried(self, rule: RelationRule, position: int, types: frozenset[str]) -> list[Mention]:
        """The mentions that a clause at a position goes on to speak of: one, or an enumeration; none if nothing fits."""
        topic = self._made(rule, position, types) or self._subject(position, types)
        return self._enumeration(topic, types) if topic else []

    def _subject(self, position: int, types: frozenset[str]) -> Mention | None:
        """The subject of this paragraph, else what the article is about, else a subject or name of the paragraph before."""
        view = self.view
        entity = view.topic(position, types)
        last = bisect_left(view.subject_starts, position)
        topic = next((view.subjects[i] for i in range(last - 1, -1, -1) if view.subjects[i].entity == entity), None) if entity else None
        if topic and view.sentence_at(topic.start).paragraph == view.sentence_at(position).paragraph:
            return topic
        return self.home(types & self.rules.grammar.about) or topic or self._named(position, types)

    def _named(self, position: int, types: frozenset[str]) -> Mention | None:
        """The last mention of the types in the paragraph of a position or the one before it."""
        paragraph = self.view.sentence_at(position).paragraph
        for i in range(bisect_left(self.view.starts, position) - 1, -1, -1):
            mention = self.view.mentions[i]
            if position - mention.start > REACH or paragraph - self.view.sentence_at(mention.start).paragraph > 1:
                return None
            if mention.type in types:
                return mention
        return None

    def _made(self, rule: RelationRule, position: int, types: frozenset[str]) -> Mention | None:
        """The object of one of the rule's `made` verbs that the sentence names since its last subject."""
        if not rule.made:
            return None
        sentence = self.view.sentence_at(position)
        for mention in reversed(self.view.in_sentence(sentence)):
            if mention.start < position:
                if self.is_subject(mention):
                    return None
                before = self.view.document.text[max(sentence.start, mention.start - 20) : mention.start]
                if mention.type in types and rule.made.search(before):
                    return mention
        return None

    def _enumeration(self, last: Mention, types: frozenset[str]) -> list[Mention]:
        """A mention with those of the types that it is the last of (A、B和C)."""
        found = [last]
        for i in range(bisect_left(self.view.starts, last.start) - 1, -1, -1):
            earlier = self.view.mentions[i]
            joined = self.rules.words.joint.fullmatch(self.view.document.text, earlier.end, found[-1].start)
            if not joined or earlier.type not in types:
                break
            found.append(earlier)
        return found[::-1]
