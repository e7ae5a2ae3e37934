"""Conditional random fields over the words of a sentence: how probably a name begins, goes on or ends at each word.

The model is a file of CRFsuite, trained by bench/train_names.py; its labels are B, I, E (a name begins, goes on, ends), S (a name of one
word) and O (Lafferty, McCallum and Pereira 2001). This is the one home of python-crfsuite.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from kg.errors import KnowledgeError

BEGIN, INSIDE, END, SINGLE, OUTSIDE = "BIESO"


@dataclass(frozen=True, slots=True, eq=False)
class Crf:
    """A model ready to tag; `found` tells candidates from the features of a sentence's words."""

    tagger: pycrfsuite.Tagger

    def found(self, features: Sequence[Sequence[str]], least: float) -> Iterator[tuple[int, int, float]]:
        """(first word, word behind the last, probability) of every span that is a name with probability `least` or more."""
        if not features:
            return
        self.tagger.set(features)
        marginal, size = self.tagger.marginal, len(features)
        for first in range(size):
            if (alone := marginal(SINGLE, first)) >= least:
                yield first, first + 1, alone
            reach = inside = marginal(BEGIN, first)
            last = first + 1
            while reach >= least and last < size and inside > 0:
                ending, going = marginal(END, last), marginal(INSIDE, last)
                if (whole := reach * min(1.0, ending / inside)) >= least:
                    yield first, last + 1, whole
                reach *= min(1.0, going / inside)
                inside = marginal(BEGIN, last) + going
                last += 1


def read_crf(path: Path) -> Crf:
    """The model in a file. Raises KnowledgeError if it is none."""
    tagger = pycrfsuite.Tagger()
    try:
        tagger.open(str(path))
    except ValueError as error:
        raise KnowledgeError("no model of CRFsuite", place=str(path), remedy="train it again: bench/train_names.py") from error
    return Crf(tagger)
