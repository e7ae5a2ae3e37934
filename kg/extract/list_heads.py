"""What an enumeration lists: the head noun behind it (等36家核心配套|企业) or before it (三大|园区|：A、B)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.extract.line import Line, stops
from kg.knowledge.names import Names

CLOSER = re.compile(
    r"(?P<etc>等)?(?P<count>(约|近|超|超过)?([0-9]+|[一二两三四五六七八九十百]+|多|几|数)(余|多)?(家|个|大|条|项|座|所|种|款|类|位|只|支|户|张|地|国|市|省|县|区|镇|乡|村)(?!月|季))?"
)
HEAD_LIMIT = 18
ENLISTED = re.compile("等?(均|都|也)?(在列|(在|位列|名列|入列)(其列|其间|其中|此列)|榜上有名|位列其间|赫然在列)")


def head_type(line: Line, position: int, end: int, names: Names) -> str:
    """The class that the head noun of a closed list tells: 等36家核心配套|企业| → Company; "" if none is known."""
    closer = CLOSER.match(line.text, position, end)
    p = begin = closer.end() if closer else position
    while p < end and p - begin < HEAD_LIMIT:
        index = line.at[p]
        token = line.tokens[index]
        if token.text not in ("的", "与", "和", "一批", "相关", "重点", "一大批", "各类", "一系列") and (
            stops(line, index, names) or not token.text[0].isalnum()
        ):
            break
        if token.text[0].isdigit():
            break
        p = token.end
    phrase = line.text[begin:p]
    if closer and closer.group("count") and (kind := names.list_heads.get(closer.group("count")[-1])):
        return kind  # 余新、新丰三镇
    owner = phrase.find("的")
    if owner > 0 and (kind := _ends_in_head(phrase[:owner], names)):
        return kind  # A、B等企业的|数据中心: the list is of firms
    for cut in range(len(phrase), 0, -1):
        for length in range(min(6, cut), 0, -1):
            if kind := names.list_heads.get(phrase[cut - length : cut]):
                return kind
    return ""


def _ends_in_head(phrase: str, names: Names) -> str:
    return next((kind for n in range(min(6, len(phrase)), 1, -1) if (kind := names.list_heads.get(phrase[-n:]))), "")


def head_before(text: str, position: int, end: int, names: Names, closed: bool) -> str:
    """The class that a head noun before the list tells: 4个项目集中开工，分别是|A、B; 三大园区：A、B; 先进制造项目19个，|A、B等在列."""
    before = text[max(0, position - 40) : position]
    if closed and (counted := names.head_counted.search(before)):
        return names.list_heads[counted.group(1)]
    if closed and ENLISTED.match(text, end) and (far := _last_counted(text[max(0, position - 80) : position], names)):
        return far
    if not names.list_openers.search(before):
        return ""
    counted = names.counted_head.search(before)
    return names.list_heads[counted.group(3)] if counted else ""


def _last_counted(before: str, names: Names) -> str:
    """The class of the head noun that was counted last before: 26个项目落户，…，."""
    found = [m.group(3) for m in names.counted_head.finditer(before)]
    return names.list_heads[found[-1]] if found else ""


def majority(kinds: Sequence[str]) -> str:
    """The commonest class, if it is more than half of those known."""
    counts = Counter(k for k in kinds if k)
    if not counts:
        return ""
    kind, count = min(counts.items(), key=lambda x: (-x[1], x[0]))
    return kind if count * 2 > sum(counts.values()) else ""


def counted_members(match: re.Match[str] | None) -> int:
    """The count that closes a list, 0 if it has none."""
    digits = re.search("[0-9]+|[一二两三四五六七八九十]", match.group("count")) if match and match.group("count") else None
    if not digits:
        return 0
    return int(digits.group()) if digits.group().isdigit() else "一二三四五六七八九十".find(digits.group().replace("两", "二")) + 1
