"""Lines → paragraphs: what the column cut is joined, what merely stands in between is set apart.

Two kinds of page are told apart. On a flowing page a line is a paragraph; on a cut page lines end where the column
does, and a line that ends no sentence goes on in the next one. On both, a paragraph that has not come to the end of
its sentence waits over captions, headings and boxes for the line that carries it on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.knowledge.reading import ReadingRules
from kg.reading.furniture import furniture
from kg.reading.lines import ELLIPSIS_END, QUESTION_END, TAIL, Line

HEADING = 60  # columns that a heading in the text may take; twice as many above the text
ECHO = 4  # characters that a paragraph repeats of the heading above it
LOST_INDENT = 4  # columns by which the first line of a paragraph is shorter where the page lost its indents


@dataclass(slots=True)
class Paragraph:
    """Lines that read on as one; kind is body, heading, caption or box."""

    kind: str
    lines: list[Line] = field(default_factory=list)


def paragraphs(lines: Sequence[Line], rules: ReadingRules) -> list[Paragraph]:
    """The paragraphs of a page in reading order; one that is interrupted stands whole before what interrupts it."""
    return _Page(lines, rules).read()


class _Page:
    """The lines of a page with what is known of each."""

    def __init__(self, lines: Sequence[Line], rules: ReadingRules) -> None:
        self.lines = lines
        self.rules = rules
        self.kinds = furniture(lines, rules)
        self.text = [i for i, kind in enumerate(self.kinds) if not kind]
        self.cut = is_cut([lines[i] for i in self.text])
        self.indents = self._indents() if self.cut else 0
        self.after = dict(pairwise(self.text))
        self.torn = self.cut and self._is_torn()
        self.pairs = _pairs(lines)

    def read(self) -> list[Paragraph]:
        out: list[Paragraph] = []
        current: Paragraph | None = None  # the paragraph that may go on
        last = -1  # its last line
        body = False
        for i, line in enumerate(self.lines):
            kind = self.kinds[i]
            if kind:
                begun = self.rules.patterns["caption"].match(line.text)
                if kind == "caption" and i and self.kinds[i - 1] == kind and not (line.blank or begun) and out:
                    out[-1].lines.append(line)
                else:
                    out.append(Paragraph(kind, [line]))
                continue
            if current and self._goes_on(last, i):
                current.lines.append(line)
                last = i
                continue
            waiting = current is not None and not self._closed(last)
            if self._is_heading(i, top=not body, waiting=last if waiting else -1):
                out.append(Paragraph("heading", [line]))
                if not waiting:
                    current = None
                continue
            current, last, body = Paragraph("body", [line]), i, True
            out.append(current)
        if not body:
            for paragraph in out:
                paragraph.kind = "body" if paragraph.kind == "heading" else paragraph.kind
        return out

    # Does a paragraph go on?

    def _closed(self, i: int) -> bool:
        line = self.lines[i]
        return line.ended or (not self.cut and bool(ELLIPSIS_END.search(line.text[-TAIL:])))

    def _goes_on(self, last: int, i: int) -> bool:
        """Does line i carry on the paragraph whose last line is given?"""
        line, before = self.lines[i], self.lines[last]
        if line.mark or before.mark in ("heading", "row") or (before.mark == "item" and line.blank):
            return False
        if self.cut and self._indented(i):
            return False
        if self._closed(last):
            return self.cut and i == last + 1 and not line.blank and (bool(self.indents) or self._full(last))
        if self.rules.patterns["figure_line"].match(line.text):
            return False
        if not (self.cut or before.soft or self.rules.patterns["dangling"].search(before.text)) and self.rules.patterns["opener"].match(
            line.text
        ):
            return False  # a label without a full stop, over prose
        announced = before.soft and before.text.endswith(("：", "；", ":", ";"))
        if announced and self.rules.patterns["item"].match(line.text):
            return False
        if announced and not self.cut:
            return i == last + 1 and not self._is_heading(i, top=False, waiting=-1)
        return not self._is_heading(i, top=False, waiting=last)

    def _full(self, i: int) -> bool:
        """Is the line as wide as its column?"""
        near = [self.lines[j] for j in range(max(0, i - 3), min(len(self.lines), i + 4)) if not self.kinds[j]]
        widths = sorted(line.width for line in near)
        lost = LOST_INDENT if self.lines[i].blank and not self.indents else 0
        return self.lines[i].width + lost >= widths[len(widths) // 2] - 3

    def _indented(self, i: int) -> bool:
        return bool(self.indents) and self.lines[i].indent >= self.indents

    def _indents(self) -> int:
        """The columns by which this page sets in the first line of a paragraph; 0 if it does not."""
        base = min((self.lines[i].indent for i in self.text), default=0)
        inset = [i for i in self.text if self.lines[i].indent >= base + 2]
        if not inset or len(inset) > 0.7 * len(self.text):
            return 0
        fresh = sum(1 for i in inset if i == 0 or self.kinds[i - 1] or self.lines[i].blank or self.lines[i - 1].ended)
        return base + 2 if fresh >= 0.6 * len(inset) else 0

    def _is_torn(self) -> bool:
        """Do gaps stand inside paragraphs, where a column ends? Then lines stand above gaps that end no sentence, at
        the end of three or more that do belong together."""
        return any(
            not self.lines[a].ended and self.lines[b].blank and a >= 2 and not (self.lines[a].blank or self.lines[a - 1].blank)
            for a, b in self.after.items()
            if b == a + 1
        )

    # Is a line a heading?

    def _is_heading(self, i: int, *, top: bool, waiting: int) -> bool:
        """top: no prose stood above it; waiting: the line whose sentence is not over yet, or -1."""
        line = self.lines[i]
        if line.mark == "heading":
            return True
        if line.mark in ("item", "row") or line.width > 2 * HEADING:
            return False
        if line.ended:
            return top and bool(QUESTION_END.search(line.text)) and "。" not in line.text and line.width <= 2 * HEADING
        if line.text.startswith("——"):
            return waiting < 0
        if line.soft or not line.balanced or any(self.rules.patterns[kind].search(line.text) for kind in ("dangling", "figure_line")):
            return False
        return self._cut_heading(i, top, waiting) if self.cut else self._flow_heading(i, top)

    def _flow_heading(self, i: int, top: bool) -> bool:
        line = self.lines[i]
        if top:
            return True
        if line.width > HEADING * 4 // 3:
            return False
        if self._stands_over_indented(i):
            return True
        if "，" in line.text and (line.width > HEADING or self.rules.patterns["opener"].match(line.text)):
            return False
        return not ("，" in line.text and self._runs_over(i))

    def _stands_over_indented(self, i: int) -> bool:
        """Does the line stand under a gap, right above a paragraph that is set in as it is?"""
        line, j = self.lines[i], self.after.get(i, -1)
        return line.blank and j == i + 1 and not self.lines[j].blank and self.lines[j].indent >= line.indent > 0

    def _cut_heading(self, i: int, top: bool, waiting: int) -> bool:
        line = self.lines[i]
        j = self.after.get(i, -1)
        adjacent = j == i + 1 and not self.lines[j].blank
        if j < 0:
            return waiting < 0
        if self._indented(j) and (adjacent or waiting < 0):
            return True
        if waiting >= 0:
            return self._interrupts(i, waiting)
        below = self.lines[j]
        if not adjacent:
            return top or not (self.torn or j > i + 1) or self._stands_out(line, below, self._block(j))
        if self._indented(i):
            return False
        block = self._block(i)
        uneven = below.text.startswith("——") or not all(self._same_column(a, b) for a, b in pairwise(block))
        if uneven and len(block) <= 3 and not any(b.ended or b.soft for b in block):
            return True
        if re.search("[，。；：、]", line.text):
            return False
        wide = max(b.width for b in block[1:3])
        return (
            line.width + 4 < 0.7 * wide
            or line.width > wide + 4
            or ((line.blank or not i) and not self._runs_over(i) and self._starts_anew(line, below))
        )

    def _stands_out(self, line: Line, below: Line, block: Sequence[Line]) -> bool:
        """On a page whose columns tear paragraphs: is the line no first line of a paragraph that goes on below?"""
        if self.rules.patterns["opener"].match(line.text):
            return False
        wide = max(b.width for b in block)
        if not wide - 2 * LOST_INDENT <= line.width <= wide + 2:
            return True
        return "，" not in line.text and self._starts_anew(line, below)

    def _interrupts(self, i: int, waiting: int) -> bool:
        """Does line i stand between a sentence and its end? It stands alone then, and is not as wide as the column."""
        line, j = self.lines[i], self.after[i]
        if not self._stands_alone(i) or (j == i + 1 and not self.lines[j].blank):
            return False
        neighbours = (self.lines[waiting], self.lines[j])
        if any(self._same_column(line, other) for other in neighbours):
            return False
        return line.width < 0.75 * max(other.width for other in neighbours)

    def _stands_alone(self, i: int) -> bool:
        """Is there a gap or furniture above?"""
        return i == 0 or self.lines[i].blank or bool(self.kinds[i - 1])

    def _block(self, i: int) -> list[Line]:
        """The lines from i down to the next gap, at most eight."""
        end = i + 1
        while end < len(self.lines) and end < i + 8 and not self.lines[end].blank and not self.kinds[end]:
            end += 1
        return list(self.lines[i:end])

    def _starts_anew(self, line: Line, below: Line) -> bool:
        """Does the line below begin a paragraph: as paragraphs do, or by taking up words of the line above?"""
        return line.text[:ECHO] in below.text[: 3 * ECHO] or bool(self.rules.patterns["opener"].match(below.text))

    @staticmethod
    def _same_column(line: Line, below: Line) -> bool:
        """As wide as the line below it, or less by an indent that the page lost."""
        return abs(line.width - below.width) <= 2 or abs(line.width + LOST_INDENT - below.width) <= 2

    def _runs_over(self, i: int) -> bool:
        """Do its last and the next line's first character stand together elsewhere on the page?"""
        j = self.after.get(i, -1)
        return j >= 0 and self.lines[i].text[-1:] + self.lines[j].text[:1] in self.pairs  # a line may be marks only


def is_cut(lines: Sequence[Line]) -> bool:
    """Do most lines end where the column ends, and not where a sentence does? On a page of short paragraphs fewer do,
    but those are as wide as the widest line."""
    ended = [line.ended or bool(line.mark) or bool(ELLIPSIS_END.search(line.text[-TAIL:])) for line in lines]
    if 2 * sum(line.width for line, end in zip(lines, ended, strict=True) if end) < sum(line.width for line in lines):
        return True
    widest = max((line.width for line in lines), default=0)
    full = sum(1 for line, end in zip(lines, ended, strict=True) if not end and line.width >= widest - 2 * LOST_INDENT)
    return full >= 3 and 4 * full >= len(lines)


def _pairs(lines: Sequence[Line]) -> frozenset[str]:
    """Every two characters that stand together inside a line, as far as the first lines go."""
    pairs: set[str] = set()
    for line in lines[:2000]:
        text = line.text[:20000]
        pairs.update(map("".join, pairwise(text)))
    return frozenset(pairs)
