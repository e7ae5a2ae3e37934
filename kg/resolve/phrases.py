"""Sets of words, looked for at the start, at the end, or all over a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from kg.knowledge.regex import any_of

_DROPPED = re.compile(r"[^\w+±%&#]|_")


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """Letters, digits and the few marks that tell names apart; width, case, quotation marks and spaces do not count.

    >>> squeeze("“满天星” 行动（ＡＢ）")
    '满天星行动ab'
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


class Phrases:
    """A set of words.

    >>> words = Phrases(["科技", "科技城", "园"])
    >>> words.front("科技城东园"), words.end("东方科技城"), words.end("科技城"), words.uncovered("东方科技园")
    ('科技城', '科技城', '', 2)
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words) - {""}
        self._fronts = _lengths((word[0], len(word)) for word in self.words)
        self._ends = _lengths((word[-1], len(word)) for word in self.words)

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def fronts(self, text: str, keep: int = 2) -> list[str]:
        """The words that a text begins with and that leave so many characters, the longest first."""
        return [text[:n] for n in self._fronts.get(text[:1], ()) if n <= len(text) - keep and text[:n] in self.words]

    def front(self, text: str, keep: int = 2) -> str:
        """The longest of `fronts`, "" if there is none."""
        return next(iter(self.fronts(text, keep)), "")

    def end(self, text: str, keep: int = 2) -> str:
        """The longest word that a text ends with and that leaves so many characters, "" if there is none."""
        most = len(text) - keep
        for n in self._ends.get(text[-1:], ()):
            if n <= most and text[-n:] in self.words:
                return text[-n:]
        return ""

    def without_ends(self, text: str) -> str:
        """A text without the words at its end, as long as two characters stay."""
        while end := self.end(text):
            text = text[: -len(end)]
        return text

    def uncovered(self, text: str) -> int:
        """How many characters of a text no word of the set covers, at the least."""
        best = [0]
        for end, char in enumerate(text, 1):
            fewest = best[-1] + 1
            for n in self._ends.get(char, ()):
                if n <= end and best[end - n] < fewest and text[end - n : end] in self.words:
                    fewest = best[end - n]
            best.append(fewest)
        return best[-1]

    def replace(self, text: str, by: Mapping[str, str]) -> str:
        """A text with each word put as `by` says, or left out; from left to right, longest first."""
        return self._anywhere.sub(lambda match: by.get(match[0], ""), text)

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(any_of(self.words))


def _lengths(words: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The lengths, the longest first, of words that have a character in the same place: most characters have none."""
    found: dict[str, set[int]] = {}
    for char, length in words:
        found.setdefault(char, set()).add(length)
    return {char: sorted(lengths, reverse=True) for char, lengths in found.items()}
