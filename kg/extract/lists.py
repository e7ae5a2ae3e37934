"""Enumerations: A、B和C等36家核心配套企业.

A list tells three things about a name that stands in it: where it begins and ends, that it is a name, and what it is a
name of: the head noun says so (企业, 项目, 产业), or the members that are known already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.edges import left_edge, right_edge, trim
from kg.extract.line import Line, stops
from kg.extract.list_heads import CLOSER, counted_members, head_before, head_type
from kg.knowledge.names import Names

CLAUSE = re.compile("[，。；：！？,;:!?\n]")
COUNTED = re.compile("(?<=[一-鿿])[0-9.]+(余|多)?[架艘辆台套家个项条座只颗列班趟]")
THINGS = re.compile("[0-9.]+(余|多)?[万千]?[架艘辆台套颗]")
BRACKETS = re.compile("[（(][^（）()]*[）)]$")
PLACES_COUNTED = re.compile("(?<=..)[两三四五六七八九十](?=(镇|县|市|区|乡|村|省|州)$)")
NOTHING = "none"  # the class, in names.yml, of heads whose lists name nothing (等环节, 等课题)
QUOTED = re.compile("“[^“”]{1,24}”([^，。；：、“”等的一两二三四五六七八九十0-9]{0,8}(?=$|[，。；、]))?")
QUOTES = re.compile("(“[^“”]{1,24}”){2,}([^，。；：、“”等的一两二三四五六七八九十0-9]{0,8}(?=$|[，。；、]))?")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its members' spans in the line, the class its head noun tells ("" if none), and what stands around it."""

    items: tuple[tuple[int, int], ...]
    type: str
    closed: bool
    cue: str


def find_lists(line: Line, names: Names) -> Iterator[Listing]:
    """The enumerations of a sentence, from left to right."""
    for start, end in _clauses(line.text):
        yield from _in_clause(line, start, end, names)
    for match in QUOTES.finditer(line.text):
        items = [m.span() for m in QUOTED.finditer(line.text, match.start(), match.end())]
        closer = CLOSER.match(line.text, match.end())
        closed = bool(closer and closer.group())
        kind = head_type(line, match.end(), len(line.text), names) if closed else ""
        yield Listing(tuple(items), kind, closed, line.text[max(0, match.start() - 8) : match.start()])


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between punctuation marks that stand outside quotation marks and brackets."""
    depth, start = 0, 0
    for i, c in enumerate(text):
        if c in "“《（(‘":
            depth += 1
        elif c in "”》）)’":
            depth = max(0, depth - 1)
        elif not depth and CLAUSE.match(c):
            if i > start:
                yield start, i
            start = i + 1
    if len(text) > start:
        yield start, len(text)


def _commas(text: str, start: int, end: int) -> list[int]:
    """Positions of 、 outside quotation marks and brackets."""
    depth, found = 0, []
    for i in range(start, end):
        if text[i] in "“《（(‘":
            depth += 1
        elif text[i] in "”》）)’":
            depth = max(0, depth - 1)
        elif not depth and text[i] == "、":
            found.append(i)
    return found


def _in_clause(line: Line, start: int, end: int, names: Names) -> Iterator[Listing]:
    commas = _commas(line.text, start, end)
    runs: list[list[int]] = []
    for comma in commas:
        if runs and _is_item(line, runs[-1][-1] + 1, comma, names):
            runs[-1].append(comma)
        else:
            runs.append([comma])
    done = start
    for run in runs:
        suffix = names.suffixes_end.search(line.text, start, run[0])
        position = suffix.start() if suffix else _before_trade(line, run[0])
        first = left_edge(line, position, names, 26, end=run[0], sparing=True)
        if first == position and not suffix:
            first = run[0]
        first = max(_verbal_start(line, first, run[0], names), done)
        items = [(first, run[0])] + [(a + 1, b) for a, b in pairwise(run)]
        tail, closed, kind = _tail(line, run[-1] + 1, end, names, len(items))
        items += tail
        items = [(trim(line, a, b, names, True) if i == 0 else a, b) for i, (a, b) in enumerate(items) if a < b]
        done = items[-1][1] if items else done
        items = [(a, _before_amount(line.text, a, b, names)) for a, b in _parted(line, items, names)]
        if len(items) >= 2:
            if not kind and any(THINGS.match(line.text, b) for _, b in items):
                kind = NOTHING  # 卫星30颗、无人机200架
            kind = kind or head_before(line.text, first, items[-1][1], names, closed)
            yield Listing(tuple(items), kind, closed, line.text[max(0, first - 8) : first])
    if not runs:
        yield from _single(line, start, end, names)


def _parted(line: Line, items: list[tuple[int, int]], names: Names) -> list[tuple[int, int]]:
    """The members, one that joins a whole name to another in two (南湖高新区|和|凤桥、余新、新丰三镇)."""
    out = []
    for a, b in items:
        parts = _split_and(line, a, b)
        whole = len(parts) == 2 and names.suffixes_end.search(BRACKETS.sub("", line.text[a : parts[0][1]]))
        out += parts if whole else [(a, b)]
    return out


def _before_amount(text: str, start: int, end: int, names: Names) -> int:
    """The end of a member without the amount that follows it (瞪羚企业|23家)."""
    amount = names.last_amount.search(text, start + 2, end) or COUNTED.search(text, start + 2)
    return amount.start() if amount and amount.start() < end <= amount.end() else end


def _before_trade(line: Line, end: int) -> int:
    """The start of the verbal noun that ends a member (无人机|研制), or the end where none does."""
    last = line.tokens[line.at[end - 1]]
    return last.start if last.tag == "vn" else end


def _verbal_start(line: Line, first: int, end: int, names: Names) -> int:
    """Where the first member begins of which only the word of a trade is left behind what the dictionary calls a verb (驰骋|汽车)."""
    if first == 0 or first >= end or line.tokens[line.at[first]].end != end:
        return first
    before = line.tokens[line.at[first - 1]]
    trade = any(line.text[first:end] in rule.suffixes for rule in names.rules.get("brand", ()))
    return before.start if trade and len(before.text) == 2 and before.tag == "v" and before.text not in names.edges["stop"] else first


def _is_item(line: Line, start: int, end: int, names: Names) -> bool:
    """Whether what stands between two commas can be a member: no verb phrase, not too long."""
    if not 0 < end - start <= 30 or _find_etc(line.text, start, end) >= 0:
        return False
    trade = _before_trade(line, end)
    inside = range(line.at[start], line.at[(trade if trade > start else end) - 1] + 1)
    return line.text[start] in "“《" or not any(stops(line, i, names) and not _in_name(line, i, start, names) for i in inside)


def _in_name(line: Line, index: int, start: int, names: Names) -> bool:
    """Whether a stop word stands inside a member all the same: 与, or a character of an unknown name (亿|达|创智广场)."""
    token = line.tokens[index]
    if token.text in names.edges["joiner"]:
        return True
    return (
        len(token.text) == 1
        and token.start > start
        and len(line.tokens[index - 1].text) == 1
        and token.text not in names.edges["attribute"]
    )


def _tail(line: Line, start: int, end: int, names: Names, before: int) -> tuple[list[tuple[int, int]], bool, str]:
    """The last members (C, or C和D), whether 等 or a count closes the list, and the class of its head noun."""
    text = line.text
    commas = _commas(text, start, end)
    etc = _find_etc(text, start, min(commas[0] if commas else end, end, start + 40))
    if etc >= 0:
        members = _split_and(line, start, etc)
        if len(members) == 2 and counted_members(CLOSER.match(text, etc, end)) == before + 1:
            members = [(start, etc)]  # A、B、C及D等3项: C及D is one
        return members, True, head_type(line, etc, end, names)
    edge = start
    spans: list[tuple[int, int]] = []
    while edge < end:
        stop = right_edge(line, edge, names, 26)
        if counted := PLACES_COUNTED.search(text, edge, stop):
            stop = counted.start()
        if stop <= edge:
            stop = _quoted_end(text, edge)
        if stop <= edge:
            break
        spans.append((edge, min(stop, end)))
        joined = re.match("(以及|和|及|与)", text[stop:end])
        if not joined or len(spans) > 2:
            break
        edge = stop + joined.end()
    last = spans[-1][1] if spans else start
    match = CLOSER.match(text, last, end)
    if match and match.group("count"):
        if len(spans) == 2 and counted_members(match) == before + 1:
            spans = [(spans[0][0], spans[1][1])]
        return spans, True, head_type(line, last, end, names)
    return spans, False, ""


def _quoted_end(text: str, position: int) -> int:
    match = re.compile("[“《‘][^“”《》‘’]{1,40}[”》’][一-鿿]{0,6}").match(text, position)
    return match.end() if match else position


def _find_etc(text: str, start: int, end: int) -> int:
    """Position of the 等 that closes a list, -1 if none does before another clause."""
    depth = 0
    for i in range(start, end):
        if text[i] in "“《（(‘":
            depth += 1
        elif text[i] in "”》）)’":
            depth = max(0, depth - 1)
        elif (
            text[i] == "等"
            and not depth
            and i > start
            and text[i - 1 : i + 1] not in ("高等", "平等", "中等")
            and text[i : i + 2] != "等级"
        ):
            return i
    return -1


def _split_and(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """C和D → C, D, where both sides can stand alone."""
    match = None
    for found in re.finditer("以及|和|及|与", line.text[start:end]):
        a, b = start + found.start(), start + found.end()
        token = line.tokens[line.at[a]]
        if (token.start, token.end) == (a, b) and a > start and b < end:
            match = (a, b)
    if not match:
        return [(start, end)]
    return [(start, match[0]), (match[1], end)]


def _single(line: Line, start: int, end: int, names: Names) -> Iterator[Listing]:
    """A等N家企业, A和B两个…产业集群: lists without commas."""
    etc = _find_etc(line.text, start, end)
    if etc > 0:
        kind = head_type(line, etc, end, names)
        if kind:
            first = left_edge(line, etc, names)
            if "”“" in line.text[first:etc]:
                return  # find_lists takes quotations side by side
            spans = [(first, etc)]
            joined = re.search("(以及|和|及|与)$", line.text[start:first])
            if joined:
                before = first - len(joined.group())
                spans = [(left_edge(line, before, names), before), *spans]
            spans = [(a, b) for a, b in spans if a < b]
            if spans:
                yield Listing(tuple(spans), kind, True, line.text[max(0, spans[0][0] - 8) : spans[0][0]])
        return
    for joined in re.finditer("以及|和|及|与", line.text[start:end]):
        a, b = start + joined.start(), start + joined.end()
        stop = right_edge(line, b, names, 20)
        match = CLOSER.match(line.text, stop, end)
        if stop <= b or not match or not match.group("count"):
            continue
        kind = head_type(line, stop, end, names)
        first = left_edge(line, a, names)
        if kind and first < a:
            yield Listing(((first, a), (b, stop)), kind, True, line.text[max(0, first - 8) : first])
            return
