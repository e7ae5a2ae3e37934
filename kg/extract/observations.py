"""Observations: every number that is said of a named subject, with indicator, period and modality.

Trigger words and what is left out: ontology/rules/observations.yml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
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
    rates: tuple[str, ...]
    each: tuple[str, ...]
    distributive: tuple[str, ...]
    capacity: re.Pattern[str]
    planned: re.Pattern[str]
    keeps_planned: re.Pattern[str]
    timeless: re.Pattern[str]
    now: re.Pattern[str]
    aside: re.Pattern[str]
    resumes: re.Pattern[str]
    refers: re.Pattern[str]
    adjacent: re.Pattern[str]
    filler: re.Pattern[str]
    back: tuple[str, ...]
    uncounted: tuple[str, ...]
    counted_list: tuple[str, ...]
    milestones: tuple[str, ...]
    quality: Mapping[str, str]
    by_unit: Mapping[str, str]
    place: re.Pattern[str]
    invested: re.Pattern[str]
    territorial: re.Pattern[str]
    mostly: re.Pattern[str]
    works: re.Pattern[str]
    against: re.Pattern[str]
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
        tuple(words("growth/rates", "rates")),
        tuple(words("rank/each", "each")),
        tuple(words("level/each", "distributive")),
        re.compile(any_of(words("capacity/in-name", "capacity"))),
        re.compile(f"(?:{any_of(words('modality/planned', 'planned'))})(?!{any_of(list(modality.get('not_before', ())))})"),
        re.compile(any_of(words("modality/carried", "planned"))),
        re.compile(any_of(words("period/timeless", "timeless"))),
        re.compile(any_of(words("period/now", "now"))),
        re.compile(any_of(words("period/aside", "aside"))),
        re.compile(any_of(words("period/resumed", "resumes"))),
        re.compile(any_of(words("indicator/refers", "refers"))),
        re.compile(f"[市区县镇内里中上]?的?(?:{any_of(words('rank/holder', 'holder'))})?"),
        re.compile(f"{any_of(words('indicator/filler', 'filler'))}|[，。\\s]"),
        tuple(words("refused/refers-back", "back")),
        tuple(words("refused/uncounted", "uncounted")),
        tuple(words("refused/list-sum", "counted")),
        tuple(words("indicator/round-figures", "round")),
        data.get("indicator/quality", {}).get("quality", {}),
        data.get("indicator/by-unit", {}).get("by_unit", {}),
        re.compile(any_of(words("rank/place", "place"))),
        re.compile(f"(?:{any_of(words('subject/built', 'invested'))})"),
        *(
            re.compile(any_of([row["indicator"] for row in knowledge.tables.get("indicators", ()) if row["of"] == of]))
            for of in ("place", "mostly-place", "work")
        ),
        re.compile("|".join(data.get("growth/compared", {}).get("compared", ())) or "(?!)"),
        re.compile(f"(?:{any_of(words('indicator/verbs', 'verbs'))})$"),
        re.compile(f"(?:{any_of(words('indicator/lead', 'lead_words'))})"),
        frozenset(words("indicator/dependent", "dependent")),
        tuple(words("time/measured", "measures_time")),
        tuple((tuple(d[key]), d["why"]) for d in items for key in ("bounds", "standards") if key in d),
    )


def find_observations(view: View, knowledge: Knowledge) -> tuple[list[Observation], list[Refusal]]:
    """The figures of a document, in order, and the numbers that were not taken."""
    text = view.document.text
    periods = [p for p in find_periods(text, view.document.reference, knowledge) if not view.named(p.start)]
    closed = [(m.start, m.end) for m in view.mentions if not m.anaphor] + [(p.start, p.end) for p in periods]
    quantities, skipped = scan(text, knowledge, closed)
    reader = _Reader(view, knowledge, periods)
    refusals = [_refusal(view, s.why, "quantities", s.start, s.end) for s in skipped]
    clauses = read_clauses(view, periods, knowledge)
    for m in view.mentions:
        reader.named(m)
    starts = [q.plain for q in quantities]
    for clause in clauses:
        here = quantities[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        reader.clause(clause, here)
    return merged(reader.observations), sorted([*refusals, *reader.refusals], key=lambda r: r.quote.start)


def merged(observations: Sequence[Observation]) -> list[Observation]:
    """Each figure once: one that is said again, in the same or fewer words, adds its sentence to the evidence."""
    kept: list[Observation] = []
    for o in observations:
        for i, k in enumerate(kept):
            same = (o.subject, o.kind, o.value, o.unit) == (k.subject, k.kind, k.value, k.unit)
            if (
                same
                and (o.indicator in k.indicator or k.indicator in o.indicator)
                and (o.period == k.period or not o.period or not k.period)
            ):
                kept[i] = replace(
                    k,
                    indicator=max(k.indicator, o.indicator, key=len),
                    period=k.period or o.period,
                    evidence=tuple(dict.fromkeys([*k.evidence, *o.evidence])),
                )
                break
        else:
            kept.append(o)
    return kept


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
        self.periods = list(periods)
        self.weight = Counter(m.entity for m in view.mentions)
        self.period_starts = [p.start for p in self.periods]
        self.observations: list[Observation] = []
        self.refusals: list[Refusal] = []
        self.recent: list[Observation] = []
        self.sentence = -1
        self.paragraph = -1
        self.kept = ""
        self.new_head = True
        self.group = 0
        self.before = ""
        self.planned = False

    def named(self, mention: Mention) -> None:
        """The capacity that a name states: 年产10万吨技改项目."""
        if mention.anaphor or mention.type not in self.types.built:
            return
        word = self.rules.capacity.search(mention.text)
        found = scan(mention.text[word.end() :], self.knowledge)[0] if word else ()
        if not word or not found or found[0].start:
            return
        q = found[0]
        thing = mention.text[word.end() + q.end :]
        sentence = self.view.sentence_at(mention.start)
        self.observations.append(
            Observation(
                mention.entity,
                thing + word[0],
                "level",
                q.value,
                q.unit,
                q.qualifier,
                "",
                "planned",
                "capacity/in-name",
                0.8,
                self.view.document.quotes(sentence.start, sentence.end),
            )
        )

    def clause(self, clause: Clause, quantities: Sequence[Quantity]) -> None:
        """Reads the figures of one clause."""
        if clause.sentence.kind == "heading":
            for q in quantities:
                self.refuse("figure of a heading", q)
            return
        if clause.sentence.start != self.sentence:
            self.sentence = clause.sentence.start
            self.recent = []
            self.group = 0
            self.planned = False
            if clause.sentence.paragraph != self.paragraph:
                self.paragraph = clause.sentence.paragraph
                self.kept = ""
        elif clause.head and self.recent:
            self.planned = False
        if clause.head:
            self.new_head = True
        left_end = clause.start
        for i, q in enumerate(quantities):
            following = quantities[i + 1].start if i + 1 < len(quantities) else clause.end
            self.figure(clause, q, left_end, following)
            left_end = q.end
        if self.rules.keeps_planned.search(self.text[clause.start : clause.end]):
            self.planned = True
        if self.text[clause.end - 1] == "；":
            self.group = len(self.recent)
        self.before = self.text[clause.start : clause.end]

    def refuse(self, why: str, quantity: Quantity) -> None:
        self.refusals.append(_refusal(self.view, why, "observations", quantity.start, quantity.end))

    def figure(self, clause: Clause, q: Quantity, left_end: int, right_end: int) -> None:
        """One number."""
        head = clause.head
        if head and left_end < head.end <= q.start and q.kind != "rank":
            left_end = head.end
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
        why = self.idle_count(clause, q, left, right)
        if why:
            return self.refuse(why, q)
        modified = self.modified(clause, q, right)
        subject, distance = (modified.entity, 0) if modified else self.subject(clause, q, left, right)
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
        period, future = self.period(clause, q, indicator, subject)
        planned = self.rules.planned.search(self.text[clause.start : clause.end]) is not None or self.planned or future
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
            levels = [o for o in self.recent[self.group :] if o.kind == "level"]
            for o in levels:
                self.observations.append(replace(made, subject=o.subject, indicator=o.indicator, period=made.period or o.period))
            if levels:
                return None
        self.observations.append(made)
        self.recent.append(made)
        self.new_head = False
        self.kept = made.period or self.kept
        return None

    def measures_time(self, clause: Clause, q: Quantity) -> bool:
        return any(w in self.text[clause.start : clause.end] for w in self.rules.measures_time)

    def idle_count(self, clause: Clause, q: Quantity, left: str, right: str) -> str:
        """Why a number only refers back or counts nothing: 26个项目中, 两家公司都, 三件事. "" for a figure."""
        noun = re.split("[，。；：、！？]", right)[0]
        bare = not left.strip("，。；“”、")
        if noun.startswith(self.rules.back) or (bare and re.match("[^，。]{0,6}(?:里|中)(?:，|$|已|有|仍)", noun)):
            return "refers back"
        number = self.text[q.plain : q.end]
        small = q.dimension == "count" and not any(c.isdigit() for c in number) and q.value <= 10
        if not small:
            return ""
        if noun.startswith(self.rules.uncounted):
            return "counts nothing"
        if bare and clause.sentence.start == clause.start and q.value <= 3:
            return "refers back"
        if "、" in left.strip("、") and q.value <= 2 and not number.endswith(self.rules.counted_list):
            return "sums up a list"
        return ""

    def modified(self, clause: Clause, q: Quantity, right: str) -> Mention | None:
        """The name that the number modifies: 总投资38亿元的某项目."""
        for m in clause.mentions:
            if m.start < q.end:
                continue
            between = self.text[q.end : m.start]
            if re.fullmatch("[^的]{0,12}的[^的]{0,2}", between) and m.type in self.types.strong and m.type not in ("District",):
                return m
            if not between and q.dimension == "money" and m.type in self.types.built | {"Company"}:
                return m
            break
        return None

    def subject(self, clause: Clause, q: Quantity, left: str, right: str) -> tuple[str, int]:
        """Whom the number is said of, and how far it was fetched."""
        if q.dimension == "money" and self.rules.invested.search(self.text, max(clause.start, q.start - 6), q.start):
            built = next((m for m in clause.mentions if m.start >= q.end and m.type in self.types.built), None)
            if built and built.start - q.end <= 14:
                return built.entity, 0
        opened = self.text.rfind("（", clause.start, q.start)
        if opened > 0 and "）" not in self.text[opened : q.start]:
            held = next((m for m in clause.mentions if m.end == opened and m.type in self.types.strong), None)
            if held:
                return held.entity, 0
        if clause.head and clause.head.end <= q.start and q.kind != "rank":
            return clause.head.entity, 0
        for m in clause.mentions:
            adjacent = self.rules.adjacent.fullmatch(self.text, m.end, q.start) if m.end <= q.start else None
            if adjacent and self.text[m.start - 1 : m.start] not in "、和及与" and m.type in self.types.strong - self.types.passing:
                return m.entity, 0
        if clause.head and clause.head.end <= q.start:
            return clause.head.entity, 0
        return self.carried(clause, left + right)

    def carried(self, clause: Clause, words: str) -> tuple[str, int]:
        """The subject carried over that such a figure can be said of."""
        pool = clause.carried
        if self.recent and not self.new_head:
            return self.recent[-1].subject, 1
        strong, mostly = self.rules.territorial.search(words), self.rules.mostly.search(words)
        if strong or (mostly and pool and pool[0].distance > 1 and pool[0].type not in self.types.built):
            near = next((c for c in pool if c.type in self.types.places), None)
            if near and near.distance == 3:
                near = max((c for c in pool if c.type in self.types.places), key=lambda c: self.weight[c.entity])
            if near:
                return near.entity, near.distance
        planned = self.rules.planned.search(self.text, clause.start, clause.end)
        if (planned or self.rules.works.search(words)) and (not pool or pool[0].type not in self.types.built or pool[0].distance > 1):
            built = self.built_before(clause)
            if built:
                return built, 1
        if not pool:
            entity = self.view.topic(clause.start, self.types.strong)
            return entity, 3
        for c in pool:
            if c.distance == 1 or c.type not in self.types.passing:
                return c.entity, c.distance
        return pool[0].entity, pool[0].distance

    def built_before(self, clause: Clause) -> str:
        """The work named last before a clause, in its sentence or the one before it in the paragraph."""
        at = bisect_left(self.view.starts, clause.start)
        floor = clause.sentence
        for m in reversed(self.view.mentions[:at]):
            if m.start < floor.start:
                sentence = self.view.sentence_at(m.start)
                if sentence.paragraph != clause.sentence.paragraph or floor is not clause.sentence:
                    break
                floor = sentence
            if m.type in self.types.built:
                return m.entity
        return ""

    def kind(self, q: Quantity, left: str) -> tuple[str, Trigger | None]:
        """What kind of figure it is, and the trigger that says so: the last one before the number."""
        if q.kind == "rank":
            return "rank", None
        if q.dimension != "ratio":
            return "level", None
        best: tuple[int, int, Trigger] | None = None
        for t in self.rules.triggers:
            at = left.rfind(t.word)
            if at > 0 and left[at - 1] == "最":
                continue
            if at >= 0 and (best is None or at + len(t.word) > best[0] or (at + len(t.word) == best[0] and len(t.word) > best[1])):
                best = (at + len(t.word), len(t.word), t)
        reached = any(w in left[-6:] for w in self.rules.reached)
        if q.unit in ("个百分点", "百分点", "倍", "番"):
            if best and best[2].kind == "growth":
                return "growth", best[2]
            return "growth", None
        if best is None:
            continues = self.recent and self.recent[-1].kind == "growth" and not self.rules.filler.sub("", left)
            return ("growth" if continues and q.kind != "share" else "share", None)
        if q.kind == "share" and best[2].kind != "share":
            return "share", None
        if reached and best[2].kind == "growth":
            rates = any(t.sign > 0 and not t.joins and t.word in self.rules.rates and t.word in left for t in self.rules.triggers)
            return ("growth", replace(best[2], sign=1)) if rates else ("share", None)
        return best[2].kind, best[2]

    def indicator(
        self, clause: Clause, q: Quantity, left: str, right: str, kind: str, trigger: Trigger | None, subject: str, modified: Mention | None
    ) -> str:
        """The measured thing in the text's own words."""
        previous = self.recent[-1].indicator if self.recent and self.recent[-1].subject == subject else ""
        base = self.base(q, subject) or previous
        if right.startswith(self.rules.milestones):
            return self.clean(clause, left, subject) or base
        if kind == "rank":
            return self.ranked(clause, left, right, subject, base)
        if kind == "growth":
            return self.grown(clause, left, right, subject, previous, base, trigger)
        name = self.clean(clause, left, subject)
        if self.rules.refers.match(name):
            name = base or next((o.indicator for o in reversed(self.observations) if o.unit == q.unit and o.subject == subject), name)
        if kind == "share":
            if name.startswith(("占", "完成", "为")) and base and len(name) < 12:
                return base + name
            return name or previous or self.noun(right)
        after = self.noun(right) if q.dimension in ("count", "") or len(name) <= 3 or right.startswith("的") else ""
        if right.startswith("的") and after and q.dimension in self.rules.quality:
            after += self.rules.quality[q.dimension]
        if q.dimension in ("count", "") and after:
            return name + after
        if q.dimension == "count" and not name and not base:
            core = q.unit.lstrip("十百千万亿")
            name = self.rules.by_unit.get(core, "")
        if name in self.rules.dependent and not modified:
            counted = next(
                (o.indicator for o in reversed(self.recent) if o.subject == subject and o.indicator not in self.rules.dependent), ""
            )
            return counted + name if counted and not counted.endswith(name) else name
        if modified and q.dimension in self.rules.quality and len(name) <= 3:
            return name or self.rules.quality[q.dimension]
        if len(name) <= 3 and after and name not in self.rules.dependent:
            return name + after
        if name or after:
            return name or after
        if base or q.dimension in self.rules.quality:
            return base or self.rules.quality[q.dimension]
        core = q.unit.lstrip("十百千万亿")
        return self.rules.by_unit.get(core, "") or (core if len(core) > 1 else self.clean(clause, self.before, subject)[-14:])

    def base(self, q: Quantity, subject: str) -> str:
        """The indicator of the last figure that this one can continue: of the same unit, or else the last level."""
        levels = [o for o in reversed(self.recent) if o.kind == "level"]
        same = [o for o in levels if o.unit.lstrip("十百千万亿") == q.unit.lstrip("十百千万亿")]
        if q.dimension in ("ratio", "rank"):
            return next((o.indicator for o in levels if o.subject == subject), "")
        return same[0].indicator if same else ""

    def ranked(self, clause: Clause, left: str, right: str, subject: str, base: str) -> str:
        """What a rank is of: the words before 居全市, or the figure before."""
        cut = self.rules.place.search(left)
        name = self.clean(clause, left[: cut.start()] if cut else left, subject)
        if not name and cut:
            name = self.clean(clause, left[cut.end() :], subject) if not base else ""
        if name in self.rules.dependent:
            return base + name if base and not base.endswith(name) else name
        return name or base or self.noun(right) or self.clean(clause, self.before, subject)[-14:]

    def grown(self, clause: Clause, left: str, right: str, subject: str, previous: str, base: str, trigger: Trigger | None) -> str:
        """What grew: the words before the first word of growth, or the figure before."""
        left = self.rules.against.sub("", left)
        if trigger and trigger.joins:
            name = self.clean(clause, left, subject)
            return f"{previous or base}{name}" if len(name) < 12 else name
        found = [left.find(t.word) for t in self.rules.triggers if t.kind == "growth" and t.word in left]
        name = self.clean(clause, left[: min(found)] if found else left, subject)
        if name or base or previous:
            return name or base or previous
        return self.clean(clause, self.before, subject)[-12:] or self.noun(right)

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
        right = re.split("[，。；：、！？\\n（(]", right)[0]
        out = ""
        for token in segment(right):
            if out and token.text != "的" and token.tag.startswith(("v", "p", "d", "c", "r", "u")) and token.tag != "vn":
                break
            out += token.text
        out = out.strip("的“” ")
        return out if len(out) > 1 else right.strip("的“” ")[:14]

    def period(self, clause: Clause, q: Quantity, indicator: str, subject: str) -> tuple[str, bool]:
        """The period in force: the nearest before the number in its clause or sentence, else one that the paragraph
        carries on; whether it is still to come."""
        at = bisect_left(self.period_starts, q.start)
        bracket = self.periods[at] if at < len(self.periods) else None
        if bracket and bracket.start == q.end + 1 and self.text[q.end] == "（":
            return bracket.value, self.future(bracket.value)
        lasting = self.rules.timeless.match(indicator) is not None and self.view.entities[subject].type in self.types.lasting
        here = self.text[clause.start : q.start]
        floor = clause.start if lasting or self.rules.now.search(here) else clause.sentence.start
        for p in reversed(self.periods[:at]):
            if p.start < floor:
                break
            if p.role == "compare" and not re.fullmatch("的?", self.text[p.end : q.start]):
                continue
            if p.start < clause.start and self.rules.aside.match(self.text, self.clause_start(p.start)):
                continue
            return p.value, self.future(p.value)
        if floor == clause.sentence.start and self.rules.resumes.match(self.text, clause.sentence.start) and self.kept:
            return self.kept, self.future(self.kept)
        return "", False

    def clause_start(self, position: int) -> int:
        """Where the clause of a position begins."""
        return max(self.text.rfind(mark, 0, position) for mark in "，。；：\n") + 1

    def future(self, period: str) -> bool:
        """Whether a period begins after the reference date."""
        reference = self.view.document.reference
        first = period.lstrip("/")[:7]
        return bool(reference and first) and first[: len(reference)] > reference[: len(first)] and "H" not in first and "Q" not in first
