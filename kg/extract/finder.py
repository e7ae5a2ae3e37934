"""Many words looked for in a text at once: the work grows with the text, not with the number of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.effort import spend


class Finder:
    """Words of two characters and more, to be found in texts.

    >>> finder = Finder(["长安", "长安汽车", "汽车"])
    >>> list(finder.hits("长安汽车"))
    [(0, '长安'), (0, '长安汽车'), (2, '汽车')]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) > 1}
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {begin: sorted(found) for begin, found in lengths.items()}

    def hits(self, text: str) -> Iterator[tuple[int, str]]:
        """Every place where a word stands, from left to right, with the word; the shorter of two that begin there first."""
        lengths, words, size = self._lengths, self._words, len(text)
        for start in range(size - 1):
            for length in lengths.get(text[start : start + 2], ()):
                if start + length <= size and (word := text[start : start + length]) in words:
                    spend()
                    yield start, word

    def places(self, text: str) -> dict[str, list[int]]:
        """Where each word stands that the text has, those places left out that lie over one before.

        >>> Finder(["长长", "安全"]).places("长长长安长长")
        {'长长': [0, 4]}
        """
        found: dict[str, list[int]] = {}
        for start, word in self.hits(text):
            row = found.setdefault(word, [])
            if not row or row[-1] + len(word) <= start:
                row.append(start)
        return found
