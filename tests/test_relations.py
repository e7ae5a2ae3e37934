"""Relations read off articles whose names are given."""

import random
import re
import shutil
from array import array
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KnowledgeError
from kg.extract.relations import find_relations
from kg.extract.stated import find_stated
from kg.extract.view import View, make_view
from kg.knowledge import Knowledge, load
from kg.knowledge.alphabet import MARK
from kg.knowledge.rules import relation_rules
from kg.model import Document, Entity, Mention, Sentence

KNOWLEDGE = load()
NAME = re.compile(r"\[([^\[\]:]+):(\w+)\]")


def marked_view(article: str, knowledge: Knowledge, title: str = "") -> View:
    """The view of an article whose names are marked, [云岭电子:Company]落户[东山区:District]。 A line is a paragraph."""
    text, mentions = "", []
    entities: dict[str, Entity] = {}
    end = 0
    for match in NAME.finditer(article):
        text += article[end : match.start()]
        name, type = match.groups()
        entities[name] = Entity(name, type, name, (name,))
        mentions.append(Mention(len(text), len(text) + len(name), name, type, "test", 1.0, name))
        text += name
        end = match.end()
    text += article[end:]
    sentences = []
    for paragraph, line in enumerate(re.finditer(r"[^\n]+", text)):
        for part in re.finditer(r"[^。！？]+[。！？]?”?", line.group()):
            sentences.append(Sentence(line.start() + part.start(), line.start() + part.end(), paragraph))
    document = Document("test", "", text, "", title, "2024-05", text, array("l", range(len(text))), tuple(sentences))
    return make_view(document, mentions, entities, knowledge)


def relations(article, *, knowledge=KNOWLEDGE, **options):
    return find_stated(marked_view(article, knowledge, **options), knowledge).relations()


def triples(article, relation, **options):
    return {(r.head, r.tail) for r in relations(article, **options) if r.relation == relation}


def refused(article):
    return Counter(r.reason for r in find_stated(marked_view(article, KNOWLEDGE), KNOWLEDGE).refusals)


def evidence(article, relation):
    (found,) = (r for r in relations(article) if r.relation == relation)
    return [q.exact for q in found.evidence]


def test_every_member_of_an_enumeration_takes_part():
    article = "[东山区:District]集聚了[云岭电子:Company]、[青禾科技:Company]和[远山芯片:Company]等36家企业。"
    assert triples(article, "located_in") == {("云岭电子", "东山区"), ("青禾科技", "东山区"), ("远山芯片", "东山区")}


@pytest.mark.parametrize(
    ("article", "relation", "wanted"),
    [
        ("[东山区:District]与[南江大学:Organization]合办分校。", "cooperates_with", {("东山区", "南江大学")}),
        ("[东山市:District]结对帮扶[西平县:District]。", "cooperates_with", {("东山市", "西平县")}),
        ("[云岭电子:Company]先后孵化[青禾芯片:Company]。", "founded", {("云岭电子", "青禾芯片")}),
        ("[青禾芯片:Company]去年被[云岭电子:Company]全资收下。", "subsidiary_of", {("青禾芯片", "云岭电子")}),
        ("[青禾芯片:Company]完成首轮融资，跟投方有[南江基金:Company]。", "invests_in", {("南江基金", "青禾芯片")}),
        ("[青禾座椅厂:Facility]扩产，客户有[远山汽车:Company]。", "supplies", {("青禾座椅厂", "远山汽车")}),
        ("[青禾芯片:Company]拿下[远山汽车:Company]的订单。", "supplies", {("青禾芯片", "远山汽车")}),
        ("向[远山汽车:Company]供应[云座椅:Product]的[青禾芯片:Company]招工。", "supplies", {("青禾芯片", "远山汽车")}),
    ],
)
def test_the_words_of_the_trade_are_known(article: str, relation: str, wanted: set[tuple[str, str]]) -> None:
    assert triples(article, relation) == wanted


def test_quoted_names_in_a_row_are_an_enumeration():
    article = "[东山区:District]实施[“英才计划”:Program][“匠人计划”:Program]等引才计划。"
    assert triples(article, "implements") == {("东山区", "“英才计划”"), ("东山区", "“匠人计划”")}


def test_asides_in_brackets_do_not_part_what_belongs_together():
    article = "[青禾科技:Company]（以下简称“青禾”）去年落户[东山区:District]。"
    assert triples(article, "located_in") == {("青禾科技", "东山区")}


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        ("[云岭电子:Company]未落户[东山区:District]。", "negated"),
        ("[云岭电子:Company]至今没有落户[东山区:District]。", "negated"),
        ("[云岭电子:Company]否认收购[青禾科技:Company]。", "negated"),
        ("[云岭电子:Company]拟建设[云岭电池厂:Facility]。", "hedged"),
        ("据传[云岭电子:Company]有意投资[青禾科技:Company]。", "hedged"),
    ],
)
def test_refused_candidates_are_counted(article, reason):
    stated = [r for r in relations(article) if r.confidence > 0.5]
    assert stated == []
    assert refused(article)[reason]


@pytest.mark.parametrize(
    ("article", "relation"),
    [
        ("[云岭电子:Company]没有落户[云谷科技园:Park]。", "located_in"),
        ("[云岭电子:Company]取消入驻[云谷科技园:Park]。", "located_in"),
        ("[云岭电子:Company]退出[云谷科技园:Park]。", "located_in"),
        ("传闻[云岭电子:Company]落户[云谷科技园:Park]。", "located_in"),
        ("通往[东山区:District]的[云岭大桥:Facility]去年通车。", "located_in"),
        ("[云岭电子:Company]否认为[远山汽车:Company]供货。", "supplies"),
        ("[云岭电子:Company]没有与[远山汽车:Company]合作。", "cooperates_with"),
        ("[云岭电子:Company]未在[越南:Region]设立工厂。", "located_in"),
        ("[云岭电子:Company]今年1月已不再为[远山汽车:Company]代工。", "supplies"),
        ("[云岭电子:Company]未参与[东山电厂:Facility]建设。", "operates"),
    ],
)
def test_no_model_adds_what_the_text_denies(article: str, relation: str) -> None:
    assert relation not in {r.relation for r in find_relations(marked_view(article, KNOWLEDGE), KNOWLEDGE)[0]}


@pytest.mark.parametrize(
    ("article", "wanted"),
    [
        ("[东山区:District]公布，意向投资人[云岭电子:Company]退出。", set()),
        ("[青禾科技:Company]完成融资，由国科创投领投、[南江基金:Company]跟投。", {("南江基金", "青禾科技")}),
    ],
)
def test_who_is_an_investor_is_no_investment_in_him(article: str, wanted: set[tuple[str, str]]) -> None:
    found = find_relations(marked_view(article, KNOWLEDGE), KNOWLEDGE)[0]
    assert {(r.head, r.tail) for r in found if r.relation == "invests_in"} == wanted


@pytest.mark.parametrize(
    "article",
    [
        "网传“[云岭电子:Company]落户[云谷科技园:Park]”不实。",
        "“[云岭电子:Company]落户[云谷科技园:Park]”应为“云岭电子与园区洽谈”。",
        "不存在“[云岭电子:Company]已落户[云谷科技园:Park]”的说法。",
    ],
)
def test_what_is_told_as_untrue_is_no_relation(article: str) -> None:
    found, refusals = find_relations(marked_view(article, KNOWLEDGE), KNOWLEDGE)
    assert found == []
    assert "said not to be so" in {r.reason for r in refusals}


def test_what_is_denied_in_one_sentence_may_be_said_in_another() -> None:
    view = marked_view("[云岭电子:Company]没有落户[东山区:District]。[云岭电子:Company]去年在[东山区:District]建成新厂。", KNOWLEDGE)
    assert [(r.head, r.tail) for r in find_relations(view, KNOWLEDGE)[0] if r.relation == "located_in"] == [("云岭电子", "东山区")]


def test_planned_is_stated():
    assert triples("[云岭电子:Company]将建设[云岭电池厂:Facility]。", "operates") == {("云岭电子", "云岭电池厂")}


def test_ends_that_a_relation_does_not_link_are_refused():
    article = "[江北港:Facility]包括[新材料:Industry]。"
    assert triples(article, "part_of") == set()
    assert refused(article)["types do not fit"]


def test_a_carried_subject_brings_its_sentence_along():
    article = "[东山区:District]今年提速。眼下，又新引进[云岭电子:Company]。"
    assert evidence(article, "located_in") == ["东山区今年提速。", "眼下，又新引进云岭电子。"]
    (found,) = relations(article)
    assert found.rule == "located-in/attracted"
    assert found.confidence < 0.85


def test_the_subject_named_last_is_carried_on():
    article = "[东山区:District]扩园。[西平县:District]也不慢，引进[云岭电子:Company]。"
    assert triples(article, "located_in") == {("云岭电子", "西平县")}


def test_an_object_is_no_subject_of_what_follows():
    article = "[云岭电子:Company]联合[青禾科技:Company]攻关，推出[云海一号:Product]。"
    assert triples(article, "produces") == {("云岭电子", "云海一号")}


def test_what_has_just_been_built_can_be_spoken_of():
    article = "[东山区:District]打造[云谷科技园:Park]，聚焦[集成电路:Industry]。"
    assert triples(article, "focuses_on") == {("云谷科技园", "集成电路")}


def test_subjects_in_a_row_are_carried_together():
    article = "[青禾科技:Company]、[云岭电子:Company]等企业，客户包括[远山汽车:Company]。"
    assert triples(article, "supplies") == {("青禾科技", "远山汽车"), ("云岭电子", "远山汽车")}


def test_nothing_is_carried_over_another_subject():
    article = "[云谷科技园:Park]去年扩园。其中[西平医院:Organization]去年落成，聚焦[现代物流:Industry]。"
    assert triples(article, "focuses_on") == set()


def test_what_a_clause_ends_with_may_lead_the_next():
    article = "[李明华:Person]后来办起[青禾食品:Company]，专门生产[酸笋:Product]。"
    assert ("青禾食品", "酸笋") in triples(article, "produces")


def test_a_body_acts_for_the_place_whose_name_it_bears():
    article = "[东山区:District]去年提速。[东山区委:Organization]多次研究，加快发展[低空经济:Industry]。"
    assert triples(article, "focuses_on") == {("东山区", "低空经济")}


def test_a_plant_stands_for_its_firm():
    article = "[远山汽车:Company]去年增产。[远山汽车超级工厂:Facility]带动上下游，形成以[青禾科技:Company]等为配套的集群。"
    assert triples(article, "supplies") == {("青禾科技", "远山汽车")}


def test_some_rules_want_the_carried_subject_in_the_sentence():
    same = "[青禾科技:Company]去年扩产，出资方包括[南江基金:Company]。"
    other = "[青禾科技:Company]去年扩产。最大的出资方包括[南江基金:Company]。"
    assert triples(same, "invests_in") == {("南江基金", "青禾科技")}
    assert triples(other, "invests_in") == set()


def test_a_character_that_could_be_taken_for_a_name_is_none():
    rules = relation_rules(KNOWLEDGE)
    article = f"[云岭电子:Company]落户{rules.alphabet.encode('District', 0)}，又落户{MARK}[东山区:District]。"
    assert triples(article, "located_in") <= {("云岭电子", "东山区")}


def test_a_symmetric_relation_is_found_once():
    article = "[东山区:District]与[云岭电子:Company]签署合作协议。[云岭电子:Company]与[东山区:District]合作多年。"
    found = [r for r in relations(article) if r.relation == "cooperates_with"]
    assert [(r.head, r.tail) for r in found] == [("东山区", "云岭电子")]
    assert len(found[0].evidence) == 2


def test_signing_side_by_side_is_no_cooperation():
    assert triples("[云岭电子:Company]、[青禾科技:Company]等27家企业集中签约。", "cooperates_with") == set()


def test_all_evidence_and_the_best_rule_are_kept():
    article = "[云岭电子:Company]落户[东山区:District]。天气晴。[东山区:District]的[云岭电子:Company]投产。"
    (found,) = (r for r in relations(article) if r.relation == "located_in")
    assert found.rule == "located-in/settled"
    assert found.confidence == 0.95
    assert [q.exact for q in found.evidence] == ["云岭电子落户东山区。", "东山区的云岭电子投产。"]


def test_a_post_is_kept_as_role():
    found = [r for r in relations("[云岭电子:Company]党委书记、董事长[李明华:Person]到场。") if r.relation == "works_for"]
    assert [(r.head, r.tail, r.role) for r in found] == [("李明华", "云岭电子", "党委书记、董事长")]


def test_a_plant_named_with_its_firm_is_the_firms():
    article = "[云岭电子:Company]招工。[云岭电子超级工厂:Facility]三班倒。[青禾超级工厂:Facility]停产。"
    assert triples(article, "operates") == {("云岭电子", "云岭电子超级工厂")}


@pytest.mark.parametrize(
    ("article", "wanted"),
    [
        ("[泰州市:District]用电量大增。[上海研发中心:Facility]满负荷运转。", set()),
        ("[泰州医药高新区:Park]的[泰元生物:Company]裁员，[上海研发中心:Facility]同步关闭。", {"泰元生物"}),
        ("[渝北区:District]引进[仙桃数据谷:Park]。", {"仙桃数据谷"}),
        ("[泰州市:District]用电量大增。[泰州工厂:Facility]满负荷运转。", {"泰州工厂"}),
        ("[汕头市:District]用电量大增。[上海电气汕头基地:Facility]满负荷运转。", {"上海电气汕头基地"}),
    ],
)
def test_what_its_place_and_kind_name_lies_nowhere_else(article: str, wanted: set[str]) -> None:
    assert {r.head for r in find_relations(marked_view(article, KNOWLEDGE), KNOWLEDGE)[0] if r.relation == "located_in"} == wanted


def test_what_no_sentence_places_lies_where_the_article_is():
    article = "[东山区:District]工业提速\n[云岭电子:Company]新增产线。[青禾科技:Company]向[远山芯片:Company]投资2亿元。"
    placed = {head: r for r in relations(article) if r.relation == "located_in" for head in [r.head]}
    assert set(placed) == {"云岭电子"}  # an investor and what it buys may be anywhere
    assert placed["云岭电子"].confidence < 0.6


def test_who_only_pays_is_not_placed():
    article = "[东山区:District]工业提速。某企业完成融资，出资方包括[南江基金:Company]。"
    assert triples(article, "located_in") == set()


def test_a_town_that_is_only_mentioned_is_no_scene():
    article = "[东山区:District]工业提速\n[西平县:District]的货也走这里，[云岭电子:Company]满负荷运转。"
    assert triples(article, "located_in", title="东山区晚报") == {("云岭电子", "东山区")}


def test_the_title_says_what_an_article_is_about():
    article = "[云岭电子:Company]新增产线。它与[西平县:District]、[东山区:District]相邻。"
    assert triples(article, "located_in", title="东山区晚报") == {("云岭电子", "东山区")}


def test_nothing_without_names():
    assert find_relations(marked_view("今天天气不错。", KNOWLEDGE), KNOWLEDGE) == ([], [])
    assert find_relations(marked_view("", KNOWLEDGE), KNOWLEDGE) == ([], [])


def test_more_names_in_a_sentence_than_a_class_has_characters():
    names = "、".join(f"[云岭{n}号厂:Company]" for n in range(600))
    found = triples(f"[东山区:District]引进{names}。", "located_in")
    assert len(found) >= 255
    assert {tail for _, tail in found} == {"东山区"}


SENTENCES = [
    "[东山区:District]引进[云岭电子:Company]、[青禾科技:Company]。",
    "[云岭电子:Company]与[南江大学:Organization]签署协议，共建[江畔研究院:Organization]。",
    "又推出[云海一号:Product]，获评[省级标杆企业:Honor]。",
    "[云谷科技园:Park]聚焦[集成电路:Industry]。",
    "[李明华:Person]说，不再投资[远山芯片:Company]。",
    "\n",
]


@given(st.lists(st.sampled_from(SENTENCES), max_size=12), st.integers(0, 1000))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_facts_hold_whatever_the_order_of_entities(parts, seed):
    """Ends fit the relation, evidence is the article's own text and in its order, and nothing depends on the entities' order."""
    view = marked_view("".join(parts), KNOWLEDGE)
    found, refusals = find_relations(view, KNOWLEDGE)
    for relation in found:
        assert relation.head != relation.tail
        assert KNOWLEDGE.ontology.relations[relation.relation].accepts(view.entities[relation.head].type, view.entities[relation.tail].type)
        assert relation.evidence == tuple(sorted(relation.evidence, key=lambda q: q.start))
        assert all(view.document.raw[q.start : q.end] == q.exact for q in relation.evidence)
        assert 0 < relation.confidence <= 1
    assert len({(r.head, r.relation, r.tail) for r in found}) == len(found)
    items = list(view.entities.items())
    random.Random(seed).shuffle(items)
    assert find_relations(replace(view, entities=dict(items)), KNOWLEDGE) == (found, refusals)


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A copy of ontology/ to change."""
    return Path(shutil.copytree(KNOWLEDGE.root, tmp_path / "ontology"))


def test_a_new_relation_needs_no_python(ontology):
    core = ontology / "core.ttl"
    text = core.read_text("utf-8")
    declared = text[text.index("kg:supplies ") :].split("\n\n")[0]
    core.write_text(f"{text}\n\n{declared.replace('supplies', 'rivals').replace('kg:supplied_by', 'kg:rivalled_by')}\n", "utf-8")
    (ontology / "rules" / "rivals.yml").write_text(
        "- name: rivals/against\n  relation: rivals\n  pattern: '{head} (对垒|叫板) {tail:Company}'\n  confidence: 0.9\n", "utf-8"
    )
    assert triples("[青禾科技:Company]叫板[云岭电子:Company]。", "rivals", knowledge=load(ontology)) == {("青禾科技", "云岭电子")}


PATTERN, SURE = "pattern: '{head}给{tail}'", "confidence: 0.9"


@pytest.mark.parametrize(
    ("relation", "lines", "says"),
    [
        ("suplies", [PATTERN, SURE], "unknown relation 'suplies'\n  did you mean 'supplies'?"),
        ("supplies", ["patern: '{head}给{tail}'", SURE], "unknown key 'patern'\n  did you mean 'pattern'?"),
        ("supplies", ["pattern: '{head}给{tale}'", SURE], "unknown slot {tale}"),
        ("supplies", [PATTERN, "confidence: 9"], "confidence 9 is not above 0"),
        ("supplies", [PATTERN], "no 'confidence'"),
        ("supplies", [SURE], "one of pattern, owner, near is needed"),
        ("supplies", ["near: {lacks: both}", SURE], "'near' says which end 'lacks' a partner"),
        ("supplies", ["near: {lacks: head, hed: [Company]}", SURE], "unknown key 'hed' in 'near'"),
        ("supplies", [PATTERN, SURE, "trigger: ['']"], "which is no text"),
    ],
)
def test_faults_are_named_with_file_and_line(ontology, relation, lines, says):
    path = ontology / "rules" / "supplies.yml"
    before = path.read_text("utf-8")
    path.write_text(before + "\n  ".join(["- name: x/y", f"relation: {relation}", *lines]) + "\n", "utf-8")
    line = before.count("\n") + 1
    with pytest.raises(KnowledgeError) as caught:
        relation_rules(load(ontology))
    assert str(caught.value).startswith(f"{path}:{line}: rule ")
    assert says in str(caught.value)


def test_a_name_belongs_to_one_rule(ontology):
    path = ontology / "rules" / "supplies.yml"
    path.write_text(path.read_text("utf-8") * 2, "utf-8")
    with pytest.raises(KnowledgeError, match="is there twice"):
        relation_rules(load(ontology))


def test_rules_say_what_they_are_for():
    """Every relation has rules, every rule an example, and a near miss that must not be taken."""
    rules = relation_rules(KNOWLEDGE)
    assert {r.relation for r in rules.rules} == set(KNOWLEDGE.ontology.relations)
    assert [r.name for r in rules.rules if not (r.examples and r.counterexamples)] == []
