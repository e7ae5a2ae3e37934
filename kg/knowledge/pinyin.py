"""A name → its pinyin, so that 临空前沿科技城 is found by `linkong` and by `lkqy`."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[a-z]+|\d+")


def pinyin(name: str) -> str:
    """The syllables of a name without tones, parted by spaces; Latin letters and digits stay as they are, in lower case.

    >>> pinyin("重庆OPPO（长安）3号")
    'chong qing oppo chang an 3 hao'
    """
    from pypinyin import lazy_pinyin  # here, because it reads its dictionary when it is imported

    return " ".join(part for said in lazy_pinyin(name) for part in _LETTERS.findall(said.lower()))
