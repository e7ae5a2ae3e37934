"""Arrays of numbers in files, and what the networks of names share. numpy is at home in this module, in encoder.py and in field.py."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import KnowledgeError

Array = NDArray[np.float64]
AGAIN = "train the model again: bench/README.md"


def read_arrays(path: Path, needed: Iterable[str]) -> Mapping[str, NDArray[Any]]:
    """The arrays of a .npz file by name. Raises KnowledgeError if it is none, or lacks one that is needed."""
    if not zipfile.is_zipfile(path):
        raise KnowledgeError("no file of arrays", place=str(path), remedy=AGAIN)
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise KnowledgeError(f"a broken file of arrays: {error}", place=str(path), remedy=AGAIN) from error
    if lacking := sorted(set(needed) - found.keys()):
        raise KnowledgeError(f"no array {lacking[0]!r}", place=str(path), remedy=AGAIN)
    return found


def words_of(array: NDArray[np.uint8]) -> list[str]:
    """Words that stand in an array as UTF-8, one a line."""
    return array.tobytes().decode("utf-8").split("\n")


def padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows of numbers made one array with zeros behind the shorter ones, and the length of each."""
    lengths = np.array([len(row) for row in rows], np.intp)
    out = np.zeros((len(rows), int(lengths.max(initial=0))), np.intp)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out, lengths


def sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ), without overflow."""
    return np.asarray(0.5 * np.tanh(0.5 * x) + 0.5)
