"""The year in which an article was written.

The clues of year_clues.py, with the weights that are set by hand, choose one. A linear model (ontology/models/years.tsv), learned by
bench/train_years.py, weighs that choice and the clues against how each year is told: by which words, how far from the year in question.

>>> from kg.knowledge import load
>>> from kg.knowledge.linear import model_of
>>> from kg.knowledge.reading import reading_rules
>>> knowledge = load()
>>> year_of([], ["2023年产值12亿元，同比增长8%。", "今年力争达到15亿元。"], reading_rules(knowledge), model_of(knowledge, "years"))
2024
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from datetime import date
from itertools import pairwise

from kg.knowledge.linear import Linear
from kg.knowledge.reading import ReadingRules
from kg.reading.year_clues import NEWS, WEIGHTS, About, clues_of, last_over, over_by
from kg.reading.years import COMING, Year, find_years

LABEL = "year"
RULED = "ruled"  # the feature of the year that the weights set by hand choose
STEPS = (0.5, 1, 2, 3, 4, 6, 8)  # how far the weights set by hand put a year behind that
OFTEN = 3  # how often a clue counts
APART = 3  # years between one that is said and the article's
AHEAD = 7  # years to the next one that is planned
LEAD = 3  # sentences that tell what is news
BEFORE, AFTER = 8, 10  # characters around a year that tell how it is said
STOPS = re.compile("[，。；：]")
WEEKDAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日[，、（(\s]{0,2}(?:星期|周)([一二三四五六日天])")


def year_of(headings: Sequence[str], prose: Sequence[str], rules: ReadingRules, model: Linear) -> int:
    """The year in which an article was written; 0 if nothing in it tells."""
    features = features_of(headings, prose, rules)
    return max(features, key=lambda year: (model.score(LABEL, features[year]), -year), default=0)


def features_of(headings: Sequence[str], prose: Sequence[str], rules: ReadingRules) -> dict[int, list[str]]:
    """The years that an article may be of, each with what speaks for and against it."""
    about = About([*headings, *prose], len(headings), rules)
    years = find_years(about.text, rules)
    clues = clues_of(years, about)
    by_hand = {year: sum(WEIGHTS.get(clue, 0.0) * n for clue, n in found.items()) for year, found in clues.items()}
    ruled = max(by_hand, key=lambda year: (by_hand[year], -year), default=0)
    latest = max((y.year for y in years if y.kind not in COMING), default=0)
    coming = sorted({y.year for y in years if y.kind in COMING and y.year > latest})
    said: dict[int, set[str]] = {}
    for y in years:
        said.setdefault(y.year, set()).update(_said(y, about))
    found = {}
    for year, counts in clues.items():
        features = {f"behind {step}" for step in STEPS if by_hand[ruled] - by_hand[year] >= step}
        features |= {f"{clue} {i}" for clue, n in counts.items() for i in range(1, min(n, OFTEN) + 1)}
        features |= {RULED} if year == ruled else set()
        features |= set(_to_come(year, latest, coming))
        found[year] = sorted(features | _apart(year, said))  # sums must not depend on the order
    over = last_over(years, about)
    days = list(_weekdays(about))
    held = {year: features for year, features in found.items() if all(_falls(year, *day) for day in days)}
    return {year: features for year, features in (held or found).items() if year > over} or found


def _weekdays(about: About) -> Iterator[tuple[int, int, int]]:
    """The days that are told with their day of the week and no year of their own: month, day, weekday from Monday, which is 0."""
    for sentence in about.text:
        for found in WEEKDAY.finditer(sentence):
            before = STOPS.split(sentence[: found.start()])[-1]
            if not before.rstrip().endswith("年"):
                yield int(found[1]), int(found[2]), "一二三四五六日".index(found[3].replace("天", "日"))


def _falls(year: int, month: int, day: int, weekday: int) -> bool:
    """Whether a day falls on a weekday; one that the year has not does not."""
    with suppress(ValueError):
        return date(year, month, day).weekday() == weekday
    return False


def _to_come(year: int, latest: int, coming: Sequence[int]) -> Iterator[str]:
    """How far off the next years are that the article has plans for; without any, the last one that it tells of."""
    for number, planned in enumerate(coming[:2]):
        yield f"to plan {number}|{_at_most(AHEAD, planned - year)}"
    if not coming:
        yield f"no plan|{_at_most(AHEAD, year - latest)}"


def _at_most(most: int, years: int) -> int:
    return max(-most, min(most, years))


def _apart(year: int, said: Mapping[int, Set[str]]) -> set[str]:
    """How each year is told, with how far it is from the one in question."""
    return {f"{how}|{_at_most(APART, year - other)}" for other, ways in said.items() for how in ways}


def _said(year: Year, about: About) -> Iterator[str]:
    """How a year is told: as what, in which part of the article, by which words, before and after which other years."""
    sentence, patterns = about.text[year.place], about.patterns
    end = year.at + len("2023")
    end += sentence.startswith("年", end)
    before, after = STOPS.split(sentence[max(0, year.at - BEFORE) : year.at])[-1], STOPS.split(sentence[end : end + AFTER])[0]
    yield from (f"l{a}{b}" for a, b in pairwise(before))
    yield from (f"r{a}{b}" for a, b in pairwise(after))
    yield f"{year.kind}.{year.dated}"
    part = "heading" if year.place < about.headings else "lead" if year.place < about.headings + LEAD else "body"
    yield f"{part}.{year.kind}"
    if over := over_by(sentence[end : end + AFTER], about.rules):
        yield f"over {_ago(about.month - over) if about.month else 'unknown'}.{year.kind}"
    others = [m for name in ("this_year", "other_year") for m in patterns[name].finditer(sentence)]
    yield f"after {_word(min((m for m in others if m.start() >= end), key=re.Match.start, default=None))}"
    yield f"before {_word(max((m for m in others if m.end() <= year.at), key=re.Match.start, default=None))}"


def _ago(months: int) -> str:
    """How long before the article's month another one is."""
    return "later" if months < 0 else "now" if months == 0 else "news" if months <= NEWS else "long ago"


def _word(match: re.Match[str] | None) -> str:
    return match[0] if match else "none"
