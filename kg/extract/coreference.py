"""Words that stand for names: 该公司, 这家企业, 全区.

Which words, for which classes, and where they do not count: ontology/rules/coreference.yml.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.sections import Sections
from kg.knowledge import Knowledge
from kg.knowledge.divisions import brief_names
from kg.knowledge.faults import reads
from kg.knowledge.regex import any_of
from kg.model import Document, Entity, Mention

SENTENCE = 1000  # characters of a sentence that are looked back over
PAIR = ("latter", "former")  # of two names, from the last one back
ECHO = 400  # characters back to what a word repeats the end of, and to what its paragraph names most
CLAUSE_START = re.compile(r"(^|[，。；：！？,;:!?\n“”、]|[年月日内里上中前后来])$")


@dataclass(frozen=True, slots=True)
class AnaphorRule:
    """One entry of coreference.yml."""

    words: tuple[str, ...]  # regular expressions
    types: frozenset[str]
    home: bool
    heads: frozenset[str]
    speakers: frozenset[str]
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
    echoes: tuple[tuple[str, re.Pattern[str]], ...]
    quoted: re.Pattern[str]
    most: bool


@functools.lru_cache(maxsize=8)
@reads("rules/coreference.yml")
def _rules(knowledge: Knowledge) -> tuple[AnaphorRule, ...]:
    return tuple(
        AnaphorRule(
            (*map(re.escape, d["words"]), *d.get("shapes", ())),
            frozenset(d["types"]),
            "home" in d,
            frozenset(d.get("home", {}).get("heads", ())),
            frozenset(d.get("home", {}).get("speakers", ())),
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
            tuple((ending, re.compile(shape)) for ending, shape in d.get("echoes", {}).items()),
            re.compile(f"[^，。；：]{{0,16}}(?:{any_of(d.get('quoted', ()))})"),
            d.get("most", False),
        )
        for d in (item.data for item in knowledge.rules.get("coreference", ()))
    )


@functools.lru_cache(maxsize=8)
@reads("lexicon/divisions.tsv")
def _levels(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """Levels of the divisions that a name may mean."""
    found: dict[str, set[str]] = {}
    for row in knowledge.tables.get("divisions", ()):
        for name in {row["name"], *brief_names(row)}:
            found.setdefault(name, set()).add(row["level"])
    return {name: frozenset(levels) for name, levels in found.items()}


@functools.lru_cache(maxsize=8)
def _full_names(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """Full names of the divisions that a short name may mean."""
    found: dict[str, set[str]] = {}
    for row in knowledge.tables.get("divisions", ()):
        for brief in brief_names(row):
            found.setdefault(brief, set()).add(row["name"])
    return {short: frozenset(names) for short, names in found.items()}


def find_anaphors(
    document: Document,
    mentions: Sequence[Mention],
    subjects: Sequence[Mention],
    entities: Mapping[str, Entity],
    sections: Sections,
    knowledge: Knowledge,
) -> list[Mention]:
    """The words that stand for one of the entities, as mentions with `anaphor` set.

    mentions: the names found, in order; subjects: those that head a clause.
    """
    covered = bytearray(len(document.text))
    for m in mentions:
        covered[m.start : m.end] = b"\1" * (m.end - m.start)
    paragraphs = sorted({s.paragraph: s.start for s in reversed(document.sentences)}.values())
    heads = {m.start for m in subjects}
    meant = functools.cache(functools.partial(_meant, entities, knowledge=knowledge))
    home = functools.cache(lambda rule: _home(mentions, meant(rule).entities))
    found: list[Mention] = []
    for rule in _rules(knowledge):
        for shape in rule.words:
            for match in re.finditer(shape, document.text):
                (start, end), word = match.span(), match.group()
                if any(covered[start:end]) or not _stands(document.text, start, end, rule):
                    continue
                entity = _nearby(document.text, mentions, heads, start, meant(rule), rule) if rule.home else ""
                if not entity and rule.home:
                    here = sections.at(start)
                    entity = here.entity if here and here.entity in meant(rule).entities else home(rule)
                if rule.ends_name:
                    entity = _named_so(mentions, entities, start, word[rule.drop :], rule.types, _full_names(knowledge))
                elif rule.pair:
                    entity = _of_pair(document.text, mentions, start, rule.pair)
                elif not rule.home:
                    entity = _echoed(mentions, entities, start, rule, word)
                if not entity:
                    entity = _quoted(document.text, mentions, start, rule)
                spoken = _spoken(document.text, start)
                if not entity and rule.most:
                    entity = _most_named(mentions, spoken, max(start - ECHO, _paragraph_start(paragraphs, start)), rule.types)
                if not entity and not (rule.ends_name or rule.pair or rule.home):
                    floor = _paragraph_start(paragraphs, start) if rule.same_paragraph else 0
                    entity = _last(subjects, mentions, spoken, floor, rule.types)
                if not entity and rule.else_home:
                    entity = home(rule)
                if entity:
                    covered[start:end] = b"\1" * (end - start)
                    found.append(Mention(start, end, word, entities[entity].type, "coreference", 0.8, entity, anaphor=True))
    return found


def _stands(text: str, start: int, end: int, rule: AnaphorRule) -> bool:
    """Whether a word at this place stands for a name."""
    if text.startswith(rule.not_before, end) or text.endswith(rule.not_after, 0, start):
        return False
    return not rule.start or bool(CLAUSE_START.search(text[max(0, start - 1) : start]))


def _paragraph_start(starts: Sequence[int], position: int) -> int:
    at = bisect_right(starts, position)
    return starts[at - 1] if at else 0


def _before(mentions: Sequence[Mention], position: int, floor: int) -> Iterator[Mention]:
    """The mentions that start between a floor and a position, the nearest first."""
    for i in range(bisect_left(mentions, position, key=lambda m: m.start) - 1, -1, -1):
        if mentions[i].start < floor:
            return
        yield mentions[i]


def _last(subjects: Sequence[Mention], mentions: Sequence[Mention], position: int, floor: int, types: frozenset[str]) -> str:
    """The last subject of the types before a position, else the last mention of the types in reach."""
    for pool, reach in ((subjects, 400), (mentions, 200)):
        for m in _before(pool, position, max(floor, position - reach)):
            if m.type in types:
                return m.entity
    return ""


def _quoted(text: str, mentions: Sequence[Mention], position: int, rule: AnaphorRule) -> str:
    """The entity whose speaker the sentence quotes (某公司总经理某某说，公司…), "" if none."""
    floor = _sentence_start(text, position)
    return next((m.entity for m in _before(mentions, position, floor) if m.type in rule.types and rule.quoted.match(text, m.end)), "")


def _spoken(text: str, position: int) -> int:
    """Where the quotation begins that ends right before a position, else the position: “供给某某汽车。”公司总经理说 is not of
    that firm."""
    opened = text.rfind("“", max(0, position - SENTENCE), position)
    return opened if opened >= 0 and text.startswith("”", position - 1) else position


def _sentence_start(text: str, position: int) -> int:
    """Where the sentence of a position begins, no further back than is looked."""
    last = max(0, position - SENTENCE)
    return max(last, *(text.rfind(end, last, position) for end in "。！？\n"))


def _most_named(mentions: Sequence[Mention], position: int, floor: int, types: frozenset[str]) -> str:
    """The entity of the types that is named most between a floor and a position; of several the first."""
    counts = Counter(m.entity for m in reversed([*_before(mentions, position, floor)]) if m.type in types)
    return max(counts, key=counts.__getitem__, default="")


def _of_pair(text: str, mentions: Sequence[Mention], position: int, which: str) -> str:
    """The former or the latter of the two things last named together (某基地和某示范线)."""
    for second, first in itertools.pairwise(_before(mentions, position, position - 200)):
        if re.fullmatch("[”》）]?[和与、及][“《]?", text[first.end : second.start]):
            return first.entity if which == "former" else second.entity
    here = _sentence_start(text, position)
    told = [*_before(mentions, position, here)] or [*_before(mentions, here, _sentence_start(text, max(0, here - 1)))]
    pair = list(dict.fromkeys(m.entity for m in told if m.type == told[0].type))
    return pair[PAIR.index(which)] if len(pair) == len(PAIR) else ""


def _echoed(mentions: Sequence[Mention], entities: Mapping[str, Entity], position: int, rule: AnaphorRule, word: str) -> str:
    """The entity named shortly before whose name has what the word ends in: 该工程 for 某某输电工程, 集团 for 某某集团股份有限公司."""
    shape = next((shape for ending, shape in rule.echoes if word.endswith(ending)), None)
    if shape is None:
        return ""
    for m in _before(mentions, position, position - ECHO):
        if (
            m.type in rule.types
            and m.entity in entities
            and any(shape.search(n.rstrip("”’）)")) for n in (m.text, entities[m.entity].name))
        ):
            return m.entity
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
    for m in _before(mentions, position, position - 3000):
        if m.type not in types or m.entity not in entities:
            continue
        names = {m.text, entities[m.entity].name, *full_names.get(m.text, ())}
        if any(n.rstrip("”’）)").endswith(word) for n in names):
            return m.entity
    return ""


def _fits(entity: Entity, rule: AnaphorRule, knowledge: Knowledge) -> bool:
    """Whether a word can mean an entity, by its class, the end of its name, and its level among the divisions."""
    if entity.type not in rule.types:
        return False
    names = {entity.name, *entity.mentions}
    full = {f for n in names for f in _full_names(knowledge).get(n, ())}
    return any(n.endswith(rule.suffix) for n in {*names, *full}) or any(_levels(knowledge).get(n, frozenset()) & rule.levels for n in names)


def _nearby(text: str, mentions: Sequence[Mention], heads: Collection[int], position: int, meant: Meant, rule: AnaphorRule) -> str:
    """The entity that a word can mean and that stands right before it (大方全县), is the subject of its sentence (长汀…，全县…),
    or whose body reports there (湛江市统计局介绍，全市…). heads: where subjects start; meant: what it can mean."""
    for m in _before(mentions, position, _sentence_start(text, position)):
        if m.entity in meant.entities and (m.end == position or (m.type in rule.heads and m.start in heads)):
            return m.entity
        begins = (m.text[:n] for n in range(len(m.text), 0, -1) if m.type in rule.speakers)
        if owner := next((meant.names[n] for n in begins if n in meant.names), ""):
            return owner
    return ""


@dataclass(frozen=True, slots=True)
class Meant:
    """The entities that a word can mean, and by their names the last of those that bear each."""

    entities: frozenset[str]
    names: Mapping[str, str]


def _meant(entities: Mapping[str, Entity], rule: AnaphorRule, *, knowledge: Knowledge) -> Meant:
    found = {key: e for key, e in entities.items() if _fits(e, rule, knowledge)}
    return Meant(frozenset(found), {n: key for key in sorted(found) for n in (found[key].name, *found[key].mentions)})


def _home(mentions: Sequence[Mention], meant: Collection[str]) -> str:
    """The entity that the document names most among those that the word can mean."""
    counts = Counter(m.entity for m in mentions if m.entity in meant)
    return min(counts, key=lambda e: (-counts[e], e), default="")
