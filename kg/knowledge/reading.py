"""ontology/rules/reading.yml → the patterns by which a page is taken apart, an article dated, and what it says to be untrue set aside.

An entry has a name that the reader knows, patterns and words (or words with values), and examples that are checked
while loading. Raises KnowledgeError naming file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from kg.errors import KnowledgeError
from kg.knowledge.faults import reads
from kg.knowledge.files import Item
from kg.knowledge.load import Knowledge
from kg.knowledge.regex import any_of

LAYOUT = ("box", "credit", "caption", "opener", "item", "figure_line", "figure_cell", "dangling", "resuming", "dateline")
DATING = (
    *(
        "this_year",
        "last_year",
        "other_year",
        "planned",
        "goal",
        "plan_span",
        "once_planned",
        "until",
        "ahead",
        "attributive",
        "recent",
        "day",
        "just_passed",
        "comparison",
        "event_of_year",
        "past",
        "estimate",
        "finished",
        "result",
        "coming_year",
        "report",
        "issue",
        "news_day",
        "review",
        "against_last",
        "part_of_whole",
    ),
    *("part_of_year", "just_told", "event", "span_before", "span_after", "anniversary", "year_end", "season", "five_year_plan"),
    *("plan_year", "plan_ahead", "plan_ends", "plan_left", "age", "summed", "newest"),
)
DENYING = ("untrue",)
NAMES = (*LAYOUT, *DATING, *DENYING)
KEYS = ("name", "why", "pattern", "words", "values", "examples", "counterexamples")


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """Patterns by name, to be searched in a line; values of words by name."""

    patterns: Mapping[str, re.Pattern[str]]
    values: Mapping[str, Mapping[str, int]]


@lru_cache(maxsize=8)
@reads("rules/reading.yml")
def reading_rules(knowledge: Knowledge) -> ReadingRules:
    """The compiled entries of rules/reading.yml. Raises KnowledgeError for one that is unknown, missing or wrong."""
    place = str(knowledge.root / "rules" / "reading.yml")
    patterns: dict[str, re.Pattern[str]] = {}
    values: dict[str, Mapping[str, int]] = {}
    for item in knowledge.rules.get("reading", ()):
        name = str(item.data.get("name", ""))
        _check_keys(item)
        if name not in NAMES:
            near = get_close_matches(name, NAMES, 1)
            raise KnowledgeError(
                f"unknown entry '{name}'",
                place=item.place,
                remedy=f"did you mean '{near[0]}'?" if near else f"known are {', '.join(NAMES)}",
            )
        if name in patterns:
            raise KnowledgeError(f"entry '{name}' stands twice", place=item.place, remedy="put the two together")
        patterns[name] = _compile(item)
        values[name] = item.data.get("values", {})
        _check_examples(item, patterns[name])
    for name in NAMES:
        if name not in patterns:
            raise KnowledgeError(f"entry '{name}' is missing", place=place, remedy="take it from the ontology/ that comes with the package")
    return ReadingRules(patterns, values)


def _compile(item: Item) -> re.Pattern[str]:
    words = [*item.data.get("words", ()), *item.data.get("values", ())]
    try:
        return re.compile("|".join([*item.data.get("pattern", ()), any_of(words)]))
    except re.error as error:
        raise KnowledgeError(f"entry '{item.data['name']}': no valid pattern: {error}", place=item.place) from error


def _check_keys(item: Item) -> None:
    for key in item.data:
        if key not in KEYS:
            raise KnowledgeError(f"unknown key '{key}'", place=item.place, remedy=f"known are {', '.join(KEYS)}")


def _check_examples(item: Item, pattern: re.Pattern[str]) -> None:
    for wanted, key in ((True, "examples"), (False, "counterexamples")):
        for text in item.data.get(key, ()):
            if bool(pattern.search(text)) is not wanted:
                verb = "does not match" if wanted else "matches"
                raise KnowledgeError(f"entry '{item.data['name']}' {verb} '{text}'", place=item.place, remedy=f"it is one of its {key}")
