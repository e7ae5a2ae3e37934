"""The names of a document as a number sees them: where each stands, and how much the text is about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.punctuation import Punctuation
from kg.extract.view import View
from kg.extract.whose import weights
from kg.model import Sentence

MAIN = 3  # entities that a text is above all about


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """sentence, first: of each mention of the view its sentence's number and whether it is the first name of it; opens:
    whether it is the first of its paragraph; heads: starts of the mentions that head a clause; weights: how much the text
    is about each entity; main: the entities it is most about, by class and of all classes; titled: those in the title; places: the
    numbers of each entity's mentions; marks: those of the text."""

    view: View
    sentence: Sequence[int]
    first: Sequence[bool]
    opens: Sequence[bool]
    heads: frozenset[int]
    weights: Mapping[str, int]
    main: Mapping[str, str]
    best: Sequence[str]
    titled: frozenset[str]
    places: Mapping[str, Sequence[int]]
    marks: Punctuation

    def named(self, entity: str, start: int, end: int) -> int:
        """How often an entity is named by the mentions of these numbers."""
        places = self.places.get(entity, ())
        return bisect_left(places, end) - bisect_left(places, start)

    def before(self, position: int) -> int:
        """How many mentions start before a position."""
        return bisect_left(self.view.starts, position)

    def before_head(self, position: int) -> int:
        """How many subjects start before a position."""
        return bisect_left(self.view.subject_starts, position)

    def sentence_number(self, sentence: Sentence) -> int:
        """The number of a sentence in the document."""
        return bisect_left(self.view.document.sentences, sentence.start, key=lambda s: s.start)


def make_scene(view: View) -> Scene:
    """Looks over the names of a document once."""
    sentences = view.document.sentences
    numbers: list[int] = []
    first: list[bool] = []
    opens: list[bool] = []
    paragraph = -1
    for m in view.mentions:
        number = max(0, bisect_left(sentences, m.start + 1, key=lambda s: s.start) - 1)
        first.append(not numbers or numbers[-1] != number)
        numbers.append(number)
        opens.append(sentences[number].paragraph != paragraph)
        paragraph = sentences[number].paragraph
    counts = weights(view)
    ranked = sorted(counts, key=lambda e: (-counts[e], e))
    main: dict[str, str] = {}
    for entity in ranked:
        main.setdefault(view.entities[entity].type, entity)
    title = view.document.title
    titled = frozenset(e for e in counts if any(n in title for n in (view.entities[e].name, *view.entities[e].mentions)))
    places: dict[str, list[int]] = {}
    for i, m in enumerate(view.mentions):
        places.setdefault(m.entity, []).append(i)
    heads, marks = frozenset(view.subject_starts), Punctuation(view.document.text)
    return Scene(view, numbers, first, opens, heads, counts, main, ranked[:MAIN], titled, places, marks)
