"""Files appear whole or not at all."""

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
