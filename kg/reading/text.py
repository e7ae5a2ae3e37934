"""Paragraphs → the document's text, where each character of it stands in the file, and its sentences."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from kg.knowledge.reading import ReadingRules
from kg.model import Sentence, Table
from kg.reading.layout import Paragraph
from kg.reading.lines import Line
from kg.reading.tables import ROWS, Row, cells, tables

# What is no text: blanks, invisible characters, emphasis and links of Markdown. A link leaves its words.
NO_TEXT = re.compile(
    r"(?P<space>[\s\u200b-\u200f\u2060\ufeff\u00ad]+)|(?P<mark>\*{2,3}|^\*(?=\S)|(?<=\S)\*$|`)"
    r"|!?\[(?P<words>[^\[\]\n]{0,200})\]\((?:https?:|/|\#|\.)[^()\s]{0,500}\)"
)
END = re.compile(r"[。！？｡]+[”’」』》）)】]*|(?<=[^\x00-\x7f])[!?]+[”’」』》）)】]*")
LONGEST = 1000  # characters of a sentence, five times what prose comes to; more is a list without full stops, and costs by the square
PAUSES = ("；;", "，,、", ":： ")  # where a longer one is cut, the best first
HEAD = 50  # characters within which a dateline ends
LATIN = re.compile(r"[A-Za-z]+")


class Builder:
    """Puts the text together, paragraph by paragraph."""

    def __init__(self, raw: str, rules: ReadingRules) -> None:
        self.raw = raw
        self.rules = rules
        self.parts: list[str] = []
        self.size = 0
        self.origin = array("l")
        self.sentences: list[Sentence] = []
        self.rows: list[tuple[int, Line, Row]] = []  # of tables, with the number of the paragraph that each is

    def add(self, number: int, paragraph: Paragraph) -> None:
        """Appends a paragraph and its sentences."""
        if number:
            self._append(min(self.origin[-1] + 1, len(self.raw) - 1) if self.origin else 0, "\n")
        start = self.size
        first = len(self.parts)
        for a, b in self._pieces(paragraph):
            piece = self.raw[a:b]
            stroke = piece == "|" and paragraph.lines[0].mark in ROWS
            self._append(a, " " if stroke or piece.isspace() else piece)
        text = "".join(self.parts[first:])
        whole = sentence_spans(text, self.rules) if paragraph.kind == "body" else [(0, len(text))]
        for a, b in (piece for span in whole for piece in bounded(text, *span)):
            if text[a:b].strip():
                self.sentences.append(Sentence(start + a, start + b, number, paragraph.kind))
        line = paragraph.lines[0]
        if line.mark in ROWS:
            spans = ((bisect_left(self.origin, a, start), bisect_left(self.origin, b, start)) for a, b in self._spans(line))
            self.rows.append((number, line, tuple(spans)))

    def _append(self, at: int, text: str) -> None:
        self.parts.append(text)
        self.origin.extend(range(at, at + len(text)))
        self.size += len(text)

    def _pieces(self, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
        """The ranges of the file that make up a paragraph."""
        previous: Line | None = None
        for line in paragraph.lines:
            if previous and self._is_word_break(previous, line):
                yield previous.end, previous.end + 1
            yield from self._cells(line, paragraph.kind)
            previous = line

    def _is_word_break(self, above: Line, below: Line) -> bool:
        """Between lines a space is missing where two words of Latin letters meet. The page may know the two as one; a
        small letter goes on with a word, and so do capitals with capitals."""
        left, right = self.raw[above.end - 1], self.raw[below.start]
        if not (_latin(left) and _latin(right) and left.isalpha() and right.isalpha() and self.raw[above.end].isspace()):
            return False
        head, tail = re.search("[A-Za-z]*$", above.text[-40:]), LATIN.match(below.text[:40])
        if not (head and tail) or head[0] + tail[0] in self._words:
            return False
        return tail[0][0].isupper() and (len(tail[0]) == 1 or not (head[0] + tail[0]).isupper())

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(LATIN.findall(self.raw))

    def _cells(self, line: Line, kind: str) -> Iterator[tuple[int, int]]:
        """The ranges of a line, cells of a table parted by a space."""
        if line.mark not in ROWS:
            yield from self._words_of(line.start, line.end, kind)
            return
        first = True
        for begin, end in self._spans(line):
            if begin < end:
                if not first:
                    yield begin - 1, begin
                yield from self._words_of(begin, end, kind)
                first = False

    def _spans(self, line: Line) -> Iterator[tuple[int, int]]:
        """Where the cells of a row stand in the file."""
        return ((line.start + a, line.start + b) for a, b in cells(self.raw[line.start : line.end]))

    def _words_of(self, start: int, end: int, kind: str) -> Iterator[tuple[int, int]]:
        text = self.raw[start:end]
        spaced = _is_letterspaced(text) if kind != "body" else False
        at = 0
        for found in NO_TEXT.finditer(text):
            if found["words"] is not None:
                yield start + at, start + found.start()
                yield start + found.start("words"), start + found.end("words")
                at = found.end()
                continue
            keep = found["space"] and self._keeps(text, found.start(), found.end(), kind, spaced)
            yield start + at, start + found.start()
            if keep:
                yield start + found.start(), start + found.start() + 1
            at = found.end()
        yield start + at, end

    def _keeps(self, text: str, start: int, end: int, kind: str, spaced: bool) -> bool:
        """Does a space part words here? In prose only Latin ones; elsewhere wherever it is no letterspacing."""
        if not text[start].isspace() or start == 0 or end == len(text):
            return False
        if kind != "body" and (not spaced or end - start > 1):
            return True
        if start < HEAD and self.rules.patterns["dateline"].fullmatch(text, 0, start):
            return True
        left, right = text[start - 1], text[end]
        if left.isdigit() and right.isdigit():
            return not re.match(r"\d{3}(?!\d)", text[end : end + 4])
        return _latin(left) and _latin(right) and (left.isalpha() or right.isalpha())


def build(raw: str, parts: Sequence[Paragraph], rules: ReadingRules) -> tuple[str, array[int], tuple[Sentence, ...], tuple[Table, ...]]:
    """Text, origin, sentences and tables of a document."""
    builder = Builder(raw, rules)
    for number, paragraph in enumerate(parts):
        builder.add(number, paragraph)
    return "".join(builder.parts), builder.origin, tuple(builder.sentences), tuple(tables(builder.rows))


def sentence_spans(text: str, rules: ReadingRules) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph stand. A closing quotation mark belongs to the sentence it closes; one that
    is followed by a comma does not end it."""
    spans: list[tuple[int, int]] = []
    start = quotes = counted = 0
    for found in END.finditer(text):
        end = found.end()
        if text[end : end + 1] == '"':
            quotes += text.count('"', counted, end)
            counted = end
            end += quotes % 2
        if text[end : end + 1] and rules.patterns["resuming"].match(text, end):
            continue
        spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span of a sentence; of one longer than LONGEST its pieces, each cut after the last pause that it can hold.

    >>> pieces = bounded("产值增长，" * 300, 0, 1500)
    >>> [end - start for start, end in pieces]
    [1000, 500]
    """
    while end - start > LONGEST:
        piece = text[start : start + LONGEST]
        pauses = (max(map(piece.rfind, marks)) + 1 for marks in PAUSES)
        cut = start + next((at for at in pauses if at > LONGEST // 2), LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _latin(char: str) -> bool:
    return " " < char < "\u0250"


def _is_letterspaced(text: str) -> bool:
    """Are most words between single spaces one character long?"""
    words = [w for w in re.split(r"\s", text) if w]
    return len(words) > 1 and 2 * sum(1 for w in words if len(w) == 1) > len(words)
