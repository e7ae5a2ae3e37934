"""Sentences as the model of relations sees them: names in a row as one node, words between the nodes.

云岭电子、星河智能落户东山科技城。 has two nodes, [云岭电子 星河智能] and [东山科技城], with the word 落户 between them and 。 behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.segment import segment
from kg.extract.view import View
from kg.knowledge.rules import RelationRules
from kg.model import Mention

ASIDE = re.compile("[（(][^（）()。]{0,40}[）)]")
DIGITS = re.compile("[0-9.,]+%?")
GAP = 48  # characters between two names of which words are taken from either side only


@dataclass(frozen=True, slots=True)
class Node:
    """Names of one class in a row. frame: the number of its sentence; place: its number in the sentence; before: the words
    since the node before; clause: the number of its clause in the document; subject: whether a member heads a clause; only:
    whether its sentence has no other node of its class."""

    frame: int
    place: int
    type: str
    mentions: tuple[Mention, ...]
    before: tuple[str, ...]
    clause: int
    subject: bool
    only: bool

    @property
    def start(self) -> int:
        """Where the first name begins."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Where the last name ends."""
        return self.mentions[-1].end


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence: its nodes, and the words after the last."""

    paragraph: int
    kind: str
    nodes: tuple[Node, ...]
    after: tuple[str, ...]

    def following(self, place: int) -> tuple[str, ...]:
        """The words after a node."""
        return self.nodes[place + 1].before if place + 1 < len(self.nodes) else self.after


def read_frames(view: View, rules: RelationRules) -> list[Frame]:
    """The sentences of a document, in order."""
    frames: list[Frame] = []
    text, clause = view.document.text, 0
    breaks = re.compile(f"[{rules.grammar.breaks}]")
    subjects = frozenset(view.subject_starts)
    for number, sentence in enumerate(view.document.sentences):
        nodes: list[Node] = []
        position = sentence.start
        rows = _rows(text, view.in_sentence(sentence), rules)
        types = Counter(row[0].type for row in rows)
        for row in rows:
            start = row[0].start
            clause += len(breaks.findall(text, position, start))
            words = _words(text, position, start)
            subject = any(m.start in subjects for m in row)
            nodes.append(Node(number, len(nodes), row[0].type, tuple(row), words, clause, subject, types[row[0].type] == 1))
            position = row[-1].end
        frames.append(Frame(sentence.paragraph, sentence.kind, tuple(nodes), _words(text, position, sentence.end)))
        clause += len(breaks.findall(text, position, sentence.end)) + 1
    return frames


def _rows(text: str, mentions: Sequence[Mention], rules: RelationRules) -> list[list[Mention]]:
    """Mentions put together that only a joint, or an aside in brackets and a joint, parts."""
    rows: list[list[Mention]] = []
    for mention in mentions:
        last = rows[-1][-1] if rows else None
        if last and last.type == mention.type:
            between = ASIDE.sub("", text[last.end : mention.start]).strip("（）()")
            if between and rules.words.joint.fullmatch(between):
                rows[-1].append(mention)
                continue
        rows.append([mention])
    return rows


def _words(text: str, start: int, end: int) -> tuple[str, ...]:
    """The words of a stretch of text, numerals as 0; of a long one those at its ends."""
    if end - start > GAP:
        return (*_words(text, start, start + GAP // 2), "…", *_words(text, end - GAP // 2, end))
    return tuple("0" if DIGITS.fullmatch(t.text) else t.text for t in segment(text[start:end]) if t.text.strip())
