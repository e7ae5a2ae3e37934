"""Words that stand for names: 该公司, 这家企业, 全区.

Which words, for which classes, and where they do not count: ontology/rules/coreference.yml.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Document, Entity, Mention

CLAUSE_START = re.compile(r"(^|[，。；：！？,;:!?\n“”、]|[年月日内里上中前后来])$")


@dataclass(frozen=True, slots=True)
class AnaphorRule:
    """One entry of coreference.yml."""

    words: tuple[str, ...]
    types: frozenset[str]
    home: bool
    suffix: str
    levels: frozenset[str]
    start: bool
    same_paragraph: bool
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    ends_name: bool
    drop: int
    pair: str
    else_home: bool


@lru_cache(maxsize=8)
def _rules(knowledge: Knowledge) -> tuple[AnaphorRule, ...]:
    return tuple(
        AnaphorRule(
            tuple(d["words"]),
            frozenset(d["types"]),
            d.get("home", False),
            d.get("suffix", ""),
            frozenset(d.get("levels", ())),
            d.get("start", False),
            d.get("same_paragraph", False),
            tuple(d.get("not_after", ())),
            tuple(d.get("not_before", ())),
            d.get("ends_name", False),
            d.get("drop", 0),
            d.get("pair", ""),
            d.get("else_home", False),
        )
        for d in (item.data for item in knowledge.rules.get("coreference", ()))
    )


@lru_cache(maxsize=8)
def _levels(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """Levels of the divisions that a name may mean."""
    found: dict[str, set[str]] = {}
    for row in knowledge.tables.get("divisions", ()):
        for name in (row["name"], row["short"]):
            if name:
                found.setdefault(name, set()).add(row["level"])
    return {name: frozenset(levels) for name, levels in found.items()}


@lru_cache(maxsize=8)
def _full_names(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """Full names of the divisions that a short name may mean."""
    found: dict[str, set[str]] = {}
    for row in knowledge.tables.get("divisions", ()):
        if row["short"]:
            found.setdefault(row["short"], set()).add(row["name"])
    return {short: frozenset(names) for short, names in found.items()}


def find_anaphors(
    document: Document,
    mentions: Sequence[Mention],
    subjects: Sequence[Mention],
    entities: Mapping[str, Entity],
    knowledge: Knowledge,
) -> list[Mention]:
    """The words that stand for one of the entities, as mentions with `anaphor` set.

    mentions: the names found, in order; subjects: those that head a clause.
    """
    covered = bytearray(len(document.text))
    for m in mentions:
        covered[m.start : m.end] = b"\1" * (m.end - m.start)
    paragraph_starts = {s.paragraph: s.start for s in reversed(document.sentences)}
    found: list[Mention] = []
    for rule in _rules(knowledge):
        for word in rule.words:
            for match in re.finditer(re.escape(word), document.text):
                start, end = match.span()
                if any(covered[start:end]) or not _stands(document.text, start, end, rule):
                    continue
                entity = _home(mentions, entities, rule, knowledge) if rule.home else ""
                if rule.ends_name:
                    entity = _named_so(mentions, entities, start, word[rule.drop :], rule.types, _full_names(knowledge))
                elif rule.pair:
                    entity = _of_pair(document.text, mentions, start, rule.pair)
                elif not rule.home:
                    floor = _paragraph_start(paragraph_starts, start) if rule.same_paragraph else 0
                    entity = _last(subjects, mentions, start, floor, rule.types)
                if not entity and rule.else_home:
                    entity = _home(mentions, entities, rule, knowledge)
                if entity:
                    covered[start:end] = b"\1" * (end - start)
                    found.append(Mention(start, end, word, entities[entity].type, "coreference", 0.8, entity, anaphor=True))
    return found


def _stands(text: str, start: int, end: int, rule: AnaphorRule) -> bool:
    """Whether a word at this place stands for a name."""
    if text.startswith(rule.not_before, end) or text.endswith(rule.not_after, 0, start):
        return False
    return not rule.start or bool(CLAUSE_START.search(text[max(0, start - 1) : start]))


def _paragraph_start(starts: Mapping[int, int], position: int) -> int:
    return max((s for s in starts.values() if s <= position), default=0)


def _last(subjects: Sequence[Mention], mentions: Sequence[Mention], position: int, floor: int, types: frozenset[str]) -> str:
    """The last subject of the types before a position, else the last mention of the types in reach."""
    for pool, reach in ((subjects, 400), (mentions, 200)):
        for m in reversed(pool):
            if m.start < position and m.type in types:
                if m.start >= max(floor, position - reach):
                    return m.entity
                break
    return ""


def _of_pair(text: str, mentions: Sequence[Mention], position: int, which: str) -> str:
    """The former or the latter of the two things last named together (某基地和某示范线)."""
    for first, second in reversed(list(itertools.pairwise(mentions))):
        if position - 200 < second.start < position and re.fullmatch("[”》）]?[和与、及][“《]?", text[first.end : second.start]):
            return first.entity if which == "former" else second.entity
    return ""


def _named_so(
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    position: int,
    word: str,
    types: frozenset[str],
    full_names: Mapping[str, frozenset[str]],
) -> str:
    """The last entity named before a position whose name ends in the word: 小镇 for 雪浪小镇."""
    for m in reversed(mentions):
        if not (position - 900 < m.start < position and m.type in types and m.entity in entities):
            continue
        names = {m.text, entities[m.entity].name, *full_names.get(m.text, ())}
        if any(n.rstrip("”’）)").endswith(word) for n in names):
            return m.entity
    return ""


def _home(mentions: Sequence[Mention], entities: Mapping[str, Entity], rule: AnaphorRule, knowledge: Knowledge) -> str:
    """The entity that the document names most among those that the word can mean."""
    levels, divisions = _levels(knowledge), _full_names(knowledge)

    def fits(entity: Entity) -> bool:
        names = {entity.name, *entity.mentions}
        if entity.type not in rule.types:
            return False
        full = {f for n in names for f in divisions.get(n, ())}
        return any(n.endswith(rule.suffix) for n in {*names, *full}) or any(levels.get(n, frozenset()) & rule.levels for n in names)

    counts = Counter(m.entity for m in mentions if m.entity in entities and fits(entities[m.entity]))
    return min(counts, key=lambda e: (-counts[e], e), default="")
