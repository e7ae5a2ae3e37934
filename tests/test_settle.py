"""Entities that may be one or two, and the rows of same_as.tsv that settle which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.knowledge import Knowledge, load
from kg.knowledge.files import Row
from kg.model import Doubt, ResolvedEntity
from kg.resolve.doubts import Mixture, Surroundings, may_be_one, may_be_two
from kg.resolve.settle import holders, rows_to_join, rows_to_part

KNOWLEDGE = load()
NOWHERE = Surroundings(frozenset(), {}, {})


def entity(key: str, *names: str, type_: str = "Company", docs: tuple[str, ...] = ("a",), full: str = "", code: str = "") -> ResolvedEntity:
    """An entity of class `type_`, with one member in each document."""
    return ResolvedEntity(key, type_, key, names or (key,), tuple((doc, "e0") for doc in docs), full_name=full, division_code=code)


def decided(*rows: tuple[str, str, str]) -> Knowledge:
    columns = ("left", "right", "verdict")
    return replace(KNOWLEDGE, same_as=tuple(Row(dict(zip(columns, r, strict=True)), f"same_as.tsv:{i}") for i, r in enumerate(rows, 2)))


NEAR = (entity("星河蓝岭精工"), entity("星河蓝岑精工", docs=("b",)))


def pairs(*entities: ResolvedEntity, around: Surroundings = NOWHERE, knowledge: Knowledge = KNOWLEDGE) -> tuple[Doubt, ...]:
    found = may_be_one(entities, around, knowledge)
    assert may_be_one(entities[::-1], around, knowledge) == found
    return found


def test_two_that_differ_by_a_character_are_asked_about() -> None:
    assert pairs(*NEAR) == (Doubt("星河蓝岑精工", "星河蓝岭精工", 0.7, ("one_character",)),)


def test_what_both_are_linked_to_speaks_for_one_and_a_common_document_against() -> None:
    left, right = sorted(e.key for e in NEAR)
    company = Surroundings(frozenset(), {left: frozenset({"园", "城"}), right: frozenset({"园"})}, {})
    strangers = Surroundings(frozenset(), {left: frozenset({"城"}), right: frozenset({"园"})}, {})
    assert pairs(*NEAR, around=company) == (Doubt(left, right, 0.8, ("one_character", "neighbour")),)
    assert pairs(*NEAR, around=strangers) == pairs(*NEAR)
    here = (NEAR[0], replace(NEAR[1], members=(("a", "e1"), ("b", "e0"))))
    assert pairs(*here) == ()  # 0.55
    assert pairs(*here, around=company) == (Doubt(left, right, 0.65, ("one_character", "neighbour", "one_document")),)


def test_what_a_relation_links_or_a_person_told_apart_is_not_asked_about() -> None:
    left, right = sorted(e.key for e in NEAR)
    assert pairs(*NEAR, around=Surroundings(frozenset({(left, right)}), {}, {})) == ()
    for one, other in ((left, right), (right, left), (f"{left}@b", right), (f"{left}@b", f"{right}@a")):
        assert pairs(*NEAR, knowledge=decided((one, other, "different"))) == ()
    for one, other, verdict in ((left, right, "same"), (f"{left}@a", right, "different"), (left, "星湖", "different")):
        assert len(pairs(*NEAR, knowledge=decided((one, other, verdict)))) == 1


def test_a_doubt_is_never_surer_than_one_and_the_surest_comes_first() -> None:
    namesakes = (entity("蓝岭重卡"), entity("蓝岭重卡_b", "蓝岭重卡", docs=("b",)))
    company = Surroundings(frozenset(), {e.key: frozenset({"园"}) for e in namesakes}, {})
    found = pairs(*NEAR, *namesakes, around=company)
    assert [(d.score, d.reasons) for d in found] == [(1.0, ("same_form", "neighbour")), (0.7, ("one_character",))]


def test_names_within_a_doubt_count_from_the_limit_on() -> None:
    few = (entity("蓝岭重工"), entity("蓝岑重工", docs=("b",)))
    assert pairs(*few) == ()  # 0.55 alone is too little
    company = Surroundings(frozenset(), {e.key: frozenset({"园"}) for e in few}, {})
    assert [d.score for d in pairs(*few, around=company)] == [0.65]


def test_another_class_makes_a_doubt_smaller_or_forbids_it() -> None:
    one = entity("星河蓝岭精工")
    assert [d.score for d in pairs(one, entity("星河蓝岑精工", type_="Organization", docs=("b",)))] == [0.65]
    assert pairs(one, entity("星河蓝岑精工", type_="Person", docs=("b",))) == ()


def test_the_registered_name_is_compared_too() -> None:
    one = entity("蓝岭", "蓝岭", full="星河蓝岭精工有限公司")
    (found,) = pairs(one, entity("星河蓝岭精工", docs=("b",)))
    assert found.reasons == ("same_core",)


def test_divisions_are_told_apart_by_their_codes() -> None:
    one, other = (entity(k, type_="District", docs=(d,), code=c) for k, d, c in (("渝北区县", "a", "500112"), ("渝北区域", "b", "500109")))
    assert pairs(one, other) == ()


def test_sites_that_stand_elsewhere_are_two() -> None:
    one, other = (entity(k, "星湖智能谷", type_="Park", docs=(d,)) for k, d in (("谷", "a"), ("谷_b", "b")))
    assert [d.score for d in pairs(one, other)] == [1.0]

    def standing(left: str, right: str) -> Surroundings:
        return Surroundings(frozenset(), {}, {"谷": {"a": frozenset({left})}, "谷_b": {"b": frozenset({right})}})

    assert pairs(one, other, around=standing("500112", "500109")) == ()
    assert [d.score for d in pairs(one, other, around=standing("500112", "500000"))] == [1.0]
    assert [d.score for d in pairs(one, other, around=standing("500112", "unknown"))] == [1.0]
    firms = (replace(one, type="Company"), replace(other, type="Company"))
    assert [d.score for d in pairs(*firms, around=standing("500112", "500109"))] == [1.0]  # a firm stands in many places


def test_common_names_of_two_entities_are_no_reason_to_ask() -> None:
    assert pairs(*(entity(k, "人民公园", type_="Facility", docs=(d,)) for k, d in (("人民公园", "a"), ("人民公园_b", "b")))) == ()


# one that may be two


def mixed(
    *entities: ResolvedEntity, standing: dict[str, dict[str, set[str]]] | None = None, knowledge: Knowledge = KNOWLEDGE
) -> list[Mixture]:
    there = {key: {doc: frozenset(codes) for doc, codes in docs.items()} for key, docs in (standing or {}).items()}
    return list(may_be_two(entities, Surroundings(frozenset(), {}, there), knowledge))


VALLEY = entity("星湖智能谷", "星湖智能谷", "星湖谷", type_="Park", docs=("a", "b", "c"))


def test_a_site_that_its_documents_put_into_two_places_may_be_two() -> None:
    (found,) = mixed(VALLEY, standing={"星湖智能谷": {"a": {"500112"}, "c": {"500109"}, "b": {"500000"}}})
    left = (("星湖智能谷", "a"), ("星湖谷", "a"))
    right = (("星湖智能谷", "c"), ("星湖谷", "c"))
    assert found == Mixture("星湖智能谷", 0.8, "other_place", left, right)


@pytest.mark.parametrize(
    "standing",
    [
        {"a": {"500112"}, "b": {"500000"}},  # one lies in the other
        {"a": {"500112"}, "b": {"500112", "500109"}},
        {"a": {"500112"}, "b": set()},
        {"a": {"500112"}, "b": {"no code"}},
        {},
    ],
)
def test_places_that_go_together_are_no_reason_to_ask(standing: dict[str, set[str]]) -> None:
    assert mixed(VALLEY, standing={"星湖智能谷": standing}) == []
    assert mixed(VALLEY, standing={"星湖": {"a": {"500112"}, "b": {"500109"}}}) == []


def test_a_firm_may_stand_in_two_places() -> None:
    firm = replace(VALLEY, type="Company")
    assert mixed(firm, standing={"星湖智能谷": {"a": {"500112"}, "b": {"500109"}}}) == []


def test_a_site_that_its_names_put_into_two_places_may_be_two() -> None:
    names = ("星湖智能谷", "苏州星湖智能谷", "江苏星湖智能谷", "无锡星湖智能谷")
    (found,) = mixed(entity("星湖智能谷", *names, type_="Park"))
    assert found == Mixture("星湖智能谷", 0.8, "other_place", (("无锡星湖智能谷", ""),), (("苏州星湖智能谷", ""),))
    assert mixed(entity("星湖智能谷", *names[:3], type_="Park")) == []
    assert mixed(entity("高新区", "苏州高新区", "无锡高新区", type_="Park")) == []  # the place is a part of the name


def test_a_firm_with_two_registered_names_may_be_two() -> None:
    names = ("蓝岭星通智联科技有限责任公司", "蓝岭智联", "蓝岭智联科技有限公司")
    (found,) = mixed(entity("蓝岭智联", *names))
    assert found == Mixture("蓝岭智联", 0.7, "other_registered_name", ((names[0], ""),), ((names[2], ""),))
    assert mixed(entity("蓝岭智联", *names[:2])) == []
    assert mixed(entity("蓝岭智联", *names, type_="Park")) == []
    assert mixed(entity("蓝岭智联", "蓝岭智联科技有限公司", "苏州蓝岭智联科技股份有限公司")) == []  # one core
    assert mixed(entity("蓝岭智联", "蓝岭智联科技有限公司", "蓝岭智联技术有限公司")) == []  # one kernel


def test_names_without_anything_in_common_may_be_of_two() -> None:
    (found,) = mixed(entity("蓝岭重卡", "蓝岭重卡", "星湖软件", "蓝岭"))
    assert found == Mixture("蓝岭重卡", 0.6, "other_name", (("蓝岭重卡", ""), ("蓝岭", "")), (("星湖软件", ""),))
    assert mixed(entity("渝北区", "渝北区", "两江", type_="District", code="500112")) == []  # the gazetteer says so


def test_of_each_entity_only_the_likeliest_is_shown_and_the_surest_comes_first() -> None:
    valley = replace(VALLEY, names=("星湖智能谷", "蓝岭园"))
    firm = entity("蓝岭重卡", "蓝岭重卡有限公司", "星湖软件有限公司")
    plain = entity("云帆重卡", "云帆重卡", "青溪软件")
    found = mixed(plain, firm, valley, standing={"星湖智能谷": {"a": {"500112"}, "b": {"500109"}}})
    assert [(m.key, m.score, m.reason) for m in found] == [
        ("星湖智能谷", 0.8, "other_place"),
        ("蓝岭重卡", 0.7, "other_registered_name"),
        ("云帆重卡", 0.6, "other_name"),
    ]


def test_what_a_person_put_together_is_not_asked_about() -> None:
    firm = entity("蓝岭重卡", "蓝岭重卡", "星湖软件")
    assert mixed(firm, knowledge=decided(("星湖软件", "蓝岭重卡", "same"))) == []
    assert len(mixed(firm, knowledge=decided(("星湖软件", "蓝岭重卡", "different")))) == 1
    assert len(mixed(firm, knowledge=decided(("星湖软件", "蓝岭软件", "same")))) == 1
    two = {"星湖智能谷": {"a": {"500112"}, "b": {"500109"}}}
    assert mixed(VALLEY, standing=two, knowledge=decided(("星湖谷@a", "星湖智能谷@b", "same"))) == []
    assert len(mixed(VALLEY, standing=two, knowledge=decided(("星湖谷@a", "星湖智能谷@c", "same")))) == 1
    registered = entity("蓝岭重卡", "蓝岭重卡有限公司", "星湖软件有限公司")
    settled = decided(("蓝岭重卡有限公司", "星湖软件有限公司", "same"))
    assert mixed(registered, knowledge=settled) == []


# the rows


def joined(one: ResolvedEntity, other: ResolvedEntity, *more: ResolvedEntity, note: str = "") -> list[tuple[str, ...]]:
    rows = rows_to_join(one, other, holders([one, other, *more]), note)
    return [tuple(row.split("\t"))[:2] for row in rows]


def test_a_row_holds_both_names_the_verdict_and_the_note_on_one_line() -> None:
    assert rows_to_join(*NEAR, holders(NEAR), " 0.7\n one\tcharacter ") == ("星河蓝岭精工\t星河蓝岑精工\tsame\t0.7 one character",)


def test_every_form_of_both_is_in_a_row() -> None:
    one, other = entity("甲园", "甲园", "大甲园", "甲甲园"), entity("乙园", "乙园", "乙乙园", docs=("b",))
    assert joined(one, other) == [("大甲园", "乙乙园"), ("大甲园", "乙园"), ("甲甲园", "乙乙园"), ("甲园", "乙乙园")]


def test_a_form_that_a_third_has_too_is_left_out_or_bound_to_the_document() -> None:
    one, other = entity("甲园", "甲园", "园子"), entity("乙园", docs=("b",))
    third = entity("丙园", "丙园", "园子", docs=("c",))
    assert joined(one, other, third) == [("甲园", "乙园")]
    shared = replace(third, names=("丙园", "园子", "甲园"))
    assert joined(one, other, shared) == [("园子@a", "乙园@b"), ("甲园@a", "乙园@b")]
    everywhere = replace(shared, members=(("a", "e9"),))
    assert joined(one, other, everywhere) == []
    assert joined(other, one, everywhere) == []


def test_namesakes_are_bound_to_their_documents() -> None:
    one, other = entity("甲园", docs=("a", "c")), entity("甲园_b", "“甲园”", docs=("b",))
    assert joined(one, other) == [("甲园@a", "“甲园”@b"), ("甲园@c", "“甲园”@b")]
    assert joined(one, replace(other, members=())) == []


def test_a_common_form_of_both_joins_the_others() -> None:
    one, other = entity("甲园", "甲园", "甲乙园"), entity("乙园", "乙园", "甲乙园", docs=("b",))
    assert joined(one, other) == [("甲乙园", "乙园"), ("甲园", "乙园")]


@pytest.mark.parametrize("name", ["#甲园", "甲@园", "甲\t园", "甲\n园", "甲\u2028园", "“”"])
def test_a_name_that_would_break_the_table_is_in_no_row(name: str) -> None:
    assert joined(entity("甲", name), entity("乙园", docs=("b",))) == []
    assert rows_to_part([(name, "a")], [("乙园", "b")], "") == rows_to_part([("乙园", "b")], [(name, "a")], "") == ()


def test_each_form_of_one_is_told_from_each_of_the_other() -> None:
    rows = rows_to_part([("甲园", "a"), ("园子", "")], [("园子", ""), ("乙园", "b")], "0.8  other_place")
    assert [row.split("\t") for row in rows] == [
        ["甲园@a", "园子", "different", "0.8 other_place"],
        ["甲园@a", "乙园@b", "different", "0.8 other_place"],
        ["园子", "乙园@b", "different", "0.8 other_place"],
    ]
    assert rows_to_part([("“园子”", "")], [("园子", "")], "") == ()
