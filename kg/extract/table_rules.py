"""tables.yml in the form that the reading of tables needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.clauses import subject_rules
from kg.extract.figure_rules import figure_rules
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.ontology import RelationType
from kg.knowledge.regex import any_of

RULE = "table/cell"  # the entry that says what labels mean, and the rule of every fact of a table


@dataclass(frozen=True, slots=True, eq=False)
class TableRules:
    """tables.yml compiled. kinds: what ends a label of a rank, a change or a share, by kind and sign; stated: the relation that a
    label says, and which end comes first."""

    unit: tuple[re.Pattern[str], ...]
    above: re.Pattern[str]
    kinds: Mapping[tuple[str, int], re.Pattern[str]]
    compared: re.Pattern[str]
    planned: re.Pattern[str]
    things: re.Pattern[str]
    timeless: re.Pattern[str]
    lasting: frozenset[str]
    places: frozenset[str]
    subjects: frozenset[str]
    value: frozenset[str]
    printed: Mapping[str, str]
    rises: str
    falls: str
    year: re.Pattern[str]
    passed: frozenset[str]
    timed: frozenset[str]
    dated: re.Pattern[str]
    stated: Mapping[str, tuple[RelationType, str]]


@lru_cache(maxsize=8)
@reads("rules/tables.yml", "rules/observations.yml", "rules/milestones.yml")
def table_rules(knowledge: Knowledge) -> TableRules:
    """The rules of tables.yml, with the words for changes, shares and steps that prose has too."""
    data = {item.data["name"]: item.data for item in knowledge.rules.get("tables", ())}
    labels, units = data.get(RULE, {}), data.get("table/unit", {})
    triggers = [t for t in figure_rules(knowledge).triggers if len(t.word) > 1]
    kinds: dict[tuple[str, int], list[str]] = {("rank", 1): [*labels.get("place", ())], ("growth", 1): [*labels.get("change", ())]}
    for trigger in triggers:
        if trigger.kind != "level":
            kinds.setdefault((trigger.kind, trigger.sign), []).append(trigger.word)
    return TableRules(
        unit=tuple(map(re.compile, units.get("brackets", ()))),
        above=re.compile("|".join(units.get("above", ())) or "(?!)"),
        kinds={key: re.compile(f"(?:{any_of(words)})$") for key, words in kinds.items()},
        compared=re.compile(f"(?:{any_of(labels.get('compared', ()))})?$"),
        planned=re.compile(f"(?:{any_of(labels.get('planned', ()))})"),
        things=re.compile(f"(?:{any_of(labels.get('things', ()))})$"),
        timeless=figure_rules(knowledge).timeless,
        lasting=subject_rules(knowledge).lasting,
        places=subject_rules(knowledge).places,
        subjects=subject_rules(knowledge).strong,
        value=frozenset(labels.get("value", ())),
        printed=units.get("printed", {}),
        rises="".join(labels.get("rises", ())),
        falls="".join(labels.get("falls", ())),
        year=re.compile("|".join(labels.get("year", ())) or "(?!)"),
        passed=frozenset(labels.get("passed", ())),
        timed=frozenset(labels.get("timed", ())),
        dated=re.compile(f"(?:{any_of(labels.get('dated', ()))})$"),
        stated={
            label: (knowledge.ontology.relations[entry["says"]], entry["head"])
            for entry in data.get("table/says", {}).get("stated", ())
            for label in entry["labels"]
        },
    )
