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
        self._longest = max(map(len, self.words), default=0)

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def fronts(self, text: str, keep: int = 2) -> Iterable[str]:
        """The words that a text begins with and that leave so many characters, the longest first."""
        return (text[:n] for n in range(min(self._longest, len(text) - keep), 0, -1) if text[:n] in self.words)

    def front(self, text: str, keep: int = 2) -> str:
        """The longest of `fronts`, "" if there is none."""
        return next(iter(self.fronts(text, keep)), "")

    def end(self, text: str, keep: int = 2) -> str:
        """The longest word that a text ends with and that leaves so many characters, "" if there is none."""
        return next((text[-n:] for n in range(min(self._longest, len(text) - keep), 0, -1) if text[-n:] in self.words), "")

    def without_ends(self, text: str) -> str:
        """A text without the words at its end, as long as two characters stay."""
        while end := self.end(text):
            text = text[: -len(end)]
        return text

    def uncovered(self, text: str) -> int:
        """How many characters of a text no word of the set covers, at the least."""
        best = [0]
        for end in range(1, len(text) + 1):
            fewest = best[-1] + 1
            for start in range(max(0, end - self._longest), end):
                if best[start] < fewest and text[start:end] in self.words:
                    fewest = best[start]
            best.append(fewest)
        return best[-1]

    def replace(self, text: str, by: Mapping[str, str]) -> str:
        """A text with each word put as `by` says, or left out; from left to right, longest first."""
        return self._anywhere.sub(lambda match: by.get(match[0], ""), text)

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(any_of(self.words))
