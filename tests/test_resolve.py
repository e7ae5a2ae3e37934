"""Resolution: what is one thing, what is not, and what it is called."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge, load
from kg.knowledge.files import Row
from kg.model import Entity, Extraction, Relation, Resolution
from kg.resolve import resolve
from kg.resolve.cluster import candidates
from kg.resolve.features import FEATURES, conceivable
from kg.resolve.judge import judge
from kg.resolve.normalise import words_of
from kg.resolve.places import gazetteer_of
from kg.resolve.policy import policy_of
from kg.resolve.things import Setting, things

KNOWLEDGE = load()


def document(name: str, *entities: tuple[str, ...], home: str = "", relations: tuple[tuple[int, str, int], ...] = ()) -> Extraction:
    """An extraction of entities given as (class, form, form …); `home` is a district named beside them."""
    found = [Entity(f"e{i}", type_, max(forms, key=len), forms) for i, (type_, *rest) in enumerate(entities) if (forms := tuple(rest))]
    if home:
        found.append(Entity("home", "District", home, (home,)))
    said = tuple(Relation(f"e{h}", relation, f"e{t}", "", 1.0, ()) for h, relation, t in relations)
    return Extraction(name, "", "", "", "", entities=tuple(found), relations=said)


def together(one: tuple[str, str], other: tuple[str, str], homes: tuple[str, str] = ("", "")) -> bool:
    """Whether two names in two documents become one thing."""
    found = resolve([document("a", one, home=homes[0]), document("b", other, home=homes[1])], KNOWLEDGE)
    return found.key_of["a", "e0"] == found.key_of["b", "e0"]


SAME = [
    ("Company", "中国工商银行", "中国工商银行股份有限公司"),
    ("Company", "三一集团有限公司", "三一集团"),
    ("Company", "科大讯飞股份有限公司", "科大讯飞"),
    ("Company", "京东方科技集团股份有限公司", "京东方"),
    ("Company", "阿里巴巴集团", "阿里巴巴"),
    ("Company", "珠海格力电器股份有限公司", "格力电器"),
    ("Company", "青岛海尔", "海尔"),
    ("Company", "蓝岭星通智联科技有限责任公司", "蓝岭智联"),
    ("Company", "云帆（苏州）智能科技有限公司", "云帆智能科技有限公司"),
    ("Company", "蓝岭电子公司", "蓝岭电子"),  # no 子公司
    ("Company", "华安（曲阜）陶瓷有限公司", "曲阜华安陶瓷"),
    ("Organization", "忻城县财政局", "忻城财政局"),
    ("Organization", "中国科学院物理研究所", "中科院物理研究所"),
    ("Organization", "中国科学院物理研究所", "中科院物理所"),
    ("Organization", "清华大学", "清华"),
    ("Organization", "工业和信息化部", "工信部"),
    ("Organization", "国家发展改革委", "国家发改委"),
    ("Park", "西安高新技术产业开发区", "西安高新区"),
    ("Park", "长沙经济技术开发区", "长沙经开区"),
    ("Park", "苏州工业园区", "苏州工业园"),
    ("Park", "青溪国际大数据谷", "青溪数据谷"),
    ("Park", "南京云帆科技城", "云帆科技城"),
    ("Program", "“满江红”计划", "满江红行动计划"),
    ("Product", "“吉林一号”", "吉林一号"),
    ("Industry", "新能源汽车产业", "新能源汽车"),
    ("Honor", "专精特新“小巨人”企业", "国家级专精特新“小巨人”企业"),
    ("District", "吉林", "吉林省"),
    ("District", "内蒙古", "内蒙古自治区"),
    ("District", "深圳", "广东省深圳市"),
]

DIFFERENT = [
    ("Company", "华安（曲阜）陶瓷有限公司", "华安（修文）陶瓷有限公司"),
    ("Company", "金安（昂仁）网络科技有限公司", "金安（永济）网络技术有限公司"),
    ("Company", "阳沅建材", "阳沅帆建材"),
    ("Company", "中国工商银行苏州分行", "中国工商银行"),
    ("Company", "中国工商银行苏州分行", "中国工商银行无锡分行"),
    ("Company", "某某航空成都公司", "某某航空"),
    ("Company", "宝钢股份", "宝钢集团"),
    ("Company", "海航控股", "海航集团"),
    ("Company", "新奥集团", "新奥股份"),
    ("Company", "云帆控股", "成都云帆"),
    ("Company", "青山控股集团", "青山工业"),
    ("Company", "上汽集团", "上汽大众"),
    ("Company", "一汽解放", "一汽大众"),
    ("Company", "合肥京东方", "成都京东方"),
    ("Company", "大众汽车（安徽）有限公司", "大众汽车（上海）有限公司"),
    ("Company", "比亚迪汽车工业有限公司", "比亚迪半导体股份有限公司"),
    ("Company", "京东", "京东物流"),
    ("Company", "西门子", "西门子医疗"),
    ("Company", "中国移动", "中国联通"),
    ("Company", "中铁十一局", "中铁十二局"),
    ("Company", "东方电气", "上海电气"),
    ("Company", "江苏银行", "浙江银行"),
    ("Company", "阳光电源", "阳光保险"),
    ("Park", "大连高新区", "西安高新区"),
    ("Park", "柳东新区", "柳西新区"),
    ("Park", "东湖高新区", "西湖高新区"),
    ("Park", "光谷生物城", "光谷软件园"),
    ("Project", "星湖产业园一期", "星湖产业园二期"),
    ("Project", "蓝湾项目1号楼", "蓝湾项目2号楼"),
    ("Project", "成渝高铁", "成渝中线高铁"),
    ("Organization", "中科院物理研究所", "中科院化学研究所"),
    ("Organization", "西南大学", "西南科技大学"),
    ("Organization", "南京大学", "南京理工大学"),
    ("Organization", "苏州海关", "无锡海关"),
    ("District", "吉林市", "吉林省"),
    ("District", "海南省", "海南藏族自治州"),
    ("Industry", "新能源汽车", "汽车"),
    ("Industry", "智能汽车", "智能网联汽车"),
    ("Industry", "航空货运", "航空客运货运"),
    ("Industry", "集成电路设计", "集成电路"),
    ("Honor", "世界500强", "中国500强"),
    ("Honor", "第四批国家级专精特新“小巨人”企业", "第五批国家级专精特新“小巨人”企业"),
    ("Product", "银河L6", "银河L7"),
    ("Product", "长征二号", "长征三号"),
    ("Program", "“十三五”规划", "“十四五”规划"),
]

# In documents about two places: class, name, place, name, place, whether one thing.
LOCAL = [
    ("Park", "高新区", "西安", "西安高新区", "西安", True),
    ("Park", "高新区", "西安", "高新区", "西安", True),
    ("Park", "高新区", "西安", "高新区", "大连", False),
    ("Park", "高新区", "大连", "西安高新区", "西安", False),
    ("Park", "保税港区", "青岛", "保税港区", "重庆", False),
    ("Organization", "市政府", "常州", "常州市人民政府", "常州", True),
    ("Organization", "市政府", "常州", "市政府", "无锡", False),
    ("Organization", "省发改委", "常州", "江苏省发展和改革委员会", "南京", True),
    ("Organization", "省发改委", "常州", "市发改委", "常州", False),
    ("Organization", "国家发改委", "常州", "常州市发改委", "常州", False),
    ("Organization", "海关", "苏州", "海关", "无锡", False),
    ("Facility", "人民公园", "成都", "人民公园", "成都", True),
    ("Facility", "人民公园", "成都", "人民公园", "天津", False),
    ("Facility", "万达广场", "成都", "万达广场", "天津", False),
    ("Facility", "第一人民医院", "常州", "第一人民医院", "无锡", False),
    ("Facility", "中山公园", "青岛", "中山公园", "天津", False),
    ("Organization", "鼓楼区商务局", "南京", "鼓楼区商务局", "福州", False),
    ("Organization", "鼓楼区商务局", "南京", "鼓楼区商务局", "南京", True),
    ("Organization", "鼓楼区商务局", "福州", "福州市鼓楼区商务局", "苏州", True),
    ("Facility", "恒卓环保生物医药中试基地", "无锡", "恒卓生物医药中试基地", "成都", False),
    ("Facility", "岳西县第五农贸市场", "岳西县", "岳西第五农贸市场", "沧州", True),
    ("Facility", "第五农贸市场", "岳西县", "岳西第五农贸市场", "沧州", True),
    ("Region", "老城片区", "苏州", "老城片区", "无锡", False),
    ("District", "鼓楼区", "南京", "鼓楼区", "徐州", False),
    ("District", "鼓楼区", "南京", "鼓楼区", "南京", True),
    ("District", "太平街道", "台州", "太平街道", "宁波", False),
    ("Honor", "市级独角兽企业", "苏州", "市级独角兽企业", "无锡", False),
    ("Honor", "国家级单项冠军", "苏州", "省级单项冠军", "苏州", False),
    ("Program", "中欧班列", "成都", "中欧班列", "西安", True),
    ("Company", "华为", "成都", "华为", "西安", True),
]


@pytest.mark.parametrize(("type_", "one", "other"), SAME)
def test_names_of_one_thing_come_together(type_: str, one: str, other: str) -> None:
    assert together((type_, one), (type_, other))


def test_no_pair_of_names_that_a_feature_holds_for_is_passed_over() -> None:
    words = words_of(KNOWLEDGE)
    tails = ("Park", "苏州云帆科技城", "苏州临湖云帆科技城")
    names = sorted({(type_, form) for type_, *forms in (*SAME, *DIFFERENT, tails) for form in forms})
    pairs = [(words.name(one, a), words.name(other, b)) for (a, one), (b, other) in combinations(names, 2) if a == b]
    alike = {feature: [pair for pair in pairs if holds(*pair, words)] for feature, holds in FEATURES.items()}
    assert all(alike.values())
    assert [pair for found in alike.values() for pair in found if not conceivable(*pair)] == []


@pytest.mark.parametrize(("type_", "one", "other"), DIFFERENT)
def test_names_of_two_things_stay_apart(type_: str, one: str, other: str) -> None:
    assert not together((type_, one), (type_, other))


@pytest.mark.parametrize(("type_", "one", "here", "other", "there", "same"), LOCAL)
def test_common_names_mean_the_one_of_the_documents_place(type_: str, one: str, here: str, other: str, there: str, same: bool) -> None:
    assert together((type_, one), (type_, other), (here, there)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Project", "锦云数据中心项目"), ("Facility", "锦云数据中心"), True),
        (("Project", "云帆生态科技园项目"), ("Park", "云帆生态科技园"), True),
        (("Company", "云帆汽车"), ("Facility", "云帆汽车南京工厂"), False),
        (("Park", "江北新区"), ("District", "江北区"), False),
        (("Product", "云帆"), ("Company", "云帆"), False),
    ],
)
def test_classes_that_may_name_one_thing(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert together(one, other, ("南京", "南京")) is same


def test_one_document_tells_its_things_apart() -> None:
    found = resolve([document("a", ("Company", "云帆"), ("Company", "成都云帆科技有限公司"))], KNOWLEDGE)
    assert found.key_of["a", "e0"] != found.key_of["a", "e1"]
    assert {frozenset((d.left, d.right)) for d in found.doubts} == {frozenset((found.key_of["a", "e0"], found.key_of["a", "e1"]))}


def test_one_document_may_spell_a_thing_in_two_ways() -> None:
    found = resolve([document("a", ("Project", "星湖水库"), ("Project", "星湖水库项目"))], KNOWLEDGE)
    assert found.key_of["a", "e0"] == found.key_of["a", "e1"] == "星湖水库"


def test_a_brand_that_the_nation_knows_is_not_its_local_firm_with_a_trade() -> None:
    documents = [document("a", ("Company", "京东"), home="苏州"), document("b", ("Company", "京东物流"), home="苏州")]
    found = resolve(documents, KNOWLEDGE)
    assert [(d.left, d.right, d.score) for d in found.doubts] == [("京东", "京东物流", 0.7)]
    local = [document("a", ("Company", "星岭"), home="苏州"), document("b", ("Company", "星岭微电子"), home="苏州")]
    assert len({*resolve(local, KNOWLEDGE).key_of.values()} - {"苏州市"}) == 1


def test_no_chain_leads_from_a_thing_to_another() -> None:
    documents = [
        document("a", ("Company", "云帆集团")),
        document("b", ("Company", "云帆")),
        document("c", ("Company", "云帆股份")),
    ]
    found = resolve(documents, KNOWLEDGE)
    assert found.key_of["a", "e0"] != found.key_of["c", "e0"]
    assert found.key_of["b", "e0"] in (found.key_of["a", "e0"], found.key_of["c", "e0"])


def test_a_short_form_shared_by_two_firms_does_not_tie_them() -> None:
    documents = [document("a", ("Company", "云帆汽车", "云帆")), document("b", ("Company", "云帆软件", "云帆"))]
    found = resolve(documents, KNOWLEDGE)
    assert found.key_of["a", "e0"] != found.key_of["b", "e0"]


def test_a_thing_without_a_name_of_its_own_goes_by_who_runs_it() -> None:
    documents = [
        document("a", ("Company", "云帆汽车"), ("Facility", "超级工厂"), relations=((0, "operates", 1),)),
        document("b", ("Facility", "云帆汽车超级工厂")),
        document("c", ("Company", "蓝岭汽车"), ("Facility", "超级工厂"), relations=((0, "operates", 1),)),
    ]
    found = resolve(documents, KNOWLEDGE)
    assert found.key_of["a", "e1"] == found.key_of["b", "e0"]
    assert found.key_of["c", "e1"] != found.key_of["a", "e1"]


def test_a_thing_stands_in_one_place_only() -> None:
    documents = [
        document("a", ("Park", "云帆科技城"), ("District", "苏州市"), relations=((0, "located_in", 1),)),
        document("b", ("Park", "云帆科技城"), ("District", "成都市"), relations=((0, "located_in", 1),)),
    ]
    found = resolve(documents, KNOWLEDGE)
    assert found.key_of["a", "e0"] != found.key_of["b", "e0"]


CORPUS = [
    document("a", ("Company", "云帆（苏州）智能科技有限公司", "云帆"), ("Park", "高新区"), ("Organization", "市政府"), home="苏州市"),
    document("b", ("Company", "云帆集团"), ("Park", "苏州高新区"), ("Honor", "市级独角兽企业"), home="苏州"),
    document("c", ("Company", "云帆股份"), ("Park", "高新区"), ("District", "鼓楼区"), home="南京"),
    document("d", ("Company", "云帆"), ("Product", "云帆"), ("District", "鼓楼区"), home="徐州"),
    document("e", ("Company", "云帆通讯"), ("Project", "星湖产业园一期"), ("Project", "星湖产业园二期"), home="相城区"),
]


def names_of(*parts: list[str]) -> st.SearchStrategy[str]:
    return st.tuples(*(st.sampled_from(part) for part in parts)).map("".join)


PLACES, STEMS = ["", "苏州", "苏州市", "南京", "鼓楼", "相城区"], ["云帆", "蓝岭", "星湖", "云帆星湖"]
NAMED = {
    "Company": names_of(PLACES, STEMS, ["", "集团", "股份", "科技", "智能科技有限公司", "（苏州）有限公司", "通讯", "控股有限公司"]),
    "Park": names_of(PLACES, [*STEMS, ""], ["高新区", "产业园", "科技城", "工业园区"]),
    "Project": names_of(PLACES, STEMS, ["项目", "产业园一期", "产业园二期", "基地"]),
    "District": st.sampled_from(["苏州", "苏州市", "南京市", "鼓楼区", "徐州", "相城区", "相城"]),
    "Organization": names_of(PLACES, ["", *STEMS], ["市政府", "研究院", "商会", "大学"]),
}
ENTITY = st.one_of(*(st.tuples(st.just(type_), form) for type_, form in NAMED.items()))
DOCUMENTS = st.lists(st.lists(ENTITY, min_size=1, max_size=5, unique=True), min_size=2, max_size=5).map(
    lambda rows: [document(f"d{i}", *row) for i, row in enumerate(rows)]
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.one_of(st.just(CORPUS), DOCUMENTS).flatmap(lambda documents: st.tuples(st.just(documents), st.permutations(documents))))
def test_the_order_of_documents_does_not_matter(orders: tuple[list[Extraction], list[Extraction]]) -> None:
    one, other = orders
    assert resolve(other, KNOWLEDGE) == resolve(one, KNOWLEDGE)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.one_of(st.just(CORPUS), DOCUMENTS))
def test_what_is_resolved_stays_resolved(documents: list[Extraction]) -> None:
    first = resolve(documents, KNOWLEDGE)
    renamed = [replace(d, entities=tuple(replace(e, mentions=_names(first, d.doc, e.id)) for e in d.entities)) for d in documents]
    again = resolve(renamed, KNOWLEDGE)
    for one, other in combinations(sorted(first.key_of), 2):
        if first.key_of[one] == first.key_of[other]:
            assert again.key_of[one] == again.key_of[other]


def _names(resolution: Resolution, doc: str, entity: str) -> tuple[str, ...]:
    return next(e.names for e in resolution.entities if (doc, entity) in e.members)


def decided(*rows: tuple[str, str, str]) -> Knowledge:
    """The knowledge with rows in same_as.tsv."""
    columns = ("left", "right", "verdict")
    return replace(KNOWLEDGE, same_as=tuple(Row(dict(zip(columns, r, strict=True)), f"same_as.tsv:{i}") for i, r in enumerate(rows, 2)))


def test_a_person_has_the_last_word() -> None:
    documents = [document("a", ("Company", "云帆")), document("b", ("Company", "蓝岭")), document("c", ("Company", "云帆科技"))]
    plain = resolve(documents, KNOWLEDGE)
    assert plain.key_of["a", "e0"] == plain.key_of["c", "e0"] != plain.key_of["b", "e0"]
    told = resolve(documents, decided(("云帆", "蓝岭", "same"), ("云帆", "云帆科技", "different")))
    assert told.key_of["a", "e0"] == told.key_of["b", "e0"] != told.key_of["c", "e0"]


def test_a_person_tells_namesakes_of_two_documents_apart() -> None:
    documents = [document("a", ("Company", "云帆")), document("b", ("Company", "云帆"))]
    found = resolve(documents, decided(("云帆@a", "云帆@b", "different")))
    assert found.key_of["a", "e0"] != found.key_of["b", "e0"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("甲", "乙", "equal")], "same_as.tsv:2: unknown verdict 'equal'"),
        ([("甲", "甲", "same")], "same_as.tsv:2: two different names are wanted"),
        ([("甲", "乙", "same"), ("乙", "甲", "different")], "same_as.tsv:3: '乙' and '甲' are decided both ways"),
        (
            [("云帆", "蓝岭", "same"), ("蓝岭", "星湖", "same"), ("云帆", "星湖", "different")],
            "same_as.tsv:4: '云帆' and '星湖' are different",
        ),
    ],
)
def test_contradictions_are_pointed_at(rows: list[tuple[str, str, str]], message: str) -> None:
    documents = [document(name, ("Company", name)) for name in ("云帆", "蓝岭", "星湖")]
    with pytest.raises(KnowledgeError) as caught:
        resolve(documents, decided(*rows))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"treshold": 1}, "unknown entry 'treshold'"),
        ({"features": {"same_from": 1.0}}, "unknown feature 'same_from'\n  did you mean 'same_form'"),
        ({"firms": ["Firm"]}, "unknown class 'Firm'"),
        ({"located": ["locatedin"]}, "unknown relation 'locatedin'\n  did you mean 'located_in'"),
    ],
)
def test_settings_that_nobody_knows_are_refused(entry: dict[str, object], message: str) -> None:
    wrong = replace(KNOWLEDGE, settings={"resolution": {**KNOWLEDGE.settings["resolution"], **entry}})
    with pytest.raises(KnowledgeError) as caught:
        resolve([], wrong)
    assert message in str(caught.value)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6))
def test_keys_are_legal_and_unique_whatever_the_names(names: list[str]) -> None:
    hostile = [*names, "“”", "A/B", "100%", "<script>", "①②", "́", "..", "云帆 \n科技", "C++", "a" * 500]
    found = resolve([document("a", *(("Product", name) for name in hostile))], KNOWLEDGE)
    keys = [e.key for e in found.entities]
    assert len(set(keys)) == len(keys)
    turtle = "@prefix ent: <https://example.org/entity/> .\n" + "".join(f"ent:{key} a ent:Thing .\n" for key in keys)
    assert {str(s) for s in Graph().parse(data=turtle, format="turtle").subjects()} == {f"https://example.org/entity/{k}" for k in keys}


def test_every_entity_has_a_key_that_exists() -> None:
    found = resolve(CORPUS, KNOWLEDGE)
    assert set(found.key_of) == {(d.doc, e.id) for d in CORPUS for e in d.entities}
    assert {m: e.key for e in found.entities for m in e.members} == found.key_of


def test_districts_carry_their_code_and_lie_in_those_above() -> None:
    found = resolve([document("a", ("District", "渝北"))], KNOWLEDGE)
    chain = {e.key: (e.division_code, e.part_of, e.label) for e in found.entities}
    assert chain == {"渝北区": ("500112", "重庆市", "渝北区"), "重庆市": ("500000", "", "重庆市")}


def test_namesakes_among_districts_are_told_apart_by_what_else_is_named() -> None:
    found = resolve([document("a", ("District", "鼓楼区"), home="徐州市"), document("b", ("District", "鼓楼区"))], KNOWLEDGE)
    assert found.key_of["a", "e0"] == "鼓楼区_徐州市"
    open_one = next(e for e in found.entities if e.key == found.key_of["b", "e0"])
    assert (open_one.key, open_one.division_code) == ("鼓楼区", "")
    assert {d.right for d in found.doubts if d.left == "鼓楼区"} == {"鼓楼区_南京市", "鼓楼区_徐州市", "鼓楼区_福州市", "鼓楼区_开封市"}


@pytest.mark.parametrize(
    ("type_", "forms", "label", "full_name"),
    [
        ("Company", ("云帆（苏州）智能科技有限公司", "云帆", "云帆公司"), "云帆", "云帆（苏州）智能科技有限公司"),
        ("Company", ("苏州蓝岭精工股份有限公司",), "蓝岭精工", "苏州蓝岭精工股份有限公司"),
        ("Company", ("蓝岭汽车", "蓝岭"), "蓝岭汽车", ""),
        ("Park", ("南京云帆科技城",), "云帆科技城", ""),
        ("Park", ("西安高新区",), "西安高新区", ""),
        ("Program", ("“满江红”行动计划",), "满江红行动计划", ""),
        ("Project", ("星湖项目", "星湖"), "星湖", ""),
        ("Organization", ("北京大学",), "北京大学", ""),
    ],
)
def test_the_label_is_what_one_would_say(type_: str, forms: tuple[str, ...], label: str, full_name: str) -> None:
    (found,) = resolve([document("a", (type_, *forms))], KNOWLEDGE).entities
    assert (found.label, found.key, found.full_name, found.names) == (label, label, full_name, tuple(sorted(forms)))


def test_the_form_that_most_documents_use_is_the_label() -> None:
    documents = [
        document("a", ("Park", "苏州临湖云帆科技城")),
        document("b", ("Park", "云帆科技城", "苏州云帆科技城")),
        document("c", ("Park", "苏州临湖云帆科技城", "云帆科技城")),
    ]
    (found,) = resolve(documents, KNOWLEDGE).entities
    assert found.label == "临湖云帆科技城"


def test_homonyms_get_their_class_or_place_behind() -> None:
    documents = [
        document("a", ("Company", "云帆"), ("Product", "云帆"), ("Facility", "人民公园"), home="成都"),
        document("b", ("Facility", "人民公园"), home="天津"),
        document("c", ("Facility", "人民公园"), home="成都"),
    ]
    found = resolve(documents, KNOWLEDGE)
    assert (found.key_of["a", "e0"], found.key_of["a", "e1"]) == ("云帆", "云帆_Product")
    assert (found.key_of["a", "e2"], found.key_of["b", "e0"]) == ("人民公园", "人民公园_天津市")


def test_an_expanded_name_stands_for_the_local_one() -> None:
    found = resolve([document("a", ("Organization", "市政府"), home="常州市")], KNOWLEDGE)
    assert found.key_of["a", "e0"] == "常州市政府"


def test_the_work_grows_with_the_number_of_names() -> None:
    setting = Setting(words_of(KNOWLEDGE), gazetteer_of(KNOWLEDGE), policy_of(KNOWLEDGE), frozenset(), frozenset())
    limit = setting.policy.block

    def pairs(n: int) -> int:
        named = (document(f"d{i}", ("Company", f"云帆{chr(0x4E00 + i % 977)}{chr(0x5E00 + i % 991)}有限公司")) for i in range(n))
        found = things(named, setting)
        return len(candidates(found, judge(found, setting), limit))

    assert pairs(2000) < 2.5 * pairs(1000) < 2.5 * 1000 * limit


@pytest.mark.parametrize("parts", [2, 5])
def test_however_the_work_is_shared_out_it_comes_to_the_same(parts: int) -> None:
    articles = [document(f"a{i}", ("Company", long), ("Company", short), home="渝北区") for i, (_, long, short) in enumerate(SAME)]
    whole = resolve(articles, KNOWLEDGE)
    assert len(whole.entities) < len(SAME) * 2
    assert resolve(articles, KNOWLEDGE, lambda work, things: [work(part, parts) for part in range(parts)]) == whole  # noqa: ARG005
