"""A sentence cut into words, and where a name that ends somewhere can begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.segment import Token, is_rare, is_word, segment
from kg.knowledge.names import Names

OPENING = {"）": "（(", ")": "（(", "”": "“", "》": "《", "’": "‘", "」": "「"}
JOINERS = "—·-±&+/－–"
PROPER_TAGS = {"ns", "nt"}
VERBAL = {
    "v",
    "vd",
    "vq",
    "vi",
    "d",
    "dg",
    "df",
    "p",
    "c",
    "r",
    "rr",
    "rz",
    "t",
    "y",
    "e",
    "o",
    "z",
    "l",
    "i",
    "u",
    "ul",
    "uj",
    "uz",
    "ud",
    "ug",
    "uv",
    "zg",
}
ASIDE = re.compile("[“，：:；]")  # a bracket with these right before a suffix is no part of a name: (以下简称“…”)总部
BOUND = re.compile(r"[，。；：！？、,;:!?\s…]")
NUMERAL = re.compile("[0-9一二两三四五六七八九十百千万亿几数多第]+[大类级批个座]?")
COUNTING = re.compile("[0-9一二两三四五六七八九十百千几多]+[大类个批座项条家地市县区镇省国者]")
CLASSIFIER = re.compile(r"[余多]?[家个项条座所户件名只台款位支]")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence: its text, its words, for each character the word it belongs to, and where it starts in the document."""

    text: str
    tokens: tuple[Token, ...]
    at: tuple[int, ...]
    offset: int
    known: frozenset[int]  # tokens that are names of a lexicon


def make_line(text: str, offset: int, names: Names, lexical: Sequence[tuple[int, int]]) -> Line:
    """Cut a sentence into words; `lexical` spans (names of a lexicon) stay whole."""
    tokens: list[Token] = []
    known: set[int] = set()
    position = 0
    for start, end in [*lexical, (len(text), len(text))]:
        tokens += _whole(segment(text[position:start], position), names)
        if start < end:
            known.add(len(tokens))
            tokens.append(Token(start, end, text[start:end], "nz"))
        position = end
    at = [i for i, t in enumerate(tokens) for _ in range(t.end - t.start)]
    return Line(text, tuple(tokens), tuple(at), offset, frozenset(known))


def _whole(tokens: Sequence[Token], names: Names) -> list[Token]:
    """Words with those put together that stop names and that the dictionary lacks (赋|能, 投|用)."""
    out: list[Token] = []
    for token in tokens:
        joined = out[-1].text + token.text if out else ""
        if joined in names.edges["stop"] and not is_word(joined):
            token = Token(out.pop().start, token.end, joined, "v")
        out.append(token)
    return out


def stops(line: Line, index: int, names: Names, allowed: frozenset[str] = frozenset()) -> bool:
    """Whether a word cannot stand inside a name; `allowed` words can."""
    token = line.tokens[index]
    if index in line.known or token.text in allowed:
        return False
    if token.text in names.edges["stop"] or BOUND.match(token.text) or (len(token.text) > 3 and token.text[-2:] in names.edges["stop"]):
        return True
    if len(token.text) == 1 or token.tag not in VERBAL or NUMERAL.fullmatch(token.text) or token.text in names.edges["inner"]:
        return False
    attributed = index > 0 and line.tokens[index - 1].text in names.edges["attribute"]
    return not (attributed and token.tag == "v")  # 的|散热膜厂房: a verb by the dictionary, a noun here


def left_edge(line: Line, position: int, names: Names, limit: int = 30, allowed: frozenset[str] = frozenset(), end: int = 0, sparing: bool = False) -> int:
    """Where a name can begin whose remainder starts at `position`: words join until one stops it."""
    text, p = line.text, position
    place_seen = False
    while p > 0 and position - p < limit:
        last = text[p - 1]
        if last in OPENING:
            opened = max(text.rfind(o, max(0, p - 26), p - 1) for o in OPENING[last])
            if opened < 0 or p == position and last in "）)" and ASIDE.search(text, opened, p):
                break
            p = opened
            if last in "）)" and p > 0 and not BOUND.match(text[p - 1]):
                p = line.tokens[line.at[p - 1]].start
            continue
        index = line.at[p - 1]
        token = line.tokens[index]
        if token.end > p:  # the suffix begins inside this word
            p = token.start
            whole = token.end == end and index in line.known and names.words[token.text].proper
            if whole and not (index - 1 in line.known and names.words[line.tokens[index - 1].text].proper):
                break  # a name of the lexicon is whole
            continue
        if last in JOINERS:
            if p - 1 > 0 and not BOUND.match(text[p - 2]) and text[p - 2] not in "“（(":
                p = token.start
                continue
            break
        if not (last.isalnum() or last in "%"):
            break
        ends = token.text in names.edges["stop-noun"] or token.text in allowed  # 企业|重庆…公司, 引进|苏州…公司
        if token.text in names.title_words and p < position:
            break  # 副书记赵文骄代表|园区
        if stops(line, index, names, allowed) or ends and _begins_name(line, p, position, names):
            break
        if last.isdigit() and CLASSIFIER.match(text, p) or COUNTING.fullmatch(token.text) or _counts(line, index):
            break
        if not allowed and token.text in names.edges["locative"] and index > 0 and len(line.tokens[index - 1].text) > 1:
            break
        is_place = token.text not in names.edges["direction"] and (token.tag == "ns" and len(token.text) > 1 and token.text not in names.suffix_rule or index in line.known and names.words[token.text].proper)
        if place_seen and not is_place and len(token.text) > 1 and token.tag in ("n", "vn", "a", "b", "an"):
            lone = index == 0 or stops(line, index - 1, names)  # 时代|长安动力电池有限公司
            if not (allowed and lone):
                break
        place_seen = place_seen or is_place
        p = token.start
    return trim(line, p, position, names, sparing or bool(allowed))


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


def grade(line: Line, start: int, end: int, names: Names) -> str:
    """What a modifier says: "proper" (a place, a brand, letters, an unknown word), "specific" (words that tell it from
    others), "some" (a word that is no kind of thing), "trade" (only a trade), "" (only a kind)."""
    if start >= end:
        return ""
    piece = line.text[start:end]
    if any(c in piece for c in "“《") or re.search("[A-Za-z]{2,}|[A-Za-z][0-9]", piece):
        return "proper"
    run, content, trade = "", 0, False
    for i in range(line.at[start], line.at[end - 1] + 1):
        token = line.tokens[i]
        if i in line.known and names.words[token.text].proper:
            return "proper"
        if i in line.known and token.end <= end:
            run, trade = "", True
            continue
        if token.tag in PROPER_TAGS and len(token.text) > 1 or is_namelike(token):
            return "proper"
        if len(token.text) == 1 and token.text not in names.edges["stop"]:
            run += token.text
            if len(run) > 1 and run not in names.edges["common"] and any(c not in names.edges["common"] for c in run):
                return "proper"
        else:
            run = ""
        part = line.text[max(token.start, start) : min(token.end, end)]
        if part not in names.edges["common"] and not NUMERAL.fullmatch(part):
            content += len(part)
    if content >= 3 or (content >= 2 and end - start >= 4):
        return "specific"
    return "some" if content >= 2 else "trade" if trade else ""


def enough(quality: str, wanted: str) -> bool:
    """Whether a modifier says as much as a rule wants: proper, specific, some, trade, any."""
    order = ("any", "", "trade", "some", "specific", "proper")
    return order.index(quality) >= order.index(wanted)


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
            or (token.tag == "m" or NUMERAL.fullmatch(token.text))
            and not is_code(line.text, p)
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


def is_namelike(token: Token) -> bool:
    """Whether a word of the dictionary is a rare proper name."""
    return token.tag in PROPER_TAGS | {"nz", "nr", "nrt"} and is_rare(token.text)
