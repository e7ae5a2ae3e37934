"""The words for what a number measures: those before it without what only leads to it, the noun after it."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

from kg.extract.candidates import JOINT
from kg.extract.figure_rules import FigureRules
from kg.extract.punctuation import balanced
from kg.extract.segment import segment
from kg.extract.spot import Spot
from kg.knowledge.regex import any_of
from kg.model import Mention

TAIL = 14  # characters kept of a clause that serves as indicator
REACH = 16  # characters on either side of a place that tell whether a word goes over it
ENDS_NOUN = ("v", "p", "d", "ad", "c", "r", "u")  # a word of these tags ends a noun
GONE = "\0"  # where a name was left out
FRAME = " │┃║▎■◆●★▶"  # what a box of figures is drawn with


def clean(spot: Spot, words: str, subject: str) -> str:
    """Words before a number without subject, time, brackets and what only leads to the number."""
    words = _behind_investor(spot, words, subject)
    for p in spot.periods:
        if spot.clause.start <= p.start < spot.clause.end:
            words = words.replace(spot.text[p.start : p.end], "", 1)
    gone = Counter(m.text for m in spot.clause.mentions if m.entity == subject or m.anaphor)
    if any(text in words for text in gone):
        words = re.sub(any_of(m.text for m in spot.clause.mentions), partial(_left_out, gone=gone), words)
    for m in _listed_with(spot, subject):
        words = re.sub(f"{JOINT}?{re.escape(m.text)}{JOINT}?", "", words, count=1)
    words = re.sub(f"^.*的{GONE}", "", words).replace(GONE, "")  # 甲县共建的|某园|产值
    name = re.sub("[（(][^）)]*[）)]", "", words).strip('，。、；：的 "（(' + FRAME)
    while True:
        shorter = _led(_ended(name, spot.rules), spot.rules)
        if shorter == name:
            return _paired(spot.rules.cut.sub("", name))
        name = shorter


def telling(spot: Spot, name: str) -> str:
    """An indicator if there is a noun in it, else "": 首次越过 measures nothing by itself."""
    return name if name.endswith(spot.rules.measures) or any(t.tag[:1] in "njlisbx" or t.tag == "vn" for t in segment(name)) else ""


def _behind_investor(spot: Spot, words: str, subject: str) -> str:
    """The words without who lays out money, and where (甲公司在乙园区|投资20亿元), unless it is laid out on him (对乙园区投资)."""
    for m in reversed(spot.clause.mentions):
        rest = spot.text[m.end : spot.quantity.start]
        outlay = not m.anaphor and m.entity != subject and m.type in spot.types.agents and m.end <= spot.quantity.start
        if outlay and words.endswith(rest) and spot.rules.outlay.fullmatch(rest):
            return words if spot.text.endswith(spot.rules.targets, 0, m.start) else rest
    return words


def _left_out(name: re.Match[str], gone: Counter[str]) -> str:
    """A name, a mark in its place as often as it is to be left out."""
    gone[name[0]] -= 1
    return name[0] if gone[name[0]] < 0 else GONE


def _listed_with(spot: Spot, subject: str) -> list[Mention]:
    """The other names of the enumeration that the subject stands in: 甲区 of 甲区、乙区进出口规模."""
    groups: list[list[Mention]] = []
    for m in spot.clause.mentions:
        if groups and groups[-1][-1].type == m.type and re.fullmatch(JOINT, spot.text[groups[-1][-1].end : m.start]):
            groups[-1].append(m)
        else:
            groups.append([m])
    return [m for group in groups if any(m.entity == subject for m in group) for m in group if m.entity != subject]


def _paired(name: str) -> str:
    """An indicator without quotation marks that have no partner in it: 灯塔工厂 of “灯塔工厂, but “灯塔工厂”."""
    place = balanced(name, 0, len(name))
    return name[slice(*place)] if place else re.sub("[“”]", "", name)


def _ended(name: str, rules: FigureRules) -> str:
    """An indicator without the verb that leads to its number: 有效发明专利|达, but not 中欧班|列."""
    verb = rules.verbs.search(name)
    return name[: verb.start()].rstrip("的、 ") if verb and _between_words(name, verb.start()) else name


def _led(name: str, rules: FigureRules) -> str:
    """An indicator without the word that leads up to it: 有|企业, but not 有|效发明专利."""
    lead = rules.lead.match(name)
    return name[lead.end() :] if lead and lead.end() != len(name) - 1 and _between_words(name, lead.end()) else name


def _between_words(text: str, position: int) -> bool:
    """Whether no word of the dictionary goes over a position."""
    beside = text[max(0, position - REACH) : position + REACH]
    return position in (0, len(text)) or any(token.start == min(position, REACH) for token in segment(beside))


def noun(spot: Spot, right: str) -> str:
    """The noun that a number counts: what follows it up to a verb or a mark."""
    if spot.rules.changed.match(right):
        return ""  # 从1艘增到89艘
    right = re.split("[，。；：、！？—\n（(]", right)[0]
    if re.fullmatch(JOINT, right) or any(t.word == right for t in spot.rules.triggers if t.kind == "growth"):
        return ""  # 七成|和|四分之一, 较去年的178列|增长|47倍
    out = ""
    for token in segment(right):
        if out and token.text not in spot.rules.attributive and token.tag.startswith(ENDS_NOUN) and token.tag != "vn":
            break
        out += token.text
    out = _ended(_paired(spot.rules.within.sub("", out.strip("的 "))), spot.rules)
    return out if len(out) > 1 else _paired(right.strip("的 ")[:TAIL])
