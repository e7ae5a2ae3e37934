"""How often the facts of each confidence are right.

usage: python -m bench.calibration GOLD PREDICTED

GOLD and PREDICTED are folders of NAME.json, made by hand and by `kg extract`. Right is what `kg score` counts as right, an observation
without its period and modality.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from kg.knowledge import load
from kg.score import read
from kg.score.verdicts import verdicts


def main(gold: str, predicted: str) -> None:
    """Prints for each tenth of confidence, the highest first, how many facts there are and how many of them are right."""
    knowledge = load()
    told: dict[int, Counter[bool]] = defaultdict(Counter)
    for path in sorted(Path(gold).glob("*.json")):
        for fact, right in verdicts(read(path), read(Path(predicted) / path.name), knowledge):
            told[int(10 * fact.confidence)][right] += 1
    for tenth, counts in sorted(told.items(), reverse=True):
        print(f"0.{tenth}  {counts[True]:5} of {counts.total():5}  {counts[True] / counts.total():.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
