"""Trains all models of ontology/models/: `make models`, or `python -m bench.train`; more than an hour, most of it for names.

First on all articles but the last third of tests/cases/written: what they then find there, rightly or wrongly, is what the
confidences are fitted to. Then on all articles.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.annotated import CASES

PARTS = ("names", "figures", "times", "steps", "relations")  # times are learned of figures as they are read, hence after these


def run(part: str, folders: Sequence[Path] = ()) -> None:
    """Runs one trainer."""
    print(part, *folders, flush=True)
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # sums come out the same everywhere
    subprocess.run([sys.executable, "-m", f"bench.train_{part}", *map(str, folders)], check=True, env=one_thread)


def split(target: Path) -> tuple[Path, Path]:
    """Copies of the articles with their annotations: those to learn from first, and those held out."""
    written, *others = CASES
    names = sorted(p.stem for p in written.glob("annotations/*.json"))
    held = set(names[len(names) * 2 // 3 :])
    folders = target / "learned", target / "held"
    for folder in folders:
        for kind in ("articles", "annotations"):
            (folder / kind).mkdir(parents=True)
    for case in (written, *others):
        for path in case.glob("a*/*"):
            shutil.copy(path, folders[case == written and path.stem in held] / path.parent.name)
    return folders


def main() -> None:
    """Trains, fits the confidences, trains again."""
    with tempfile.TemporaryDirectory() as folder:
        learned, held = split(Path(folder))
        for part in PARTS:
            run(part, [learned])
        run("confidence", [held])
    for part in PARTS:
        run(part)


if __name__ == "__main__":
    main()
