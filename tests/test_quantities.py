"""Quantities: how figures are printed, and numerals there and back. `kg lint` runs the examples of the rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.quantities import find_quantities, scan
from kg.knowledge import load
from kg.knowledge.figures import MAGNITUDES, base_value, units
from kg.knowledge.numerals import chinese, split, value

KNOWLEDGE = load()


def read(text: str) -> list[str]:
    return [f"{q.value:g} {q.unit}" + (f" {q.qualifier}" if q.qualifier != "=" else "") for q in find_quantities(text, KNOWLEDGE)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("总投资1.2万亿元", ["1.2 万亿元"]),
        ("每平方公里产出126.5亿元/平方公里", ["126.5 亿元/平方公里"]),
        ("实际利用外资24.5亿美元", ["24.5 亿美元"]),
        ("一千多家商户、两万吨粮食、三千万元补贴", ["1000 家 >", "2 万吨", "3000 万元"]),
        ("营业额首次过亿元", ["1 亿元 >"]),
        ("投入超千亿元", ["1000 亿元 >"]),
        ("每天产值1个亿", ["1 亿"]),
        ("不到半小时", ["0.5 小时 <"]),
        ("百分之五十的股份", ["50 %"]),
        ("增长6.3个百分点，是当年的7倍", ["6.3 个百分点", "7 倍"]),
        ("5G基站1,200座", ["1200 座"]),
        ("唯一一家零部件企业", []),
        ("数百家、几十台、上下三五天", []),
        ("50—100亿级项目3个", ["3 个"]),
        ("三年前动工，两年后投产", []),
        ("126千伏及以上开关、3.5万千伏安变压器、3千人", ["3.5 万千伏安", "3 千人"]),
        ("净利润-1.09亿元，现金流量净额为-2.4亿元，毛利率为－3.5%", ["-1.09 亿元", "-2.4 亿元", "-3.5 %"]),
        ("2023年度向特定对象发行股票", []),
        ("获得过2000万元融资，拨付过2亿元，营收过亿元", ["2000 万元", "2 亿元", "1 亿元 >"]),
        ("研发投入占比不得低于8%，用地不得超过20亩", ["8 % >", "20 亩 <"]),
        ("不良率由千分之三降到了万分之五", ["0.3 %", "0.05 %"]),
        ("全国每4辆客车中，就有1辆在此下线；每10亩配一个大棚，现有5个", ["25 %", "10 亩", "5 个"]),
        ("车程由2个小时压缩到1小时5分钟，再到五十八分钟", ["2 小时", "65 分钟", "58 分钟"]),
        ("订单3 200吨，2023 100万元，企业1 186家", ["3200 吨", "2023 ", "100 万元", "1186 家"]),
        ("每斤两毛四，一块三，卖13块5，运费1元2角，贵了7角，种八角", ["0.24 元", "1.3 元", "13.5 元", "1.2 元", "0.7 元"]),
        ("班组有38个人，引进3个人工智能项目，5个人才公寓", ["38 人", "3 个", "5 个"]),
        ("得分93.5分，分别增长5%", ["93.5 分", "5 %"]),
        ("年产雪板3万副、检测20万批次，电价低2分钱，三口岸联动，住1.6晚", ["3 万副", "20 万批次", "2 分钱", "1.6 晚"]),
        ("第100万台冰箱下线，第100届大会", ["100 万台"]),
        ("由第六滑到第八，蝉联同类第一，居次席", ["6 位", "8 位", "1 位", "2 位"]),
    ],
)
def test_what_is_taken_of_a_text(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted


def test_names_and_dates_are_passed_over_and_what_is_refused_has_a_reason() -> None:
    text = "东山10万吨钢材项目投资3亿元"
    assert [q.value for q in find_quantities(text, KNOWLEDGE, [(0, 11)])] == [3.0]
    assert [s.why for s in scan("世界500强企业", KNOWLEDGE)[1]] == ["part of a name or adjective"]


def test_a_name_may_stand_within_a_share() -> None:
    text = "全球每三台东山牌电脑就有一台产自这里"
    assert [q.value for q in find_quantities(text, KNOWLEDGE, [(5, 10)])] == [33.33]


def test_positions_take_in_the_words_that_qualify() -> None:
    text = "产值约为12亿元左右，其余不计"
    (q,) = find_quantities(text, KNOWLEDGE)
    assert text[q.start : q.end] == "约为12亿元左右"
    assert text[q.plain :].startswith("12")


@settings(derandomize=True, max_examples=300)
@given(st.integers(min_value=0, max_value=9999))
def test_numerals_there_and_back(number: int) -> None:
    assert value(chinese(number)) == number


@settings(derandomize=True, max_examples=200)
@given(st.integers(min_value=2, max_value=9999), st.sampled_from(["", "万", "亿", "万亿"]), st.sampled_from(["元", "吨", "家"]))
def test_chinese_numerals_read_as_figures_do(number: int, magnitude: str, unit: str) -> None:
    assert split(chinese(number) + magnitude) == (Decimal(number), magnitude)
    spelled, printed = read(f"共{chinese(number)}{magnitude}{unit}"), read(f"共{number}{magnitude}{unit}")
    assert spelled == printed


@settings(derandomize=True, max_examples=200)
@given(st.decimals(min_value="0.01", max_value="99999", places=2), st.sampled_from(["亿元", "万平方米", "亩", "万辆", "公里"]))
def test_figures_are_found_as_printed(number: Decimal, unit: str) -> None:
    (q,) = find_quantities(f"完成{number}{unit}。", KNOWLEDGE)
    assert (q.value, q.unit, q.qualifier) == (float(number), unit, "=")


@settings(derandomize=True, max_examples=200)
@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(["元", "吨", "千瓦时"]))
def test_numerals_with_a_smaller_step_are_worth_both(high: int, low: int, unit: str) -> None:
    (q,) = find_quantities(f"完成{chinese(high)}亿{'零' * (low < 1000)}{chinese(low)}万{unit}。", KNOWLEDGE)
    assert base_value(q.value, q.unit, KNOWLEDGE) == base_value(high * 10000 + low, f"万{unit}", KNOWLEDGE)


@settings(derandomize=True, max_examples=200)
@given(st.integers(1, 999), st.text("零一二三四五六七八九", min_size=1, max_size=4), st.booleans())
def test_percentages_there_and_back(whole: int, parts: str, negative: bool) -> None:
    printed = f"{whole}.{''.join(str('零一二三四五六七八九'.index(c)) for c in parts)}"
    assert read(f"占比百分之{chinese(whole)}点{parts}") == [f"{float(printed):g} %"]
    (q,) = find_quantities(f"同比增长{'-' * negative}{printed}%。", KNOWLEDGE)
    assert q.value == float(printed) * (-1 if negative else 1)


@settings(derandomize=True, max_examples=200)
@given(st.integers(1, 99), st.integers(2, 100), st.booleans())
def test_fractions_there_and_back(part: int, whole: int, in_words: bool) -> None:
    printed = f"{chinese(whole)}分之{chinese(part)}" if in_words else f"{part}/{whole}"
    (q,) = find_quantities(f"约占全市的{printed}。", KNOWLEDGE)
    assert q.value == pytest.approx(100 * part / whole, abs=0.0051)
    assert (q.unit, q.kind, q.qualifier) == ("%", "" if whole == 100 else "share", "~")


@settings(derandomize=True, max_examples=200)
@given(st.integers(1, 9999), st.booleans())
def test_ranks_there_and_back(place: int, in_words: bool) -> None:
    (q,) = find_quantities(f"总量居全市第{chinese(place) if in_words else place}位。", KNOWLEDGE)
    assert (q.value, q.unit, q.kind) == (place, "位", "rank")


@settings(derandomize=True, max_examples=200)
@given(st.integers(1, 10**18 - 1), st.sampled_from(["元", "吨"]))
def test_figures_with_commas_read_as_those_without(number: int, unit: str) -> None:
    assert [q.value for q in find_quantities(f"完成{number:,}{unit}。", KNOWLEDGE)] == [float(number)]


@pytest.mark.parametrize(
    ("number", "unit", "wanted"),
    [
        (2.5, "万平方米", (25000.0, "平方米")),
        (185, "亿元", (1.85e10, "元")),
        (0.1, "万元", (1000.0, "元")),
        (3.7, "万辆", (37000.0, "个")),
        (7, "成", (70.0, "%")),
        (30, "GWh", (3.0e10, "瓦时")),
        (300, "EFlops", (3.0e5, "PFlops")),
        (1, "亿元/平方公里", (100.0, "元/平方米")),
        (5, "不知", None),
        (62.2, "", None),
    ],
)
def test_base_values_are_exact(number: float, unit: str, wanted: tuple[float, str] | None) -> None:
    assert base_value(number, unit, KNOWLEDGE) == wanted


def test_base_values_fit_the_decimals_of_stores() -> None:
    """XML Schema promises 18 digits, Oxigraph ends at 1.7e20: 300 EFlops were no number there when the base was one a second."""
    assert [unit.name for unit in units(KNOWLEDGE).values() if unit.factor * MAGNITUDES["亿"] >= 10**18] == []


EXAMPLES = [
    (text, said) for item in KNOWLEDGE.rules["quantities"] for text, _, said in (e.partition(" => ") for e in item.data.get("examples", ()))
]


@pytest.mark.parametrize(("text", "said"), EXAMPLES)
def test_every_example_of_the_rules_holds(text: str, said: str) -> None:
    assert said in read(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("占去半壁江山", [("share", "ratio", 50.0, "半壁江山")]),
        ("成为销量冠军", [("rank", "rank", 1.0, "冠军")]),
        ("跻身全国前10位", [("rank", "rank", 10.0, "前10位")]),
        ("翻了三番", [("", "change", 7.0, "翻了三番")]),
        ("占九成四", [("", "ratio", 94.0, "九成四")]),
        ("占三成半", [("", "ratio", 35.0, "三成半")]),
        ("只要一个半小时", [("", "time", 1.5, "一个半小时")]),
        ("占全市六分之一", [("share", "ratio", 16.67, "六分之一")]),
        ("营收三亿六千七百万余元", [("", "money", 3.67, "三亿六千七百万余元")]),
        ("收入一万二元", [("", "money", 1.2, "一万二元")]),
        ("每斤八块五", [("", "money", 8.5, "八块五")]),
        ("投入3亿元", [("", "money", 3.0, "3亿元")]),
    ],
)
def test_kind_dimension_and_place_of_what_is_taken(text: str, wanted: list[tuple[str, str, float, str]]) -> None:
    assert [(q.kind, q.dimension, q.value, text[q.plain : q.end]) for q in find_quantities(text, KNOWLEDGE)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("园区企业数236家", [236.0]),
        ("就业人数1.2万人", [1.2]),
        ("参保人数为8600人", [8600.0]),
        ("吸引了数100家企业", []),
        ("投资数10亿元", []),
    ],
)
def test_how_many_is_no_vague_number(text: str, wanted: list[float]) -> None:
    assert [q.value for q in find_quantities(text, KNOWLEDGE)] == wanted
