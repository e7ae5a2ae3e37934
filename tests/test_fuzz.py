"""A minute of fuzzing from the kept corpus, the same in every run; `make fuzz` goes further."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).parent / "fuzz" / "run.py"


def test_nothing_but_errors_of_its_own_comes_out_of_any_bytes(tmp_path: Path) -> None:
    command = [sys.executable, str(FUZZ), "--seconds", "60", "--bounded", "--found", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and list(tmp_path.iterdir()) == [], done.stderr[-4000:]
    assert done.stderr.count("stat::number_of_executed_units") == 3
