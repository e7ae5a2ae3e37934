"""Short names of places far away are mostly other words: 大新, 仙桃.

A county's short name counts where the document speaks of its province: it gives a full name from there, or a city.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.knowledge.names import Division, Names
from kg.model import Mention


def coherent(found: Sequence[Mention], names: Names) -> list[Mention]:
    """The mentions without short names of counties in provinces that the document does not speak of."""
    provinces: Counter[str] = Counter()
    for m in found:
        for division in names.divisions.get(m.text, ()):
            if sure(m.text, division):
                provinces[division.code[:2]] += 1
    full = {m.text for m in found}

    def stays(m: Mention) -> bool:
        divisions = names.divisions.get(m.text, ())
        if not divisions or any(sure(m.text, d) or d.name in full for d in divisions):
            return True
        return any(provinces[d.code[:2]] for d in divisions)

    return [m for m in found if stays(m)]


def sure(text: str, division: Division) -> bool:
    """Whether a name is a division's beyond doubt: its full name, or a province or city."""
    return text == division.name or division.upper
