"""Where a name begins that ends somewhere, and where one ends that begins somewhere."""

from __future__ import annotations

import re

from kg.extract.grade import PROPER_TAGS
from kg.extract.line import BOUND, NUMERAL, Line, stops
from kg.extract.punctuation import OPENING
from kg.knowledge.names import Names

JOINERS = "—·-±&+/－–"
DASH = "——"  # parts a title from what explains it; one alone joins
NOUNS = {"n", "vn", "a", "b", "an"}
ASIDE = re.compile("[“，：:；]")  # a bracket with these right before a suffix is no part of a name: (以下简称“…”)总部
COUNTING = re.compile("[0-9一二两三四五六七八九十百千几多]+[大类个批座项条家地市县区镇省国者]")
CLASSIFIER = re.compile(r"[余多]?[家个项条座所户件名只台款位支]")


def left_edge(
    line: Line,
    position: int,
    names: Names,
    limit: int = 30,
    *,
    allowed: frozenset[str] = frozenset(),
    end: int = 0,
    sparing: bool = False,
) -> int:
    """Where a name can begin whose remainder starts at `position`: words join until one stops it.

    allowed: words that may stand in the name though they stop others; end: where the name ends, if that is known;
    sparing: leading single characters stay.
    """
    text, p, place_seen = line.text, position, False
    while p > 0 and position - p < limit:
        last = text[p - 1]
        if last in OPENING:
            before = _before_bracket(line, p, position, names)
            if before == p:
                break
            p = before
            continue
        token = line.tokens[line.at[p - 1]]
        if token.end > p:  # the suffix begins inside this word
            p = token.start
            if token.end == end and _is_whole(line, line.at[p], names):
                break
            continue
        if text[p - 2 : p] == DASH and p < position and _is_place(line, line.at[p], names):
            break  # 十年之变——沧州临港开发区: what begins with a place is a name of its own
        if last in JOINERS and p > 1 and not BOUND.match(text[p - 2]) and text[p - 2] not in "“（(":
            p = token.start
            continue
        if _blocks(line, p, position, names, allowed):
            break
        place = _is_place(line, line.at[p - 1], names)
        if place_seen and not place and _parts(line, line.at[p - 1], names, bool(allowed)):
            break
        place_seen = place_seen or place
        p = token.start
    return trim(line, p, position, names, sparing or bool(allowed))


def _before_bracket(line: Line, p: int, position: int, names: Names) -> int:
    """The start of the bracket or quotation that ends at `p`, with the word before it (宁波（中国）), or `p` if it cannot be
    part of a name."""
    last = line.text[p - 1]
    opened = max(line.text.rfind(o, max(0, p - 26), p - 1) for o in OPENING[last])
    round_one = last in "）)"
    if opened < 0 or (p == position and round_one and ASIDE.search(line.text, opened, p)):
        return p
    if any(word in line.text[opened:p] for word in names.edges["short-for"]):
        return p
    if round_one and opened > 0 and not BOUND.match(line.text[opened - 1]):
        return line.tokens[line.at[opened - 1]].start
    return opened


def _is_whole(line: Line, index: int, names: Names) -> bool:
    """Whether a word is a name of the lexicon that nothing but a place in front can lengthen."""

    def proper(i: int) -> bool:
        return i in line.known and names.words[line.tokens[i].text].proper

    return proper(index) and not proper(index - 1)


def _blocks(line: Line, p: int, position: int, names: Names, allowed: frozenset[str]) -> bool:
    """Whether the word that ends at `p` cannot be part of the name."""
    index = line.at[p - 1]
    token, last = line.tokens[index], line.text[p - 1]
    if not (last.isalnum() or last == "%"):
        return True
    if token.text in names.title_words and p < position:
        return True  # 副书记赵文骄代表|园区
    before = line.tokens[index - 1] if index else None
    if token.text in names.edges["directional"] and before and len(before.text) == 1 and before.tag in ("v", "d"):
        return True  # 搭上|中川机场
    common = token.text in names.edges["stop-noun"] or token.text in allowed  # 企业|重庆…公司, 引进|苏州…公司
    if stops(line, index, names, allowed) or (common and _begins_name(line, p, position, names)):
        return True
    if (last.isdigit() and CLASSIFIER.match(line.text, p)) or COUNTING.fullmatch(token.text) or _counts(line, index):
        return True
    return not allowed and token.text in names.edges["locative"] and index > 0 and len(line.tokens[index - 1].text) > 1


def _is_place(line: Line, index: int, names: Names) -> bool:
    """Whether a word names a place that a name can begin with."""
    token = line.tokens[index]
    if token.text in names.edges["direction"]:
        return False
    if index in line.known:
        return names.words[token.text].proper
    return token.tag == "ns" and len(token.text) > 1 and token.text not in names.suffix_rule


def _parts(line: Line, index: int, names: Names, registered: bool) -> bool:
    """Whether a noun before a place is no part of the name that the place begins; alone before a registered name it is
    (时代|长安动力电池有限公司)."""
    token = line.tokens[index]
    lone = index == 0 or stops(line, index - 1, names)
    if _owned(line, index, names) or (token.text in names.edges["scope"] and line.text[: token.start][-1:].isdigit()):
        return False  # 北京大学|分子医学|南京研究院, 2023|世界|温州人大会
    firm = registered and (rule := names.suffix_rule.get(token.text)) is not None and rule.type in names.owners
    return len(token.text) > 1 and token.tag in NOUNS and not (registered and lone) and not firm


def _owned(line: Line, index: int, names: Names) -> bool:
    """Whether the nouns that end here belong to a known firm or body before them: 北京大学|分子医学|南京研究院."""
    for i in range(index - 1, max(-1, index - 4), -1):
        if i in line.known and names.words[line.tokens[i].text].proper:
            return names.words[line.tokens[i].text].type not in names.places
        if stops(line, i, names) or not line.tokens[i].text[0].isalnum():
            return False
    return False


def _counts(line: Line, index: int) -> bool:
    """Whether a word counts, with the numeral before it, what follows (三|大|产业)."""
    return index > 0 and COUNTING.fullmatch(line.tokens[index - 1].text + line.tokens[index].text) is not None


def _begins_name(line: Line, start: int, end: int, names: Names) -> bool:
    """Whether a name may well begin here: a place, a known name or unknown characters follow."""
    if start >= end:
        return False
    index = line.at[start]
    token = line.tokens[index]
    known = index in line.known and names.words[token.text].proper
    return known or token.tag in PROPER_TAGS or (len(token.text) == 1 and token.text not in names.edges["common"])


def trim(line: Line, start: int, end: int, names: Names, sparing: bool = False) -> int:
    """The start without leading words that belong to no name (新, 大型, 国内); a sparing trim leaves single characters."""
    while start < end:
        token = line.tokens[line.at[start]]
        if token.start != start or token.end > end or line.at[start] in line.known:
            break
        after = line.tokens[line.at[token.end]] if token.end < end else None
        if len(token.text) == 1 and after and (sparing or len(after.text) == 1) and after.text.isalpha() and token.text not in JOINERS:
            break  # unknown characters belong together (中电海康)
        if token.text in names.edges["trim"] or token.text in JOINERS:
            start = token.end
        else:
            break
    return start


def right_edge(line: Line, position: int, names: Names, limit: int = 16) -> int:
    """Where a name ends that begins at `position` and that nothing else closes."""
    p = position
    while p < len(line.text) and p - position < limit:
        index = line.at[p]
        token = line.tokens[index]
        if token.text[0] in "（(":
            closed = min((i for i in (line.text.find(c, p, p + 14) for c in "）)") if i >= 0), default=-1)
            if closed < 0:
                break
            p = closed + 1
            continue
        if p > position and (
            stops(line, index, names)
            or COUNTING.fullmatch(token.text)
            or ((token.tag == "m" or NUMERAL.fullmatch(token.text)) and not is_code(line.text, p))
        ):
            break
        if not (token.text[0].isalnum() or token.text in JOINERS) or (
            token.text[0].isdigit() and p > position and not is_code(line.text, p)
        ):
            break
        p = token.end
    return p


def is_code(text: str, position: int) -> bool:
    """Whether the digits here belong to a name (M9, 07) and count nothing."""
    return bool(re.match(r"[0-9]+(?![0-9余多.%％万亿]|[家个项条座所户件名只台款位支大]|$)", text[position:])) or (
        position > 0 and text[position - 1].isascii() and text[position - 1].isalpha()
    )
