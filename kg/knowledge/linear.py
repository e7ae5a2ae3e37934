"""Linear models: what the annotated articles teach beside the rules, as tables of weights in ontology/models/.

A table has the columns label, feature and weight. The score of a label is the sum of the weights of the features that are
there; through the logistic function it is the probability that the label holds (Cox 1958, logistic regression, one label
against the rest). The feature BIAS is always there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import KnowledgeError
from kg.knowledge.load import Knowledge

BIAS = "*"


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of features by label.

    >>> model = Linear({"supplies": {"*": -1.0, "word=配套": 3.0}})
    >>> round(model.probability("supplies", ["word=配套"]), 2), round(model.probability("supplies", ["word=位于"]), 2)
    (0.88, 0.27)
    """

    weights: Mapping[str, Mapping[str, float]]

    def probability(self, label: str, features: Iterable[str]) -> float:
        """How probable a label is, given the features that are there; 0.0 for a label that the model does not know."""
        if label not in self.weights:
            return 0.0
        return logistic(self.score(label, [BIAS, *features]))

    def score(self, label: str, features: Iterable[str]) -> float:
        """The sum of a label's weights of features; scores of parts add up."""
        weight = self.weights.get(label, {}).get
        return sum([weight(feature, 0.0) for feature in features])


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Labels of which one holds, and for each feature its weight for each of them (multinomial logistic regression).

    >>> choice_of(Linear({"Park": {"end=园": 2.0}, "Company": {"*": 0.0}}), ["Company", "Park"]).likeliest(["end=园"])[0]
    'Park'
    """

    labels: Sequence[str]
    weights: Mapping[str, Sequence[float]]

    def likeliest(self, features: Iterable[str]) -> tuple[str, float]:
        """The likeliest label, given the features that are there, and how probable it is."""
        rows = [row for feature in (BIAS, *features) if (row := self.weights.get(feature))]
        scores = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * len(self.labels)
        most = max(scores)
        return self.labels[scores.index(most)], 1 / sum(math.exp(max(-30.0, score - most)) for score in scores)


def choice_of(model: Linear, labels: Sequence[str]) -> Choice:
    """The choice between labels of a model, by its weights for them."""
    weights: dict[str, list[float]] = {}
    for i, label in enumerate(labels):
        for feature, weight in model.weights[label].items():
            weights.setdefault(feature, [0.0] * len(labels))[i] = weight
    return Choice(labels, weights)


@lru_cache(maxsize=32)
def model_of(knowledge: Knowledge, name: str) -> Linear:
    """The model of a name that comes with a knowledge. Raises KnowledgeError where there is none."""
    return read_linear(knowledge.root / "models" / f"{name}.tsv")


def logistic(score: float) -> float:
    """A score as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def read_linear(path: Path) -> Linear:
    """The model in a table. Raises KnowledgeError where a line is no label, feature and weight."""
    weights: dict[str, dict[str, float]] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise KnowledgeError("no such file", place=str(path), remedy="take it from the ontology/ that comes with the package") from error
    for number, line in enumerate(lines[1:], 2):
        try:
            label, feature, weight = line.split("\t")
            weights.setdefault(label, {})[feature] = float(weight)
        except ValueError as error:
            raise KnowledgeError(
                f"'{line}' is no label, feature and weight", place=f"{path}:{number}", remedy="train the model again"
            ) from error
    return Linear(weights)
