"""(View, Knowledge) → the relations that a document states, and the candidates that were refused.

Rules are data (ontology/rules); here they are applied: patterns to each sentence, then what follows from names, places and
other relations. A relation found in several ways keeps the best rule and all evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from kg.extract.encoding import Encoded, encode
from kg.extract.nearness import home, near_pairs, refused_between
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.ontology import RelationType
from kg.knowledge.pattern import MARK, Compiled, Match
from kg.knowledge.rules import RelationRule, RelationRules, relation_rules
from kg.model import Mention, Quote, Refusal, Relation, Sentence

GUARD_REACH = 8  # characters before a trigger that may refuse it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation that a rule suggests; refused says why it is not taken, "" if it is."""

    head: str
    relation: str
    tail: str
    rule: RelationRule
    sentences: tuple[Sentence, ...]
    role: str = ""
    refused: str = ""


def find_relations(view: View, knowledge: Knowledge) -> tuple[list[Relation], list[Refusal]]:
    """The relations of a document, sorted by where they are first stated, and the refused candidates."""
    rules = relation_rules(knowledge)
    found = Found(view, knowledge)
    for sentence in view.document.sentences:
        for encoded in encode(view, sentence, rules):
            for rule in rules.rules:
                for candidate in match_rule(rule, encoded, view, rules):
                    found.add(candidate)
    for candidate in _owners(view, rules):
        found.add(candidate)
    _near(view, rules, found)
    _chains(rules, found)
    return found.relations(), found.refusals


class Found:
    """Candidates put together: one relation for each head, relation and tail."""

    def __init__(self, view: View, knowledge: Knowledge) -> None:
        self.view = view
        self.types: Mapping[str, RelationType] = knowledge.ontology.relations
        self.best: dict[tuple[str, str, str], list[Candidate]] = {}
        self.refusals: list[Refusal] = []

    def add(self, candidate: Candidate) -> None:
        """Takes a candidate, or counts it as refused."""
        relation = self.types[candidate.relation]
        head, tail = self.view.entities.get(candidate.head), self.view.entities.get(candidate.tail)
        refused = candidate.refused
        if head is None or tail is None:
            refused = refused or "no subject"
        elif head.id == tail.id:
            refused = refused or "both ends the same"
        elif not relation.accepts(head.type, tail.type):
            refused = refused or "types do not fit"
        if refused:
            sentence = candidate.sentences[-1]
            quote = self.view.document.quotes(sentence.start, sentence.end)[0]
            text = f"{head.name if head else '?'} | {tail.name if tail else '?'}"
            self.refusals.append(Refusal(refused, candidate.rule.name, text, quote))
            return
        key = (candidate.head, candidate.relation, candidate.tail)
        if relation.symmetric and (key[2], key[1], key[0]) in self.best:
            key = (key[2], key[1], key[0])
        self.best.setdefault(key, []).append(candidate)

    def taken(self) -> list[Candidate]:
        """The best candidate of each relation."""
        return [max(candidates, key=lambda c: c.rule.confidence) for candidates in self.best.values()]

    def relations(self) -> list[Relation]:
        """One relation for each key, with the best rule and all evidence."""
        return [self._merge(key, candidates) for key, candidates in self.best.items()]

    def _merge(self, key: tuple[str, str, str], candidates: list[Candidate]) -> Relation:
        best = max(candidates, key=lambda c: c.rule.confidence)
        evidence: dict[Quote, None] = {}
        for candidate in candidates:
            for sentence in candidate.sentences:
                evidence.update(dict.fromkeys(self.view.document.quotes(sentence.start, sentence.end)))
        role = next((c.role for c in candidates if c.role), "")
        return Relation(*key, rule=best.rule.name, confidence=best.rule.confidence, evidence=tuple(evidence), role=role)


def match_rule(rule: RelationRule, encoded: Encoded, view: View, rules: RelationRules) -> Iterator[Candidate]:
    """What a rule reads off a sentence."""
    if rule.triggers and not any(t in encoded.text for t in rule.triggers):
        return
    for pattern in rule.patterns:
        if any(not types & encoded.types for slot, types in pattern.slots.items() if slot != pattern.topic):
            continue
        for match in pattern.matches(encoded.text):
            unless = rule.unless and rule.unless.search(encoded.text, match.start, match.end)
            if not unless and not encoded.text.startswith(rule.not_before, match.end):
                yield from _candidates(rule, pattern, match, encoded, view, rules)


def _candidates(
    rule: RelationRule, pattern: Compiled, match: Match, encoded: Encoded, view: View, rules: RelationRules
) -> Iterator[Candidate]:
    refused = _guarded(match, encoded, rules)
    heads, tails = (_mentions(end, pattern, match, encoded, view, rules) for end in ("head", "tail"))
    if not (heads and tails):
        named = next(iter(heads or tails), None)
        if named:
            yield Candidate("", rule.relation, named.entity, rule, (encoded.sentence,), refused=refused or "no subject")
        return
    role = encoded.text[slice(*match.spans["role"])] if "role" in match.spans else ""
    for head in heads:
        for tail in tails:
            sentences = {view.sentence_at(m.start) for m in (head, tail)} | {encoded.sentence}
            ordered = tuple(sorted(sentences, key=lambda s: s.start))
            yield Candidate(head.entity, rule.relation, tail.entity, rule, ordered, role, refused)


def _mentions(end: str, pattern: Compiled, match: Match, encoded: Encoded, view: View, rules: RelationRules) -> list[Mention]:
    """The names that stand at an end: one, an enumeration, or the carried-over subject."""
    start, stop = match.spans[end]
    if encoded.text[start:stop] == MARK:
        carried = topic_mention(view, encoded.places[start], pattern.slots[end], rules.grammar.about)
        return [carried] if carried else []
    numbers = (rules.alphabet.decode(c) for c in encoded.text[start:stop])
    return [m for m in (encoded.mentions[n] for n in numbers if n is not None) if m.type in pattern.slots[end]]


def _guarded(match: Match, encoded: Encoded, rules: RelationRules) -> str:
    """Why the words around a match refuse it, "" if they don't."""
    start = match.spans["trigger"][0] if "trigger" in match.spans else min(match.spans["head"][1], match.spans["tail"][1])
    clause = encoded.text.rfind(MARK, 0, start) + 1
    window = encoded.text[max(clause, start - GUARD_REACH) : match.end]
    return next((g.reason for g in rules.guards if g.words.search(window)), "")


def topic_mention(view: View, position: int, types: frozenset[str], about: frozenset[str]) -> Mention | None:
    """The subject that is carried over at a position; if there is none, what the article is about, when it may be that."""
    entity = view.topic(position, types) or home(view, types & about)
    before = (m for m in reversed(view.subjects) if m.start < position)
    return next((m for m in chain(before, view.mentions) if m.entity == entity), None) if entity else None


def _owners(view: View, rules: RelationRules) -> Iterator[Candidate]:
    """Things whose name begins with the name of what they belong to."""
    first: dict[str, Mention] = {}
    names: dict[str, Counter[str]] = {}
    for m in view.mentions:
        first.setdefault(m.entity, m)
        if not m.anaphor:
            names.setdefault(m.entity, Counter())[m.text.strip(rules.grammar.quotes)] += 1
    for rule in rules.rules:
        if not rule.owner:
            continue
        heads, tails = rule.owner
        owners = [(n, e) for e in names if view.entities[e].type in heads for n in names[e]]
        for thing in names:
            if view.entities[thing].type in tails:
                owner = max(((o, e) for o, e in owners for n in names[thing] if len(o) > 1 and n != o and n.startswith(o)), default=None)
                if owner:
                    yield Candidate(owner[1], rule.relation, thing, rule, (view.sentence_at(first[thing].start),))


def _near(view: View, rules: RelationRules, found: Found) -> None:
    """Adds what `near` rules put together, each seeing what the ones before it found."""
    for rule in rules.rules:
        if rule.near:
            for head, tail in list(near_pairs(rule.near, rule.relation, found.best, view)):
                sentences = sorted({view.sentence_at(m.start) for m in (head, tail)}, key=lambda s: s.start)
                refused = refused_between(head, tail, view, rules.guards)
                found.add(Candidate(head.entity, rule.relation, tail.entity, rule, tuple(sentences), refused=refused))


def _chains(rules: RelationRules, found: Found) -> None:
    """Adds what follows from two relations that meet: A operates B, B located_in C."""
    for rule in rules.rules:
        if not rule.chain:
            continue
        first, second = ([_turned(c, step) for c in found.taken() if c.relation == step.lstrip("^")] for step in rule.chain)
        starts: dict[str, list[tuple[str, tuple[Sentence, ...]]]] = {}
        for middle, end, sentences in second:
            starts.setdefault(middle, []).append((end, sentences))
        for start, middle, sentences in first:
            for end, more in starts.get(middle, ()):
                evidence = tuple(sorted({*sentences, *more}, key=lambda s: s.start))
                found.add(Candidate(start, rule.relation, end, rule, evidence))


def _turned(candidate: Candidate, step: str) -> tuple[str, str, tuple[Sentence, ...]]:
    """The ends of a relation, backwards for a "^" step."""
    ends = (candidate.tail, candidate.head) if step.startswith("^") else (candidate.head, candidate.tail)
    return *ends, candidate.sentences
