"""Words that stand for names: whom they stand for, and where they stand for nobody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import KNOWLEDGE, read, viewed

from kg.reading import parse


def anaphors(article: str) -> list[tuple[str, str]]:
    """The words of an article that stand for a thing, and its name."""
    view = viewed(read(article))
    return [(m.text, view.entities[m.entity].name) for m in view.mentions if m.anaphor]


@pytest.mark.parametrize(
    ("article", "wanted"),
    [
        ("安徽凌越半导体有限公司开业。该公司投资3亿元。", [("该公司", "安徽凌越半导体有限公司")]),
        ("安徽凌越半导体有限公司开业。\n这家企业去年盈利。", [("这家企业", "安徽凌越半导体有限公司")]),
        ("安徽凌越半导体有限公司开业。公司去年产值突破10亿元。", [("公司", "安徽凌越半导体有限公司")]),
        ("安徽凌越半导体有限公司开业。\n公司去年产值突破10亿元。", [("公司", "安徽凌越半导体有限公司")]),
        ("星辉光伏项目是东山特高压输电工程的终点，该工程去年开工。", [("该工程", "东山特高压输电工程")]),
        (
            "“我们为比亚迪供货，比亚迪很近。”安徽凌越半导体有限公司总经理王强说，公司去年产值突破10亿元。",
            [("公司", "安徽凌越半导体有限公司")],
        ),
        (
            "安徽凌越半导体有限公司去年扩产。\n“芯片供给比亚迪和宁德时代。”公司总经理王强说。",
            [("公司", "安徽凌越半导体有限公司")],
        ),
        ("记者来到安徽凌越半导体有限公司。公司里很热闹。", [("公司", "安徽凌越半导体有限公司")]),
        (
            "合肥高新区扩容。星辉电池产业园去年揭牌。到2025年，高新区力争产值翻番，园区满产。",
            [("高新区", "合肥高新区"), ("园区", "星辉电池产业园")],
        ),
        ("天府新区扩容。星辉电池产业园去年揭牌。到2025年，新区力争产值翻番。", [("新区", "天府新区")]),
        ("合肥经开区扩容。星辉电池产业园去年揭牌。到2025年，开发区力争产值翻番。", [("开发区", "合肥经开区")]),
        ("合肥高新区去年扩容。该园区新增企业30家。", [("该园区", "合肥高新区")]),
        ("合肥高新区扩容。\n园区去年产值突破10亿元。", [("园区", "合肥高新区")]),
        ("雪浪科技小镇去年开园。小镇聚集企业100家。", [("小镇", "雪浪科技小镇")]),
        ("泰兴绿色化工研究院揭牌。研究院去年成立，该院新招人才。", [("研究院", "泰兴绿色化工研究院"), ("该院", "泰兴绿色化工研究院")]),
        ("星辉光伏项目开工。该项目总投资30亿元，工程预计明年完工。", [("该项目", "星辉光伏项目"), ("工程", "星辉光伏项目")]),
        (
            "安徽凌越半导体有限公司建成合肥凌越封装基地。安徽凌越半导体有限公司招工，该基地年底投产。",
            [("该基地", "合肥凌越封装基地")],
        ),
        ("东山大学与泰兴绿色化工研究院签约。该校出设备，该院出人。", [("该校", "东山大学"), ("该院", "泰兴绿色化工研究院")]),
        ("东山峡水利枢纽位于清江干流。工程2022年6月开工。", [("工程", "东山峡水利枢纽")]),
        ("东山峡水利枢纽去年封顶。该枢纽占地600亩，该设施已通水。", [("该枢纽", "东山峡水利枢纽"), ("该设施", "东山峡水利枢纽")]),
        ("吉利汽车推出银河E8。该车型热销。", [("该车型", "银河E8")]),
        ("比亚迪和宁德时代签约。前者提供整车，后者提供电池。", [("前者", "比亚迪"), ("后者", "宁德时代")]),
        ("江苏省无锡市去年增长。全省增长，全市也增长。", [("全省", "江苏省"), ("全市", "无锡市")]),
        ("蜀山区属于合肥市。全区产值增长，全市产值下降。", [("全区", "蜀山区"), ("全市", "合肥市")]),
        ("肥西县桃花镇去年增长。全镇工业产值增长。", [("全镇", "肥西县桃花镇")]),
        ("恩施土家族苗族自治州文旅向好。去年，全州接待游客1亿人次。", [("全州", "恩施土家族苗族自治州")]),
        ("肥西县增长，肥西县扩容。肥东县全县种天麻9万亩。", [("全县", "肥东县")]),
        ("肥西县增长，肥西县扩容。肥东县去年歉收，全县减产。", [("全县", "肥东县")]),
        ("芜湖市与合肥市往来多。合肥市增长，合肥市扩容。\n芜湖市统计局介绍，全市产值增长。", [("全市", "芜湖市")]),
        (
            "铜陵星湖有色金属集团控股有限公司去年增长。星川科技股份有限公司也增长。集团营收突破10亿元。",
            [("集团", "铜陵星湖有色金属集团控股有限公司")],
        ),
        (
            "安徽凌越半导体有限公司扩产，安徽凌越半导体有限公司招工。合肥星湖软件有限公司供货。公司去年盈利。",
            [("公司", "安徽凌越半导体有限公司")],
        ),
        ("安徽凌越银行股份有限公司增长。合肥星湖软件有限公司也增长。该行去年盈利。", [("该行", "安徽凌越银行股份有限公司")]),
        ("克拉玛依星云计算产业园区去年开园，星湖页岩油示范区也开园。这个园区有机房6座。", [("这个园区", "克拉玛依星云计算产业园区")]),
        ("宁波星湖集装箱码头去年扩建，星川大桥通车。码头去年盈利。", [("码头", "宁波星湖集装箱码头")]),
        ("江西省湖口县去年增长。全县产值突破100亿元。这里有很多企业。", [("全县", "湖口县"), ("这里", "湖口县")]),
    ],
)
def test_words_that_stand_for_names(article: str, wanted: list[tuple[str, str]]) -> None:
    assert anaphors(article) == wanted


@pytest.mark.parametrize(
    "article",
    [
        "安徽凌越半导体有限公司开业。企业总数增长。",
        "安徽凌越半导体有限公司开业，生产芯片。上市公司很多。",
        "合肥市去年增长6%，增速居全市第一。",  # compared with, not spoken of
        "合肥高新区去年扩容，园区和企业都忙。",
        "吉利汽车与比亚迪签约。它们合作多年。",
        "董事长王海峰介绍，公司去年产值突破10亿元。",  # nobody there to stand for
        "该公司去年盈利。",
        "全市经济增长。",
    ],
)
def test_words_that_stand_for_nobody(article: str) -> None:
    assert anaphors(article) == []


def test_what_has_been_named_most_is_the_home_of_the_whole_article() -> None:
    article = "合肥市开会。芜湖市与会。\n会议说，全市产值增长。\n合肥市再接再厉。"
    assert anaphors(article) == [("全市", "合肥市")]


def test_a_word_stands_for_the_last_subject_not_for_the_last_name() -> None:
    article = "安徽凌越半导体有限公司扩产，并联合清陶能源攻关。该公司去年盈利。"
    assert anaphors(article) == [("该公司", "安徽凌越半导体有限公司")]


def test_no_word_reaches_back_over_a_long_stretch() -> None:
    filler = "今年天气很好，大家都很高兴，市场上人来人往。" * 30
    assert anaphors("安徽凌越半导体有限公司开业。" + filler + "该公司去年盈利。") == []


SENTENCES = [
    "安徽凌越半导体有限公司开业。",
    "该公司投资3亿元，公司去年盈利。",
    "合肥高新区去年扩容，全区新增企业30家。",
    "比亚迪和宁德时代签约，前者提供整车。",
    "星辉光伏项目开工。该项目将建成。",
    "合肥市去年增长，全市产值居全省第一。",
    "小镇、研究院、工厂和这里。",
    "它去年盈利，该公司的该项目在该园区。",
    "\n",
]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=10).map("".join).filter(lambda a: a.strip() != ""))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_words_stand_for_things_of_the_article_and_lie_outside_names(article: str) -> None:
    view = viewed(parse(article, KNOWLEDGE))
    named = [m for m in view.mentions if not m.anaphor]
    for m in (m for m in view.mentions if m.anaphor):
        assert m.entity in view.entities
        assert view.entities[m.entity].type == m.type
        assert view.document.text[m.start : m.end] == m.text
        assert not any(n.start < m.end and m.start < n.end for n in named)
        assert not view.named(m.start)
