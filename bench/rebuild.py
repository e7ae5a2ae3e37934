"""How long `kg build` takes after one article among 500 has changed, beside a build that has nothing to go on: `make bench-rebuild`.

The articles are those of seeds/, tests/cases/written and tests/cases/regions, then copies of them in which firms, parks, persons and
districts have other names and figures other values. Whole processes, the median of three rounds; a round changes another article,
builds again, then builds the same folder with an empty cache, and fails unless both wrote the same bytes.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.build import seconds
from bench.invented import BRANDS, new, some
from kg.knowledge import load

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
NUMBER = 500
ROUNDS = 3
RENAMED = ("Company", "Park", "Project", "Facility", "Person")
FIGURE = re.compile(r"\d+(?:\.\d+)?(?=[亿万千百家个名人户吨台套辆亩%])")


def articles(number: int, seed: int = 1) -> Iterator[str]:
    """So many articles, no two alike: those that there are, then renamed copies of them, round after round."""
    pairs = [(ROOT / "seeds" / f"{path.stem}.txt", path) for path in sorted((CASES / "seeds").glob("*.json"))]
    for name in ("written", "regions"):
        pairs += [(CASES / name / "articles" / f"{path.stem}.txt", path) for path in sorted((CASES / name / "annotations").glob("*.json"))]
    texts = [(text.read_text("utf-8"), json.loads(annotations.read_text("utf-8"))["entities"]) for text, annotations in pairs]
    kin = divisions()
    chance = random.Random(seed)
    for n in range(number):
        text, entities = texts[n % len(texts)]
        yield text if n < len(texts) else renamed(text, entities, kin, chance)


def write_articles(folder: Path, number: int) -> None:
    """Makes the folder, with so many articles."""
    folder.mkdir()
    for n, text in enumerate(articles(number)):
        (folder / f"{n:05}.txt").write_text(text, "utf-8")


def divisions() -> dict[str, list[str]]:
    """Short names of cities and counties, each with those of its level and length."""
    rows = [row for row in load().tables["divisions"] if row["short"] and row["level"] != "province"]
    kin: dict[tuple[str, int], list[str]] = {}
    for row in rows:
        kin.setdefault((row["level"], len(row["short"])), []).append(row["short"])
    return {row["short"]: kin[row["level"], len(row["short"])] for row in rows}


def renamed(text: str, entities: Sequence[Mapping[str, Any]], kin: Mapping[str, list[str]], chance: random.Random) -> str:
    """The article with other names and figures; of the name of a firm or the like, the first two characters change."""
    others = {name: chance.choice(others) for name, others in kin.items() if name in text}
    given = set(others)
    for entity in entities:
        begin = min(entity["mentions"], key=len)[:2]
        if entity["type"] in RENAMED and len(begin) == 2 and begin not in others:
            others[begin] = new(lambda: some(BRANDS, chance), given)
    names = re.compile("|".join(map(re.escape, sorted(others, key=lambda name: (-len(name), name)))) or "(?!)")
    return FIGURE.sub(lambda m: _figure(m[0], chance), names.sub(lambda m: others[m[0]], text))


def _figure(digits: str, chance: random.Random) -> str:
    """Another value with as many decimals."""
    return f"{float(digits) * chance.uniform(0.6, 1.6):.{len(digits.partition('.')[2])}f}"


def main() -> None:
    """Prints the medians, their ratio, and the time of each stage in the last round."""
    with tempfile.TemporaryDirectory() as folder:
        home, pages, out = (Path(folder) / name for name in ("cache", "pages", "out"))
        os.environ["XDG_CACHE_HOME"] = str(home)
        write_articles(pages, NUMBER)
        others = list(islice(articles(NUMBER + ROUNDS, seed=2), NUMBER, None))

        def build(name: str) -> float:
            return seconds([sys.executable, "-m", "kg.cli", "build", str(pages), "-o", str(out / name)])

        build("clean")
        rounds = []
        for n, other in enumerate(others):
            (pages / f"{n * (NUMBER // ROUNDS):05}.txt").write_text(other, "utf-8")
            again = build("again")
            shutil.rmtree(home)
            rounds.append((build("clean"), again))
            compare(out / "again", out / "clean")
        clean, again = (statistics.median(times) for times in zip(*rounds, strict=True))
        stages = {name: json.loads((out / name / "report.json").read_text("utf-8"))["seconds"] for name in ("clean", "again")}
    print(f"{NUMBER} articles, clean           {clean:6.2f} s")
    print(f"one of them changed, again   {again:6.2f} s   {clean / again:.1f} times faster")
    for stage in stages["clean"]:
        print(f"  {stage:<10}{stages['clean'][stage]:8.2f} s{stages['again'][stage]:8.2f} s")


def compare(ours: Path, theirs: Path) -> None:
    """Ends the run unless both folders hold the same files, but for the times in report.json."""
    for one in sorted(ours.iterdir()):
        if _content(one) != _content(theirs / one.name):
            sys.exit(f"{one} and {theirs / one.name} differ")


def _content(path: Path) -> object:
    if path.suffix != ".json":
        return path.read_bytes()
    return {key: value for key, value in json.loads(path.read_text("utf-8")).items() if key != "seconds"}


if __name__ == "__main__":
    main()
