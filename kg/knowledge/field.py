"""A network that tells names: how probably a span of a sentence is a name of each class.

A layer of long short-term memory runs both ways over the characters of a sentence (Hochreiter and Schmidhuber 1997; Lample et al.
2016, "Neural Architectures for Named Entity Recognition"). A character comes with the state of the word it stands in (encoder.py), its
own vector, its place in the word, and the features of the word. A conditional random field over the characters tells spans: a
name begins, goes on and ends, or is a single character (B, I, E, S, each with its class), all else is outside (O). The weights are
learned by bench/train_names.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.knowledge.arrays import Array, read_arrays, remember, sigmoid, words_of
from kg.knowledge.encoder import Encoder

CELLS = 4096  # characters that are read at a time, if all sentences were as long as the longest
PLACES = 4  # of a character in a word: first, within, last, alone
LONGEST = 60  # characters of a name
IMPOSSIBLE = -1e4
RUNS = tuple(f"{way}_{part}" for way in ("forward", "backward") for part in ("enter", "again", "bias"))
WEIGHTS = ("features", *RUNS, "out", "out_bias", "links")
DIGITS = 6  # to which scores are rounded, so that they are the same whatever stands beside a sentence, and whatever the processor


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, its words one after the other, and the features of each word."""

    text: str
    words: Sequence[str]
    features: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a sentence that may be a name, with the probability that it is one of each class that is not out of the question."""

    start: int
    end: int
    classes: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The classes, the numbers of the features, the weights by name, and the encoder that they were learned upon."""

    classes: Sequence[str]
    features: Mapping[str, int]
    weights: Mapping[str, Array]
    encoder: Encoder

    def spans(self, sentences: Sequence[Sentence], least: float) -> list[list[Span]]:
        """For each sentence the spans that are names with probability `least` or more, from left to right."""
        out: list[list[Span]] = [[] for _ in sentences]
        for some in _together([len(s.text) for s in sentences]):
            scores, lengths = self._scores([sentences[i] for i in some])
            for i, found in zip(some, self._found(scores, lengths, least), strict=True):
                out[i] = found
        return out

    def _scores(self, sentences: Sequence[Sentence]) -> tuple[Array, NDArray[np.intp]]:
        """(sentence, character, label): how well each label fits, nothing behind the end of a sentence; and the lengths."""
        w = self.weights
        known, lengths, words = inputs(sentences, self.encoder)
        bags = np.zeros((sum(len(s.words) for s in sentences), w["features"].shape[1]))
        for i, features in enumerate(chain.from_iterable(s.features for s in sentences)):
            bags[i] = w["features"][[self.features[f] for f in features if f in self.features]].sum(axis=0)
        rows = np.concatenate([known, np.tanh(bags)[words]], axis=1)
        states = np.concatenate([self._run(rows, lengths, way) for way in ("forward", "backward")], axis=1)
        scores = np.zeros((len(lengths), lengths.max(), len(w["out_bias"])))
        scores[np.arange(lengths.max()) < lengths[:, None]] = np.round(states @ w["out"] + w["out_bias"], DIGITS)
        return scores, lengths

    def _run(self, rows: Array, lengths: NDArray[np.intp], way: str) -> Array:
        """The states of one direction of the memory."""
        enter, again, bias = (self.weights[f"{way}_{part}"] for part in ("enter", "again", "bias"))
        size = len(again)

        def step(held: Array, entering: Array) -> Array:
            gates = entering + held[:, :size] @ again
            kept = sigmoid(gates[:, size : 2 * size]) * held[:, size:]
            cell = kept + sigmoid(gates[:, :size]) * np.tanh(gates[:, 2 * size : 3 * size])
            return np.concatenate([sigmoid(gates[:, 3 * size :]) * np.tanh(cell), cell], axis=1)

        return remember(rows @ enter + bias, lengths, 2 * size, step, backward=way == "backward")[:, :size]

    def _found(self, scores: Array, lengths: NDArray[np.intp], least: float) -> Iterator[list[Span]]:
        """The spans of each sentence, by the sums over all labellings before and behind each character."""
        links = self.weights["links"]  # B to E, I to E, B to I, I to I
        _, begin, inside, end, single = _by_label(scores)
        before = _before(scores, links)
        behind, begun = _behind(scores, links, lengths)
        bar = np.log(least)
        for n, length in enumerate(lengths):
            whole = before[n, length]
            found: dict[tuple[int, int], dict[str, float]] = {}
            alone = before[n, :length, None] + single[n, :length] + behind[n, :length, None] - whole
            for i, k in np.argwhere(alone >= bar):
                found.setdefault((i, i + 1), {})[self.classes[k]] = _share(alone[i, k])
            starts = before[n, :length, None] + begin[n, :length] + begun[n, :length] - whole
            for i, k in np.argwhere(starts >= bar):
                reach, to_end, to_inside = before[n, i] + begin[n, i, k], links[0], links[2]
                for j in range(i + 1, min(length, i + LONGEST)):
                    p = reach + to_end + end[n, j, k] + behind[n, j] - whole
                    if p >= bar:
                        found.setdefault((i, j + 1), {})[self.classes[k]] = _share(p)
                    reach += to_inside + inside[n, j, k]
                    to_end, to_inside = links[1], links[3]
            yield [Span(int(i), int(j), classes) for (i, j), classes in sorted(found.items())]


def inputs(sentences: Sequence[Sentence], encoder: Encoder) -> tuple[Array, NDArray[np.intp], NDArray[np.intp]]:
    """What is known of each character of sentences, none of them empty, before the weights of this model: (character, number), the
    length of each sentence, and for each character the number of its word; sentences and their words one behind the other."""
    units = [encoder.units(s.words) for s in sentences]
    numbers, sizes = np.array([*chain.from_iterable(units)], np.intp).T
    states = encoder.states(numbers, _lengths(units))
    characters = np.array([number for s in sentences for c in s.text for number, _ in encoder.units(c)], np.intp)
    of_words = np.array([len(word) for s in sentences for word in s.words], np.intp)
    places = np.concatenate([np.eye(PLACES)[_places(some)] for some in (sizes, of_words)], axis=1)
    known = np.concatenate([np.repeat(states, sizes, axis=0), encoder.vectors(characters), places], axis=1)
    return known, _lengths([s.text for s in sentences]), np.repeat(np.arange(len(of_words)), of_words)


def _lengths(rows: Sequence[Sized]) -> NDArray[np.intp]:
    return np.array([len(row) for row in rows], np.intp)


def _together(lengths: Sequence[int]) -> list[list[int]]:
    """Numbers of sentences that are read together, the longest first; empty ones are left out."""
    out: list[list[int]] = []
    for i in sorted((i for i, length in enumerate(lengths) if length), key=lambda i: -lengths[i]):
        if not out or len(out[-1]) * lengths[out[-1][0]] >= CELLS:
            out.append([])
        out[-1].append(i)
    return out


def _share(logarithm: float) -> float:
    return round(min(1.0, math.exp(logarithm)), DIGITS)


def _places(sizes: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each character of words of these sizes its place in its word."""
    out = np.ones(int(sizes.sum()), np.intp)
    ends = np.cumsum(sizes)
    out[ends - 1] = 2
    out[ends - sizes] = 0
    out[(ends - 1)[sizes == 1]] = 3
    return out


def _by_label(scores: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Scores of O, and of B, I, E and S by class."""
    return scores[..., 0], scores[..., 1::4], scores[..., 2::4], scores[..., 3::4], scores[..., 4::4]


def _sum(*parts: Array) -> Array:
    """log Σ exp along the last axis of parts put side by side."""
    rows = np.concatenate(parts, axis=-1)
    most = rows.max(axis=-1, keepdims=True)
    return np.asarray(np.log(np.exp(rows - most).sum(axis=-1)) + most[..., 0])


def _before(scores: Array, links: Array) -> Array:
    """log of the sum over all labellings of the characters before i that leave no name open; i from 0 to the length."""
    outside, begin, inside, end, single = _by_label(scores)
    sentences, longest = outside.shape
    out = np.zeros((sentences, longest + 1))
    opened = np.full((sentences, begin.shape[2]), IMPOSSIBLE)
    within = opened.copy()
    for i in range(longest):
        closed = out[:, i, None]
        ended = np.logaddexp(opened + links[0], within + links[1]) + end[:, i]
        within = np.logaddexp(opened + links[2], within + links[3]) + inside[:, i]
        opened = closed + begin[:, i]
        out[:, i + 1] = _sum(closed + outside[:, i, None], closed + single[:, i], ended)
    return out


def _behind(scores: Array, links: Array, lengths: NDArray[np.intp]) -> tuple[Array, Array]:
    """log of the sum over all labellings of the characters behind i when no name is open at i, and when one has begun at i, by class."""
    outside, begin, inside, end, single = _by_label(scores)
    sentences, longest = outside.shape
    closed = np.zeros((sentences, longest))
    begun = np.full((sentences, longest, begin.shape[2]), IMPOSSIBLE)
    none, opened = np.zeros((sentences, 1)), np.full((sentences, begin.shape[2]), IMPOSSIBLE)
    within = opened.copy()
    for i in range(longest - 1, -1, -1):
        closed[:, i], begun[:, i] = none[:, 0], opened
        ended = end[:, i] + none
        first, further = (
            np.logaddexp(ended + links[0], within + inside[:, i] + links[2]),
            np.logaddexp(ended + links[1], within + inside[:, i] + links[3]),
        )
        some = _sum(none + outside[:, i, None], none + single[:, i], opened + begin[:, i])[:, None]
        here = (i < lengths)[:, None]
        none, opened, within = np.where(here, some, none), np.where(here, first, opened), np.where(here, further, within)
    return closed, begun


def read_field(path: Path, encoder: Encoder) -> Field:
    """The network in a file. Raises KnowledgeError if it is none."""
    found = dict(read_arrays(path, ["classes", "names", *WEIGHTS]))
    classes, features = (words_of(found.pop(name)) for name in ("classes", "names"))
    # Few rows at a time are multiplied by a matrix faster if its columns, not its rows, stand one behind the other.
    weights = {name: w.astype(np.float64, order="C" if name == "features" else "F") for name, w in found.items()}
    return Field(classes, {f: i for i, f in enumerate(features)}, weights, encoder)
