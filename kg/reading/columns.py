"""The characters of a page with their boxes → its lines in reading order: columns one after another, headlines before what they stand over.

Characters that follow one another closely make a line, lines under one another a block. Of two blocks the upper one is read first where one
stands over the other; the left one where they stand side by side and nothing lies between that spans both (T. M. Breuel, High Performance
Document Layout Analysis, 2003). An empty line stands between blocks; the layout is undone later, as with any column of text (layout.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

GAP = 0.6  # sizes between characters of one line; a gutter is wider
LOOSE = 0.15  # sizes between characters that may be more than the setting of a line
NARROWEST = 5  # sizes that a column is wide
EDGE = 3  # lines that begin under one another where a column does
RISE = 0.35  # sizes by which characters of one line may stand higher or lower
LEADING = 1.1  # sizes between lines of one block
LIKE = 1.2  # times that lines of one block may be as high as each other
LARGE = 1.25  # times as high as most of the page: a headline
INDENT = 1.5  # sizes by which the first line of a paragraph is set in
MOST = 400  # blocks of a page that are put in order, in a time that grows with the cube; a newspaper has some fifty
LINES = 4000  # lines of a page that are put in order; of more, each is read where the file has it
MARGIN = 0.08  # of the page's height: where page numbers stand
NUMBER = re.compile(r"\W*(?:第?\s*\d{1,4}\s*页?|\d{1,4}\s*/\s*\d{1,4})\W*")


class Box(NamedTuple):
    """Where something stands; y grows upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def spans(self, other: Box) -> float:
        """How much of their width two boxes share; negative for a gap."""
        return min(self.right, other.right) - max(self.left, other.left)

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(min(self.left, other.left), min(self.bottom, other.bottom), max(self.right, other.right), max(self.top, other.top))


class Glyph(NamedTuple):
    """A character, its size, and where it stands."""

    char: str
    size: float
    box: Box


@dataclass(slots=True)
class Run:
    """Characters of one line; size: that of the largest of them; wide: characters after a gap, and where they begin."""

    text: str
    box: Box
    size: float
    wide: list[tuple[int, float]] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Lines under one another."""

    box: Box
    runs: list[Run] = field(default_factory=list)


def lines_of(glyphs: Sequence[Glyph], height: float) -> Iterator[str]:
    """The lines of a page of this height in reading order, an empty one between blocks, `# ` before those of a headline."""
    runs = _runs(glyphs)
    if len(runs) > LINES:
        yield from (run.text for run in runs)
        return
    runs = _joined(_cut(runs))
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size, 1)] += len(run.text)
    usual = max(sizes, key=lambda s: (sizes[s], s), default=0.0)
    blocks = [b for b in _blocks(runs) if not _is_number(b, height)]
    for i, block in enumerate(b for band in _bands(blocks, usual) for b in ordered(band)):
        if i:
            yield ""
        large = _is_headline(block, usual)
        left = min(run.box.left for run in block.runs)
        for run in block.runs:
            indent = "　　" if run.box.left - left > INDENT * run.size and len(block.runs) > 1 and not large else ""
            yield ("# " if large else indent) + run.text.strip()


def _runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Characters that follow one another in the file and on the page; a character printed twice, to make it bold, counts once."""
    runs: list[Run] = []
    space = False
    for char, size, box in glyphs:
        empty = size <= 0 or box.right <= box.left
        last = runs[-1] if runs else None
        goes_on = last is not None and not empty and _goes_on(last, size, box)
        if char.isspace():
            if last and goes_on:  # it is printed, so it is as wide as it may be
                last.box = last.box.around(box)
            space = True
        if char.isspace() or empty:
            continue
        if last and goes_on:
            if char == last.text[-1] and box.left < last.box.right - 0.6 * (box.right - box.left):
                continue
            last.text += " " if space else ""
            if box.left - last.box.right > LOOSE * size:
                last.wide.append((len(last.text), box.left))
            last.text += char
            last.box = last.box.around(box)
            last.size = max(last.size, size)
        else:
            runs.append(Run(char, box, size))
        space = False
    return runs


def _goes_on(run: Run, size: float, box: Box) -> bool:
    """Does what stands in a box continue a line?"""
    level = abs((run.box.bottom + run.box.top) - (box.bottom + box.top)) / 2 < RISE * max(run.size, size)
    return level and -GAP * max(run.size, size) < box.left - run.box.right < GAP * min(run.size, size)


def _cut(runs: Sequence[Run]) -> list[Run]:
    """The runs, cut where one goes on over a gap at a place where columns begin: a comma may hang into the gutter."""
    starts = Counter(round(run.box.left) for run in runs)
    out = []
    for run in runs:
        done = 0
        for at, left in run.wide:
            if left - run.box.left > NARROWEST * run.size and _is_edge(left, starts):
                out.append(Run(run.text[done:at].strip(), run.box._replace(right=left), run.size))
                run.box = run.box._replace(left=left)
                done = at
        out.append(Run(run.text[done:], run.box, run.size))
    return [run for run in out if run.text]


def _is_edge(left: float, starts: Counter[int]) -> bool:
    return sum(starts[round(left) + step] for step in (-1, 0, 1)) >= EDGE


def _joined(runs: Sequence[Run]) -> list[Run]:
    """The runs, those of one line that the file has in other places put together; from the top down."""
    starts = Counter(round(run.box.left) for run in runs)
    rows: list[Run] = []
    for run in sorted(runs, key=lambda r: (-round(r.box.bottom), r.box.left)):
        last = rows[-1] if rows else None
        if last and _goes_on(last, run.size, run.box) and not _is_edge(run.box.left, starts):
            last.text += run.text if run.box.left - last.box.right < LOOSE * run.size else " " + run.text
            last.box = last.box.around(run.box)
            last.size = max(last.size, run.size)
        else:
            rows.append(run)
    return sorted(rows, key=lambda r: (-r.box.top, r.box.left))


def _blocks(runs: Sequence[Run]) -> list[Block]:
    """Lines of like size close under one another, for half of their width. A block ends where two lines stand side by side under it."""
    blocks: list[Block] = []
    open_: list[Block] = []
    for i, run in enumerate(runs):
        open_ = [b for b in open_ if b.runs[-1].box.bottom - run.box.top < 2 * LEADING * b.runs[-1].size]
        level = list(_beside(runs, i))
        above = [b for b in open_ if _is_under(run, b) and not any(other.spans(b.box) > 0 for other in level)]
        if above:
            block = max(above, key=lambda b: b.box.spans(run.box))
            block.runs.append(run)
            block.box = block.box.around(run.box)
        else:
            open_.append(Block(run.box, [run]))
            blocks.append(open_[-1])
    return blocks


def _beside(runs: Sequence[Run], i: int) -> Iterator[Box]:
    """The boxes of the other lines that are as high on the page as a line."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(runs) and abs(runs[j].box.top - runs[i].box.top) < RISE * runs[i].size:
            yield runs[j].box
            j += step


def _is_under(run: Run, block: Block) -> bool:
    above = block.runs[-1]
    large = max(run.size, above.size)
    if large > LIKE * min(run.size, above.size) or not -RISE * large < above.box.bottom - run.box.top < LEADING * large:
        return False
    narrow = min(run.box.right - run.box.left, block.box.right - block.box.left)
    return run.box.spans(block.box) > 0.5 * narrow


def _is_headline(block: Block, usual: float) -> bool:
    return block.runs[0].size > LARGE * usual and len(block.runs) <= 4


def _bands(blocks: Sequence[Block], usual: float) -> list[list[Block]]:
    """The blocks, cut where a gap goes through the whole page over a headline: what stands below it is another article."""
    bands: list[list[Block]] = [[]]
    floor = float("inf")
    for block in sorted(blocks, key=lambda b: -b.box.top):
        if block.box.top < floor - usual / 2 and _is_headline(block, usual):
            bands.append([])
        bands[-1].append(block)
        floor = min(floor, block.box.bottom)
    return bands


def ordered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in reading order; of a page with more than MOST of them in the order of their tops."""
    if len(blocks) > MOST:
        return sorted(blocks, key=lambda b: (-b.box.top, b.box.left))
    boxes = [b.box for b in blocks]
    before = {i: {j for j in range(len(boxes)) if j != i and _precedes(boxes[j], boxes[i], boxes)} for i in range(len(boxes))}
    out: list[int] = []
    while before:
        ready = [i for i, others in before.items() if not others]
        last = boxes[out[-1]] if out else None
        # In a circle, which boxes that overlap can make, the topmost goes first.
        following = [i for i in ready if last and boxes[i].spans(last) > 0 and boxes[i].top <= last.bottom + 1]
        choice = min(following or ready or list(before), key=lambda i: (-boxes[i].top, boxes[i].left))
        out.append(choice)
        del before[choice]
        for others in before.values():
            others.discard(choice)
    return [blocks[i] for i in out]


def _precedes(a: Box, b: Box, boxes: Sequence[Box]) -> bool:
    """Is a read before b?"""
    if a.spans(b) > 0:
        return (a.bottom + a.top) > (b.bottom + b.top)
    if a.right > b.left:
        return False
    low, high = min(a.bottom, b.bottom), max(a.top, b.top)
    return not any(c.spans(a) > 0 and c.spans(b) > 0 and _lies_between(c, a, b) for c in boxes if low < (c.bottom + c.top) / 2 < high)


def _lies_between(c: Box, a: Box, b: Box) -> bool:
    """Does c lie over one of the two and under the other?"""
    middle = (c.bottom + c.top) / 2
    return a.bottom >= middle >= b.top or b.bottom >= middle >= a.top


def _is_number(block: Block, height: float) -> bool:
    """Is it a page number: bare, at the edge of the page?"""
    edge = block.box.top < MARGIN * height or block.box.bottom > (1 - MARGIN) * height
    return edge and len(block.runs) == 1 and NUMBER.fullmatch(block.runs[0].text) is not None
