"""Who took a step, and when, weighed by a model of what stands between thing, date and word.

For each word of a step (rules/milestones.yml) the names of its sentence and those carried over are things that may take it,
the dates before and after it are when. The model of ontology/models/steps.tsv, label `step`, gives each pair the
probability that it is a milestone; what the rules have read is one of its features.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.effort import spend
from kg.extract.batches import LISTING, Member, Members
from kg.extract.clauses import Clause
from kg.extract.periods import Period
from kg.extract.punctuation import Punctuation
from kg.extract.reach import is_later
from kg.extract.step_rules import StepRule, Steps
from kg.extract.view import View
from kg.extract.words import Words
from kg.model import Milestone

ENOUGH = 0.35  # the probability from which an option is taken
ENOUGH_ALONE = 0.15  # the same in a clause that tells nothing but a date and a step
FEW = 4  # characters that such a clause may have besides
BESIDE = 0.5  # the same of a further thing by one word
RULED = "ruled"  # the feature of what the rules have read
CARRIED = 3  # subjects carried over that are considered
SIGHT = 12  # characters around a name or a step in which words are looked at
LEAD = 4  # sentences that tell what an article is about
BREAKS = "，。；：！？\n"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)/.*")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Thing:
    """What may take a step: an entity, its class, where it is named, and how it comes into question."""

    entity: str
    type: str
    start: int
    end: int
    place: str


@dataclass(frozen=True, slots=True)
class Option:
    """A step that a thing may have taken at a date."""

    entity: str
    step: str
    date: str
    rule: str
    period: Period | None
    trigger: int
    features: tuple[str, ...]
    probability: float = 0.0


def _listed(m: Member) -> Option:
    rule, date = m.batch.rule, m.batch.date
    return Option(m.entity, rule.step, date.value, f"model/{rule.name}-listed", date, m.start, m.features)


Weigh = Callable[[str, Option], float]  # a label of the model -> how probable an option is


def _said(period: Period) -> tuple[str, ...]:
    """The dates that a period may stand for: its first day; for one up to which something is done, that or its last."""
    value = _DAY.sub(r"\1", period.value)
    return (value, value.lstrip("/")) if value.startswith("/") else (value,)


class Choices:
    """The options of one document, as they are weighed."""

    def __init__(self, view: View, periods: Sequence[Period], steps: Steps, weigh: Weigh) -> None:
        self.view = view
        self.steps = steps
        self.weigh = weigh
        self.words = Words(view)
        self.marks = Punctuation(view.document.text)
        self.periods = [p for p in periods if p.value and p.role not in ("compare", "now")]
        self.starts = [p.start for p in self.periods]
        self.day = self._day()
        # 目前, a time of its own, keeps what many have done by now from being an event.
        self.members = Members(view, [p for p in periods if p.value and p.role != "compare"], steps, self.words)
        self.told = [m.start() for m in steps.any_trigger.finditer(view.document.text)]  # where words of steps stand
        self.named = Counter(m.entity for m in view.mentions)

    def _day(self) -> Period | None:
        """The day of the event that an article is about: told in one of its first sentences with many things taking a step."""
        text = self.view.document.text
        body = [s for s in self.view.document.sentences if s.kind == "body"][:LEAD]
        days = [p for s in body for p in self._within(s.start, s.end) if p.is_day]
        many = any(self.steps.collective.search(text, s.start, s.end) for s in self.view.document.sentences[:LEAD])
        return days[0] if days and many else None

    def _within(self, start: int, end: int) -> list[Period]:
        return self.periods[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def decide(self, clause: Clause, rule: StepRule, trigger: re.Match[str], ruled: Sequence[Milestone]) -> list[Option]:
        """The options of one word that are probable enough, one date for each thing; those of an enumeration stand together."""
        best: dict[str, Option] = {}
        rated = [(option, self.weigh("step", option)) for option in self.options(clause, rule, trigger, ruled)]
        together = max((p for option, p in rated if RULED in option.features), default=0.0)
        enough = ENOUGH_ALONE if self._stands_alone(clause, trigger) else ENOUGH
        for option, alone in rated:
            p = together if RULED in option.features else alone
            if p >= enough and (option.entity not in best or p > best[option.entity].probability):
                best[option.entity] = replace(option, probability=p)
        surest = max((option.probability for option in best.values()), default=0.0)
        return [option for option in best.values() if option.probability >= min(BESIDE, surest)]

    def _stands_alone(self, clause: Clause, trigger: re.Match[str]) -> bool:
        """Whether a clause tells nothing but a date and a step (2015年7月开园): it is one, and only whose is to be weighed."""
        dates = self._within(clause.start, trigger.start())
        if not dates or any(m.start < trigger.start() for m in clause.mentions):
            return False
        others = trigger.start() - clause.start - sum(p.end - p.start for p in dates)
        return max(others, clause.end - 1 - trigger.end()) <= FEW

    def options(self, clause: Clause, rule: StepRule, trigger: re.Match[str], ruled: Sequence[Milestone]) -> list[Option]:
        """All pairs of a thing and a date, with their features."""
        pairs = {(m.subject, m.date) for m in ruled}
        subjects, days = {m.subject for m in ruled}, {m.date for m in ruled}
        word = self._word(clause, rule, trigger, bool(ruled))
        dates = [(p, date, self._dated(p, date, clause, trigger)) for p in self._dates(clause, rule, trigger) for date in _said(p)]
        found: dict[tuple[str, str], Option] = {}
        things = list(self._things(clause, rule, trigger))
        spend(len(things) * len(dates))
        opener = next((m.entity for m in self.view.in_sentence(clause.sentence)), "")
        nearer: Counter[str] = Counter()  # things of each class that stand nearer to the word
        for rank, thing in enumerate(things):
            near = self._placed(thing, clause, trigger, rule)
            near += [f"rank{min(4, rank)}:{thing.place}", f"rank{min(3, nearer[thing.type])}:{thing.type}:{thing.place}"]
            near.append(f"opens{thing.entity == opener}:{thing.place}")
            nearer[thing.type] += 1
            near.append(f"others{min(3, len(things))}:{thing.place}")
            if subjects:
                near.append(f"ruled-thing:{thing.entity in subjects}")
            for period, date, when in dates:
                features = [*word, *near, *when, *(f"{thing.place}+{w}" for w in when[:2])]
                if days:
                    features.append(f"ruled-date:{date in days}")
                features.append(RULED if (thing.entity, date) in pairs else f"ruled:{bool(ruled)}")
                features.append(f"ruled:{(thing.entity, date) in pairs}:{rule.step}")
                breaks = self.marks.count(BREAKS, min(period.end, thing.end), max(period.start, thing.start))
                features.append(f"apart{min(3, breaks)}:{period.start < thing.start}")
                option = Option(
                    thing.entity, rule.step, date, f"model/{rule.name}", period, trigger.start(), tuple(dict.fromkeys(features))
                )
                found.setdefault((thing.entity, date), option)
        return list(found.values())

    def listed(self, clause: Clause) -> list[Option]:
        """The things of a clause that are probably among those that take a step together."""
        rated = [(option, self.weigh("listed", option)) for option in map(_listed, self.members.of(clause))]
        together = max((p for option, p in rated if LISTING in option.features), default=0.0)
        best: dict[str, Option] = {}
        for option, alone in rated:
            p = together if LISTING in option.features else alone
            if p >= ENOUGH and (option.entity not in best or p > best[option.entity].probability):
                best[option.entity] = replace(option, probability=p)
        return list(best.values())

    def _dates(self, clause: Clause, rule: StepRule, trigger: re.Match[str]) -> list[Period]:
        """The dates that a step may have: two before it in its sentence, one after it, the last of the paragraph, the event's;
        only those of its clause where it is told as a condition (建成后), or has one before it (成立于2006年，2021年上市)."""
        here = self._within(clause.sentence.start, clause.sentence.end)
        if self.view.document.text.startswith(rule.dated_here, trigger.end()):
            return [p for p in here if clause.start <= p.start < trigger.start()]
        before = [p for p in here if p.start < trigger.start()]
        if own := [p for p in before if p.start >= clause.start]:
            return own
        after = [p for p in here if trigger.end() <= p.start < clause.end]
        found = [*reversed(before[-2:]), *after[:1]]
        last = bisect_left(self.starts, clause.sentence.start) - 1
        if last >= 0 and self.starts[last] >= self.view.opening(clause.sentence):
            found.append(self.periods[last])
        if self.day:
            found.append(self.day)
        return list(dict.fromkeys(found))

    def _dated(self, p: Period, date: str, clause: Clause, trigger: re.Match[str]) -> list[str]:
        """What speaks for or against a date."""
        text = self.view.document.text
        before = p.start < trigger.start()
        between = (p.end, trigger.start()) if before else (trigger.end(), p.start)
        breaks, modifying, groups = (self.marks.count(marks, *between) for marks in (BREAKS, "的", "；"))
        place = "same" if p.start >= clause.start else "sentence" if p.start >= clause.sentence.start else "further"
        where = f"{'before' if before else 'after'}-{place}"
        shape = re.sub(r"-\d\d", "-m", _DIGITS.sub("0", p.value[:4]) + p.value[4:])
        others = max(0, bisect_left(self.starts, trigger.start()) - bisect_left(self.starts, p.end))
        relation = "later" if is_later(p.value, self.view.document.reference) else "gone"
        found = [f"{where}:{min(3, others)}", f"{where}:far{min(4, breaks)}", f"role:{p.role}", f"shape:{shape}"]
        found += [f"event-day{p is self.day}", f"when:{relation}", f"then:{text[p.end : p.end + 1]}:{where}", f"{where}:的{modifying > 0}"]
        if p.value.startswith("/"):
            found += [
                f"{'by' if date[0] == '/' else 'in'}:{_DIGITS.sub('0', text[p.start : p.end])}",
                f"{'by' if date[0] == '/' else 'in'}:{relation}",
            ]
        found += [f"head:{text[max(0, p.start - 2) : p.start]}", f"group{groups > 0}", f"{where}:steps{min(2, self._steps(*between))}"]
        found += [f"{where}:{trigger[0]}", f"{where}:{others == 0}:{text[between[0] : between[1]] if between[1] - between[0] < 4 else ''}"]
        return found

    def _steps(self, start: int, end: int) -> int:
        """How many words of steps stand between two positions."""
        return bisect_left(self.told, end) - bisect_left(self.told, start)

    def _things(self, clause: Clause, rule: StepRule, trigger: re.Match[str]) -> Iterator[Thing]:
        """What may take a step: the names of its sentence, what is carried over into it."""
        classes = rule.classes | rule.objects if rule.narrow else self.steps.classes
        if self.steps.collective.search(self.view.document.text, clause.start, clause.end):
            classes -= self.steps.passed  # in a place many things take the step
        seen: set[str] = set()
        mentions = sorted(self.view.in_sentence(clause.sentence), key=lambda m: abs(m.start - trigger.start()))
        for m in mentions:
            if m.type in classes and m.entity not in seen:
                seen.add(m.entity)
                place = "own" if clause.start <= m.start < clause.end else "sentence"
                yield Thing(m.entity, m.type, m.start, m.end, f"{place}{'-before' if m.start < trigger.start() else '-after'}")
        for i, c in enumerate(clause.carried[:CARRIED]):
            if c.type in classes and c.entity not in seen:
                seen.add(c.entity)
                yield Thing(c.entity, c.type, c.start, c.start, f"carried{i}-{c.distance}")

    def _placed(self, thing: Thing, clause: Clause, trigger: re.Match[str], rule: StepRule) -> list[str]:
        """How a thing stands to the word of a step."""
        text = self.view.document.text
        before = thing.start < trigger.start()
        start, end = (thing.end, trigger.start()) if before else (trigger.end(), thing.start)
        far = min(4, self.marks.count(BREAKS, start, end))
        names = [
            m
            for m in self.view.in_sentence(clause.sentence)
            if (thing.end <= m.start < trigger.start()) or (trigger.end() <= m.start < thing.start)
        ]
        head = clause.head is not None and clause.head.entity == thing.entity
        found = [
            thing.place,
            f"{thing.place}:far{far}",
            f"{thing.place}:names{min(3, len(names))}",
            f"{thing.type}:{rule.step}",
            f"{thing.type}:{trigger[0]}",
            f"head{head}",
            f"head{head}:{thing.type}:{thing.place}",
            f"steps{min(2, self._steps(start, end))}:{thing.place}",
            f"named{min(4, self.named[thing.entity])}:{thing.type}",
        ]
        found += [
            f"{thing.place}:{rule.name}",
            f"{thing.place}:{trigger[0]}",
            f"like{sum(m.type == thing.type for m in names) > 0}:{thing.place}",
        ]
        listed = not self.marks.count("，。；", start, end) and self.marks.count("、", start, end) > 0
        found += [f"list{listed}:{thing.place}", f"的{'的' in text[max(start, end - 6) : end]}:{thing.place}"]
        prefix, suffix = text[max(0, thing.start - 2) : thing.start], text[thing.end : thing.end + 2]
        found += [f"prefix:{prefix[-1:]}:{thing.place}", f"suffix:{suffix[:1]}:{thing.place}", f"prefix2:{prefix}", f"suffix2:{suffix}"]
        found += [f"gap{min(5, max(0, end - start) // 4)}:{thing.place}"]
        if end - start < 2 * SIGHT:
            found += [f"between:{w}:{before}" for w in self.words.within(start, end)]
        return found

    def _word(self, clause: Clause, rule: StepRule, trigger: re.Match[str], ruled: bool) -> list[str]:
        """What speaks for or against the word's being a step."""
        text = self.view.document.text
        start, end = trigger.span()
        left, right = text[max(clause.start, start - SIGHT) : start], text[end : min(clause.end, end + SIGHT)]
        found = [f"step:{rule.step}", f"word:{trigger[0]}", f"word:{trigger[0]}:{rule.step}", f"is-ruled:{ruled}"]
        right_barred, left_barred = self.steps.barred(rule, text, start, end, (clause.start, clause.end))
        found += [f"barred-right{right_barred}", f"barred-left{left_barred}"]
        only = not rule.only_after or any(w in left for w in rule.only_after)
        found += [f"only{only and (not rule.only_before or any(w in right for w in rule.only_before))}"]
        found += [f"denied{self.steps.denied.search(text, max(clause.start, start - 6), start) is not None}"]
        found += [f"<{w}" for w in self.words.within(max(clause.start, start - SIGHT), start)[-3:]]
        found += [f">{w}" for w in self.words.within(end, min(clause.end, end + SIGHT))[:2]]
        found += [
            f"next:{text[end : end + 1]}",
            f"last:{text[start - 1 : start]}",
            f"collective{self.steps.collective.search(text, clause.start, clause.end) is not None}",
        ]
        return found
