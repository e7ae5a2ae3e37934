"""(View, Knowledge) → the relations that a document states, and the candidates that were refused.

What the rules find stands where the model does not object; on a page that they read well that of sure rules stands in any case,
and everywhere what a name says of itself. The model adds what no rule foresees, less where the rules read a page well. Such a fact
names the model as its rule, how probable it is as its confidence, and the sentences of the two names as its evidence. The model
has learned from names given by hand; so what it holds is weighed with how sure the two names are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.extract.aliases import strip_place
from kg.extract.company import Triple
from kg.extract.learned import Verdict, judge, symmetric_of
from kg.extract.stated import Candidate, Found, find_stated, in_order
from kg.extract.tables import read_tables
from kg.extract.trust import well_read
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.divisions import Division
from kg.knowledge.linear import model_of
from kg.knowledge.names import names
from kg.knowledge.rules import relation_rules
from kg.model import Entity, Mention, Refusal, Relation

TAKEN = 0.24  # probability of a relation with its two names by which the model supports or adds it: near half of F1, which is best for F1
STRONG = {True: 0.65, False: 1.0}  # confidence from which a rule needs no support, by whether the rules read the page well
SURE = 0.65  # probability from which the model adds on such a page
LIKELY = 0.5  # probability from which it adds on others what rules say otherwise


def find_relations(view: View, knowledge: Knowledge) -> tuple[list[Relation], list[Refusal]]:
    """The relations of a document, sorted by where they are first stated, and the refused candidates."""
    found = find_stated(view, knowledge)
    verdicts = judge(view, knowledge, found.best)
    verdicts |= {(t, r, h): v for (h, r, t), v in verdicts.items() if r in symmetric_of(knowledge) and (t, r, h) in found.best}
    known = model_of(knowledge, "relations").weights
    well = well_read(view)
    taken = {key: verdict for key, verdict in verdicts.items() if _is_taken(key, verdict, view)}
    stands = {key for key, c in found.best.items() if key[1] not in known or key in taken or _needs_no_support(c, STRONG[well])}
    kept = [found.relation(key) for key in found.best if key in stands]
    refused = [_refusal(found.relation(key), found) for key in found.best if key not in stands]
    added = _added(taken, found, stands, symmetric_of(knowledge), well=well)
    kept += [_judged(key, verdict, found) for key, verdict in added.items()]
    tabled = {(r.head, r.relation, r.tail): r for table in read_tables(view, (), knowledge) for r in table.relations()}
    kept = [*(r for r in kept if (r.head, r.relation, r.tail) not in tabled), *tabled.values()]
    wrong = {r: "against the gazetteer" for r in kept if _misplaced(r, view, knowledge)}
    wrong |= dict.fromkeys(_circular([r for r in kept if r not in wrong], knowledge), "circular")
    refused += [_refusal(r, found, why) for r, why in wrong.items()]
    return in_order([r for r in kept if r not in wrong]), [*found.refusals, *refused]


def _is_taken(key: Triple, verdict: Verdict, view: View) -> bool:
    """Whether a relation and the two names are probable enough together."""
    return verdict.probability * view.entities[key[0]].confidence * view.entities[key[2]].confidence >= TAKEN


def _needs_no_support(candidates: Sequence[Candidate], strong: float) -> bool:
    """Whether one of the rules is strong enough or reads a relation off a name."""
    return any(c.rule.owner or c.confidence >= strong for c in candidates)


def _misplaced(relation: Relation, view: View, knowledge: Knowledge) -> bool:
    """Whether a division is put into another that it is no part of by the gazetteer (四川省 part_of 渝北区), or a thing into a place other
    than that of its name."""
    if not knowledge.ontology.relations[relation.relation].transitive:
        return False
    head, tail = view.entities[relation.head], view.entities[relation.tail]
    known = names(knowledge).divisions
    inner, outer = ([d for form in entity.mentions for d in known.get(form, ())] for entity in (head, tail))
    if inner and outer:
        return not any(a.within(b) for a in inner for b in outer)
    return _named_from_elsewhere(head, tail, outer, knowledge)


def _named_from_elsewhere(thing: Entity, place: Entity, divisions: Sequence[Division], knowledge: Knowledge) -> bool:
    """Whether what is named only by its place and kind (上海|研发中心) is put into another place, one of these divisions or a park there
    (泰州医药高新区). A park may have its name from a street that is called like a city (仙桃数据谷), a line from where it ends."""
    kind, about = strip_place(thing.name, knowledge), relation_rules(knowledge).grammar.about
    if kind not in names(knowledge).suffix_rule or thing.type in about or place.type not in about:
        return False
    known = names(knowledge).divisions
    here = known.get(thing.name.removesuffix(kind), ())
    there = divisions or known.get(place.name.removesuffix(strip_place(place.name, knowledge)), ())
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


def _added(
    taken: Mapping[Triple, Verdict], found: Found, stands: Collection[Triple], symmetric: frozenset[str], *, well: bool
) -> dict[Triple, Verdict]:
    """Of what the model takes what only it sees and no word of its sentences denies. Against it speaks that the rules, by what
    stands of them, link the two names otherwise or both with others: then it is added where the model holds it for likely. Where
    the rules read the page well it is added where the model is sure and nothing speaks against it."""
    told, kept = _both_ways(found.best, symmetric), _both_ways(stands, symmetric)
    pairs = {frozenset((h, t)) for h, _, t in kept}
    heads, tails = {(h, r) for h, r, _ in kept}, {(r, t) for _, r, t in kept}
    added = {}
    for (h, r, t), verdict in taken.items():
        if (h, r, t) in told or _is_denied((h, r, t), verdict, found):
            continue
        otherwise = frozenset((h, t)) in pairs or ((h, r) in heads and (r, t) in tails)
        sure, likely = verdict.probability >= SURE, verdict.probability >= LIKELY
        if (sure and not otherwise) if well else (likely or not otherwise):
            added[h, r, t] = verdict
    return added


def _both_ways(keys: Iterable[Triple], symmetric: frozenset[str]) -> set[Triple]:
    """Relations, symmetric ones in both orders."""
    return {way for h, r, t in keys for way in ((h, r, t), (t, r, h) if r in symmetric else (h, r, t))}


def _is_denied(key: Triple, verdict: Verdict, found: Found) -> bool:
    """Whether the sentences that the model goes by are among those that deny a relation (甲公司没有落户乙园区)."""
    h, r, t = key
    first, second = verdict.pair.first, verdict.pair.second
    if all(found.view.denied(m.start) for m in (first, second)) or _is_denied_between(first, second, found):
        return True
    sentences = {found.view.sentence_at(m.start) for m in (first, second)}
    return any(sentences & found.denied.get(k, set()) for k in ((h, r, t), (t, r, h)))


def _is_denied_between(first: Mention, second: Mention, found: Found) -> bool:
    """Whether a word between two names of one clause denies what is said of them (甲公司|未在|乙国设立工厂)."""
    between = found.view.document.text[min(first.end, second.end) : max(first.start, second.start)]
    return not any(mark in between for mark in found.breaks) and any(guard.words.search(between) for guard in found.denying)


def _judged(key: Triple, verdict: Verdict, found: Found) -> Relation:
    evidence = found.evidence(found.view.sentence_at(m.start) for m in (verdict.pair.first, verdict.pair.second))
    return Relation(*key, rule=f"model/{key[1]}", confidence=round(verdict.probability, 2), evidence=evidence)
