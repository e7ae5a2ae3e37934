"""Mentions → entities of the document: the forms that it uses for one thing are put together.

What may differ between two forms of one thing is declared for each class in ontology/rules/linking.yml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.aliases import core, declared_forms, short_forms, strip_place
from kg.knowledge import Knowledge
from kg.knowledge.names import names
from kg.model import Document, Entity, Mention

MARKS = re.compile(r"[\s“”‘’\"'《》〈〉「」*]")


@dataclass(frozen=True, slots=True)
class LinkRule:
    """An entry of linking.yml."""

    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    places: bool = False
    ending: int = 0
    shortened: int = 0
    begins: bool = False
    quoted: bool = False


@lru_cache(maxsize=8)
def _rules(knowledge: Knowledge) -> Mapping[str, LinkRule]:
    return {
        d["type"]: LinkRule(
            _longest_first(d.get("prefixes", ())),
            _longest_first(d.get("suffixes", ())),
            d.get("places", False),
            d.get("ending", 0),
            d.get("shortened", 0),
            d.get("begins", False),
            d.get("quoted", False),
        )
        for d in (item.data for item in knowledge.rules.get("linking", ()))
    }


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


@lru_cache(maxsize=8)
def _division_keys(knowledge: Knowledge) -> Mapping[str, str]:
    """Full or short name of a division → one key for both."""
    keys: dict[str, str] = {}
    for row in knowledge.tables.get("divisions", ()):
        short = row["short"] or row["name"]
        keys.setdefault(row["name"], short)
        if row["short"]:
            keys.setdefault(row["short"], short)
    return keys


def link(
    document: Document, mentions: Sequence[Mention], knowledge: Knowledge, inside: Sequence[Mention] = ()
) -> tuple[list[Mention], dict[str, Entity]]:
    """The mentions with their entities put in, and the entities in order of first mention.

    inside: names inside other names, which make entities too.
    """
    first: dict[tuple[str, str], Mention] = {}
    for m in [*mentions, *inside]:
        first.setdefault((m.type, MARKS.sub("", m.text)), m)
    groups = _groups(list(first.values()), declared_forms(document.text, [*mentions, *inside]), knowledge)
    numbers: dict[tuple[str, str], str] = {}
    entities: dict[str, Entity] = {}
    for n, group in enumerate(groups, 1):
        key = f"e{n}"
        forms = list(
            dict.fromkeys(
                m.text for m in [*mentions, *inside] for g in group if m.type == g.type and MARKS.sub("", m.text) == MARKS.sub("", g.text)
            )
        )
        best = max(group, key=lambda m: m.confidence)
        name = max(forms, key=len)
        at = min(group, key=lambda m: m.start)
        entities[key] = Entity(key, best.type, name, tuple(forms), best.rule, best.confidence, document.quotes(at.start, at.end))
        for m in group:
            numbers[m.type, MARKS.sub("", m.text)] = key
    return [replace(m, entity=numbers[m.type, MARKS.sub("", m.text)]) for m in mentions], entities


def _groups(forms: Sequence[Mention], declared: Mapping[str, str], knowledge: Knowledge) -> list[list[Mention]]:
    """Forms of one thing together, in order of first mention; `declared`: short form → the name it was given for."""
    parent = {id(m): m for m in forms}

    def find(m: Mention) -> Mention:
        while parent[id(m)] is not m:
            m = parent[id(m)]
        return m

    ordered = sorted(forms, key=lambda m: (-len(m.text), m.start))
    for i, short in enumerate(ordered):
        matches = [m for m in ordered[:i] if m.type == short.type and same_thing(m, short, knowledge)]
        if len({id(find(m)) for m in matches}) > 1:  # 传音 is 传音控股 rather than 重庆传音
            matches = [m for m in matches if m.text.startswith(short.text)] or matches
        matches = [m for m in ordered if m.type == short.type and m.text == declared.get(short.text)] or matches
        roots = {id(find(m)): find(m) for m in matches}
        if len(roots) == 1 or (roots and any(_key(m, knowledge) == _key(short, knowledge) for m in matches)):
            parent[id(find(short))] = next(iter(roots.values()))
    groups: dict[int, list[Mention]] = {}
    for m in sorted(forms, key=lambda m: m.start):
        groups.setdefault(id(find(m)), []).append(m)
    return sorted(groups.values(), key=lambda g: g[0].start)


def _key(m: Mention, knowledge: Knowledge) -> str:
    """What is left of a form when what says nothing is taken off."""
    rule = _rules(knowledge).get(m.type, LinkRule())
    text = MARKS.sub("", m.text)
    if text in _division_keys(knowledge):
        return _division_keys(knowledge)[text]
    if rule.quoted and (match := re.search("[“‘《]([^”’》]{2,})[”’》]", m.text)):
        text = match.group(1)
    if not rule.places:
        return _without_affixes(text, rule)
    rest = strip_place(text, knowledge)
    place = text.removesuffix(rest)
    rest = _without_affixes(rest, rule)
    return _division_keys(knowledge).get(place, place) + rest if _is_kind(rest, knowledge) else rest


def _without_affixes(text: str, rule: LinkRule) -> str:
    """A form without a prefix and the suffixes that say nothing of which thing it is."""
    for prefix in rule.prefixes:
        if text.startswith(prefix) and len(text) - len(prefix) >= 2:
            text = text[len(prefix) :]
            break
    while suffix := next((x for x in rule.suffixes if text.endswith(x) and len(text) - len(x) >= 2), ""):
        text = text[: -len(suffix)]
    return text


def _is_kind(text: str, knowledge: Knowledge) -> bool:
    """Whether a form without its place only says what kind of thing it is: 蜀山|经开区 and 包河|经开区 are two."""
    known = names(knowledge)
    suffix = known.suffixes_end.search(text)
    return suffix is not None and (suffix.start() == 0 or text[: suffix.start()] in known.edges["common"])


def same_thing(longer: Mention, shorter: Mention, knowledge: Knowledge) -> bool:
    """Whether two forms of one class can name one thing within a document."""
    rule = _rules(knowledge).get(longer.type, LinkRule())
    a, b = MARKS.sub("", longer.text), MARKS.sub("", shorter.text)
    if a == b or _key(longer, knowledge) == _key(shorter, knowledge):
        return True
    if rule.begins:
        bare = core(a, knowledge)
        own = core(b, knowledge)
        return b in short_forms(longer, knowledge) or (
            len(own) >= 2 and (bare.startswith(own) or re.sub("[（(].*?[）)]", "", a).startswith(b))
        )
    if rule.ending and len(b) >= rule.ending and a.endswith(b):
        return True
    n = rule.shortened
    if not n or b in names(knowledge).words or not _same_ending(a, b, knowledge):
        return False
    return len(b) >= 3 and a[-1:] == b[-1:] and a[:n] == b[:n] and _inside(b, a)


def _same_ending(full: str, short: str, knowledge: Knowledge) -> bool:
    """Whether the short form's ending can be short for the full one's: 经信委 for 经济信息委, not 区委."""
    pattern = names(knowledge).suffixes_end
    ending, other = pattern.search(short), pattern.search(full)
    return not ending or not other or _inside(ending.group(), other.group()) or _inside(other.group(), ending.group())


def _inside(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in this order."""
    rest = iter(full)
    return all(c in rest for c in short)
