"""Doubts → the rows of ontology/same_as.tsv that would settle them.

>>> park, city = (ResolvedEntity(n, "Park", n, (n,), ((d, ""),)) for n, d in (("光谷园", "a"), ("光谷城", "b")))
>>> rows_to_join(park, city, holders([park, city]), "0.7 one_character")
('光谷园\\t光谷城\\tsame\\t0.7 one_character',)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from kg.model import ResolvedEntity
from kg.resolve.doubts import Form
from kg.resolve.policy import normal

Holders = Mapping[str, frozenset[str]]


def holders(entities: Iterable[ResolvedEntity]) -> Holders:
    """The documents-and-keys of those that go by each name: KEY, and KEY@DOCUMENT for each document."""
    found: dict[str, set[str]] = {}
    for entity in entities:
        for name in entity.names:
            found.setdefault(normal(name), set()).add(entity.key)
            for doc, _ in entity.members:
                found.setdefault(normal(f"{name}@{doc}"), set()).add(entity.key)
    return {name: frozenset(keys) for name, keys in found.items()}


def rows_to_join(one: ResolvedEntity, other: ResolvedEntity, known: Holders, note: str) -> tuple[str, ...]:
    """Rows that make one thing of two, every form of each named so that none stays behind; () where no form is theirs alone."""
    ours, theirs = (_forms(entity, {one.key, other.key}, known) for entity in (one, other))
    if not ours or not theirs or len({normal(form) for form in (*ours, *theirs)}) == 1:  # of one name, or a third thing has them too
        ours, theirs = (_forms(entity, {one.key, other.key}, known, bound=True) for entity in (one, other))
    if not ours or not theirs:
        return ()
    left = ours[0]
    right = next((form for form in theirs if normal(form) != normal(left)), left)
    pairs = (*((left, form) for form in theirs), *((form, right) for form in ours))
    rows = {(normal(a), normal(b)): _row(a, b, "same", note) for a, b in pairs if normal(a) != normal(b)}
    return tuple(rows.values())


def rows_to_part(left: Sequence[Form], right: Sequence[Form], note: str) -> tuple[str, ...]:
    """Rows that tell the forms of one thing from those of another; () where a form cannot stand in a row."""
    ours, theirs = ([_bound(*form) for form in forms if _writable(form[0])] for forms in (left, right))
    return tuple(_row(a, b, "different", note) for a, b in product(ours, theirs) if normal(a) != normal(b))


def _forms(entity: ResolvedEntity, keys: set[str], known: Holders, *, bound: bool = False) -> list[str]:
    """The forms that only entities of these keys go by, printed ones first (a label may have been made short); or all bound to a
    document."""
    printed = [*sorted(entity.names[1:], key=lambda n: (-len(n), n)), entity.names[0]]
    usable = list({normal(name): name for name in reversed(printed) if _writable(name)}.values())[::-1]
    forms = [_bound(name, doc) for doc, _ in entity.members for name in usable] if bound else usable
    return [form for form in forms if known[normal(form)] <= keys]


def _bound(name: str, doc: str) -> str:
    return f"{name}@{doc}" if doc else name


def _writable(name: str) -> bool:
    """Whether a name can stand in a row of a table, and means itself there."""
    return bool(normal(name)) and "@" not in name and not name.startswith("#") and len(name.splitlines()) == 1 and "\t" not in name


def _row(left: str, right: str, verdict: str, note: str) -> str:
    return "\t".join((left, right, verdict, " ".join(note.split())))
