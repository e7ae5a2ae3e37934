"""The words of a document, each sentence segmented once, however often it is looked at."""

from __future__ import annotations

from bisect import bisect_left

from kg.extract.segment import Token, segment
from kg.extract.view import View


class Words:
    """The words of one document."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._kept: dict[int, tuple[list[Token], list[int]]] = {}

    def within(self, start: int, end: int) -> list[str]:
        """The words that lie between two positions of one sentence, numbers left out."""
        sentence = self._view.sentence_at(start)
        if sentence.start not in self._kept:
            tokens = segment(self._view.document.text[sentence.start : sentence.end], sentence.start)
            self._kept[sentence.start] = (tokens, [t.start for t in tokens])
        tokens, starts = self._kept[sentence.start]
        found = tokens[bisect_left(starts, start) : bisect_left(starts, end)]
        return [t.text for t in found if t.end <= end and not t.text[0].isdigit()]

    def tag_after(self, position: int) -> str:
        """The part of speech of the word at or after a position, "" if there is none."""
        self.within(position, position)
        tokens, starts = self._kept[self._view.sentence_at(position).start]
        at = bisect_left(starts, position)
        return tokens[at].tag if at < len(tokens) else ""
