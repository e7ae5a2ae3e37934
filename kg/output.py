"""Puts files into a folder so that a reader finds the old ones or the new ones, never half of one, whatever happens meanwhile."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import OutputError
from kg.signals import unbroken

PART = ".kg-part-"  # what a run's own folder of half-written files is called within the folder it writes into


def check_folder(folder: Path) -> None:
    """Raises OutputError if nothing could be written there, before long work is done for it."""
    for place in (folder, *folder.absolute().parents):
        if place.is_dir():
            # Another run may remove the folder that it made for nothing, at any moment.
            if not os.access(place, os.W_OK | os.X_OK) and place.is_dir():
                raise OutputError("this folder cannot be written to", place=str(place), remedy="give another folder with -o")
            return
        if place.exists() and not place.is_dir():
            raise OutputError("is a file, not a folder", place=str(place), remedy="give another folder with -o")


def check_files(folder: Path, names: Iterable[str]) -> None:
    """Raises OutputError if files could not stand there under these names, because folders do."""
    for name in names:
        if (folder / name).is_dir():
            raise OutputError("is a folder, not a file", place=str(folder / name), remedy="remove it, or give another folder with -o")


def publish(files: Mapping[str, str | bytes | Path], folder: Path, outdated: Collection[str] = ()) -> None:
    """Writes all files (names and contents) into a temporary folder inside, then moves them into place in their order, after removing
    the outdated ones.

    Texts are written as UTF-8; a path is a file on the same disk, which is moved. Files that are there already and in neither collection
    stay. Raises OutputError; the old files then stand as they were. Ctrl-C and SIGTERM wait until the moves are done.

    There is no way to replace several files at once that would not pull the folder away from under whoever stands in it. A process that
    is killed between two moves, which are microseconds apart, leaves the first files new and the others old, each of them whole, and of
    the outdated ones none or some. So put last the file that vouches for the others: who finds it new finds all of them new.
    """
    check_folder(folder)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=PART, dir=folder))
    try:
        for name, content in files.items():
            with told(folder / name):
                _write(part / name, content)
        with unbroken():
            _swap(list(files), outdated, part, folder)
            _sync(folder)
    finally:
        with unbroken():
            shutil.rmtree(part, ignore_errors=True)


def _write(path: Path, content: str | bytes | Path) -> None:
    """Writes a file to the disk itself: after a power cut, a name that was moved over the old file must not lead to an empty one."""
    if isinstance(content, Path):
        content.replace(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with path.open("ab") as stream:
        stream.flush()
        os.fsync(stream.fileno())


def _swap(names: Sequence[str], outdated: Collection[str], part: Path, folder: Path) -> None:
    """Removes the outdated files and moves the new ones from part into the folder; if a move fails, all is put back."""
    # The old files live on under a second name meanwhile: to put them back, and because freeing their space takes a hundred times as
    # long as moving, and would take that time between the moves.
    old = Path(tempfile.mkdtemp(dir=part))
    undo = {name: (old / name, folder / name) for name in (*outdated, *names)}
    for name in names:
        try:
            os.link(folder / name, old / name, follow_symlinks=False)
        except FileNotFoundError:
            undo[name] = (folder / name, part / name)
        except OSError:  # this disk has no second names
            del undo[name]
    done: list[str] = []
    try:
        for source, target in (*((folder / name, old / name) for name in outdated), *((part / name, folder / name) for name in names)):
            with told(folder / source.name):
                source.replace(target)
            done.append(source.name)
    except OutputError:
        for name in reversed(done):
            with suppress(OSError, KeyError):
                undo[name][0].replace(undo[name][1])
        raise


def _sync(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system lets folders be opened for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Says of an error of the system what could not be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", place=str(place), remedy="see to space and rights") from error
