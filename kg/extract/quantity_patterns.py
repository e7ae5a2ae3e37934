"""Patterns of whole expressions (三成五, 六分之一, 第三位, 三亿六千万元) from the entries of ontology/rules/quantities.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.knowledge.numerals import ARABIC, CHINESE, DECIMAL
from kg.knowledge.regex import any_of

_END = "[，。；：！？、,;:!?\n）)”]|$|[和及的]"


def qualifier_words(items: Sequence[Mapping[str, Any]], place: str) -> list[tuple[str, str]]:
    """Qualifier words, longest first."""
    found = [(word, d["qualifier"]) for d in items if "qualifier" in d for word in d.get(place, ())]
    return sorted(found, key=lambda w: (-len(w[0]), w[0]))


def specials(items: Sequence[Mapping[str, Any]], unit: str) -> Iterator[tuple[re.Pattern[str], Mapping[str, Any]]]:
    """Each whole expression as a pattern with named parts."""
    numeral = f"(?:{ARABIC}|{DECIMAL}|[{CHINESE}]{{1,30}})"
    parts = {
        "{n}": f"(?P<n>{numeral})",
        "{d}": f"(?P<d>{numeral}|万)",
        "{m}": f"(?P<m>{numeral})",
        "{digits}": r"(?<![\d.])(?P<n>\d{1,3})",
        "{decimal}": r"(?<![\d.])(?P<n>\d{1,3}\.\d{1,2})",
        "{mag}": "(?P<mag>[万亿]?)",
        "{gap}": "[^，。；\\d]{0,14}?",
        "{few}": "[^，。；\\d]{0,4}?",
    }
    for d in items:
        if "compound" in d:
            rest = f"(?P<rest>{d['rest']})" if "rest" in d else ""
            digit = r"\d(?![\d.]|公?斤)" if "unit" in d else r"\d(?:千|百|十)"  # 13块5, 3万6千
            small = "(?:[零〇一二两三四五六七八九]" + d.get("size", f"[{CHINESE}]*") + f"|{digit})"
            end = "" if "unit" in d else f"(?P<u>{unit})" + ("" if "rest" in d else "?")
            whole = rf"(?P<n>[{CHINESE}]{{1,30}}|\d{{1,18}}){d['compound']}"
            yield re.compile(rf"{whole}(?P<w>{small}){rest}(?P<in>余|多)?{end}(?!(?!一公?斤)[{CHINESE}个])"), d
        elif "percent" in d or "place" in d:
            yield re.compile(any_of(d.get("percent") or d["place"])), d
        elif "tenth" in d:
            yield re.compile(rf"(?P<n>[{CHINESE}]{{1,30}}|\d)(?P<in>多|余)?{d['tenth']}(?P<more>半|[{CHINESE}](?![{CHINESE}家个项分]))?"), d
        else:
            for shape in _shapes(d):
                pattern = re.escape(shape).replace(r"\{", "{").replace(r"\}", "}")
                for slot, body in parts.items():
                    pattern = pattern.replace(slot, body)
                pattern = pattern.replace("{u}", f"(?P<u>{unit})", 1).replace("{u}", "(?P=u)")
                if shape.startswith(("{d}/", "{n}/")):
                    pattern = rf"(?<![\d/.]){pattern}(?![\d/.年月])"
                yield re.compile(pattern + _before(d)), d


def _before(data: Mapping[str, Any]) -> str:
    """What must follow: the end of the words, or one of those the entry names (第八升至第六)."""
    ends = data.get("before_end")
    return "" if ends is None else f"(?={_END}|{any_of(ends)})" if ends else f"(?={_END})"


def _shapes(data: Mapping[str, Any]) -> list[str]:
    keys = ("fraction", "rank", "top", "doubling", "one_in", "and_a_half", "told", "composed", "nth")
    return next((list(data[key]) for key in keys if key in data), [])
