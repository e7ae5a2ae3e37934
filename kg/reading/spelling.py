"""What pages print in several ways → the one that is read, character for character, so that every offset holds: traditional
characters, digits and letters of full width, half-width punctuation between Chinese characters, quotation marks, years in Chinese
numerals.

>>> from kg.knowledge import load
>>> plain("二〇二五年，东山(中国)公司的「鏈主」项目投资１２．５亿元,增长８％。", load())
'2025年，东山（中国）公司的“鏈主”项目投资12.5亿元，增长8%。'
"""

from __future__ import annotations

import re

from kg.knowledge import Knowledge
from kg.knowledge.numerals import DIGITS
from kg.reading.script import QUOTES, is_traditional, simplified

_CHARS = "\u3400-\u9fff"
_HAN = f"[{_CHARS}]"
_WIDE = re.compile("[％０-９Ａ-Ｚａ-ｚ]+")
_STEP = ord("０") - ord("0")  # from a character to its full width
# Marks within a number of full width: １２．５, １，２３４.
_POINT = re.compile("(?<=[0-9０-９])．(?=[0-9０-９])")
_THOUSANDS = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
# 一九九八年 and 二〇二五年, digit by digit; not 一千二百〇三年.
_NUMERAL = {ord(c): str(digit) for c, digit in (DIGITS | {"○": 0}).items()}
_YEAR = re.compile("(?<![〇○零一二三四五六七八九十百千万])(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=年)")
_STRAIGHT = re.compile('"([^"\n]{1,80})"')
_BRACKETS = re.compile(r"\(([^()\n]{0,80})\)")
# A half-width mark is the prose's after a Chinese character, and between one and a number, a word or a closing mark; not in 1,234 or 8:30.
_MARKS = re.compile(f"(?<={_HAN})[,;:!?]|(?<=[%”）》])[,;:!?](?=\\s*{_HAN})|(?<=[0-9A-Za-z])[,;:!?](?={_HAN})")
_FULL = str.maketrans(",;:!?", "，；：！？")
# Two hyphens beside a Chinese character are a dash; three are a rule.
_DASH = re.compile(f"(?<![-—])--(?=[{_CHARS}“])|(?<={_HAN})--(?!-)")


def plain(raw: str, knowledge: Knowledge) -> str:
    """A text as it is read, each character in its place."""
    text = simplified(raw, knowledge) if is_traditional(raw) else raw
    text = _THOUSANDS.sub(",", _POINT.sub(".", text)).translate(QUOTES)
    text = _WIDE.sub(lambda found: "".join(chr(ord(c) - _STEP) for c in found[0]), text)
    text = _YEAR.sub(lambda found: found[0].translate(_NUMERAL), text)
    text = _STRAIGHT.sub(lambda found: _marked(found, "“", "”"), text)
    text = _BRACKETS.sub(lambda found: _marked(found, "（", "）"), text)
    text = _MARKS.sub(lambda found: found[0].translate(_FULL), text)
    return _DASH.sub("——", text)


def _marked(pair: re.Match[str], before: str, behind: str) -> str:
    """What stands between a pair of marks, between others if Chinese characters stand within or beside them."""
    text, (start, end) = pair.string, pair.span()
    return f"{before}{pair[1]}{behind}" if re.search(_HAN, text[max(0, start - 1) : end + 1]) else pair[0]
