"""rules/names.yml, rules/edges.yml and the lexicon → what the name finder works with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.divisions import Division, divisions
from kg.knowledge.faults import reads
from kg.knowledge.files import Row
from kg.knowledge.known import Known, known_words
from kg.knowledge.load import Knowledge
from kg.knowledge.name_patterns import amount, phrase, quantified
from kg.knowledge.regex import any_of

NEVER = "(?!)"
KINDS = {"suffix", "lexicon", "quoted", "book", "listed", "title", "code", "brand", "object", "subject", "owned", "tag", "phrase"}
LEXICON_KEYS = {"table", "type_column", "columns", "types", "minimum", "proper"}
CONTEXT_KEYS = {"context", "before", "after", "before_strict", "after_strict"}
LIST_KEYS = {"overrides", "plain", "soft", "headed", "openers"}


@dataclass(frozen=True, slots=True)
class NameRule:
    """An entry of names.yml; see the head of that file."""

    name: str
    kind: str
    type: str = ""
    confidence: float = 0.8
    suffixes: tuple[str, ...] = ()
    modifier: str = "specific"
    max_modifier: int = 30
    heads: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    counted: bool = False
    extend: bool = False
    without: tuple[str, ...] = ()
    joins: bool = False
    halves: bool = False
    cut_place: bool = False
    leads: tuple[str, ...] = ()
    numbers: bool = False
    support: tuple[str, ...] = ()
    splits: bool = False
    allows: frozenset[str] = frozenset()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    support_after: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    shape: str = ""
    lead: str = ""
    trail: str = ""
    near: tuple[str, ...] = ()
    through: tuple[str, ...] = ()

    @property
    def things(self) -> tuple[str, ...]:
        """What tells a thing of the class by its ending."""
        return self.endings or self.through

    owners: frozenset[str] = frozenset()
    owned: bool = False
    absorbs: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    nests: bool = False
    not_over: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    singular: bool = False
    takes: frozenset[str] = frozenset()
    taken_before: str = ""
    taken_after: str = ""
    taken_within: str = ""
    taken_unless: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a lexicon table: its class, the rule that brought it in, whether it needs its context to count (`strict`:
    the words right around it), and whether it is a proper name."""

    type: str
    rule: str
    confidence: float
    context: bool = False
    proper: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """rules by kind; edges: word sets of edges.yml by name, and measures of letters; words: lexicon; list_heads, list_cues: head noun
    or cue → class; synonyms: other name → name, of a row of a table."""

    rules: Mapping[str, tuple[NameRule, ...]]
    edges: Mapping[str, frozenset[str]]
    words: Mapping[str, Word]
    longest: Mapping[str, int]
    suffixes: re.Pattern[str]
    suffixes_end: re.Pattern[str]
    suffix_rule: Mapping[str, NameRule]
    contexts: Mapping[str, tuple[re.Pattern[str] | None, ...]]
    blocked: Mapping[str, tuple[str, ...]]
    list_heads: Mapping[str, str]
    list_cues: Mapping[str, str]
    list_openers: re.Pattern[str]
    head_counted: re.Pattern[str]
    counted_head: re.Pattern[str]
    list_overrides: frozenset[str]
    list_plain: frozenset[str]
    list_headed: frozenset[str]
    list_soft: frozenset[str]
    places: frozenset[str]
    weak: frozenset[str]
    owned: frozenset[str]
    owners: frozenset[str]
    nests: frozenset[str]
    divisions: Mapping[str, tuple[Division, ...]]
    titles: tuple[str, ...]
    title_words: frozenset[str]
    title_pattern: re.Pattern[str]
    quote_cues: Mapping[str, re.Pattern[str]]
    cues: Mapping[str, re.Pattern[str]]
    amount: re.Pattern[str]
    last_amount: re.Pattern[str]
    phrases: Mapping[str, re.Pattern[str]]
    quantified: re.Pattern[str]
    adverbs: re.Pattern[str]
    leads: Mapping[str, re.Pattern[str]]
    trails: Mapping[str, re.Pattern[str]]
    brand_suffixes: re.Pattern[str]
    surnames: frozenset[str]
    synonyms: Mapping[str, str]
    known: Known
    addresses: Mapping[str, re.Pattern[str]]
    frames: Mapping[str, re.Pattern[str]]
    spans: tuple[str, ...]
    takers: tuple[tuple[NameRule, tuple[re.Pattern[str], ...]], ...]


def _rule(data: Mapping[str, Any], place: str) -> NameRule:
    keys = {f.name for f in fields(NameRule)} | LEXICON_KEYS | CONTEXT_KEYS | LIST_KEYS | {"examples", "counterexamples"}
    if unknown := set(data) - keys:
        raise KnowledgeError(f"unknown key '{min(unknown)}'", place=place, remedy=f"known keys: {', '.join(sorted(keys))}")
    if data.get("kind") not in KINDS:
        raise KnowledgeError(f"unknown kind {data.get('kind')!r}", place=place, remedy=f"kinds: {', '.join(sorted(KINDS))}")
    given = {f.name: _value(data[f.name], f.default) for f in fields(NameRule) if f.name in data and not isinstance(data[f.name], Mapping)}
    return NameRule(**given)


def _value(value: Any, default: Any) -> Any:
    """A value of YAML in the type of its field."""
    if isinstance(default, tuple):
        return tuple(value)
    return frozenset(value) if isinstance(default, frozenset) else value


@lru_cache(maxsize=8)
@reads("rules/names.yml", "rules/edges.yml", "rules/quantities.yml")
def names(knowledge: Knowledge) -> Names:
    """The name rules of a knowledge, ready for use. Raises KnowledgeError for an unknown key, kind or table."""
    rules: dict[str, list[NameRule]] = {}
    for file in ("names", "edges"):
        if file not in knowledge.rules:
            raise KnowledgeError("is not there", place=f"{knowledge.root}/rules/{file}.yml", remedy="take it from the package's ontology/")
    edges = {item.data["name"]: frozenset(item.data["words"]) for item in knowledge.rules.get("edges", ())}
    edges["lettered"] = frozenset(w for item in knowledge.rules.get("quantities", ()) for w in item.data.get("lettered", ()))
    words: dict[str, Word] = {}
    synonyms: dict[str, str] = {}
    heads: dict[str, str] = {}
    cues: dict[str, str] = {}
    overrides: set[str] = set()
    plain: set[str] = set()
    headed: set[str] = set()
    soft: set[str] = set()
    contexts: dict[str, tuple[re.Pattern[str] | None, ...]] = {}
    for item in knowledge.rules.get("names", ()):
        rule = _rule(item.data, item.place)
        rules.setdefault(rule.kind, []).append(rule)
        if rule.kind == "lexicon":
            _add_words(words, synonyms, rule, item.data, knowledge, item.place)
            before, after, strict, last = ("|".join(item.data.get(k, ())) for k in ("before", "after", "after_strict", "before_strict"))
            contexts[rule.name] = tuple(re.compile(p) if p else None for p in (_at_end(before), after, strict, _at_end(last)))
        if rule.kind == "listed":
            heads |= {word: kind for kind, group in item.data.get("heads", {}).items() for word in group}
            cues |= {word: kind for kind, group in item.data.get("cues", {}).items() for word in group}
            overrides |= set(item.data.get("overrides", ()))
            plain |= set(item.data.get("plain", ()))
            headed |= set(item.data.get("headed", ()))
            soft |= set(item.data.get("soft", ()))
    suffix_rule = {s: rule for rule in rules.get("suffix", ()) for s in rule.suffixes}
    titles = tuple(sorted((r["name"] for r in knowledge.tables.get("titles", ())), key=lambda t: (-len(t), t)))
    endings = any_of(suffix_rule)
    longest: dict[str, int] = {}
    for word in words:
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    return Names(
        {kind: tuple(group) for kind, group in rules.items()},
        edges,
        words,
        longest,
        re.compile(endings),
        re.compile(f"(?:{endings})$"),
        suffix_rule,
        contexts,
        {rule.name: rule.not_before for rule in rules.get("lexicon", ())},
        heads,
        cues,
        re.compile("(" + "|".join(re.escape(w) for i in knowledge.rules.get("names", ()) for w in i.data.get("openers", ())) + ")$"),
        re.compile(f"({any_of(heads)})[0-9]+(余|多)?[个家条座项]，(?:[^，。]*，)?[^，。]*$"),
        re.compile(
            f"([0-9]+|[一二两三四五六七八九十几多])(余|多)?[个大家条座项类批][^，。；：、]{{0,10}}?({any_of(heads)})(?!{any_of(heads)})"
        ),
        frozenset(overrides),
        frozenset(plain),
        frozenset(headed),
        frozenset(soft),
        frozenset(t for rule in rules.get("lexicon", ()) if rule.cut_place for t in [rule.type]),
        frozenset(r.name for kind in ("brand", "object", "subject", "owned") for r in rules.get(kind, ())),
        frozenset(r.type for group in rules.values() for r in group if r.owned),
        frozenset(r.type for r in rules.get("brand", ())),
        frozenset(r.type for group in rules.values() for r in group if r.nests),
        divisions(knowledge),
        titles,
        frozenset(titles),
        re.compile(any_of(titles)),
        {
            r.name: re.compile(f"({'|'.join(r.cues)})(了|出|的)?([^，。；]{{0,8}}|([“《][^”》]+[”》]、?)+)$")
            for r in rules.get("quoted", ())
            if r.cues
        },
        {r.name: re.compile(any_of(r.cues)) for kind in ("object", "subject") for r in rules.get(kind, ())},
        amount(knowledge),
        re.compile(amount(knowledge).pattern + "$"),
        {r.name: re.compile(r.shape) if r.shape else phrase(r.cues, r.suffixes) for r in rules.get("phrase", ())},
        quantified(edges),
        re.compile(f"(在[^，。；的、]{{1,12}}?)?(?:{any_of(edges['adverb'])})*$"),
        {r.name: re.compile(f"(?:{r.lead})$") for r in rules.get("lexicon", ()) if r.lead},
        {r.name: re.compile(r.trail) for r in rules.get("lexicon", ()) if r.trail},
        re.compile(any_of(s for r in rules.get("brand", ()) for s in r.suffixes)),
        frozenset(r["name"] for r in knowledge.tables.get("surnames", ())),
        synonyms,
        known_words(knowledge),
        {r.name: re.compile(any_of(r.tails)) for r in rules.get("title", ())},
        {r.name: re.compile(r.shape or "(?!)(?P<led>)") for r in rules.get("title", ())},
        tuple(w for r in rules.get("suffix", ()) for w in r.spans),
        tuple(
            (r, tuple(re.compile(p or NEVER) for p in (_at_end(r.taken_before), r.taken_after, r.taken_within, _at_end(r.taken_unless))))
            for r in rules.get("suffix", ())
            if r.takes
        ),
    )


def _at_end(pattern: str) -> str:
    return f"(?:{pattern})$" if pattern else ""


def _add_words(
    words: dict[str, Word], synonyms: dict[str, str], rule: NameRule, data: Mapping[str, Any], knowledge: Knowledge, place: str
) -> None:
    """The words of one table, and the name of which each other name of a row is a synonym; the first rule that has a word keeps it."""
    if data.get("table") not in knowledge.tables:
        raise KnowledgeError(f"no table {data.get('table')!r}", place=place, remedy="tables are the .tsv files of ontology/lexicon")
    for row in knowledge.tables[data["table"]]:
        kind = data.get("types", {}).get(row.values.get(data.get("type_column", ""), ""), rule.type)
        for column in data.get("columns", ["name"]):
            for word in row.values.get(column, "").split(" "):
                if len(word) >= data.get("minimum", 2):
                    if row.values.get("short"):
                        synonyms.setdefault(word, row["name"])
                    words.setdefault(
                        word,
                        Word(
                            kind,
                            rule.name,
                            rule.confidence,
                            _needs_context(row, data, word),
                            bool(data.get("proper")),
                            row.values.get("context", "") == "1",
                        ),
                    )


def _needs_context(row: Row, data: Mapping[str, Any], word: str) -> bool:
    """Whether a word counts only in context: its row says so, or its table, unless it ends like a name of its class."""
    if row.values.get("context", "") == "1" and word == row.values.get("name"):
        return True
    return bool(data.get("context")) and not word.endswith(tuple(data.get("endings", ())))
