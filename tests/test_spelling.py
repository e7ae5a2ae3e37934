"""What is printed in several ways is read in one: an article says the same however it is set, with evidence as printed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_traditional import facts

from kg.extract.document import extract
from kg.knowledge import load
from kg.reading import parse
from kg.reading.spelling import plain

KNOWLEDGE = load()
ARTICLE = """渝北区引进蓝鲸智能科技

2023年5月6日，渝北区引进的蓝鲸智能科技（重庆）有限公司落户两江新区，总投资12.5亿元。2022年，渝北区实现工业总产值3155亿元，
同比增长8.5%；进出口1200亿元，增长6%。园区相关负责人说：“这是今年最大的项目。”该公司主要生产芯片，预计2025年6月投产。
"""


def in_chinese(text: str) -> str:
    return re.sub(r"\d{4}(?=年)", lambda year: year[0].translate(str.maketrans("0123456789", "〇一二三四五六七八九")), text)


SETTINGS: dict[str, Callable[[str], str]] = {
    "digits of full width": lambda t: t.translate(str.maketrans("0123456789.%", "０１２３４５６７８９．％")),
    "years in Chinese": in_chinese,
    "years with a round nought": lambda t: in_chinese(t).replace("〇", "○"),
    "half-width punctuation": lambda t: t.translate(str.maketrans("，；：（）", ",;:()")),
    "corner quotes": lambda t: t.replace("“", "「").replace("”", "」"),
    "straight quotes": lambda t: t.replace("“", '"').replace("”", '"'),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_an_article_says_the_same_however_it_is_set(name: str) -> None:
    printed = SETTINGS[name](ARTICLE)
    assert printed != ARTICLE
    there, here = (extract(parse(text, KNOWLEDGE), KNOWLEDGE) for text in (ARTICLE, printed))
    assert facts(here) == facts(there)
    assert here.relations and here.milestones and len(here.observations) >= 4
    for fact in (*here.relations, *here.observations, *here.milestones):
        assert all(q.exact in printed.replace("\n", "") for q in fact.evidence)


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("二零二五年五月，产值１，２３４．５亿元,增长８％", "2025年五月，产值1,234.5亿元，增长8%"),
        ("中科创达(重庆)公司与ABC(China)签约", "中科创达（重庆）公司与ABC（China）签约"),
        ("ＯＰＰＯ的Ｂ区", "OPPO的B区"),
        ('说:"好!"他--项目经理', "说：“好！”他——项目经理"),
        ("Blue Whale (Shanghai) Co., Ltd.", "Blue Whale (Shanghai) Co., Ltd."),
        ("8:30到10:45，比分3:2，约1,234.5万元", "8:30到10:45，比分3:2，约1,234.5万元"),
        ("二十二年、一千二百〇三年", "二十二年、一千二百〇三年"),
        ('屏幕55"，厚8-10毫米', '屏幕55"，厚8-10毫米'),
    ],
)
def test_marks_and_digits(printed: str, read_as: str) -> None:
    assert plain(printed, KNOWLEDGE) == read_as


@settings(derandomize=True, max_examples=500, deadline=None)
@given(st.text(alphabet="东区ａＢ1２９,.．，;:!?\"'()「」“”--—年月〇○零一二九百％% \n", max_size=40))
def test_every_character_keeps_its_place_and_nothing_is_left_to_do(text: str) -> None:
    once = plain(text, KNOWLEDGE)
    assert len(once) == len(text)
    assert [c for c in once if c in "东区年月百"] == [c for c in text if c in "东区年月百"]
    assert plain(once, KNOWLEDGE) == once


def test_what_is_plain_is_not_copied() -> None:
    assert parse(ARTICLE, KNOWLEDGE).printed == ""


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("二〇二六年二月五日 星期四", "2026-02-05"),
        ("二〇二六年十二月二十五日", "2026-12-25"),
        ("２０２６．２．５", "2026-02-05"),
        ("2026·2·5 第3版", "2026-02-05"),
    ],
)
def test_the_day_of_an_article_in_all_ways_of_writing_it(dateline: str, day: str) -> None:
    assert parse(f"{dateline}\n{ARTICLE}", KNOWLEDGE).reference == day
