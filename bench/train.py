"""Trains all models of ontology/models/: `make models`, or `python -m bench.train`; more than an hour, most of it for names.

Names first: their network is also trained without each third of the articles. Then the others on the articles but a third: what
they find there with the network that has not seen it either, rightly or wrongly, is what the confidences are fitted to. Then the
others on all articles.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.annotated import MODELS, annotations, article_of
from bench.train_names import FOLDS

PARTS = ("years", "figures", "times", "steps", "relations")  # times are learned of figures as they are read, hence after these
HELD = FOLDS - 1  # the third that is held out


def run(part: str, folders: Sequence[Path] = ()) -> None:
    """Runs one trainer."""
    print(part, *folders, flush=True)
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # sums come out the same everywhere
    subprocess.run([sys.executable, "-m", f"bench.train_{part}", *map(str, folders)], check=True, env=one_thread)


def split(target: Path) -> tuple[Path, Path]:
    """Copies of the articles with their annotations: those to learn from first, and those held out."""
    folders = target / "learned", target / "held"
    for folder in folders:
        for kind in ("articles", "annotations"):
            (folder / kind).mkdir(parents=True)
    for number, path in enumerate(annotations()):
        for copied in (path, article_of(path)):
            shutil.copy(copied, folders[number % FOLDS == HELD] / copied.parent.name)
    return folders


def main() -> None:
    """Trains, fits the confidences, trains again."""
    with tempfile.TemporaryDirectory() as folder:
        networks = Path(folder)
        run("names", [networks])
        learned, held = split(networks)
        for part in PARTS:
            run(part, [learned])
        network = MODELS / "names.npz"
        whole = network.read_bytes()
        try:
            shutil.copy(networks / f"{HELD}.npz", network)
            run("confidence", [held])
        finally:
            network.write_bytes(whole)
    for part in PARTS:
        run(part)


if __name__ == "__main__":
    main()
