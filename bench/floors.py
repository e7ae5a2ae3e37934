"""Lifts the floors of tests/cases/regions/floors.json to a little under what is reached; none sinks. `python bench/floors.py`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
FLOORS = TESTS / "cases" / "regions" / "floors.json"
ROOM = 0.05  # what a change that gains elsewhere may cost one article


def main() -> None:
    """Scores every article and writes the file anew."""
    sys.path.insert(0, str(TESTS))
    if not FLOORS.exists():
        FLOORS.write_text("{}", "utf-8")
    from test_regions import CASES, pair, reached

    old: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    floors = {
        path.stem: {
            aspect: max(old.get(path.stem, {}).get(aspect, 0.0), round(max(0.0, f1 - ROOM), 3))
            for aspect, f1 in reached([pair(CASES, path.stem)]).items()
        }
        for path in sorted(CASES.glob("articles/*.txt"))
    }
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
