"""The headline of a page, as far as its layout gives it away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.reading.layout import Paragraph
from kg.reading.lines import Line

LEAST = 6  # characters of a headline; less is a section's name or a decoration
EYEBROW = 8  # a first line as short as this goes on in the second
TITLE = 60  # characters that a page without headings gives as title


def headline(parts: Sequence[Paragraph], texts: Sequence[str]) -> str:
    """The headline: on top if it is there, else the heading that stands apart and speaks the page's own words.

    parts and texts: the paragraphs and what they read.
    """
    headings = [i for i, part in enumerate(parts) if part.kind == "heading"]
    body = [i for i, part in enumerate(parts) if part.kind == "body"]
    if not headings:
        return re.split(r"(?<=[。！？])", texts[body[0]])[0][:TITLE] if body else texts[0][:TITLE]
    top = [i for i in headings if not body or i < body[0]]
    return _top(parts, texts, top) or _apart(parts, texts, headings)


def _top(parts: Sequence[Paragraph], texts: Sequence[str], top: Sequence[int]) -> str:
    for i in top:
        whole = _whole(parts, texts, i)
        rubric = "·" in texts[i] and i + 1 in top
        if len(whole) >= LEAST and not rubric and (whole != texts[i] or len(texts[i]) >= LEAST):
            return whole
    return ""


def _whole(parts: Sequence[Paragraph], texts: Sequence[str], i: int) -> str:
    """A heading with what belongs to it from the line below: the second line after —— or that of a short first one."""
    if i + 1 == len(parts) or parts[i + 1].kind != "heading" or _line(parts[i + 1]).blank:
        return texts[i]
    below = texts[i + 1]
    if below.startswith("——"):
        return texts[i] + below
    short = len(texts[i]) <= EYEBROW + 1 and len(texts[i]) + len(below) > EYEBROW
    same = _line(parts[i]).indent == _line(parts[i + 1]).indent
    return f"{texts[i]} {below}" if short and same and not re.search("[，。：]", below) else texts[i]


def _apart(parts: Sequence[Paragraph], texts: Sequence[str], headings: Sequence[int]) -> str:
    """Of the headings below the first prose the one whose words the page repeats most; one with prose under it is
    likely to be that prose's own. Of lines that follow each other without a gap the last counts."""
    pairs = {a + b for part, text in zip(parts, texts, strict=True) if part.kind == "body" for a, b in pairwise(text)}
    best = (0.0, 0, texts[headings[0]])
    for i in headings:
        whole = _whole(parts, texts, i)
        after = next(iter(parts[i + 1 + (whole != texts[i]) :][:1]), None)
        eyebrow = whole == texts[i] and after and after.kind == "heading" and not _line(after).blank
        if len(texts[i]) < LEAST or eyebrow or texts[i].startswith("——") or texts[i].count("、") > 1:
            continue
        own = ["".join(p) for p in pairwise(texts[i]) if not "".join(p).isspace() and " " not in p]
        share = sum(p in pairs for p in own) / max(1, len(own))  # letters may all stand apart
        apart = after is None or after.kind != "body"
        best = max(best, (share + 0.5 * apart, i, whole))
    return best[2]


def _line(part: Paragraph) -> Line:
    return part.lines[0]
