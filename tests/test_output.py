"""Files appear whole or not at all."""

import errno
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.output import check_folder, publish


def content(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in folder.iterdir()}


def test_files_are_written_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", "utf-8")
    (tmp_path / "a").write_text("old", "utf-8")
    publish({"a": "new\r\n", "b": "二"}, tmp_path)
    assert content(tmp_path) == {"README.md": "mine", "a": "new\n", "b": "二"}
    assert (tmp_path / "a").read_bytes() == b"new\r\n"


def test_the_folder_is_made(tmp_path: Path) -> None:
    publish({"a": "1"}, tmp_path / "new" / "out")
    assert content(tmp_path / "new" / "out") == {"a": "1"}


def test_when_one_file_fails_none_changes(tmp_path: Path) -> None:
    publish({"a": "old"}, tmp_path)
    with pytest.raises(OutputError, match="no such folder"):
        publish({"a": "new", "no such folder/b": "new"}, tmp_path)
    assert content(tmp_path) == {"a": "old"}


def test_a_lone_surrogate_leaves_nothing_half_written(tmp_path: Path) -> None:
    publish({"a": "old"}, tmp_path)
    with pytest.raises(UnicodeEncodeError):
        publish({"a": "new", "b": "half \ud800"}, tmp_path)
    assert content(tmp_path) == {"a": "old"}


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(OutputError, match="not a folder") as caught:
            check_folder(folder)
        assert caught.value.place == str(tmp_path / "out")
    assert (tmp_path / "out").read_text("utf-8") == "a file"


def test_outdated_files_go_and_others_stay(tmp_path: Path) -> None:
    for name in ("a", "x", "mine"):
        (tmp_path / name).write_text("old", "utf-8")
    publish({"a": "new"}, tmp_path, ["x"])
    assert content(tmp_path) == {"a": "new", "mine": "old"}


def test_when_one_move_fails_all_is_put_back(tmp_path: Path) -> None:
    (tmp_path / "folder" / "mine").mkdir(parents=True)
    for name in ("a", "x"):
        (tmp_path / name).write_text("old", "utf-8")
    with pytest.raises(OutputError, match="folder: cannot be written"):
        publish({"a": "new", "b": "new", "folder": "new", "c": "new"}, tmp_path, ["x"])
    assert {p.name for p in tmp_path.iterdir()} == {"a", "x", "folder"}
    assert (tmp_path / "a").read_text("utf-8") == (tmp_path / "x").read_text("utf-8") == "old"


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "mine").write_text("mine", "utf-8")
    (tmp_path / "out" / "a").symlink_to(tmp_path / "mine")
    publish({"a": "new"}, tmp_path / "out")
    assert content(tmp_path / "out") == {"a": "new"} and not (tmp_path / "out" / "a").is_symlink()
    assert (tmp_path / "mine").read_text("utf-8") == "mine"


def test_all_is_on_the_disk_before_the_first_move_and_the_folder_after_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append(os.fstat(handle).st_ino), sync(handle)))
    monkeypatch.setattr(Path, "replace", lambda self, target: (done.append(target.name), replace(self, target)))
    publish({"b": "1", "a": "2"}, tmp_path)
    numbers = [(tmp_path / name).stat().st_ino for name in ("b", "a", ".")]
    assert done == [*numbers[:2], "b", "a", numbers[2]]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_full_or_failing_disk_is_told_with_the_file_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    publish({"a": "old", "b": "old"}, tmp_path)
    sync, handles = os.fsync, iter(range(9))

    def fail(handle: int) -> None:
        if next(handles):
            raise OSError(error, os.strerror(error))
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=os.strerror(error)) as caught:
        publish({"a": "new", "b": "new"}, tmp_path)
    assert caught.value.place == str(tmp_path / "b")
    assert content(tmp_path) == {"a": "old", "b": "old"}


def test_a_folder_without_the_right_to_write_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "out").mkdir(mode=0o555)
    monkeypatch.chdir(tmp_path)
    me = os.geteuid()
    os.seteuid(me or 65534)  # rights do not bind the superuser
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            publish({"a": "new"}, Path("out"))
    finally:
        os.seteuid(me)
    assert content(tmp_path / "out") == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_between_two_moves_waits_for_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    publish({"a": "old", "b": "old"}, tmp_path)
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> None:
        replace(self, target)
        signal.raise_signal(number)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    before = signal.signal(number, stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            publish({"a": "new", "b": "new"}, tmp_path)
        assert signal.getsignal(number) is stop
    finally:
        signal.signal(number, before)
    assert content(tmp_path) == {"a": "new", "b": "new"}


def test_another_thread_publishes_too(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        pool.submit(publish, {"a": "new"}, tmp_path).result()
    assert content(tmp_path) == {"a": "new"}
