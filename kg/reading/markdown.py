"""Markdown → Page: its markup dropped, line breaks and all other characters as they stand. The one home of markdown-it-py.

Headings, items and rows of tables keep a mark (page.py). Pictures and HTML are not read; a head between lines of `---`, as
programs that make web sites want it, may say title and date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.reading.encoding import decode
from kg.reading.page import Page, checked, day_in

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT = re.compile(r"---[ \t]*\r?\n(.{0,4000}?\r?\n)---[ \t]*(?:\r?\n|$)", re.S)
ENTRY = re.compile(r"^(title|date)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*\r?$", re.M | re.I)


def read_markdown(data: bytes, place: str) -> Page:
    """The text of a Markdown file. Raises InputError for one that is empty, binary or in no known encoding."""
    raw = decode(data, place)
    front = FRONT.match(raw)
    known = {key.lower(): value for key, value in ENTRY.findall(front[1])} if front else {}
    text = plain(raw[front.end() :] if front and known else raw)
    return Page(checked(text, place), title=known.get("title", ""), date=day_in(known.get("date", "")))


def plain(source: str) -> str:
    """What Markdown says, without saying how it looks.

    >>> print(plain("# 题\\n\\n**本报讯** 见[公告](a.html)，\\n产值*两*亿元。\\n\\n- 一期").rstrip())
    # 题
    <BLANKLINE>
    本报讯 见公告，
    产值两亿元。
    <BLANKLINE>
    - 一期
    """
    from markdown_it import MarkdownIt

    # Off are code by indentation, as in news what is set in is a paragraph, and headings by a line under them, as that parts articles.
    tokens = MarkdownIt("commonmark").enable("table").disable(["code", "lheading"]).parse(source)
    return "".join(_blocks(tokens))


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    marks: list[str] = []  # what the next line begins with
    cells: list[str] = []
    in_row = False
    for token in tokens:
        if token.type == "heading_open":
            marks = ["# "]
        elif token.type == "list_item_open":
            marks = ["- " if token.info == "" else f"{token.info}{token.markup} "]
        elif token.type == "tr_open":
            in_row, cells = True, []
        elif token.type == "tr_close":
            in_row = False
            yield f"| {' | '.join(cells)} |\n"
        elif token.type == "table_close":
            yield "\n"
        elif token.type == "inline":
            text = "".join(_inline(token.children or []))
            if in_row:
                cells.append(text)
            elif text.strip():
                yield "".join(marks) + text + "\n\n"
                marks = []


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type in ("text", "text_special", "code_inline"):
            yield token.content
