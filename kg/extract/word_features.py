"""What the network of names is told of each word of a sentence beside the word itself: what the dictionary, the lexicon and the rules say
of it and of its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.line import Line, stops
from kg.extract.segment import commonness
from kg.knowledge.names import Names
from kg.model import Mention

OPENING = {"“": "q", "‘": "q", "《": "b", "（": "p", "(": "p"}
CLOSING = "”’》）)"
BOUND = frozenset("，。；：！？、,;:!?…\n")
FAR = 6  # words ahead at which a suffix is looked for


def word_features(
    line: Line, candidates: Sequence[Mention], settled: Sequence[Mention], counts: Counter[str], names: Names
) -> list[list[str]]:
    """For each word what is known of it. candidates: what the finders gave; settled: what the rules made of them; counts: how often
    each word stands in the document."""
    words = [_word(t.text, t.tag, i in line.known, names) for i, t in enumerate(line.tokens)]
    taken, raised = _covered(line, settled), _covered(line, candidates)
    ruled = [taken[i][0][0] + taken[i][0][1].type if i in taken else "-" for i in range(len(words))]
    quotes, ahead, known = _quotes([t.text for t in line.tokens]), _suffixes_ahead(line, names), _known(line, names)
    out = []
    for i, token in enumerate(line.tokens):
        row = [*words[i].own, f"n={min(counts[token.text], 4)}{token.text[1:2] and '+'}"]
        if i:
            row += words[i - 1].left
        if i + 1 < len(words):
            row += words[i + 1].right
        if quotes[i] != "0":
            row.append("q=" + quotes[i])
        row += known[i]
        if ahead[i] != "-":
            row.append("s=" + ahead[i])
        if i in taken:
            row += ["r=" + ruled[i], f"rr={ruled[i]}{taken[i][0][1].rule}"]
        if i and i - 1 in taken:
            row.append("-1r=" + ruled[i - 1])
        if i + 1 in taken:
            row.append("1r=" + ruled[i + 1])
        if i in raised:
            row += sorted({f"k={place}{m.type}" for place, m in raised[i]})
        if stops(line, i, names):
            row.append("stop")
        out.append(row)
    return out


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known of a word wherever it stands: as the word itself, as the one before, as the one behind."""

    own: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


@lru_cache(maxsize=65536)
def _word(text: str, tag: str, known: bool, names: Names) -> _Word:
    shared = ["t=" + (tag or _shape(text)), *(f"e={name}" for name in sorted(names.edges) if text in names.edges[name])]
    if known:
        shared.append("l=" + names.words[text].type)
    if text in names.list_heads:
        shared.append("lh=" + names.list_heads[text])
    own = (*shared, f"f={commonness(text)}{text[1:2] and '+'}")
    return _Word(own, tuple("-1" + f for f in shared), tuple("1" + f for f in shared))


def _shape(word: str) -> str:
    """A digit, a letter, Chinese characters (how many), or the mark itself."""
    first = word[0]
    if first.isdigit():
        return "0"
    if first.isascii() and first.isalpha():
        return "A"
    return f"h{min(len(word), 4)}" if "一" <= first <= "鿿" else first


def _covered(line: Line, mentions: Sequence[Mention]) -> dict[int, list[tuple[str, Mention]]]:
    """For each word the mentions over it, and whether it begins, goes on or ends them."""
    out: dict[int, list[tuple[str, Mention]]] = {}
    for m in mentions:
        first, last = line.at[m.start - line.offset], line.at[m.end - line.offset - 1]
        for i in range(first, last + 1):
            place = "S" if first == last else "B" if i == first else "E" if i == last else "I"
            out.setdefault(i, []).append((place, m))
    return out


def _known(line: Line, names: Names) -> list[list[str]]:
    """For each word what is generally known of it, or of a longer word that it is a part of."""
    out: list[list[str]] = [[] for _ in line.tokens]
    for start, end, kinds in names.known.spans([t.text for t in line.tokens]):
        for i in range(start, end):
            place = "S" if end - start == 1 else "B" if i == start else "E" if i == end - 1 else "I"
            out[i] += [f"g={place}{kind}" for kind in kinds]
        if start:
            out[start - 1] += [f"1g={kind}" for kind in kinds]
        if end < len(out):
            out[end] += [f"-1g={kind}" for kind in kinds]
    return out


def _quotes(words: Sequence[str]) -> list[str]:
    """For each word which marks it stands in."""
    depth, out = "0", []
    for word in words:
        depth = OPENING.get(word[0], depth)
        out.append(depth)
        if word[-1] in CLOSING:
            depth = "0"
    return out


def _suffixes_ahead(line: Line, names: Names) -> list[str]:
    """For each word the class of the next suffix before a mark, and how far it is."""
    out, kind, place = ["-"] * len(line.tokens), "", 0
    for i in range(len(line.tokens) - 1, -1, -1):
        text = line.tokens[i].text
        if text[0] in BOUND:
            kind = ""
        if match := names.suffixes_end.search(text):
            kind, place = names.suffix_rule[match.group()].type, i
        if kind:
            out[i] = f"{kind}{min(place - i, FAR)}"
    return out
