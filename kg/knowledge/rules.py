"""ontology/rules/*.yml → the rules that relations are found by.

A file whose entries name a `relation` holds relation rules. What an entry may say stands in `KEYS`; patterns are explained in
`kg.knowledge.pattern`. Guards (negation, hedges) come from guards.yml, the language's own marks from grammar.yml.

>>> from kg.knowledge import load
>>> rules = relation_rules(load())
>>> rules.of("supplies")[0].relation
'supplies'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.alphabet import Alphabet
from kg.knowledge.faults import BROKEN, fault_of, reads
from kg.knowledge.files import Item
from kg.knowledge.load import Knowledge
from kg.knowledge.near import REACHES, Fault, Near, read_near, strings
from kg.knowledge.pattern import Compiled, Grammar, PatternError, compile_pattern
from kg.knowledge.regex import any_of

KEYS: Mapping[str, type | tuple[type, ...]] = {
    "name": str,
    "relation": str,
    "confidence": (float, int),
    "pattern": (str, list),
    "trigger": list,
    "gap": int,
    "within": str,
    "unless": list,
    "not_before": list,
    "made": list,
    "owner": dict,
    "near": dict,
    "examples": list,
    "counterexamples": list,
}
KINDS = ("pattern", "owner", "near")
GAP = 14


@dataclass(frozen=True, slots=True)
class Owner:
    """Classes of head and tail, and which of them bears the other's name in front."""

    head: frozenset[str]
    tail: frozenset[str]
    bearer: str


@dataclass(frozen=True, slots=True)
class RelationRule:
    """One entry. Which of these is set says how the rule works:

    patterns: read off a sentence, the subject that is carried over from `within` it, its paragraph or, "", anywhere;
    owner: the name of one end begins with a name of the other;
    near: what lacks a partner takes the nearest.
    """

    name: str
    relation: str
    confidence: float
    patterns: tuple[Compiled, ...] = ()
    triggers: tuple[str, ...] = ()
    unless: re.Pattern[str] | None = None
    not_before: tuple[str, ...] = ()
    within: str = ""
    made: re.Pattern[str] | None = None
    owner: Owner | None = None
    near: Near | None = None
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """Words before or within a match that refuse it, and the reason that is counted. denies: what they refuse is said not to be."""

    reason: str
    words: re.Pattern[str]
    denies: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What tells a subject. joint: all between two members of an enumeration; takes_object: a preposition or a verb of the
    rules, after which a name is no subject; reports: after a name, of the classes of reporters, that only says what follows;
    leads_to, breaks: before and after a name that a clause comes to at its end; presents: before one that it presents."""

    joint: re.Pattern[str]
    takes_object: re.Pattern[str]
    reports: re.Pattern[str]
    reporters: frozenset[str]
    leads_to: re.Pattern[str]
    breaks: re.Pattern[str]
    presents: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class RelationRules:
    """All of them, in the order of files and entries."""

    rules: tuple[RelationRule, ...]
    guards: tuple[Guard, ...]
    grammar: Grammar
    brackets: str
    alphabet: Alphabet
    words: Words

    def of(self, relation: str) -> tuple[RelationRule, ...]:
        """The rules of one relation."""
        return tuple(r for r in self.rules if r.relation == relation)


@lru_cache(maxsize=8)
@reads("rules/grammar.yml")
def relation_rules(knowledge: Knowledge) -> RelationRules:
    """The relation rules of a knowledge, checked and compiled. Raises KnowledgeError."""
    grammar, brackets = _grammar(knowledge)
    alphabet = Alphabet(tuple(knowledge.ontology.classes), grammar.prepositions)
    rules: list[RelationRule] = []
    places: dict[str, str] = {}
    for file, items in sorted(knowledge.rules.items()):
        if file not in knowledge.ontology.relations and not any("relation" in item.data for item in items):
            continue
        for item in items:
            try:
                rule = _rule(item, knowledge, grammar, alphabet)
            except BROKEN as error:
                raise fault_of(error, item.place) from error
            if rule.name in places:
                raise KnowledgeError(f"rule {rule.name!r} is there twice", place=item.place, remedy=f"the other: {places[rule.name]}")
            places[rule.name] = item.place
            rules.append(rule)
    return RelationRules(tuple(rules), _guards(knowledge), grammar, brackets, alphabet, _words(rules, grammar))


def _rule(item: Item, knowledge: Knowledge, grammar: Grammar, alphabet: Alphabet) -> RelationRule:
    """One entry, checked."""
    data = item.data
    name = str(data.get("name", "?"))

    def fault(problem: str, remedy: str = "") -> KnowledgeError:
        return KnowledgeError(f"rule {name!r}: {problem}", place=item.place, remedy=remedy)

    for key, value in data.items():
        if key not in KEYS:
            like = get_close_matches(str(key), KEYS, 1)
            raise fault(f"unknown key {key!r}", f"did you mean {like[0]!r}?" if like else f"keys are {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]):
            raise fault(f"{key!r} has a value of the wrong kind: {value!r}", "compare it with the rules around it")
    for key in ("name", "relation", "confidence"):
        if key not in data:
            raise fault(f"no {key!r}")
    relation = knowledge.ontology.relations.get(data["relation"])
    if relation is None:
        like = get_close_matches(data["relation"], knowledge.ontology.relations, 1)
        hint = f"did you mean {like[0]!r}? " if like else ""
        raise fault(f"unknown relation {data['relation']!r}", f"{hint}Relations are declared in ontology/core.ttl")
    if sum(k in data for k in KINDS) != 1:
        raise fault(f"one of {', '.join(KINDS)} is needed")
    if not 0 < data["confidence"] <= 1:
        raise fault(f"confidence {data['confidence']} is not above 0 and at most 1")
    if data.get("within", REACHES[0]) not in REACHES:
        raise fault(f"'within' is one of {', '.join(REACHES)}")
    triggers = tuple(strings(data.get("trigger", []), "trigger", fault))
    patterns = [data["pattern"]] if isinstance(data.get("pattern"), str) else strings(data.get("pattern", []), "pattern", fault)
    ends = {"head": relation.domain, "tail": relation.range}
    try:
        gap = data.get("gap", GAP)
        compiled = tuple(c for p in patterns for c in compile_pattern(p, ends, triggers, gap, grammar, alphabet))
    except PatternError as error:
        raise fault(str(error), "kg/knowledge/pattern.py says what a pattern may hold") from error
    unless = strings(data.get("unless", []), "unless", fault)
    return RelationRule(
        name=name,
        relation=relation.name,
        confidence=float(data["confidence"]),
        patterns=compiled,
        triggers=triggers if all("{trigger}" in p for p in patterns) else (),
        unless=re.compile(any_of(unless)) if unless else None,
        within=data.get("within", ""),
        made=_made(strings(data.get("made", []), "made", fault), grammar),
        not_before=tuple(strings(data.get("not_before", []), "not_before", fault)),
        owner=_owner(data["owner"], fault) if "owner" in data else None,
        near=read_near(data["near"], knowledge.ontology.classes, fault) if "near" in data else None,
        examples=tuple(map(str, data.get("examples", ()))),
        counterexamples=tuple(map(str, data.get("counterexamples", ()))),
        at=item.place,
    )


def _owner(data: Mapping[str, Any], fault: Fault) -> Owner:
    """What `owner` says. Raises what fault makes of a problem."""
    if set(data) - {"bearer"} != {"head", "tail"} or data.get("bearer", "tail") not in ("head", "tail"):
        raise fault("'owner' says the classes of 'head' and 'tail', and with 'bearer' which of them bears the other's name")
    return Owner(frozenset(data["head"]), frozenset(data["tail"]), data.get("bearer", "tail"))


def _made(verbs: Sequence[str], grammar: Grammar) -> re.Pattern[str] | None:
    """What stands before the object of one of the verbs, up to it."""
    return re.compile(f"(?:{any_of(verbs)})[^{grammar.breaks}]{{0,12}}$") if verbs else None


def _grammar(knowledge: Knowledge) -> tuple[Grammar, str]:
    """grammar.yml, and the brackets it names."""
    items = knowledge.rules.get("grammar", ())
    if len(items) != 1:
        raise KnowledgeError("one entry is wanted", place=str(knowledge.root / "rules" / "grammar.yml"))
    data = items[0].data
    try:
        grammar = Grammar(
            joints=tuple(data["joints"]),
            prepositions=tuple(data["prepositions"]),
            breaks=data["breaks"],
            quotes=data["quotes"],
            numerals=data["numerals"],
            role=data["role"].replace("{titles}", any_of(row["name"] for row in knowledge.tables.get("titles", ()))),
            nouns=tuple(data["nouns"]),
            reports=data["reports"],
            reporters=tuple(data["reporters"]),
            about=frozenset(data["about"]),
            verbs=tuple(data["verbs"]),
            presents=tuple(data["presents"]),
            decided={relation: end for end, relations in data["decided"].items() for relation in relations},
        )
        return grammar, str(data["brackets"])
    except KeyError as error:
        raise KnowledgeError(f"no {error}", place=items[0].place) from error


def _words(rules: Sequence[RelationRule], grammar: Grammar) -> Words:
    """The words of grammar and rules that tell a subject. A verb of one character tells too little."""

    verbs = [*(t for rule in rules for t in rule.triggers if len(t) > 1), *grammar.verbs]
    quotes = f"[{re.escape(grammar.quotes)}]*"
    return Words(
        re.compile(f"{quotes}(?:{any_of(grammar.joints)})?{quotes}"),
        re.compile(f"{any_of(verbs)}|(?:{any_of(grammar.prepositions)}){quotes}$"),
        re.compile(grammar.reports),
        frozenset(grammar.reporters),
        re.compile(f"(?:{any_of((*grammar.prepositions, *grammar.verbs))}){quotes}$"),
        re.compile(f"{quotes}[{grammar.breaks}]"),
        re.compile(f"(?:{any_of(grammar.presents)}){quotes}$"),
    )


def _guards(knowledge: Knowledge) -> tuple[Guard, ...]:
    """guards.yml."""
    guards = []
    for item in knowledge.rules.get("guards", ()):
        not_before = "".join(f"(?!{re.escape(w)})" for w in item.data.get("not_before", ()))
        words = re.compile(f"(?:{any_of(item.data['words'])}){not_before}")
        guards.append(Guard(item.data["reason"], words, item.data.get("denies", False)))
    return tuple(guards)
