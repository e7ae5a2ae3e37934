"""Puts files into a folder so that a reader finds the old ones or the new ones, never half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg.errors import OutputError


def check_folder(folder: Path) -> None:
    """Raises OutputError if nothing could be written there, before long work is done for it."""
    existing = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if not existing.is_dir():
        raise OutputError("is a file, not a folder", place=str(existing), remedy="give another folder with -o")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise OutputError("this folder cannot be written to", place=str(existing), remedy="give another folder with -o")


def publish(files: Mapping[str, str | bytes], folder: Path) -> None:
    """Writes all files (names and contents) into a temporary folder inside, then moves them into place one right after the other.

    Texts are written as UTF-8. Files that are there already and not among `files` stay. Raises OutputError; the old files then
    stand as they were, unless a move itself fails.
    """
    check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder))
        try:
            for name, content in files.items():
                (part / name).write_bytes(content.encode() if isinstance(content, str) else content)
            for name in files:
                (part / name).replace(folder / name)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}", place=str(error.filename or folder), remedy="see to space and rights"
        ) from error
