"""(View, Knowledge) → the relations that a document states, and the candidates that were refused.

Rules are data (ontology/rules); here they are applied: patterns to each sentence, then what follows from names, places and
other relations. A relation found in several ways keeps the best rule and all evidence.
"""

from __future__ import annotations

from bisect import bisect_left
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
CARRIED = 0.8  # what the confidence of a rule comes to when the subject is carried over
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


def find_relations(view: View, knowledge: Knowledge) -> tuple[list[Relation], list[Refusal]]:
    """The relations of a document, sorted by where they are first stated, and the refused candidates."""
    rules = relation_rules(knowledge)
    found = Found(view, knowledge)
    for sentence in view.document.sentences:
        candidates = [
            candidate
            for encoded in encode(view, sentence, rules)
            for rule in rules.rules
            for candidate in match_rule(rule, encoded, view, rules)
        ]
        for candidate in _decided(candidates):
            found.add(candidate)
    for candidate in _owners(view, rules):
        found.add(candidate)
    _near(view, rules, found)
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

    def relations(self) -> list[Relation]:
        """One relation for each key, with the best rule and all evidence."""
        return [self._merge(key, candidates) for key, candidates in self.best.items()]

    def _merge(self, key: tuple[str, str, str], candidates: list[Candidate]) -> Relation:
        best = max(candidates, key=lambda c: c.confidence)
        evidence: dict[Quote, None] = {}
        for candidate in candidates:
            for sentence in candidate.sentences:
                evidence.update(dict.fromkeys(self.view.document.quotes(sentence.start, sentence.end)))
        role = next((c.role for c in candidates if c.role), "")
        return Relation(*key, rule=best.rule.name, confidence=round(best.confidence, 2), evidence=tuple(evidence), role=role)


def _decided(candidates: list[Candidate]) -> Iterator[Candidate]:
    """Of the candidates for one name, those of the best rule."""
    best: dict[tuple[str, int], float] = {}
    for c in candidates:
        if c.anchor >= 0 and not c.refused and c.head:
            best[c.relation, c.anchor] = max(best.get((c.relation, c.anchor), 0.0), c.confidence)
    for c in candidates:
        if c.refused or c.confidence >= best.get((c.relation, c.anchor), 0.0) - MARGIN:
            yield c


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
    confidence = rule.confidence * (CARRIED if pattern.topic else 1.0)
    decided = rules.grammar.decided.get(rule.relation)
    heads, tails = (_mentions(end, rule, pattern, match, encoded, view, rules) for end in ("head", "tail"))
    if not (heads and tails):
        named = next(iter(heads or tails), None)
        if named:
            yield Candidate("", rule.relation, named.entity, rule, (encoded.sentence,), confidence, refused=refused or "no subject")
        return
    role = encoded.text[slice(*match.spans["role"])] if "role" in match.spans else ""
    for head in heads:
        for tail in tails:
            sentences = {view.sentence_at(m.start) for m in (head, tail)} | {encoded.sentence}
            ordered = tuple(sorted(sentences, key=lambda s: s.start))
            anchor = -1 if decided == pattern.topic else {"head": head.start, "tail": tail.start}.get(decided or "", -1)
            yield Candidate(head.entity, rule.relation, tail.entity, rule, ordered, confidence, anchor, role, refused)


def _mentions(
    end: str, rule: RelationRule, pattern: Compiled, match: Match, encoded: Encoded, view: View, rules: RelationRules
) -> list[Mention]:
    """The names that stand at an end: one, an enumeration, or the carried-over subject."""
    start, stop = match.spans[end]
    if encoded.text[start:stop] == MARK:
        position, types = encoded.places[start], pattern.slots[end]
        carried = _made(rule, position, types, view) or topic_mention(view, position, types, rules.grammar.about)
        return _enumeration(carried, view, pattern.slots[end], rules) if carried else []
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
    entity = view.topic(position, types)
    before = (m for m in reversed(view.subjects) if m.start < position)
    topic = next((m for m in before if m.entity == entity), None)
    if topic and view.sentence_at(topic.start).paragraph == view.sentence_at(position).paragraph:
        return topic
    entity = home(view, types & about)
    return next((m for m in view.mentions if m.entity == entity), None) or topic or _last_named(view, position, types)


def _last_named(view: View, position: int, types: frozenset[str]) -> Mention | None:
    """The last mention of the types in the paragraph of a position or the one before it."""
    paragraph = view.sentence_at(position).paragraph
    before = (m for m in reversed(view.mentions[: bisect_left(view.starts, position)]) if m.type in types)
    return next((m for m in before if paragraph - view.sentence_at(m.start).paragraph <= 1), None)


def _made(rule: RelationRule, position: int, types: frozenset[str], view: View) -> Mention | None:
    """The object of one of a rule's verbs that the sentence names since its last subject: of it, too, one may go on to speak."""
    sentence = view.sentence_at(position)
    for mention in reversed(view.in_sentence(sentence)) if rule.made else ():
        if mention.start < position:
            if mention in view.subjects:
                return None
            if (
                mention.type in types
                and rule.made
                and rule.made.search(view.document.text[max(sentence.start, mention.start - 20) : mention.start])
            ):
                return mention
    return None


def _enumeration(last: Mention, view: View, types: frozenset[str], rules: RelationRules) -> list[Mention]:
    """A mention with those of the types that it is the last of (A、B和C)."""
    found = [last]
    for earlier in reversed(view.mentions[: view.mentions.index(last)]):
        if not rules.words.joint.fullmatch(view.document.text, earlier.end, found[-1].start) or earlier.type not in types:
            break
        found.append(earlier)
    return found[::-1]


def _owners(view: View, rules: RelationRules) -> Iterator[Candidate]:
    """Things whose name begins with the name of what they belong to."""
    quotes = rules.grammar.quotes
    names = {e.id: {n.strip(quotes) for n in (e.name, *e.mentions)} for e in view.entities.values()}
    first = {m.entity: view.sentence_at(m.start) for m in reversed(view.mentions)}
    for rule in rules.rules:
        if not rule.owner:
            continue
        heads, tails = rule.owner
        owners = [(n, e.id) for e in view.entities.values() if e.type in heads for n in names[e.id] if len(n) > 1]
        for thing, sentence in first.items():
            if view.entities[thing].type in tails:
                owner = max(((o, e) for o, e in owners for n in names[thing] if n != o and n.startswith(o)), default=None)
                if owner:
                    yield Candidate(owner[1], rule.relation, thing, rule, (sentence,), rule.confidence)


def _near(view: View, rules: RelationRules, found: Found) -> None:
    """Adds what `near` rules put together, each seeing what the ones before it found."""
    for rule in rules.rules:
        if rule.near:
            for head, tail in list(near_pairs(rule.near, rule.relation, found.best, view, rules.words)):
                sentences = sorted({view.sentence_at(m.start) for m in (head, tail)}, key=lambda s: s.start)
                refused = refused_between(head, tail, view, rules.guards)
                found.add(Candidate(head.entity, rule.relation, tail.entity, rule, tuple(sentences), rule.confidence, refused=refused))
