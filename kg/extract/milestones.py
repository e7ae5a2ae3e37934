"""Milestones: dated steps of projects, facilities, firms, parks and programs.

Which words say which step, and of what: ontology/rules/milestones.yml. Only a step with a date in the text counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.extract.candidates import JOINT
from kg.extract.clauses import Clause, read_clauses
from kg.extract.periods import Period, find_periods
from kg.extract.put_off import as_planned_now
from kg.extract.reach import is_later
from kg.extract.step_choice import Choices, Option, Weigh
from kg.extract.step_rules import StepRule, Steps, step_rules
from kg.extract.tables import read_tables
from kg.extract.trust import model_for
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.model import Mention, Milestone, Quote, Refusal

_OBJECT = re.compile(r"了?(?:[0-9一二两三四五六七八九十]|首|多|全国|全球|世界|[^，。；]{0,24}\d+(?:余|多)?[^年月日\d，。])")
SIGHT = 6  # characters before a step that may take it back
CONFIDENCE = {"object": 0.9, "modified": 0.9, "subject": 0.9, "carried": 0.7}


def find_milestones(view: View, knowledge: Knowledge) -> tuple[list[Milestone], list[Refusal]]:
    """The dated steps of a document, in order, and the steps that were not taken."""
    model = model_for(view, knowledge, "steps")
    return read_milestones(view, knowledge, lambda label, option: model.probability(label, option.features))


def read_milestones(view: View, knowledge: Knowledge, weigh: Weigh) -> tuple[list[Milestone], list[Refusal]]:
    """The same with given probabilities of the options beside what the rules read."""
    every = find_periods(view.document.text, view.document.reference, knowledge)
    steps = step_rules(knowledge)
    periods = as_planned_now(view.document.text, [p for p in every if not view.named(p.start, p.end) and not view.denied(p.start)], steps)
    choices = Choices(view, periods, steps, weigh)
    starts = [p.start for p in periods]
    found: dict[tuple[str, str, str], Milestone] = {}
    refusals: list[Refusal] = []
    for clause in read_clauses(view, periods, knowledge):
        if clause.sentence.kind != "body":
            continue
        first, last = (bisect_left(starts, at) for at in (clause.sentence.start, clause.sentence.end))
        told = periods[first:last]
        options: list[Option] = []
        spans = [span.span() for span in steps.span.finditer(view.document.text, clause.start, clause.end)]
        for rule in steps.rules:
            for trigger in rule.words.finditer(view.document.text, clause.start, clause.end):
                if any(start < trigger.start() < end for start, end in spans):
                    continue  # 从签约到投产只用了97天
                known = rule.trigger.fullmatch(trigger[0]) is not None
                read = _read(view, clause, told, steps, rule, trigger) if known else ""
                if isinstance(read, str) and read:
                    quote = view.document.quotes(*trigger.span())[0]
                    refusals.append(Refusal(read, rule.name, quote.exact, quote))
                if _denied(view, clause, steps, trigger.start()):
                    continue
                ruled = [] if isinstance(read, str) else read
                if not any(m.start <= trigger.start() < m.end and not m.anaphor for m in clause.mentions):
                    options += choices.decide(clause, rule, trigger, ruled)
        for o in (*_best(options), *choices.listed(clause)):
            m = _taken(view, clause, steps, o)
            found.setdefault((m.subject, m.step, m.date), m)
    for m in (m for table in read_tables(view, periods, knowledge) for m in table.milestones()):
        found.setdefault((m.subject, m.step, m.date), m)
    return list(found.values()), sorted(refusals, key=lambda r: r.quote.start)


def _best(options: Sequence[Option]) -> list[Option]:
    """Of the steps that a thing may take by one word (通车: 投产, 开业) the most probable."""
    best: dict[tuple[str, int], Option] = {}
    for option in options:
        key = (option.entity, option.trigger)
        if key not in best or option.probability > best[key].probability:
            best[key] = option
    return list(best.values())


def _taken(view: View, clause: Clause, steps: Steps, option: Option) -> Milestone:
    """The milestone of an option."""
    planned = bool(steps.planned.search(view.document.text, clause.start, option.trigger)) or is_later(option.date, view.document.reference)
    evidence = _evidence(view, clause, option.period) if option.period else view.document.quotes(clause.sentence.start, clause.sentence.end)
    return Milestone(
        option.entity, option.step, option.date, "planned" if planned else "actual", option.rule, round(option.probability, 2), evidence
    )


def _read(
    view: View, clause: Clause, periods: Sequence[Period], steps: Steps, rule: StepRule, trigger: re.Match[str]
) -> list[Milestone] | str:
    """The milestones of one trigger, periods being those of its sentence, or why there is none ("" where the words mean something else)."""
    text = view.document.text
    start, end = trigger.span()
    if any(m.start <= start < m.end and not m.anaphor for m in clause.mentions):
        return ""
    if any(steps.barred(rule, text, start, end, (clause.start, clause.end))):
        return ""
    if rule.only_after and not any(w in text[max(clause.start, start - 8) : start] for w in rule.only_after):
        return ""
    if rule.only_before and not any(w in text[end : end + 8] for w in rule.only_before):
        return ""
    if _denied(view, clause, steps, start):
        return "denied"
    period = _date(clause, periods, start, text)
    if period is None or (text.startswith(rule.dated_here, end) and period.start < clause.start):
        return "no date"
    members, how = _whose(view, clause, periods, steps, rule, start, end)
    if not members:
        return "no subject"
    planned = bool(steps.planned.search(text, clause.start, start)) or is_later(period.value, view.document.reference)
    return [
        Milestone(
            entity,
            rule.step,
            re.sub(r"(\d{4}-\d\d-\d\d)/.*", r"\1", period.value.lstrip("/")),
            "planned" if planned else "actual",
            rule.name,
            CONFIDENCE[how],
            _evidence(view, clause, period),
        )
        for entity in members
    ]


def _denied(view: View, clause: Clause, steps: Steps, start: int) -> bool:
    """Whether the words before a step take it back, 未能|开工, or make it hang on what may not come: 若年内|获批."""
    text = view.document.text
    heads = (clause.start, *(m.end for m in clause.mentions if m.end <= start))
    hangs = any(steps.conditional.match(text, at, start) for at in heads)
    return view.denied(start) or hangs or steps.denied.search(text, max(clause.start, start - SIGHT), start) is not None


def _evidence(view: View, clause: Clause, period: Period) -> tuple[Quote, ...]:
    quotes = view.document.quotes(clause.sentence.start, clause.sentence.end)
    if period.start < clause.sentence.start:
        dated = view.sentence_at(period.start)
        return (*view.document.quotes(dated.start, dated.end), *quotes)
    return quotes


def _date(clause: Clause, periods: Sequence[Period], position: int, text: str) -> Period | None:
    """The date of a step: the nearest in its clause, else the nearest before it in the sentence."""
    dated = [p for p in periods if p.value and p.role not in ("compare", "now")]
    inside = [p for p in dated if clause.start <= p.start < clause.end]
    before = [p for p in inside if p.end <= position]
    if before:
        return before[-1]
    if inside and inside[0].start - position < 12:
        return inside[0]
    floor = max(clause.sentence.start, text.rfind("；", clause.sentence.start, position))
    earlier = [p for p in dated if floor <= p.start < clause.start]
    return earlier[-1] if earlier else None


def _whose(
    view: View, clause: Clause, periods: Sequence[Period], steps: Steps, rule: StepRule, start: int, end: int
) -> tuple[list[str], str]:
    """The entities that take a step, and where they stand: after it, before it, or carried over."""
    text = view.document.text
    after = [m for m in clause.mentions if m.start >= end]
    before = [m for m in clause.mentions if m.end <= start]
    if steps.ceremony.match(text, end) and before and before[-1].end == start and before[-1].type in rule.objects:
        return _listed(text, before, rule.objects, last=True), "modified"  # 某公司举行某项目开工仪式
    if after:
        gap = steps.any_trigger.sub("", text[end : after[0].start])
        if re.fullmatch("[^，。、]{0,10}的[^，。、的]{0,4}", gap) and after[0].type in rule.objects:
            return _listed(text, after, rule.objects), "modified"
        if rule.takes and re.fullmatch("了?[^，。的、在于]{0,6}", gap):
            members = _listed(text, after, rule.objects)
            if members:
                return members, "object"
    joint = rule.then.search(text, end, clause.sentence.end)
    if joint:
        work = next((m for m in view.in_sentence(clause.sentence) if m.start == joint.end() and m.type in rule.objects), None)
        if work:
            return [work.entity], "object"
    acts = rule.takes and _OBJECT.match(text, end, clause.end)
    classes = rule.agents if acts else rule.classes
    head = clause.head
    if head and head.type in steps.passed and steps.collective.search(text, clause.start, clause.end):
        return [], ""  # in a place many things take the step
    if head and head.type in classes and head.end <= start:
        return _listed(text, [m for m in before if m.start >= head.start], classes), "subject"
    free = [m for m in before if not text.endswith(steps.prepositions, 0, m.start)]
    if free and free[-1].type in classes:
        return _listed(text, free, classes, last=True), "subject"
    if head and head.type not in steps.passed and not text.endswith(steps.prepositions, 0, head.start):
        return [], ""
    alone = re.fullmatch("[^，。]{0,4}", _untimed(text, clause, periods, start)) and not acts
    classes = classes if alone else classes - steps.passed
    shown = _shown(view, clause, classes - steps.passed)
    if shown:
        return [shown], "carried"
    for c in clause.carried:
        if c.distance <= 2 and c.type in classes:
            return [c.entity], "carried"
    return [], ""


def _untimed(text: str, clause: Clause, periods: Sequence[Period], end: int) -> str:
    """A clause up to a position, without its dates."""
    words = text[clause.start : end]
    for p in periods:
        if clause.start <= p.start and p.end <= end:
            words = words.replace(text[p.start : p.end], "", 1)
    return words


def _shown(view: View, clause: Clause, classes: frozenset[str]) -> str:
    """What the clause before ends with: 投资建设某基地，2025年投产."""
    text = view.document.text
    at = bisect_left(view.starts, clause.start)
    last = view.mentions[at - 1] if at else None
    if last is None or last.type not in classes or last.start < clause.sentence.start:
        return ""
    return last.entity if re.fullmatch("[”》）)]?[，；]", text[last.end : clause.start]) else ""


def _listed(text: str, mentions: Sequence[Mention], classes: frozenset[str], *, last: bool = False) -> list[str]:
    """The entity of the first (or last) mention of the classes, and those listed with it (A、B和C)."""
    ordered = list(reversed(mentions)) if last else list(mentions)
    first = next((i for i, m in enumerate(ordered) if m.type in classes), None)
    if first is None or (first and not last):
        return []
    found = [ordered[first]]
    for m in ordered[first + 1 :]:
        a, b = (m, found[-1]) if last else (found[-1], m)
        if not re.fullmatch(f"[”》]?{JOINT}[“《]?", text[a.end : b.start]) or m.type not in classes:
            break
        found.append(m)
    return list(dict.fromkeys(m.entity for m in sorted(found, key=lambda m: m.start)))
