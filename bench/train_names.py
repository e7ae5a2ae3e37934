"""Trains ontology/models/names.crf and names.tsv, the models of names, on annotated articles.

usage: python -m bench.train_names [FOLDER ...]

The articles are those of bench/annotated.py. The judge of forms learns from what the field says of articles that it has not seen,
so the field is first trained on the articles but a fourth, four times. Needs scikit-learn; the same articles give the same models.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.annotated import MODELS, Annotated, annotated, write_table
from kg.extract.class_features import Kin, class_features
from kg.extract.form_features import Form, form_features, words_at
from kg.extract.mentions import ByRules, find_by_rules
from kg.extract.tagger import NAME, found_forms, line_features
from kg.knowledge import Knowledge, load
from kg.knowledge.crf import BEGIN, END, INSIDE, OUTSIDE, SINGLE, read_crf
from kg.knowledge.linear import BIAS
from kg.knowledge.names import Names, names
from kg.model import Document
from kg.resolve.phrases import squeeze

FOLDS = 4
FIELD = {"feature.minfreq": 3, "c1": 0.1, "c2": 0.3, "max_iterations": 80}
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


def train_field(lessons: Sequence[Lesson], known: Names, path: Path) -> None:
    """A field over words, written to a file."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(FIELD)
    for one in lessons:
        for line, features in line_features(one.ruled.lines, one.ruled.candidates, one.ruled.mentions, known):
            labels = [OUTSIDE] * len(features)
            for start, end in one.spans:
                a, b = start - line.offset, end - line.offset
                if a >= 0 and b <= len(line.text):
                    first, last = line.at[a], line.at[b - 1]
                    labels[first : last + 1] = [BEGIN, *[INSIDE] * (last - first - 1), END] if first < last else [SINGLE]
            if features:
                trainer.append(features, labels)
    trainer.train(str(path))


def cross_fitted(lessons: Sequence[Lesson], known: Names) -> list[Row]:
    """Every form of the articles, as it looks with the field trained on other articles."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            path = Path(folder) / f"{fold}.crf"
            train_field([x for i, x in enumerate(lessons) if i % FOLDS != fold], known, path)
            crf = read_crf(path)
            for one in lessons[fold::FOLDS]:
                ruled = one.ruled
                rows += rows_of(one, found_forms(one.document, ruled.lines, ruled.candidates, ruled.mentions, crf, known), known)
    return rows


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


def main(folders: Sequence[str]) -> None:
    """Reads the articles, trains, writes the models."""
    knowledge = load()
    lessons = [lesson(article, knowledge) for article in annotated(folders, knowledge)]
    known = names(knowledge)
    rows = cross_fitted(lessons, known)
    write_table(judge(rows), MODELS / "names.tsv")
    train_field(lessons, known, MODELS / "names.crf")


if __name__ == "__main__":
    main(sys.argv[1:])
