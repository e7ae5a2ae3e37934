"""Firms by the word of a trade in their short names (翼动|科技), and firms inside the names of what is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.candidates import mention
from kg.extract.grade import is_namelike
from kg.extract.line import BOUND, NUMERAL, Line, stops
from kg.extract.persons import person_at
from kg.extract.segment import is_word
from kg.knowledge import Knowledge
from kg.knowledge.names import NameRule, Names, names
from kg.model import Document, Mention

NAME_TAGS = {"ns", "nr", "nrt", "nz"}
PROVINCE = 2  # digits of its code
CLAUSE_HEAD = re.compile("^|[，。；：！？]")


def by_brand(line: Line, names: Names) -> Iterator[Mention]:
    """Short names of firms outside lists: unknown characters and the word of a trade, where a subject stands (翼动科技推出…)."""
    for rule in names.rules.get("brand", ()):
        for match in names.brand_suffixes.finditer(line.text):
            s, e = match.span()
            if s == 0 or line.tokens[line.at[e - 1]].end != e:
                continue
            start = s
            while start > 0 and s - start < 4:
                token = line.tokens[line.at[start - 1]]
                if (
                    len(token.text) > 1
                    or not re.match("[一-鿿]", token.text)
                    or token.text in names.edges["stop"]
                    or token.text in names.edges["common"]
                ):
                    break
                start = token.start
            if s == start and line.at[s - 1] not in line.known and is_namelike(line.tokens[line.at[s - 1]]):
                start = line.tokens[line.at[s - 1]].start
            if line.text[s - 1] in names.edges["complement"]:
                continue
            if s - start in (2, 3, 4) and not is_word(line.text[start:e]) and line.text[start:s] not in names.edges["common"]:
                yield mention(line, start, e, rule)
            elif start == s and (known_start := _acting_brand(line, s, e, names)) is not None:
                yield mention(line, known_start, e, rule, rule.confidence - 0.05)
        for run in [*_unknown_runs(line, names), *_acting_runs(line, rule, names)]:
            yield mention(line, *run, rule, rule.confidence - 0.15)


def _acting_brand(line: Line, start: int, end: int, names: Names) -> int | None:
    """Where a firm's name begins whose own part is a common word, if it stands alone and acts (先声药业|董事长, 麦田能源|要扩产)."""
    first = line.tokens[line.at[start - 1]]
    own = line.text[first.start : start]
    plain = (
        own in names.edges["common"]
        or own in names.edges["inner"]
        or own in names.edges["stop"]
        or own in names.edges["trim"]
        or own in names.words
    )
    if not 2 <= len(own) <= 3 or plain or line.text[first.start : end] in names.words or not own.isalpha() or own.isascii():
        return None
    if first.start and line.tokens[line.at[first.start - 1]].text not in names.edges["before-firm"]:
        return None
    return first.start if line.text.startswith(tuple(names.edges["after-firm"]), end) else None


def _unknown_runs(line: Line, names: Names) -> Iterator[tuple[int, int]]:
    """Four or more unknown characters that begin a clause and that a verb or particle follows: a firm (赛轮金宇把…)."""
    for match in CLAUSE_HEAD.finditer(line.text):
        start = end = match.end()
        while end < len(line.text) and (index := line.at[end]) not in line.known:
            token = line.tokens[index]
            if len(token.text) > 1 or not re.match("[一-鿿]", token.text) or token.text in names.edges["stop"] or NUMERAL.match(token.text):
                break
            end = token.end
        if line.text[start + 1 : start + 2] in names.edges["complement"]:
            continue
        if end - start >= 4 and end < len(line.text) and stops(line, line.at[end], names) and not BOUND.match(line.text[end]):
            yield start, end


def _acting_runs(line: Line, rule: NameRule, names: Names) -> Iterator[tuple[int, int]]:
    """Unknown characters, with or without a place before them and the word of a trade behind, that stand alone and act as firms do:
    青岛少海汇|也签下, 德斯泰|做…, 山东玉皇化工|今年."""
    acts = tuple(names.edges["after-firm"])
    for index, token in enumerate(line.tokens):
        before = line.tokens[index - 1].text if index else ""
        if before and before not in names.edges["before-firm"] and not BOUND.match(before):
            continue
        word = names.words.get(token.text) if index in line.known else None
        local = word is not None and word.type in names.places and word.proper
        if word and not local:
            continue
        own = token.end if local else token.start
        end = own
        while end < len(line.text) and end - own < 5 and _unknown(line, end, acts, names):
            end = line.tokens[line.at[end]].end
        following = line.tokens[line.at[end]] if end < len(line.text) else token
        trade = following.text.endswith(rule.suffixes) and following.start == end
        if trade and (end - own >= 2 or (local and following.text in rule.bare)):
            end, least = following.end, 2 if following.text in rule.bare else 4
        else:
            least = 2 if local else 3
        piece = line.text[own:end]
        named = least <= end - own <= 6 and (trade or not is_word(piece)) and line.text.startswith(acts, end)
        if named and any(c not in names.edges["common"] for c in piece) and (local or not person_at(line.text[:end], token.start, names)):
            yield token.start, end


def _unknown(line: Line, position: int, acts: tuple[str, ...], names: Names) -> bool:
    """Whether a word that begins here can be part of a firm's own name: a single character or a rare name."""
    index = line.at[position]
    token = line.tokens[index]
    if index in line.known or token.start != position or not re.match("[一-鿿]", token.text) or NUMERAL.match(token.text):
        return False
    if token.text in names.edges["stop"] or token.text in names.edges["locative"]:
        return False
    if line.text.startswith(acts, position) or token.tag in ("d", "p", "c", "r", "uj"):
        return False
    return len(token.text) == 1 or token.tag in NAME_TAGS


def brand_type(line: Line, span: tuple[int, int], known: Names) -> str:
    """The class of a short name that ends like a firm's (驰骋汽车): an ending of the trade behind a word of its own."""
    text = line.text[span[0] : span[1]]
    for rule in known.rules.get("brand", ()):
        for suffix in rule.suffixes:
            if text.endswith(suffix) and not is_word(text) and _own_word(line, span[0], span[1] - len(suffix), known):
                return rule.type
    return ""


def _own_word(line: Line, start: int, end: int, known: Names) -> bool:
    """Whether what stands before the word of a trade is a firm's own: no trade, place or kind of thing itself."""
    first = line.tokens[line.at[start]] if end > start else None
    if first and first.text in known.words and known.words[first.text].type in known.places and first.end < end:
        start = first.end
    text = line.text[start:end]
    return 2 <= len(text) <= 6 and text not in known.words and text not in known.edges["common"] and text not in known.edges["inner"]


def find_inside(document: Document, mentions: Sequence[Mention], knowledge: Knowledge) -> list[Mention]:
    """The firms that begin the name of a plant, project or park (宁德时代|贵州…生产基地): entities, though inside a name.

    Returns mentions that lie inside those given.
    """
    known = names(knowledge)
    forms = {m.text for m in mentions if m.type in known.owners} | {
        w for w, x in known.words.items() if x.type in known.owners and not x.context
    }
    out = []
    for m in mentions:
        if m.type in known.nests:
            out += _nested(m, known)
        kind = next(iter(sorted(known.owners)))
        if m.type in known.owned and (at := _registered(m.text, known)):
            out.append(Mention(m.start, m.start + at, m.text[:at], kind, "owner/inside", 0.85))
            continue  # 海亮集团|年产15万吨高性能铜箔项目
        if m.type not in known.owned or "、" in (document.text[m.start - 1 : m.start], document.text[m.end : m.end + 1]):
            continue  # members of a list are only listed
        for length in range(min(len(m.text) - 2, 16), 1, -1):
            if m.text[:length] in forms:
                out.append(Mention(m.start, m.start + length, m.text[:length], kind, "owner/inside", 0.85))
                break
    return out


def _registered(text: str, known: Names) -> int:
    """The end of the firm that begins a name: before 年产, or a registered name (海亮集团|年产…项目, …有限公司|单晶项目)."""
    at = next((i for word in known.spans if (i := text.find(word)) > 1), 0)
    if at and text[:at] not in known.edges["common"]:
        return at
    for match in known.suffixes.finditer(text, 2, len(text) - 2):
        rule = known.suffix_rule[match.group()]
        if rule.type in known.owners and rule.allows and text[match.end()].isdigit():
            return match.end()
    return 0


def _goes_on(name: str, length: int, known: Names) -> bool:
    """Whether what a division's name begins with is no division that the text speaks of: a province, which only tells one of two places
    of a name (浙江|台州), or a part of the name itself (太平|街道, 大兴|庄镇)."""
    rest = name[length:]
    province = any(len(d.code) == PROVINCE for d in known.divisions.get(name[:length], ()))
    return province or rest in known.suffix_rule or rest[1:] in known.suffix_rule


def _nested(m: Mention, known: Names) -> list[Mention]:
    """The divisions that a division's name goes through: 柳江区|百朋镇|白诺村."""
    if m.text in known.divisions:
        return []  # 黔西南州 is not in 黔西
    out, start = [], 0
    for match in known.suffixes.finditer(m.text, 1, len(m.text) - 1):
        if known.suffix_rule[match.group()].type == m.type and match.end() - start >= 2 and not _goes_on(m.text, match.end(), known):
            out.append(replace(m, start=m.start, end=m.start + match.end(), text=m.text[: match.end()], rule="nested"))
            start = match.end()
    for length in range(min(len(m.text) - 2, 9), 1, -1):
        word = known.words.get(m.text[:length])
        if word and word.type == m.type and not _goes_on(m.text, length, known):
            out.append(replace(m, end=m.start + length, text=m.text[:length], rule="nested"))
            break
    return out
