"""Trains the network of names, kg/knowledge/field.py, with PyTorch. Used by bench/train_names.py."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.knowledge.encoder import Encoder
from kg.knowledge.field import Sentence, inputs

EPOCHS = 10
BATCH = 32
RATE = 2e-3
DECAY = 1e-3
SEEN = 5  # words that must have a feature
FEATURES, STATE = 64, 128  # sizes of what a word's features become, and of the memory
HIDDEN = 0.4  # share of the numbers that are hidden while the network learns


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A sentence with what is known of each character, the number of its word, the features of each word, and the labels: 0 for O,
    then B, I, E and S of each class in turn."""

    known: NDArray[np.float16]
    words: NDArray[np.intp]
    features: Sequence[Sequence[int]]
    labels: NDArray[np.intp]


class Network(nn.Module):
    """The network as it learns; `weights` gives it as kg/knowledge/field.py reads it."""

    def __init__(self, known: int, features: int, classes: int) -> None:
        super().__init__()
        self.features = nn.EmbeddingBag(features, FEATURES, mode="sum")
        nn.init.normal_(self.features.weight, 0, 0.1)
        self.memory = nn.LSTM(known + FEATURES, STATE, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * STATE, 1 + 4 * classes)
        self.links = nn.Parameter(torch.zeros(4))
        self.hide = nn.Dropout(HIDDEN)

    def forward(self, batch: Batch) -> Tensor:
        """(sentence, character, label): how well each label fits."""
        bags = torch.tanh(self.features(batch.features, batch.offsets))[batch.words]
        rows = self.hide(torch.cat([batch.known, bags], -1))
        packed = nn.utils.rnn.pack_padded_sequence(rows, batch.lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.memory(packed)[0], batch_first=True)
        return self.out(self.hide(states))

    def loss(self, scores: Tensor, batch: Batch) -> Tensor:
        """How improbable the labels are: the negative logarithm of their probability, summed over the sentences."""
        here = batch.here
        right = (scores.gather(2, batch.labels[:, :, None])[:, :, 0] * here).sum()
        kinds = torch.where((batch.labels > 0) & here, (batch.labels - 1) % 4, -1)
        one, two = kinds[:, :-1], kinds[:, 1:]
        links = [((one == a) & (two == b)).sum() for a, b in ((0, 2), (1, 2), (0, 1), (1, 1))]
        return self._all(scores, here) - right - (torch.stack(links) * self.links).sum()

    def _all(self, scores: Tensor, here: Tensor) -> Tensor:
        """The logarithm of the sum over all labellings, summed over the sentences."""
        begin, inside, end, single = (scores[..., i::4].unbind(1) for i in range(1, 5))
        out = scores[..., 0].unbind(1)
        closed = torch.zeros_like(out[0])
        opened = torch.full_like(begin[0], -1e4)
        within = opened
        for i, still in enumerate(here.unbind(1)):
            ended = torch.logaddexp(opened + self.links[0], within + self.links[1]) + end[i]
            after = torch.logsumexp(torch.cat([(closed + out[i])[:, None], closed[:, None] + single[i], ended], 1), 1)
            further = torch.logaddexp(opened + self.links[2], within + self.links[3]) + inside[i]
            begun = closed[:, None] + begin[i]
            closed = torch.where(still, after, closed)
            opened, within = torch.where(still[:, None], begun, opened), torch.where(still[:, None], further, within)
        return closed.sum()

    def weights(self) -> dict[str, NDArray[np.float16]]:
        """The weights by name."""
        found = {
            "features": self.features.weight,
            "out": self.out.weight.T,
            "out_bias": self.out.bias,
            "links": self.links,
        }
        m = self.memory
        for way, behind in (("forward", ""), ("backward", "_reverse")):
            found[f"{way}_enter"] = getattr(m, "weight_ih_l0" + behind).T
            found[f"{way}_again"] = getattr(m, "weight_hh_l0" + behind).T
            found[f"{way}_bias"] = getattr(m, "bias_ih_l0" + behind) + getattr(m, "bias_hh_l0" + behind)
        return {name: w.detach().numpy().astype(np.float16) for name, w in found.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Examples side by side; `here`: where there are characters."""

    known: Tensor
    words: Tensor
    features: Tensor
    offsets: Tensor
    labels: Tensor
    lengths: Tensor
    here: Tensor


def batch_of(examples: Sequence[Example]) -> Batch:
    """Examples padded to the longest."""
    lengths = [len(e.labels) for e in examples]
    known = torch.zeros(len(examples), max(lengths), examples[0].known.shape[1])
    words, labels = torch.zeros(2, *known.shape[:2], dtype=torch.long)
    features: list[int] = []
    offsets: list[int] = []
    for i, e in enumerate(examples):
        known[i, : lengths[i]] = torch.from_numpy(e.known.astype(np.float32))
        words[i, : lengths[i]] = torch.from_numpy(e.words) + len(offsets)
        labels[i, : lengths[i]] = torch.from_numpy(e.labels)
        for row in e.features:
            offsets.append(len(features))
            features += row
    here = torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]
    return Batch(known, words, torch.tensor(features, dtype=torch.long), torch.tensor(offsets), labels, torch.tensor(lengths), here)


def batches(examples: Sequence[Example], chance: np.random.Generator) -> Iterator[Batch]:
    """All examples, those of about the same length together, the batches in any order."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].labels) + chance.uniform(0, 6))
    cut = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    chance.shuffle(cut)
    for some in cut:
        yield batch_of([examples[i] for i in some])


def chosen_features(sentences: Sequence[Sentence]) -> list[str]:
    """The features that enough words have."""
    counts = Counter(f for s in sentences for row in s.features for f in set(row))
    return sorted(f for f, n in counts.items() if n >= SEEN and f.isprintable())


def _examples(lessons: Sequence[tuple[Sentence, NDArray[np.intp]]], numbers: Mapping[str, int], encoder: Encoder) -> Iterator[Example]:
    """The sentences as the network reads them, their features by number."""
    for first in range(0, len(lessons), BATCH):
        some = lessons[first : first + BATCH]
        known, lengths, words = inputs([s for s, _ in some], encoder)
        ends = np.cumsum(lengths)[:-1]
        for (sentence, labels), of_it, word in zip(some, np.split(known, ends), np.split(words, ends), strict=True):
            rows = [[numbers[f] for f in row if f in numbers] for row in sentence.features]
            yield Example(of_it.astype(np.float16), word - word[0], rows, labels)


def train(lessons: Sequence[tuple[Sentence, NDArray[np.intp]]], classes: Sequence[str], encoder: Encoder, path: Path) -> None:
    """A field learned from sentences with the labels of their characters, written to a file."""
    torch.manual_seed(0)
    torch.set_num_threads(1)  # sums come out the same everywhere
    chance = np.random.default_rng(0)
    features = chosen_features([s for s, _ in lessons])
    numbers = {f: i for i, f in enumerate(features)}
    examples = list(_examples(lessons, numbers, encoder))
    network = Network(examples[0].known.shape[1], len(features), len(classes))
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: min(1.0, i / 200) * max(0.02, 1 - i / steps))
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(examples, chance):
            loss = network.loss(network(batch), batch) / len(batch.lengths)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(batch.lengths)
        print(f"{path.name}: epoch {epoch + 1}, {total / len(examples):.3f} a sentence", flush=True)
    texts = {name: np.frombuffer("\n".join(words).encode(), np.uint8) for name, words in (("classes", classes), ("names", features))}
    np.savez_compressed(path, **texts, **network.weights())
