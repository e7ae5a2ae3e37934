"""Annotated articles, their entities and dates given by hand: what the models of ontology/models/ are trained on.

Those are tests/cases/written and tests/cases/regions. The pages of seeds/ are not among them: what is scored on them was not
learned from them. Here is also how a table of weights is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.extract.view import View, make_view
from kg.knowledge import Knowledge
from kg.model import Document, Extraction, Mention, from_json
from kg.reading import read

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "ontology" / "models"
CASES = [ROOT / "tests" / "cases" / name for name in ("written", "regions")]
LIKE_SEEDS = re.compile("aj06|aq..")  # articles about what seeds/ tells of too: not learned from


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article and what it says, by hand."""

    name: str
    view: View
    gold: Extraction


def annotations(folders: Sequence[str] = ()) -> list[Path]:
    """The annotations of folders, of CASES where none is given, without those of articles that are LIKE_SEEDS; articles/NAME.txt stands
    beside each annotations/NAME.json."""
    return [
        path
        for folder in [Path(f) for f in folders] or CASES
        for path in sorted(folder.glob("annotations/*.json"))
        if not LIKE_SEEDS.fullmatch(path.stem)
    ]


def article_of(annotation: Path) -> Path:
    """The article of an annotation."""
    return annotation.parents[1] / "articles" / f"{annotation.stem}.txt"


def annotated(folders: Sequence[str], knowledge: Knowledge) -> Iterator[Annotated]:
    """The articles of folders, of CASES where none is given."""
    for path in annotations(folders):
        data = json.loads(path.read_text("utf-8"))
        gold = from_json(data)
        document = read(article_of(path), knowledge, date=data["reference_date"])
        yield Annotated(path.stem, view_of(document, gold, knowledge), gold)


def write_table(weights: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Writes a model (label, feature, weight) as kg.knowledge.linear reads it, without features that hold a line break."""
    rows = [f"{label}\t{f}\t{w:g}" for label in sorted(weights) for f, w in sorted(weights[label].items()) if f.isprintable()]
    path.write_text("\n".join(["label\tfeature\tweight", *rows]) + "\n", "utf-8")
    print(f"{path}: {len(rows)} weights")


def view_of(document: Document, gold: Extraction, knowledge: Knowledge) -> View:
    """A document with the annotated entities as its mentions, wherever one of their names stands; longer names first."""
    text = document.text
    forms = sorted(((form, e) for e in gold.entities for form in {*e.mentions, e.name}), key=lambda x: (-len(x[0]), x[0], x[1].id))
    taken = bytearray(len(text))
    found: list[Mention] = []
    for form, entity in forms:
        at = text.find(form)
        while at >= 0:
            if not any(taken[at : at + len(form)]):
                taken[at : at + len(form)] = b"\1" * len(form)
                found.append(Mention(at, at + len(form), form, entity.type, "annotated", 1.0, entity.id))
            at = text.find(form, at + 1)
    return make_view(document, sorted(found, key=lambda m: m.start), {e.id: e for e in gold.entities}, knowledge)
