"""Entities of documents → Things: what of them is compared. Entities that are named alike in the same way become one thing at once,
so that what follows costs by distinct names, not by documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.model import Entity, Extraction
from kg.resolve.normalise import Name, Words, squeeze
from kg.resolve.places import Gazetteer, Scene, scene
from kg.resolve.policy import Policy

Member = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What taking entities apart needs to know."""

    words: Words
    gazetteer: Gazetteer
    policy: Policy
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Thing:
    """Entities named alike. names: the fullest first, only those that tell which thing it is; printed: every surface form;
    code: of a division; scope: the division without which its name would say nothing; where: divisions it stands in."""

    type: str
    names: tuple[Name, ...]
    printed: frozenset[str]
    members: tuple[Member, ...]
    docs: frozenset[str]
    code: str = ""
    scope: str = ""
    telling: bool = True
    where: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()

    @property
    def full(self) -> Name:
        """The fullest name."""
        return self.names[0]


def things(extractions: Iterable[Extraction], setting: Setting) -> list[Thing]:
    """All things of all documents, in an order of their own."""
    groups: dict[tuple[object, ...], list[Thing]] = {}
    for extraction in extractions:
        for thing in _of_document(extraction, setting):
            key = (thing.type, thing.code, tuple(n.text for n in thing.names), thing.scope, tuple(sorted(thing.where)))
            groups.setdefault(key, []).append(thing)
    return sorted((_together(group) for group in groups.values()), key=_order)


def _order(thing: Thing) -> tuple[object, ...]:
    return thing.type, thing.code, tuple(n.text for n in thing.names), thing.scope, sorted(thing.where), sorted(thing.members)


def _together(group: list[Thing]) -> Thing:
    first = group[0]
    return Thing(
        first.type,
        first.names,
        frozenset().union(*(t.printed for t in group)),
        tuple(sorted(m for t in group for m in t.members)),
        frozenset().union(*(t.docs for t in group)),
        first.code,
        first.scope,
        first.telling,
        first.where,
        first.maybe,
    )


def _of_document(extraction: Extraction, setting: Setting) -> Iterator[Thing]:
    here = scene(extraction, setting.policy.district, setting.gazetteer)
    owners = _owners(extraction, setting.policy)
    where = _where(extraction, setting.policy, here.codes)
    for entity in extraction.entities:
        member = (extraction.doc, entity.id)
        printed = frozenset({entity.name, *entity.mentions})
        if code := here.codes.get(entity.id):
            name = setting.words.name(setting.gazetteer.divisions[code].name, entity.type)
            yield Thing(entity.type, (name,), printed, (member,), frozenset((extraction.doc,)), code)
            continue
        yield _thing(entity, extraction.doc, printed, here, owners.get(entity.id, ()), where.get(entity.id, frozenset()), setting)


def _thing(
    entity: Entity, doc: str, printed: frozenset[str], here: Scene, owners: tuple[str, ...], where: frozenset[str], setting: Setting
) -> Thing:
    policy, words = setting.policy, setting.words
    bound = entity.type in policy.places
    forms = {form: own_place(form, entity.type, here.home, setting) for form in printed}
    names = sorted({words.name(text, entity.type) for text in forms.values()}, key=lambda n: (-len(n.form), n.text))
    telling = [n for n in names if not bound or tells(n, setting)]
    if not telling and owners:
        telling = sorted({words.name(owner + n.text, entity.type) for owner in owners for n in names}, key=lambda n: (-len(n.form), n.text))
    local = (entity.type in policy.sites or entity.type == policy.district) and any(n.local for n in telling)
    scope = ""
    if not telling or local:
        scope = here.home or "@" + doc
    return Thing(
        entity.type,
        tuple(telling or names),
        printed,
        ((doc, entity.id),),
        frozenset((doc,)),
        "",
        scope,
        bool(telling),
        where if entity.type in policy.sites else frozenset(),
        here.open.get(entity.id, frozenset()),
    )


def tells(name: Name, setting: Setting) -> bool:
    """Whether a name alone says which thing it is: a word of its own, a place, a nation, or known from the lexicon."""
    return name.telling or name.form in setting.known or name.form.startswith(setting.policy.national)


def own_place(form: str, kind: str, home: str, setting: Setting) -> str:
    """市级…, 区政府 with the name of the division they mean in a document about `home`; any other form as it is."""
    plain = squeeze(form)
    for word, ending in setting.policy.own_place.items():
        if not plain.startswith(word) or len(plain) <= len(word):
            continue
        rest = plain[len(word) :]
        if len(word) == 1 and setting.words.own(setting.words.name(rest, kind).form):
            continue
        names = (setting.gazetteer.divisions[code].name for code in setting.gazetteer.chain(home))
        if place := next((n for n in names if n.endswith(ending)), ""):
            return place + rest
    return form


def _owners(extraction: Extraction, policy: Policy) -> dict[str, tuple[str, ...]]:
    """Names of those that run a thing, by the thing's id."""
    entities = {e.id: e for e in extraction.entities}
    found: dict[str, set[str]] = {}
    for relation in extraction.relations:
        head = entities.get(relation.head)
        if relation.relation in policy.owned and head and head.type in policy.firms:
            found.setdefault(relation.tail, set()).update(head.mentions)
    return {i: tuple(sorted(names)) for i, names in found.items()}


def _where(extraction: Extraction, policy: Policy, codes: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Divisions that a thing is said to stand in, by the thing's id."""
    found: dict[str, set[str]] = {}
    for relation in extraction.relations:
        if relation.relation in policy.located and relation.tail in codes:
            found.setdefault(relation.head, set()).add(codes[relation.tail])
    return {i: frozenset(c) for i, c in found.items()}
