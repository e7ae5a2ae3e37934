"""The network that tells names: its sums against a count of every labelling, and its layers against the formulas step by step."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.errors import KnowledgeError
from kg.knowledge import load
from kg.knowledge.encoder import Encoder, Layer, read_encoder
from kg.knowledge.field import Field, Sentence, read_field

MODELS = load().root / "models"
CLASSES = ("Company", "Park")
LINKS = {("B", "E"): 0, ("I", "E"): 1, ("B", "I"): 2, ("I", "I"): 3}
SIZE, STATE, FEATURES = 3, 4, 2
PAGE = min((Path(__file__).parents[1] / "seeds").glob("*.txt"))
PLAIN = {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4"}  # a processor that can less
SENTENCES = (
    Sentence("华为落户苏州园", ("华为", "落户", "苏州", "园"), (("a",), ("b", "c"), (), ("a", "c"))),
    Sentence("建成投产。", ("建成", "投产", "。"), (("b",), ("new",), ())),
    Sentence("", (), ()),
)


def random(chance: np.random.Generator, *shape: int) -> NDArray[np.float64]:
    return chance.normal(0, 0.5, shape)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    chance = np.random.default_rng(1)
    words = ["OOV", "华", "为", "落户", "苏州", "园", "建", "成", "投产", "。"]
    table = chance.integers(-127, 128, (len(words), SIZE)).astype(np.int8)

    def layer(entering: int) -> Layer:
        return Layer(*(random(chance, *shape) for shape in ((entering, 3 * SIZE), (3 * SIZE,), (SIZE, 2 * SIZE), (SIZE, SIZE))))

    layers = [layer(SIZE), layer(SIZE), layer(2 * SIZE), layer(2 * SIZE)]
    return Encoder({w: i for i, w in enumerate(words)}, table, np.full(len(words), 0.01), layers)


@pytest.fixture(scope="module")
def field(encoder: Encoder) -> Field:
    chance = np.random.default_rng(2)
    entering = 2 * SIZE + SIZE + 8 + FEATURES
    weights = {"features": random(chance, 3, FEATURES), "links": random(chance, 4)}
    for way in ("forward", "backward"):
        weights[f"{way}_enter"] = random(chance, entering, 4 * STATE)
        weights[f"{way}_again"] = random(chance, STATE, 4 * STATE)
        weights[f"{way}_bias"] = random(chance, 4 * STATE)
    labels = 1 + 4 * len(CLASSES)
    weights |= {"out": random(chance, 2 * STATE, labels), "out_bias": random(chance, labels)}
    return Field(CLASSES, {"a": 0, "b": 1, "c": 2}, weights, encoder)


def spans_of(labels: tuple[int, ...]) -> list[tuple[int, int, str]] | None:
    """The spans of a labelling, None for one that no names can give."""
    found, opened = [], None
    for i, label in enumerate(labels):
        kind, place = divmod(label - 1, 4)
        if label == 0 or place in (0, 3):
            if opened:
                return None
            opened = (i, kind) if label and place == 0 else None
            if label and place == 3:
                found.append((i, i + 1, CLASSES[kind]))
        elif not opened or opened[1] != kind:
            return None
        elif place == 2:
            found.append((opened[0], i + 1, CLASSES[kind]))
            opened = None
    return None if opened else found


def linked(labels: tuple[int, ...]) -> Iterator[int]:
    """The links that a labelling uses."""
    kinds = ["O" if label == 0 else "BIES"[(label - 1) % 4] for label in labels]
    yield from (LINKS[pair] for pair in pairwise(kinds) if pair in LINKS)


def test_spans_have_the_share_of_all_labellings_that_they_are_in(field: Field) -> None:
    scores, lengths = field._scores(SENTENCES[:2])
    assert list(lengths) == [7, 5]
    links = field.weights["links"]
    every, with_span = 0.0, dict[tuple[int, int, str], float]()
    for labels in product(range(9), repeat=5):
        spans = spans_of(labels)
        if spans is not None:
            weight = math.exp(sum(scores[1, i, label] for i, label in enumerate(labels)) + sum(links[n] for n in linked(labels)))
            every += weight
            for span in spans:
                with_span[span] = with_span.get(span, 0.0) + weight
    least = 0.02
    found = {(s.start, s.end, kind): p for s in field.spans(SENTENCES, least)[1] for kind, p in s.classes.items()}
    expected = {span: weight / every for span, weight in with_span.items() if weight / every >= least}
    assert len(expected) > 10
    assert found == pytest.approx(expected, abs=1e-5)


def test_a_sentence_is_read_the_same_alone_and_beside_others(field: Field) -> None:
    together = field.spans(SENTENCES * 30, 0.01)
    assert together[2] == []
    for i, sentence in enumerate(SENTENCES):
        (alone,) = field.spans([sentence], 0.01)
        assert all(found == alone for found in together[i::3])


TELL_SPANS = """
import sys
from pathlib import Path
from kg.extract.segment import segment
from kg.knowledge.encoder import read_encoder
from kg.knowledge.field import Sentence, read_field
models, page = map(Path, sys.argv[1:])
sentences = []
for text in page.read_text(encoding="utf-8").split():
    words = [token.text for token in segment(text)]
    sentences.append(Sentence(text, words, [()] * len(words)))
field = read_field(models / "names.npz", read_encoder(models / "words.npz"))
for spans in field.spans(sentences, 1e-3):
    print(spans)
"""


def test_shares_are_the_same_on_a_processor_that_can_less() -> None:
    command = [sys.executable, "-c", TELL_SPANS, str(MODELS), str(PAGE)]
    here, there = (subprocess.run(command, env={**os.environ, **less}, check=True, capture_output=True).stdout for less in ({}, PLAIN))
    assert here.count(b"Span(") > 100
    assert here == there


def test_facts_are_the_same_on_a_processor_that_can_less(tmp_path: Path) -> None:
    for name, instructions in (("here", {}), ("plain", PLAIN)):
        environment = {**os.environ, **instructions, "XDG_CACHE_HOME": str(tmp_path / f"cache-{name}")}
        subprocess.run([sys.executable, "-m", "kg.cli", "extract", str(PAGE), "-o", str(tmp_path / name)], env=environment, check=True)
    (here,), (there,) = ((tmp_path / name).glob("*.json") for name in ("here", "plain"))
    assert here.read_bytes() == there.read_bytes()


def test_a_layer_follows_its_formula(encoder: Encoder) -> None:
    layer, rows = encoder.layers[0], random(np.random.default_rng(3), 4, SIZE)
    state, alone = np.zeros(SIZE), np.array([4])
    for i, row in enumerate(rows):
        entering = row @ layer.enter + layer.bias
        update, reset = np.split(1 / (1 + np.exp(-(entering[: 2 * SIZE] + state @ layer.gates))), 2)
        state = (1 - update) * state + update * np.tanh(entering[2 * SIZE :] + (reset * state) @ layer.candidate)
        assert layer.run(rows, alone, backward=False)[i] == pytest.approx(state, abs=1e-5)
    forward = layer.run(rows, alone, backward=False)
    assert layer.run(rows[::-1], alone, backward=True)[::-1] == pytest.approx(forward, abs=1e-6)


@pytest.mark.parametrize("backward", [False, True])
def test_sentences_of_any_lengths_are_gone_through_side_by_side(encoder: Encoder, *, backward: bool) -> None:
    layer, lengths = encoder.layers[0], [2, 5, 1, 5, 3]
    sentences = [random(np.random.default_rng(n), length, SIZE) for n, length in enumerate(lengths)]
    together = layer.run(np.concatenate(sentences), np.array(lengths), backward=backward)
    alone = [layer.run(rows, np.array([len(rows)]), backward=backward) for rows in sentences]
    assert together == pytest.approx(np.concatenate(alone), abs=1e-12)


def test_unknown_words_are_taken_apart(encoder: Encoder) -> None:
    assert encoder.units(["苏州", "华为", "成。"]) == [(4, 2), (1, 1), (2, 1), (7, 1), (9, 1)]
    assert encoder.units(["焱"]) == [(0, 1)]


def test_the_encoder_knows_places_from_verbs() -> None:
    known = read_encoder(MODELS / "words.npz")
    assert known.units(["ＡＢ"]) == known.units(["ab"])

    def state(word: str) -> NDArray[np.float64]:
        numbers = [n for n, _ in known.units(["位于", word])]
        return known.states(np.array(numbers), np.array([len(numbers)]))[-1]

    suzhou, hangzhou, growth = map(state, ("苏州", "杭州", "增长"))
    assert np.linalg.norm(suzhou - hangzhou) < np.linalg.norm(suzhou - growth) / 2


@pytest.mark.parametrize("kind", ["encoder", "field"])
def test_a_file_that_is_no_model_is_named(kind: str, encoder: Encoder, tmp_path: Path) -> None:
    def read(path: Path) -> object:
        return read_encoder(path) if kind == "encoder" else read_field(path, encoder)

    np.save(tmp_path / "one.npy", np.zeros(1))
    whole = (MODELS / "words.npz").read_bytes()
    for content in (b"no model", b"", (tmp_path / "one.npy").read_bytes(), whole[: len(whole) // 2], whole[:90] + b"?" * 9 + whole[99:]):
        (tmp_path / "names.npz").write_bytes(content)
        with pytest.raises(KnowledgeError, match=r"names\.npz"):
            read(tmp_path / "names.npz")
    with np.load(MODELS / ("words.npz" if kind == "encoder" else "names.npz")) as file:
        for lacking in file.files:
            np.savez(tmp_path / "other.npz", **{name: file[name][:1] for name in file.files if name != lacking})
            with pytest.raises(KnowledgeError, match=f"no array '{lacking}'"):
                read(tmp_path / "other.npz")
