"""Entities of documents → Things: what of them is compared. Entities that are named alike in the same way become one thing at once,
so that what follows costs by distinct names, not by documents."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Entity, Extraction
from kg.resolve.normalise import NAMED, Name, Words, words_of
from kg.resolve.phrases import squeeze
from kg.resolve.places import Gazetteer, Scene, gazetteer_of, scene
from kg.resolve.policy import Policy, policy_of

Member = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What taking entities apart needs to know. known: forms of things known by their name alone; brands: of well-known firms."""

    words: Words
    gazetteer: Gazetteer
    policy: Policy
    known: frozenset[str]
    brands: frozenset[str]


@dataclass(frozen=True, slots=True)
class Thing:
    """Entities named alike.

    names: the fullest first, only those that tell which thing it is; labels: the forms that it may be called by, 区政府 with its
    division; printed: every surface form; code: of a division; scope: the division without which the name would say nothing;
    spelled: of the printed forms those in traditional characters, whose simplified ones are there too; telling: whether a name
    says which thing it is; homes: divisions that the documents are about; where: divisions it stands in; maybe: divisions it
    could be.
    """

    type: str
    names: tuple[Name, ...]
    labels: tuple[str, ...]
    printed: frozenset[str]
    members: tuple[Member, ...]
    docs: frozenset[str]
    code: str = ""
    scope: str = ""
    spelled: frozenset[str] = frozenset()
    telling: bool = True
    homes: frozenset[str] = frozenset()
    where: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()

    @property
    def full(self) -> Name:
        """The fullest name."""
        return self.names[0]


@lru_cache(maxsize=8)
def setting_of(knowledge: Knowledge) -> Setting:
    """What a Knowledge says about names, places and how they are matched."""
    words, policy = words_of(knowledge), policy_of(knowledge)
    known = frozenset(words.name(row["name"], "").form for table in NAMED for row in knowledge.tables.get(table, ()))
    rows = (row for table in policy.well_known for row in knowledge.tables.get(table, ()))
    brands = frozenset(squeeze(form) for row in rows for form in (row["name"], *row.values.get("short", "").split()))
    return Setting(words, gazetteer_of(knowledge), policy, known, brands)


def things(extractions: Iterable[Extraction], setting: Setting, alone: Container[str] = ()) -> list[Thing]:
    """All things of all documents, in an order of their own. alone: NAME@DOCUMENT of those that a person looks at one by one."""
    groups: dict[tuple[object, ...], list[Thing]] = {}
    for extraction in extractions:
        for thing in of_document(extraction, setting):
            groups.setdefault(alike(thing, alone), []).append(thing)
    return sorted((together(group) for group in groups.values()), key=order)


def alike(thing: Thing, alone: Container[str] = ()) -> tuple[object, ...]:
    """What things of single documents must have in common to become one at once; alone: as for `things`."""
    (doc,) = thing.docs
    apart = thing.members if alone and any(f"{squeeze(form)}@{doc}" in alone for form in thing.printed) else ()
    return thing.type, thing.code, tuple(n.text for n in thing.names), thing.scope, tuple(sorted(thing.where)), thing.telling, apart


Place = tuple[str, str, tuple[str, ...], str, tuple[str, ...], tuple[str, str]]


def order(thing: Thing) -> Place:
    """Where a thing stands among all things, whatever order the documents come in."""
    return thing.type, thing.code, tuple(n.text for n in thing.names), thing.scope, tuple(sorted(thing.where)), min(thing.members)


def together(group: Sequence[Thing]) -> Thing:
    """The thing that alike ones make; it can be put together with others again."""
    if len(group) == 1:
        return group[0]
    return replace(
        group[0],
        labels=tuple(sorted({label for t in group for label in t.labels})),
        printed=frozenset().union(*(t.printed for t in group)),
        spelled=frozenset().union(*(t.spelled for t in group)),
        members=tuple(sorted(m for t in group for m in t.members)),
        docs=frozenset().union(*(t.docs for t in group)),
        homes=frozenset().union(*(t.homes for t in group)),
        maybe=frozenset().union(*(t.maybe for t in group)),
    )


def of_document(extraction: Extraction, setting: Setting) -> Iterator[Thing]:
    """The things of one document, one for each entity."""
    here = scene(extraction, setting.policy.district, setting.policy.places, setting.gazetteer)
    owners = _owners(extraction, setting.policy)
    where = _where(extraction, setting.policy, here.codes)
    for entity in extraction.entities:
        member = (extraction.doc, entity.id)
        printed = frozenset({entity.name, *entity.mentions})
        if code := here.codes.get(entity.id):
            name = setting.words.name(setting.gazetteer.divisions[code].name, entity.type)
            thing = Thing(entity.type, (name,), (name.text,), printed, (member,), frozenset((extraction.doc,)), code)
        else:
            thing = _thing(entity, extraction.doc, printed, here, owners.get(entity.id, ()), where.get(entity.id, frozenset()), setting)
        spelled = frozenset(entity.printed)
        yield replace(thing, printed=thing.printed | spelled, spelled=spelled) if spelled else thing


def _thing(
    entity: Entity, doc: str, printed: frozenset[str], here: Scene, owners: tuple[str, ...], where: frozenset[str], setting: Setting
) -> Thing:
    """An entity with its telling names; one that has none goes by its owner's name, or is bound to the document's home."""
    policy, words = setting.policy, setting.words
    texts = {form: own_place(form, entity.type, here.home, setting) for form in printed}
    names = {form: words.name(text, entity.type) for form, text in texts.items()}
    telling = {form: name for form, name in names.items() if entity.type not in policy.places or tells(name, setting)}
    chosen = telling or names
    found = _longest_first(chosen.values())
    if entity.type in policy.contextual:
        found = tuple(n for n in found if n.kernel == found[0].kernel)
    labels = {texts[form] if texts[form].endswith(form) else form for form in chosen}
    if not telling and owners:
        found = _longest_first(words.name(owner + name.text, entity.type) for owner in owners for name in found)
    local = any(n.local for n in found) and (entity.type in policy.sites or entity.type == policy.district)
    bound = local or not (telling or owners)
    return Thing(
        type=entity.type,
        names=found,
        labels=tuple(sorted(labels)),
        printed=printed,
        members=((doc, entity.id),),
        docs=frozenset((doc,)),
        scope=(here.home or "@" + doc) if bound else _meant(found[0].place, here.home, setting.gazetteer),
        telling=bool(telling or owners),
        homes=frozenset((here.home,)) - {""},
        where=where if entity.type in policy.sites else frozenset(),
        maybe=here.open.get(entity.id, frozenset()),
    )


def _meant(place: Collection[str], home: str, gazetteer: Gazetteer) -> str:
    """Which of the divisions that share the name in front a document about `home` means: there are four 鼓楼区商务局. "" if there is only
    one, or no telling."""
    near = [code for code in place if gazetteer.related(code, home)] if len(place) > 1 and home else []
    return near[0] if len(near) == 1 else ""


def _longest_first(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(sorted(set(names), key=lambda n: (-len(n.form), n.text)))


def tells(name: Name, setting: Setting) -> bool:
    """Whether a name alone says which thing it is: a word of its own, a place, a nation, or known from the lexicon."""
    return name.telling or name.form in setting.known or name.form.startswith(setting.policy.national)


def own_place(form: str, kind: str, home: str, setting: Setting) -> str:
    """市级…, 区政府 with the name of the division they mean in a document about `home`; any other form as it is."""
    plain = squeeze(form)
    if not plain.startswith(tuple(setting.policy.own_place)):  # nearly always
        return form
    for word, ending in setting.policy.own_place.items():
        if not plain.startswith(word) or len(plain) <= len(word):
            continue
        rest = plain[len(word) :]
        if len(word) == 1 and kind not in setting.policy.places:
            continue
        if len(word) == 1 and not setting.words.common_only(rest, kind) and not setting.words.common_only(plain, kind):
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
