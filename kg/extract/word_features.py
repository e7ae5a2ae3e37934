"""What the tagger of names sees of each word of a sentence: the word, its neighbours, what the dictionary, the lexicon and
the rules say of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.extract.line import Line, stops
from kg.extract.segment import commonness
from kg.knowledge.names import Names
from kg.model import Mention

OPENING = {"“": "q", "‘": "q", "《": "b", "（": "p", "(": "p"}
CLOSING = "”’》）)"
BOUND = frozenset("，。；：！？、,;:!?…\n")
DIGITS = re.compile("[0-9]+")
LATIN = re.compile("[A-Za-z]+")
FAR = 6  # words ahead at which a suffix is looked for


def word_features(line: Line, candidates: Sequence[Mention], settled: Sequence[Mention], counts: Counter[str], names: Names) -> list[list[str]]:
    """For each word what is known of it. candidates: what the finders gave; settled: what the rules made of them; counts: how often
    each word stands in the document."""
    size = len(line.tokens)
    words = [LATIN.sub("A", DIGITS.sub("0", t.text)) for t in line.tokens]
    tags = [t.tag or _shape(t.text) for t in line.tokens]
    lexicon = [names.words[t.text].type if i in line.known else "-" for i, t in enumerate(line.tokens)]
    taken = _covered(line, settled)
    raised = _covered(line, candidates)
    ruled = [taken[i][0][0] + taken[i][0][1].type if i in taken else "-" for i in range(size)]
    common = [f"{commonness(t.text)}{t.text[1:2] and '+'}" for t in line.tokens]
    sets = _edge_sets(names)
    edges = [[*sets.get(t.text, ()), *(["lh=" + names.list_heads[t.text]] if t.text in names.list_heads else ())] for t in line.tokens]
    quotes, ahead = _quotes(words), _suffixes_ahead(line, names)
    out = []
    for i, token in enumerate(line.tokens):
        text = token.text
        before, after = (words[i - 1] if i else "#"), (words[i + 1] if i + 1 < size else "#")
        row = [
            "w=" + words[i],
            "t=" + tags[i],
            "q=" + quotes[i],
            "sh=" + _shape(text),
            "l=" + lexicon[i],
            "r=" + ruled[i],
            "a=" + text[0],
            "z=" + text[-1],
            "zz=" + text[-2:],
            "f=" + common[i],
            "ft=" + common[i] + tags[i],
            "n=" + str(min(counts[text], 4)) + text[1:2],
            "s=" + ahead[i],
            "pw=" + before + "|" + words[i],
            "wn=" + words[i] + "|" + after,
            "pt=" + (tags[i - 1] if i else "#") + "|" + tags[i] + "|" + (tags[i + 1] if i + 1 < size else "#"),
        ]
        if i in taken:
            row.append("rr=" + ruled[i] + taken[i][0][1].rule)
        row += {"k=" + place + m.type for place, m in raised.get(i, ())}
        row += edges[i]
        if stops(line, i, names):
            row.append("stop")
        for step in (-2, -1, 1, 2):
            j = i + step
            if not 0 <= j < size:
                row.append(f"{step}#")
                continue
            row += [f"{step}w={words[j]}", f"{step}t={tags[j]}"]
            if step in (-1, 1):
                row += [f"{step}l={lexicon[j]}", f"{step}r={ruled[j]}", f"{step}f={common[j]}", f"{step}a={line.tokens[j].text[-1 if step < 0 else 0]}"]
                row += [f"{step}{e}" for e in edges[j]]
        if i + 3 < size:
            row.append("3w=" + words[i + 3])
        out.append(row)
    return out


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


@lru_cache(maxsize=8)
def _edge_sets(names: Names) -> Mapping[str, list[str]]:
    """The word sets of edges.yml that each word is in."""
    out: dict[str, list[str]] = {}
    for name in sorted(names.edges):
        for word in names.edges[name]:
            out.setdefault(word, []).append("e=" + name)
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
