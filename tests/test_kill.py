"""A build may be stopped or killed at any moment: the folder holds the old files or the new ones, and the next build is right."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kg.engine import kept
from kg.model import Extraction
from kg.output import PART

OLD = "2023年8月，杭州云栖智能科技有限公司落户智谷科技园。2022年，该公司实现产值12亿元，同比增长8.5%。\n"
NEW = OLD.replace("12亿", "15亿").replace("智谷", "星谷")
PORT = "2024年3月5日，宁波海天精密机械有限公司与宁波大学签署合作协议。\n"
ORDER = ("graph.ttl", "graph.html", "graph.nq", "report.json")  # in which the new files come; graph.gexf of the old build goes first
NEVER = 0
DISK = ""

# Runs kg for each line that comes in, in a process of its own, and kills that at the given one of the moments that Python tells auditors
# of: every import, opening, moving, starting and so on. Says how each has ended.
BUILDER = """
import os, signal, sys
from contextlib import suppress
from pathlib import Path
import kg.cli
def end(code, leave=kg.cli.leave):
    reached = -left
    Path("moments").write_text(str(reached))
    leave(code)
def count(*_):
    global left
    left -= os.getpid() == builder
    if left == 0:
        os.kill(builder, signal.SIGKILL)
with suppress(SystemExit):  # so that all is imported that the others need
    kg.cli.commands(["build", "pages", "-o", "first"])
kg.cli.leave = end
for line in sys.stdin:
    moment, *words = line.split()
    child = os.fork()
    if not child:
        os.dup2(2, 1)
        sys.argv[1:], left, builder = words, int(moment), os.getpid()  # not the process that it starts to draw the page
        sys.addaudithook(count)
        kg.cli.main()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Builder:
    """Builds pages/ of a folder again and again."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", BUILDER], cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        assert self.process.stdin and self.process.stdout
        self.asked, self.told = self.process.stdin, self.process.stdout
        assert self.told.readline().startswith("2 documents")

    def build(self, out: str, form: str, moment: int = NEVER) -> int:
        """The exit code of a build that writes a form too, or is done over the disk, killed at that moment."""
        print(
            moment,
            "build",
            "pages",
            "-o",
            out,
            *(("--engine", "disk") if form == DISK else ("--format", form)),
            file=self.asked,
            flush=True,
        )
        return int(self.told.readline())


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[Builder]:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "park.txt").write_text(OLD, "utf-8")
    (tmp_path / "pages" / "port.txt").write_text(PORT, "utf-8")
    builder = Builder(tmp_path)
    yield builder
    with builder.process:
        builder.asked.close()


def content(folder: Path) -> dict[str, object]:
    """The files of a folder; of the report all but the times."""
    files: dict[str, object] = {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(PART)}
    if "report.json" in files:
        files["report.json"] = {k: v for k, v in json.loads((folder / "report.json").read_bytes()).items() if k not in ("seconds", "files")}
    return files


def between(old: dict[str, object], new: dict[str, object]) -> list[dict[str, object]]:
    """What a folder may hold after a kill: the old files; without those of older forms; then one new file more each time."""
    states = [old, {name: old[name] for name in old if name != "graph.gexf"}]
    for name in ORDER:
        states.append({**states[-1], name: new[name]})
    return states


def entries(cache: Path) -> list[Extraction]:
    """What the cache holds, which is whole or this fails."""
    decoded = [kept.zlib.decompress(path.read_bytes()) for path in sorted(cache.rglob("*.msgpack.z"))]
    return [msgspec.msgpack.decode(data, type=Extraction) for data in decoded]


@pytest.mark.parametrize("cache", ["cold", "warm"])
def test_a_build_that_is_killed_at_any_moment_leaves_whole_files_and_the_next_one_is_right(
    cache: str, builder: Builder, tmp_path: Path
) -> None:
    chance = random.Random(cache)
    assert builder.build("old", "gexf") == 0
    (tmp_path / "old" / "README.md").write_text("mine", "utf-8")
    (tmp_path / "pages" / "park.txt").write_text(NEW, "utf-8")
    assert builder.build("new", "nq") == 0
    read = entries(tmp_path / "cache")
    if cache == "cold":
        shutil.rmtree(tmp_path / "cache")
    assert builder.build("again", "nq") == 0
    moments = int((tmp_path / "moments").read_text("utf-8"))
    old, new = content(tmp_path / "old"), {**content(tmp_path / "new"), "README.md": b"mine"}
    states, killed = between(old, new), 0
    assert old["graph.ttl"] != new["graph.ttl"]
    for moment in [*(chance.randrange(1, moments) for _ in range(45)), *(moments - chance.randrange(1, 28) for _ in range(15))]:
        shutil.copytree(tmp_path / "old", tmp_path / "out", dirs_exist_ok=True)
        (tmp_path / "out" / "graph.nq").unlink(missing_ok=True)
        if cache == "cold":
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        killed += builder.build("out", "nq", moment) == -signal.SIGKILL
        assert content(tmp_path / "out") in states, moment
        assert all(entry in read for entry in entries(tmp_path / "cache")), moment
    assert killed >= 50
    shutil.copytree(tmp_path / "old", tmp_path / "out", dirs_exist_ok=True)
    (tmp_path / "out" / "graph.nq").unlink(missing_ok=True)
    assert builder.build("out", "nq") == 0
    assert content(tmp_path / "out") == new
    assert {p.name for p in (tmp_path / "out").iterdir()} == new.keys()


def test_so_does_a_build_over_the_disk(builder: Builder, tmp_path: Path) -> None:
    chance = random.Random("disk")
    assert builder.build("old", DISK) == 0
    (tmp_path / "pages" / "park.txt").write_text(NEW, "utf-8")
    assert builder.build("new", DISK) == 0
    assert builder.build("again", DISK) == 0
    moments = int((tmp_path / "moments").read_text("utf-8"))
    old, new = content(tmp_path / "old"), content(tmp_path / "new")
    states = [old]
    for name in ("graph.nq", "observations.parquet", "report.json"):
        states.append({**states[-1], name: new[name]})
    assert all(old[name] != new[name] for name in ("graph.nq", "observations.parquet"))
    killed = 0
    for moment in [*(chance.randrange(1, moments) for _ in range(20)), *(moments - chance.randrange(1, 28) for _ in range(10))]:
        shutil.copytree(tmp_path / "old", tmp_path / "out", dirs_exist_ok=True)
        killed += builder.build("out", DISK, moment) == -signal.SIGKILL
        assert content(tmp_path / "out") in states, moment
    assert killed >= 25
    assert builder.build("out", DISK) == 0
    assert content(tmp_path / "out") == new
    assert {p.name for p in (tmp_path / "out").iterdir()} == new.keys()


# Publishes into a folder, and kills itself before the given one of the calls that change what stands there.
CRASHED = """
import os, sys
from pathlib import Path
from kg.claim import claim
from kg.output import publish
left = int(sys.argv[1])
def crash(call):
    def crashing(*args, **more):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return call(*args, **more)
    return crashing
for name in ("replace", "link", "unlink", "rmdir", "fsync", "mkdir", "open"):
    setattr(os, name, crash(getattr(os, name)))
folder = Path(sys.argv[2])
with claim(folder):
    publish({"graph.ttl": "new", "graph.html": "new", "graph.nq": "new", "report.json": "{}"}, folder, ["graph.gexf"])
"""


def test_publishing_that_is_cut_off_before_any_of_its_steps_leaves_whole_files(tmp_path: Path) -> None:
    old: dict[str, object] = dict.fromkeys((*ORDER[:2], "graph.gexf", "README.md"), b"old") | {"report.json": {"old": True}}
    new: dict[str, object] = {"graph.ttl": b"new", "graph.html": b"new", "graph.nq": b"new", "report.json": {}, "README.md": b"old"}
    seen = []
    for step in range(1, 100):
        folder = tmp_path / str(step)
        folder.mkdir()
        for name, text in old.items():
            (folder / name).write_bytes(text if isinstance(text, bytes) else json.dumps(text).encode())
        ended = subprocess.run([sys.executable, "-c", CRASHED, str(step), str(folder)], check=False).returncode
        seen.append(content(folder))
        assert seen[-1] in between(old, new), step
        assert subprocess.run([sys.executable, "-c", CRASHED, str(NEVER), str(folder)], check=False).returncode == int(
            "graph.gexf" not in seen[-1]
        )
        if ended == 0:
            break
    assert [state for i, state in enumerate(seen) if i == 0 or state != seen[i - 1]] == between(old, new)
    assert {p.name for p in folder.iterdir()} == new.keys()


# Runs kg; as soon as it has workers, does something to one of them or to itself.
STRUCK = """
import os, signal, sys, threading
from multiprocessing import active_children
def strike():
    pause = threading.Event()
    while not active_children():
        pause.wait(0.01)
    {strike}
threading.Thread(target=strike, daemon=True).start()
from kg.cli import main
if __name__ == "__main__":
    main()
"""
STRIKES = {
    "a worker is killed": ("os.kill(active_children()[0].pid, signal.SIGKILL)", 1, "a worker process died\n  memory may have run out"),
    "Ctrl-C": ("os.killpg(0, signal.SIGINT)", 130, "stopped (SIGINT)\n"),
    "SIGTERM": ("os.kill(os.getpid(), signal.SIGTERM)", 143, "stopped (SIGTERM)\n"),
}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with long pages and an old build in out/."""
    for number in range(12):
        (tmp_path / "pages").mkdir(exist_ok=True)
        (tmp_path / "pages" / f"{number}.txt").write_text(OLD.replace("12", f"{number + 12}") * 100, "utf-8")
    (tmp_path / "out").mkdir()
    for name in ("graph.ttl", "graph.html", "report.json"):
        (tmp_path / "out" / name).write_text("{}", "utf-8")
    return tmp_path


def strike(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    """A build of two workers that something happens to. It has ended when every process that can write to its pipes has."""
    (folder / "struck.py").write_text(STRUCK.format(strike=how), "utf-8")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "struck.py", "build", "pages", "-o", "out", "--workers", "2"]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, start_new_session=True, check=False
    )


@pytest.mark.parametrize("what", STRIKES)
def test_a_build_that_is_stopped_says_so_and_leaves_no_worker_no_part_and_the_old_files(what: str, many: Path) -> None:
    how, code, message = STRIKES[what]
    before = content(many / "out")
    done = strike(many, how)
    assert done.returncode == code, done.stderr
    assert f"kg: {message}" in done.stderr and "Traceback" not in done.stderr
    assert content(many / "out") == before and len(list((many / "out").iterdir())) == 3


def test_the_workers_of_a_killed_build_end_with_it(many: Path) -> None:
    assert strike(many, "os.kill(os.getpid(), signal.SIGKILL)").returncode == -signal.SIGKILL


def test_a_build_without_workers_is_stopped_by_ctrl_c_with_130(many: Path) -> None:
    code = "import signal, kg.pipeline\nkg.pipeline.find = lambda _: signal.raise_signal(signal.SIGINT)\nfrom kg.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code, "build", "pages"], cwd=many, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (130, "kg: stopped (SIGINT)\n")


def test_a_disk_that_is_full_leaves_the_old_files(many: Path) -> None:
    (many / "one.txt").write_text(OLD, "utf-8")
    before = content(many / "out")
    code = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\nfrom kg.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code, "build", "one.txt"], cwd=many, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr == "kg: out/graph.html: cannot be written: File too large\n  see to space and rights\n"
    assert content(many / "out") == before and len(list((many / "out").iterdir())) == 3


def test_two_builds_at_once_into_one_folder(many: Path) -> None:
    code = (
        "import subprocess, sys, kg.pipeline\nfrom kg.cli import main\nfind = kg.pipeline.find\n"
        "def meanwhile(paths):\n"
        "    other = subprocess.run([sys.executable, '-m', 'kg.cli', 'build', 'two.txt'], capture_output=True, encoding='utf-8')\n"
        "    print(other.returncode, other.stderr)\n"
        "    return find(paths)\n"
        "kg.pipeline.find = meanwhile\nmain()"
    )
    (many / "one.txt").write_text(OLD, "utf-8")
    (many / "two.txt").write_text(NEW, "utf-8")
    done = subprocess.run([sys.executable, "-c", code, "build", "one.txt"], cwd=many, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 kg: out: another kg is writing into this folder\n  wait until it has ended")
    assert "智谷科技园" in (many / "out" / "graph.ttl").read_text("utf-8")


def test_two_extractions_at_once_into_one_folder_both_write(many: Path) -> None:
    names = ("one", "two", "three")
    for name in names:
        (many / f"{name}.txt").write_text(OLD, "utf-8")
    commands = [[sys.executable, "-m", "kg.cli", "extract", f"{name}.txt", "-o", "facts"] for name in names]
    runs = [subprocess.Popen(command, cwd=many) for command in commands]
    assert [run.wait(120) for run in runs] == [0, 0, 0]
    assert {p.name for p in (many / "facts").iterdir()} == {f"{name}.json" for name in names}
