"""(View, Knowledge) → the relations that a document states, and the candidates that were refused.

What the rules find stands, that of weak rules only where the model does not object; the model adds what no rule foresees, less
where the rules read a page well. Such a fact names the model as its rule, how probable it is as its confidence, and the sentences
of the two names as its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.extract.aliases import strip_place
from kg.extract.company import Triple
from kg.extract.learned import Verdict, judge, symmetric_of
from kg.extract.stated import Found, find_stated, in_order
from kg.extract.trust import well_read
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.linear import model_of
from kg.knowledge.names import names
from kg.knowledge.rules import relation_rules
from kg.model import Mention, Refusal, Relation

WEAK = 0.65  # confidence of a rule below which its facts want the model's support
SUPPORT = 0.3  # probability that supports them
SURE = 0.65  # probability from which the model adds where something speaks against it


def find_relations(view: View, knowledge: Knowledge) -> tuple[list[Relation], list[Refusal]]:
    """The relations of a document, sorted by where they are first stated, and the refused candidates."""
    found = find_stated(view, knowledge)
    verdicts = judge(view, knowledge, found.best)
    verdicts |= {(t, r, h): v for (h, r, t), v in verdicts.items() if r in symmetric_of(knowledge) and (t, r, h) in found.best}
    known = model_of(knowledge, "relations").weights
    stated = [(key, found.relation(key)) for key in found.best]
    kept = [r for key, r in stated if r.relation not in known or _stands(r, verdicts.get(key))]
    refused = [_refusal(r, found) for key, r in stated if r.relation in known and not _stands(r, verdicts.get(key))]
    kept += [_judged(key, verdict, found) for key, verdict in _added(verdicts, found, symmetric_of(knowledge)).items()]
    wrong = {r: "against the gazetteer" for r in kept if _misplaced(r, view, knowledge)}
    wrong |= dict.fromkeys(_circular([r for r in kept if r not in wrong], knowledge), "circular")
    refused += [_refusal(r, found, why) for r, why in wrong.items()]
    return in_order([r for r in kept if r not in wrong]), [*found.refusals, *refused]


def _stands(relation: Relation, verdict: Verdict | None) -> bool:
    """Whether what a rule says is taken."""
    return relation.confidence >= WEAK or (verdict is not None and verdict.probability >= SUPPORT)


def _misplaced(relation: Relation, view: View, knowledge: Knowledge) -> bool:
    """Whether a division is put into another that it is no part of by the gazetteer (四川省 part_of 渝北区), or what is named only by its
    place and kind (上海|研发中心) into another place, or a park there (泰州医药高新区)."""
    if not knowledge.ontology.relations[relation.relation].transitive:
        return False
    known = names(knowledge).divisions
    inner, outer = ([d for form in view.entities[e].mentions for d in known.get(form, ())] for e in (relation.head, relation.tail))
    if inner and outer:
        return not any(a.within(b) for a in inner for b in outer)
    name, place = view.entities[relation.head].name, view.entities[relation.tail].name
    kind = strip_place(name, knowledge)
    if kind not in names(knowledge).suffix_rule or view.entities[relation.head].type in relation_rules(knowledge).grammar.about:
        return False  # a park may have its name from a street that is called like a city: 仙桃数据谷
    here, there = known.get(name.removesuffix(kind), ()), outer or known.get(place.removesuffix(strip_place(place, knowledge)), ())
    return bool(here and there) and not any(a == b or a.within(b) or b.within(a) for a in here for b in there)


def _circular(relations: Sequence[Relation], knowledge: Knowledge) -> Iterator[Relation]:
    """The relations by which something would be a part of its own part, the less sure ones of each circle."""
    above: dict[str, list[str]] = {}
    for r in sorted(relations, key=lambda r: (-r.confidence, r.head, r.relation, r.tail)):
        if not knowledge.ontology.relations[r.relation].transitive:
            continue
        reached, waiting = {r.tail}, [r.tail]
        while waiting:
            waiting += (new := set(above.get(waiting.pop(), ())) - reached)
            reached |= new
        if r.head in reached:
            yield r
        else:
            above.setdefault(r.head, []).append(r.tail)


def _refusal(relation: Relation, found: Found, why: str = "improbable") -> Refusal:
    head, tail = (found.view.entities[e].name for e in (relation.head, relation.tail))
    return Refusal(why, relation.rule, f"{head} | {tail}", relation.evidence[0])


def _added(verdicts: Mapping[Triple, Verdict], found: Found, symmetric: frozenset[str]) -> dict[Triple, Verdict]:
    """What only the model sees, and no word of its sentences denies. Against it speak that the rules read the page well, and that they
    link the two names otherwise or both with others: with one of these it is added where the model is sure, with both not at all."""
    told = {*found.best, *((t, r, h) for h, r, t in found.best if r in symmetric)}
    pairs = {frozenset((h, t)) for h, _, t in told}
    heads, tails = {(h, r) for h, r, _ in told}, {(r, t) for _, r, t in told}
    well = well_read(found.view)
    added = {}
    for (h, r, t), verdict in verdicts.items():
        against = well + (frozenset((h, t)) in pairs or ((h, r) in heads and (r, t) in tails))
        if (
            verdict.holds
            and (h, r, t) not in told
            and not _is_denied((h, r, t), verdict, found)
            and (against == 0 or (against == 1 and verdict.probability >= SURE))
        ):
            added[h, r, t] = verdict
    return added


def _is_denied(key: Triple, verdict: Verdict, found: Found) -> bool:
    """Whether the sentences that the model goes by are among those that deny a relation (甲公司没有落户乙园区)."""
    h, r, t = key
    first, second = verdict.pair.first, verdict.pair.second
    if all(found.view.denied(m.start) for m in (first, second)) or _is_denied_between(first, second, found):
        return True
    sentences = {found.view.sentence_at(m.start) for m in (verdict.pair.first, verdict.pair.second)}
    return any(sentences & found.denied.get(k, set()) for k in ((h, r, t), (t, r, h)))


def _is_denied_between(first: Mention, second: Mention, found: Found) -> bool:
    """Whether a word between two names of one clause denies what is said of them (甲公司|未在|乙国设立工厂)."""
    between = found.view.document.text[min(first.end, second.end) : max(first.start, second.start)]
    return not any(mark in between for mark in found.breaks) and any(guard.words.search(between) for guard in found.denying)


def _judged(key: Triple, verdict: Verdict, found: Found) -> Relation:
    evidence = found.evidence(found.view.sentence_at(m.start) for m in (verdict.pair.first, verdict.pair.second))
    return Relation(*key, rule=f"model/{key[1]}", confidence=round(verdict.probability, 2), evidence=evidence)
