"""observations.yml in the form that the reading of figures needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word with the rule it belongs to."""

    word: str
    rule: str
    kind: str
    sign: int
    joins: bool
    pattern: re.Pattern[str]
    link: str


@dataclass(frozen=True, slots=True, eq=False)
class FigureRules:
    """observations.yml in the form the reader needs."""

    triggers: tuple[Trigger, ...]
    reached: tuple[str, ...]
    rates: tuple[str, ...]
    each: tuple[str, ...]
    continues: tuple[str, ...]
    cut: re.Pattern[str]
    distributive: re.Pattern[str]
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
    round_figures: tuple[str, ...]
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
def figure_rules(knowledge: Knowledge) -> FigureRules:
    """The rules of observations.yml and lexicon/indicators.tsv, compiled."""
    items = [item.data for item in knowledge.rules.get("observations", ())]
    data = {d["name"]: d for d in items}

    def words(name: str, key: str) -> list[str]:
        return sorted(data.get(name, {}).get(key, ()), key=lambda w: (-len(w), w))

    def any_of(found: Sequence[str]) -> str:
        return "|".join(map(re.escape, found)) or "(?!)"

    modality = data.get("modality/planned", {})
    return FigureRules(
        tuple(
            sorted(
                (
                    Trigger(
                        w,
                        d["name"],
                        d["kind"],
                        d.get("sign", 1),
                        d.get("joins", False),
                        re.compile(
                            "".join(f"(?<!{re.escape(b)})" for b in d.get("not_after", ()))
                            + f"{re.escape(w)}(?!{any_of(d.get('not_before', ()))})"
                        ),
                        d.get("link", ""),
                    )
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
        tuple(words("share/part", "continues")),
        re.compile(any_of(words("indicator/cut", "cut"))),
        re.compile(any_of(words("level/each", "distributive"))),
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
