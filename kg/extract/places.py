"""Short names of places far away are mostly other words: 大新, 仙桃.

A county's short name counts where the document speaks of its province: it has the name of the province or of one of its
cities, the county's full name, or the short name again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.knowledge.divisions import Division
from kg.knowledge.names import Names
from kg.model import Mention

OFTEN = 4


def coherent(text: str, found: Sequence[Mention], names: Names) -> list[Mention]:
    """The mentions without short names of counties in provinces that the document does not speak of."""
    counts = Counter(m.text for m in found)
    doubtful = {m.text for m in found if (group := names.divisions.get(m.text)) and not any(sure(m.text, d) for d in group)}
    if not doubtful:
        return list(found)
    provinces = {d.code[:2] for name, group in names.divisions.items() for d in group if d.upper and name in text}
    far = {
        name
        for name in doubtful
        if counts[name] < OFTEN and not any(d.code[:2] in provinces or d.name in text for d in names.divisions[name])
    }
    return [m for m in found if m.text not in far]


def sure(text: str, division: Division) -> bool:
    """Whether a name is a division's beyond doubt: its full name, that without its peoples (元江县), or a province or city."""
    return text.endswith(division.name[-1]) or division.upper
