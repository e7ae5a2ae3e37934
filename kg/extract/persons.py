"""Persons by their surnames and posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import mention
from kg.extract.line import Line
from kg.extract.segment import is_person, is_word, tag_of
from kg.knowledge.names import Names
from kg.model import Mention

FOREIGN = re.compile("[一-鿿]{1,5}(·[一-鿿]{1,6})+")


def by_title(line: Line, names: Names) -> Iterator[Mention]:
    """Persons beside their posts: 总经理涂军, 李泽湘教授."""
    for rule in names.rules.get("title", ()):
        for match in names.title_pattern.finditer(line.text):
            if found := person_at(line.text, match.end(), names):
                yield mention(line, match.end(), found, rule)


def person_at(text: str, start: int, names: Names) -> int:
    """End of the person's name that begins here, 0 if none does: a surname and one or two characters, then a boundary."""
    if match := FOREIGN.match(text, start):
        last = text.rfind("·", start, match.end()) + 2
        ends = (i for i in range(last, match.end()) if text[i] in names.edges["stop"] or tag_of(text[i : i + 2]).startswith("v"))
        return next(ends, match.end())  # 艾伦·史密斯|说
    for surname in (text[start : start + 2], text[start : start + 1]):
        if surname not in names.surnames:
            continue
        base = start + len(surname)
        for length in (2, 1):
            end = base + length
            given = text[base:end]
            if len(given) < length or not re.fullmatch("[一-鿿]+", given):
                continue
            verb = tag_of(text[end - 1 : end + 1]).startswith("v")  # 林立|认为
            ended = text[end : end + 1] in names.edges["stop"] and not verb  # 欧阳文|说, though 文说 is a word
            if any(c in names.edges["stop"] for c in given) or (not ended and end < len(text) and is_word(text[end - 1 : end + 1])):
                continue
            acts = is_person(text[start:end]) and tag_of(text[end : end + 2]).startswith("v")  # 高峰|介绍
            if is_word(text[start:end]) and not acts and not tag_of(text[start:end]).startswith("nr"):
                continue
            return end
    return 0
