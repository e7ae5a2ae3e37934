"""Sections of a round-up: a heading that is only the name of a place holds for what stands below it, up to the next such heading.

A page that tells of several towns in turn (东山县 / 引进项目7个… / 西山县 / …) names each in a heading and no more; what a
section leaves unsaid is of its own town, and nothing of the town above goes on in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.knowledge import Knowledge
from kg.knowledge.reading import reading_rules
from kg.knowledge.rules import relation_rules
from kg.model import Document, Mention

FEWEST = 2  # headings that make sections: a single one may be the name of a column
MARKS = " 　【】[]〔〕（）()：:■◆●▌▍▎★☆|—-"


@dataclass(frozen=True, slots=True)
class Sections:
    """The names of places that are headings, in order."""

    heads: tuple[Mention, ...] = ()

    def at(self, position: int) -> Mention | None:
        """The place in whose section a position lies, as its heading has it."""
        last = bisect_right(self.heads, position, key=lambda m: m.start) - 1
        return self.heads[last] if last >= 0 else None

    def apart(self, first: int, second: int) -> bool:
        """Whether two positions lie in different sections."""
        return self.at(first) is not self.at(second)


NO_SECTIONS = Sections()


def find_sections(document: Document, mentions: Sequence[Mention], knowledge: Knowledge) -> Sections:
    """The sections of a document; mentions: the names found, in order."""
    item, about = reading_rules(knowledge).patterns["item"], relation_rules(knowledge).grammar.about
    starts = [m.start for m in mentions]
    heads: list[Mention] = []
    for sentence in document.sentences:
        inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if sentence.kind == "heading" and len(inside) == 1 and inside[0].type in about:
            line = item.sub("", document.text[sentence.start : sentence.end].strip(MARKS), count=1)
            heads += [m for m in inside if m.text == line.strip(MARKS)]
    return Sections(tuple(heads) if len({m.entity for m in heads}) >= FEWEST else ())
