"""Districts: names → codes of the gazetteer, and the division that a document is about.

A name that several divisions share (朝阳区, 鼓楼区) is decided by what else the document names; where nothing does, it stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.knowledge.divisions import brief_names
from kg.knowledge.faults import reads
from kg.knowledge.files import Row
from kg.model import Entity, Extraction
from kg.resolve.phrases import squeeze

_FULL_CODE = 6  # GB/T 2260 writes provinces and cities with zeros behind


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division; `code` is the gazetteer's own key, `official` the six digits of GB/T 2260."""

    code: str
    name: str
    parent: str

    @property
    def official(self) -> str:
        return self.code.ljust(_FULL_CODE, "0")


class Gazetteer:
    """Divisions by code and by name."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.divisions: dict[str, Division] = {}
        self.codes: dict[str, set[str]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        for row in rows:
            code, name = row["code"], row["name"]
            self.divisions[code] = Division(code, name, row["parent"])
            for form in {name, *brief_names(row), *([name[:-1]] if len(name) > 2 else [])}:
                self.codes.setdefault(squeeze(form), set()).add(code)

    def chain(self, code: str) -> tuple[str, ...]:
        """The code and those above it, innermost first."""
        if code not in self._chains:
            self._chains[code] = (code, *self.chain(self.divisions[code].parent)) if code else ()
        return self._chains[code]

    def related(self, one: str, other: str) -> bool:
        """Whether one lies within the other, or they are the same."""
        return one in self.chain(other) or other in self.chain(one)

    def named(self, name: str) -> frozenset[str]:
        """The codes of divisions of exactly this full name; a city without counties, listed as its own only one, counts once."""
        found = {code for code in self.codes.get(squeeze(name), ()) if self.divisions[code].name == name}
        return frozenset(code for code in found if self.divisions[code].parent not in found)

    def candidates(self, name: str) -> frozenset[str]:
        """What a name may mean. Of 四川省绵阳市 only the last part counts, the rest narrows it down."""
        form, above = squeeze(name), frozenset[str]()
        while form:
            found = frozenset(self.codes.get(form, ()))
            if found:
                return self._within(found, above)
            head = next((form[:n] for n in range(len(form) - 1, 1, -1) if form[:n] in self.codes), "")
            above = self._within(frozenset(self.codes.get(head, ())), above)
            form = form[len(head) :] if head else ""
        return frozenset()

    def outer(self, name: str) -> frozenset[str]:
        """The divisions that a name with more in front of it says it lies in: 渝北龙溪街道 → 渝北区."""
        form, above = squeeze(name), frozenset[str]()
        while form not in self.codes:
            head = next((form[:n] for n in range(len(form) - 2, 1, -1) if form[:n] in self.codes), "")
            if not head:
                break
            above = self._within(frozenset(self.codes[head]), above)
            form = form[len(head) :]
        return above

    def _within(self, codes: frozenset[str], above: frozenset[str]) -> frozenset[str]:
        return frozenset(c for c in codes if any(a in self.chain(c) for a in above)) if above else codes

    def decide(self, codes: frozenset[str], context: Iterable[str]) -> str:
        """The one candidate that the context (codes sure for the document) speaks for; "" if it leaves several.

        Without context the outermost counts (吉林 is the province), if it is the only one of its level.
        """
        known = [frozenset(self.chain(c)) for c in sorted(set(context))]
        votes = {code: sum(len(seen.intersection(self.chain(code))) for seen in known) for code in codes}
        best = [c for c in codes if votes[c] == max(votes.values())]
        outermost = [c for c in best if len(c) == min(map(len, best))]
        return outermost[0] if len(outermost) == 1 else ""


@lru_cache(maxsize=8)
@reads("lexicon/divisions.tsv")
def gazetteer_of(knowledge: Knowledge) -> Gazetteer:
    """The gazetteer of a Knowledge."""
    return Gazetteer(knowledge.tables.get("divisions", ()))


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a document takes place: codes of its districts by entity id, open ones with their candidates, and the home,
    the division it is mostly about ("" if it names none)."""

    codes: Mapping[str, str]
    open: Mapping[str, frozenset[str]]
    home: str


def scene(extraction: Extraction, kind: str, bound: Collection[str], gazetteer: Gazetteer) -> Scene:
    """Looks up the entities of class `kind`, the districts, of a document. Names of things of the classes `bound` hint at places."""
    candidates = {e.id: _candidates(e, gazetteer) for e in extraction.entities if e.type == kind}
    placed = ((e.id, gazetteer.outer(e.name)) for e in extraction.entities if e.type in bound)
    hints = {i: code for i, found in placed if found and (code := gazetteer.decide(found, ()))}
    clear = [next(iter(c)) for c in candidates.values() if len(c) == 1]
    codes, undecided = {}, {}
    for i, found in candidates.items():
        code = gazetteer.decide(found, (*clear, *hints.values())) if found else ""
        if code:
            codes[i] = code
        elif found:
            undecided[i] = found
    return Scene(codes, undecided, _home(extraction, codes, _trusted(hints, codes, gazetteer)))


def _candidates(entity: Entity, gazetteer: Gazetteer) -> frozenset[str]:
    """The fullest form decides; shorter ones only where it is unknown."""
    for form in sorted({entity.name, *entity.mentions}, key=lambda f: (-len(f), f)):
        if found := gazetteer.candidates(form):
            return found
    return frozenset()


def _trusted(hints: Mapping[str, str], codes: Mapping[str, str], gazetteer: Gazetteer) -> list[str]:
    """Hints that are no chance (老城片区 need not lie in 老城区): near a district that is named, or given by several names."""
    often = Counter(hints.values())
    named = set(codes.values())
    return [c for c in hints.values() if often[c] > 1 or not named or any(gazetteer.related(c, other) for other in named)]


def _home(extraction: Extraction, codes: Mapping[str, str], hints: Iterable[str]) -> str:
    """The division with most facts and most things named after it; one in the headline counts for many, the one named first wins
    a tie."""
    facts = Counter(end for r in extraction.relations for end in (r.head, r.tail))
    facts.update(o.subject for o in extraction.observations)
    weights: Counter[str] = Counter()
    for entity in extraction.entities:
        if code := codes.get(entity.id):
            headline = any(form in extraction.title for form in (entity.name, *entity.mentions, *entity.printed))
            weights[code] += 1 + facts[entity.id] + (len(facts) if headline else 0)
    for code in hints:
        weights[code] += 1
    order = {code: i for i, code in enumerate(weights)}
    return min(weights, key=lambda code: (-weights[code], order[code]), default="")
