"""Arrays of numbers in files, and what the networks of names share. numpy is at home in this module, in encoder.py and in field.py."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
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


def remember(entering: Array, lengths: NDArray[np.intp], width: int, step: Callable[[Array, Array], Array], *, backward: bool) -> Array:
    """(row, number): what a memory of this width holds at each row of sentences that stand one behind the other, none of them empty.

    All sentences are gone through at once, from their beginnings or from their ends. step: what the memory held for some of them, and
    what enters next → what it holds then.
    """
    rows, sizes = _turns(lengths, backward)
    entering, held = entering[rows], np.empty((len(rows), width))
    memory, start = np.zeros((len(lengths), width)), 0
    for size in sizes:
        now = slice(start, start + size)
        memory = held[now] = step(memory[:size], entering[now])
        start += size
    out = np.empty_like(held)
    out[rows] = held
    return out


def _turns(lengths: NDArray[np.intp], backward: bool) -> tuple[NDArray[np.intp], list[int]]:
    """The rows of sentences in the order in which they are gone through, and how many are in each step: fewer and fewer, since the
    longest sentence comes first."""
    longest = np.argsort(-lengths, kind="stable")
    sizes = len(lengths) - np.searchsorted(np.sort(lengths), np.arange(lengths.max(initial=0)), side="right")
    steps = np.repeat(np.arange(len(sizes)), sizes)
    which = longest[np.arange(len(steps)) - (np.cumsum(sizes) - sizes)[steps]]
    starts = np.cumsum(lengths) - lengths
    return starts[which] + (lengths[which] - 1 - steps if backward else steps), sizes.tolist()


def sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ), without overflow."""
    return np.asarray(0.5 * np.tanh(0.5 * x) + 0.5)
