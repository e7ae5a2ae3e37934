"""observations.yml in the form that the reading of figures needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.extract.candidates import JOINT
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.figures import units
from kg.knowledge.reading import reading_rules
from kg.knowledge.regex import any_of


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
    named: bool
    adjacent: bool


@dataclass(frozen=True, slots=True, eq=False)
class FigureRules:
    """observations.yml in the form the reader needs."""

    triggers: tuple[Trigger, ...]
    amounts: re.Pattern[str]
    reached: tuple[str, ...]
    rates: tuple[str, ...]
    points: tuple[str, ...]
    each: tuple[str, ...]
    distributive: re.Pattern[str]
    change: re.Pattern[str]
    in_a_row: re.Pattern[str]
    closes: re.Pattern[str]
    continues: tuple[str, ...]
    of_whole: re.Pattern[str]
    wholes: tuple[str, ...]
    cut: re.Pattern[str]
    becomes: re.Pattern[str]
    changed: re.Pattern[str]
    one_in: re.Pattern[str]
    plan_says: re.Pattern[str]
    of_place: re.Pattern[str]
    barred: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    labels: re.Pattern[str]
    line: re.Pattern[str]
    nested: re.Pattern[str]
    parts: re.Pattern[str]
    among: re.Pattern[str]
    counted_among: re.Pattern[str]
    ranked_among: re.Pattern[str]
    contests: tuple[str, ...]
    sizes: Mapping[str, str]
    phases: re.Pattern[str]
    sorts: re.Pattern[str]
    going_on: tuple[str, ...]
    totals: tuple[str, ...]
    counters: frozenset[str]
    anew: tuple[str, ...]
    speaker: re.Pattern[str]
    capacity: re.Pattern[str]
    planned: re.Pattern[str]
    of_plan: re.Pattern[str]
    keeps_planned: re.Pattern[str]
    timeless: re.Pattern[str]
    now: re.Pattern[str]
    since: re.Pattern[str]
    aside: re.Pattern[str]
    resumes: re.Pattern[str]
    framed: re.Pattern[str]
    goals: re.Pattern[str]
    origin: re.Pattern[str]
    leaves: re.Pattern[str]
    target: re.Pattern[str]
    flows: re.Pattern[str]
    refers: re.Pattern[str]
    adjacent: re.Pattern[str]
    filler: re.Pattern[str]
    back: tuple[str, ...]
    uncounted: tuple[str, ...]
    counted_list: tuple[str, ...]
    round_figures: tuple[str, ...]
    quality: Mapping[str, str]
    quality_of: tuple[Mapping[str, Any], ...]
    course: re.Pattern[str]
    aspect: re.Pattern[str]
    breakdown: re.Pattern[str]
    proportion: re.Pattern[str]
    sectors: tuple[str, ...]
    in_names: Mapping[str, str]
    in_plans: frozenset[str]
    measures: tuple[str, ...]
    by_unit: Mapping[str, str]
    of_unit: Mapping[str, str]
    implied: Mapping[str, tuple[str, ...]]
    verb_nouns: tuple[Mapping[str, Any], ...]
    attributive: tuple[str, ...]
    place: re.Pattern[str]
    yardstick: re.Pattern[str]
    multiple: re.Pattern[str]
    times: re.Pattern[str]
    invested: re.Pattern[str]
    outlay: re.Pattern[str]
    targets: tuple[str, ...]
    whole: tuple[str, ...]
    builds: re.Pattern[str]
    at: tuple[str, ...]
    territorial: re.Pattern[str]
    mostly: re.Pattern[str]
    works: re.Pattern[str]
    against: re.Pattern[str]
    verbs: re.Pattern[str]
    within: re.Pattern[str]
    lead: re.Pattern[str]
    dependent: frozenset[str]
    measures_time: tuple[str, ...]
    bounds: tuple[tuple[tuple[str, ...], str], ...]


@lru_cache(maxsize=8)
@reads("rules/observations.yml")
def figure_rules(knowledge: Knowledge) -> FigureRules:
    """The rules of observations.yml and lexicon/indicators.tsv, compiled."""
    items = [item.data for item in knowledge.rules.get("observations", ())]
    data = {d["name"]: d for d in items}

    def words(name: str, key: str) -> tuple[str, ...]:
        return tuple(sorted(data.get(name, {}).get(key, ()), key=lambda w: (-len(w), w)))

    def pattern(name: str, key: str, shape: str = "{}") -> re.Pattern[str]:
        return re.compile(shape.format(f"(?:{any_of(words(name, key))})"))

    def expression(name: str, key: str) -> re.Pattern[str]:
        return re.compile("|".join(data.get(name, {}).get(key, ())) or "(?!)")

    def measured(of: str) -> re.Pattern[str]:
        return re.compile(any_of([row["indicator"] for row in knowledge.tables.get("indicators", ()) if row["of"] == of]))

    averages = "".join(f"(?<!{word[0]}(?={word[1:]}))" for word in words("level/each", "averages"))
    changes = any_of(
        sorted({w for d in items if d.get("kind") == "growth" and not d.get("joins") for w in d.get("trigger", ())}, key=len)[::-1]
    )
    between = f"(?:{any_of(words('growth/adjacent', 'between'))})*$"
    not_planned = any_of(words("modality/planned", "not_before"))
    measured_against = "".join(f"(?<!{word})" for word in words("modality/planned", "not_after"))
    return FigureRules(
        triggers=tuple(sorted((t for d in items if "trigger" in d for t in _triggers(d, between)), key=lambda t: (-len(t.word), t.word))),
        amounts=pattern(
            "growth/of-amounts",
            "amounts",
            f"{_not_after(words('growth/of-amounts', 'not_after'))}{{}}(?:{any_of(words('growth/of-amounts', 'particles'))})?$",
        ),
        reached=tuple(w + p for w in words("level/reached", "reached") for p in ("", *words("growth/of-amounts", "particles"))),
        rates=words("growth/rates", "rates"),
        points=words("growth/points", "points"),
        each=words("rank/each", "each"),
        distributive=pattern(
            "level/each",
            "distributive",
            f"{averages}{{}}(?!{any_of(words('level/each', 'not_before'))})",
        ),
        change=re.compile(f"(?:{changes})$"),
        in_a_row=re.compile(f"{JOINT}({changes})?[-－−]?"),
        closes=pattern("level/each", "closes", "[”》]?{}"),
        continues=words("share/part", "continues"),
        of_whole=pattern("share/wholes", "of_whole"),
        wholes=words("share/wholes", "wholes"),
        cut=expression("indicator/cut", "cut"),
        becomes=expression("indicator/beside", "becomes"),
        changed=expression("indicator/beside", "changed"),
        one_in=re.compile("|".join(words("indicator/one-in", "one_in")).replace("{u}", f"(?:{any_of(list(units(knowledge)))})") or "(?!)"),
        plan_says=expression("subject/plan", "plan_says"),
        of_place=expression("subject/place-only", "of_place"),
        barred=tuple(
            (re.compile(frame.replace("{}", any_of(b["of"]))), tuple(b["classes"]))
            for frame in words("subject/barred", "frame")
            for b in data["subject/barred"]["barred"]
        ),
        labels=expression("indicator/beside", "labels"),
        line=reading_rules(knowledge).patterns["figure_line"],
        nested=expression("indicator/beside", "nested"),
        parts=expression("indicator/beside", "parts"),
        among=expression("rank/among", "among"),
        counted_among=expression("rank/among", "counted_among"),
        ranked_among=expression("rank/among", "ranked_among"),
        contests=words("rank/among", "contests"),
        sizes=data.get("indicator/deeds", {}).get("sizes", {}),
        phases=expression("indicator/deeds", "phases"),
        sorts=expression("indicator/deeds", "sorts"),
        going_on=words("indicator/deeds", "going_on"),
        counters=frozenset(name for name, u in units(knowledge).items() if u.dimension == "count"),
        totals=words("indicator/totals", "totals"),
        anew=words("indicator/totals", "anew"),
        speaker=pattern("subject/speaker", "speaker"),
        capacity=pattern("capacity/in-name", "capacity"),
        planned=pattern("modality/planned", "planned", f"{measured_against}{{}}(?!{not_planned})"),
        of_plan=expression("modality/planned", "of_plan"),
        keeps_planned=pattern("modality/carried", "planned"),
        timeless=pattern("period/timeless", "timeless"),
        now=pattern("period/now", "now"),
        since=pattern("period/since", "since", "[^，。；：！？\\n、]{{0,20}}?({})"),
        aside=pattern("period/aside", "aside"),
        resumes=pattern("period/resumed", "resumes"),
        goals=pattern("period/goals", "goals"),
        framed=pattern("period/framed", "framed"),
        origin=pattern("period/origin", "origin", "{}$"),
        leaves=pattern("period/origin", "origin"),
        target=pattern("period/origin", "target", "[^，。；、]{{0,4}}?{}"),
        flows=pattern("period/flows", "flows"),
        refers=pattern("indicator/refers", "refers"),
        adjacent=pattern("rank/holder", "holder", "[市区县镇内里中上]?的?{}?"),
        filler=pattern("indicator/filler", "filler", "{}|[，。\\s]"),
        back=words("refused/refers-back", "back"),
        uncounted=words("refused/uncounted", "uncounted"),
        counted_list=words("refused/list-sum", "counted"),
        round_figures=words("indicator/round-figures", "round"),
        measures=words("indicator/measures", "measures"),
        quality=data.get("indicator/quality", {}).get("quality", {}),
        quality_of=tuple(data.get("indicator/quality", {}).get("quality_of", ())),
        proportion=pattern("share/structure", "proportion"),
        sectors=tuple(data.get("share/structure", {}).get("sectors", ())),
        aspect=expression("indicator/aspect", "aspect"),
        breakdown=expression("indicator/breakdown", "breakdown"),
        course=pattern("growth/course", "course"),
        in_names=data.get("capacity/in-name", {}).get("in_names", {}),
        in_plans=frozenset(words("capacity/in-name", "planned_of")),
        attributive=words("indicator/attributive", "attributive"),
        by_unit=data.get("indicator/by-unit", {}).get("by_unit", {}),
        of_unit=data.get("indicator/of-unit", {}).get("of_unit", {}),
        implied={unit: tuple(w) for unit, w in data.get("unit/implied", {}).get("implied", {}).items()},
        verb_nouns=tuple(data.get("indicator/verb-nouns", {}).get("verb_nouns", ())),
        place=pattern("rank/place", "place"),
        yardstick=pattern("subject/yardstick", "yardsticks", f"{{}}(?:{any_of(words('subject/yardstick', 'particles'))})?$"),
        multiple=pattern("subject/yardstick", "multiples", "{}$"),
        times=expression("subject/yardstick", "times"),
        builds=pattern("subject/built", "builds"),
        at=words("subject/built", "at"),
        whole=words("subject/whole", "whole"),
        invested=pattern("subject/built", "invested"),
        outlay=expression("indicator/outlay", "outlay"),
        targets=words("indicator/outlay", "targets"),
        territorial=measured("place"),
        mostly=measured("mostly-place"),
        works=measured("work"),
        against=expression("growth/compared", "compared"),
        verbs=pattern("indicator/verbs", "verbs", "{}$"),
        within=pattern("indicator/verbs", "within", "{}$"),
        lead=pattern("indicator/lead", "lead_words", f"(?!{any_of(words('indicator/lead', 'kept'))}){{}}"),
        dependent=frozenset(words("indicator/dependent", "dependent")),
        measures_time=words("time/measured", "measures_time"),
        bounds=tuple((tuple(d[key]), d["why"]) for d in items for key in ("bounds", "standards") if key in d),
    )


def _not_after(words: Iterable[str]) -> str:
    return "".join(f"(?<!{re.escape(word)})" for word in words)


def _triggers(data: Mapping[str, Any], between: str) -> Iterator[Trigger]:
    """The triggers of an entry. between: what may stand between one that is adjacent and its number."""
    before = _not_after(data.get("not_after", ()))
    after = f"(?!{any_of(data.get('not_before', ()))})"
    for word in data["trigger"]:
        pattern = re.compile(f"{before}{re.escape(word)}{between if data.get('adjacent') else after}")
        yield Trigger(
            word,
            data["name"],
            data["kind"],
            data.get("sign", 1),
            data.get("joins", False),
            pattern,
            data.get("link", ""),
            data.get("named", False),
            data.get("adjacent", False),
        )
