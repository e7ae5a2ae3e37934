"""Traditional characters → simplified ones, character for character, so that a text is matched in the script of the knowledge and
every offset holds. The one home of OpenCC.

>>> from kg.knowledge import load
>>> simplified("重慶市的晶片專案「鏈主」2023年投產。", load())
'重庆市的芯片项目“链主”2023年投产。'
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
LEAST = (
    0.1  # of the Chinese characters; of a traditional article a third is of that script alone, of a simplified one that quotes some, a few
)
QUOTES = str.maketrans("「」『』", "“”‘’")


def is_traditional(text: str) -> bool:
    """Is a text written in traditional characters: in those that the mainland's character set lacks and Taiwan's has?

    >>> is_traditional("重慶市引進藍鯨科技"), is_traditional("重庆市引进蓝鲸科技，老板喆镕"), is_traditional("OPPO")
    (True, False, False)
    """
    counts = Counter(c for run in HAN.findall(text) for c in run)
    return sum(n for c, n in counts.items() if _only_traditional(c)) > LEAST * counts.total()


def simplified(text: str, knowledge: Knowledge) -> str:
    """A text in simplified characters and, as far as they are of the same length, the words and quotation marks of the mainland."""
    out = HAN.sub(lambda run: _convert(run[0]), text).translate(QUOTES)
    words = _words(knowledge)
    return _pattern(knowledge).sub(lambda found: words[found[0]], out) if words else out


@cache
def _only_traditional(char: str) -> bool:
    return not _has("gb2312", char) and _has("big5", char)


def _has(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _convert(run: str) -> str:
    whole = _converter().convert(run)
    if len(whole) == len(run):
        return str(whole)
    return "".join(one if len(one := _converter().convert(char)) == 1 else char for char in run)


@cache
def _converter():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("tw2s")  # it knows more than t2s: 看著 is 看着, 著名 stays


@lru_cache(maxsize=8)
def _words(knowledge: Knowledge) -> dict[str, str]:
    words = {}
    for row in knowledge.tables.get("regional_words", ()):
        if len(row["word"]) != len(row["mainland"]):
            remedy = "take the row out: offsets hold only where a word is replaced by one of the same length"
            raise KnowledgeError(f"'{row['word']}' and '{row['mainland']}' are not of one length", place=row.place, remedy=remedy)
        words[row["word"]] = row["mainland"]
    return words


@lru_cache(maxsize=8)
def _pattern(knowledge: Knowledge) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words(knowledge)), key=lambda w: (-len(w), w))))
