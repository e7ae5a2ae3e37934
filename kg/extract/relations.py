"""(View, Knowledge) → the relations that a document states, and the candidates that were refused.

Rules and a model find them. What a sure rule says stands; of the rest, the model takes what is probable enough, among it what
no rule sees. Such a fact names the model as its rule, and how probable it is as its confidence.
"""

from __future__ import annotations

from kg.extract.learned import Triple, Verdict, judge
from kg.extract.stated import Found, find_stated, in_order
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.model import Refusal, Relation

SURE = 0.9  # confidence of a rule from which on its facts stand whatever the model holds of them


def find_relations(view: View, knowledge: Knowledge) -> tuple[list[Relation], list[Refusal]]:
    """The relations of a document, sorted by where they are first stated, and the refused candidates."""
    found = find_stated(view, knowledge)
    verdicts = judge(view, knowledge, found.best)
    stated = [found.relation(key) for key in found.best]
    kept = [r for r in stated if _stands(r, verdicts)]
    refused = [_refusal(r, found) for r in stated if not _stands(r, verdicts)]
    told = {(r.head, r.relation, r.tail) for r in stated} | {(r.tail, r.relation, r.head) for r in stated if found.types[r.relation].symmetric}
    kept += [_judged(key, verdict, found) for key, verdict in verdicts.items() if verdict.holds and key not in told]
    return in_order(kept), [*found.refusals, *refused]


def _stands(relation: Relation, verdicts: dict[Triple, Verdict]) -> bool:
    """Whether what a rule says is taken: it is sure, or the model agrees, or has not looked at it."""
    verdict = verdicts.get((relation.head, relation.relation, relation.tail))
    return relation.confidence >= SURE or verdict is None or verdict.holds


def _refusal(relation: Relation, found: Found) -> Refusal:
    head, tail = (found.view.entities[e].name for e in (relation.head, relation.tail))
    return Refusal("improbable", relation.rule, f"{head} | {tail}", relation.evidence[0])


def _judged(key: Triple, verdict: Verdict, found: Found) -> Relation:
    """A relation that only the model sees, with the sentences of its two names."""
    evidence = found.evidence(found.view.sentence_at(m.start) for m in (verdict.pair.first, verdict.pair.second))
    return Relation(*key, rule=f"model/{key[1]}", confidence=round(verdict.probability, 2), evidence=evidence)
