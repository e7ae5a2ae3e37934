"""(View, Knowledge) → the relations that rules read off a document, and the candidates that were refused.

Rules are data (ontology/rules); here they are applied: patterns to each sentence, then what follows from names, places and
other relations. A relation found in several ways keeps the best rule and all evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.effort import spend
from kg.extract.encoding import Encoded, encode
from kg.extract.nearness import near_pairs, refused_between
from kg.extract.topics import Topics
from kg.extract.view import UNTRUE, View
from kg.knowledge import Knowledge
from kg.knowledge.alphabet import MARK
from kg.knowledge.ontology import RelationType
from kg.knowledge.pattern import Compiled, Match
from kg.knowledge.rules import RelationRule, RelationRules, relation_rules
from kg.model import Mention, Quote, Refusal, Relation, Sentence

GUARD_REACH = 8  # characters before a trigger that may refuse it
CARRIED = 0.9  # what the confidence of a rule comes to when the subject is carried over
MARGIN = 0.08  # by which a rule must be better than another to decide alone


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation that a rule suggests. anchor: where the name stands for which only the best rule counts, -1 for none;
    refused: why it is not taken, "" if it is."""

    head: str
    relation: str
    tail: str
    rule: RelationRule
    sentences: tuple[Sentence, ...]
    confidence: float
    anchor: int = -1
    role: str = ""
    refused: str = ""


Stated = Mapping[tuple[str, str, str], Sequence[Candidate]]  # head, relation, tail → what rules read it off


def find_stated(view: View, knowledge: Knowledge) -> Found:
    """What the rules find in a document."""
    rules = relation_rules(knowledge)
    topics = Topics(view, rules)
    found = Found(view, knowledge)
    for sentence in view.document.sentences:
        candidates = [
            candidate
            for encoded in encode(view, sentence, rules)
            for rule in rules.rules
            for candidate in match_rule(rule, encoded, topics)
        ]
        for candidate in _decided(candidates):
            found.add(candidate)
    for candidate in _owners(view, rules):
        found.add(candidate)
    _near(topics, found)
    return found


class Found:
    """Candidates put together: one relation for each head, relation and tail. denied: where words refuse one (没有落户某园区)."""

    def __init__(self, view: View, knowledge: Knowledge) -> None:
        self.view = view
        self.types: Mapping[str, RelationType] = knowledge.ontology.relations
        self.best: dict[tuple[str, str, str], list[Candidate]] = {}
        self.refusals: list[Refusal] = []
        rules = relation_rules(knowledge)
        self.breaks = rules.grammar.breaks
        self.denying = [guard for guard in rules.guards if guard.denies]
        self.denials = {guard.reason for guard in self.denying}
        self.denied: dict[tuple[str, str, str], set[Sentence]] = {}
        self.quotes: dict[Sentence, tuple[Quote, ...]] = {}

    def add(self, candidate: Candidate, *, one_clause: bool = True) -> None:
        """Takes a candidate, or counts it as refused. one_clause: whether the words that refuse it can only be said of it."""
        relation = self.types[candidate.relation]
        head, tail = self.view.entities.get(candidate.head), self.view.entities.get(candidate.tail)
        refused = candidate.refused
        if head is None or tail is None:
            refused = refused or "no subject"
        elif head.id == tail.id:
            refused = refused or "both ends the same"
        elif not relation.accepts(head.type, tail.type):
            refused = refused or "types do not fit"
        if refused == "outdone" and (candidate.head, candidate.relation, candidate.tail) in self.best:
            return
        if refused in self.denials and one_clause:
            self.denied.setdefault((candidate.head, candidate.relation, candidate.tail), set()).update(candidate.sentences)
        if refused:
            sentence = candidate.sentences[-1]
            quote = self._quotes(sentence)[0]
            text = f"{head.name if head else '?'} | {tail.name if tail else '?'}"
            self.refusals.append(Refusal(refused, candidate.rule.name, text, quote))
            return
        key = (candidate.head, candidate.relation, candidate.tail)
        if relation.symmetric and (key[2], key[1], key[0]) in self.best:
            key = (key[2], key[1], key[0])
        self.best.setdefault(key, []).append(candidate)

    def _quotes(self, sentence: Sentence) -> tuple[Quote, ...]:
        """What a sentence was read from; its quotes are looked up once."""
        if sentence not in self.quotes:
            self.quotes[sentence] = self.view.document.quotes(sentence.start, sentence.end)
        return self.quotes[sentence]

    def relations(self) -> list[Relation]:
        """One relation for each key, with the best rule and all evidence, in the order of the text."""
        return in_order(self.relation(key) for key in self.best)

    def relation(self, key: tuple[str, str, str]) -> Relation:
        """The relation of a key."""
        candidates = self.best[key]
        best = max(candidates, key=lambda c: c.confidence)
        role = next((c.role for c in candidates if c.role), "")
        evidence = self.evidence(s for c in candidates for s in c.sentences)
        return Relation(*key, rule=best.rule.name, confidence=round(best.confidence, 2), evidence=evidence, role=role)

    def evidence(self, sentences: Iterable[Sentence]) -> tuple[Quote, ...]:
        """What sentences were read from, each once, in the order of the text."""
        return tuple(q for s in sorted(set(sentences), key=lambda s: s.start) for q in self._quotes(s))


def in_order(relations: Iterable[Relation]) -> list[Relation]:
    """Relations in the order of the text."""
    return sorted(relations, key=lambda r: (r.evidence[0].start, r.relation, r.head, r.tail))


def _decided(candidates: list[Candidate]) -> Iterator[Candidate]:
    """Of the candidates for one name, those of the best rule; the others are refused unless they say the same."""
    best: dict[tuple[str, int], float] = {}
    for c in candidates:
        if c.anchor >= 0 and not c.refused and c.head:
            best[c.relation, c.anchor] = max(best.get((c.relation, c.anchor), 0.0), c.confidence)
    outdone = [not c.refused and c.confidence < best.get((c.relation, c.anchor), 0.0) - MARGIN for c in candidates]
    yield from (c for c, weaker in zip(candidates, outdone, strict=True) if not weaker)
    yield from (replace(c, refused="outdone") for c, weaker in zip(candidates, outdone, strict=True) if weaker)


def match_rule(rule: RelationRule, encoded: Encoded, topics: Topics) -> Iterator[Candidate]:
    """What a rule reads off a sentence."""
    if rule.triggers and not any(t in encoded.text for t in rule.triggers):
        return
    for pattern in rule.patterns:
        if any(not types & encoded.types for slot, types in pattern.slots.items() if slot != pattern.topic):
            continue
        for match in pattern.matches(encoded.text):
            spend()
            unless = rule.unless and rule.unless.search(encoded.text, match.start, match.end)
            if not unless and not encoded.text.startswith(rule.not_before, match.end):
                yield from _candidates(rule, pattern, match, encoded, topics)


def _candidates(rule: RelationRule, pattern: Compiled, match: Match, encoded: Encoded, topics: Topics) -> Iterator[Candidate]:
    refused = _guarded(match, encoded, topics.rules) or (UNTRUE if topics.view.denied(encoded.places[_turn(match)]) else "")
    confidence = rule.confidence * (CARRIED if pattern.topic else 1.0)
    decided = topics.rules.grammar.decided.get(rule.relation)
    heads, tails = (_mentions(end, rule, pattern, match, encoded, topics) for end in ("head", "tail"))
    if not (heads and tails):
        named = next(iter(heads or tails), None)
        if named:
            yield Candidate("", rule.relation, named.entity, rule, (encoded.sentence,), confidence, refused=refused or "no subject")
        return
    role = encoded.text[slice(*match.spans["role"])] if "role" in match.spans else ""
    for head in heads:
        for tail in tails:
            sentences = {topics.view.sentence_at(m.start) for m in (head, tail)} | {encoded.sentence}
            ordered = tuple(sorted(sentences, key=lambda s: s.start))
            anchor = -1 if decided == pattern.topic else {"head": head.start, "tail": tail.start}.get(decided or "", -1)
            yield Candidate(head.entity, rule.relation, tail.entity, rule, ordered, confidence, anchor, role, refused)


def _mentions(end: str, rule: RelationRule, pattern: Compiled, match: Match, encoded: Encoded, topics: Topics) -> list[Mention]:
    """The names that stand at an end: one, an enumeration, or the carried-over subject."""
    start, stop = match.spans[end]
    if encoded.text[start:stop] == MARK:
        return topics.carried(rule, encoded.places[start], pattern.slots[end])
    numbers = (topics.rules.alphabet.decode(c) for c in encoded.text[start:stop])
    return [m for m in (encoded.mentions[n] for n in numbers if n is not None) if m.type in pattern.slots[end]]


def _guarded(match: Match, encoded: Encoded, rules: RelationRules) -> str:
    """Why the words around a match refuse it, "" if they don't."""
    start = _turn(match)
    clause = encoded.text.rfind(MARK, 0, start) + 1
    window = encoded.text[max(clause, start - GUARD_REACH) : match.end]
    return next((g.reason for g in rules.guards if g.words.search(window)), "")


def _turn(match: Match) -> int:
    """Where a match says what relates its ends: at its trigger, or between them."""
    return match.spans["trigger"][0] if "trigger" in match.spans else min(match.spans["head"][1], match.spans["tail"][1])


def _owners(view: View, rules: RelationRules) -> Iterator[Candidate]:
    """Things whose name begins with the name of what they belong to, with the sentences that first call them so."""
    quotes = rules.grammar.quotes
    for owner, rule in ((r.owner, r) for r in rules.rules if r.owner):
        theirs, things = (owner.tail, owner.head) if owner.bearer == "head" else (owner.head, owner.tail)
        known = {n.strip(quotes): e.id for e in view.entities.values() if e.type in theirs for n in (e.name, *e.mentions)}
        told: set[tuple[str, str]] = set()
        for m in view.mentions:
            name = "" if m.anaphor or m.type not in things else m.text.strip(quotes)
            whose = next((known[name[:n]] for n in range(len(name) - 1, 1, -1) if name[:n] in known), m.entity)
            if whose != m.entity and (whose, m.entity) not in told:
                told.add((whose, m.entity))
                head, tail = (m.entity, whose) if owner.bearer == "head" else (whose, m.entity)
                yield Candidate(head, rule.relation, tail, rule, (view.sentence_at(m.start),), rule.confidence)


def _near(topics: Topics, found: Found) -> None:
    """Adds what `near` rules put together, each seeing what the ones before it found."""
    for rule in topics.rules.rules:
        if rule.near:
            for head, tail in list(near_pairs(rule.near, rule.relation, found.best, topics)):
                sentences = sorted({topics.view.sentence_at(m.start) for m in (head, tail)}, key=lambda s: s.start)
                key = (head.entity, rule.relation, tail.entity)
                refused = refused_between(head, tail, topics) or ("denied" if key in found.denied and key not in found.best else "")
                between = topics.view.document.text[min(head.end, tail.end) : max(head.start, tail.start)]
                found.add(
                    Candidate(*key, rule, tuple(sentences), rule.confidence, refused=refused),
                    one_clause=not any(mark in between for mark in topics.rules.grammar.breaks),
                )
