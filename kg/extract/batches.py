"""What many things do on one day (25个项目集中开工), and which of the names that follow are among them.

A report tells the event once and lists its things over paragraphs: those of one place, the largest, the last. Each name that comes
after is weighed by the model of ontology/models/steps.tsv, label `listed`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from kg.effort import spend
from kg.extract.clauses import Clause
from kg.extract.periods import Period
from kg.extract.step_rules import StepRule, Steps
from kg.extract.view import View
from kg.extract.words import Words
from kg.model import Mention

LISTING = "listing"  # the feature of names that are said to be among them
LISTS_WITHIN = 2  # paragraphs after a batch that are about it
LAST = 8  # periods that are looked at
LEAD = 6  # sentences that tell on which day something took place


@dataclass(frozen=True, slots=True)
class Batch:
    """Where it is told that many things take a step, in which sentence and paragraph, and when: on a day, or in a time that holds for its
    sentence alone."""

    start: int
    sentence: int
    paragraph: int
    rule: StepRule
    date: Period

    @property
    def passing(self) -> bool:
        """Whether it holds for its sentence alone."""
        return not self.date.is_day


@dataclass(frozen=True, slots=True)
class Member:
    """A name that may be among the things of a batch, with what speaks for and against it."""

    entity: str
    start: int
    batch: Batch
    features: tuple[str, ...]


def batches(view: View, periods: Sequence[Period], steps: Steps) -> Iterator[Batch]:
    """The batches of a document in order. One without a date of its own (动工的20个项目) is on the day of the one before, else the last
    that was told in its paragraph or in the lead."""
    text, starts = view.document.text, [p.start for p in periods]
    body = [s for s in view.document.sentences if s.kind == "body"]
    lead = _days(periods[: bisect_left(starts, body[min(LEAD, len(body)) - 1].end)][:LAST]) if body else []
    day: Period | None = None
    for s in body:
        for found in steps.batch.finditer(text, s.start, s.end):
            told = periods[bisect_left(starts, view.opening(s)) : bisect_left(starts, found.end())][-LAST:]
            own = [p for p in told if p.start >= s.start and not _names(p, found, steps)]
            days = _days(own) or ([day] if day else []) or _days(told) or [p for p in lead if p.start < found.start()]
            date = own[-1] if own and not _days(own) else days[-1] if days else None
            if date is None or date.role != "point":
                continue
            rule = min((m.start(), r.name, r) for r in steps.rules if r.many and (m := r.trigger.search(found[0])))[-1]
            made = Batch(found.start(), s.start, s.paragraph, rule, date)
            day = day if made.passing else date
            yield made


def _days(periods: Sequence[Period]) -> list[Period]:
    return [p for p in periods if p.is_day]


def _names(period: Period, batch: re.Match[str], steps: Steps) -> bool:
    """Whether a period belongs to the name of what is told of: 2025年第一季度重大项目集中开工."""
    between = batch.string[period.end : batch.start()]
    return steps.batch_of.search(between) is not None and "，" not in between


class Members:
    """The names that come after batches, each once for each step."""

    def __init__(self, view: View, periods: Sequence[Period], steps: Steps, words: Words) -> None:
        self.view, self.periods, self.steps, self.words = view, periods, steps, words
        self._coming = list(batches(view, periods, steps))[::-1]
        self._lasting: dict[str, Batch] = {}  # of each step, the latest at the end
        self._passing: Batch | None = None
        self._period_starts = [p.start for p in periods]
        self._seen: set[tuple[str, str]] = set()

    def of(self, clause: Clause) -> Iterator[Member]:
        """Those of the next clause."""
        current = self._told_by(clause)
        new: dict[tuple[str, str], tuple[Mention, Batch]] = {}
        for m in clause.mentions:
            for batch in current:
                key = m.entity, batch.rule.step
                if m.type in batch.rule.classes and key not in self._seen:
                    new.setdefault(key, (m, batch))
        if not new:
            return
        self._seen |= new.keys()
        text, sentence = self.view.document.text, clause.sentence
        here = self.view.in_sentence(sentence)
        words = sorted(f"word:{w}" for w in {*self.words.within(sentence.start, sentence.end)})
        spend(len(here) + len(words))
        classes = Counter(m.type for m in here)
        told = {r.step for r in self.steps.rules for _ in r.trigger.finditer(text, clause.start, clause.end)}
        listing = self.steps.listing.search(text, clause.start, clause.end) is not None  # 均在其列: the text says that they are
        for (entity, step), (m, batch) in new.items():
            latest = f"latest{current.index(batch)}"
            features = [*words, *self._dated(batch, clause), *_named(m, classes[m.type], clause, text), *_apart(m, batch, clause, told)]
            features += [latest, f"{step}:{latest}", *([LISTING] if listing and self._may_list(m, batch, clause) else ())]
            yield Member(entity, m.start, batch, tuple(dict.fromkeys(features)))

    def _told_by(self, clause: Clause) -> list[Batch]:
        """The batches that hold in the next clause, one of each step, the latest first."""
        while self._coming and self._coming[-1].start < clause.end:
            batch = self._coming.pop()
            if batch.passing:
                self._passing = batch
            else:
                self._lasting.pop(batch.rule.step, None)
                self._lasting[batch.rule.step] = batch
        passing = [self._passing] if self._passing and self._passing.sentence == clause.sentence.start else []
        return passing + [b for b in reversed(self._lasting.values()) if b.rule.step not in {p.rule.step for p in passing}]

    def _may_list(self, m: Mention, batch: Batch, clause: Clause) -> bool:
        return m.type not in self.steps.passed and clause.sentence.paragraph - batch.paragraph <= LISTS_WITHIN

    def _dated(self, batch: Batch, clause: Clause) -> list[str]:
        """Which other dates the sentence tells."""
        first, last = (bisect_left(self._period_starts, at) for at in (clause.sentence.start, clause.sentence.end))
        others = [p for p in self.periods[first:last][:LAST] if p is not batch.date]
        return [f"dates{min(2, len(others))}", *(f"date:{p.role}:{p.value[:4] == batch.date.value[:4]}" for p in others)]


def _named(m: Mention, same: int, clause: Clause, text: str) -> list[str]:
    """How a name stands in its sentence; same: how many of its class this has."""
    before, after = text[max(0, m.start - 2) : m.start], text[m.end : m.end + 2]
    found = [m.type, f"{m.type}:{min(3, same)}", f"before:{before[-1:]}", f"after:{after[:1]}", f"before2:{before}", f"after2:{after}"]
    return [*found, f"head{clause.head is not None and clause.head.entity == m.entity}", f"ends:{m.text[-2:]}:{m.type}"]


def _apart(m: Mention, batch: Batch, clause: Clause, told: Set[str]) -> list[str]:
    """How far a name is from a batch, and which steps its clause tells of."""
    step = batch.rule.step
    apart = min(4, clause.sentence.paragraph - batch.paragraph)
    near = "sentence" if batch.start >= clause.sentence.start else f"paragraphs{apart}"
    found = [near, f"{near}:{m.type}", f"ahead{m.start < batch.start}:{near}", f"{step}:{m.type}", f"passing{batch.passing}:{near}"]
    found += [f"said:{step}:{step in told}", f"another{bool(told - {step})}", f"steps{bool(told)}:{m.type}"]
    return [*found, *(f"step:{s}" for s in sorted(told))]
