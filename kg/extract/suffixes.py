"""Names by how they end: 重庆临空前沿|科技城."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import COUNT_AFTER, COUNT_BEFORE, JOINTS, WEAK, mention
from kg.extract.edges import left_edge, trim
from kg.extract.grade import enough, grade
from kg.extract.line import Line
from kg.knowledge.names import NameRule, Names
from kg.model import Mention

ANNEX = re.compile("[（(]([^（）()]{1,6})[）)]")
SEVERAL = re.compile("(累计|共计|共|总数|已有|达|超过?|近|约)*[0-9一二两三四五六七八九十百]+(余|多)?[个项]")
SIZED = re.compile("[0-9.]+万?(吨级|英寸|纳米|千伏|号)")  # what tells one thing from another, and counts nothing
SHORTEST = 2  # characters that a modifier must have beside what makes no name
MEASURE = re.compile(
    "[0-9.０-９]+(余|多)?(万|亿|千)?(多|余)?(平方米|平方公里|吨(?!级)|亩|栋|辆|台|套|家|个|座|条|期|号|大|年|月|日)*(?![A-Za-z0-9])"
)


def by_suffix(line: Line, names: Names) -> Iterator[Mention]:
    """Names that end in a suffix: 重庆临空前沿科技城."""
    for s, e, rule in _suffixes(line, names):
        if line.text.startswith(rule.not_before, e) or line.text.endswith(rule.not_after, 0, s):
            continue
        start = left_edge(line, s, names, allowed=rule.allows, end=e)
        if rule.joins and line.text[start:e] not in names.words:
            start = _over_joiner(line, start, names)
        start = _over_amount(line, start, rule, names)
        for word in rule.not_over:
            if (over := line.text.rfind(word, max(0, start - len(word) + 1), s)) >= 0:
                start = trim(line, over + len(word), s, names)
        while not rule.numbers and (number := MEASURE.match(line.text, start, s)) and not SIZED.match(line.text, start, s):
            start = trim(line, number.end(), s, names)
        start = _behind_other(line, start, s, rule, names)
        if rule.cut_place:
            start = _behind_place(line, start, s, names)
        if s - start > rule.max_modifier:
            start = trim(line, line.tokens[line.at[max(0, s - rule.max_modifier)]].start, s, names)
        if (joint := line.text.rfind("”“", start, s)) >= 0:
            start = joint + 1
        if (quote := line.text.find("“", start + 1, s)) >= 0 and names.suffixes_end.search(line.text[start:quote]):
            start = quote
        if s - start == 2 and line.text[s - 1] in names.edges["complement"]:
            continue
        quality = grade(line, start, s, names)
        if rule.without and _says_nothing(line, start, s, rule, names):
            continue
        annexed = _annex(line, e, rule, names)
        if annexed > e and rule.joins:  # of one place, so it is a name: 全国高校转化中心（江苏）
            start = next((start - len(w) for w in sorted(names.edges["scope"]) if line.text.endswith(w, 0, start)), start)
            quality = "proper"
        sized = SIZED.match(line.text, start) if not rule.numbers and start < s else None
        if sized and sized.group(1) != "吨级":  # 5000吨级泊位 are many
            quality = "proper"
        if rule.lead and re.match(rule.lead, line.text[start:s]):
            quality = "proper"
        if line.text[start:s] in rule.leads or _is_brand(line.text[start:s], rule, names):
            quality = "proper"
        bare = start >= s and line.text[s:e] in rule.bare and line.text.startswith(names.titles, e)
        if not bare and (not enough(quality, rule.modifier) or start >= s):
            continue
        counted = COUNT_AFTER.match(line.text, e) or COUNT_BEFORE.search(line.text, max(0, start - 16), start)
        if counted and not rule.counted and (quality != "proper" or (rule.singular and SEVERAL.match(line.text, e))):
            continue
        if rule.cues and not any(c in line.text[max(0, start - 12) : start] for c in rule.cues):
            continue
        supported = quality == "proper" or not rule.support or any(c in line.text[max(0, start - 12) : start] for c in rule.support)
        supported = supported or any(c in line.text[e : e + 10] for c in rule.support_after)
        e = annexed
        if taker := _taker(line, start, e, rule, names):
            yield mention(line, start, e, taker)
        else:
            yield mention(line, start, e, rule, WEAK if not supported else rule.confidence - (0.15 if quality != "proper" else 0))


def _says_nothing(line: Line, start: int, end: int, rule: NameRule, names: Names) -> bool:
    """Whether there is no more to a modifier than what makes no name by itself, a place before it or not (某市2024年二季度重大|项目)."""
    kind = re.compile("|".join(rule.without))
    behind = line.text[_behind_place(line, start, end, names) : end]
    return len(kind.sub("", line.text[start:end])) < SHORTEST or (kind.search(behind) is not None and len(kind.sub("", behind)) < SHORTEST)


def _annex(line: Line, end: int, rule: NameRule, names: Names) -> int:
    """The end of a name with the bracket that belongs to it: a place, or a part (转化中心（江苏）, 创新中心（筹）)."""
    match = ANNEX.match(line.text, end)
    if match and (match.group(1) in names.edges["annex"] or (rule.joins and match.group(1) in names.divisions)):
        return match.end()
    return end


def _taker(line: Line, start: int, end: int, rule: NameRule, names: Names) -> NameRule | None:
    """The rule of another class that what stands around a name makes it one of: what money is said to go into is a project,
    whatever its name ends in (…产业园，总投资70亿元), but not where something is set up (位于…产业园，总投资70亿元)."""
    for taker, (before, after, within, unless) in names.takers:
        if taker.takes.isdisjoint((rule.type, rule.name)) or unless.search(line.text, max(0, start - 4), start):
            continue
        beside = after.match(line.text, end) or before.search(line.text, max(0, start - 36), start)
        if beside or within.search(line.text, start, end):
            return taker
    return None


def _is_brand(modifier: str, rule: NameRule, names: Names) -> bool:
    """Whether a modifier is a word of its own and the word of a trade (润泽|医疗|公司), for a rule of the brands' class."""
    for brand in names.rules.get("brand", ()):
        if brand.type == rule.type and modifier not in names.words:
            for suffix in brand.suffixes:
                if (
                    modifier.endswith(suffix)
                    and 2 <= len(modifier) - len(suffix) <= 4
                    and modifier[: -len(suffix)] not in names.edges["common"]
                ):
                    return modifier[: -len(suffix)] not in names.words
    return False


def _over_amount(line: Line, start: int, rule: NameRule, names: Names) -> int:
    """The start with what a name may begin with though it stops others, and the firm before it (海亮集团年产|15万吨高性能铜箔项目);
    the two halves of a name that an amount begins (20万吨石墨化和|20万吨负极材料项目) are one."""
    for word in rule.spans:
        if line.text.endswith(word, 0, start) and line.text[start].isdigit():
            return left_edge(line, start - len(word), names)
    if (rule.numbers or rule.halves) and start > 1 and line.text[start - 1] in names.edges["joiner"]:
        further = left_edge(line, start - 1, names)
        if further < start - 1 and MEASURE.match(line.text, further, start - 1):
            return further
        if further < start - 1 and rule.halves and line.text[start - 1] in "与及" and _is_half(line, further, start - 1, start, names):
            return further
    return start


def _is_half(line: Line, start: int, end: int, other: int, names: Names) -> bool:
    """Whether words before a joiner are half of what a name says (能源材料与|器件创新工场): trades or things, no name themselves."""
    last, first = line.at[end - 1], line.at[other]
    if first - last != 2 or "—" in line.text[start:end]:
        return False  # 参与 is a word of its own
    named = any(i in line.known and names.words[line.tokens[i].text].proper for i in (last, first))
    listed = line.text[start - 1 : start] in JOINTS and line.at[start] not in line.known
    if named or names.suffixes_end.search(line.text[start:end]) or listed or end - start < 2:
        return False
    if line.tokens[last].text in names.edges["stop-noun"] or line.text[start:end] in names.list_heads:
        return False
    return line.tokens[first].tag not in ("ns", "nt") and line.tokens[last].tag not in ("ns", "nt")


def _over_joiner(line: Line, start: int, names: Names) -> int:
    """A name can hold 与 or 和 (仙桃大数据与物联网创新学院): go on to the left of it if a place begins the name there."""
    if start < 2 or line.text[start - 1] not in names.edges["joiner"]:
        return start
    further = left_edge(line, start - 1, names)
    if further < start - 1 and line.at[further] in line.known and not names.suffixes.search(line.text[further : start - 1]):
        return further
    return start


def _behind_other(line: Line, start: int, end: int, rule: NameRule, names: Names) -> int:
    """The start behind another whole name of the same class (配套出线工程|金山—明月山500千伏线路工程), or half a quotation."""
    closing = line.text.find("”", start, end)
    if closing >= 0 and line.text.find("“", start, closing) < 0:
        start = closing + 1
    first = line.tokens[line.at[start]] if start < end else None
    if rule.splits and first and first.end < end and any(d.name == first.text for d in names.divisions.get(first.text, ())):
        following = line.tokens[line.at[first.end]]
        if following.tag == "ns" and len(following.text) > 2:
            start = first.end  # 武进区|西太湖科技产业园
    for match in names.suffixes.finditer(line.text, start, end) if rule.splits else ():
        other = names.suffix_rule[match.group()]
        if other.type == rule.type or other.type in names.places:
            token = line.tokens[line.at[match.end()]] if match.end() < end else None
            if token and token.start == match.end() and (token.tag == "ns" or _starts_name(line, token.start, rule, names)):
                start = match.end()
    return start


def _starts_name(line: Line, position: int, rule: NameRule, names: Names) -> bool:
    """Whether a name of the lexicon begins here that can begin a name of the rule's class."""
    index = line.at[position]
    if index not in line.known:
        return False
    word = names.words[line.tokens[index].text]
    return word.proper or word.type == rule.type


def _behind_place(line: Line, start: int, end: int, names: Names) -> int:
    """The start without the places in front (渝北电子产业 → 电子产业)."""
    while start < end:
        index = line.at[start]
        token = line.tokens[index]
        word = names.words.get(token.text)
        place = token.tag == "ns" if word is None else word.type in names.places
        if token.start != start or token.end > end or not place:
            break
        start = token.end
    return trim(line, start, end, names)


def _suffixes(line: Line, names: Names) -> Iterator[tuple[int, int, NameRule]]:
    """Every place where a suffix ends with a word, the longest suffix for each end."""
    best: dict[int, int] = {}
    for i in range(len(line.text)):
        match = names.suffixes.match(line.text, i)
        while match:
            end = match.end()
            best.setdefault(end, i)
            match = names.suffixes.match(line.text, i, end - 1)
    for end, start in sorted(best.items()):
        token = line.tokens[line.at[end - 1]]
        if end - start == 1 and token.start < start and token.tag == "n":
            continue  # 空港, 渔村 are words of their own
        if token.end != end and not _ends_inside(line.text[end : token.end], names):
            continue
        yield start, end, names.suffix_rule[line.text[start:end]]


def _ends_inside(rest: str, names: Names) -> bool:
    """Whether a word that goes on behind a suffix is two words: 新区|内, 商会|会长."""
    return rest in names.edges["locative"] or rest in names.titles
