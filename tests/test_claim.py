"""One run at a time writes into a folder, and what killed ones left goes."""

import errno
import fcntl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from kg.claim import claim
from kg.errors import OutputError
from kg.output import PART, publish


def test_a_second_run_is_told_at_once_and_may_write_afterwards(tmp_path: Path) -> None:
    with claim(tmp_path):
        with pytest.raises(OutputError, match="another kg is writing into this folder") as caught, claim(tmp_path):
            pass
        assert caught.value.place == str(tmp_path) and "wait" in caught.value.remedy
        with claim(tmp_path / "other"):
            publish({"a": "1"}, tmp_path / "other")
    with claim(tmp_path):
        publish({"a": "1"}, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"a", "other"}


def test_who_waits_goes_after_the_other(tmp_path: Path) -> None:
    came, done = Event(), []

    def second() -> None:
        came.set()
        with claim(tmp_path / "out", wait=True):
            done.append("second")
            publish({"a": "1"}, tmp_path / "out")

    with ThreadPoolExecutor() as pool:
        with claim(tmp_path / "out"):  # it stays empty and is removed under the feet of the second, who makes it anew
            waiting = pool.submit(second)
            came.wait()
            done.append("first")
        waiting.result()
    assert done == ["first", "second"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["a"]


def test_the_claim_of_a_killed_run_is_free_and_what_it_left_goes(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from kg.claim import claim; from kg.output import publish\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "with claim(Path(sys.argv[1])): publish({'a': 'new'}, Path(sys.argv[1]))"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert [p.name.startswith(PART) for p in tmp_path.iterdir()] == [True]
    with claim(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_a_link_by_the_name_of_a_left_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "article.txt").touch()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / f"{PART}x").symlink_to(tmp_path / "mine")
    with claim(tmp_path / "out"):
        pass
    assert (tmp_path / "mine" / "article.txt").exists()


def test_a_folder_that_was_made_for_nothing_goes_and_one_that_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for folder in ("there", "new/out"):
        with pytest.raises(ZeroDivisionError), claim(tmp_path / folder):
            assert (tmp_path / folder).is_dir()
            raise ZeroDivisionError
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


def test_where_folders_have_no_locks_files_are_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / f"{PART}of another run").mkdir()
    with claim(tmp_path):
        publish({"a": "1"}, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"a", f"{PART}of another run"}
