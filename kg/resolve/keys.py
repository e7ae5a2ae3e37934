"""Titles → keys: legal, unique, and the same whatever the order of the documents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a cluster may be called. base: its name; place: what may stand behind it, "" for nothing; fullest, last: what it goes by
    where all that is taken; precedence: who comes first."""

    base: str
    type: str
    place: str
    fullest: str
    last: str
    precedence: tuple[bool, int, int, str, tuple[str, ...], tuple[str, ...]]

    def tries(self, holder: str) -> list[str]:
        """The keys that it would take, the best first; holder: the class of the first that went by its base."""
        suffixes = [self.type] if holder != self.type else []
        suffixes += [self.place] if self.place else []
        whole = [f"{self.base}_{'_'.join(suffixes)}"] if suffixes else []
        return [self.base, *(f"{self.base}_{s}" for s in suffixes), *whole, self.fullest, self.last]


def applicant(things: Sequence[Thing], called: Title, setting: Setting) -> Applicant:
    """What a cluster applies for."""
    code = next((t.code for t in things if t.code), "")
    base = division_key(code, setting.gazetteer) if code else key_of(called.label)
    digest = hashlib.sha256("\n".join((*called.names, *(f"{d} {e}" for t in things for d, e in t.members))).encode()).hexdigest()
    docs = tuple(sorted({doc for t in things for doc in t.docs}))
    return Applicant(
        base,
        called.type,
        key_of(called.place) if called.place else "",
        key_of(max(called.names, key=lambda n: (len(n), n))),
        f"{base}_{digest[:8]}",
        (not code, rank(called.type, setting.policy.classes), -len(docs), called.label, called.names, docs),
    )


def share_out(applicants: Sequence[Applicant]) -> list[str]:
    """The key of each. Of namesakes the first by class, then by number of documents keeps the bare name; the others get their class or
    their place behind it, go by their fullest form, or have at last a hash of their names behind it. Divisions come before everything.
    Who has no key in common with others, whatever he tries, may be left out without a change for them."""
    taken: set[str] = set()
    found: dict[int, str] = {}
    holders: dict[str, str] = {}
    for i in sorted(range(len(applicants)), key=lambda i: applicants[i].precedence):
        one = applicants[i]
        found[i] = next(t for t in one.tries(holders.get(one.base, one.type)) if t not in taken)
        taken.add(found[i])
        holders.setdefault(one.base, one.type)
    return [found[i] for i in range(len(applicants))]


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
