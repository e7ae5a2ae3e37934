"""Files that are meant to do harm, or were harmed (hostile/, zoo.py): none hangs or breaks anything, and their neighbours are all read."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import psutil
import pytest
from zoo import HOSTILE, KEPT, SENTENCE, ZOO

from kg.pipeline import Outcome, find, read_one
from kg.report import Fault

DEADLINE = 300  # seconds of the processor that one file may take, on a slow machine: a reader that hangs takes more
PATIENCE = 1800  # seconds by the clock, on a busy one
MEMORY = 6_000_000_000  # bytes of addresses; the models are mapped too
FIRST = {
    "locked.pdf": "password",
    "pictures only.pdf": "no text layer",
    "a billion pages.pdf": "",
    "old.docx": "old Word file",
    "line of 50 MB.txt": "too much for one article",
    "200,000 attributes.html": "attributes",
    "bomb.docx": "",
    "cut.zip": "no ZIP archive",
    "60,000 files.zip": "files in one archive",
    "nested.zip": "an archive in an archive",
    "ratio.zip": "times as large",
    "large.zip": "too much",
    "overlapping.zip": "shares its bytes",
    "link.zip": "a link",
    "locked.zip": "encrypted",
    "wrong sum.zip": "broken in its archive",
}


def bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def read(path: Path) -> tuple[list[Outcome], list[Fault]]:
    """What becomes of every article of a file; in a process of its own."""
    sources, faults = find([path])
    return [read_one(source) for source in sources], faults


class Reader:
    """A process that reads files one by one; one that hangs is ended, and another takes its place."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.pool = multiprocessing.get_context("spawn").Pool(1, bound_memory)
        self.process = psutil.Process(self.pool.apply(os.getpid))

    def __call__(self, path: Path) -> tuple[list[Outcome], list[Fault]]:
        begun, spent = time.monotonic(), sum(self.process.cpu_times())
        result = self.pool.apply_async(read, (path,))
        while not result.ready():
            if sum(self.process.cpu_times()) - spent > DEADLINE or time.monotonic() - begun > PATIENCE:
                self.pool.terminate()
                self.start()
                pytest.fail(f"{path.name} takes longer than {DEADLINE} s")
            result.wait(0.5)
        return result.get()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.pool.terminate()


def test_every_file_that_is_kept_is_explained_and_small() -> None:
    lines = [line for line in (HOSTILE / "README.md").read_text("utf-8").splitlines() if line.startswith("- ")]
    explained = [json.JSONDecoder().raw_decode(line, 2) for line in lines]
    assert sorted(name for name, _ in explained) == sorted(KEPT)
    assert all(line[end:].startswith(": ") for line, (_, end) in zip(lines, explained, strict=True))
    assert all(len(content()) <= 100_000 for content in KEPT.values())


@pytest.mark.parametrize("name", ZOO)
def test_no_file_hangs_or_breaks_its_reader(name: str, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(ZOO[name]())
    outcomes, faults = reader(path)
    faults = [*faults, *(o.fault for o in outcomes if o.fault)]
    assert outcomes or faults
    for fault in faults:
        assert fault.place.startswith(str(path)) and fault.problem and fault.remedy
        assert "defect of kg" not in fault.remedy, fault
    assert FIRST.get(name, "") in " ".join(fault.problem for fault in faults)
    for extraction in (o.extraction for o in outcomes if o.extraction):
        json.dumps(extraction.title, ensure_ascii=False).encode()
        assert "root:" not in extraction.title  # of /etc/passwd
        assert all("root:" not in q.exact for fact in extraction.observations for q in fact.evidence)


def test_good_parts_of_bad_files_are_read(tmp_path: Path) -> None:
    for name, bad in (("nested.zip", 1), ("ratio.zip", 1), ("link.zip", 1), ("no name inside.zip", 0)):
        (tmp_path / name).write_bytes(ZOO[name]())
        sources, faults = find([tmp_path / name])
        assert ([s.part.inner for s in sources], len(faults)) == (["good.txt"], bad)
    (tmp_path / "a.jsonl").write_bytes(ZOO["long line.jsonl"]())
    sources, faults = find([tmp_path / "a.jsonl"])
    assert ([s.id for s in sources], [f.place[-2:] for f in faults]) == (["after", "good"], [":2"])


def test_names_inside_files_are_no_paths(tmp_path: Path) -> None:
    for name in ("odd names.zip", "names.jsonl"):
        (tmp_path / name).write_bytes(ZOO[name]())
    sources, faults = find([tmp_path])
    assert not faults
    inside = len(ZipFile(HOSTILE / "odd names.zip").namelist()) - 2 + len(KEPT["names.jsonl"]().splitlines())  # two names are hidden ones
    assert len(sources) == len({s.id for s in sources}) == inside
    assert all("/" not in s.id and "\0" not in s.id and s.id not in ("", ".", "..") for s in sources)


def test_a_build_of_everything_keeps_the_good_and_names_the_bad(tmp_path: Path) -> None:
    zoo = tmp_path / "zoo"
    zoo.mkdir()
    slow = (
        "000",
        "attribute",
        "50 MB",
        "bomb",
        "flood",
        "digits",
        "brackets",
        "quotation",
        "years",
        "numerals",
        "blanks",
        "one word",
        "accents",
    )
    slow += ("breaks.txt", "columns", "opened", "pictures.md", "stressed", "links", "pointed", "table", "lists", "long")
    for name, make in ZOO.items():
        if not any(word in name for word in slow):  # they have been read one by one
            (zoo / name).write_bytes(make())
    for i in range(10):
        (zoo / f"good {i}.txt").write_text(f"2023年，{SENTENCE}今年产值{i}1亿元。\n", "utf-8")
    command = [sys.executable, "-m", "kg.cli", "build", "zoo", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "defect of kg" not in done.stderr
    assert not [c for c in done.stderr if c != "\n" and not c.isprintable()]
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    kept = {d["doc"] for d in report["documents"]["kept"]}
    assert {f"good {i}" for i in range(10)} <= kept
    assert {p.name for p in tmp_path.iterdir()} == {"zoo", "out"}
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"graph.ttl", "graph.html", "report.json"}
