"""What facts say, as text for files that are not RDF.

>>> one_line("a\\x00b]]>\\r\\n  c")
'a\ufffdb]]> c'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.facts import Support
from kg.graph.periods import span
from kg.iri import PREFIXES, segment
from kg.model import Extraction

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 has no way to write, and UTF-8 neither
_BREAK = re.compile(r"\s*[\r\n]+\s*")


def one_line(text: str) -> str:
    """Text on one line, with U+FFFD for what XML forbids."""
    return _BREAK.sub(" ", _UNFIT.sub("\ufffd", text))


def iri(prefix: str, local: str) -> str:
    """What the graph calls a thing.

    >>> iri("ent", "OPPO")
    'https://w3id.org/regional-kg/entity/OPPO'
    """
    return PREFIXES[prefix] + segment(local)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and where it is from: the document's id, title (its id, if it has none) and date."""

    doc: str
    title: str
    date: str
    sentence: str


class Documents:
    """The documents of a build, to look up where facts come from."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self.by_id = {e.doc: e for e in extractions}

    def passages(self, support: Support) -> list[Passage]:
        """Where a fact stands, ordered by document and place."""
        found = []
        for proof in support.evidence:
            document = self.by_id[proof.doc]
            found.append(Passage(one_line(proof.doc), one_line(document.title or proof.doc), document.reference, one_line(proof.exact)))
        return found

    def days(self, docs: Iterable[str]) -> tuple[str, str]:
        """The first day of the earliest and the last day of the latest of some documents, "" if none is dated."""
        spans = [span(self.by_id[doc].reference) for doc in docs if self.by_id[doc].reference]
        return min((first for first, _ in spans), default=""), max((last for _, last in spans), default="")
