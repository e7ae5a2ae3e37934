"""The regular expressions that rules/names.yml, edges.yml and units.tsv come to: alternatives of words, amounts, titles of papers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.knowledge.load import Knowledge
from kg.knowledge.regex import any_of


def phrase(cues: Sequence[str], suffixes: Sequence[str]) -> re.Pattern[str]:
    """Openers, what the paper is about, and the kind of paper: 支持…的实施办法（试行）."""
    return re.compile(f"(?:{any_of(cues)})[^，。；：！？“”《》]{{2,26}}?的(?:{any_of(suffixes)})(?:（[^（）]{{1,4}}）)?")


def quantified(edges: Mapping[str, frozenset[str]]) -> re.Pattern[str]:
    """What counts or praises the first of its kind: 国内首款, 两大, 一流的."""
    scope, classifier, praise = (any_of(edges[name]) for name in ("scope", "classifier", "praise"))
    first = "首|第|[一二三四五多两数几新]|最[小大新高]"
    return re.compile(f"((?:{scope})?(?:{first})*(?:{classifier})的?|[一二三四五六七八九十两几多]大|(?:{praise})的?)+")


def amount(knowledge: Knowledge) -> re.Pattern[str]:
    """An amount before what it is of: 每月1500吨|…, 40万吨|…, 500万只|…."""
    units = {u for row in knowledge.tables.get("units", ()) for u in (row["name"], *row["aliases"].split()) if u}
    return re.compile("(每[年月日天])?[约近超逾达]?[0-9.]+[余多]?[十百千万亿]*[余多]?" + f"(?:{any_of(units)})的?")
