"""What the finders of names give: mentions that may yet be outdone by others."""

from __future__ import annotations

import re

from kg.extract.line import Line
from kg.knowledge.names import NameRule
from kg.model import Mention

JOINT = "[、和与及]"  # between the members of a list of whatever kind
JOINTS = frozenset(JOINT[1:-1])
WEAK = 0.5  # not taken unless a list supports it
COUNT_AFTER = re.compile(
    r"(总数|总量|数量|数)?(已经|已|就|也|则)?(达到了|达到|达|为|有|超过|超|增至|增加到|突破|约|近|共|累计)*[0-9一二两三四五六七八九十百千]+(余|多|\.)?[0-9]*(余|多)?(家|个|项|条|座|所|户|件|名|人|只|台)"
)
COUNT_BEFORE = re.compile(
    r"([0-9]+|[一二两三四五六七八九十百千几数多]+)(余|多)?(家|个|项|条|座|所|户|件|名|只|台|大|类|种|批)$|首(家|个|项|条|座|所|台|款|批)$"
)


def mention(line: Line, start: int, end: int, rule: NameRule, confidence: float | None = None) -> Mention:
    """A candidate for a name at text[start:end] of a sentence; its confidence is the rule's, unless given."""
    text = line.text[start:end]
    return Mention(
        line.offset + start, line.offset + end, text, rule.type, rule.name, rule.confidence if confidence is None else confidence
    )
