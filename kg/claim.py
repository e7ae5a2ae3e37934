"""Two runs do not write into one folder at once, and what a killed run left there goes: a lock on the folder itself.

It leaves no file and ends with the process, however that ends.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kg.errors import OutputError
from kg.output import PART, check_folder, told


@contextmanager
def claim(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Keeps other runs from writing into the folder until the block ends; makes it before, removes what killed runs left in it.

    Raises OutputError if another run has it, unless told to wait for that one, or if it cannot be written to. A folder that was made
    and in which nothing came to stand is removed again. Where folders cannot be locked (Windows, some network drives), nobody is kept
    away, and nothing that a run left is removed.
    """
    check_folder(folder)
    made = [p for p in (folder, *folder.parents) if not p.exists()]
    handle = _lock(folder, wait)
    try:
        if handle is not None:
            for part in folder.glob(f"{PART}*"):
                shutil.rmtree(part, ignore_errors=True)
        yield
    finally:
        with suppress(OSError):  # as a rule: it is not empty
            for path in made:
                path.rmdir()
        if handle is not None:
            os.close(handle)


def _lock(folder: Path, wait: bool) -> int | None:
    """A handle that holds the lock of the folder, which is made if need be; None where folders have no locks."""
    while True:
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as failed:
            try:
                handle = os.open(folder, os.O_RDONLY)
                failed.callback(os.close, handle)
                from fcntl import LOCK_EX, LOCK_NB, flock  # here: Windows, which has none, does not open folders either

                flock(handle, LOCK_EX if wait else LOCK_EX | LOCK_NB)
                same = os.path.samestat(os.fstat(handle), folder.stat())
            except FileNotFoundError:
                same = False
            except BlockingIOError as error:
                remedy = "wait until it has ended, or give another folder with -o"
                raise OutputError("another kg is writing into this folder", place=str(folder), remedy=remedy) from error
            except OSError:
                return None
            if same:
                failed.pop_all()
                return handle
            # Whoever had it before has removed the folder, because nothing had come to stand there: make it anew.
