"""How likely two names are one thing: the score, what it is for, and what forbids it."""

from __future__ import annotations

import pytest

from kg.knowledge import load
from kg.model import Entity, Extraction
from kg.resolve.judge import Judgement, judge
from kg.resolve.things import Thing, setting_of, things

SETTING = setting_of(load())


def document(name: str, *entities: tuple[str, ...], home: str = "") -> Extraction:
    """An extraction of entities given as (class, form, form …); `home` is a district named beside them."""
    found = [Entity(f"e{i}", type_, max(forms, key=len), tuple(forms)) for i, (type_, *forms) in enumerate(entities)]
    found += [Entity("home", "District", home, (home,))] if home else []
    return Extraction(name, "", "", "", "", entities=tuple(found))


def judged(one: tuple[str, str], other: tuple[str, str], documents: list[Extraction]) -> Judgement:
    """The judgement on two entities, given as (document, id), the same in both directions."""
    found = things(documents, SETTING)
    referee = judge(found, SETTING)

    def thing(member: tuple[str, str]) -> Thing:
        return next(t for t in found if member in t.members)

    a, b = thing(one), thing(other)
    assert referee.compare(a, b) == referee.compare(b, a)
    return referee.compare(a, b)


def of_two(one: tuple[str, ...], other: tuple[str, ...], homes: tuple[str, str] = ("", ""), *firms: str) -> Judgement:
    """The judgement on the things of two documents; firms: of a third one."""
    documents = [document("a", one, home=homes[0]), document("b", other, home=homes[1]), document("c", *(("Company", f) for f in firms))]
    return judged(("a", "e0"), ("b", "e0"), documents)


ALIKE = [
    ("Company", ("京东",), ("京东",), 1.0, "same_form"),
    ("Company", ("蓝岭科技",), ("苏州蓝岭科技有限公司",), 0.92, "same_core"),
    ("Company", ("蓝岭科技",), ("蓝岭",), 0.88, "same_kernel"),
    ("Organization", ("星湖大学研究院",), ("星湖研究院",), 0.84, "abbreviation"),
    ("Organization", ("星湖大学研究院",), ("星湖院",), 0.84, "abbreviation"),
    ("Organization", ("星湖配套研究院",), ("星湖研究院",), 0.84, "abbreviation"),
    ("Organization", ("星湖大学研究院",), ("星院",), 0.0, ""),  # two characters are no abbreviation
    ("Organization", ("星湖大学研究院",), ("月湖研究院",), 0.0, ""),
    ("Organization", ("星湖大学研究院",), ("星湖研究所",), 0.0, ""),
    ("Organization", ("星湖科技研究院",), ("星湖研究院",), 0.0, ""),  # 科技 tells organizations apart
    ("Company", ("蓝岭星通智联",), ("蓝岭智联",), 0.8, "contraction"),
    ("Company", ("蓝岭星云通海智联",), ("蓝岭智联",), 0.8, "contraction"),  # twice as long
    ("Company", ("蓝岭星云通海天智联",), ("蓝岭智联",), 0.0, ""),  # more than that
    ("Company", ("蓝岭星通智",), ("蓝岭智",), 0.0, ""),  # three characters are no contraction
    ("Company", ("蓝岭星通智联",), ("蓝峰智联",), 0.0, ""),
    ("Company", ("蓝岭星通智联",), ("蓝岭海联",), 0.0, ""),
    ("Company", ("蓝岭东通智联",), ("蓝岭智联",), 0.0, ""),  # 东 tells names apart
    ("Organization", ("蓝岭星通智联",), ("蓝岭智联",), 0.0, ""),  # not for organizations
    ("Park", ("苏州云帆科技城",), ("苏州临湖云帆科技城",), 0.8, "same_place_tail"),
    ("Park", ("云帆科技城",), ("临湖云帆科技城",), 0.6, "tail"),
    ("Park", ("云帆谷城",), ("临湖云帆谷城",), 0.6, "tail"),
    ("Park", ("云帆城",), ("临湖云帆城",), 0.0, ""),  # three characters are too few
    ("Company", ("云帆精工",), ("临湖云帆精工",), 0.0, ""),  # of a firm it is another firm
    ("Company", ("蓝岭汽车", "蓝岭"), ("蓝岭",), 0.98, "same_form"),  # by a name that is not the fullest
    ("Park", ("星湖产业园一期",), ("星湖产业园",), 0.0, ""),
]


@pytest.mark.parametrize(("type_", "one", "other", "score", "reason"), ALIKE)
def test_the_heaviest_feature_of_two_names_is_their_score(
    type_: str, one: tuple[str, ...], other: tuple[str, ...], score: float, reason: str
) -> None:
    assert of_two((type_, *one), (type_, *other)) == Judgement(score, (reason,) if reason else ())


FORBIDDEN = [
    ("Product", "银河一号", "银河", "number"),
    ("Product", "银河L6", "银河L", "number"),
    ("Product", "银河L6", "银河L7", "number"),
    ("Project", "星湖产业园一期", "星湖产业园二期", "number"),
    ("Company", "云帆分公司", "云帆", "branch"),
    ("Company", "苏州云帆分公司", "云帆分公司", "branch"),
    ("Company", "云帆集团", "云帆股份", "arm of a group"),
    ("Company", "云帆集团", "苏州云帆", "arm of a group"),
    ("Company", "云帆集团", "云帆科技", "arm of a group"),
    ("Company", "苏州云帆精工", "无锡云帆精工", "place"),
    ("District", "苏州市", "无锡市", "division"),
]


@pytest.mark.parametrize(("type_", "one", "other", "reason"), FORBIDDEN)
def test_what_names_of_two_things_differ_in_is_said(type_: str, one: str, other: str, reason: str) -> None:
    assert of_two((type_, one), (type_, other)) == Judgement(0, (reason,), veto=True)


ALLOWED = [
    ("Company", "苏州云帆分公司", "苏州云帆分公司", Judgement(1.0, ("same_form",))),
    ("Company", "云帆集团", "云帆", Judgement(0.92, ("same_core",))),
    ("Company", "苏州云帆集团", "苏州云帆", Judgement(0.92, ("same_core",))),
    ("Company", "苏州云帆精工", "江苏云帆精工", Judgement(0.92, ("same_core",))),
    ("Program", "第二批蓝岭计划", "蓝岭计划", Judgement(0.86, ("same_core", "number"))),
    ("District", "鼓楼区", "苏州市", Judgement(0.0)),  # it may be any 鼓楼区
]


@pytest.mark.parametrize(("type_", "one", "other", "judgement"), ALLOWED)
def test_what_names_of_one_thing_may_differ_in(type_: str, one: str, other: str, judgement: Judgement) -> None:
    assert of_two((type_, one), (type_, other)) == judgement


PLACED = [
    ("Honor", "苏州独角兽企业", "", "独角兽企业", "无锡", Judgement(0, ("place",), veto=True)),
    ("Honor", "苏州独角兽企业", "", "独角兽企业", "苏州", Judgement(0.92, ("same_core",))),
    ("Honor", "苏州独角兽企业", "", "独角兽企业", "", Judgement(0.92, ("same_core",))),
    ("Company", "苏州蓝岭精工", "", "蓝岭精工", "无锡", Judgement(0.92, ("same_core",))),  # only awards and programs are regional
    ("Organization", "国家蓝岭研究院", "", "苏州蓝岭研究院", "", Judgement(0, ("level",), veto=True)),
    ("Organization", "国家蓝岭研究院", "", "蓝岭研究院", "苏州", Judgement(0.88, ("same_kernel",))),
    ("Park", "高新区", "", "高新区", "", Judgement(0, ("scope",), veto=True)),
    ("Park", "高新区", "苏州", "高新区", "苏州", Judgement(1.0, ("same_form",))),
    ("Park", "高新区", "苏州", "高新区", "无锡", Judgement(0, ("scope",), veto=True)),
    ("Park", "高新区", "苏州", "苏州高新区", "", Judgement(0.92, ("same_core",))),
    ("Park", "高新区", "", "苏州高新区", "", Judgement(0, ("scope",), veto=True)),
    ("Park", "高新区", "苏州", "无锡高新区", "", Judgement(0, ("scope",), veto=True)),
    ("Facility", "人民公园", "成都", "成都人民公园", "", Judgement(0.92, ("same_core",))),
]


@pytest.mark.parametrize(("type_", "one", "here", "other", "there", "judgement"), PLACED)
def test_places_of_names_and_documents_speak_for_or_against(
    type_: str, one: str, here: str, other: str, there: str, judgement: Judgement
) -> None:
    assert of_two((type_, one), (type_, other), (here, there)) == judgement


CLASSES = [
    (("Project", "锦云数据中心项目"), ("Facility", "锦云数据中心"), Judgement(0.87, ("same_core", "other class"))),
    (("Company", "云帆汽车"), ("Facility", "云帆汽车"), Judgement(0.95, ("same_form", "other class"))),
    (("Project", "锦云国际数据中心"), ("Facility", "锦云数据中心"), Judgement(0, ("class",))),  # alike, but not enough
    (("Company", "云帆汽车"), ("Facility", "蓝岭汽车"), Judgement(0, ("class",), veto=True)),
    (("Company", "云帆汽车"), ("Product", "云帆汽车"), Judgement(0, ("class",), veto=True)),
    (("Company", "云帆汽车"), ("Organization", "云帆汽车有限公司"), Judgement(0.87, ("same_core", "other class"))),
]


@pytest.mark.parametrize(("one", "other", "judgement"), CLASSES)
def test_things_of_two_classes_must_be_more_alike(one: tuple[str, str], other: tuple[str, str], judgement: Judgement) -> None:
    assert of_two(one, other) == judgement


BRANDS = [
    (("蓝岭",), ("蓝岭微电子",), ("", ""), (), 0.7, "no place in common"),
    (("蓝岭",), ("蓝岭微电子",), ("苏州", "无锡"), (), 0.7, "no place in common"),
    (("蓝岭",), ("蓝岭微电子",), ("苏州", "苏州"), (), 0.76, "told of in one place"),
    (("蓝岭",), ("蓝岭微电子",), ("苏州", "苏州"), ("蓝岭汽车",), 0.5, "several firms of the brand"),
    (("蓝岭",), ("蓝岭微电子",), ("苏州", "苏州"), ("星湖汽车", "星湖软件"), 0.76, "told of in one place"),
    (("海尔",), ("海尔微电子",), ("苏州", "苏州"), (), 0.7, "well-known brand"),
]


@pytest.mark.parametrize(("one", "other", "homes", "firms", "score", "reason"), BRANDS)
def test_a_brand_is_its_firm_where_no_other_firm_has_it(
    one: tuple[str, ...], other: tuple[str, ...], homes: tuple[str, str], firms: tuple[str, ...], score: float, reason: str
) -> None:
    assert of_two(("Company", *one), ("Company", *other), homes, *firms) == Judgement(score, ("brand", reason))


def test_a_short_form_in_common_counts_less_where_the_fullest_names_go_different_ways() -> None:
    assert of_two(("Company", "蓝岭汽车", "蓝岭"), ("Company", "蓝岭软件", "蓝岭")) == Judgement(
        0.68, ("same_form", "fullest names diverge")
    )
    assert of_two(("Company", "蓝岭汽车", "星湖"), ("Company", "云帆软件", "星湖")) == Judgement(0.98, ("same_form",))
    assert of_two(("Company", "蓝岭汽车", "蓝岭"), ("Company", "蓝岭汽车有限公司", "蓝岭")) == Judgement(0.98, ("same_form",))


@pytest.mark.parametrize(
    ("long", "short", "firms", "judgement"),
    [
        ("蓝岭星云湾", "星云湾", (), Judgement(0.0)),
        ("蓝岭星云湾", "星云湾", ("蓝岭",), Judgement(0.82, ("same_without_owner",))),
        ("蓝岭星云湾", "星云湾", ("蓝岭集团",), Judgement(0.82, ("same_without_owner",))),
        ("蓝岭星云", "星云", ("蓝岭",), Judgement(0.0)),  # two characters may be anyone's
        ("蓝岭人民公园", "人民公园", ("蓝岭",), Judgement(0, ("scope",), veto=True)),
    ],
)
def test_what_is_named_after_its_owner_goes_without_too(long: str, short: str, firms: tuple[str, ...], judgement: Judgement) -> None:
    assert of_two(("Facility", long), ("Facility", short), ("", ""), *firms) == judgement


@pytest.mark.parametrize(
    ("one", "other", "judgement"),
    [
        (("Project", "星湖水库"), ("Project", "星湖水库项目"), Judgement(0.92, ("same_core",))),
        (
            ("Project", "星湖水库"),
            ("Project", "苏州星湖水库项目"),
            Judgement(0.92, ("same_core", "one document tells them apart"), veto=True),
        ),
        (("Company", "蓝岭星通智联"), ("Company", "蓝岭智联"), Judgement(0.8, ("contraction", "one document tells them apart"), veto=True)),
        (("Company", "蓝岭精工"), ("Company", "星湖软件"), Judgement(0.0, ("one document tells them apart",), veto=True)),
    ],
)
def test_two_names_in_one_document_are_two_things(one: tuple[str, str], other: tuple[str, str], judgement: Judgement) -> None:
    assert judged(("a", "e0"), ("a", "e1"), [document("a", one, other)]) == judgement
