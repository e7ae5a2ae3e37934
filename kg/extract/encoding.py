"""Sentences as the patterns see them: each name one character, clause starts marked, quotation marks and asides gone.

“星河”智能（原名星河）落户东山区，年产值翻番。 becomes ◆N落户N，◆年产值翻番。◆ with a private-use character for each N, and
a private-use mark for each ◆.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.view import View
from kg.knowledge.alphabet import FIRST, MARK
from kg.knowledge.rules import RelationRules
from kg.model import Mention, Sentence

STRANGE = "\ufffd"  # stands for a character of the text that could be taken for a name
ASIDE = 60  # characters that an aside in brackets has at most


@dataclass(frozen=True, slots=True)
class Encoded:
    """text: the sentence encoded; places[i]: where text[i] stands in the document; mentions: by the number in their character."""

    text: str
    places: tuple[int, ...]
    mentions: tuple[Mention, ...]
    sentence: Sentence
    types: frozenset[str]


def encode(view: View, sentence: Sentence, rules: RelationRules) -> Iterator[Encoded]:
    """A sentence encoded: in one piece, or in several when it holds more names than a class has characters."""
    mentions = view.in_sentence(sentence)
    size = rules.alphabet.size
    for i in range(0, len(mentions), size):
        part = mentions[i : i + size]
        start = part[0].start if i else sentence.start
        end = mentions[i + size].start if i + size < len(mentions) else sentence.end
        yield _encode(view.document.text, start, end, part, sentence, rules)


def _encode(text: str, start: int, end: int, mentions: tuple[Mention, ...], sentence: Sentence, rules: RelationRules) -> Encoded:
    grammar, alphabet = rules.grammar, rules.alphabet
    aside = re.compile(f"[{re.escape(rules.brackets[::2])}][^。]{{0,{ASIDE}}}?[{re.escape(rules.brackets[1::2])}]")
    opening, closing = frozenset(grammar.quotes[::2]), frozenset(grammar.quotes[1::2])
    starts = {m.start: i for i, m in enumerate(mentions)}
    chars: list[str] = [MARK]
    places: list[int] = [start]
    closed = False  # whether a quoted name has just ended
    position = start
    while position < end:
        number = starts.get(position)
        char = text[position]
        if number is not None:
            mention = mentions[number]
            if closed and (char in opening or text[position - 1] in opening) and alphabet.decode(chars[-1]) is not None:
                chars.append("、")
                places.append(position)
            chars.append(alphabet.encode(mention.type, number))
            places.append(position)
            position = mention.end
            closed = text[position - 1] in closing or text[position : position + 1] in closing
        elif char in rules.brackets[::2] and (match := aside.match(text, position, end)):
            position = match.end()
        elif char in grammar.quotes:
            position += 1
        else:
            chars.append(char if ord(char) < FIRST else STRANGE)
            places.append(position)
            if char in grammar.breaks:
                chars.append(MARK)
                places.append(position + 1)
            closed = False
            position += 1
    return Encoded(alphabet.govern("".join(chars)), tuple(places), mentions, sentence, frozenset(m.type for m in mentions))
