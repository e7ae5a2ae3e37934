"""Observations: every number that is said of a named subject, with indicator, period and modality.

Trigger words and what is left out: ontology/rules/observations.yml; indicators that tell whose a figure is:
ontology/lexicon/indicators.tsv.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kg.extract.capacity import GIVEN, capacity
from kg.extract.clauses import Clause, SubjectRules, read_clauses, subject_rules
from kg.extract.deeds import sized
from kg.extract.distributive import given_before, given_to, joined_with, shared_out, structure
from kg.extract.figure_rules import FigureRules, figure_rules
from kg.extract.idle import AMONG, idle
from kg.extract.indicators import indicator_of
from kg.extract.kinds import kind_of
from kg.extract.owner_features import Hints
from kg.extract.owners import candidates, chances_of
from kg.extract.periods import Period, find_periods
from kg.extract.quantities import Quantity, scan
from kg.extract.reach import NO_FRAME, Frame, frames, is_compared, is_labelled, is_later, is_origin, period_of, said_above
from kg.extract.said_again import merged
from kg.extract.scene import Scene, make_scene
from kg.extract.spot import Spot
from kg.extract.table_rules import RULE
from kg.extract.tables import OF_NOBODY, read_tables
from kg.extract.timing import Figure, Timing, likeliest
from kg.extract.trust import model_for, well_read
from kg.extract.view import UNTRUE, View
from kg.extract.whose import modified, planned_for, subject_of
from kg.extract.wording import clean
from kg.knowledge import Knowledge
from kg.knowledge.figures import describe
from kg.knowledge.linear import Linear
from kg.model import Observation, Refusal

Choose = Callable[[Spot, Hints], tuple[str, float]]  # whose a number is ("" for no figure), and how probable that is
Date = Callable[[Timing, Figure], tuple[str, bool]]  # the period of a figure, and whether it is planned
TAKEN = 0.36  # probability that the subject is a name and the number its from which on it is a figure, on pages that rules do not read well


def find_observations(view: View, knowledge: Knowledge) -> tuple[list[Observation], list[Refusal]]:
    """The figures of a document, in order, and the numbers that were not taken."""
    scene = make_scene(view)
    choose = by_model(scene, model_for(view, knowledge, "figures"), 0.0 if well_read(view) else TAKEN)
    return read_observations(view, knowledge, choose, partial(likeliest, model=model_for(view, knowledge, "times")), scene.weights)


def by_model(scene: Scene, model: Linear, least: float = 0.0) -> Choose:
    """The choice of subjects that a model makes; nobody where it is less probable than `least` that the subject is a name and whose
    the number is."""

    def owner(spot: Spot, hints: Hints) -> tuple[str, float]:
        found = candidates(spot, scene, hints)
        chances = chances_of(found, model)
        labelled = len(found) > 1 and is_labelled(spot.clause.sentence, spot.text, spot.rules)  # 地区生产总值：268亿元 is somebody's
        best = max(range(int(labelled), len(found)), key=lambda i: (chances[i], -i))
        entity = found[best].entity
        taken = labelled or not entity or chances[best] * scene.view.entities[entity].confidence >= least
        return entity if taken else "", chances[best]

    return owner


def read_observations(
    view: View, knowledge: Knowledge, choose: Choose, date: Date, weights: Mapping[str, int]
) -> tuple[list[Observation], list[Refusal]]:
    """The same with a given choice of subjects and periods, from what the rules make of them."""
    text = view.document.text
    periods = [p for p in find_periods(text, view.document.reference, knowledge) if not view.named(p.start, p.end)]
    tables = read_tables(view, periods, knowledge)
    closed = [
        *((m.start, m.end) for m in view.mentions if not m.anaphor),
        *((p.start, p.end) for p in periods),
        *(span for table in tables for span in table.figures()),
    ]
    quantities, skipped = scan(text, knowledge, closed)
    rules = figure_rules(knowledge)
    date_of = partial(date, Timing(view, periods, rules))
    reader = _Reader(view, rules, subject_rules(knowledge), periods, weights, choose, date_of, knowledge)
    named = [o for m in view.mentions if (o := capacity(view, m, reader.rules, reader.types, knowledge))]
    starts = [q.plain for q in quantities]
    for clause in read_clauses(view, periods, knowledge):
        reader.read(clause, quantities[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)])
    tabled = [cell for table in tables for cell in table.observations()]
    refusals = [_refusal(view, s.why, "quantities", s.start, s.end) for s in skipped]
    refusals += [_refusal(view, OF_NOBODY, RULE, *span) for span, made in tabled if made is None]
    found = merged([*named, *reader.observations, *(made for _, made in tabled if made)])
    return found, sorted([*refusals, *reader.refusals], key=lambda r: r.quote.start)


def _refusal(view: View, why: str, rule: str, start: int, end: int) -> Refusal:
    quote = view.document.quotes(start, end)[0]
    return Refusal(why, rule, quote.exact, quote)


@dataclass(slots=True, eq=False)
class _Reader:
    """Walks over the clauses and keeps what carries over.

    said: what the last figure of each subject and unit was of; told: the periods of the sentence;
    recent: the figures of the sentence; group: how many of them stood before the last semicolon; period: the last of the
    paragraph; frame: the time told of, up to the sentence before; planned: whether a plan goes on; headed: whether a
    subject was named since the last figure; before: the clause before.
    """

    view: View
    rules: FigureRules
    types: SubjectRules
    periods: Sequence[Period]
    weights: Mapping[str, int]
    choose: Choose
    date: Callable[[Figure], tuple[str, bool]]
    knowledge: Knowledge
    observations: list[Observation] = field(default_factory=list)
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    told: Sequence[Period] = ()
    refusals: list[Refusal] = field(default_factory=list)
    recent: list[Observation] = field(default_factory=list)
    group: int = 0
    sentence: int = -1
    paragraph: int = -1
    period: str = ""
    frame: Frame = NO_FRAME
    next_frame: Frame = NO_FRAME
    planned: bool = False
    headed: bool = True
    before: str = ""

    def read(self, clause: Clause, quantities: Sequence[Quantity]) -> None:
        """Reads the figures of one clause."""
        quantities = [self.measured(q, clause) for q in quantities]
        if clause.sentence.kind == "heading":
            self.next_frame = NO_FRAME
            for q in quantities:
                self.refuse("figure of a heading", q)
            return
        self.enter(clause)
        text = self.view.document.text
        marked = self.types.item.match(text[clause.start : clause.end]) if clause.start == clause.sentence.start else None
        begins = left = clause.start + (marked.end() if marked else 0)  # behind the mark of an entry: 2.省财政安排资金5亿元
        given = given_to(text, clause, quantities, self.types.strong | self.types.weak, self.types.built, self.rules)
        if not given and all(o.kind == "rank" for o in self.recent[self.group :]):
            semicolon = text.rfind("；", clause.sentence.start, clause.start)
            before = [m for m in self.view.in_sentence(clause.sentence) if semicolon < m.start and m.end <= clause.start]
            given = given_before(text, clause, quantities, before, self.types.built, self.rules)
        for q, owner, words in given:
            self.figure(self.spot(clause, q, words, ""), owner.entity)
        shared = [] if given else self.shared(clause, quantities)
        for q, words, owner_before in shared:
            self.figure(self.spot(clause, q, words, ""), owner_before)
        left = max([left, *(q.end for q, _, _ in given)])
        quantities = [q for q in quantities if q.start >= left]  # 分别以3亿元、2亿元跻身10强
        for i, q in enumerate(() if shared else quantities):
            right = quantities[i + 1].start if i + 1 < len(quantities) else clause.end
            if clause.head and left < clause.head.end <= q.start and q.kind != "rank":
                left = clause.head.end
            self.figure(self.spot(clause, q, text[left : q.start], sized(text, quantities[i:], clause.end) or text[q.end : right]))
            left = max(q.end, begins)
            if i + 1 < len(quantities) and text.count("、", left, right) == 1:
                left = text.index("、", left)  # 整车企业9家、零部件厂500家, 9家整车企业、500家零部件厂
        if self.rules.keeps_planned.search(text, clause.start, clause.end):
            self.planned = True
        if text[clause.end - 1] == "；":
            self.group = len(self.recent)
        self.before = text[clause.start : clause.end]

    def shared(self, clause: Clause, quantities: Sequence[Quantity]) -> list[tuple[Quantity, str, str]]:
        """The figures that are shared out among several things."""
        text = self.view.document.text
        return structure(text, clause, quantities, self.rules) or shared_out(text, clause, quantities, self.recent, self.rules)

    def measured(self, q: Quantity, clause: Clause) -> Quantity:
        """A number with the unit that the words before it imply: 营收接近六亿."""
        if not q.unit or q.unit.strip("万亿"):
            return q
        before = self.view.document.text[clause.start : q.start]
        found = [(before.rfind(word) + len(word), unit) for unit, words in self.rules.implied.items() for word in words if word in before]
        known = describe(q.unit + max(found)[1], self.knowledge) if found else None
        return replace(q, unit=known.name, dimension=known.dimension) if known else q

    def enter(self, clause: Clause) -> None:
        """Forgets what does not reach into a clause."""
        if clause.sentence.start != self.sentence:
            self.sentence = clause.sentence.start
            opens = clause.sentence.paragraph != self.paragraph
            text = self.view.document.text
            first, last = (bisect_left(self.periods, at, key=lambda p: p.start) for at in (clause.sentence.start, clause.sentence.end))
            self.told = self.periods[first:last]
            self.frame, self.next_frame = frames(text, clause.sentence, opens, self.periods, self.rules, self.next_frame)
            self.recent = []
            self.group = 0
            self.planned = False
        elif clause.head and self.recent:
            self.planned = False
        if clause.sentence.paragraph != self.paragraph:
            self.paragraph = clause.sentence.paragraph
            labelled = is_labelled(clause.sentence, self.view.document.text, self.rules)
            self.period = (self.period or said_above(clause.sentence, self.view.document.text, self.periods)) if labelled else ""
        self.headed = self.headed or clause.head is not None

    def spot(self, clause: Clause, q: Quantity, left: str, right: str) -> Spot:
        """A number with what is known at its place."""
        return Spot(
            self.view,
            self.rules,
            self.types,
            clause,
            q,
            left,
            right,
            self.recent,
            self.observations,
            self.said,
            self.before,
            self.headed,
            self.told,
            self.weights,
        )

    def take(self, made: Iterable[Observation]) -> None:
        """Keeps figures."""
        for o in made:
            self.observations.append(o)
            self.said[o.subject, o.unit] = o.indicator

    def refuse(self, why: str, quantity: Quantity) -> None:
        """Counts a number that is not taken."""
        self.refusals.append(_refusal(self.view, why, "observations", quantity.start, quantity.end))

    def figure(self, spot: Spot, owner: str = "") -> None:
        """One number: an observation, several (均居第一), or a refusal. owner: whom it is given to, where the text says so."""
        q, clause = spot.quantity, spot.clause
        if self.view.denied(q.start):
            return self.refuse(UNTRUE, q)
        name = None if owner else modified(spot)
        kind, trigger = kind_of(spot)
        why = idle(spot)
        if why == AMONG:
            return self.refuse(why, q)
        if owner:
            subject, chance = owner, GIVEN
        else:
            guess, distance = (name.entity, 0) if name else subject_of(spot)
            hints = Hints(guess, distance, name.entity if name else "", kind, trigger.rule if trigger else "", why)
            subject, chance = self.choose(spot, hints)
            subject = planned_for(spot, subject)
            why = "" if subject else why or "no subject"
        modifies = name is not None and name.entity == subject
        indicator = "" if why else indicator_of(spot, kind, trigger, subject, modifies)
        if not indicator:
            return self.refuse(why or "no indicator", q)
        planned = self.planned or self.rules.planned.search(spot.text, clause.start, clause.end) is not None
        period = period_of(spot, kind, indicator, subject, self.period, planned, self.frame, modifies)
        planned = (planned or is_later(period, self.view.document.reference)) and not is_origin(spot)
        of_plan = self.rules.of_plan.search(spot.left) is not None  # 比原定的|12次少3次
        planned = planned or of_plan
        if not is_origin(spot) and not is_compared(spot) and not of_plan:
            period, planned = self.date(Figure(spot, kind, indicator, subject, period, planned))
        made = Observation(
            subject,
            indicator,
            kind,
            trigger.sign * q.value if trigger and kind == "growth" and q.value > 0 else q.value,
            q.unit,
            q.qualifier,
            period,
            "planned" if planned else "actual",
            trigger.rule if trigger else f"{kind}/plain",
            round(chance, 2),
            self.view.document.quotes(clause.sentence.start, clause.sentence.end),
        )
        self.period = made.period or self.period
        levels = [o for o in self.recent[self.group :] if o.kind == "level"]
        if kind in ("rank", "share") and levels and spot.left.strip().startswith(self.rules.each):
            self.take(
                replace(
                    made,
                    subject=o.subject,
                    indicator=o.indicator if kind == "rank" else o.indicator + clean(spot, spot.left.removeprefix("，")[1:], o.subject),
                    period=made.period or o.period,
                    rule="rank/each",
                )
                for o in levels
            )
            return None
        fellows = [] if owner else joined_with(spot.text, clause, subject, q.start, self.rules)
        self.take([made, *(replace(made, subject=e) for e in fellows)])
        self.recent.append(made)
        self.headed = False
        return None
