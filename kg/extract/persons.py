"""Persons by their surnames and posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import mention
from kg.extract.line import Line
from kg.extract.segment import is_person, is_word, tag_of
from kg.knowledge.names import NameRule, Names
from kg.model import Mention

JOINT = re.compile("以及|[、与和及]")
COPULA = re.compile("[是为：]")
FOREIGN = re.compile("[一-鿿]{1,5}(·[一-鿿]{1,6})+")


def by_title(line: Line, names: Names) -> Iterator[Mention]:
    """Persons beside their posts (总经理涂军, 董事长是涂军, 李泽湘教授), behind what tells a person (由涂军牵头), and joined to one
    (涂军与李泽湘)."""
    for rule in names.rules.get("title", ()):
        for start, end in sorted({*_behind_posts(line, names), *_before_posts(line, rule, names), *_framed(line, rule, names)}):
            yield mention(line, start, end, rule)
            while (joint := JOINT.match(line.text, _past_address(line.text, end, rule, names))) and (
                further := _joined(line, joint.end(), names)
            ):
                start, end = joint.end(), further
                yield mention(line, start, end, rule)


def _past_address(text: str, end: int, rule: NameRule, names: Names) -> int:
    address = names.addresses[rule.name].match(text, end)
    return address.end() if address else end


def _behind_posts(line: Line, names: Names) -> Iterator[tuple[int, int]]:
    for match in names.title_pattern.finditer(line.text):
        copula = COPULA.match(line.text, match.end())
        start = copula.end() if copula else match.end()
        if found := person_at(line.text, start, names):
            yield start, found


def _before_posts(line: Line, rule: NameRule, names: Names) -> Iterator[tuple[int, int]]:
    """Names right before a form of address: 江南大学|毛健|教授."""
    for match in names.addresses[rule.name].finditer(line.text):
        for length in (3, 2, 4):
            start = match.start() - length
            if (
                start >= 0
                and line.tokens[line.at[start]].start == start
                and person_at(line.text[: match.start()], start, names) == match.start()
            ):
                yield start, match.start()
                break


def _framed(line: Line, rule: NameRule, names: Names) -> Iterator[tuple[int, int]]:
    """Names where the words around tell a person: 五十岁的|黄立群, 由|李海波|带领."""
    for match in names.frames[rule.name].finditer(line.text):
        found = person_at(line.text, match.end(), names)
        led = match.group("led") is None or line.text.startswith(rule.support_after, found)
        if found and led and not names.suffixes_end.search(line.text[match.end() : found]):
            yield match.end(), found


def _joined(line: Line, start: int, names: Names) -> int:
    """The end of a further name in a list of persons, 0 if what stands there is none."""
    end = person_at(line.text, start, names)
    named = end > start + 1 and not names.suffixes_end.search(line.text[start:end]) and line.at[start] not in line.known
    return end if named and not is_word(line.text[start:end]) else 0


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
            if length > 1 and text[end : end + 1] in names.edges["going-on"] and not is_word(text[end : end + 2]):
                continue  # 何军|拍着叶片, but 王海燕|了解到
            verb = tag_of(text[end - 1 : end + 1]).startswith("v")  # 林立|认为
            ended = text[end : end + 1] in names.edges["stop"] and not verb  # 欧阳文|说, though 文说 is a word
            ended = ended or (not verb and tag_of(text[end : end + 2]).startswith("v"))  # 李明华|表示, though 华表 is one
            if given in names.divisions and tag_of(surname).startswith("v"):
                continue  # 专家来|璧山
            if any(c in names.edges["stop"] for c in given) or (not ended and end < len(text) and is_word(text[end - 1 : end + 1])):
                continue
            acts = is_person(text[start:end]) and tag_of(text[end : end + 2]).startswith("v")  # 高峰|介绍
            if is_word(text[start:end]) and not acts and not tag_of(text[start:end]).startswith("nr"):
                continue
            return end
    return 0
