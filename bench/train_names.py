"""Trains ontology/models/names.npz and names.tsv, the models of names, on annotated articles.

usage: python -m bench.train_names NETWORKS

The articles are those of bench/annotated.py. The judge of forms learns from what the network says of articles that it has not seen,
so the network is also trained on the articles but a third, three times; these networks are kept in the folder NETWORKS, 2.npz being the
one that has not seen every third article, the third one first. Needs scikit-learn and PyTorch; chance is
seeded.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.annotated import MODELS, Annotated, annotated, write_table
from bench.train_field import train
from kg.extract.class_features import Kin, class_features
from kg.extract.form_features import Form, form_features, words_at
from kg.extract.mentions import ByRules, find_by_rules
from kg.extract.tagger import NAME, found_forms, sentences
from kg.knowledge import Knowledge, load
from kg.knowledge.encoder import Encoder, read_encoder
from kg.knowledge.field import Sentence, read_field
from kg.knowledge.linear import BIAS
from kg.knowledge.names import Names, names
from kg.model import Document
from kg.resolve.phrases import squeeze

FOLDS = 3
JUDGE = 0.3  # C of the logistic regression that tells names: the smaller, the nearer to zero its weights
CLASS = 1.0  # the same of that which tells their classes
SEEN, SEEN_OF_CLASS = 3, 3  # forms that must have a feature
LIGHT = 0.1  # weights below this are left out


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A form: what tells whether it is a name, what tells its class, and the class that it has by hand ("" if it is no name)."""

    features: Sequence[str]
    of_class: Sequence[str]
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """An article, what the rules find in it, the class of each form in the annotation, and the annotated spans."""

    document: Document
    ruled: ByRules
    classes: dict[str, str]
    spans: Sequence[tuple[int, int]]


def lesson(article: Annotated, knowledge: Knowledge) -> Lesson:
    """An article beside its annotation."""
    document = article.view.document
    of_form = {form: e.type for e in reversed(article.gold.entities) for form in sorted({*e.mentions, e.name}) if form}
    classes = {squeeze(form): kind for form, kind in of_form.items()}
    return Lesson(document, find_by_rules(document, knowledge), classes, _spans(document.text, of_form))


def _spans(text: str, forms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the annotated forms stand, the longest first, without overlap."""
    taken, out = bytearray(len(text)), []
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        start = text.find(form)
        while start >= 0:
            if not any(taken[start : start + len(form)]):
                taken[start : start + len(form)] = b"1" * len(form)
                out.append((start, start + len(form)))
            start = text.find(form, start + 1)
    return out


def train_network(lessons: Sequence[Lesson], known: Names, encoder: Encoder, path: Path) -> None:
    """A network that tells names, written to a file."""
    classes = sorted({kind for one in lessons for kind in one.classes.values()})
    train([pair for one in lessons for pair in labelled(one, classes, known)], classes, encoder, path)


def labelled(one: Lesson, classes: Sequence[str], known: Names) -> Iterator[tuple[Sentence, NDArray[np.intp]]]:
    """The sentences of an article with the label of each character."""
    text = one.document.text
    for line, sentence in sentences(one.ruled.lines, one.ruled.candidates, one.ruled.mentions, known):
        labels = np.zeros(len(sentence.text), np.intp)
        for start, end in one.spans:
            a, b = start - line.offset, end - line.offset
            if a >= 0 and b <= len(labels):
                label = 1 + 4 * classes.index(one.classes[squeeze(text[start:end])])
                labels[a:b] = label + 1
                labels[a], labels[b - 1] = label, label + 2
                if b == a + 1:
                    labels[a] = label + 3
        if sentence.text.strip():
            yield sentence, labels


def cross_fitted(lessons: Sequence[Lesson], networks: Sequence[Path], known: Names, encoder: Encoder) -> Iterator[Row]:
    """Every form of the articles, as it looks with the network of those that was trained on other articles."""
    for fold, path in enumerate(networks):
        field = read_field(path, encoder)
        for one in lessons[fold::FOLDS]:
            ruled = one.ruled
            yield from rows_of(one, found_forms(one.document, ruled.lines, ruled.candidates, ruled.mentions, field, known), known)


def rows_of(one: Lesson, every: Sequence[Form], known: Names) -> Iterator[Row]:
    """The forms of an article with their features and classes."""
    tokens, document, kin = words_at(one.ruled.lines), one.document, Kin(every)
    for form, features in form_features(document.text, document.title, tokens, every, known):
        kind = one.classes.get(squeeze(form.text), "")
        yield Row(features, class_features(document.text, form, features, kin, tokens, known) if kind else [], kind)


def judge(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Weights for whether a form is a name, learned from all, and of which class, learned from the names."""
    named = [r for r in rows if r.kind]
    weights = fit([r.features for r in rows], [NAME if r.kind else "" for r in rows], JUDGE, SEEN)
    return weights | fit([r.of_class for r in named], [r.kind for r in named], CLASS, SEEN_OF_CLASS)


def fit(rows: Sequence[Sequence[str]], labels: Sequence[str], strength: float, seen: int) -> dict[str, dict[str, float]]:
    """The weights that tell the labels; of two the one that is not ""."""
    counts = Counter(f for features in rows for f in set(features))
    columns = DictVectorizer()
    matrix = columns.fit_transform([{f: 1 for f in features if counts[f] >= seen and f.isprintable()} for features in rows])
    model = LogisticRegression(C=strength, max_iter=200).fit(matrix, labels)
    found = {}
    for label, bias, weights in zip([c for c in model.classes_ if c], model.intercept_, model.coef_, strict=True):
        named = zip(columns.get_feature_names_out(), weights, strict=True)
        found[label] = {BIAS: round(float(bias), 2), **{f: round(float(w), 2) for f, w in named if abs(w) >= LIGHT}}
    return found


def main(networks: Path) -> None:
    """Reads the articles, trains, writes the models."""
    knowledge = load()
    lessons = [lesson(article, knowledge) for article in annotated((), knowledge)]
    known, encoder = names(knowledge), read_encoder(MODELS / "words.npz")
    paths = [networks / f"{fold}.npz" for fold in range(FOLDS)]
    parts = [[x for i, x in enumerate(lessons) if i % FOLDS != fold] for fold in range(FOLDS)]
    work = zip([lessons, *parts], [MODELS / "names.npz", *paths], strict=True)
    running = [get_context("fork").Process(target=train_network, args=(part, known, encoder, path)) for part, path in work]
    for process in running:
        process.start()
    for process in running:
        process.join()
        if process.exitcode:
            sys.exit("a network was not trained")
    write_table(judge(list(cross_fitted(lessons, paths, known, encoder))), MODELS / "names.tsv")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
