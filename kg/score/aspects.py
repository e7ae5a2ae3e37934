"""One document: what is right, missing and wrong in each aspect."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from kg.model import Entity, Extraction, Observation
from kg.score.standard import Standard, Tally, Triple

ASPECTS = ("entities", "entities*", "relations", "observations", "observations+", "milestones")
_MARKS = re.compile(r"[\s“”‘’\"'*《》〈〉「」]")
_UNKNOWN = "?"  # put before the id of a predicted entity that no annotated one corresponds to

Result = tuple[Tally, list[str]]


def by_aspect(gold: Extraction, predicted: Extraction, standard: Standard) -> dict[str, Result]:
    """The tally and the error lines of each aspect of one document."""
    to_gold = alignment(gold.entities, predicted.entities)
    return {
        "entities": _entities(gold, predicted, typed=True),
        "entities*": (_entities(gold, predicted, typed=False)[0], []),
        "relations": _relations(gold, predicted, to_gold, standard),
        "observations": _observations(gold, predicted, to_gold, standard, strict=False),
        "observations+": (_observations(gold, predicted, to_gold, standard, strict=True)[0], []),
        "milestones": _milestones(gold, predicted, to_gold, standard),
    }


def _entities(gold: Extraction, predicted: Extraction, *, typed: bool) -> Result:
    pairs = one_to_one(gold.entities, predicted.entities, typed=typed)
    found_gold, found = {g for g, _ in pairs}, {p for _, p in pairs}
    lines = [f"- {e.type} {'|'.join(e.mentions)}" for e in gold.entities if e.id not in found_gold]
    lines += [f"+ {e.type} {'|'.join(e.mentions or (e.name,))}" for e in predicted.entities if e.id not in found]
    return Tally(len(pairs), len(gold.entities), len(predicted.entities)), lines


def one_to_one(gold: Sequence[Entity], predicted: Sequence[Entity], *, typed: bool) -> list[tuple[str, str]]:
    """Pairs of ids that share a form: those that have the annotated name first, then by how many forms and how long a form they share."""
    forms_of = {id(e): forms(e) for e in (*gold, *predicted)}
    candidates = []
    for g in gold:
        for p in predicted:
            shared = forms_of[id(g)] & forms_of[id(p)]
            if shared and (g.type == p.type or not typed):
                strength = (bare(g.name) in forms_of[id(p)], len(shared), max(map(len, shared)))
                candidates.append((*(-s for s in strength), g.id, p.id))
    pairs: list[tuple[str, str]] = []
    free_gold, free = {g.id for g in gold}, {p.id for p in predicted}
    for *_, g_id, p_id in sorted(candidates):
        if g_id in free_gold and p_id in free:
            free_gold.remove(g_id)
            free.remove(p_id)
            pairs.append((str(g_id), str(p_id)))
    return pairs


def alignment(gold: Sequence[Entity], predicted: Sequence[Entity]) -> dict[str, str]:
    """The annotated entity that each predicted one shares most forms with, whatever the class; an equal class decides a tie."""
    forms_of = [(g, forms(g)) for g in gold]
    found = {}
    for p in predicted:
        mine = forms(p)
        shared, _, best = max(((len(theirs & mine), g.type == p.type, -i) for i, (g, theirs) in enumerate(forms_of)), default=(0, False, 0))
        if shared:
            found[p.id] = gold[-best].id
    return found


def _relations(gold: Extraction, predicted: Extraction, to_gold: Mapping[str, str], standard: Standard) -> Result:
    want = _triples(gold, lambda i: i, standard)
    got = _triples(predicted, lambda i: to_gold.get(i, _UNKNOWN + i), standard)
    entities = {e.id: e for e in gold.entities}
    above = places_above(want, standard.placing)
    wrong = {t for t in got - want if not granted(t, entities, above, standard)}
    names = {e.id: e.name for e in gold.entities} | {_UNKNOWN + e.id: e.name + _UNKNOWN for e in predicted.entities}
    lines = [
        f"{sign} {names.get(h, h)} {r} {names.get(t, t)}" for sign, part in (("-", want - got), ("+", wrong)) for h, r, t in sorted(part)
    ]
    return Tally(len(want & got), len(want), len(want & got) + len(wrong)), lines


def _triples(extraction: Extraction, rename: Callable[[str], str], standard: Standard) -> set[Triple]:
    """Relations between two things; a symmetric one in one order."""
    found = set()
    for relation in extraction.relations:
        head, tail = rename(relation.head), rename(relation.tail)
        if relation.relation in standard.symmetric:
            head, tail = min(head, tail), max(head, tail)
        if head != tail:
            found.add((head, relation.relation, tail))
    return found


def places_above(triples: Collection[Triple], placing: Collection[str]) -> dict[str, set[str]]:
    """Everything that placing relations lead to from a thing, over any number of steps."""
    steps: dict[str, set[str]] = {}
    for head, relation, tail in triples:
        if relation in placing:
            steps.setdefault(head, set()).add(tail)
    found = {}
    for start in steps:
        seen: set[str] = set()
        todo = [start]
        while todo:
            new = steps.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        found[start] = seen
    return found


def granted(triple: Triple, gold: Mapping[str, Entity], above: Mapping[str, set[str]], standard: Standard) -> bool:
    """Whether a relation is neither asked for nor wrong."""
    head, relation, tail = triple
    if head not in gold or tail not in gold:
        return False
    h, t = gold[head], gold[tail]
    if (h.type, relation, t.type) in standard.granted:
        return True
    if relation not in standard.placing:
        return False
    stated = any(len(form) >= 2 and form in bare(h.name) for form in forms(t))
    return (stated and h.type not in standard.named_apart) or tail in above.get(head, ())


def _observations(gold: Extraction, predicted: Extraction, to_gold: Mapping[str, str], standard: Standard, *, strict: bool) -> Result:
    free = list(range(len(predicted.observations)))
    missing = []
    for want in gold.observations:
        match = next((i for i in free if same(want, predicted.observations[i], to_gold, standard, strict=strict)), None)
        if match is None:
            missing.append(want)
        else:
            free.remove(match)
    lines = list(_told("-", missing, gold)) + list(_told("+", (predicted.observations[i] for i in free), predicted))
    return Tally(len(gold.observations) - len(missing), len(gold.observations), len(predicted.observations)), lines


def same(want: Observation, got: Observation, to_gold: Mapping[str, str], standard: Standard, *, strict: bool) -> bool:
    if to_gold.get(got.subject) != want.subject or got.kind != want.kind or not alike(want.indicator, got.indicator):
        return False
    (value, unit), (other, other_unit) = _quantity(want, standard), _quantity(got, standard)
    if unit != other_unit or abs(value - other) > 1e-6 * max(1.0, abs(value)):
        return False
    return not strict or (got.period, got.modality) == (want.period, want.modality)


def _quantity(observation: Observation, standard: Standard) -> tuple[float, str]:
    """Value and unit in the unit to compare in."""
    unit = bare(observation.unit)
    for word in standard.currency:
        unit = unit.replace(word, "")
    unit, factor = standard.scaled.get(standard.units.get(unit, unit), (standard.units.get(unit, unit), 1))
    return observation.value * factor, unit


def alike(one: str, other: str) -> bool:
    """Whether two indicators are roughly the same: one holds the other, or they share half the characters of the shorter.

    >>> alike("规上工业产值", "产值"), alike("工业总产值", "工业产值"), alike("产值", "面积")
    (True, True, False)
    """
    a, b = bare(one), bare(other)
    if not a or not b:
        return a == b
    return a in b or b in a or 2 * sum((Counter(a) & Counter(b)).values()) >= min(len(a), len(b))


def _told(sign: str, observations: Iterable[Observation], extraction: Extraction) -> Iterator[str]:
    names = {e.id: e.name for e in extraction.entities}
    for o in observations:
        yield f"{sign} {names.get(o.subject, o.subject)} {o.indicator} {o.kind} {o.value:g}{o.unit} {o.period}"


def _milestones(gold: Extraction, predicted: Extraction, to_gold: Mapping[str, str], standard: Standard) -> Result:
    want = set(_steps(gold, lambda i: i, standard))
    got = set(_steps(predicted, lambda i: to_gold.get(i, _UNKNOWN + i), standard))
    names = {e.id: e.name for e in gold.entities}
    lines = [
        f"{sign} {names.get(s, s)} {step} {date}" for sign, part in (("-", want - got), ("+", got - want)) for s, step, date in sorted(part)
    ]
    return Tally(len(want & got), len(want), len(got)), lines


def _steps(extraction: Extraction, rename: Callable[[str], str], standard: Standard) -> Iterator[Triple]:
    types = {e.id: e.type for e in extraction.entities}
    for milestone in extraction.milestones:
        if types.get(milestone.subject) in standard.stepping:
            yield rename(milestone.subject), milestone.step, milestone.date


def bare(text: str) -> str:
    """A text without quotation marks, spaces, width and case.

    >>> bare("“ＯＰＱ（某地） 计划”")
    'opq(某地)计划'
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def forms(entity: Entity) -> frozenset[str]:
    """The surface forms to compare."""
    return frozenset(bare(form) for form in (entity.name, *entity.mentions)) - {""}
