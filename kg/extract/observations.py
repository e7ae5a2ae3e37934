"""Observations: every number that is said of a named subject, with indicator, period and modality.

Trigger words and what is left out: ontology/rules/observations.yml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.clauses import Clause, read_clauses, subject_rules
from kg.extract.periods import Period, find_periods
from kg.extract.quantities import Quantity, scan
from kg.extract.segment import segment
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.model import Mention, Observation, Refusal

CONFIDENCE = (0.9, 0.8, 0.7, 0.5)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word with the rule it belongs to."""

    word: str
    rule: str
    kind: str
    sign: int
    joins: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """observations.yml in the form the reader needs."""

    triggers: tuple[Trigger, ...]
    reached: tuple[str, ...]
    each: tuple[str, ...]
    distributive: tuple[str, ...]
    planned: re.Pattern[str]
    verbs: re.Pattern[str]
    lead: re.Pattern[str]
    dependent: frozenset[str]
    measures_time: tuple[str, ...]
    bounds: tuple[tuple[tuple[str, ...], str], ...]


@lru_cache(maxsize=8)
def _rules(knowledge: Knowledge) -> Rules:
    items = [item.data for item in knowledge.rules.get("observations", ())]
    data = {d["name"]: d for d in items}

    def words(name: str, key: str) -> list[str]:
        return sorted(data.get(name, {}).get(key, ()), key=lambda w: (-len(w), w))

    def any_of(found: list[str]) -> str:
        return "|".join(map(re.escape, found)) or "(?!)"

    modality = data.get("modality/planned", {})
    return Rules(
        tuple(
            sorted(
                (
                    Trigger(w, d["name"], d["kind"], d.get("sign", 1), d.get("joins", False))
                    for d in items
                    if "trigger" in d
                    for w in d["trigger"]
                ),
                key=lambda t: (-len(t.word), t.word),
            )
        ),
        tuple(words("level/reached", "reached")),
        tuple(words("rank/each", "each")),
        tuple(words("level/each", "distributive")),
        re.compile(f"(?:{any_of(words('modality/planned', 'planned'))})(?!{any_of(list(modality.get('not_before', ())))})"),
        re.compile(f"(?:{any_of(words('indicator/verbs', 'verbs'))})$"),
        re.compile(f"(?:{any_of(words('indicator/lead', 'lead_words'))})"),
        frozenset(words("indicator/dependent", "dependent")),
        tuple(words("time/measured", "measures_time")),
        tuple((tuple(d[key]), d["why"]) for d in items for key in ("bounds", "standards") if key in d),
    )


def find_observations(view: View, knowledge: Knowledge) -> tuple[list[Observation], list[Refusal]]:
    """The figures of a document, in order, and the numbers that were not taken."""
    text = view.document.text
    periods = find_periods(text, view.document.reference, knowledge)
    closed = [(m.start, m.end) for m in view.mentions if not m.anaphor] + [(p.start, p.end) for p in periods]
    quantities, skipped = scan(text, knowledge, closed)
    reader = _Reader(view, knowledge, periods)
    refusals = [_refusal(view, s.why, "quantities", s.start, s.end) for s in skipped]
    clauses = read_clauses(view, periods, knowledge)
    starts = [q.plain for q in quantities]
    for clause in clauses:
        here = quantities[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        reader.clause(clause, here)
    return reader.observations, sorted([*refusals, *reader.refusals], key=lambda r: r.quote.start)


def _refusal(view: View, why: str, rule: str, start: int, end: int) -> Refusal:
    quote = view.document.quotes(start, end)[0]
    return Refusal(why, rule, quote.exact, quote)


class _Reader:
    """Walks over the clauses and keeps what carries over: subject, period, the figures of the sentence."""

    def __init__(self, view: View, knowledge: Knowledge, periods: Sequence[Period]) -> None:
        self.view = view
        self.text = view.document.text
        self.knowledge = knowledge
        self.rules = _rules(knowledge)
        self.types = subject_rules(knowledge)
        self.periods = [p for p in periods if p.role not in ("compare",)]
        self.period_starts = [p.start for p in self.periods]
        self.observations: list[Observation] = []
        self.refusals: list[Refusal] = []
        self.recent: list[Observation] = []
        self.sentence = -1
        self.planned = False

    def clause(self, clause: Clause, quantities: Sequence[Quantity]) -> None:
        """Reads the figures of one clause."""
        if clause.sentence.kind == "heading":
            for q in quantities:
                self.refuse("figure of a heading", q)
            return
        if clause.sentence.start != self.sentence:
            self.sentence = clause.sentence.start
            self.recent = []
            self.planned = False
        left_end = clause.start
        for i, q in enumerate(quantities):
            following = quantities[i + 1].start if i + 1 < len(quantities) else clause.end
            self.figure(clause, q, left_end, following)
            left_end = q.end
        self.planned = self.planned or bool(self.rules.planned.search(self.text[clause.start : clause.end]))

    def refuse(self, why: str, quantity: Quantity) -> None:
        self.refusals.append(_refusal(self.view, why, "observations", quantity.start, quantity.end))

    def figure(self, clause: Clause, q: Quantity, left_end: int, right_end: int) -> None:
        """One number."""
        left = self.text[left_end : q.start]
        right = self.text[q.end : right_end]
        for words, why in self.rules.bounds:
            if right.startswith(words):
                return self.refuse(why, q)
        if q.dimension == "time" and not self.measures_time(clause, q):
            return self.refuse("a span of time, not a measure", q)
        if not q.unit and not (q.kind == "rank"):
            if re.search("(?:达|到|为|至)$", left) is None or not re.match("[，。；、]|$", right):
                return self.refuse("no unit", q)
        modified = self.modified(clause, q, right)
        subject, distance = (modified.entity, 0) if modified else self.subject(clause, q)
        if not subject:
            return self.refuse("no subject", q)
        kind, trigger = self.kind(q, left)
        value = q.value
        if kind == "growth" and trigger and trigger.sign < 0:
            value = -value
        indicator = self.indicator(clause, q, left, right, kind, trigger, subject, modified)
        if not indicator:
            return self.refuse("no indicator", q)
        rule = trigger.rule if trigger else ("rank" if kind == "rank" else "level/number")
        planned = bool(self.rules.planned.search(self.text[clause.start : clause.end])) or self.planned
        period = self.period(clause, q)
        made = Observation(
            subject,
            indicator,
            kind,
            value,
            q.unit,
            q.qualifier,
            period,
            "planned" if planned else "actual",
            f"observations/{rule}" if "/" not in rule else rule,
            CONFIDENCE[distance],
            self.view.document.quotes(clause.sentence.start, clause.sentence.end),
        )
        if kind == "rank" and left.strip().startswith(self.rules.each) and self.recent:
            levels = [o for o in self.recent if o.kind in ("level",)]
            for o in levels:
                self.observations.append(replace(made, subject=o.subject, indicator=o.indicator, period=made.period or o.period))
            if levels:
                return None
        self.observations.append(made)
        self.recent.append(made)
        return None

    def measures_time(self, clause: Clause, q: Quantity) -> bool:
        return any(w in self.text[clause.start : clause.end] for w in self.rules.measures_time)

    def modified(self, clause: Clause, q: Quantity, right: str) -> Mention | None:
        """The name that the number modifies: 总投资38亿元的某项目."""
        for m in clause.mentions:
            if m.start < q.end:
                continue
            between = self.text[q.end : m.start]
            if re.fullmatch("[^的]{0,12}的[^的]{0,2}", between) and m.type in self.types.strong and m.type not in ("District",):
                return m
            break
        return None

    def subject(self, clause: Clause, q: Quantity) -> tuple[str, int]:
        """Whom the number is said of, and how far it was fetched."""
        before = [m for m in clause.mentions if m.end <= q.start and m.type in self.types.strong]
        if clause.head and clause.head.end <= q.start:
            return clause.head.entity, 0
        for m in before:
            if re.fullmatch("[市区县镇内里中上]?的?", self.text[m.end : q.start]):
                return m.entity, 0
        return clause.subject, clause.distance

    def kind(self, q: Quantity, left: str) -> tuple[str, Trigger | None]:
        """What kind of figure it is, and the trigger that says so: the last one before the number."""
        if q.kind == "rank":
            return "rank", None
        if q.dimension != "ratio":
            return "level", None
        best: tuple[int, int, Trigger] | None = None
        for t in self.rules.triggers:
            at = left.rfind(t.word)
            if at >= 0 and (best is None or at + len(t.word) > best[0] or (at + len(t.word) == best[0] and len(t.word) > best[1])):
                best = (at + len(t.word), len(t.word), t)
        reached = any(w in left[-6:] for w in self.rules.reached)
        if q.unit in ("个百分点", "百分点", "倍", "番"):
            if best and best[2].kind == "growth":
                return "growth", best[2]
            return "growth", None
        if best is None:
            return ("share", None)
        if q.kind == "share" and best[2].kind != "share":
            return "share", None
        if reached and best[2].kind == "growth" and re.search("增速|增幅", left) is None:
            return "share", None
        return best[2].kind, best[2]

    def indicator(
        self, clause: Clause, q: Quantity, left: str, right: str, kind: str, trigger: Trigger | None, subject: str, modified: Mention | None
    ) -> str:
        """The measured thing in the text's own words."""
        name = self.clean(clause, left, subject)
        if trigger and trigger.kind == "growth" and not trigger.joins:
            at = name.rfind(trigger.word)
            name = self.trim(name[:at] if at >= 0 else name)
        after = ""
        if q.dimension in ("count", "") and q.kind == "" or not name:
            after = self.noun(right)
        previous = self.recent[-1].indicator if self.recent and self.recent[-1].subject == subject else ""
        if kind in ("growth", "rank", "share") and not name:
            name = previous or after
            after = ""
        elif kind in ("growth", "share") and trigger and trigger.joins:
            name = previous + name if previous and len(name) < 8 else name
        elif kind == "share" and name.startswith("占") and previous:
            name = previous + name
        if q.dimension in ("count", "") and after and q.kind == "":
            name = f"{name}{after}" if len(name) <= 6 else name + after
        elif not name:
            name = after
        if name in self.rules.dependent and previous and kind in ("level", "rank") and not modified:
            base = next((o.indicator for o in reversed(self.recent) if o.kind == "level" and o.indicator not in self.rules.dependent), "")
            if base and self.recent and self.recent[0].subject == subject and not base.endswith(name):
                name = base + name
        return name

    def clean(self, clause: Clause, left: str, subject: str) -> str:
        """Words before a number without subject, time and what only leads to the number."""
        start = clause.start
        for p in self.periods:
            if start <= p.start < clause.end:
                left = left.replace(self.text[p.start : p.end], "", 1)
        for m in clause.mentions:
            if m.entity == subject:
                left = left.replace(m.text, "", 1)
        left = re.sub("[（(][^）)]*[）)]", "", left)
        return self.trim(left)

    def trim(self, name: str) -> str:
        """Without lead words and final verbs."""
        name = name.strip('，。、；：的 “”"')
        while True:
            shorter = self.rules.verbs.sub("", name).rstrip("的、 ")
            head = self.rules.lead.match(shorter)
            if head and len(shorter) > head.end():
                shorter = shorter[head.end() :]
            elif head and head.end() == len(shorter):
                shorter = ""
            if shorter == name:
                return re.sub("实现的?|完成", "", name)
            name = shorter

    def noun(self, right: str) -> str:
        """The noun that a classifier counts: what follows the number up to a verb or a mark."""
        right = re.split("[，。；：、！？\n（(]", right)[0]
        out = ""
        for token in segment(right):
            if token.tag.startswith(("v", "p", "d", "c", "r", "u")) and out and token.tag not in ("vn",) and token.text != "的":
                break
            out += token.text
        return out.strip("的“” ")

    def period(self, clause: Clause, q: Quantity) -> str:
        """The period in force: the nearest before the number in its clause or sentence, else in the paragraph."""
        at = bisect_left(self.period_starts, q.start)
        for p in reversed(self.periods[:at]):
            if p.start < clause.sentence.start:
                break
            if p.role != "compare":
                return p.value
        return ""
