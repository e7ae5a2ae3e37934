"""Words and their parts of speech, from jieba's dictionary.

The statistical guess at unknown words (HMM) stays off: a name that the dictionary lacks falls into single characters,
and that is what tells it from common words.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import jieba

NAMELIKE = ("nr", "nz", "nrt", "nrfg", "j")
COMMON = 60  # occurrences in the dictionary's corpus from which on a word is common
RARE = 10
LONGEST = 8  # characters of the longest words that are looked for
LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word at text[start:end] with its part of speech (jieba's tags: n, v, ns, p …; "" if unknown)."""

    start: int
    end: int
    text: str
    tag: str


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's segmentation over its plain dictionary.

    jieba keeps every beginning of every word beside the words, half a million entries that take a second to load at each
    start; looking up the few lengths that words have finds the same words.
    """

    FREQ: dict[str, int]
    tags: dict[str, str]
    initialized: bool

    def initialize(self, dictionary: str | None = None) -> None:  # noqa: ARG002
        """Loads the words, their counts and their tags, once."""
        if not self.initialized:
            with self.get_dict_file() as stream:
                columns = stream.read().decode("utf-8").split()
            words, counts, tags = columns[0::3], list(map(int, columns[1::3])), columns[2::3]
            self.FREQ = dict(zip(words, counts, strict=True))
            self.tags = dict(zip(words, tags, strict=True))
            self.total = sum(counts)
            self.initialized = True

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:
        """For each position, where the words that begin there end."""
        self.check_initialized()
        known, size = self.FREQ, len(sentence)
        return {
            start: [end - 1 for end in range(start + 1, min(start + LONGEST, size) + 1) if sentence[start:end] in known] or [start]
            for start in range(size)
        }


@functools.cache
def _tokenizer() -> _Tokenizer:
    tokenizer = _Tokenizer()
    tokenizer.initialize()
    return tokenizer


def segment(text: str, offset: int = 0) -> list[Token]:
    """The words of a text, in order, without gaps; positions count from `offset`.

    >>> [(t.text, t.tag) for t in segment("落户重庆的工厂")]
    [('落户', 'n'), ('重庆', 'ns'), ('的', 'uj'), ('工厂', 'n')]
    """
    tokens = []
    for word in _tokenizer().cut(text, HMM=False):
        tokens.append(Token(offset, offset + len(word), word, tag_of(word) or ("eng" if LATIN.match(word) else "")))
        offset += len(word)
    return tokens


def is_word(text: str) -> bool:
    """Whether the dictionary has this word."""
    return text in _tokenizer().FREQ


def commonness(text: str) -> int:
    """How often the dictionary's corpus has a word, as half its binary logarithm; -1 if the dictionary lacks it."""
    count = _tokenizer().FREQ.get(text, 0)
    return (count + 1).bit_length() // 2 if count else -1


def is_rare(text: str) -> bool:
    """Whether the dictionary has this word, but its corpus hardly ever (天域): it may well be a name."""
    return 0 < _tokenizer().FREQ.get(text, 0) <= RARE


def tag_of(text: str) -> str:
    """The dictionary's tag of a word, "" if it has none; proper names that are common words (智慧, 力争) count as nouns.

    A person's name of three characters (王晓东) hardly ever is one.
    """
    tokenizer = _tokenizer()
    tag = tokenizer.tags.get(text, "")
    whole = tag == "nr" and len(text) == 3
    return "n" if tag in NAMELIKE and not whole and tokenizer.FREQ[text] > COMMON else tag


def is_person(text: str) -> bool:
    """Whether the dictionary has this word as a person's name, though it may be a common word as well (王明, 高峰)."""
    return _tokenizer().tags.get(text) == "nr"
