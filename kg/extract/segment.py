"""Words and their parts of speech, from jieba's dictionary.

The statistical guess at unknown words (HMM) stays off: a name that the dictionary lacks falls into single characters,
and that is what tells it from common words.
"""

from __future__ import annotations

import functools
import logging
import re
from dataclasses import dataclass

import jieba

NAMELIKE = ("nr", "nz", "nrt", "nrfg", "j")
COMMON = 60  # occurrences in the dictionary's corpus from which on a word is common
RARE = 10
LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word at text[start:end] with its part of speech (jieba's tags: n, v, ns, p …; "" if unknown)."""

    start: int
    end: int
    text: str
    tag: str


@functools.cache
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@functools.cache
def _tags() -> dict[str, str]:
    """The dictionary's tag of each word; names of persons and things that are common words (智慧, 力争) count as nouns."""
    with jieba.Tokenizer().get_dict_file() as stream:
        lines = stream.read().decode("utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {word: "n" if tag in NAMELIKE and int(count) > COMMON else tag for word, count, tag in rows}


def segment(text: str, offset: int = 0) -> list[Token]:
    """The words of a text, in order, without gaps; positions count from `offset`."""
    tags = _tags()
    tokens = []
    for word in _tokenizer().cut(text, HMM=False):
        tokens.append(Token(offset, offset + len(word), word, tags.get(word, "eng" if LATIN.match(word) else "")))
        offset += len(word)
    return tokens


def is_word(text: str) -> bool:
    """Whether the dictionary has this word."""
    return text in _tags()


def tag_of(text: str) -> str:
    """The dictionary's tag of a word, "" if it has none."""
    return _tags().get(text, "")


def is_rare(text: str) -> bool:
    """Whether the dictionary has this word, but its corpus hardly ever (天域): it may well be a name."""
    return 0 < _tokenizer().FREQ.get(text, 0) <= RARE
