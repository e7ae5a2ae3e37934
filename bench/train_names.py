"""Trains ontology/models/names.crf and names.tsv, the models of names, on annotated articles.

usage: python -m bench.train_names [FOLDER ...]

The articles are those of bench/annotated.py. The judge of forms learns from what the field says of articles that it has not seen,
so the field is first trained on the articles but a fourth, four times. Needs scikit-learn; the same articles give the same models.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.annotated import MODELS, Annotated, annotated
from kg.extract.mentions import ByRules, find_by_rules
from kg.extract.tagger import NAME, judged_features, line_features
from kg.knowledge import Knowledge, load
from kg.knowledge.crf import BEGIN, END, INSIDE, OUTSIDE, SINGLE, read_crf
from kg.knowledge.linear import BIAS
from kg.knowledge.names import names
from kg.model import Document
from kg.resolve.phrases import squeeze

FOLDS = 4
FIELD_MODEL, JUDGE_MODEL = MODELS / "names.crf", MODELS / "names.tsv"
FIELD = {"feature.minfreq": 3, "c1": 0.1, "c2": 0.3, "max_iterations": 80}
JUDGE = 0.3  # C of the logistic regression that tells names: the smaller, the nearer to zero its weights
CLASS = 3.0  # the same of those that tell their classes
SEEN = 2  # forms that must have a feature
LIGHT = 0.03  # weights below this are left out


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


def train_field(lessons: Sequence[Lesson], path: Path) -> None:
    """A field over words, written to a file."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(FIELD)
    for one in lessons:
        for line, features in line_features(one.ruled.lines, one.ruled.candidates, one.ruled.mentions, names(load())):
            labels = [OUTSIDE] * len(features)
            for start, end in one.spans:
                a, b = start - line.offset, end - line.offset
                if a >= 0 and b <= len(line.text):
                    first, last = line.at[a], line.at[b - 1]
                    labels[first : last + 1] = [BEGIN, *[INSIDE] * (last - first - 1), END] if first < last else [SINGLE]
            if features:
                trainer.append(features, labels)
    trainer.train(str(path))


def cross_fitted(lessons: Sequence[Lesson], path: Path) -> list[tuple[list[str], str]]:
    """Features and class ("" for none) of every form, with the field trained on other articles."""
    rows = []
    for fold in range(FOLDS):
        train_field([x for i, x in enumerate(lessons) if i % FOLDS != fold], path)
        crf = read_crf(path)
        for one in lessons[fold::FOLDS]:
            ruled = one.ruled
            found = judged_features(one.document, ruled.lines, ruled.candidates, ruled.mentions, crf, names(load()))
            rows += [(features, one.classes.get(squeeze(form.text), "")) for form, features in found]
    return rows


def train_judge(rows: Sequence[tuple[list[str], str]], path: Path) -> None:
    """Weights for whether a form is a name, learned from all, and of which class, learned from the names."""
    counts = Counter(f for features, _ in rows for f in set(features))
    plain = [({f: 1 for f in features if counts[f] >= SEEN and f.isprintable()}, kind) for features, kind in rows]
    named = [row for row in plain if row[1]]
    lines = ["label\tfeature\tweight"]
    for label in [NAME, *sorted({kind for _, kind in named})]:
        examples = plain if label == NAME else named
        columns = DictVectorizer()
        table = columns.fit_transform([features for features, _ in examples])
        model = LogisticRegression(C=JUDGE if label == NAME else CLASS, max_iter=300)
        model.fit(table, [bool(kind) if label == NAME else kind == label for _, kind in examples])
        lines.append(f"{label}\t{BIAS}\t{model.intercept_[0]:.2f}")
        weights = zip(columns.get_feature_names_out(), model.coef_[0], strict=True)
        lines += [f"{label}\t{feature}\t{weight:.2f}" for feature, weight in weights if abs(weight) >= LIGHT]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main(folders: Sequence[str]) -> None:
    """Reads the articles, trains, writes the models."""
    knowledge = load()
    lessons = [lesson(article, knowledge) for article in annotated(folders, knowledge)]
    rows = cross_fitted(lessons)
    train_judge(rows, JUDGE_MODEL)
    train_field(lessons, FIELD_MODEL)


if __name__ == "__main__":
    main(sys.argv[1:])
