"""Fuzzes one target after the other, each in a process of its own, from the kept corpus.

python tests/fuzz/run.py --seconds 1800 [TARGET …]    what made a target fail is kept in .fuzz/; the exit code is 1 then
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
SPEED = {"read": 150, "tell": 6, "know": 40}  # by target: inputs a second that a slow machine tries
LARGEST = 20_000  # bytes of an input
MEMORY = 6_000  # MB that one input may take
PATIENCE = 300  # seconds that one input may take: a slow machine is no defect


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=1800, help="for all targets together (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=HERE.parents[1] / ".fuzz", help="folder for what made a target fail")
    parser.add_argument("--bounded", action="store_true", help="no more inputs than a slow machine tries: every run tries the same ones")
    parser.add_argument("targets", nargs="*", default=list(SPEED), metavar="TARGET", help=", ".join(SPEED))
    options = parser.parse_args()
    options.found.mkdir(exist_ok=True)
    codes = [fuzz(target, options.seconds // len(options.targets), options) for target in options.targets]
    return int(any(codes))


def fuzz(target: str, seconds: int, options: argparse.Namespace) -> int:
    """Runs one target; the exit code of its process."""
    with tempfile.TemporaryDirectory() as folder:
        limits = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", f"-rss_limit_mb={MEMORY}", f"-timeout={PATIENCE}"]
        limits += [f"-runs={seconds * SPEED[target]}"] if options.bounded else []
        more = [f"-seed={options.seed}", f"-artifact_prefix={options.found.resolve()}/{target}-", "-print_final_stats=1"]
        more += [f"-dict={CORPUS / 'words.dict'}"] if target == "tell" else []
        command = [sys.executable, str(HERE / "child.py"), target, *limits, *more, str(Path(folder) / "corpus")]
        environment = os.environ | {"PYTHONHASHSEED": "0", "TMPDIR": folder}
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
