"""A PDF → Page: its text layer in reading order (columns.py). The one home of pypdfium2.

PDFium is the engine of a browser: quick, used to hostile files, under a licence (BSD, Apache) that lets anyone use it for anything;
scripts are never run. What the file notes of itself is not used: its title is often that of a template, its date the day on which
it was made.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.reading import limits
from kg.reading.columns import Box, Glyph, lines_of
from kg.reading.encoding import usual
from kg.reading.page import Page, checked, missing

LEAST = 10  # characters on a page, on the average, of a text that is more than page numbers over pictures
DESCENT = 0.12  # of an em below the line on which characters stand
PASSWORD = 4  # FPDF_ERR_PASSWORD


def read_pdf(data: bytes, place: str) -> Page:
    """The text of a PDF. Raises InputError for one that is broken, encrypted, without text or too long, or if pypdfium2 is not there."""
    try:
        import pypdfium2
    except ImportError as error:
        raise missing("pypdfium2", place) from error
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            return Page(checked(_text(document, place), place))
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == PASSWORD and b"/Encrypt" in data:  # it says so of some broken ones too
            raise InputError("encrypted with a password", place=place, remedy="save it without a password") from error
        raise InputError(f"no PDF, or a broken one: {error}", place=place, remedy="save it anew") from error


def _text(document: Any, place: str) -> str:
    count = len(document)
    if count > limits.PAGES:
        problem = f"{count} pages, and at most {limits.PAGES} are read as one article"
        raise InputError(problem, place=place, remedy="cut it into one file for each article")
    pages = []
    size = 0
    for number in range(count):
        page = document[number]
        glyphs = list(_glyphs(page))
        size += len(glyphs)
        if size > limits.TEXT:
            raise InputError(f"more than {limits.TEXT / 1e6:.0f} million characters", place=place, remedy="cut it into several")
        pages.append("\n".join(lines_of(glyphs, page.get_height())) + "\n")
        page.close()
    text = "\f".join(pages)
    words = "".join(text.split())
    if len(words) < LEAST * count:
        raise InputError("has no text layer: it is a scan or a picture", place=place, remedy="run OCR first")
    if usual(words) < 0.5:
        raise InputError("its text layer does not say which characters it has", place=place, remedy="run OCR first, or give the text")
    return text


def _glyphs(page: Any) -> Iterator[Glyph]:
    """The characters of a page in the order of the file, each with its size and the box that it stands in: an em high, as wide as it moves
    the pen, because the ink of a 一 or a comma says little of where its line is."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    x, y, size = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    try:
        for i in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, i)
            if code < 32 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
                continue
            pdfium.FPDFText_GetCharOrigin(text, i, x, y)
            pdfium.FPDFText_GetMatrix(text, i, size)
            em = pdfium.FPDFText_GetFontSize(text, i) * math.hypot(size.c, size.d)
            left, _, right, _ = text.get_charbox(i, loose=True)
            yield Glyph(chr(code), em, Box(left, y.value - DESCENT * em, right, y.value + (1 - DESCENT) * em))
    finally:
        text.close()
