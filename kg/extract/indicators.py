"""What a figure measures, in the text's own words."""

from __future__ import annotations

import re

from kg.extract.candidates import JOINT
from kg.extract.deeds import COUNTING, deed, sort_of, stock
from kg.extract.figure_rules import FigureRules, Trigger
from kg.extract.kinds import undated
from kg.extract.segment import segment
from kg.extract.spot import Spot
from kg.extract.told_before import STEPS, clause_before, entered, grew_last, label, last_alike, led_up_to, said_of_last
from kg.extract.wording import FRAME, TAIL, clean, noun, telling
from kg.knowledge.regex import any_of

SHORT = 3  # an indicator of so few characters needs the noun after the number
MODIFIER = 8  # longer words before a number that modifies a name are of the rest of the sentence
NO_NOUN = ("v", "p", "d", "c", "r", "u", "m")  # a word of these tags begins no noun


def indicator_of(spot: Spot, kind: str, trigger: Trigger | None, subject: str, modifies: bool) -> str:
    """The measured thing, "" if the text does not say it."""
    previous = spot.recent[-1].indicator if spot.recent and spot.recent[-1].subject == subject else ""
    like = last_alike(spot, subject)
    base = (previous or like) if spot.quantity.unit in spot.rules.points else (like or previous)
    fixed = spot.rules.of_unit.get(spot.quantity.unit)
    if fixed:
        return str(fixed)
    goes_on = kind != "rank" and previous and (spot.recent[-1].unit == spot.quantity.unit or spot.recent[-1].kind == "growth")
    if goes_on and spot.rules.becomes.fullmatch(undated(spot).strip("，")) and not _named(spot, clean(spot, spot.left, subject)):
        return previous  # 从28%涨到62%, 翻一番，达到12亿元, but not 总量达到62家
    if spot.right.startswith(spot.rules.round_figures):
        name = clean(spot, spot.left, subject)
        return telling(spot, name) or like or name or base
    if kind == "rank":
        return _ranked(spot, subject, base)
    if kind == "growth":
        return _grown(spot, subject, previous, base, trigger)
    within = spot.rules.one_in.match(spot.text, spot.quantity.plain, spot.quantity.end) if kind == "share" else None
    name = clean(spot, spot.left + (within[1] if within else ""), subject)
    if name in spot.rules.sizes and spot.quantity.dimension == "length":
        return str(spot.rules.sizes[name])
    if not name and kind == "level" and (labelled := label(spot, subject)):
        return labelled
    if spot.rules.refers.match(name):
        name = base or spot.said.get((subject, spot.quantity.unit), name)
    if not spot.left.strip(FRAME) and spot.clause.head is None:
        named = clean(spot, re.split("[，。；]", spot.right)[0], subject)[:TAIL]
        if spot.rules.labels.match(spot.right) and named:
            return named  # 2263.8亿元——这是规上工业总产值
    if kind == "share":
        if part := _part_listed(spot, name):
            return part + name
        if name and not telling(spot, name) and base:
            return f"{base}{name}"
        if name.startswith(spot.rules.continues) and base and len(name) < TAIL:
            return base + name
        counted = noun(spot, spot.right) if spot.right.startswith("的") else ""
        return name or counted or previous or noun(spot, spot.right)
    if sort := sort_of(spot, name, like):
        return sort
    if name and like and not telling(spot, name):
        after = noun(spot, spot.right) if spot.quantity.dimension in COUNTING else ""
        name = deed(spot, name, like, after, _quality(spot, subject))
    return _level(spot, subject, name, base, modifies)


def _level(spot: Spot, subject: str, name: str, base: str, modifies: bool) -> str:
    """What an amount or a count is of: the words before it, the noun after it, or both."""
    q, rules, right = spot.quantity, spot.rules, spot.right
    counts = q.dimension in COUNTING
    quality = _quality(spot, subject)
    if quality and _bracketed(spot, subject):
        return quality
    core = q.unit.lstrip(STEPS)
    for entry in rules.verb_nouns:
        told = entry.get(q.dimension, "" if q.dimension == "money" else entry.get("", ""))
        sold = told and not (counts and right.startswith(tuple(entry.get("unless", ()))))  # 销往50个国家
        if sold and name.endswith(tuple(entry["verbs"])) and not name.endswith(rules.measures):
            kept = re.sub(f"(?:{any_of(entry['verbs'])})$", "", name) if entry.get("instead") else name
            return f"{kept}{told}"
    outlay = rules.outlay.fullmatch(name) is not None
    after = noun(spot, right) if counts or (not outlay and (len(name) <= SHORT or right.startswith("的"))) else ""
    if right.startswith("的") and after:
        after += quality
    if not counts and not name and after and not right.startswith("的") and segment(right)[0].tag[:1] not in NO_NOUN:
        return after  # 40万吨苯酚丙酮、15万吨环氧丙烷
    if modifies and quality and not name:
        return quality
    if not counts and not name and base:
        last = spot.recent[-1]
        of_things = spot.left == "、" and last.indicator == base and last.unit.lstrip(STEPS) in spot.rules.counters
        return base + quality if of_things and not base.endswith(quality) else base  # 12个项目、201亿元
    said = said_of_last(spot, subject, name)
    if not modifies and said and len(name) < SHORT and not after:
        return said  # 一家就做了133.9亿元
    if counts and after and rules.nested.search(spot.text, spot.clause.start, q.start):
        return after  # 18个省的73个|城市
    if counts and after:
        kept = rules.cut.sub("", name + after)
        return kept if len(kept) >= SHORT else name + after  # 引进云岭电子、青禾科技等36家|上下游企业, but 出口到丹麦、德国等17个国家
    if counts and not name and not base:
        name = rules.by_unit.get(core, "")
    if name in rules.dependent and not modifies:
        told = (o for o in reversed(spot.recent) if o.subject == subject and _adds_up(o.unit, core, rules))
        counted = next((o.indicator for o in told if o.indicator not in rules.dependent), "")
        counted = stock(counted, spot.rules) if name in rules.totals else counted
        return counted + name if counted and not counted.endswith(name) else name
    if modifies:
        name = next((word for word in sorted(rules.dependent, key=len, reverse=True) if name.endswith(word)), name)
    if modifies and quality and (len(name) <= SHORT or not telling(spot, name) or len(name) > MODIFIER):
        return name if name in rules.dependent or name.endswith(rules.measures) else quality
    if after and len(name) <= SHORT and name not in rules.dependent:
        return name + after
    if quality and not after and name and not telling(spot, name) and spot.view.entities[subject].type in spot.types.built:
        return quality if quality.startswith(name) else name + quality
    if right.startswith("的") and q.dimension == "money" and name not in rules.dependent and not outlay:
        return name + noun(spot, right)  # 可以拿到一笔1000万元的科研经费
    if name or after or base or quality:
        return name or after or base or quality
    return core if len(core) > 1 else clause_before(spot, subject)


def _part_listed(spot: Spot, name: str) -> str:
    """What is part of several wholes, told with the first of them: 约占全国的15%、全省的47%."""
    listed = spot.recent and spot.left.startswith("、") and name.startswith(spot.rules.wholes)
    part = spot.recent[-1].indicator if listed and spot.recent[-1].kind == "share" else ""
    of = spot.rules.of_whole.search(part)
    return part[: of.end()] if of else ""


def _adds_up(unit: str, core: str, rules: FigureRules) -> bool:
    """Whether a number of a unit tells what a sum is of: 12个项目，总投资201亿元, but not 占地118亩，总投资6.5亿元."""
    return unit.lstrip(STEPS) in {*rules.counters, core}


def _quality(spot: Spot, subject: str) -> str:
    """What a number of such a dimension is of such a thing where the text has no word for it: the area of a site, the size of
    a fund."""
    named = spot.view.entities[subject]
    for entry in spot.rules.quality_of:
        fits = named.type in entry.get("classes", ()) or named.name.rstrip("”》）").endswith(tuple(entry.get("names", ())) or ("\n",))
        if fits and spot.quantity.dimension in entry["quality"]:
            return str(entry["quality"][spot.quantity.dimension])
    return spot.rules.quality.get(spot.quantity.dimension, "")


def _bracketed(spot: Spot, subject: str) -> bool:
    """Whether a number is all that stands in brackets after a name: 某电站（120万千瓦）."""
    opened = spot.quantity.start - 1
    alone = spot.text[opened] in "（(" and spot.right.startswith(("）", ")"))
    return alone and any(m.entity == subject and m.end == opened for m in spot.clause.mentions)


def _named(spot: Spot, name: str) -> bool:
    """Whether a few words name a measure of their own: 总量, 弃光率, 价格."""
    return name.endswith(spot.rules.measures) or any(t.tag == "n" and len(t.text) > 1 for t in segment(name))


def _ranked(spot: Spot, subject: str, base: str) -> str:
    """What a rank is of: the words before 居全市, or the figure before."""
    cut = spot.rules.place.search(spot.left)
    name = clean(spot, spot.left[: cut.start()] if cut else spot.left, subject)
    counted = _counted_before(spot) and _of_many(spot, name) and not name[:-1].endswith(spot.rules.contests)
    if counted or spot.rules.among.fullmatch(name):
        place = spot.rules.place.search(spot.text, spot.clause.start, spot.quantity.start)
        name = clean(spot, spot.text[spot.clause.start : place.start()], subject) if place else ""
    if name in spot.rules.dependent:
        base = grew_last(spot, subject, name) or base or led_up_to(spot, subject)
        return base + name if base and not base.endswith(name) else name
    rest = clean(spot, spot.rules.place.sub("", spot.left[cut.start() :]), subject) if cut else ""
    if len(name) == 1 and not base:
        name = clause_before(spot, subject) or name  # 百强榜上，分列第11位
    last = next((o for o in reversed(spot.recent) if o.subject == subject), None)
    if not name and last and last.kind == "rank" and re.match(JOINT, spot.left):
        return last.indicator  # 居全市第一、全省第三
    if not name and last and last.kind == "share" and last.indicator.endswith(spot.rules.measures) and not last.indicator.startswith(base):
        return last.indicator  # 投入66.5亿元，投入强度3.14%，居全省第四
    said = last.indicator if last else clause_before(spot, subject) or entered(spot, subject)
    return name or base or noun(spot, spot.right) or rest or said


def _counted_before(spot: Spot) -> bool:
    """Whether the words before a number begin with what another number counts: 在全省16个市中排第四."""
    start = spot.quantity.start - len(spot.left)
    return start > spot.clause.start and not any(m.end == start for m in spot.clause.mentions)


def _of_many(spot: Spot, name: str) -> bool:
    """Whether the words before a rank say among whom it is: 在全省16个市|中|排第四, 居全省九个|市州|之首."""
    start = spot.quantity.start - len(spot.left)
    held = spot.rules.place.search(spot.text, spot.clause.start, start) and spot.rules.ranked_among.match(spot.text, start)
    return bool((name and held) or spot.rules.counted_among.fullmatch(name))


def _grown(spot: Spot, subject: str, previous: str, base: str, trigger: Trigger | None) -> str:
    """What grew: the words before the first word of growth, or the figure before."""
    left = spot.rules.against.sub("", spot.left)
    if trigger and trigger.joins:
        name = clean(spot, left, subject)
        whole = previous or base
        ratio = any(o.kind == "share" and o.indicator == whole for o in spot.recent)
        link = "" if ratio or whole.endswith(trigger.link) or name.startswith(trigger.link) else trigger.link
        return f"{whole}{link}{name}" if len(name) < TAIL else name
    found = [m.start() for t in spot.rules.triggers if t.kind == "growth" and (m := t.pattern.search(left))]
    name = clean(spot, left[: min(found)] if found else left, subject)
    if trigger and trigger.named:
        return name + trigger.word
    if name and (name in spot.rules.dependent or not telling(spot, name)):
        said = base or previous or clause_before(spot, subject)
        return said if said.endswith(name) else f"{said}{name}"
    told = "" if name else led_up_to(spot, subject)
    return name or told or base or previous or clause_before(spot, subject) or noun(spot, spot.right)
