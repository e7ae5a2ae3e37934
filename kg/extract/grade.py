"""How much a modifier says: whether the words before a suffix make a name of it (重庆临空前沿|科技城) or only a kind of thing."""

from __future__ import annotations

import re

from kg.extract.line import NUMERAL, Line
from kg.extract.segment import Token, is_rare
from kg.knowledge.names import Names

PROPER_TAGS = {"ns", "nt"}
ORDER = ("any", "", "trade", "some", "specific", "proper")


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
        if (token.tag in PROPER_TAGS and len(token.text) > 1) or is_namelike(token):
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
    return ORDER.index(quality) >= ORDER.index(wanted)


def is_namelike(token: Token) -> bool:
    """Whether a word of the dictionary is a rare proper name."""
    return token.tag in PROPER_TAGS | {"nz", "nr", "nrt"} and is_rare(token.text)
