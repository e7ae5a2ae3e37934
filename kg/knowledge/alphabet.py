"""The characters that stand for names in encoded text.

A private-use character is one name; which block it is from says the class of the name, and whether it stands after a
preposition. `MARK` stands where a clause begins.

>>> alphabet = Alphabet(("Company", "Park"), ("在",))
>>> firm, park = alphabet.encode("Company", 7), alphabet.encode("Park", 2)
>>> governed = alphabet.govern(f"{firm}在{park}")
>>> [alphabet.decode(char) for char in governed]
[7, None, 2]
>>> governed[0] == firm, governed[2] == park
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Collection

FIRST, MARK = 0xF0000, "\U000ffffd"  # beyond the 16 bits for which re draws up tables


class Alphabet:
    """A block of private-use characters for each class, and a second one for names that stand after a preposition.

    The blocks lie side by side and before MARK: few ranges make character classes that compile fast.
    """

    def __init__(self, classes: Collection[str], prepositions: Collection[str] = ()) -> None:
        self.classes = tuple(classes)
        count = max(1, len(self.classes))
        self.size = min(256, (ord(MARK) - FIRST) // (2 * count))
        self.shift = count * self.size
        self.first = ord(MARK) - 2 * self.shift
        self.free = _range(self.first, self.shift)
        self.governed = _range(self.first + self.shift, self.shift)
        self.any = _range(self.first, 2 * self.shift)
        after = "|".join(f"(?<={words})" for words in _by_length(prepositions))
        self._after = re.compile(f"(?:{after})[{self.free}]") if after else None

    def encode(self, type: str, number: int) -> str:
        """The character for the mention with this number, which is below `size`."""
        return chr(self.first + self.classes.index(type) * self.size + number)

    def govern(self, text: str) -> str:
        """Encoded text, the names after prepositions moved to their second blocks."""
        return self._after.sub(lambda m: chr(ord(m.group()) + self.shift), text) if self._after else text

    def decode(self, char: str) -> int | None:
        """The number of a mention, None for any other character."""
        offset = ord(char) - self.first
        return offset % self.size if 0 <= offset < 2 * self.shift else None

    def ranges(self, types: Collection[str], free: bool = False) -> str:
        """The inside of a character class that matches mentions of these classes, or only those that follow no preposition."""
        starts = [self.first + i * self.size for i, name in enumerate(self.classes) if name in types]
        merged: list[tuple[int, int]] = []
        for start in starts if free else [*starts, *(s + self.shift for s in starts)]:
            if merged and merged[-1][1] == start:
                merged[-1] = (merged[-1][0], start + self.size)
            else:
                merged.append((start, start + self.size))
        return "".join(_range(start, end - start) for start, end in merged)


def _range(start: int, length: int) -> str:
    """So many characters, as a character class says it."""
    return f"{chr(start)}-{chr(start + length - 1)}"


def _by_length(words: Collection[str]) -> list[str]:
    """Alternations of the words of each length, as a look behind wants them."""
    lengths = sorted({len(w) for w in words})
    return ["|".join(sorted(re.escape(w) for w in words if len(w) == n)) for n in lengths]
