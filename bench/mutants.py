"""How many of the mutants of a module the tests kill: python -m bench.mutants [--sample 150] [GROUP …]

Mutants are made and tried by mutmut (pyproject.toml says of which modules, and by which tests); this draws the same sample of them
every time and counts.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ROOT / "mutants"
GROUPS = {  # by name: how the names of its modules begin
    "quantities": ("extract/quantit",),
    "periods": ("extract/periods", "extract/dates"),
    "resolve": ("resolve/",),
    "rdf": ("graph/rdf",),
}
SURVIVED, UNTESTED = 0, 33  # what mutmut notes of a mutant that all tests pass, and of one that none reaches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=150, help="mutants of each group (default: %(default)s)")
    parser.add_argument("groups", nargs="*", default=list(GROUPS), metavar="GROUP", help=", ".join(GROUPS))
    options = parser.parse_args()
    mutmut("none.of.these")  # mutants are made before it finds that none is wanted
    for group in options.groups:
        names = sorted(found(group))
        drawn = random.Random(0).sample(names, min(options.sample, len(names)))
        mutmut(*drawn)
        counts = Counter(found(group)[name] for name in drawn)
        if counts[None]:
            sys.exit(f"{group}: {counts[None]} mutants were not tried; `mutmut run` says why")
        left = counts[SURVIVED] + counts[UNTESTED]
        print(f"{group}: {len(drawn) - left} of {len(drawn)} killed ({1 - left / len(drawn):.0%}), drawn from {len(names)}")
        print("".join(f"  {name}\n" for name in drawn if found(group)[name] in (SURVIVED, UNTESTED)), end="", flush=True)


def mutmut(*names: str) -> None:
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def found(group: str) -> dict[str, int | None]:
    """The mutants of a group, and what is known of each."""
    files = [path for path in MADE.glob("kg/**/*.meta") if str(path.relative_to(MADE / "kg")).startswith(GROUPS[group])]
    return {name: code for path in files for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()}


if __name__ == "__main__":
    main()
