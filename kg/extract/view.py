"""A document with its mentions found and linked: what relations, observations and milestones are read from.

Chinese drops the subject of a clause once it is known. `View.topic` says who it is: the last mention that stood where
subjects stand, in this sentence, before it in the paragraph, in the paragraph before, or else in a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.coreference import find_anaphors
from kg.extract.sections import NO_SECTIONS, Sections, find_sections
from kg.knowledge import Knowledge
from kg.knowledge.reading import reading_rules
from kg.knowledge.rules import relation_rules
from kg.model import Document, Entity, Mention, Sentence

UNTRUE = "said not to be so"  # the reason that is counted for what stands in what the text denies
CLAUSE_END = re.compile("[，。；：！？,;:!?\n]")
REACH = 3000  # characters that a subject is carried at most
MODIFIES = re.compile("[^，]{0,14}的[^，]{0,8}$")


@dataclass(frozen=True, slots=True)
class View:
    """mentions: sorted, without overlap, each with its entity; subjects: those of them that head a clause; untrue: where the text
    tells what it denies or corrects; sections: those of a round-up of places."""

    document: Document
    mentions: tuple[Mention, ...]
    entities: Mapping[str, Entity]
    subjects: tuple[Mention, ...]
    starts: tuple[int, ...]
    subject_starts: tuple[int, ...]
    untrue: tuple[tuple[int, int], ...] = ()
    sections: Sections = NO_SECTIONS

    def in_sentence(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The mentions that lie within a sentence, in order."""
        return self.mentions[bisect_left(self.starts, sentence.start) : bisect_left(self.starts, sentence.end)]

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that holds a position."""
        sentences = self.document.sentences
        return sentences[max(0, bisect_right(sentences, position, key=lambda s: s.start) - 1)]

    def opening(self, sentence: Sentence) -> int:
        """Where the paragraph of a sentence begins."""
        sentences = self.document.sentences
        return sentences[bisect_left(sentences, sentence.paragraph, key=lambda s: s.paragraph)].start

    def named(self, start: int, end: int = 0) -> bool:
        """Whether a position lies within a name, or a passage does or begins in the midst of one: “十三五”期间 is no name, “十三五” is."""
        last = bisect_right(self.starts, start) - 1
        if last < 0 or start >= self.mentions[last].end or self.mentions[last].anaphor:
            return False
        return start > self.mentions[last].start or end <= self.mentions[last].end

    def denied(self, position: int) -> bool:
        """Whether a position lies in what the text says is not so (网传“裁员3000人”不实)."""
        last = bisect_right(self.untrue, position, key=lambda span: span[0]) - 1
        return last >= 0 and position < self.untrue[last][1]

    def topic(self, position: int, types: Collection[str]) -> str:
        """Entity id of the subject of one of these types that is carried over at a position; "" if there is none."""
        floor = self.reach(position)
        for i in range(bisect_left(self.subject_starts, position) - 1, -1, -1):
            mention = self.subjects[i]
            if mention.start < floor:
                break
            if mention.type in types:
                return mention.entity
        return ""

    def reach(self, position: int) -> int:
        """How far back a subject may stand that is carried over to a position: in the paragraph before, and not beyond REACH."""
        sentences = self.document.sentences
        before = self.sentence_at(position).paragraph - 1
        return max(position - REACH, sentences[bisect_left(sentences, before, key=lambda s: s.paragraph)].start)


def make_view(document: Document, mentions: Sequence[Mention], entities: Mapping[str, Entity], knowledge: Knowledge) -> View:
    """Adds the words that stand for names (该公司, 全区) to linked mentions, and finds the subjects."""
    named = sorted(mentions, key=lambda m: m.start)
    subjects = _subjects(document, named, knowledge)
    sections = find_sections(document, named, knowledge)
    anaphors = find_anaphors(document, named, subjects, entities, sections, knowledge)
    everything = sorted([*named, *anaphors], key=lambda m: m.start)
    subjects = _subjects(document, everything, knowledge)
    return View(
        document,
        tuple(everything),
        entities,
        tuple(subjects),
        tuple(m.start for m in everything),
        tuple(m.start for m in subjects),
        tuple(m.span() for m in reading_rules(knowledge).patterns["untrue"].finditer(document.text)),
        sections,
    )


def _subjects(document: Document, mentions: Sequence[Mention], knowledge: Knowledge) -> list[Mention]:
    """The mentions that stand where subjects stand: the first of their clause, unless something that takes an object stands
    before them (已建起某平台, 与某公司), or they only modify a later name (落户渝北的某公司) or report (某局负责人说).
    The members of an enumeration go with its first."""
    words = relation_rules(knowledge).words
    found: list[Mention] = []
    text = document.text
    for i, mention in enumerate(mentions):
        clause_start = _clause_start(text, mention.start)
        earlier = mentions[i - 1] if i and mentions[i - 1].end > clause_start else None
        following = mentions[i + 1] if i + 1 < len(mentions) else None
        if earlier is not None and words.joint.fullmatch(text, earlier.end, mention.start):
            heads = earlier in found[-1:]
        else:
            before = text[clause_start : mention.start]
            free = not words.takes_object.search(before.rpartition("的")[2]) or words.presents.search(before)
            heads = (earlier is None or earlier not in found[-1:]) and bool(free)
        joined = following is not None and not CLAUSE_END.search(text, mention.end, following.start + 1)
        between = text[mention.end : following.start] if following and joined else ""
        if heads and not MODIFIES.match(between) and not (mention.type in words.reporters and words.reports.match(text, mention.end)):
            found.append(mention)
    return found


def _clause_start(text: str, position: int) -> int:
    last = 0
    for match in CLAUSE_END.finditer(text, max(0, position - 200), position):
        last = match.end()
    return last or max(0, position - 200)


def linked(mentions: Sequence[Mention], entity: str) -> list[Mention]:
    """The mentions with an entity put in."""
    return [replace(m, entity=entity) for m in mentions]
