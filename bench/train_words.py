"""Makes ontology/models/words.npz of the lexical analyser LAC.

usage: python -m bench.train_words LAC-2.1.2

The folder is the unpacked source package of LAC 2.1.2 as PyPI has it (Baidu, Apache License 2.0). Its network was trained by
Baidu; here only its words, their vectors and the two layers over them are taken, the vectors rounded to eight bits, the rest to sixteen.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.annotated import MODELS

SIZE = 128  # of a state


def parameter(path: Path) -> NDArray[np.float32]:
    """An array as PaddlePaddle writes it: version, levels, version, length of the description, description, numbers."""
    data = path.read_bytes()
    (levels,) = struct.unpack_from("<Q", data, 4)
    at = 12
    for _ in range(levels):
        at += 8 + struct.unpack_from("<Q", data, at)[0]
    (length,) = struct.unpack_from("<i", data, at + 4)
    at += 8
    return np.frombuffer(data, "<f4", offset=at + length).reshape(_shape(data[at : at + length]))


def _shape(description: bytes) -> list[int]:
    """The dimensions in a description (protocol buffer: the type, then each dimension behind a tag)."""
    shape, at = [], 2
    while at < len(description):
        at, number, shift = at + 1, 0, 0
        while True:
            byte = description[at]
            at, number, shift = at + 1, number | (byte & 127) << shift, shift + 7
            if byte < 128:
                break
        shape.append(number)
    return shape


def main(folder: Path) -> None:
    """Reads LAC's files, writes the model."""
    model, conf = folder / "LAC" / "lac_model" / "model", folder / "LAC" / "lac_model" / "conf"
    numbered = (line.split("\t") for line in (conf / "word.dic").read_text("utf-8").split("\n") if "\t" in line)
    words = {int(number): word for number, word in numbered}
    table = parameter(model / "word_emb")
    scales = np.abs(table).max(axis=1) / 127
    arrays: dict[str, NDArray[np.generic]] = {
        "words": np.frombuffer("\n".join(words.get(i, "") for i in range(len(table))).encode(), np.uint8),
        "bytes": np.round(table / np.maximum(scales, 1e-9)[:, None]).astype(np.int8),
        "scales": scales.astype(np.float16),
    }
    for i in range(4):
        state = parameter(model / f"gru_{i}.w_0").reshape(-1)
        arrays[f"enter{i}"] = parameter(model / f"fc_{i}.w_0").astype(np.float16)
        arrays[f"bias{i}"] = parameter(model / f"fc_{i}.b_0") + parameter(model / f"gru_{i}.b_0").reshape(-1)
        arrays[f"gates{i}"] = state[: 2 * SIZE * SIZE].reshape(SIZE, 2 * SIZE).astype(np.float16)
        arrays[f"candidate{i}"] = state[2 * SIZE * SIZE :].reshape(SIZE, SIZE).astype(np.float16)
    np.savez_compressed(MODELS / "words.npz", **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
