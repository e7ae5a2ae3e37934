"""A Word document (.docx) → Page: its paragraphs and tables in order, as they read with all changes accepted. The one home of python-docx.

Title and date come from the text: what Word itself notes (the title of a template, the day a file was made) says little of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from kg.errors import InputError
from kg.reading import limits
from kg.reading.archive import check_ratio
from kg.reading.page import Page, checked, missing

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
HEADING = re.compile(r"heading [1-9]|title|标题( ?[1-9])?", re.I)
OLE = b"\xd0\xcf\x11\xe0"  # how a .doc begins, and a .docx with a password
REMEDY = "open it in Word and save it anew as .docx"


def read_word(data: bytes, place: str) -> Page:
    """The text of a Word document. Raises InputError for one that is broken, encrypted, too large or empty, or without python-docx."""
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise missing("python-docx", place) from error
    if data.startswith(OLE):
        raise InputError("an old Word file, or one with a password", place=place, remedy="save it as .docx without a password")
    try:
        with ZipFile(BytesIO(data)) as archive:
            check_ratio(archive.infolist(), limits.MARKUP * 5, place)
        document = Document(BytesIO(data))
        styles = {style.style_id: str(style.name) for style in document.styles}
        text = "".join(_blocks(document.element.body, styles))
    except InputError:
        raise
    except (BadZipFile, OpcError, KeyError, ValueError, AttributeError, OSError, SyntaxError, NotImplementedError) as error:
        raise InputError(f"no Word document, or a broken one: {error}", place=place, remedy=REMEDY) from error
    return Page(checked(text, place))


def _blocks(body: Any, styles: dict[str, str]) -> Iterator[str]:
    """Paragraphs and tables; the text of boxes follows the paragraph that they hang on."""
    for element in body:
        if element.tag == f"{W}p":
            yield from _paragraph(element, styles)
        elif element.tag == f"{W}tbl":
            yield from (f"| {' | '.join(map(_cell, row.iter(f'{W}tc')))} |\n" for row in element.iter(f"{W}tr"))
            yield "\n"
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _blocks(element, styles)


def _paragraph(element: Any, styles: dict[str, str]) -> Iterator[str]:
    text = "".join(_runs(element)).strip(" \n")
    if text.strip():
        yield f"{_mark(element, styles)}{text}\n\n"
    for box in _boxes(element):
        yield from _blocks(box, styles)


def _mark(element: Any, styles: dict[str, str]) -> str:
    properties = element.find(f"{W}pPr")
    if properties is None:
        return ""
    style = properties.find(f"{W}pStyle")
    name = styles.get(style.get(f"{W}val"), "") if style is not None else ""
    if HEADING.fullmatch(name):
        return "# "
    return "- " if properties.find(f"{W}numPr") is not None or name.startswith("List ") else ""


def _runs(element: Any) -> Iterator[str]:
    """The words of a paragraph, without what was deleted, boxes and the second form in which Word keeps those."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in TEXT:
            yield TEXT[child.tag]
        elif child.tag not in (f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{MC}Fallback"):
            yield from _runs(child)


def _boxes(element: Any) -> Iterator[Any]:
    """The outermost boxes that hang on a paragraph."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag != f"{MC}Fallback":
            yield from _boxes(child)


def _cell(element: Any) -> str:
    return " ".join("".join("".join(_runs(p)) for p in element.iter(f"{W}p")).split())
