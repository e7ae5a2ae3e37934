"""How often the program says in the annotation's words what a figure measures.

usage: python -m bench.wording FOLDER ...

The articles of each folder (bench/annotated.py) are read with their entities given by hand. Of the figures that both have by the measure
of `kg score` (subject, kind, value, unit, roughly the indicator), those are
counted whose indicator is the same but for marks, spaces, width and case.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.annotated import annotated
from kg.extract.observations import find_observations
from kg.knowledge import load
from kg.score.aspects import bare, same
from kg.score.standard import standard_of


def main(folders: Sequence[str]) -> None:
    """Prints for each folder how many figures both have, and of how many the words are the same."""
    knowledge = load()
    standard = standard_of(knowledge)
    for folder in folders:
        both = alike = 0
        for article in annotated([folder], knowledge):
            free, by_hand = list(article.gold.observations), {e.id: e.id for e in article.gold.entities}
            for found in find_observations(article.view, knowledge)[0]:
                gold = next((o for o in free if same(o, found, by_hand, standard, strict=False)), None)
                if gold:
                    free.remove(gold)
                    both += 1
                    alike += bare(gold.indicator) == bare(found.indicator)
        print(f"{folder}: {alike} of {both}, {alike / both:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
