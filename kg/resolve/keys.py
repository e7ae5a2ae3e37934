"""Titles → keys: legal, unique, and the same whatever the order of the documents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from kg.model import ResolvedEntity
from kg.resolve.naming import Title, key_of, rank
from kg.resolve.places import Gazetteer
from kg.resolve.things import Setting, Thing


def division_key(code: str, gazetteer: Gazetteer) -> str:
    """The key of a division: its name, with the division above where the nation has several of the name."""
    division = gazetteer.divisions[code]
    name = key_of(division.name)
    if len(gazetteer.named(division.name)) > 1 and division.parent:
        return f"{name}_{key_of(gazetteer.divisions[division.parent].name)}"
    return name


def keys(clusters: Sequence[Sequence[Thing]], titles: Sequence[Title], setting: Setting) -> list[str]:
    """A key for each cluster. Of namesakes the first by class, then by number of documents keeps the bare name; the others get
    their class or their place behind it, go by their fullest form, or have at last a
    hash of their names behind it. Divisions come before everything."""
    taken: set[str] = set()
    found: dict[int, str] = {}
    codes = [next((t.code for t in things if t.code), "") for things in clusters]
    order = sorted(range(len(clusters)), key=lambda i: (not codes[i], *_precedence(clusters[i], titles[i], setting)))
    holders: dict[str, str] = {}
    for i in order:
        called = titles[i]
        base = division_key(codes[i], setting.gazetteer) if codes[i] else key_of(called.label)
        digest = hashlib.sha256("\n".join((*called.names, *(f"{d} {e}" for t in clusters[i] for d, e in t.members))).encode()).hexdigest()
        suffixes = [called.type] if holders.get(base, called.type) != called.type else []
        suffixes += [key_of(called.place)] if called.place else []
        fullest = key_of(max(called.names, key=lambda n: (len(n), n)))
        tries = [
            base,
            *(f"{base}_{s}" for s in suffixes),
            *([f"{base}_{'_'.join(suffixes)}"] if suffixes else []),
            fullest,
            f"{base}_{digest[:8]}",
        ]
        found[i] = next(t for t in tries if t not in taken)
        taken.add(found[i])
        holders.setdefault(base, called.type)
    return [found[i] for i in range(len(clusters))]


def _precedence(things: Sequence[Thing], called: Title, setting: Setting) -> tuple[object, ...]:
    docs = {doc for t in things for doc in t.docs}
    return rank(called.type, setting.policy.classes), -len(docs), called.label, called.names, sorted(docs)


def divisions_above(codes: Sequence[str], setting: Setting) -> list[ResolvedEntity]:
    """Entities for the divisions that those of the documents lie in, as far as no document names them."""
    gazetteer = setting.gazetteer
    above = sorted({outer for code in codes for outer in gazetteer.chain(code)} - set(codes))
    return [
        ResolvedEntity(
            key=division_key(code, gazetteer),
            type=setting.policy.district,
            label=gazetteer.divisions[code].name,
            names=(gazetteer.divisions[code].name,),
            division_code=gazetteer.divisions[code].official,
            part_of=parent_key(code, gazetteer),
        )
        for code in above
    ]


def parent_key(code: str, gazetteer: Gazetteer) -> str:
    """The key of the division that one lies in, "" for a province."""
    parent = gazetteer.divisions[code].parent
    return division_key(parent, gazetteer) if parent else ""
