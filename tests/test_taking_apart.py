"""What is told from what in a name, where a place lies, and what a thing is called."""

from __future__ import annotations

import pytest

from kg.knowledge import load
from kg.model import Entity, Extraction, Observation, Relation
from kg.resolve import normalise, resolve
from kg.resolve.naming import key_of
from kg.resolve.phrases import Phrases
from kg.resolve.places import gazetteer_of, scene
from kg.resolve.things import own_place, setting_of, things

KNOWLEDGE = load()
SETTING = setting_of(KNOWLEDGE)
WORDS, GAZETTEER = SETTING.words, gazetteer_of(KNOWLEDGE)

NAMES = [  # class, name; form, core, kernel, prefix
    ("Company", "重庆市蓝岭科技有限公司", "重庆市蓝岭科技有限公司", "蓝岭科技", "蓝岭", "重庆市"),
    ("Company", "四川省绵阳市蓝岭精工股份有限公司", "四川省绵阳市蓝岭精工股份有限公司", "蓝岭精工", "蓝岭精工", "绵阳市"),
    ("Company", "云帆（苏州）智能科技有限公司", "云帆苏州智能科技有限公司", "云帆智能科技", "云帆", "苏州"),
    ("Company", "云帆(一部)(苏州)精工", "云帆一部苏州精工", "云帆一部精工", "云帆一部精工", "苏州"),
    ("Company", "云帆(一部)精工", "云帆一部精工", "云帆一部精工", "云帆一部精工", ""),
    ("Company", "无锡云帆（苏州）", "无锡云帆苏州", "云帆", "云帆", "无锡"),
    ("Company", "“云帆” ＡＢ科技", "云帆ab科技", "云帆ab科技", "云帆ab", ""),
    ("Company", "IBM Co., Ltd", "ibmcoltd", "ibm", "ibm", ""),
    ("Company", "科技", "科技", "科技", "科技", ""),
    ("Company", "云科技", "云科技", "云科技", "云科技", ""),  # one character is no kernel
    ("Park", "重庆高新技术产业开发区", "重庆高新区", "重庆高新区", "重庆高新区", "重庆"),
    ("Park", "青溪国际数据谷", "青溪国际数据谷", "青溪国际数据谷", "青溪数据谷", ""),
    ("Facility", "北京苏州街", "北京苏州街", "苏州街", "苏州街", "北京"),  # 苏州 does not lie in 北京
    ("Facility", "苏州人民公园", "苏州人民公园", "苏州人民公园", "苏州人民公园", "苏州"),
    ("Facility", "苏州和无锡湾", "苏州和无锡湾", "苏州和无锡湾", "苏州无锡湾", ""),  # both places belong to the name
    ("Facility", "苏州和美湾", "苏州和美湾", "和美湾", "美湾", "苏州"),  # 美湾 is no place
    (
        "Organization",
        "忻城县财政局",
        "忻城县财政局",
        "忻城财政局",
        "忻城财政局",
        "忻城",
    ),  # a place that belongs to the name, as it is mostly called
    ("Company", "华安（曲阜）陶瓷", "华安曲阜陶瓷", "华安陶瓷", "华安陶瓷", "曲阜"),  # 华安 is a county, far from 曲阜
    ("Product", "凤阳R46", "凤阳r46", "凤阳r46", "凤阳r46", "凤阳"),  # many things are R46
    ("Honor", "第三批专精特新“小巨人”企业", "第三批小巨人企业", "小巨人", "小巨人", ""),
    ("Honor", "2023年度首批绿色工厂", "2023年度首批绿色工厂", "绿色工厂", "绿色工厂", ""),
    ("Industry", "新能源汽车产业", "新能源汽车产业", "新能源汽车", "新能源汽车", ""),
    ("Company", "新能源汽车产业", "新能源汽车产业", "新能源汽车产业", "新能源汽车产业", ""),  # 产业 may be missing behind an industry only
]


@pytest.mark.parametrize(("type_", "text", "form", "core", "kernel", "prefix"), NAMES)
def test_a_name_is_taken_apart(type_: str, text: str, form: str, core: str, kernel: str, prefix: str) -> None:
    name = WORDS.name(text, type_)
    assert (name.text, name.kind, name.form, name.core, name.kernel, name.prefix) == (text, type_, form, core, kernel, prefix)
    assert name.place == WORDS.places.get(prefix, frozenset())


def test_no_more_than_some_names_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normalise, "REMEMBERED", 3)
    words = normalise.Words(KNOWLEDGE.tables)
    for type_, text, form, *_ in NAMES * 2:
        assert words.name(text, type_).form == form
        assert words._taken_apart.cache_info().currsize <= 3


@pytest.mark.parametrize(
    ("type_", "text", "group", "branch", "local"),
    [
        ("Company", "蓝岭集团有限公司", "group", False, False),
        ("Company", "蓝岭控股集团", "group", False, False),  # the last one counts
        ("Company", "蓝岭控股有限公司", "arm", False, False),
        ("Company", "蓝岭股份", "arm", False, False),
        ("Company", "蓝岭有限公司", "", False, False),
        ("Company", "蓝岭苏州分公司", "", True, False),
        ("Company", "某某航空成都公司", "", True, False),
        ("Company", "某某航空成都有限公司", "", True, False),
        ("Company", "某某航空成都", "", False, False),
        ("Company", "某某航空成都集团", "group", False, False),
        ("Facility", "人民公园", "", False, True),
        ("Facility", "苏州人民公园", "", False, True),
        ("Company", "科技园", "", False, False),
    ],
)
def test_ends_of_names_say_what_of_a_firm_it_is(type_: str, text: str, group: str, branch: bool, local: bool) -> None:
    name = WORDS.name(text, type_)
    assert (name.group, name.branch, name.local) == (group, branch, local)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("星湖产业园二期", ("2",)),
        ("星湖产业园2期", ("2",)),
        ("第三批绿色工厂", ("3",)),
        ("长征五号1号楼", ("1", "5")),
        ("银河L6.5", ("6.5",)),
        ("三一重工", ()),  # no number without what it counts
        ("第九蓝岭", ("9",)),
        ("第十二届蓝岭博览会", ("12",)),
        ("第一百二十八届蓝岭博览会", ("128",)),
        ("第一二百三届蓝岭博览会", ("一二百三",)),  # no numeral
    ],
)
def test_numbers_of_a_name_in_one_spelling(text: str, numbers: tuple[str, ...]) -> None:
    assert WORDS.name(text, "Product").numbers == numbers


@pytest.mark.parametrize(
    ("type_", "text", "own", "telling"),
    [
        ("Company", "蓝岭精工", 4, True),
        ("Company", "蓝岭科技", 2, True),
        ("Park", "国际蓝", 1, False),
        ("Facility", "人民公园", 0, False),
        ("Facility", "苏州人民公园", 0, True),
    ],
)
def test_what_common_words_leave_of_a_name_is_its_own(type_: str, text: str, own: int, telling: bool) -> None:
    name = WORDS.name(text, type_)
    assert (name.own, name.telling) == (own, telling)


def test_known_short_names_stand_for_the_full_ones() -> None:
    assert WORDS.name("发改委", "Organization").form == "发改委"  # anyone's
    assert WORDS.name("长江三峡集团", "Company").form == "三峡集团"
    assert WORDS.name("蚂蚁金服", "Company").form == "蚂蚁金服"  # of 蚂蚁集团, but not the group
    assert WORDS.name("清华", "Organization").form == WORDS.name("清华大学", "Organization").form
    assert WORDS.name("工信部", "Organization").form == WORDS.name("工业和信息化部", "Organization").form


@pytest.mark.parametrize(
    ("piece", "type_", "so"),
    [
        ("东", "Company", True),
        ("临东湖", "Company", True),
        ("2", "Company", True),
        ("湖", "Company", False),
        ("农业", "Organization", True),
        ("农业", "Company", False),
    ],
)
def test_some_pieces_tell_names_apart(piece: str, type_: str, so: bool) -> None:
    assert WORDS.contrasts(piece, type_) is so


def test_words_are_looked_for_longest_first_and_leave_two_characters() -> None:
    words = Phrases(["科技", "科技城", "园", "", "城东"])
    assert list(words.fronts("科技城东园")) == ["科技城", "科技"]
    assert list(words.fronts("科技城")) == [] and list(words.fronts("科技城东")) == ["科技"]
    assert list(words.fronts("科技城", keep=0)) == ["科技城", "科技"]
    assert (words.front("科技城东园"), words.front("东科技城")) == ("科技城", "")
    assert (words.end("东方科技城"), words.end("方科技城"), words.end("方科技城", keep=1), words.end("方科技城东")) == (
        "科技城",
        "",
        "科技城",
        "城东",
    )
    assert words.without_ends("东方园科技科技城") == "东方" and words.without_ends("园园园") == "园园"
    assert [words.uncovered(text) for text in ("", "东方科技园", "科技城东", "科技城东园", "园", "东")] == [0, 2, 0, 0, 0, 1]
    assert words.replace("东科技城科技园", {"科技": "技"}) == "东技"
    assert "科技" in words and "" not in words and "科" not in words
    assert Phrases([]).uncovered("东方") == 2 and Phrases([]).front("东方科技") == Phrases([]).end("东方科技") == ""


PLACES = [  # name; what it may mean, what it lies in, what it means without anything else named
    ("吉林", {"22", "2202"}, set(), "22"),
    ("四川省绵阳市", {"5107"}, {"51"}, "5107"),
    ("四川绵阳", {"5107"}, {"51"}, "5107"),
    ("绵阳市", {"5107"}, set(), "5107"),
    ("鼓楼区", {"320106", "320302", "350102", "410204"}, set(), ""),
    ("南京鼓楼区", {"320106"}, {"3201"}, "320106"),
    ("江苏南京鼓楼", {"320106"}, {"3201"}, "320106"),
    ("江苏鼓楼", {"320106", "320302"}, {"32"}, ""),
    ("朝阳", {"110105", "2113", "211321", "220104"}, set(), "2113"),
    ("渝北龙溪街道", set(), {"500112"}, ""),
    ("龙溪街道", set(), set(), ""),
    ("云帆", set(), set(), ""),
    ("", set(), set(), ""),
]


@pytest.mark.parametrize(("name", "candidates", "outer", "alone"), PLACES)
def test_a_place_is_what_its_name_and_what_stands_before_it_say(name: str, candidates: set[str], outer: set[str], alone: str) -> None:
    assert (GAZETTEER.candidates(name), GAZETTEER.outer(name)) == (candidates, outer)
    assert (GAZETTEER.decide(candidates, ()) if candidates else "") == alone


def test_places_lie_in_one_another() -> None:
    assert list(GAZETTEER.chain("320106")) == ["320106", "3201", "32"] and list(GAZETTEER.chain("")) == []
    assert GAZETTEER.related("32", "320106") and GAZETTEER.related("320106", "32") and GAZETTEER.related("32", "32")
    assert not GAZETTEER.related("3201", "320302")
    assert GAZETTEER.named("鼓楼区") == {"320106", "320302", "350102", "410204"}
    assert GAZETTEER.named("鼓楼") == GAZETTEER.named("云帆") == set()
    assert GAZETTEER.divisions["32"].official == "320000"


@pytest.mark.parametrize(
    ("name", "context", "code"),
    [
        ("鼓楼区", ["3201"], "320106"),
        ("鼓楼区", ["32"], ""),
        ("鼓楼区", ["32", "320303"], "320302"),
        ("鼓楼区", ["3201", "3501"], ""),
        ("吉林", ["220104"], "22"),
        ("吉林", ["220202"], "2202"),
        ("朝阳", ["11"], "110105"),
    ],
)
def test_a_name_of_many_places_means_the_one_near_what_else_is_named(name: str, context: list[str], code: str) -> None:
    assert GAZETTEER.decide(GAZETTEER.candidates(name), context) == code


def extraction(*entities: tuple[str, ...], title: str = "", relations: tuple[tuple[int, str, int], ...] = ()) -> Extraction:
    found = tuple(Entity(f"e{i}", type_, max(forms, key=len), tuple(forms)) for i, (type_, *forms) in enumerate(entities))
    said = tuple(Relation(f"e{h}", relation, f"e{t}", "", 1.0, ()) for h, relation, t in relations)
    return Extraction("a", title, "", "", "", entities=found, relations=said)


def home(document: Extraction) -> str:
    return scene(document, "District", SETTING.policy.places, GAZETTEER).home


def test_a_document_is_about_the_place_that_most_is_said_of() -> None:
    two = (("District", "苏州市"), ("District", "无锡市"), ("Company", "云帆"))
    assert home(extraction(*two)) == "3205"  # the first
    assert home(extraction(*two, title="无锡的工业")) == "3205"  # nothing is said at all
    assert home(extraction(*two, relations=((2, "located_in", 1),))) == "3202"
    said = ((2, "located_in", 0), (2, "supplies", 0))
    assert home(extraction(*two, relations=((2, "located_in", 1), *said))) == "3205"
    assert home(extraction(*two, title="无锡市的工业", relations=said)) == "3205"
    assert home(extraction(*two, title="无锡市的工业", relations=((2, "located_in", 0),))) == "3202"
    figure = Observation("e1", "产值", "level", 1.0, "亿元", "=", "2023", "actual", "r", 1.0, ())
    plain = extraction(*two)
    assert home(Extraction("a", "", "", "", "", entities=plain.entities, observations=(figure,))) == "3202"
    assert home(extraction(("Company", "苏州云帆"))) == ""


def test_names_of_things_hint_at_the_place() -> None:
    assert home(extraction(("Park", "苏州云帆园"))) == "3205"
    assert home(extraction(("Park", "苏州云帆园"), ("District", "无锡市"))) == "3202"  # a single one far from what is named
    assert home(extraction(("Park", "苏州云帆园"), ("Park", "苏州星湖园"), ("District", "无锡市"))) == "3205"
    assert home(extraction(("Park", "无锡云帆园"), ("District", "苏州市"), ("District", "无锡市"))) == "3202"
    assert home(extraction(("Product", "苏州云帆"))) == ""


def test_the_places_of_a_scene_by_what_else_is_named() -> None:
    here = scene(extraction(("District", "鼓楼区"), ("District", "南京市")), "District", (), GAZETTEER)
    assert (here.codes, here.open, here.home) == ({"e0": "320106", "e1": "3201"}, {}, "320106")
    here = scene(extraction(("District", "鼓楼区"), ("District", "云帆镇")), "District", (), GAZETTEER)
    assert (here.codes, here.open, here.home) == ({}, {"e0": {"320106", "320302", "350102", "410204"}}, "")
    here = scene(extraction(("District", "鼓楼区"), ("Park", "南京云帆园")), "District", ("Park",), GAZETTEER)
    assert here.codes == {"e0": "320106"}
    here = scene(extraction(("District", "鼓楼", "南京鼓楼区")), "District", (), GAZETTEER)
    assert here.codes == {"e0": "320106"}  # by the fullest form


@pytest.mark.parametrize(
    ("form", "type_", "code", "full"),
    [
        ("市政府", "Organization", "3204", "常州市政府"),
        ("省发改委", "Organization", "3204", "江苏省发改委"),
        ("区政府", "Organization", "320106", "鼓楼区政府"),
        ("区政府", "Organization", "3204", "区政府"),  # no district
        ("市级独角兽企业", "Honor", "3204", "常州市独角兽企业"),
        ("市政府", "Program", "3204", "市政府"),
        ("市蓝岭园", "Park", "3204", "市蓝岭园"),  # has a name of its own
        ("全市", "Region", "3204", "全市"),
        ("市政府", "Organization", "", "市政府"),
    ],
)
def test_the_documents_own_place_is_put_in_front(form: str, type_: str, code: str, full: str) -> None:
    assert own_place(form, type_, code, SETTING) == full


def test_things_are_named_by_those_that_run_them_and_stand_where_it_is_said() -> None:
    said = ((0, "operates", 1), (0, "operates", 2), (2, "located_in", 3), (0, "located_in", 3))
    document = extraction(
        ("Company", "云帆汽车"), ("Facility", "超级工厂"), ("Facility", "星湖工厂"), ("District", "苏州市"), relations=said
    )
    found = {thing.members[0][1]: thing for thing in things([document], SETTING)}
    assert [name.text for name in found["e1"].names] == ["云帆汽车超级工厂"] and found["e1"].telling and found["e1"].scope == ""
    assert [name.text for name in found["e2"].names] == ["星湖工厂"]
    assert (found["e2"].where, found["e0"].where, found["e1"].where) == ({"3205"}, set(), set())  # a firm stands in many places
    assert {thing.homes for key, thing in found.items() if key != "e3"} == {frozenset({"3205"})}
    assert (found["e3"].code, found["e3"].labels) == ("3205", ("苏州市",))


def test_an_award_goes_by_its_full_name_where_a_document_makes_it_short() -> None:
    (found,) = things([extraction(("Industry", "预制菜装备", "装备"))], SETTING)
    assert [name.text for name in found.names] == ["预制菜装备"] and found.printed == {"预制菜装备", "装备"}
    (firm,) = things([extraction(("Company", "蓝岭", "蓝岭精工", "蓝岭重卡"))], SETTING)
    assert [name.text for name in firm.names] == ["蓝岭精工", "蓝岭重卡", "蓝岭"]


def labels(*documents: Extraction) -> list[tuple[str, str]]:
    return [(e.type, e.label) for e in resolve(documents, KNOWLEDGE).entities if e.type != "District"]


@pytest.mark.parametrize(
    ("type_", "forms", "label"),
    [
        ("Company", ("苏州云帆有限公司",), "云帆"),
        ("Company", ("苏州云帆公司",), "苏州云帆"),  # not registered: the place stays
        ("Company", ("蓝岭通讯技术有限公司",), "蓝岭通讯"),
        ("Company", ("蓝岭技术有限公司",), "蓝岭技术"),  # four characters stay
        ("Company", ("蓝岭通讯技术",), "蓝岭通讯技术"),
        ("Company", ("某某航空成都公司",), "某某航空成都公司"),
        ("Company", ("云帆(苏州)精工",), "云帆精工"),
        ("Company", ("云帆(一部)精工",), "云帆(一部)精工"),
        ("Company", ("科技(苏州)",), "科技(苏州)"),
        ("Park", ("江苏苏州云帆园",), "云帆园"),
        ("Park", ("苏州科技园",), "苏州科技园"),
        ("Facility", ("苏州云帆工厂",), "苏州云帆工厂"),
        ("Facility", ("苏州云帆工厂", "云帆工厂"), "云帆工厂"),
        ("Facility", ("江苏苏州云帆工厂", "云帆工厂"), "云帆工厂"),
        ("Facility", ("江苏苏州云帆工厂", "苏州云帆工厂"), "苏州云帆工厂"),
        ("Company", ("云帆精工有限公司", "云帆"), "云帆"),
        ("Company", ("蓝岭科技", "蓝岭"), "蓝岭科技"),  # of a firm the longer one
        ("Park", ("青溪国际数据谷", "青溪数据谷"), "青溪数据谷"),  # of others the one without fillers
        ("Company", ("苏州港", "港"), "苏州港"),  # one character is not enough
        ("Program", ("满天星行动", "满天星行动计划"), "满天星行动"),
    ],
)
def test_labels_go_without_what_nobody_says(type_: str, forms: tuple[str, ...], label: str) -> None:
    assert labels(extraction((type_, *forms))) == [(type_, label)]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("哈密—重庆±800千伏工程", "哈密-重庆800千伏工程"),
        ("-云帆_", "云帆"),
        ("Ａ / B", "A-B"),
        ("云" * 80, "云" * 80),
        ("“”", "name-6944600a"),
    ],
)
def test_keys_hold_letters_and_digits(label: str, key: str) -> None:
    assert key_of(label) == key


def test_a_long_key_ends_in_a_hash() -> None:
    one, other = key_of("云" * 81), key_of("云" * 82)
    assert one != other and {len(one), len(other)} == {89} and one.startswith("云" * 80 + "-")
