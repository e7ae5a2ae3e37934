"""Bytes → text, in whatever encoding Chinese files come: UTF-8, UTF-16, UTF-32, GB18030 or Big5.

>>> decode("渝北区".encode("gb18030"), "a.txt")
'渝北区'
"""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a Chinese page is made of; text decoded by the wrong table is mostly something else.
USUAL = re.compile(r"[\t\n\r -~·—‘-”…、-】○-◿\u2500-\u259f\u4e00-\u9fff\uff01-\uff5e]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
BIG5 = "big5hkscs"
# For Big5 and GB18030 the character set whose characters before the first byte given are those in daily use.
COMMON = ((BIG5, "big5", 0xC7), ("gb18030", "gb2312", 0xF8))
SAMPLE = 65536  # bytes that an encoding without a mark is judged by


def decode(data: bytes, place: str) -> str:
    """The text of a file, without its byte order mark. Raises InputError for an empty, binary or unknown one."""
    text = _decode(data, place)
    if not text.strip():
        raise InputError("the file is empty", place=place, remedy="remove it or put the article in")
    if len(CONTROL.findall(text[:SAMPLE])) * 200 > min(len(text), SAMPLE) or "\x00" in text:
        raise _binary(place)
    return text


def _decode(data: bytes, place: str) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            if text is None:
                raise InputError(f"begins as {encoding.upper()} but is broken", place=place, remedy="save the article as UTF-8")
            return text
    text = _try(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text
    sample = data[:SAMPLE]
    if _is_big5(sample) and (text := _try(data, BIG5)) is not None:
        return text
    guesses = [(usual(sample.decode(encoding, "ignore")), encoding) for encoding in ("gb18030", "utf-16-le", "utf-16-be")]
    for share, encoding in sorted(guesses, key=lambda guess: -guess[0]):
        text = _try(data, encoding) if share > 0.9 else None
        if text is not None:
            return text
    if b"\x00" in sample or CONTROL.search(sample.decode("latin-1")):
        raise _binary(place)
    raise InputError("neither UTF-8 nor UTF-16 nor GB18030 nor Big5", place=place, remedy="save the article as UTF-8")


def usual(text: str) -> float:
    """The share of characters that Chinese pages are made of."""
    return 1 - len(USUAL.sub("", text)) / len(text) if text else 0.0


def _is_big5(sample: bytes) -> bool:
    """Are these bytes common characters in Big5, and rare ones in GB18030, where nearly any bytes are some characters?"""
    common = [_common(sample.decode(encoding, "ignore"), narrow, last) for encoding, narrow, last in COMMON]
    return common[0] > 0.9 and common[1] < 0.6


def _common(text: str, narrow: str, last: int) -> float:
    """The share of Chinese characters that a narrower encoding has before a first byte: those that are in daily use."""
    codes = [char.encode(narrow, "ignore") for char in text if char >= "\u3400"]
    return sum(1 for code in codes if code and code[0] < last) / len(codes) if codes else 0.0


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _binary(place: str) -> InputError:
    return InputError(
        "this is no text but a binary file",
        place=place,
        remedy="give its name the suffix of its format (.pdf, .docx, .html, .zip), or convert it",
    )
