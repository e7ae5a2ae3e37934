"""Where marks stand in a text, so that those between two places are counted without reading what lies between."""

from __future__ import annotations

import re
from bisect import bisect_left


class Punctuation:
    """The marks of one text, each kind looked for once.

    >>> marks = Punctuation("甲，乙，丙。丁")
    >>> marks.count("，", 0, 3), marks.count("，。", 1, 6), marks.count("，", 5, 1)
    (1, 3, 0)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, list[int]] = {}

    def count(self, marks: str, start: int, end: int) -> int:
        """How many of some marks stand between two places."""
        if marks not in self._places:
            self._places[marks] = [i for i, char in enumerate(self._text) if char in marks]
        places = self._places[marks]
        return max(0, bisect_left(places, end) - bisect_left(places, start))


class Ahead:
    """The next of some marks behind places that come in order."""

    def __init__(self, text: str, marks: str) -> None:
        self._text = text
        self._marks = re.compile(f"[{marks}]")
        self._next = -1

    def between(self, start: int, end: int) -> bool:
        """Whether one of the marks stands between two places."""
        if self._next < start:
            found = self._marks.search(self._text, start)
            self._next = found.start() if found else len(self._text)
        return self._next < end
