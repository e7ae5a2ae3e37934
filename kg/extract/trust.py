"""How far the rules are trusted: pages of the kind that they were written beside show by how many of the names they find, and there
what they say counts for more than models learn from pages of all kinds."""

from __future__ import annotations

from functools import lru_cache

from kg.extract.batches import LISTING
from kg.extract.owner_features import RULED as CHOSEN
from kg.extract.owners import LABEL
from kg.extract.step_choice import RULED as READ
from kg.extract.tagger import NAMES_RULE
from kg.extract.timing import RULE as PROPOSED
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.linear import Linear, model_of

WELL = 0.85  # share of the names of a page that the rules find where they read it well
# what is added there to the weight of a feature: model, label, feature
MORE = {
    ("figures", LABEL, CHOSEN): 0.5,
    ("times", "period", PROPOSED): 1.0,
    ("steps", "step", READ): 2.3,
    ("steps", "listed", LISTING): 2.3,
}


def well_read(view: View) -> bool:
    """Whether the rules found nearly all names of a page."""
    by_rules = {m.text: m.rule != NAMES_RULE for m in view.mentions if not m.anaphor}
    return sum(by_rules.values()) >= WELL * len(by_rules)


def model_for(view: View, knowledge: Knowledge, name: str) -> Linear:
    """A model as it weighs what stands on a page."""
    return _trusting(knowledge, name) if well_read(view) else model_of(knowledge, name)


@lru_cache(maxsize=8)
def _trusting(knowledge: Knowledge, name: str) -> Linear:
    model = model_of(knowledge, name)
    weights = {label: dict(row) for label, row in model.weights.items()}
    for (of, label, feature), more in MORE.items():
        if of == name and label in weights:
            weights[label][feature] = weights[label].get(feature, 0.0) + more
    return Linear(weights)
