"""A name → its pinyin, so that 临空前沿科技城 is found by `linkong` and by `lkqy`."""

from __future__ import annotations

import re
from functools import lru_cache

_LETTERS = re.compile(r"[a-z]+|\d+")


def pinyin(name: str) -> str:
    """The syllables of a name without tones, parted by spaces; Latin letters and digits stay as they are, in lower case.

    >>> pinyin("重庆OPPO（长安）3号")
    'chong qing oppo chang an 3 hao'
    """
    from pypinyin.core import Pinyin  # here, because it reads its dictionary when it is imported

    return " ".join(said for word in Pinyin().seg(name) for said in _syllables(word))


@lru_cache(maxsize=1 << 16)
def _syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word of a name; names are made of few words, and to say one is dear."""
    from pypinyin import lazy_pinyin

    return tuple(part for said in lazy_pinyin(word) for part in _LETTERS.findall(said.lower()))
