"""Names that are near without being alike: enough to ask a person, too little to put things together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.knowledge import load
from kg.knowledge.pinyin import pinyin
from kg.model import Entity, Extraction
from kg.resolve.alike import CROWD, apart, hint, misprinted, neighbourhood, related, same_sound, within
from kg.resolve.things import Thing, setting_of, things

SETTING = setting_of(load())
WORDS = SETTING.words


def thing(type_: str, *forms: str) -> Thing:
    entity = Entity("e0", type_, max(forms, key=len), forms)
    (found,) = things([Extraction("a", "", "", "", "", entities=(entity,))], SETTING)
    return found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("新星城", "新兴城", True),
        ("新星", "新兴", False),  # two characters sound alike by chance
        ("新星城", "新星城", False),
        ("新星城", "新兴大城", False),
        ("±±±", "%%%", False),  # no sound at all
    ],
)
def test_the_same_sound_takes_three_syllables(one: str, other: str, same: bool) -> None:
    assert same_sound(one, other) is same_sound(other, one) is same


MISPRINTS = [
    ("光谷园", "光谷园城", True),  # one character more, behind
    ("光谷园", "大光谷园", True),  # … in front
    ("光谷园", "光大谷园", True),  # … between
    ("谷园", "光谷园", False),  # a name of two characters
    ("光谷园区", "光古园区", True),
    ("光谷园", "光古园", False),  # in three characters it is as likely another name
    ("乌谷园区", "光谷园区", True),
    ("光谷园区", "光谷园乌", True),
    ("光谷园区", "光古圆区", False),  # two characters changed
    ("光谷园", "光大古园", False),
    ("光谷园区", "光谷大园城区", False),  # two more
    ("光谷园区", "光谷园区", False),
    ("光谷东园", "光谷山园", False),  # 东 tells apart, on either side
    ("光谷园", "光谷东园", False),
    ("光谷A园", "光谷山园", False),
    ("光谷②园", "光谷山园", False),
]


@pytest.mark.parametrize(("one", "other", "near"), MISPRINTS)
def test_a_misprint_changes_one_character_that_tells_nothing_apart(one: str, other: str, near: bool) -> None:
    assert misprinted(one, other, "Park", WORDS) is misprinted(other, one, "Park", WORDS) is near


@pytest.mark.parametrize(
    ("short", "long", "inside"),
    [
        ("云帆城", "云帆城北", True),
        ("云帆城", "北云帆城", True),
        ("云帆城", "三云帆城", True),
        ("云帆城", "北云帆城南", False),
        ("云帆城", "云帆城", False),
        ("云帆", "云帆城北", False),  # too short
        ("蓝科技", "蓝科技城", False),  # one character of its own
        ("科技城", "光谷科技城", False),  # common words
        ("蓝岭科技", "蓝岭科技城", True),
    ],
)
def test_a_name_within_another_begins_or_ends_it(short: str, long: str, inside: bool) -> None:
    assert within(short, long, WORDS) is within(long, short, WORDS) is inside


HINTS = [
    ("Industry", ("战略性新兴经济",), ("战略性新星经济",), "same_sound"),
    ("Company", ("苏州蓝岭科技",), ("宿州蓝岭科技",), "same_sound"),  # with the place
    ("Company", ("蓝岭精工",), ("蓝岑精工",), "one_of_few"),
    ("Industry", ("星湖精",), ("星湖精工",), "one_character"),
    ("Industry", ("星湖精密工具",), ("星岑精密工具",), "one_character"),
    ("Industry", ("星湖精密",), ("星湖精密工",), "one_character"),
    ("Company", ("星湖云帆",), ("星湖云帆精岑",), "within"),
    ("Park", ("星湖云帆",), ("星湖云帆精岑",), "within"),
    ("Honor", ("星湖云帆",), ("星湖云帆精岑",), "within"),
    ("Industry", ("星湖云帆",), ("星湖云帆精岑",), ""),  # an industry with a word more is another one
    ("Company", ("星湖云帆",), ("蓝岭精工",), ""),
    ("Company", ("星湖云帆", "青溪精工星"), ("星湖云帆精岑", "青溪精岑星"), "one_character"),  # the strongest of all
    ("Company", ("青溪精工星", "星湖云帆"), ("青溪精岑星", "云帆星湖星湖云帆"), "one_character"),
]


@pytest.mark.parametrize(("type_", "one", "other", "name"), HINTS)
def test_the_strongest_hint_between_names(type_: str, one: tuple[str, ...], other: tuple[str, ...], name: str) -> None:
    score = SETTING.policy.hints[name] if name else 0.0
    assert hint(thing(type_, *one), thing(type_, *other), SETTING) == (score, name)
    assert hint(thing(type_, *other), thing(type_, *one), SETTING) == (score, name)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("战略性新兴经济", "战略性新星经济", True),  # the same sound
        ("新星城", "新兴城", True),
        ("苏州蓝岭科技", "宿州蓝岭科技", True),
        ("星湖精工", "星岑精工", True),  # another character
        ("星湖精工", "明湖精工", True),
        ("星湖精工", "星湖精岑", True),
        ("星湖精", "星湖精工", True),  # one more
        ("星湖精", "星湖精工岑", True),  # three in front
        ("星湖精", "工岑星湖精", True),  # three behind
        ("星湖精", "工星湖精岑", False),  # in the middle
        ("星湖", "星湖精工岑", False),
        ("星湖精工", "蓝岭云帆", False),
    ],
)
def test_names_that_are_near_are_found_without_comparing_all(one: str, other: str, near: bool) -> None:
    pair = [thing("Company", one), thing("Company", other)]
    assert neighbourhood(pair) == neighbourhood(pair[::-1]) == ({(0, 1)} if near else set())


def test_names_of_a_series_are_no_misprints() -> None:
    by_sound = {pinyin(char): char for char in map(chr, range(0x4E00, 0x5000))}
    series = [thing("Project", f"星湖{char}工程湾") for char in list(by_sound.values())[: CROWD + 1]]
    assert len(neighbourhood(series[:CROWD])) == CROWD * (CROWD - 1) // 2
    assert neighbourhood(series) == set()


def test_a_name_that_a_crowd_has_is_no_part_worth_asking_about() -> None:
    crowd = [replace(thing("Project", "星湖湾"), members=((f"d{i}", "e0"),)) for i in range(CROWD + 1)]
    long = thing("Project", "星湖湾蓝岭")
    assert len([pair for pair in neighbourhood([*crowd[:CROWD], long]) if CROWD in pair]) == CROWD
    assert neighbourhood([*crowd, long]) == set()


@pytest.mark.parametrize(
    ("forms", "parts"),
    [
        (("云帆科技", "云帆精工", "蓝岭精工"), None),  # one leads to the next
        (("云帆科技", "蓝岭软件", "云帆精工", "蓝岭精工"), None),
        (("云帆科技", "蓝岭软件"), (["云帆科技"], ["蓝岭软件"])),
        (("云帆智联", "蓝岭软件", "云帆精工", "蓝岭重卡"), (["云帆智联", "云帆精工"], ["蓝岭软件", "蓝岭重卡"])),
        (("云帆科技",), None),
        ((), None),
    ],
)
def test_names_of_one_thing_have_something_in_common(forms: tuple[str, ...], parts: tuple[list[str], list[str]] | None) -> None:
    found = apart((WORDS.name(form, "Company") for form in forms), WORDS)
    assert (found and tuple([name.text for name in part] for part in found)) == parts


@pytest.mark.parametrize(
    ("one", "other", "so"),
    [
        ("云帆科技", "中云帆", True),  # two characters in a row
        ("云某帆", "云帆", True),  # one leaves something out
        ("云", "星云谷", True),
        ("新星城", "薪兴成", True),  # the same sound
        ("清华", "清华大学", True),
        ("云帆", "帆云", False),
        ("云帆科技", "蓝岭软件", False),
    ],
)
def test_two_names_of_one_thing_are_related(one: str, other: str, so: bool) -> None:
    x, y = WORDS.name(one, "Company"), WORDS.name(other, "Company")
    assert related(x, y, WORDS) is related(y, x, WORDS) is so
