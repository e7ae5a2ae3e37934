"""The years that an article says by number, each with the way it is told: as past, as planned, as a span's end, ….

>>> from kg.knowledge import load
>>> from kg.knowledge.reading import reading_rules
>>> text = ["2023年产值12亿元，同比增长8%。", "力争到2027年达到30亿元。"]
>>> [(y.year, y.kind) for y in find_years(text, reading_rules(load()))]
[(2023, 'told'), (2027, 'planned')]
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.knowledge.reading import ReadingRules

YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?=\s*年)(?:年\s*(?P<month>\d{1,2})\s*月)?|〔((?:19|20)\d{2})〕")
BEGUN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(?:[—–~～-]+|至|到)\s*$")
NAMED_YEAR = re.compile(r"(?<![\d.〔])(20\d{2})(?=[\u4e00-\u9fff（(])(?!年)")
LOOKING_BACK = re.compile(r"(?<![\d.〔])(20\d{2})(?=[：:，\s]|$)")
CLAUSE_END = re.compile(r"[，。；：！？、\n“”]")
SIGHT = 120  # characters on either side of a date that say how it is meant
PLAN = 6  # years of a plan that is told of as it begins
GAP = 3  # years between the last one and the one before that make it doubtful
COMING = ("planned", "estimated", "until", "begun")  # kinds of years that may lie ahead


@dataclass(frozen=True, slots=True)
class Year:
    """A year said by number. kind: told (as something past), planned, estimated (at its end), until (到2027年: either),
    begun (the first of a plan's span), number (of a decree), event (named after it)."""

    year: int
    kind: str
    place: int  # index of the sentence
    clause: str
    month: int = 0  # that is told with it
    at: int = 0  # where in the sentence

    @property
    def dated(self) -> bool:
        """Is a month told with it?"""
        return self.month > 0


def find_years(text: Sequence[str], rules: ReadingRules) -> list[Year]:
    """The years of headings and sentences, in order."""
    return _doubted(list(_years(text, rules)), text, rules)


def is_planned(clause: str, rules: ReadingRules) -> bool:
    """Is what the clause tells still to come?"""
    return bool(rules.patterns["planned"].search(clause))


def clause_at(sentence: str, at: int) -> str:
    """The clause of a sentence that holds a position, as far as it can be seen from there."""
    left = CLAUSE_END.split(sentence[max(0, at - SIGHT) : at])[-1]
    return left + CLAUSE_END.split(sentence[at : at + SIGHT])[0]


def _doubted(years: Sequence[Year], text: Sequence[str], rules: ReadingRules) -> list[Year]:
    """The years, those told without a word of the past that a plan ends with, or that something is built in, later than
    any other, taken for ones that may lie ahead (桥2028年建成)."""
    ends = {y.year for y in years if y.kind == "until" and any(b.kind == "begun" and b.clause == y.clause for b in years)}
    unsure = {i for i, y in enumerate(years) if y.kind == "told" and _may_come(y, ends, rules.patterns)}
    sure = max((y.year for i, y in enumerate(years) if y.kind not in COMING and i not in unsure), default=0)
    last = [y for i, y in enumerate(years) if y.year == sure and y.kind not in COMING and i not in unsure]
    before = max((y.year for y in years if y.kind not in COMING and y.year < sure), default=sure)
    plans = any(before < y.year < sure for y in years if y.kind == "planned" or y.year in ends)
    if len(last) == 1 and sure - before >= GAP and _is_bare(last[0], text[last[0].place][: last[0].at], plans, rules):
        unsure.add(years.index(last[0]))
        sure = before
    return [replace(y, kind="until") if i in unsure and sure and y.year > sure else y for i, y in enumerate(years)]


def _may_come(year: Year, ends: Container[int], patterns: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether what is told of a year may be still to come."""
    rest = year.clause[year.clause.find(str(year.year)) :]
    return not patterns["past"].search(year.clause) and (year.year in ends or patterns["finished"].search(rest) is not None)


def _is_bare(year: Year, lead: str, plans: bool, rules: ReadingRules) -> bool:
    """May what is told of the last year lie ahead, as nothing says that it is over? lead: what stands before it in its
    sentence; plans: whether the article has plans for the years before."""
    p = rules.patterns
    rest = year.clause.partition(f"{year.year}年")[2]
    if year.kind != "told" or year.dated or p["attributive"].match(rest) or p["past"].search(year.clause):
        return False
    return is_planned(lead, rules) or bool(p["this_year"].search(lead)) or (plans and not p["result"].search(year.clause))


def _years(text: Sequence[str], rules: ReadingRules) -> Iterator[Year]:
    p = rules.patterns
    for place, sentence in enumerate(text):
        for found in YEAR.finditer(sentence):
            clause = clause_at(sentence, found.start())
            kind = "number" if found[3] else "planned" if is_planned(clause, rules) else "told"
            if p["once_planned"].search(sentence if kind == "planned" else clause):
                continue
            begun = BEGUN.search(sentence, max(0, found.start() - SIGHT), found.start())
            over = begun is not None and p["summed"].match(sentence, found.end()) is not None  # 2019年到2021年累计
            if begun:
                kind = "told" if over else "until"
                if p["plan_span"].match(sentence, found.end()) and int(found[1]) - int(begun[1]) <= PLAN:
                    yield Year(int(begun[1]), "begun", place, clause, at=begun.start())
            if (
                kind == "told"
                and not over
                and _is_bound(sentence[: found.start()][-SIGHT:], sentence[found.end() : found.end() + SIGHT], rules)
            ):
                kind = "until"
            if kind == "told" and not over and p["goal"].search(sentence, 0, found.start()):
                kind = "planned"
            if kind == "planned" and p["estimate"].search(clause):
                kind = "estimated"
            if kind in ("told", "planned") and not over and p["event_of_year"].match(sentence, found.end()):
                kind = "event"
            yield Year(int(found[1] or found[3]), kind, place, clause, int(found["month"] or 0), found.start())
        if place == 0 and (back := LOOKING_BACK.search(sentence)):  # 回望2025：…
            yield Year(int(back[1]), "event", place, sentence, at=back.start())
        for found in NAMED_YEAR.finditer(sentence):
            clause = clause_at(sentence, found.start())
            if rules.patterns["event"].search(clause, clause.find(found[1])):
                kind = "planned" if p["coming_year"].search(sentence, 0, found.start()) else "event"
                yield Year(int(found[1]), kind, place, clause, at=found.start())


def _is_bound(before: str, after: str, rules: ReadingRules) -> bool:
    """Is the year between the two the end of a span that may lie ahead?"""
    return bool(rules.patterns["until"].search(before) or rules.patterns["ahead"].match(after))
