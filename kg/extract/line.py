"""A sentence cut into words, and which of them cannot stand inside a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.segment import Token, is_word, segment
from kg.knowledge.names import Names

# jieba's tags of verbs, adverbs, prepositions, conjunctions, pronouns, times, particles, idioms
VERBAL = frozenset(
    [
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
        "zg",
        "l",
        "i",
        "u",
        "ul",
        "uj",
        "uz",
        "ud",
        "ug",
        "uv",
    ]
)
BOUND = re.compile(r"[，。；：！？、,;:!?\s…]")
NUMERAL = re.compile("[0-9一二两三四五六七八九十百千万亿几数多第]+[大类级批个座]?")


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
    if allowed and token.tag == "l":
        return False  # a phrase of the dictionary inside a registered name: …动力系统科技有限公司
    attributed = index > 0 and line.tokens[index - 1].text in names.edges["attribute"]
    return not (attributed and token.tag == "v")  # 的|散热膜厂房: a verb by the dictionary, a noun here
