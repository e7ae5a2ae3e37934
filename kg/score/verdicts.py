"""Which of the found facts are right: what confidences are fitted to, and measured by."""

from __future__ import annotations

from collections.abc import Iterator

from kg.knowledge import Knowledge
from kg.model import Extraction, Milestone, Observation, Relation
from kg.score.aspects import alignment, granted, places_above, same
from kg.score.standard import standard_of

Fact = Relation | Observation | Milestone


def verdicts(gold: Extraction, predicted: Extraction, knowledge: Knowledge) -> Iterator[tuple[Fact, bool]]:
    """Each fact with whether it is right by the measure of `score`; what is neither asked for nor wrong is left out."""
    standard = standard_of(knowledge)
    to_gold = alignment(gold.entities, predicted.entities)
    entities = {e.id: e for e in gold.entities}
    want = {(r.head, r.relation, r.tail) for r in gold.relations}
    want |= {(t, r, h) for h, r, t in want if r in standard.symmetric}
    above = places_above(want, standard.placing)
    for relation in predicted.relations:
        triple = (to_gold.get(relation.head, ""), relation.relation, to_gold.get(relation.tail, ""))
        if triple in want or not granted(triple, entities, above, standard):
            yield relation, triple in want
    free = list(gold.observations)
    for observation in predicted.observations:
        match = next((o for o in free if same(o, observation, to_gold, standard, strict=False)), None)
        if match:
            free.remove(match)
        yield observation, match is not None
    steps = {(m.subject, m.step, m.date) for m in gold.milestones}
    for milestone in predicted.milestones:
        yield milestone, (to_gold.get(milestone.subject, ""), milestone.step, milestone.date) in steps
