"""A web page → Page: its article without navigation and advertisements, its headline, and its date where the page says it. The one home of
trafilatura.

The date is that of the page's own description (article:published_time and its like, JSON-LD, <time>), else the day in the line of date and
source that news pages have under the headline. No day is guessed: not from the address, a copyright line or the hour of reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from kg.errors import InputError
from kg.reading import limits
from kg.reading.encoding import decode
from kg.reading.page import Page, checked, day_in, missing

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})|<\?xml[^>]{0,60}?encoding\s*=\s*["']([\w-]{2,20})""", re.I)
HEAD = 4096  # bytes in which a page tells its encoding
# What pages say, and what holds all that they mean by it. Others are not believed: Python knows some that take for ever.
SAID_IS = dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030") | {
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8",
}
NAMED = ("property", "name", "itemprop")  # what says which description a <meta> is
SAID = (
    *("article:published_time", "og:published_time", "og:release_date", "datepublished", "pubdate", "publishdate", "publish_date"),
    *("publication_date", "publish-date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "weibo:article:create_at"),
)
LINE = 80  # characters of the line of date and source
LINES = "//*[" + " or ".join(f"contains(@{key},'{word}')" for key in ("class", "id") for word in ("time", "date", "info", "source")) + "]"
SPAN = 50  # rows or columns that a cell spans at most
COPIES = 2_000  # cells of a page's rows that have such cells; tables beyond stay as they are
WHOLE = ("head", "p", "quote", "hi", "ab", "code", "ref")  # what stands for itself
TAG = re.compile(r"<(?:!--|(script|style|textarea|title)\b|/?[a-z][^\s/>]*)", re.I)
ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?""")


def read_html(data: bytes, place: str) -> Page:
    """The article of a web page. Raises InputError for a page that has none, is nested too deeply, or if trafilatura is not there."""
    try:
        import trafilatura
    except ImportError as error:
        raise missing("trafilatura", place) from error
    text = decode_html(data, place)
    if most_attributes(text) > limits.ATTRIBUTES:
        problem = f"more than {limits.ATTRIBUTES} attributes in one element"
        raise InputError(problem, place=place, remedy="save the article as text")
    tree = trafilatura.load_html(text)
    date = said_date(tree) if tree is not None else ""
    if tree is not None:
        _spread(tree)
    found: Any = None if tree is None else trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    if found is None or found.body is None:
        raise InputError("no article in this web page", place=place, remedy="save the article as text")
    title = _title(trafilatura.load_html(text))
    lines = list(_lines(found.body))
    if title and not any(title in line for line in lines[:3]):
        lines.insert(0, f"# {title}")
    return Page(checked("\n\n".join(lines) + "\n", place), title=title, date=date)


def decode_html(data: bytes, place: str) -> str:
    """The page in the encoding that it says it has, if that is true, else as plain text is read.

    >>> decode_html('<meta charset="gb2312">渝北区镕'.encode("gb18030"), "a.html")
    '<meta charset="gb2312">渝北区镕'
    """
    if found := CHARSET.search(data[:HEAD]):
        said = SAID_IS.get((found[1] or found[2]).decode().lower())
        with suppress(UnicodeDecodeError):
            if said and "\0" not in (text := data.decode(said)):
                return text
    return decode(data, place)


def most_attributes(text: str) -> int:
    """How many attributes an element has, at the most: the parser takes a time that grows with their square.

    >>> most_attributes("<p a='>' b>x<br/><script>if (a<b c d e f)</script>")
    2
    """
    at = most = 0
    while tag := TAG.search(text, at):
        at = tag.end()
        if tag[0] == "<!--":
            at = text.find("-->", at) + 3
        else:
            count = 0
            while attribute := ATTRIBUTE.match(text, at):
                at = attribute.end()
                count += 1
            most = max(most, count)
            if tag[1]:  # what follows is no HTML up to the end tag
                end = re.compile(f"</{tag[1]}", re.I).search(text, at)
                at = end.end() if end else 0
        if at < tag.end():
            break
    return most


def said_date(tree: Any) -> str:
    """The day that a page says it was published, "" if it does not."""
    for text in _said(tree):
        if day := day_in(text):
            return day
    return ""


def _said(tree: Any) -> Iterator[str]:
    metas = {str(m.get(key) or "").lower(): str(m.get("content") or "") for m in tree.iter("meta") for key in NAMED}
    yield from (metas[name] for name in SAID if name in metas)
    for script in tree.xpath("//script[@type='application/ld+json']"):
        with suppress(ValueError, RecursionError):
            yield from _published(json.loads(script.text or ""))
    yield from (str(time.get("datetime") or time.text or "") for time in list(tree.iter("time"))[:1])
    for element in tree.xpath(LINES):
        line = "".join(element.itertext()).strip()
        if len(line) <= LINE:
            yield line


def _published(data: Any) -> Iterator[str]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            if isinstance(said := item.get("datePublished"), str):
                yield said
            yield from _published(item.get("@graph", []))


def _title(tree: Any) -> str:
    """The headline: the one <h1>, else what the page is described by."""
    heads = [line for h in tree.iter("h1") if (line := _line("".join(h.itertext())))]
    if len(heads) == 1:
        return heads[0]
    described = [str(m.get("content") or "") for m in tree.iter("meta") if str(m.get("property") or "").lower() == "og:title"]
    return next((line for text in described if (line := _line(text))), heads[0] if heads else "")


def _spread(tree: Any) -> None:
    """Puts the words of a cell that spans several rows or columns into each of them, as the rows of a table have no columns otherwise."""
    left = COPIES
    for table in tree.iter("table"):
        reaching: dict[int, tuple[int, str]] = {}  # by column: into how many rows more a cell above reaches, and its words
        for row in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
            cells = [(cell, _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row if cell.tag in ("td", "th")]
            if left < 0 or not (reaching or any(wide > 1 or high > 1 for _, wide, high in cells)):
                continue
            out: list[Any] = []
            below: dict[int, tuple[int, str]] = {}
            for cell, wide, high in [*cells, (None, 0, 0)]:
                while len(out) in reaching:
                    rows, words = reaching.pop(len(out))
                    below[len(out)] = (rows - 1, words)
                    out.append(_cell(row, words))
                words = "".join(cell.itertext()) if wide > 1 or high > 1 else ""
                if len(words) > LINE:  # the table lays the page out
                    wide = high = 1
                for at in range(wide):
                    below[len(out)] = (high - 1, words)
                    out.append(_cell(row, words) if at else cell)
            left -= len(out)
            reaching = {at: (rows, words) for at, (rows, words) in below.items() if rows > 0}
            row[:] = out


def _cell(row: Any, words: str) -> Any:
    cell = row.makeelement("td")
    cell.text = words
    return cell


def _span(cell: Any, name: str) -> int:
    said = str(cell.attrib.pop(name, "")).strip()
    return min(int(said), SPAN) if said.isdecimal() and len(said) < 5 and int(said) else 1


def _lines(body: Any) -> Iterator[str]:
    """The paragraphs, headings, items and rows of what trafilatura has found."""
    for element in body:
        if element.tag == "list":
            yield from (f"- {line}" for item in element.iter("item") for line in _texts(item))
        elif element.tag == "table":
            rows = (" | ".join(" ".join(_texts(cell)) for cell in row.iter("cell")) for row in element.iter("row"))
            yield "\n".join(f"| {row} |" for row in rows if row.strip("| "))
        elif element.tag in WHOLE:
            yield from (f"# {line}" if element.tag == "head" else line for line in _texts(element))
        else:
            yield from _lines(element)
        if element.tail and (line := _line(element.tail)):
            yield line


def _texts(element: Any) -> Iterator[str]:
    """The lines of an element: those that <br> parts are paragraphs on many pages."""
    text = "".join(_marked(element))
    return filter(None, map(_line, text.split("\n")))


def _marked(element: Any) -> Iterator[str]:
    yield (element.text or "").replace("\n", " ")
    for child in element:
        if child.tag == "lb":
            yield "\n"
        else:
            yield from _marked(child)
        yield (child.tail or "").replace("\n", " ")


def _line(text: str) -> str:
    return " ".join(text.split())
