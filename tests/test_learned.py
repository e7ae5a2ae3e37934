"""Relations that the model adds to those of the rules."""

from dataclasses import replace

import pytest
from bracketed import by_network
from test_relations import KNOWLEDGE, marked_view

from kg.extract import relations
from kg.extract.company import Company
from kg.extract.frames import read_frames
from kg.extract.learned import AGAIN, Verdict, judge, read_pairs
from kg.extract.pairs import find_pairs, fitting
from kg.extract.relations import LIKELY, SURE, TAKEN, find_relations
from kg.extract.stated import find_stated
from kg.extract.topics import Topics
from kg.knowledge.linear import BIAS, model_of
from kg.knowledge.rules import relation_rules

RULES = relation_rules(KNOWLEDGE)
FITS = fitting(KNOWLEDGE.ontology.relations, KNOWLEDGE.ontology.classes)

ARTICLE = (
    "[东山区:District]今年又有新面孔。走进[东山科技城:Park]，[云岭电子:Company]、[青禾科技:Company]的产线一刻不停，"
    "其中[云海一号:Product]卖到了海外。\n[南江大学:Organization]的实验室就设在隔壁。"
)

SAID_BY_NO_RULE = (
    "[东山市:District]的[云岭产业园:Park]里，[云岭电子:Company]正忙着赶订单。[集成电路:Industry]是这里的看家产业，[青禾芯片:Company]也在园区租了厂房。"
    "[青禾重工:Company]的客户包括[远山汽车:Company]、[云岭客车:Company]。"
)


def found(article):
    view = marked_view(article, KNOWLEDGE)
    return view, find_relations(view, KNOWLEDGE)[0]


def test_the_model_knows_every_relation():
    weights = model_of(KNOWLEDGE, "relations").weights
    for relation in KNOWLEDGE.ontology.relations:
        assert BIAS in weights[relation]
        assert BIAS in weights[relation + AGAIN[-1]]


def test_what_sure_rules_find_stands_and_keeps_its_rule():
    view = marked_view("[云岭电子:Company]落户[东山科技城:Park]。", KNOWLEDGE)
    stated = find_stated(view, KNOWLEDGE).relations()
    assert stated
    assert [r for r in find_relations(view, KNOWLEDGE)[0] if not r.rule.startswith("model/")] == stated


@pytest.mark.parametrize("article", [SAID_BY_NO_RULE, ARTICLE])
def test_where_the_rules_find_the_names_the_model_adds_less(article: str) -> None:
    view = marked_view(article, KNOWLEDGE)
    views = view, by_network(view, KNOWLEDGE)
    known, unknown = ({r for r in find_relations(v, KNOWLEDGE)[0] if r.rule.startswith("model/")} for v in views)
    assert known < unknown


@pytest.mark.parametrize(
    ("tail", "rules_find_the_names", "least"),
    [
        ("东山科技城", True, 2.0),  # rules link the two otherwise
        ("云岭产业园", True, SURE),
        ("东山科技城", False, LIKELY),
        ("云岭产业园", False, TAKEN),
    ],
)
@pytest.mark.parametrize("probability", [TAKEN - 0.01, TAKEN, LIKELY, SURE, 1.0])
def test_how_sure_the_model_must_be_to_add(
    monkeypatch: pytest.MonkeyPatch, rules_find_the_names: bool, tail: str, least: float, probability: float
) -> None:
    view = marked_view("[云岭电子:Company]落户[东山科技城:Park]。[云岭产业园:Park]也在路上。", KNOWLEDGE)
    view = view if rules_find_the_names else by_network(view, KNOWLEDGE)
    (pair, *_), *_ = find_pairs(read_frames(view, RULES), Topics(view, RULES), FITS).values()
    verdicts = {("云岭电子", "operates", tail): Verdict(probability, pair), ("云岭电子", "located_in", "东山科技城"): Verdict(TAKEN, pair)}
    monkeypatch.setattr(relations, "judge", lambda *_: verdicts)
    added = [(r.relation, r.tail) for r in find_relations(view, KNOWLEDGE)[0] if r.rule.startswith("model/")]
    assert added == ([("operates", tail)] if probability >= least else [])


@pytest.mark.parametrize("rules_find_the_names", [True, False])
@pytest.mark.parametrize("probability", [None, TAKEN - 0.01, TAKEN])
def test_on_pages_unlike_those_of_the_rules_the_model_may_object(
    monkeypatch: pytest.MonkeyPatch, rules_find_the_names: bool, probability: float | None
) -> None:
    view = marked_view("[云岭电子:Company]落户[东山科技城:Park]。[东山科技城大学:Organization]开学。", KNOWLEDGE)
    view = view if rules_find_the_names else by_network(view, KNOWLEDGE)
    (pair, *_), *_ = find_pairs(read_frames(view, RULES), Topics(view, RULES), FITS).values()
    key = ("云岭电子", "located_in", "东山科技城")
    monkeypatch.setattr(relations, "judge", lambda *_: {} if probability is None else {key: Verdict(probability, pair)})
    kept, refused = find_relations(view, KNOWLEDGE)
    stands = rules_find_the_names or probability == TAKEN
    assert (key in {(r.head, r.relation, r.tail) for r in kept}) is stands
    assert ("improbable" in {r.reason for r in refused if r.rule == "located-in/settled"}) is not stands


@pytest.mark.parametrize(("firm", "park", "taken"), [(1.0, 1.0, True), (0.8, 0.8, True), (0.5, 1.0, False), (0.7, 0.7, False)])
@pytest.mark.parametrize("relation", ["located_in", "operates"])  # which a rule finds, which none does
def test_the_less_sure_the_names_the_more_probable_a_relation_must_be(
    monkeypatch: pytest.MonkeyPatch, firm: float, park: float, taken: bool, relation: str
) -> None:
    view = by_network(marked_view("[云岭电子:Company]落户[东山科技城:Park]。", KNOWLEDGE), KNOWLEDGE)
    sure = {"云岭电子": firm, "东山科技城": park}
    view = replace(view, entities={e: replace(entity, confidence=sure[e]) for e, entity in view.entities.items()})
    (pair,), *_ = find_pairs(read_frames(view, RULES), Topics(view, RULES), FITS).values()
    key = ("云岭电子", relation, "东山科技城")
    monkeypatch.setattr(relations, "judge", lambda *_: {key: Verdict(0.4, pair)})
    assert (key in {(r.head, r.relation, r.tail) for r in find_relations(view, KNOWLEDGE)[0]}) is taken


def test_what_a_name_says_wants_no_support(monkeypatch: pytest.MonkeyPatch) -> None:
    view = by_network(marked_view("[云岭电子:Company]扩产。[云岭电子封装厂:Facility]投产。", KNOWLEDGE), KNOWLEDGE)
    monkeypatch.setattr(relations, "judge", lambda *_: {})
    assert [(r.rule, r.head, r.tail) for r in find_relations(view, KNOWLEDGE)[0]] == [("operates/name", "云岭电子", "云岭电子封装厂")]


def test_facts_of_the_model_say_so_and_quote_the_sentences_of_both_names():
    view, relations = found(SAID_BY_NO_RULE)
    added = [r for r in relations if r.rule.startswith("model/")]
    assert added
    for relation in added:
        assert relation.rule == f"model/{relation.relation}"
        assert TAKEN <= relation.confidence <= 1
        quoted = "".join(q.exact for q in relation.evidence)
        for end in (relation.head, relation.tail):
            names = (view.entities[end].name, *(m.text for m in view.mentions if m.entity == end))
            assert any(name in quoted for name in names)


def test_a_division_is_put_only_into_one_that_it_is_a_part_of():
    def read(article):
        kept, refused = find_relations(marked_view(article, KNOWLEDGE), KNOWLEDGE)
        return [(r.head, r.tail) for r in kept], [r.reason for r in refused]

    assert read("以[渝北区:District]为核心的[重庆市:District]提速。") == ([("渝北区", "重庆市")], [])
    assert read("以[四川省:District]为核心的[渝北区:District]提速。") == ([], ["against the gazetteer"])
    assert read("以[四川省:District]为核心的[东山片区:Region]提速。") == ([("四川省", "东山片区")], [])


def test_a_line_may_have_its_name_from_where_it_ends():
    article = "[渝北换流站:Facility]是[哈密—重庆输电工程:Project]的终点。"
    kept, _ = find_relations(marked_view(article, KNOWLEDGE), KNOWLEDGE)
    assert [(r.head, r.relation, r.tail) for r in kept] == [("渝北换流站", "part_of", "哈密—重庆输电工程")]


def test_nothing_is_a_part_of_its_own_part():
    article = "以[软件产业:Industry]为先导的[数字经济:Industry]提速。[数字经济:Industry]、[云计算:Industry]等[软件产业:Industry]壮大。"
    kept, refused = find_relations(marked_view(article, KNOWLEDGE), KNOWLEDGE)
    within = {(r.head, r.tail) for r in kept if r.relation == "part_of"}
    assert ("云计算", "软件产业") in within
    assert len(within & {("软件产业", "数字经济"), ("数字经济", "软件产业")}) == 1
    assert "circular" in {r.reason for r in refused}


def test_names_in_a_row_are_one_node():
    view = marked_view(ARTICLE, KNOWLEDGE)
    frames = read_frames(view, relation_rules(KNOWLEDGE))
    rows = [[m.text for m in node.mentions] for node in frames[1].nodes]
    assert rows == [["东山科技城"], ["云岭电子", "青禾科技"], ["云海一号"]]
    assert frames[1].nodes[1].before == ("，",)
    assert frames[1].following(1)[:2] == ("的", "产")


def test_candidates_fit_their_relations_and_have_features_once():
    view = marked_view(ARTICLE, KNOWLEDGE)
    for judged in read_pairs(view, KNOWLEDGE, find_stated(view, KNOWLEDGE).best):
        types = [view.entities[e].type for e in (judged.head, judged.tail)]
        assert all(KNOWLEDGE.ontology.relations[r].accepts(*types) for r in judged.relations)
        for _, parts in judged.places:
            features = [f for part in parts for f in part]
            assert len(set(features)) == len(features)


def test_rivals_rows_and_chains_are_company():
    probable = {
        ("firm", "located_in", "park"): 0.8,
        ("other", "located_in", "park"): 0.6,
        ("firm", "located_in", "town"): 0.3,
        ("park", "located_in", "town"): 0.9,
    }
    spots = {triple: triple[2] for triple in probable}
    company = Company(probable, spots, frozenset())
    features = company.features(("firm", "located_in", "town"), lambda e: "District" if e == "town" else "Company")
    assert {"T=District", "own>=0.3", "tails>=0.7", "tails.rank>=1", "c:located_in>located_in>=0.7"} <= set(features)
    assert "rowt>=0.7" in features  # the park stands at the same place
    assert "rowt>=0.5" in company.features(("firm", "located_in", "park"), lambda _: "Company")


def test_nothing_is_judged_without_names():
    assert judge(marked_view("今天天气不错。", KNOWLEDGE), KNOWLEDGE, {}) == {}
