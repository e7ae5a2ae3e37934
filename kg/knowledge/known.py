"""ontology/lexicon/known.tsv: what is generally known of words that newspapers use. No rule takes them for names; they are
evidence that the models of names weigh.

>>> known = Known({"电解液": ("goods",), "动力电池": ("goods", "industry")})
>>> known.ends("长寿动力电池")
('>goods', '>industry')
>>> list(known.spans(["生产", "电解液", "和", "动力", "电池"]))
[(1, 2, ('goods',)), (3, 5, ('goods', 'industry'))]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.knowledge.load import Knowledge

SHORTEST = 2  # characters of a known word that a form may begin or end with
LONGEST = 8  # words that a known one may consist of


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Words with the kinds that they are of."""

    words: Mapping[str, tuple[str, ...]]

    def ends(self, form: str) -> tuple[str, ...]:
        """What a form is ("=kind"), else what the longest known words say that it begins (<) and ends (>) with."""
        if kinds := self.words.get(form):
            return tuple("=" + kind for kind in kinds)
        behind = next((self.words[form[i:]] for i in range(1, len(form) - SHORTEST + 1) if form[i:] in self.words), ())
        before = next((self.words[form[:i]] for i in range(len(form) - 1, SHORTEST - 1, -1) if form[:i] in self.words), ())
        return (*(">" + kind for kind in behind), *("<" + kind for kind in before))

    def spans(self, words: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The known words of a sentence, the longest first from left to right: first word, word behind the last, kinds."""
        i = 0
        while i < len(words):
            for j in range(min(len(words), i + LONGEST), i, -1):
                if kinds := self.words.get("".join(words[i:j])):
                    yield i, j, kinds
                    i = j
                    break
            else:
                i += 1


def known_words(knowledge: Knowledge) -> Known:
    """The words of the table."""
    found: dict[str, set[str]] = {}
    for row in knowledge.tables.get("known", ()):
        for word in row["words"].split(" "):
            found.setdefault(word, set()).add(row["group"].partition("/")[0])
    return Known({word: tuple(sorted(kinds)) for word, kinds in found.items()})
