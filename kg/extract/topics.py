"""Whom a clause without a subject speaks of: the subject before it, something just made, or what the article is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from kg.extract.view import View
from kg.knowledge.near import REACHES
from kg.knowledge.rules import RelationRule, RelationRules
from kg.model import Entity, Mention

TITLE_WEIGHT = 8  # what a name in the title counts for


class Topics:
    """The topics of one document; what has been worked out is kept."""

    def __init__(self, view: View, rules: RelationRules) -> None:
        self.view = view
        self.rules = rules
        self._homes: dict[frozenset[str], Mention | None] = {}
        self._subjects = frozenset(view.subject_starts)
        self._bearers: dict[str, list[Entity]] = {}  # by each name, those with a greater id first
        for entity in sorted(view.entities.values(), key=lambda e: e.id, reverse=True):
            for name in dict.fromkeys((entity.name, *entity.mentions)):
                self._bearers.setdefault(name, []).append(entity)

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention heads a clause."""
        return mention.start in self._subjects

    def words_before(self, start: int, position: int) -> str:
        """The text from a start to a position, back to the last break."""
        text = self.view.document.text[start:position]
        return re.split(f"[{self.rules.grammar.breaks}]", text)[-1]

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

    def here(self, types: frozenset[str], position: int) -> Mention | None:
        """What the section of a position is about, else the article."""
        head = self.view.sections.at(position)
        return head if head and head.type in types else self.home(types)

    def carried(self, rule: RelationRule, position: int, types: frozenset[str]) -> list[Mention]:
        """The mentions that a clause at a position goes on to speak of: one, or an enumeration; none if nothing fits."""
        topic = self._made(rule, position, types) or self._subject(position, types)
        return self._enumeration(topic, types) if topic and self._in_reach(topic, position, rule.within) else []

    def _in_reach(self, topic: Mention, position: int, within: str) -> bool:
        """Whether a topic stands in the sentence or paragraph of a position, if a rule wants that."""
        here, there = self.view.sentence_at(position), self.view.sentence_at(topic.start)
        return here == there or not within or (within == REACHES[1] and here.paragraph == there.paragraph)

    def _subject(self, position: int, types: frozenset[str]) -> Mention | None:
        """The subject of this sentence; if it has another, what that subject's clause ends with; else the subject of this
        paragraph, what the article is about, or a subject or name of the paragraph before."""
        view = self.view
        entity = view.topic(position, types)
        last = bisect_left(view.subject_starts, position) - 1
        topic = next((view.subjects[i] for i in range(last, -1, -1) if view.subjects[i].entity == entity), None) if entity else None
        here = view.sentence_at(position)
        if topic and view.sentence_at(topic.start) == here:
            return topic
        paragraph = topic is not None and view.sentence_at(topic.start).paragraph == here.paragraph
        topic = topic if paragraph else self.here(types & self.rules.grammar.about, position) or topic or self._named(position, types)
        if last >= 0 and view.sentence_at(view.subjects[last].start) == here and not (topic and self._acts_for(view.subjects[last], topic)):
            return self._handed_over(position, types) or self._bearer(view.subjects[last], types)
        return topic

    def _bearer(self, subject: Mention, types: frozenset[str]) -> Mention | None:
        """Whose name a subject bears: what OPPO智能生态科技园 does, OPPO does."""
        name = self.view.entities[subject.entity].name
        wanted = types - self.rules.grammar.about
        begins = (self._bearers.get(name[:n], ()) for n in range(len(name), 1, -1))
        bearers = ((e for e in found if e.type in wanted and e.name != name) for found in begins)
        best = next((e for found in bearers for e in found), None)
        return replace(subject, entity=best.id, type=best.type) if best else None

    def _acts_for(self, mention: Mention, topic: Mention) -> bool:
        """Whether a mention is a body that bears the topic's name (北碚区委 for 北碚)."""
        body, entity = (self.view.entities[m.entity] for m in (mention, topic))
        return body.type in self.rules.words.reporters and body.name.startswith((entity.name, *entity.mentions))

    def _handed_over(self, position: int, types: frozenset[str]) -> Mention | None:
        """What the clause before a position ends with: the next may go on with it (…办起了某厂，专门加工酸笋)."""
        earlier = self.view.mentions[bisect_left(self.view.starts, position) - 1]
        return earlier if earlier.type in types and earlier.end in (position - 1, position - 2) else None

    def _named(self, position: int, types: frozenset[str]) -> Mention | None:
        """The last mention of the types in the paragraph of a position or the one before it."""
        floor = self.view.reach(position)
        for i in range(bisect_left(self.view.starts, position) - 1, -1, -1):
            mention = self.view.mentions[i]
            if mention.start < floor:
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
                fits = mention if mention.type in types else self._bearer(mention, types)
                if fits and rule.made.search(before):
                    return fits
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
