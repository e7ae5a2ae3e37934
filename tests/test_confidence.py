"""The confidence of a fact is how probable it is that the fact is right."""

from dataclasses import replace
from pathlib import Path

from kg.extract import extract
from kg.extract.confidence import Fact, features, label, weighed
from kg.extract.document import extract_raw
from kg.knowledge import load
from kg.knowledge.linear import model_of
from kg.model import Entity, Extraction, Quote, Relation
from kg.reading import read
from kg.score.verdicts import verdicts

KNOWLEDGE = load()
QUOTE = (Quote(0, 2, "落户"),)


def one(*relations: Relation, certainty: float = 0.9) -> Extraction:
    entities = (
        Entity("e1", "Company", "云岭电子", ("云岭电子",), "company/registered", certainty),
        Entity("e2", "Park", "东山科技城", ("东山科技城",), "park/suffix", certainty),
        Entity("e3", "District", "东山区", ("东山区",), "lexicon/divisions", certainty),
    )
    return Extraction("d", "", "2024", "", "", entities=entities, relations=relations)


def located(tail: str, rule: str = "located-in/settled", confidence: float = 0.9) -> Relation:
    return Relation("e1", "located_in", tail, rule, confidence, QUOTE)


def test_every_kind_of_fact_has_a_model() -> None:
    assert model_of(KNOWLEDGE, "confidence").weights.keys() == {"relation", "observation", "milestone"}


def test_surer_rules_and_surer_names_make_surer_facts() -> None:
    def confidence(fact: Relation, certainty: float = 0.9) -> float:
        return weighed(one(fact, certainty=certainty), KNOWLEDGE).relations[0].confidence

    sure = confidence(located("e2"))
    assert 0 < confidence(located("e2", "located-in/article", 0.55)) < sure < 1
    assert confidence(located("e2"), certainty=0.4) < sure
    assert confidence(located("e2", "somebody/new-rule")) > 0.2  # a rule that was added later is believed as well


def test_only_the_confidences_change(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("8月3日，杭州云栖智能科技有限公司落户智谷科技园。2022年，该公司实现产值12亿元，预计2025年6月投产。\n", "utf-8")
    document = read(page, KNOWLEDGE)
    raw, made = extract_raw(document, KNOWLEDGE), extract(document, KNOWLEDGE)

    def unweighed(facts: tuple[Fact, ...]) -> list[Fact]:
        return [replace(fact, confidence=0.0) for fact in facts]

    assert made.entities == raw.entities and made.refusals == raw.refusals
    for kind in ("relations", "observations", "milestones"):
        assert unweighed(getattr(made, kind)) == unweighed(getattr(raw, kind))
    assert raw.relations and raw.observations and raw != made == weighed(raw, KNOWLEDGE)


def test_features_name_the_rule_and_the_classes() -> None:
    page = one(located("e2"))
    named = set(features(page.relations[0], {e.id: e for e in page.entities}))
    assert label(page.relations[0]) == "relation"
    assert {"rule=located-in/settled", "classes=Company:Park", "sure>=0.85"} <= named and "sure>=0.95" not in named


def test_verdicts_leave_out_what_is_neither_asked_for_nor_wrong() -> None:
    park_in_district = Relation("e2", "located_in", "e3", "r", 1.0, QUOTE)
    gold = one(located("e2"), park_in_district)
    found = one(located("e2"), located("e3"), Relation("e3", "located_in", "e1", "r", 1.0, QUOTE))
    assert [right for _, right in verdicts(gold, found, KNOWLEDGE)] == [True, False]
