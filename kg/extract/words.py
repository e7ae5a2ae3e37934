"""The words of a document, each sentence segmented once, however often it is looked at."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from kg.extract.segment import Token, segment
from kg.extract.view import View


@lru_cache(maxsize=512)
def _segmented(text: str) -> tuple[tuple[Token, ...], tuple[int, ...]]:
    """The words of a sentence, and where they start."""
    tokens = tuple(segment(text))
    return tokens, tuple(t.start for t in tokens)


class Words:
    """The words of one document."""

    def __init__(self, view: View) -> None:
        self._view = view

    def within(self, start: int, end: int) -> list[str]:
        """The words that lie between two positions of one sentence, numbers left out."""
        if start >= end:
            return []
        sentence = self._view.sentence_at(start)
        tokens, starts = _segmented(self._view.document.text[sentence.start : sentence.end])
        start, end = start - sentence.start, end - sentence.start
        found = tokens[bisect_left(starts, start) : bisect_left(starts, end)]
        return [t.text for t in found if t.end <= end and not t.text[0].isdigit()]

    def tag_after(self, position: int) -> str:
        """The part of speech of the word at or after a position, "" if there is none."""
        sentence = self._view.sentence_at(position)
        tokens, starts = _segmented(self._view.document.text[sentence.start : sentence.end])
        at = bisect_left(starts, position - sentence.start)
        return tokens[at].tag if at < len(tokens) else ""
