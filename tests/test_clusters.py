"""How things of many documents come together, what remains doubtful, and which keys they share out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge, load
from kg.knowledge.files import Row
from kg.model import Doubt, Entity, Extraction, Resolution
from kg.resolve import resolve
from kg.resolve.cluster import candidates, pairs_of_block
from kg.resolve.judge import judge
from kg.resolve.policy import verdicts
from kg.resolve.things import setting_of, things

KNOWLEDGE = load()
SETTING = setting_of(KNOWLEDGE)


def document(name: str, *entities: tuple[str, ...], home: str = "") -> Extraction:
    """An extraction of entities given as (class, form, form …); `home` is a district named beside them."""
    found = [Entity(f"e{i}", type_, max(forms, key=len), tuple(forms)) for i, (type_, *forms) in enumerate(entities)]
    found += [Entity("home", "District", home, (home,))] if home else []
    return Extraction(name, "", "", "", "", entities=tuple(found))


def firms(*names: str, knowledge: Knowledge = KNOWLEDGE) -> Resolution:
    """Firms, each in a document of its own: d0, d1, …"""
    return resolve([document(f"d{i}", ("Company", name)) for i, name in enumerate(names)], knowledge)


def groups(found: Resolution) -> list[set[str]]:
    """The documents of each entity."""
    return sorted(({doc for doc, _ in e.members} for e in found.entities if e.members), key=sorted)


def decided(*rows: tuple[str, str, str]) -> Knowledge:
    columns = ("left", "right", "verdict")
    return replace(KNOWLEDGE, same_as=tuple(Row(dict(zip(columns, r, strict=True)), f"same_as.tsv:{i}") for i, r in enumerate(rows, 2)))


def names_of_candidates(*names: str) -> set[frozenset[str]]:
    found = things([document(f"d{i}", ("Company", name)) for i, name in enumerate(names)], SETTING)
    return {frozenset((found[i].full.text, found[j].full.text)) for i, j in candidates(found, judge(found, SETTING), SETTING.policy.block)}


MANY = [f"{chr(0x4E8C + i * 53)}{chr(0x4E8C + i * 29)}" for i in range(200)]  # in the order of their first and of their last character


def test_of_a_large_block_with_one_beginning_those_are_compared_that_begin_alike_further_on() -> None:
    near = ("蓝岭一乙重", "蓝岭一龥卡")
    found = names_of_candidates(*near, *(f"蓝岭{text}" for text in MANY))
    assert frozenset(near) in found
    assert frozenset(("蓝岭一乙重", f"蓝岭{MANY[100]}")) not in found


def test_of_a_large_block_with_one_end_those_are_compared_that_end_alike_further_on() -> None:
    near = ("乙一精工智联", "龥一精工智联")
    found = names_of_candidates(*near, *(f"{text}精工智联" for text in MANY))
    assert frozenset(near) in found
    assert frozenset(("乙一精工智联", f"{MANY[100]}精工智联")) not in found


def test_blocks_up_to_the_limit_are_compared_whole() -> None:
    assert len(list(pairs_of_block(range(40), 40))) == 780
    assert list(pairs_of_block(range(6), 5)) == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    assert list(pairs_of_block(range(26), 24))[:4] == [(0, 1), (0, 2), (1, 2), (1, 3)]


def test_a_common_name_meets_the_one_with_its_place_however_many_places_have_one() -> None:
    names = Counter(row["name"] for row in KNOWLEDGE.tables["divisions"])
    counties = [r["name"] for r in KNOWLEDGE.tables["divisions"] if len(r["code"]) == 6 and r["code"][:2] == "51" and names[r["name"]] == 1]
    said = [document(f"a {county}", ("Park", f"{county}高新区"), home=county) for county in counties]
    meant = [document(f"b {county}", ("Park", "高新区"), home=county) for county in counties]
    found = resolve([*said, *meant], KNOWLEDGE)
    assert [c for c in counties if found.key_of[f"a {c}", "e0"] != found.key_of[f"b {c}", "e0"]] == []
    assert len({found.key_of[f"b {county}", "e0"] for county in counties}) == len(counties)


def test_doubts_come_strongest_first_and_each_pair_once() -> None:
    found = firms("蓝岭", "蓝岭微电子", "星湖汽车", "星湖", "星湖软件")
    assert [(d.left, d.right, d.score) for d in found.doubts] == [("蓝岭", "蓝岭微电子", 0.7)]  # several firms of 星湖: 0.5
    found = firms("京东", "京东微电子", "蓝岭", "蓝岭微电子")
    assert [(d.left, d.right) for d in found.doubts] == [("京东", "京东微电子"), ("蓝岭", "蓝岭微电子")]
    assert all(d.score == 0.7 for d in found.doubts)
    tails = [document("a", ("Region", "云帆科技生态圈")), document("b", ("Region", "环临湖云帆科技生态圈"))]
    both = resolve([*tails, document("c", ("Company", "京东")), document("d", ("Company", "京东微电子"))], KNOWLEDGE)
    assert [d.score for d in both.doubts] == [0.7, 0.6]


def test_open_divisions_are_doubts_with_all_they_could_be() -> None:
    found = resolve([document("a", ("District", "鼓楼区"))], KNOWLEDGE)
    (first, *rest) = found.doubts
    assert first == Doubt("鼓楼区", "鼓楼区_南京市", 0.6, ("several divisions have this name",))
    assert [d.right for d in rest] == ["鼓楼区_开封市", "鼓楼区_徐州市", "鼓楼区_福州市"]


def test_a_chain_holds_only_where_all_are_somewhat_alike_or_one_form_ties_them() -> None:
    assert groups(firms("蓝岭星通智联", "蓝岭智联", "蓝岭智联科技有限公司")) == [{"d0", "d1", "d2"}]
    tied = [
        document("a", ("Company", "星湖重卡", "蓝岭")),
        document("b", ("Company", "蓝岭", "云帆")),
        document("c", ("Company", "云帆软件", "云帆")),
    ]
    assert groups(resolve(tied, KNOWLEDGE)) == [{"a", "b", "c"}]


def test_a_verdict_needs_both_names_and_only_those() -> None:
    assert groups(firms("云帆", "蓝岭", knowledge=decided(("云帆", "星湖", "same")))) == [{"d0"}, {"d1"}]
    assert groups(firms("云帆", "云帆", "蓝岭", knowledge=decided(("云帆", "蓝岭", "same")))) == [{"d0", "d1", "d2"}]
    assert groups(firms("云帆", "云帆", "蓝岭", knowledge=decided(("云帆@d1", "蓝岭", "same"), ("云帆@d0", "云帆@d1", "different")))) == [
        {"d0"},
        {"d1", "d2"},
    ]
    apart = firms("云帆", "云帆科技", knowledge=decided(("云帆", "云帆科技", "different")))
    assert (groups(apart), apart.doubts) == ([{"d0"}, {"d1"}], ())  # settled, so no doubt


def test_verdicts_are_sorted_and_told_apart_by_their_names() -> None:
    found = verdicts(decided(("云帆", "蓝岭", "same"), (" 星湖 ", "“云帆”@A.b", "different"), ("蓝岭", "云帆", "same")))
    assert [(v.left, v.right, v.same, v.place) for v in found] == [
        ("“云帆”@A.b", "星湖", False, "same_as.tsv:3"),
        ("云帆", "蓝岭", True, "same_as.tsv:2"),
    ]
    assert found[0].names == ("云帆@A.b", "星湖")


@pytest.mark.parametrize("names", [("", "云帆"), ("云帆", ""), ("云帆 ", "云帆")])
def test_a_verdict_on_one_name_is_refused(names: tuple[str, str]) -> None:
    with pytest.raises(KnowledgeError, match="two different names are wanted"):
        verdicts(decided((*names, "same")))


def changed(**entries: object) -> Knowledge:
    return replace(KNOWLEDGE, settings={"resolution": {**KNOWLEDGE.settings["resolution"], **entries}})


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"features": {"xyz": 1.0}}, "unknown feature 'xyz'\n  there are abbreviation, brand"),
        ({"only_for": {"tial": ["Park"]}}, "unknown feature 'tial'\n  did you mean 'tail'"),
        ({"only_for": {"tail": ["Prak"]}}, "unknown class 'Prak'\n  did you mean 'Park'"),
        ({"compatible": [["Park", "Prak"]]}, "unknown class 'Prak'"),
        ({"classes": ["Prak"]}, "unknown class 'Prak'"),
        ({"district": "Distrikt"}, "unknown class 'Distrikt'"),
        ({"regional": ["Prak"]}, "unknown class 'Prak'"),
        ({"sites": ["Prak"]}, "unknown class 'Prak'"),
        ({"owned": ["operate"]}, "unknown relation 'operate'\n  did you mean 'operates'"),
        ({"hints": {"same_sound": 1.0}}, "hint 'neighbour' is missing"),
        ({"hints": {**KNOWLEDGE.settings["resolution"]["hints"], "witin": 1}}, "unknown hint 'witin'\n  did you mean 'within'"),
    ],
)
def test_settings_that_name_what_is_not_there_are_refused(entries: dict[str, object], message: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        resolve([], changed(**entries))
    assert str(caught.value).startswith(f"{KNOWLEDGE.root / 'resolution.yml'}: {message}")


def test_settings_that_lack_an_entry_are_refused() -> None:
    left = {name: value for name, value in KNOWLEDGE.settings["resolution"].items() if name not in ("floor", "sites")}
    with pytest.raises(KnowledgeError, match="entry 'floor' is missing"):
        resolve([], replace(KNOWLEDGE, settings={"resolution": left}))


def test_namesakes_take_class_then_place_then_both_then_a_hash() -> None:
    told = decided(*((f"云帆@{a}", f"云帆@{b}", "different") for a, b in ("ab", "ac", "bc", "ad", "bd", "cd")))
    documents = [document(name, ("Company", "云帆"), home="苏州市" if name != "a" else "") for name in "abcd"]
    found = resolve(documents, told)
    keys = [found.key_of[name, "e0"] for name in "abcd"]
    assert {"云帆", "云帆_苏州市"} < set(keys)
    (one, other) = set(keys) - {"云帆", "云帆_苏州市"}
    assert all(re.fullmatch(r"云帆_[0-9a-f]{8}", key) for key in (one, other))
    documents = [document(name, ("Company" if name == "a" else "Product", "云帆"), home="苏州市") for name in "abcd"]
    found = resolve(documents, told)
    assert sorted(e.key for e in found.entities if e.type == "Product")[:3] == ["云帆_Product", "云帆_Product_苏州市", "云帆_苏州市"]


def test_the_class_order_then_the_number_of_documents_decide_who_keeps_the_bare_name() -> None:
    told = decided(("云帆@a", "云帆@b", "different"), ("云帆@a", "云帆@c", "different"))
    found = resolve([document(name, ("Company", "云帆"), home="苏州" if name == "a" else "无锡") for name in "abc"], told)
    assert found.key_of["b", "e0"] == found.key_of["c", "e0"] == "云帆"
    assert found.key_of["a", "e0"] == "云帆_苏州市"
    found = resolve([document("a", ("Product", "云帆")), document("b", ("Product", "云帆")), document("c", ("Company", "云帆"))], KNOWLEDGE)
    assert (found.key_of["c", "e0"], found.key_of["a", "e0"]) == ("云帆", "云帆_Product")


def test_a_namesake_with_a_fuller_form_goes_by_that() -> None:
    told = decided(("云帆@a", "云帆@b", "different"), ("云帆科技有限公司", "云帆@a", "different"))
    found = resolve([document("a", ("Company", "云帆")), document("b", ("Company", "云帆", "云帆科技有限公司"))], told)
    assert {*found.key_of.values()} == {"云帆", "云帆科技有限公司"}
