"""Which entity of one graph goes on in which of another, where their IRIs differ: it was merged, renamed or split off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.graph.recall import Recalled
from kg.model import ResolvedEntity


def _printed(entity: ResolvedEntity) -> frozenset[str]:
    """The forms that articles print: the label may have been made of one of them."""
    return frozenset(entity.names[1:]) or frozenset(entity.names)


def _holder(entity: ResolvedEntity, by_name: Mapping[str, list[ResolvedEntity]]) -> ResolvedEntity | None:
    """The entity that has all its names; of several one of the same class, with the fewest other names."""
    printed = _printed(entity)
    found = [e for e in by_name.get(min(printed), ()) if printed <= {*e.names, e.full_name}]
    return min(found, key=lambda e: (e.type != entity.type, len(e.names), e.key), default=None)


def named(entities: Iterable[ResolvedEntity]) -> dict[str, list[ResolvedEntity]]:
    found: dict[str, list[ResolvedEntity]] = {}
    for entity in entities:
        for name in {*entity.names, entity.full_name} - {""}:
            found.setdefault(name, []).append(entity)
    return found


def goes_on_in(old: Recalled, new: Recalled) -> dict[str, str]:
    """In which entity each old one goes on; one that is gone without a trace is not there."""
    by_name = named(new.entities.values())
    goes_on = {}
    for key, entity in old.entities.items():
        if key in new.entities:
            goes_on[key] = key
        elif (found := _holder(entity, by_name)) and _took_over(found, old.entities.get(found.key), entity):
            goes_on[key] = found.key
    return goes_on


def _took_over(heir: ResolvedEntity, before: ResolvedEntity | None, gone: ResolvedEntity) -> bool:
    """Whether an entity has something of the gone one that it had not: a name, or a document. Else it was a namesake all along."""
    if before is None or not _printed(gone) <= {*before.names, before.full_name}:
        return True
    return set(gone.members) <= set(heir.members) and not set(gone.members) <= set(before.members)


def origin(fresh: ResolvedEntity, known: Mapping[str, list[ResolvedEntity]], new: Recalled) -> ResolvedEntity | None:
    """The entity that a new one was split off from: it had all its names, and has them no more."""
    origin = _holder(fresh, known)
    if origin and origin.key in new.entities and _printed(fresh) <= set(new.entities[origin.key].names):
        return None
    return origin
