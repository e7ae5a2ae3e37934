"""Two graphs → what came, went and changed: entities with their names and facts, documents, triples.

An entity is the same if its IRI is. One whose IRI is gone, but whose names are all those of one entity now, goes on in that one: it was
merged into it, or renamed; its facts are compared with those of the entity it goes on in. A new one whose names were all those of
one entity was split off from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import TypeVar

from pyoxigraph import Store, Triple

from kg.errors import InputError
from kg.facts import Article, Claim, Facts, Figure, Proof, Step, Support
from kg.graph.identity import goes_on_in, named, origin
from kg.graph.recall import Recalled, blank, recall
from kg.iri import plain
from kg.knowledge import Knowledge
from kg.model import ResolvedEntity

Fact = Claim | Figure | Step
Said = tuple[str, ...]
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that came (before is None), went (after is None), or changed: another value or date, confidence, rules, roles or evidence."""

    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        """The fact as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def sign(self) -> str:
        """ "+", "-" or "~"."""
        return "+" if self.before is None else "-" if self.after is None else "~"

    def proofs(self) -> tuple[tuple[Proof, ...], tuple[Proof, ...]]:
        """The passages that came, and those that went."""
        old, new = (set(fact.support.evidence) if fact else set() for fact in (self.before, self.after))
        return tuple(sorted(new - old)), tuple(sorted(old - new))


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What happened to an entity, as it was before (None: new) and is after (None: gone). merged: those that went on in it; renamed:
    the one that it goes on from; split_from: the one whose names it has; went_into: the one that a gone one goes on in."""

    before: ResolvedEntity | None
    after: ResolvedEntity | None
    merged: tuple[ResolvedEntity, ...]
    renamed: ResolvedEntity | None
    split_from: ResolvedEntity | None
    went_into: ResolvedEntity | None
    facts: tuple[Change, ...]

    @property
    def entity(self) -> ResolvedEntity:
        """The entity as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def sign(self) -> str:
        """ "+", "-" or "~"."""
        return "~" if self.before and self.after else "+" if self.after else "-"

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that an entity which was there before has now and had not, and those that it had."""
        if not (self.before and self.after):
            return (), ()
        old, new = (dict.fromkeys((*e.names, e.full_name)) for e in (self.before, self.after))
        return tuple(n for n in new if n and n not in old), tuple(n for n in old if n and n not in new)


@dataclass(frozen=True, slots=True)
class Difference:
    """entities: those with something to say, by class and label; documents: as they were and are (one of both may be None); came and
    went: triples, of whatever kind."""

    old: Recalled
    new: Recalled
    entities: tuple[EntityChange, ...]
    documents: tuple[tuple[Article | None, Article | None], ...]
    came: Set[Triple]
    went: Set[Triple]

    @property
    def same(self) -> bool:
        """Whether both graphs have the same triples."""
        return not self.came and not self.went


def triples(store: Store, place: str) -> frozenset[Triple]:
    """The triples of a graph. Raises InputError for blank nodes: they cannot be told from those of another graph."""
    for node in blank(store):
        raise InputError(f"has the blank node {node}", place=place, remedy="compare graphs that kg build wrote: they have none")
    return frozenset(quad.triple for quad in store)


def diff(old: Store, new: Store, knowledge: Knowledge, places: tuple[str, str] = ("old", "new")) -> Difference:
    """What is different. places: what the graphs are called in messages. Raises InputError where one is no graph of ours."""
    left, right = (triples(store, place) for store, place in zip((old, new), places, strict=True))
    before, after = recall(old, knowledge), recall(new, knowledge)
    goes_on = goes_on_in(before, after)
    return Difference(
        old=before,
        new=after,
        entities=tuple(_entities(before, after, goes_on)),
        documents=tuple((a, b) for _, a, b in _pairs(before.documents, after.documents) if a != b),
        came=right - left,
        went=left - right,
    )


def _pairs(old: Mapping[Key, Value], new: Mapping[Key, Value]) -> Iterator[tuple[Key, Value | None, Value | None]]:
    for key in dict.fromkeys((*old, *new)):
        yield key, old.get(key), new.get(key)


def _entities(old: Recalled, new: Recalled, goes_on: Mapping[str, str]) -> Iterator[EntityChange]:
    facts = _facts(_moved(old.facts, goes_on), new.facts)
    origins: dict[str, list[ResolvedEntity]] = {}
    for key, now in goes_on.items():
        if key != now:
            origins.setdefault(now, []).append(old.entities[key])
    known = named(old.entities.values())
    changes = []
    for key, before, after in _pairs(old.entities, new.entities):
        if before and not after and goes_on.get(key) in new.entities and _renamed(goes_on[key], old, origins):
            continue  # told where it is now
        came_from = tuple(origins.get(key, ()))
        renamed = came_from[0] if after and not before and len(came_from) == 1 else None
        fresh = after is not None and before is None and not came_from
        change = EntityChange(
            before=before or renamed,
            after=after,
            merged=() if renamed else came_from,
            renamed=renamed,
            split_from=origin(after, known, new) if fresh and after else None,
            went_into=new.entities[goes_on[key]] if before and not after and key in goes_on else None,
            facts=tuple(facts.get(key, ())),
        )
        if change.sign != "~" or change.facts or came_from or _described(change.before) != _described(after):
            changes.append(change)
    yield from sorted(changes, key=lambda c: (c.entity.type, c.entity.label, c.entity.key, c.sign))


def _renamed(key: str, old: Recalled, origins: Mapping[str, list[ResolvedEntity]]) -> bool:
    return key not in old.entities and len(origins[key]) == 1


def _described(entity: ResolvedEntity | None) -> object:
    """All of an entity but its key and where it is named."""
    return entity and (entity.type, entity.label, entity.names, entity.full_name, entity.division_code)


def _moved(facts: Facts, goes_on: Mapping[str, str]) -> Facts:
    """Old facts, said of the entities that theirs went on in."""

    def now(key: str) -> str:
        return goes_on.get(key, key)

    return Facts(
        tuple(replace(c, head=now(c.head), tail=now(c.tail)) for c in facts.claims),
        tuple(replace(f, observation=replace(f.observation, subject=now(f.observation.subject))) for f in facts.figures),
        tuple(replace(s, milestone=replace(s.milestone, subject=now(s.milestone.subject))) for s in facts.steps),
        (),
    )


def subject(fact: Fact) -> str:
    """The key of the entity that a fact is told under."""
    if isinstance(fact, Claim):
        return fact.head
    return fact.observation.subject if isinstance(fact, Figure) else fact.milestone.subject


def _said(fact: Fact) -> Said:
    """What makes a fact this fact."""
    if isinstance(fact, Claim):
        return "claim", fact.head, fact.relation, fact.tail
    if isinstance(fact, Figure):
        return (*_matter(fact), plain(fact.observation.value))
    return (*_matter(fact), fact.milestone.date)


def _matter(fact: Fact) -> Said:
    """What a figure or step is about, whatever its value or date."""
    if isinstance(fact, Figure):
        said = fact.observation
        return ("figure", said.subject, said.indicator, said.kind, said.unit, said.qualifier, said.period, said.modality)
    if isinstance(fact, Step):
        return ("step", fact.milestone.subject, fact.milestone.step, fact.milestone.modality)
    return _said(fact)


def _index(facts: Facts) -> dict[Said, Fact]:
    """Facts by what they say; two that say the same, since their entities went on in one, are put together."""
    found: dict[Said, Fact] = {}
    everything: list[Fact] = [*facts.claims, *facts.figures, *facts.steps]
    for fact in everything:
        key = _said(fact)
        found[key] = replace(fact, support=_both(found[key].support, fact.support)) if key in found else fact
    return found


def _both(one: Support, other: Support) -> Support:
    rules, evidence = ({*a, *b} for a, b in ((one.rules, other.rules), (one.evidence, other.evidence)))
    return Support(tuple(sorted(rules)), max(one.confidence, other.confidence), tuple(sorted(evidence)))


def _facts(old: Facts, new: Facts) -> dict[str, list[Change]]:
    """Changes by the entity that they are told under, in a fixed order."""
    was, is_ = _index(old), _index(new)
    gone = _alone(fact for key, fact in was.items() if key not in is_)
    come = _alone(fact for key, fact in is_.items() if key not in was)
    found: dict[str, list[Change]] = {}
    for key in sorted({*was, *is_}):
        before, after = was.get(key), is_.get(key)
        if before and after:
            if _how(before) == _how(after):
                continue
        elif before and _matter(before) in gone and _matter(before) in come:
            continue  # told with the value that it has now
        elif after and _matter(after) in gone and _matter(after) in come:
            before = gone[_matter(after)]
        change = Change(before, after)
        found.setdefault(subject(change.fact), []).append(change)
    return found


def _how(fact: Fact) -> object:
    """How a fact is said and why it is believed."""
    return fact.support, fact.roles if isinstance(fact, Claim) else ()


def _alone(facts: Iterable[Fact]) -> dict[Said, Fact]:
    """Figures and steps by their matter, where it has but one."""
    found: dict[Said, list[Fact]] = {}
    for fact in facts:
        if not isinstance(fact, Claim):
            found.setdefault(_matter(fact), []).append(fact)
    return {matter: rows[0] for matter, rows in found.items() if len(rows) == 1}
