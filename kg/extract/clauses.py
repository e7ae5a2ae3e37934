"""Clauses with their subject: whom a clause speaks of, named in it or carried over from before.

A Chinese sentence names its subject once and drops it in what follows. The first name of a clause is its subject unless
something that takes an object stands before it, or it only modifies a later name (渝北的某公司), or only reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.periods import Period
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.model import Mention, Sentence

_END = re.compile("[，。；：！？,;:!?\n]")


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end] without its closing mark. head: the mention that is its subject, if named here; subject: entity
    id, carried over where head is None; distance: 0 named here, 1 in the sentence, 2 in the paragraph, 3 further."""

    start: int
    end: int
    sentence: Sentence
    mentions: tuple[Mention, ...]
    head: Mention | None
    subject: str
    distance: int


@dataclass(frozen=True, slots=True, eq=False)
class SubjectRules:
    """The subject/… entries of observations.yml."""

    strong: frozenset[str]
    weak: frozenset[str]
    lead: re.Pattern[str]
    reporting: tuple[str, ...]


@lru_cache(maxsize=8)
def subject_rules(knowledge: Knowledge) -> SubjectRules:
    """The rules of who can be a subject."""
    data = {item.data["name"]: item.data for item in knowledge.rules.get("observations", ())}
    classes = data.get("subject/classes", {})
    lead = sorted(data.get("subject/lead", {}).get("lead", ()), key=lambda w: (-len(w), w))
    return SubjectRules(
        frozenset(classes.get("strong", ())),
        frozenset(classes.get("weak", ())),
        re.compile(f"(?:{'|'.join(map(re.escape, lead)) or '(?!)'})*"),
        tuple(data.get("subject/reporting", {}).get("reporting", ())),
    )


def read_clauses(view: View, periods: Sequence[Period], knowledge: Knowledge) -> list[Clause]:
    """The clauses of the document in order, each with its subject."""
    rules = subject_rules(knowledge)
    found: list[Clause] = []
    current = ""
    paragraph = -1
    age = 3
    for sentence in view.document.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            age = 3
        else:
            age = max(age, 2) if current else 3
        for start, end in _cuts(view.document.text, sentence):
            mentions = tuple(m for m in view.in_sentence(sentence) if start <= m.start < end)
            head = head_of(view, mentions, start, end, periods, rules)
            if head and head.type in rules.weak and current and view.entities[current].type not in rules.weak and age < 3:
                head = None
            if head:
                current, age = head.entity, 0
            elif age == 3:
                current = view.topic(start, rules.strong) or current
            found.append(Clause(start, end, sentence, mentions, head, current, age))
            age = max(age, 1) if head else age
    return found


def head_of(
    view: View, mentions: Sequence[Mention], start: int, end: int, periods: Iterable[Period], rules: SubjectRules
) -> Mention | None:
    """The mention that heads a clause."""
    text = view.document.text
    for i, mention in enumerate(mentions):
        if mention.type not in rules.strong and mention.type not in rules.weak:
            continue
        before = text[start : mention.start]
        for p in periods:
            if start <= p.start and p.end <= mention.start:
                before = before.replace(text[p.start : p.end], "", 1)
        before = re.sub('[（(][^）)]*[）)]|[“”"‘’《》\\s]|^[年月日内里上中，以来]+', "", before)
        for earlier in mentions[:i]:
            before = before.replace(earlier.text, "", 1)
        before = before.lstrip("的内里市区")
        if rules.lead.fullmatch(before) is None:
            return None
        following = mentions[i + 1] if i + 1 < len(mentions) else None
        if (
            following
            and re.fullmatch("(?:[市区县镇内里中上].{0,4})?的?|.{0,6}的", text[mention.end : following.start])
            and following.type != "Honor"
        ):
            continue
        if text.startswith(rules.reporting, mention.end):
            return None
        return mention
    return None


def _cuts(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    cuts = [sentence.start]
    for match in _END.finditer(text, sentence.start, sentence.end):
        if re.match(r"\d,\d", text[max(0, match.start() - 1) : match.end() + 1]):
            continue
        cuts.append(match.end())
    cuts.append(sentence.end)
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if text[a:b].strip("，。；：！？,;:!?\n ")]
