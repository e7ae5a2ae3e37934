"""The words of a sentence as vectors that tell what they are there: a place, a firm, a verb.

Two layers of gated recurrent units run over the words both ways (Cho et al. 2014). Their weights are those of the lexical analyser
LAC, which Baidu trained on its own labelled texts (Jiao, Sun and Sun 2018, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network");
bench/train_words.py makes ontology/models/words.npz of them, with each word's vector rounded to eight bits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.knowledge.arrays import Array, read_arrays, remember, sigmoid, words_of

UNKNOWN = "OOV"
LAYERS = 4  # two, each forward and backward
PARTS = ("enter", "bias", "gates", "candidate")  # of a layer, in the order of its fields


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One direction of a layer: what comes in is multiplied by `enter`, the state by `gates` (update, reset) and `candidate`."""

    enter: Array
    bias: Array
    gates: Array
    candidate: Array

    def run(self, rows: Array, lengths: NDArray[np.intp], *, backward: bool) -> Array:
        """(word, vector) of sentences one behind the other → the state at each word."""
        size = len(self.candidate)

        def step(state: Array, entering: Array) -> Array:
            gates = sigmoid(entering[:, : 2 * size] + state @ self.gates)
            update, reset = gates[:, :size], gates[:, size:]
            candidate = np.tanh(entering[:, 2 * size :] + (reset * state) @ self.candidate)
            return state + update * (candidate - state)

        return remember(rows @ self.enter + self.bias, lengths, size, step, backward=backward)


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """Words by number, their vectors as bytes with a scale for each word, and the layers, forward and backward in turn."""

    numbers: Mapping[str, int]
    bytes: NDArray[np.int8]
    scales: Array
    layers: Sequence[Layer]

    def units(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """(number, length in characters) of the words; a word that is not known is taken apart into its characters."""
        out, unknown = [], self.numbers[UNKNOWN]
        for word in words:
            number = self.numbers.get(word, self.numbers.get(_plain(word)))
            if number is not None:
                out.append((number, len(word)))
            else:
                out += [(self.numbers.get(c, self.numbers.get(_plain(c), unknown)), 1) for c in word]
        return out

    def vectors(self, numbers: NDArray[np.intp]) -> Array:
        """The vectors of words as they are without a sentence."""
        return self.bytes[numbers] * self.scales[numbers][..., None]

    def states(self, numbers: NDArray[np.intp], lengths: NDArray[np.intp]) -> Array:
        """(unit, 2 · size of a state) of sentences one behind the other, none of them empty, given by the numbers of their units."""
        rows = self.vectors(numbers)
        for forward, backward in zip(self.layers[::2], self.layers[1::2], strict=True):
            rows = np.concatenate([forward.run(rows, lengths, backward=False), backward.run(rows, lengths, backward=True)], axis=1)
        return rows


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).lower()


def read_encoder(path: Path) -> Encoder:
    """The encoder in a file. Raises KnowledgeError if it is none."""
    of_layers = [[f"{part}{i}" for part in PARTS] for i in range(LAYERS)]
    found = read_arrays(path, ["words", "bytes", "scales", *chain.from_iterable(of_layers)])
    # by columns, as in field.py
    layers = [Layer(*(found[name].astype(np.float64, order="F") for name in names)) for names in of_layers]
    return Encoder({w: i for i, w in enumerate(words_of(found["words"]))}, found["bytes"], found["scales"].astype(np.float64), layers)
