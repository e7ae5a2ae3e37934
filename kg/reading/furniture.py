"""Which lines of a page are no prose: boxes (page heads, bylines, big figures) and captions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.knowledge.reading import ReadingRules
from kg.reading.lines import Line
from kg.reading.tables import ROWS

LONG = 200  # a line longer than this is prose, whatever it looks like
COLUMN = 2  # a line more than so many times as long as the one above it does not go on with it
LIST = 3  # sentences on end that begin with the same mark are a list from so many on
GAP = re.compile(r"\S(?: {4,}|\u3000{2,}|\t+)(?=\S)")


def furniture(lines: Sequence[Line], rules: ReadingRules) -> list[str]:
    """For each line box, caption, or nothing."""
    kinds = [""] * len(lines)
    for i, line in enumerate(lines):
        if line.mark == "header":
            kinds[i] = "caption"
        if len(line.text) > LONG or line.mark in ("heading", "item", *ROWS):
            continue
        if rules.patterns["credit"].search(line.text):
            for j in range(_caption_start(lines, i, rules), i + 1):
                kinds[j] = "caption"
        elif rules.patterns["box"].search(line.text) or (GAP.search(line.text) and not line.ended):
            kinds[i] = "box"
    _unsigned_captions(lines, kinds, rules)
    for i, line in enumerate(lines):
        if not kinds[i] and line.mark == "" and _is_scrap(line) and _touches_box(lines, kinds, i):
            kinds[i] = "box"
    return kinds


def _caption_start(lines: Sequence[Line], end: int, rules: ReadingRules) -> int:
    """The first line of the caption that ends with a credit: at its mark, else above the nearest gap or indent."""
    start = end
    while start > max(0, end - 3) and not lines[start].blank and not lines[start].mark:
        if rules.patterns["caption"].match(lines[start].text):
            return start
        start -= 1
    if rules.patterns["caption"].match(lines[start].text):
        return start
    if lines[start].blank and end - start < 3:
        return start
    bare = not rules.patterns["credit"].sub("", lines[end].text).strip()
    least = end - 1 if bare and end and not lines[end].blank else end
    for i in range(least, max(-1, end - 3), -1):
        if lines[i].indent >= 2 and i != end:
            return i
        if lines[i].blank:
            break
    return least


def _unsigned_captions(lines: Sequence[Line], kinds: list[str], rules: ReadingRules) -> None:
    """Captions that begin with a mark and end with a sentence, without a credit; a heading above prose is none (▲ 账目一：批件), nor are
    sentences that follow one another, each with the mark (a list)."""
    caption = rules.patterns["caption"]
    marked = [i for i, line in enumerate(lines) if not (kinds[i] or line.mark) and caption.match(line.text)]
    for row in _rows(lines, marked):
        for i in row if len(row) < LIST else ():
            _caption_from(lines, kinds, i)


def _rows(lines: Sequence[Line], marked: Sequence[int]) -> Iterator[list[int]]:
    """The marked lines, those together that follow one another as sentences with the same mark."""
    row: list[int] = []
    for i in marked:
        if row and not (row[-1] == i - 1 and lines[i - 1].ended and lines[i - 1].text[0] == lines[i].text[0]):
            yield row
            row = []
        row.append(i)
    if row:
        yield row


def _caption_from(lines: Sequence[Line], kinds: list[str], i: int) -> None:
    """Makes a caption of a line and the next two, up to the one that ends a sentence."""
    for j in range(i, min(i + 3, len(lines))):
        if kinds[j] or (j > i and lines[j].blank) or len(lines[j].text) > COLUMN * len(lines[i].text):
            break
        if lines[j].ended:
            kinds[i : j + 1] = ["caption"] * (j + 1 - i)
            break


def _is_scrap(line: Line) -> bool:
    """A section's name or a row of names: a word or two without any punctuation."""
    words = line.text.split()
    return len(words) <= 4 and all(len(w) <= 3 for w in words) and len("".join(words)) <= 6 and not re.search(r"[^\w·]", "".join(words))


def _touches_box(lines: Sequence[Line], kinds: Sequence[str], i: int) -> bool:
    above = i > 0 and not lines[i].blank and kinds[i - 1] == "box"
    below = i + 1 < len(lines) and not lines[i + 1].blank and kinds[i + 1] == "box"
    return above or below
