"""Figures given to each of several things at once: 甲类、乙类企业分别不少于50家和5家."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract.candidates import JOINT
from kg.extract.clauses import Clause
from kg.extract.figure_rules import FigureRules
from kg.extract.quantities import Quantity
from kg.extract.segment import segment
from kg.knowledge.numerals import ARABIC, CHINESE, value
from kg.model import Mention, Observation

WHOLE = 100  # what the parts of a proportion come to
_RATIO = re.compile("[∶:：]")
_JOINT = re.compile(JOINT)
_RANKS = re.compile(rf"第({ARABIC}|[{CHINESE}]+)[位名]?[至到—–~～-]$")  # the first of several places: 分列第二至|第五位
_OPENS = "“《其中，的"
_LISTED = re.compile(f"[”》]?{JOINT}[“《]?")


def shared_out(
    text: str, clause: Clause, quantities: Sequence[Quantity], recent: Sequence[Observation], rules: FigureRules
) -> list[tuple[Quantity, str, str]]:
    """Each figure with the words that stand for what is before it, and the subject that these are of ("" if open); empty where
    nothing is shared out.

    recent: the figures of the sentence, whose indicators the words can take up (金额分别为).
    """
    if not quantities:
        return []
    word = rules.distributive.search(text, clause.start, quantities[0].start)
    if not word or _run(text, quantities, rules) < len(quantities):
        return []
    start = clause.head.end if clause.head and clause.head.end <= word.start() else clause.start
    before, verbs = text[start : word.start()].strip("，。；的"), _verbs(text, word.end(), quantities, rules)
    things = _whole([t for t in _JOINT.split(before) if t], rules)
    if len(quantities) == 1:
        named = {m.text for m in clause.mentions} & set(things)
        return [(quantities[0], thing + verbs[0], "") for thing in things] if len(things) > 1 and not named else []
    if len(things) == len(quantities):
        return [(q, thing + verb, "") for q, thing, verb in zip(quantities, things, verbs, strict=True)]
    after = text[quantities[-1].end : clause.end].strip("，。；")
    if after:
        return [] if before else _counted_after(text, clause, quantities)
    points = quantities[-1].unit if quantities[-1].unit in rules.points else ""
    if points:
        quantities = [replace(q, unit=points, dimension="change") for q in quantities]  # 1.2个和2.4个百分点
    kind = recent[-1].kind if recent and points else "level"
    last = list({(o.indicator, o.subject): o for o in recent if o.kind == kind}.values())[-len(quantities) :]
    if len(last) < len(quantities):
        return []
    what = before if before in rules.dependent else ""
    return [(q, o.indicator + what + verb, o.subject) for q, o, verb in zip(quantities, last, verbs, strict=True)]


def _whole(things: Sequence[str], rules: FigureRules) -> list[str]:
    """Things of which only the last is said in full: 城镇人均可支配收入 of 城镇、农村居民人均可支配收入."""
    if not things or not things[-1].endswith(rules.measures):
        return list(things)
    tail = things[-1][len(segment(things[-1])[0].text) :]
    return [*(t if t.endswith(rules.measures) else t + tail for t in things[:-1]), things[-1]]


def _run(text: str, quantities: Sequence[Quantity], rules: FigureRules) -> int:
    """How many figures follow one another from the first on, with no more than a verb of change between: 增长3%、1%和下降2%."""
    apart = (rules.in_a_row.fullmatch(text[a.end : b.start]) is None for a, b in pairwise(quantities))
    return next((i for i, gap in enumerate(apart, 1) if gap), len(quantities))


def _verbs(text: str, start: int, figures: Sequence[Quantity], rules: FigureRules) -> list[str]:
    """The words before each figure, from the distributive word on; a verb of change holds for the figures up to the next one."""
    said = [text[start : figures[0].start]]
    stem = rules.change.sub("", said[0])
    for a, b in pairwise(figures):
        own = rules.in_a_row.fullmatch(text[a.end : b.start])
        said.append(stem + own[1] if own and own[1] else said[-1])
    return said


def _counted_after(text: str, clause: Clause, quantities: Sequence[Quantity]) -> list[tuple[Quantity, str, str]]:
    """Figures in a row before the noun that they all count, as `shared_out` gives them: 分别有29家、24家企业入选甲榜、乙榜, each with the
    name in its place if as many are named."""
    if len(quantities) == 1 or len({q.unit for q in quantities}) > 1:
        return []
    end = quantities[-1].end
    names = [m for m in clause.mentions if m.start >= end]
    if len(names) != len(quantities) or any(not _LISTED.fullmatch(text[a.end : b.start]) for a, b in pairwise(names)):
        return [(q, text[end : names[0].start if names else clause.end].strip("，。；"), "") for q in quantities]
    words = text[end : names[0].start].rstrip("“《")
    return [(q, words + m.text, "") for q, m in zip(quantities, names, strict=True)]


def structure(text: str, clause: Clause, quantities: Sequence[Quantity], rules: FigureRules) -> list[tuple[Quantity, str, str]]:
    """The shares of a whole that are told as a proportion (三次产业结构为6.7∶54.6∶38.7), in the form of `shared_out`."""
    size = len(rules.sectors)
    if len(quantities) < size or not rules.proportion.search(text, clause.start, clause.end):
        return []
    found: list[tuple[Quantity, str, str]] = []
    for i in range(len(quantities) - size + 1):
        parts = quantities[i : i + size]
        joined = all(_RATIO.fullmatch(text[a.end : b.start]) for a, b in pairwise(parts))
        if joined and abs(sum(q.value for q in parts) - WHOLE) < 1:
            found += [(replace(q, unit="%", dimension="ratio", kind="share"), w, "") for q, w in zip(parts, rules.sectors, strict=True)]
    return found


def given_to(
    text: str, clause: Clause, quantities: Sequence[Quantity], classes: Collection[str], grounds: Collection[str], rules: FigureRules
) -> list[tuple[Quantity, Mention, str]]:
    """Each figure with the name that it is given to, and the words before it: 甲区、乙区分别增长5%和6%; 甲、乙均超千亿元;
    甲园9平方公里、乙园2平方公里. classes: of names that have figures; grounds: of those that have one right after them."""
    names = [m for m in clause.mentions if m.type in classes]
    start = clause.start
    while len(names) > 2 and text[names[0].end : names[1].start] in ("", "的") and not text[start : names[0].start].strip(_OPENS):
        start, names = names[0].end, names[1:]  # 甲区的乙产业、丙产业
    paired = [(q, m, "") for q in quantities for m in names if m.end == q.start and m.type in grounds]
    if len(paired) == len(quantities) > 1 and len({m.type for _, m, _ in paired}) == 1:
        return paired
    apart = (_LISTED.fullmatch(text[a.end : b.start]) is None for a, b in pairwise(names))
    names = names[: next((i for i, gap in enumerate(apart, 1) if gap), len(names))]
    word = rules.distributive.search(text, names[-1].end, clause.end) if len(names) > 1 else None
    figures = [q for q in quantities if word and q.start >= word.end()]
    sums = [q.value for q in quantities if word and q.start < word.start()]  # 甲、乙两个集群
    if not word or not figures or any(value != len(names) for value in sums) or text[start : names[0].start].strip(_OPENS):
        return []
    if any(word.end() <= m.start and m.type in grounds for m in clause.mentions):
        return []  # 甲、乙分别投资5亿元和3亿元建设某园
    run = _run(text, figures, rules)
    what = text[names[-1].end : word.start()].lstrip("”》")
    verbs = _verbs(text, word.end(), figures[:run], rules)
    if run == 1:
        if ranks := _ranks(text, clause, figures[0], len(names)):
            return [(q, m, what) for q, m in zip(ranks, names, strict=True)]
        return [(figures[0], m, what + verbs[0]) for m in names]
    return [(q, m, what + verb) for q, m, verb in zip(figures[:run], names, verbs, strict=True)] if len(names) == run else []


def _ranks(text: str, clause: Clause, last: Quantity, count: int) -> list[Quantity]:
    """So many places in an order that a figure is the last of (分列第二至|第五位), none if it stands alone or they are more or fewer."""
    told = _RANKS.search(text, clause.start, last.start)
    first = float(value(told[1]) or 0) if told else last.value
    places = range(count) if last.value - first + 1 == count > 1 else ()
    return [replace(last, value=first + n, kind="rank", dimension="rank") for n in places]


def given_before(
    text: str, clause: Clause, quantities: Sequence[Quantity], names: Sequence[Mention], grounds: Collection[str], rules: FigureRules
) -> list[tuple[Quantity, Mention, str]]:
    """Each figure with the name that it is given to, where the names are listed before the clause: 某项目、某工厂，投资分别是8亿元
    和12亿元. names: those of the sentence before the clause; grounds: classes that are taken for one."""
    word = rules.distributive.search(text, clause.start, quantities[0].start) if len(quantities) > 1 else None
    if not word or _run(text, quantities, rules) < len(quantities):
        return []
    if text[quantities[-1].end : clause.end].strip("，。；") or any(m.start < word.start() for m in clause.mentions):
        return []
    what = text[clause.start : word.start()]
    verbs = _verbs(text, word.end(), quantities, rules)
    for classes in (grounds, *({m.type} for m in names)):
        listed = [m for m in names if m.type in classes and not m.anaphor]
        apart = all("、" in text[a.end : b.start] or _LISTED.fullmatch(text[a.end : b.start]) for a, b in pairwise(listed))
        if len(listed) == len(quantities) and apart:
            what = what or _told(text[listed[-1].end : clause.start], rules)
            return [(q, m, what + verb) for q, m, verb in zip(quantities, listed, verbs, strict=True)]
    return []


def _told(words: str, rules: FigureRules) -> str:
    """What the words between names and the clause with their figures are about: 进出口规模 of 进出口规模居前两位，."""
    ends = [m.start() for pattern in (rules.place, rules.course) if (m := pattern.search(words))]
    return words[: min(ends)] if ends else ""


def joined_with(text: str, clause: Clause, entity: str, position: int, rules: FigureRules) -> list[str]:
    """The other names of an enumeration that the owner of a number opens or ends: 甲镇、乙镇合计接待游客5万人次 is said of both.
    None where a word or a count closes the list (甲、乙等企业, 甲、乙两镇)."""
    names = [m for m in clause.mentions if m.end <= position]
    at = next((i for i, m in enumerate(names) if m.entity == entity), -1)
    if at < 0:
        return []
    joined = [a.type == b.type and _LISTED.fullmatch(text[a.end : b.start]) is not None for a, b in pairwise(names)]
    first = last = at
    while first and joined[first - 1]:
        first -= 1
    while last < len(joined) and joined[last]:
        last += 1
    if first == last or rules.closes.match(text, names[last].end) or text[clause.start : names[first].start].strip("“《其中，"):
        return []
    return [m.entity for m in names[first : last + 1] if m.entity != entity]
