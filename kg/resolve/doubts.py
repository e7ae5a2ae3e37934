"""Entities as they came out → those that may be one thing, and those that may be two: what a person should look at.

Unlike `kg.resolve.cluster` it starts from entities, not from what the documents say, and so works on any graph. Names are compared by
the same judge; what is too weak to merge by (a misprint, the same sound, one name within the other) is reason enough to ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.knowledge import Knowledge
from kg.model import Doubt, ResolvedEntity
from kg.resolve.alike import apart, hint, neighbourhood
from kg.resolve.cluster import candidates
from kg.resolve.judge import Judge, any_related, judge
from kg.resolve.naming import clean
from kg.resolve.places import Gazetteer
from kg.resolve.policy import Verdict, normal, verdicts
from kg.resolve.things import Setting, Thing, setting_of, tells

Form = tuple[str, str]  # a name, and the document that it is bound to ("" for any)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a graph says around entities, by their keys: linked, pairs with a relation between them; company, what each is linked to;
    standing: divisions (codes of GB/T 2260) that it stands in, by document."""

    linked: frozenset[tuple[str, str]]
    company: Mapping[str, frozenset[str]]
    standing: Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Mixture:
    """An entity that may be two, with the forms that would then be one's and the other's."""

    key: str
    score: float
    reason: str
    left: tuple[Form, ...] = ()
    right: tuple[Form, ...] = ()


def may_be_one(entities: Sequence[ResolvedEntity], around: Surroundings, knowledge: Knowledge) -> tuple[Doubt, ...]:
    """Pairs of entities whose names are near, the likeliest first, without those that a relation links or a person has told apart."""
    setting = setting_of(knowledge)
    hints, different = setting.policy.hints, [v for v in verdicts(knowledge) if not v.same]
    codes = {division.official: code for code, division in setting.gazetteer.divisions.items()}
    things = [_thing(entity, around, codes, setting) for entity in entities]
    judge_ = judge(things, setting)
    doubts = []
    for i, j in sorted({*candidates(things, judge_, setting.policy.block), *neighbourhood(things)}):
        one, other = entities[i], entities[j]
        left, right = sorted((one.key, other.key))
        score, reasons = _score(things[i], things[j], judge_)
        if not score or (left, right) in around.linked or any(_decides(v, _forms(one), _forms(other)) for v in different):
            continue
        if around.company.get(left, frozenset()) & around.company.get(right, frozenset()):
            score, reasons = score + hints["neighbour"], (*reasons, "neighbour")
        if _documents(one) & _documents(other):
            score, reasons = score + hints["one_document"], (*reasons, "one_document")
        if round(score, 3) >= setting.policy.doubt:
            doubts.append(Doubt(left, right, min(round(score, 3), 1.0), reasons))
    return tuple(sorted(doubts, key=lambda d: (-d.score, d.left, d.right)))


def may_be_two(entities: Sequence[ResolvedEntity], around: Surroundings, knowledge: Knowledge) -> tuple[Mixture, ...]:
    """Entities whose places or names do not go together, the likeliest first, without what a person has put together."""
    setting = setting_of(knowledge)
    codes = {division.official: code for code, division in setting.gazetteer.divisions.items()}
    same = [v for v in verdicts(knowledge) if v.same]
    found = []
    for entity in entities:
        mixtures = [*_two_places(entity, around, codes, setting), *_two_names(entity, setting)]
        open_ = [m for m in mixtures if not any(_decides(v, m.left, m.right) for v in same)]
        found += sorted(open_, key=lambda m: (-m.score, m.reason))[:1]
    return tuple(sorted(found, key=lambda m: (-m.score, m.key)))


def _documents(entity: ResolvedEntity) -> set[str]:
    return {doc for doc, _ in entity.members}


def _forms(entity: ResolvedEntity) -> tuple[Form, ...]:
    """Every name, for any document and for each of its own."""
    return tuple((name, doc) for name in entity.names for doc in ("", *sorted(_documents(entity))))


def _decides(verdict: Verdict, left: Sequence[Form], right: Sequence[Form]) -> bool:
    """Whether a person has spoken on some form of the left and some of the right."""
    ours, theirs = ({normal(f"{name}@{doc}" if doc else name) for name, doc in forms} for forms in (left, right))
    one, other = verdict.names
    return (one in ours and other in theirs) or (other in ours and one in theirs)


def _thing(entity: ResolvedEntity, around: Surroundings, codes: Mapping[str, str], setting: Setting) -> Thing:
    """An entity as the judge knows things; without documents, since two names in one of them are a matter of score here."""
    names = [setting.words.name(form, entity.type) for form in sorted({*entity.names, entity.full_name} - {""})]
    telling = [name for name in names if entity.type not in setting.policy.places or tells(name, setting)]
    stands = {codes[code] for of_document in around.standing.get(entity.key, {}).values() for code in of_document if code in codes}
    return Thing(
        type=entity.type,
        names=tuple(sorted(telling or names, key=lambda n: (-len(n.form), n.text))),
        labels=(entity.label,),
        printed=frozenset(entity.names),
        members=entity.members,
        docs=frozenset(),
        code=codes.get(entity.division_code, entity.division_code),
        scope="" if telling else "@" + entity.key,
        telling=bool(telling),
        where=frozenset(stands) if entity.type in setting.policy.sites else frozenset(),
    )


def _score(a: Thing, b: Thing, judge: Judge) -> tuple[float, tuple[str, ...]]:
    """How likely two things are one: by what the judge merges by, or by a hint; 0 where he objects."""
    policy = judge.setting.policy
    verdict = judge.compare(a, b)
    if not policy.may_be_one(a.type, b.type) or (verdict.veto and verdict.reasons != ("class",)):
        return 0.0, ()
    score, reason = (0.0, "") if a.code else hint(a, b, judge.setting)
    if a.type != b.type:
        score -= policy.other_class
    return (score, (reason,)) if score > verdict.score else (verdict.score, verdict.reasons)


def _two_places(entity: ResolvedEntity, around: Surroundings, codes: Mapping[str, str], setting: Setting) -> Iterator[Mixture]:
    """A thing that stands in one place only, in two by its documents or its names."""
    if entity.type not in setting.policy.sites:
        return
    gazetteer, score = setting.gazetteer, setting.policy.hints["other_place"]
    standing = around.standing.get(entity.key, {})
    known = {doc: {codes[c] for c in found if c in codes} for doc, found in sorted(standing.items())}
    if apart_ := _first_apart(known, gazetteer):
        one, other = (tuple((name, doc) for name in entity.names) for doc in apart_)
        yield Mixture(entity.key, score, "other_place", one, other)
    places = {n.text: set(n.place) for form in entity.names if (n := setting.words.name(form, entity.type)).own >= 2 and n.place}
    if apart_ := _first_apart(places, gazetteer):
        yield Mixture(entity.key, score, "other_place", ((apart_[0], ""),), ((apart_[1], ""),))


def _first_apart(places: Mapping[str, set[str]], gazetteer: Gazetteer) -> tuple[str, str] | None:
    """The first two that are put into places that have nothing to do with each other."""
    pairs = combinations(sorted(name for name, codes in places.items() if codes), 2)
    return next(((a, b) for a, b in pairs if not any_related(gazetteer, places[a], places[b])), None)


def _two_names(entity: ResolvedEntity, setting: Setting) -> Iterator[Mixture]:
    """Two registered names, or names without anything in common. What the gazetteer lists goes by all names that it has there."""
    if entity.division_code:
        return
    names = [setting.words.name(form, entity.type) for form in entity.names]
    if entity.type in setting.policy.firms:
        registered = [n for n in names if "legal" in setting.words.without_legal(clean(n.text))[1]]
        for one, other in combinations(registered, 2):
            if one.kernel != other.kernel and one.core != other.core:
                score = setting.policy.hints["other_registered_name"]
                yield Mixture(entity.key, score, "other_registered_name", ((one.text, ""),), ((other.text, ""),))
                break
    if parts := apart(names, setting.words):
        left, right = (tuple((name.text, "") for name in part) for part in parts)
        yield Mixture(entity.key, setting.policy.hints["other_name"], "other_name", left, right)
