"""Where marks stand in a text, so that those between two places are counted without reading what lies between."""

from __future__ import annotations

import re
from bisect import bisect_left

OPENING = {"）": "（(", ")": "（(", "”": "“", "》": "《", "’": "‘", "」": "「"}  # a closing mark → what may open it
OPENS = frozenset("".join(OPENING.values()))


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


def balanced(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span without the marks at its ends that have no partner in it; None if there are such marks within it, or nothing is left.

    >>> text = "集团（下称“华鲁”）在荆州"
    >>> balanced(text, 5, 8), balanced(text, 0, 10), balanced(text, 0, 9), balanced("《问海》三期）", 0, 7)
    ((6, 8), (0, 10), None, (0, 6))
    """
    loose = _loose(text, start, end)
    while loose and loose[-1] == end - 1:
        end = loose.pop()
    while loose and loose[0] == start:
        start = loose.pop(0) + 1
    return None if loose or start >= end else (start, end)


def _loose(text: str, start: int, end: int) -> list[int]:
    """Where brackets and quotation marks stand that have no partner in a span."""
    opened: list[int] = []
    closed: list[int] = []
    for i in range(start, end):
        if text[i] in OPENS:
            opened.append(i)
        elif text[i] in OPENING:
            if opened and text[opened[-1]] in OPENING[text[i]]:
                opened.pop()
            else:
                closed.append(i)
    return sorted(opened + closed)
