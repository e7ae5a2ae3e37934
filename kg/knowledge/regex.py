"""Words of the ontology as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An expression for any of the words, the longest first; for nothing if there are none.

    >>> any_of(["落户", "落户于"]), any_of([])
    ('落户于|落户', '(?!)')
    """
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) or "(?!)"
