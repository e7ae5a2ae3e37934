"""Names that the models find beside the rules, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from kg.extract import extract
from kg.extract.form_features import Form
from kg.extract.mentions import find_by_rules, find_mentions
from kg.extract.punctuation import balanced
from kg.extract.tagger import NAMES_RULE, Judged, _choose, _models, found_forms, sentences
from kg.knowledge import load
from kg.knowledge.field import Field, Sentence, Span
from kg.knowledge.known import Known
from kg.knowledge.names import names
from kg.model import Mention
from kg.reading import parse, read

KNOWLEDGE = load()
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
FRESH = Path(__file__).parent / "cases" / "fresh" / "articles"
NEWS = "昨日，走进位于高新区的晟拓微科技，工程师林向阳正在调试新一代晶圆键合机。公司与江南大学共建联合实验室，产品供应蓝海汽车。"


def test_mentions_of_models_do_not_overlap_and_say_how_sure_they_are() -> None:
    document = parse(NEWS, KNOWLEDGE)
    mentions = find_mentions(document, KNOWLEDGE)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(document.text[m.start : m.end] == m.text for m in mentions)
    assert all(0.4 <= m.confidence <= 1 for m in mentions if m.rule == NAMES_RULE)
    assert mentions == find_mentions(document, KNOWLEDGE)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("项目由柳江重机全资子公司柳江（欧洲）有限公司运营，总投资1.12亿欧元。", {"柳江重机", "柳江（欧洲）有限公司"}),
        (
            "广西柳江重型机械股份有限公司投资的海外工厂投产。工厂由柳江重机全资子公司柳江（欧洲）有限公司运营。",
            {"柳江重机", "柳江（欧洲）有限公司"},
        ),
        ("项目由云岭电子控股子公司山东云岭新材料科技有限公司承建。", {"山东云岭新材料科技有限公司"}),
        ("鑫宁永磁是上市公司金赣股份（688399）的控股子公司。", {"鑫宁永磁", "金赣股份"}),
    ],
)
def test_what_one_firm_is_to_another_stands_in_neither_name(text: str, wanted: set[str]) -> None:
    found = {m.text for m in find_mentions(parse(f"走进企业\n2024年5月3日\n{text}", KNOWLEDGE), KNOWLEDGE) if m.type == "Company"}
    assert wanted <= found and not any("子公司" in name or "上市公司" in name for name in found)


@pytest.mark.parametrize("name", ["ab12", "ac03", "ac08"])
def test_brackets_and_quotation_marks_of_a_name_come_in_pairs(name: str) -> None:
    found = find_mentions(read(FRESH / f"{name}.txt", KNOWLEDGE), KNOWLEDGE)
    assert len(found) > 50
    assert [m.text for m in found if balanced(m.text, 0, len(m.text)) != (0, len(m.text))] == []


def test_a_span_of_the_network_is_cut_to_what_it_can_name(monkeypatch: pytest.MonkeyPatch) -> None:
    document = parse("园区集聚了“晟拓微电子有限公司等”配套企业，研发中心发展迅速。", KNOWLEDGE)
    ruled = find_by_rules(document, KNOWLEDGE)
    models = _models(KNOWLEDGE)
    assert models

    def forms_of(start: int, end: int) -> set[str]:
        def spans(_field: Field, rows: list[Sentence], _least: float) -> list[list[Span]]:
            return [[Span(start, end, {"Company": 0.5})], *([] for _ in rows[1:])]

        monkeypatch.setattr(Field, "spans", spans)
        found = found_forms(document, ruled.lines, ruled.candidates, ruled.mentions, models[0], names(KNOWLEDGE))
        return {f.text for f in found if f.classes}

    text, firm = ruled.lines[0].text, "晟拓微电子有限公司"
    at = text.index(firm)
    assert firm in {m.text for m in ruled.mentions}
    assert forms_of(at - 1, at + len(firm)) == {firm}
    assert forms_of(at, at + len(firm) + 1) == {firm}
    assert forms_of(at, at + len(firm) + 2) == {firm}
    assert forms_of(at - 2, at + 3) == set()
    assert forms_of(at + 2, at + len(firm) + 1) == {firm[2:] + "等"}


def test_the_mark_of_an_entry_begins_no_name() -> None:
    document = parse("1.高性能玄武岩纤维及复合材料项目。投资方为南充晟拓纤维股份有限公司。", KNOWLEDGE)
    assert [m.text for m in find_mentions(document, KNOWLEDGE)] == ["高性能玄武岩纤维及复合材料项目", "南充晟拓纤维股份有限公司"]


def test_models_find_what_no_rule_finds() -> None:
    document = parse(NEWS, KNOWLEDGE)
    ruled = {m.text for m in find_by_rules(document, KNOWLEDGE).mentions}
    assert {m.text for m in find_mentions(document, KNOWLEDGE)} - ruled


def test_a_firm_that_only_models_find_has_its_short_forms() -> None:
    mentions = find_mentions(parse("辽宁行者机器人有限公司自主研发的产品完成测试。行者机器人的体量并不大。", KNOWLEDGE), KNOWLEDGE)
    assert [(m.text, m.type) for m in mentions] == [("辽宁行者机器人有限公司", "Company"), ("行者机器人", "Company")]


def test_known_words_are_evidence() -> None:
    document = parse("公司生产电解液和动力电池，不断优化营商环境。", KNOWLEDGE)
    ruled = find_by_rules(document, KNOWLEDGE)
    (sentence,) = [sentence for _, sentence in sentences(ruled.lines, ruled.candidates, ruled.mentions, names(KNOWLEDGE))]
    seen = {feature for row in sentence.features for feature in row}
    assert {"g=Sgoods", "1g=goods", "-1g=goods"} <= seen
    unknown = replace(names(KNOWLEDGE), known=Known({}))
    (sentence,) = [sentence for _, sentence in sentences(ruled.lines, ruled.candidates, ruled.mentions, unknown)]
    assert not any(feature.endswith("goods") for row in sentence.features for feature in row)


def test_common_words_are_no_names() -> None:
    document = parse("我们要坚持高质量发展，不断优化营商环境，让群众的日子越过越好。", KNOWLEDGE)
    assert find_mentions(document, KNOWLEDGE) == []


def test_what_rules_and_models_agree_on_keeps_its_rule() -> None:
    document = read(SEEDS[0], KNOWLEDGE)
    assert {m.rule for m in find_mentions(document, KNOWLEDGE)} - {NAMES_RULE}
    assert any(e.rule != NAMES_RULE for e in extract(document, KNOWLEDGE).entities)


def test_the_network_may_overrule_the_class_of_a_rule_but_not_on_a_page_that_rules_know() -> None:
    text = "云岭数据港，青禾科技，远山重工，南江机械"
    ruled = Mention(0, 5, "云岭数据港", "Facility", "facility/suffix", 0.9)
    sure = Form(ruled.text, {(0, 5): 0.99}, {("facility/suffix", "Facility")}, classes={"Project": 0.9, "Facility": 0.05})
    unsure = Form(ruled.text, {(0, 5): 0.99}, {("facility/suffix", "Facility")}, classes={"Project": 0.4, "Facility": 0.05})
    others = [Judged(Form(text[i : i + 4], {(i, i + 4): 0.95}), 0.95, "Company", 0.95) for i in (6, 11, 16)]

    def kind(form: Form, beside: list[Judged]) -> str:
        return next(m.type for m in _choose(text, [Judged(form, 0.99, "", 0.0), *beside], [ruled]) if m.start == 0)

    assert kind(sure, others) == "Project"  # three names in four were found by no rule
    assert kind(unsure, others) == "Facility"
    assert kind(sure, []) == "Facility"


def test_an_ontology_without_models_is_read_by_its_rules(tmp_path: Path) -> None:
    alone = load(copytree(KNOWLEDGE.root, tmp_path / "ontology", ignore=ignore_patterns("names.npz")))
    document = parse(NEWS, alone)
    assert find_mentions(document, alone) == list(find_by_rules(document, alone).mentions)
    assert alone.hash != KNOWLEDGE.hash
