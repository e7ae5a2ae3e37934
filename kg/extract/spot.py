"""A number in its place: what stands around it and what the text has said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.clauses import Clause, SubjectRules
from kg.extract.figure_rules import FigureRules
from kg.extract.periods import Period
from kg.extract.quantities import Quantity
from kg.extract.view import View
from kg.model import Observation


@dataclass(frozen=True, slots=True)
class Spot:
    """left, right: the text from the number before it and to the number after it, within the clause; recent: the figures
    of the sentence so far; earlier: all so far; said: what the last of each subject and unit was of; before: the clause before; headed:
    whether a subject was named since the last figure; periods: those of the sentence; weights: how much the text is about each entity."""

    view: View
    rules: FigureRules
    types: SubjectRules
    clause: Clause
    quantity: Quantity
    left: str
    right: str
    recent: Sequence[Observation]
    earlier: Sequence[Observation]
    said: Mapping[tuple[str, str], str]
    before: str
    headed: bool
    periods: Sequence[Period]
    weights: Mapping[str, int]

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.view.document.text
