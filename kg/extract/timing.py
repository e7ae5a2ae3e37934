"""Which period a figure is of, and whether it is still to come, weighed by a model of what surrounds it.

The rules (kg/extract/reach.py) propose one period; a text offers more: those of the sentence and the paragraph, what the
article opened with, the year of the article, or none. The model of ontology/models/times.tsv gives each the probability
that it is the figure's, label `period`; label `planned` is the probability that the figure is not there yet.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.figure_rules import FigureRules
from kg.extract.periods import Period
from kg.extract.reach import is_later, is_of_others, is_told_of
from kg.extract.spot import Spot
from kg.extract.view import View
from kg.extract.words import Words
from kg.knowledge.linear import Linear
from kg.model import Sentence

_BREAK = re.compile("[，。；：！？\n]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_OPENED = re.compile("[，。；：\n、]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
OPENS = 3  # characters from a break to a period that opens its clause
NEAR = 8  # words on either side of a number that say how it is meant
SIGHT = 40  # characters on either side of a number in which these words are looked for
LEAD = 3  # sentences that an article opens with
RULE = "rule"  # the feature of the period that the rules propose


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the rules read it: its place, kind, indicator, subject, period and whether it is planned."""

    spot: Spot
    kind: str
    indicator: str
    subject: str
    period: str
    planned: bool


def likeliest(timing: Timing, figure: Figure, model: Linear) -> tuple[str, bool]:
    """The most probable period of a figure, and whether it is planned."""
    about = timing.about(figure)
    options = timing.options(figure, about) if timing.can_tell(figure) else {"": []}
    period = max(options, key=lambda v: (model.probability("period", options[v]), v == figure.period, v))
    return period, model.probability("planned", timing.plan(figure, period, about)) > 0.5


class Timing:
    """The times of one document, as options for its figures."""

    def __init__(self, view: View, periods: Sequence[Period], rules: FigureRules) -> None:
        self.view = view
        self.every = periods  # those that cannot be told too
        self.periods = [p for p in periods if p.value]
        self.starts = [p.start for p in self.periods]
        self.words = Words(view)
        self.reference = view.document.reference
        body = [s for s in view.document.sentences if s.kind == "body"]
        heading = [s for s in view.document.sentences if s.kind == "heading"]
        self.opening = list(self._opening(heading[:LEAD], body[:LEAD]))
        text = view.document.text
        growth = [t.word for t in rules.triggers if t.kind == "growth"]
        rises = sum(any(word in text[s.start : s.end] for word in growth) for s in body)
        self.release = f"release{min(3, 10 * rises // max(1, len(body)))}"
        self.headings = [s.start for s in heading]
        counts = Counter(p.value for p in self.periods if p.role in ("point", "upto"))
        self.most = max(counts, key=lambda v: (counts[v], v)) if counts else ""
        self.paragraphs = {s.paragraph: s.start for s in reversed(body)}
        self.last_paragraph = body[-1].paragraph if body else 0

    def _opening(self, headings: Sequence[Sentence], body: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
        """The periods that an article opens with, each with its place."""
        for name, sentences in (("head", headings), ("lead", body)):
            found = [p for s in sentences for p in self._within(s.start, s.end) if p.role in ("point", "since", "upto")]
            yield from ((f"{name}{i}", p.value) for i, p in enumerate(found[:3]))

    def _within(self, start: int, end: int) -> list[Period]:
        return self.periods[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def can_tell(self, figure: Figure) -> bool:
        """Whether the time that a figure's sentence names last before it can be told: 今年 cannot in an article of no known date."""
        if self.reference:
            return True
        at = bisect_left(self.every, figure.spot.quantity.start, key=lambda p: p.start)
        return at == 0 or self.every[at - 1].start < figure.spot.clause.sentence.start or bool(self.every[at - 1].value)

    def options(self, figure: Figure, about: Sequence[str]) -> dict[str, list[str]]:
        """The periods that a figure can be of, "" for none, each with its features. about: those of the figure."""
        found: dict[str, set[str]] = {"": set()}
        sources: dict[str, list[str]] = {}
        for source, value, features in self._sources(figure):
            sources.setdefault(value, []).append(source)
            found.setdefault(value, set()).update(features)
        present = {s for names in sources.values() for s in names}
        for value, features in found.items():
            names = sources.get(value, [])
            if not value:
                features |= {f"no:{a}" for a in about} | {f"no+{s}" for s in present}
                features |= {f"no+{s}:{a}" for s in present for a in about[:4]}
            else:
                shape = self._shape(value)
                features.add(f"shape:{shape}")
                features |= {f"shape:{shape}:{a}" for a in about[:6]}
                features |= {f"{s}:{a}" for s in names for a in about}
                features |= {f"{s}:{shape}" for s in names}
            if value == figure.period:
                features |= {RULE, f"rule:{about[0]}", f"rule:{self._shape(value)}", f"rule:{self.release}"}
                features |= {f"rule+{s}" for s in names}
        barred = {p.value for p in self._here(figure.spot) if p.start < figure.spot.quantity.start and is_of_others(p, figure.spot)}
        return {value: sorted(features) for value, features in found.items() if value not in barred}

    def _here(self, spot: Spot) -> list[Period]:
        """The periods of a number's sentence."""
        return self._within(spot.clause.sentence.start, spot.clause.sentence.end)

    def _sources(self, figure: Figure) -> Iterator[tuple[str, str, set[str]]]:
        """Where a period comes from, its value, and what speaks for or against it."""
        spot = figure.spot
        sentence, text = spot.clause.sentence, spot.text
        q = spot.quantity
        here = self._here(spot)
        before = [p for p in here if p.start < q.start and (p.role != "compare" or is_told_of(p, spot))]
        for rank, p in enumerate(reversed(before[-4:])):
            name = "clause" if p.start >= spot.clause.start else "sentence"
            yield f"{name}{rank}", p.value, self._between(p, spot, name)
        after = next((p for p in here if p.start >= q.end and p.start < spot.clause.end), None)
        if after:
            yield "after", after.value, {f"after:{p}" for p in self._around(after, text)}
        first = self.paragraphs.get(sentence.paragraph, sentence.start)
        begin, end = bisect_left(self.starts, first), bisect_left(self.starts, sentence.start)
        if begin < end:
            opener, last = self.periods[begin], self.periods[end - 1]
            gap = self._sentences(last.start, sentence.start)
            yield "paragraph", last.value, {f"paragraph{min(gap, 3)}", f"paragraph:{last.role}"}
            yield f"opens{opener.start - first < NEAR}", opener.value, {f"opens:{opener.role}", f"alone{end - begin == 1}"}
        for name, value in self.opening:
            yield name, value, {f"{name}:{self.release}"}
        yield from self._since(before, spot)
        yield from self._elsewhere(figure, first)
        if self.reference:
            yield "now", self.reference[:4], {f"now:{self.release}"}
            if "-" in self.reference:
                yield "today", self.reference, {f"today{len(self.reference)}"}
            yield "last", str(int(self.reference[:4]) - 1), {f"last:{self.release}"}
        if figure.period:
            yield "rules", figure.period, set()

    def _since(self, before: Sequence[Period], spot: Spot) -> Iterator[tuple[str, str, set[str]]]:
        """From a period to the article: 2021年11月揭牌以来."""
        for p in before:
            if p.role in ("point", "since") and len(self.reference) > 4 and (found := spot.rules.since.match(spot.text, p.end)):
                start = p.value.partition("/")[0]
                for name, last in (("since-month", self.reference[:7]), ("since-year", self.reference[:4])):
                    if start < last:
                        yield name, f"{start}/{last}", {f"{name}:{len(start)}", f"{name}:{found[1]}"}

    def _elsewhere(self, figure: Figure, first: int) -> Iterator[tuple[str, str, set[str]]]:
        """What the paragraphs before and the heading above tell of, what is told of most, the year in the name of the subject."""
        above = bisect_left(self.headings, first)
        for name, start in (("told", 0), ("above", self.headings[above - 1] if above else first)):
            periods = [p for p in self._within(start, first) if p.role in ("point", "upto")]
            if periods:
                yield name, periods[-1].value, {f"{name}:{periods[-1].role}"}
        if self.most:
            yield "most", self.most, set()
        if found := _YEAR.search(self.view.entities[figure.subject].name):
            yield "named", found[0], set()

    def _sentences(self, start: int, end: int) -> int:
        """How many sentences begin between two positions."""
        sentences = self.view.document.sentences
        return bisect_left(sentences, end, key=lambda s: s.start) - bisect_right(sentences, start, key=lambda s: s.start)

    def _between(self, p: Period, spot: Spot, name: str) -> set[str]:
        """What stands between a period and the number after it."""
        text, q = spot.text, spot.quantity
        words = text[p.end : q.start]
        clauses = min(4, len(_BREAK.findall(words)))
        numbers = min(3, len(_NUMBER.findall(words)))
        semicolon = "；" in words
        opens = p.start < OPENS - 1 or _OPENED.search(text, p.start - OPENS + 1, p.start) is not None
        found = {f"{name}:role:{p.role}", f"{name}:far{clauses}", f"{name}:numbers{numbers}", f"{name}:group{semicolon}"}
        found |= {
            f"{name}:far{clauses}:numbers{numbers}",
            f"{name}:opens{opens}",
            f"{name}:first{p.start - spot.clause.sentence.start < 3}",
        }
        found |= {f"{name}:{a}" for a in self._around(p, text)}
        heads = {m.entity for m in self.view.in_sentence(spot.clause.sentence) if p.end <= m.start < q.start}
        found.add(f"{name}:named{min(2, len(heads))}:far{clauses}")
        return found

    def _around(self, p: Period, text: str) -> list[str]:
        """The period as it is worded, the words right after it, and whether it modifies a noun."""
        rest = _BREAK.split(text[p.end : p.end + SIGHT])[0]
        words = self.words.within(p.end, p.end + NEAR)
        found = [f"word:{_NUMBER.sub('0', text[p.start : p.end])}", f"then:{words[0] if words else ''}", f"next:{text[p.end : p.end + 1]}"]
        found += [f"tag:{self.words.tag_after(p.end)}", f"modifies{'的' in rest}", f"preceded:{text[max(0, p.start - 1) : p.start]}"]
        return found

    def about(self, figure: Figure) -> list[str]:
        """What kind of figure it is: the coarse features first."""
        spot, q = figure.spot, figure.spot.quantity
        kind = self.view.entities[figure.subject].type
        lasting = spot.rules.timeless.match(figure.indicator) is not None
        flows = spot.rules.flows.search(figure.indicator) is not None
        found = [f"kind:{figure.kind}", f"planned{figure.planned}", f"lasting{lasting}", f"type:{kind}", f"dim:{q.dimension}", self.release]
        found += [
            f"flows{flows}",
            f"unit:{q.unit}",
            f"{figure.kind}:{kind}",
            f"{figure.kind}:{q.dimension}:{kind}",
            f"{self.release}:{kind}",
        ]
        found += [f"ends:{figure.indicator[-2:]}", f"end:{figure.indicator[-1:]}", f"begins:{figure.indicator[:2]}"]
        found += [f"word:{w}" for w in self._beside(spot)]
        return found

    def _beside(self, spot: Spot) -> list[str]:
        """The words before and after a number in its clause."""
        q, clause = spot.quantity, spot.clause
        left = self.words.within(max(clause.start, q.start - SIGHT), q.start)[-NEAR:]
        right = self.words.within(q.end, min(clause.end, q.end + SIGHT))[: NEAR // 2]
        return list(dict.fromkeys([*(f"<{w}" for w in left), *(f">{w}" for w in right)]))

    def _shape(self, value: str) -> str:
        """A period without its year, and how that lies to the article's."""
        if not value:
            return ""
        year = value.lstrip("/")[:4]
        relation = (
            "later" if is_later(value, self.reference) else f"{min(3, int(self.reference[:4]) - int(year))}" if self.reference else "?"
        )
        return re.sub(r"-\d\d", "-m", re.sub(r"\d{4}", "Y", value)) + relation

    def plan(self, figure: Figure, period: str, about: Sequence[str]) -> list[str]:
        """The features of a figure that say whether it is planned."""
        spot, sentence = figure.spot, figure.spot.clause.sentence
        shape = self._shape(period)
        found = {
            f"rule:{figure.planned}",
            f"shape:{shape}",
            f"rule:{figure.planned}:{shape}",
            f"last{sentence.paragraph == self.last_paragraph}",
        }
        found |= {*about, *(f"rule:{figure.planned}:{a}" for a in about[:5])}
        opens = self.paragraphs.get(sentence.paragraph, sentence.start)
        spans = {
            "clause": (spot.clause.start, spot.clause.end),
            "before": (sentence.start, spot.clause.start),
            "after": (spot.clause.end, min(sentence.end, spot.clause.end + SIGHT)),
            "opening": (opens, min(sentence.start, opens + SIGHT)),
        }
        found |= {f"{name}:{w}" for name, span in spans.items() for w in self.words.within(*span)}
        later = any(is_later(p.value, self.reference) for p in self._within(sentence.start, sentence.end))
        found |= {f"later{later}", f"later{later}:rule:{figure.planned}"}
        return sorted(found)
