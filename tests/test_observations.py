"""Observations: what carries over clauses and sentences. `kg lint` runs the examples of the rules."""

from __future__ import annotations

import pytest
from bracketed import bracketed_view

from kg.extract import extract
from kg.extract.observations import find_observations
from kg.knowledge import load
from kg.model import Observation
from kg.reading import parse

KNOWLEDGE = load()


def read(marked: str) -> list[Observation]:
    return find_observations(bracketed_view(marked, KNOWLEDGE), KNOWLEDGE)[0]


def brief(marked: str) -> list[str]:
    return [f"{o.subject} {o.indicator} {o.kind} {o.value:g}{o.unit}" for o in read(marked)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "[东山区:District]387家规上工业企业实现产值3155亿元，同比增长14.5%。",
            ["东山区 规上工业企业 level 387家", "东山区 规上工业企业产值 level 3155亿元", "东山区 规上工业企业产值 growth 14.5%"],
        ),
        ("占地120亩、投资约10亿元的[东山科技园:Park]开门迎客。", ["东山科技园 占地 level 120亩", "东山科技园 投资 level 10亿元"]),
        ("[西山公司:Company]投资89亿元建设[西山基地:Facility]。", ["西山基地 投资 level 89亿元"]),
        (
            "[东山区:District]高新技术企业690家，科技型企业2905家，均居全市第一。",
            [
                "东山区 高新技术企业 level 690家",
                "东山区 科技型企业 level 2905家",
                "东山区 高新技术企业 rank 1位",
                "东山区 科技型企业 rank 1位",
            ],
        ),
        ("[西山公司:Company]质量合格率由85%提升到99%。", ["西山公司 质量合格率 share 85%", "西山公司 质量合格率 share 99%"]),
        (
            "[东山区:District]接待游客1180万人次，旅游总收入128亿元，同比分别增长15.7%和19.2%。",
            [
                "东山区 接待游客 level 1180万人次",
                "东山区 旅游总收入 level 128亿元",
                "东山区 接待游客 growth 15.7%",
                "东山区 旅游总收入 growth 19.2%",
            ],
        ),
        ("[西山公司:Company]营收三亿六千七百万元，跌了五成四。", ["西山公司 营收 level 3.67亿元", "西山公司 营收 growth -54%"]),
        ("[西山公司:Company]有职工180户，较2021年翻一番。", ["西山公司 职工 level 180户", "西山公司 职工 growth 1倍"]),
        ("[东山区:District]9月份出口增长12.8%，比8月份提高1.9个百分点。", ["东山区 出口 growth 12.8%", "东山区 出口 growth 1.9个百分点"]),
        (
            "[东山区:District]人均GDP16.7万元，[西山区:District]实现GDP892亿元。",
            ["东山区 人均GDP level 16.7万元", "西山区 GDP level 892亿元"],
        ),
        ("[西山公司:Company]用工减少三成。", ["西山公司 用工 growth -30%"]),
        ("[东山区:District]出口增长百分之八。", ["东山区 出口 growth 8%"]),
        (
            "[东山区:District]外资企业900余家，约占全市总数的六分之一。",
            ["东山区 外资企业 level 900家", "东山区 外资企业占全市总数 share 16.67%"],
        ),
        (
            "[东山区:District]、[西山区:District]生产总值分别增长5%和6%。",
            ["东山区 生产总值 growth 5%", "西山区 生产总值 growth 6%"],
        ),
        ("[光电子:Industry]、[光伏:Industry]两个集群均过千亿元。", ["光电子 两个集群 level 1000亿元", "光伏 两个集群 level 1000亿元"]),
        (
            "[东山产业园:Park]9平方公里、[西山产业园:Park]2平方公里划入。",
            ["东山产业园 面积 level 9平方公里", "西山产业园 面积 level 2平方公里"],
        ),
        ("[东山产业园:Park]由国资建设。园内企业102家。", ["东山产业园 园内企业 level 102家"]),
        ("在[东山区:District]，全国每四台电脑里，有三台出厂。", ["东山区 全国电脑 share 75%"]),
        (
            "[东山区:District]三次产业之比为1.9∶46.1∶52.0。",
            [f"东山区 第{n}产业比重 share {v}%" for n, v in (("一", 1.9), ("二", 46.1), ("三", 52))],
        ),
        (
            "[东山区:District]印发[《东山区低空经济三年行动方案》:Program]，提出到2027年，产业规模达80亿元，企业300家。",
            ["东山区 产业规模 level 80亿元", "东山区 企业 level 300家"],
        ),
        ("[东山区:District]开大会。[西山公司:Company]介绍，上半年地区生产总值812亿元。", ["东山区 地区生产总值 level 812亿元"]),
        ("[西山公司:Company]造[东山电池:Product]。[东山电池:Product]在此下线，去年净利润3亿元。", ["西山公司 净利润 level 3亿元"]),
        (
            "[西山公司:Company]推出[东山车:Product]。[东山车:Product]卖得好，员工1200人，产能30万辆。",
            ["西山公司 员工 level 1200人", "西山公司 产能 level 30万辆"],
        ),
        ("海亮牵头的[年产15万吨铜箔项目:Project]落地。", ["年产15万吨铜箔项目 年产铜箔 level 15万吨"]),
        (
            "[东山区:District]的车间连着跑道，记者一早来到这里。工人们在忙，有人在擦玻璃。\n\n▲[西山公司:Company]去年产值3亿元。\n\n[东山区:District]接着往前走。",
            ["西山公司 产值 level 3亿元"],
        ),
    ],
)
def test_whose_and_of_what(text: str, wanted: list[str]) -> None:
    assert brief(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "[甲区:District]、[乙区:District][汽车产业:Industry]产值分别为96.4亿元、31.2亿元，增速分别为3.3%、-1.5%。",
            [
                "甲区 汽车产业产值 level 96.4亿元",
                "乙区 汽车产业产值 level 31.2亿元",
                "甲区 汽车产业产值 growth 3.3%",
                "乙区 汽车产业产值 growth -1.5%",
            ],
        ),
        (
            "[甲县:District]、[乙县:District]产值分别以94.1亿元、15.3亿元跻身“十亿俱乐部”。",
            ["甲县 产值 level 94.1亿元", "乙县 产值 level 15.3亿元"],
        ),
        (
            "[甲区:District]、[乙区:District]收入分别为61.4亿元、43.8亿元，同比分别增长3.1%、下降1.7%。",
            ["甲区 收入 level 61.4亿元", "乙区 收入 level 43.8亿元", "甲区 收入 growth 3.1%", "乙区 收入 growth -1.7%"],
        ),
        (
            "[甲区:District]、[乙区:District]进出口规模居前两位，分别为58.7亿元、31.5亿元；[丙区:District]、[丁区:District]则分别下降3.7%和1.9%。",
            [
                "乙区 进出口规模 rank 2位",
                "甲区 进出口规模 rank 2位",
                "甲区 进出口规模 level 58.7亿元",
                "乙区 进出口规模 level 31.5亿元",
                "丙区 进出口规模 growth -3.7%",
                "丁区 进出口规模 growth -1.9%",
            ],
        ),
        (
            "从增速看，[甲区:District]、[乙区:District]领跑，分别增长9.8%和9.1%，较上年分别提高1.2个和2.4个百分点；[丙区:District]增长3.5%。",
            [
                "甲区 增速 growth 9.8%",
                "乙区 增速 growth 9.1%",
                "甲区 增速 growth 1.2个百分点",
                "乙区 增速 growth 2.4个百分点",
                "丙区 增速 growth 3.5%",
            ],
        ),
        (
            "[甲区:District]、[乙区:District]生产总值分别增长7.2%、7.4%；[丙区:District]、[丁区:District]增速分别为7.1%和6.5%。",
            [
                "甲区 生产总值 growth 7.2%",
                "乙区 生产总值 growth 7.4%",
                "丙区 生产总值 growth 7.1%",
                "丁区 生产总值 growth 6.5%",
            ],
        ),
        (
            "[甲市:District]、[乙市:District]人均GDP分别为15.9万元和15.5万元。",
            ["甲市 人均GDP level 15.9万元", "乙市 人均GDP level 15.5万元"],
        ),
        (
            "[甲区:District]城镇、农村居民人均可支配收入分别增长6%、8%。",
            ["甲区 城镇人均可支配收入 growth 6%", "甲区 农村居民人均可支配收入 growth 8%"],
        ),
        (
            "从增速看，[甲区:District]、[乙区:District]、[丙区:District]分列第二至四位。",
            ["甲区 增速 rank 2位", "乙区 增速 rank 3位", "丙区 增速 rank 4位"],
        ),
        (
            "[甲省:District]专精特新企业达4988家。分地区看，[甲区:District]312家；[乙区:District]138家。",
            ["甲省 专精特新企业 level 4988家", "甲区 专精特新企业 level 312家", "乙区 专精特新企业 level 138家"],
        ),
        (
            "上半年，[甲区:District]地区生产总值：268亿元，增长5.6%。社会消费品零售总额：63亿元，规上企业：24家。",
            [
                "甲区 地区生产总值 level 268亿元",
                "甲区 地区生产总值 growth 5.6%",
                "甲区 社会消费品零售总额 level 63亿元",
                "甲区 规上企业 level 24家",
            ],
        ),
        ("从地区分布看，[甲区:District]43家，[乙区:District]21家。", ["甲区 地区分布 level 43家", "乙区 地区分布 level 21家"]),
        (
            "[甲区:District]以生产总值268亿元蝉联榜首，[乙区:District]、[丙区:District]分列第二、第三位。",
            ["甲区 生产总值 level 268亿元", "甲区 生产总值 rank 1位", "乙区 生产总值 rank 2位", "丙区 生产总值 rank 3位"],
        ),
    ],
)
def test_figures_shared_out_among_listed_places(text: str, wanted: list[str]) -> None:
    assert brief(text) == wanted


def test_periods_reach_over_clauses_but_not_to_what_lasts() -> None:
    found = {
        o.indicator: o.period
        for o in read("2023年，[西山公司:Company]产值12亿元，新增客户30家。") + read("2023年，[西山工厂:Facility]投产，占地90亩。")
    }
    assert found == {"产值": "2023", "新增客户": "2023", "占地": ""}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023年，[东山区:District]经济向好。规上工业产值增长5%。", ["2023"]),  # the sentence opens a frame
        ("2023年，[东山区:District]受灾。\n在这样的背景下，[东山区:District]安排2亿元资金。", ["2023"]),
        ("到2030年，[东山区:District]要实现下列目标：\n[东山区:District]企业不少于50家。", ["2030"]),
        ("5月18日，[东山大会:Program]开幕。\n当天，12个项目签约。", ["2024-05-18"]),
        ("2023年，[西山公司:Company]产值由5亿元增加到12亿元。", ["", "2023"]),
        ("[东山区:District]去年引进企业80家，比2020年的40家增加40家。", ["2023", "2020", "2023"]),
        ("[东山区:District]去年进出口额286亿元，是2020年同期的2.4倍。", ["2023", "2023"]),
        ("[东山区:District]冷库总容量达到120万立方米，较2021年翻了一番。", ["", ""]),
        ("[东山市:District]产值比2021年翻了两番。", [""]),
        ("2023年，全长17公里的[东山线路:Facility]通车。", [""]),  # what it is like
        ("[东山水库:Facility]2022年投用后，每年供水6万吨。", [""]),  # the date of the step
        ("2023年，[东山区:District]企业由2016年高峰期的32家减到18家，产值12亿元。", ["2016", "2023", "2023"]),
        ("2023年，[东山区:District]接待游客500万人次，恢复到2019年的118%，占全省的5%。", ["2023", "2023", "2023"]),
        ("[“十三五”:Program]期间，[东山区:District]压减产能800万吨。", ["2016/2020"]),
    ],
)
def test_how_far_a_period_reaches(text: str, wanted: list[str]) -> None:
    assert [o.period for o in read(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[西山公司:Company]注册资本3亿元，持股平台占[东山集团:Company]5%。", ["西山公司", "西山公司"]),
        ("[西山公司:Company]将投资20亿元，在东山打造[西山产业园项目:Project]。", ["西山产业园项目"]),
        ("[西山公司:Company]做座椅，[工程座椅:Product]占有率五成。", ["西山公司"]),
        ("[绵山市:District]经济总量居[西山省:District]第二位。", ["绵山市"]),
        ("[东山区:District]拿下大单。[航空产业集群:Industry]已聚集企业30家。", ["航空产业集群"]),
    ],
)
def test_whose_a_figure_is(text: str, wanted: list[str]) -> None:
    assert [o.subject for o in read(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[西山公司:Company]产值突破12亿元。", "actual"),
        ("[西山公司:Company]预计产值突破12亿元。", "planned"),
        ("到2027年，[西山公司:Company]产值达到12亿元。", "planned"),
        ("到2023年，[西山公司:Company]产值达到12亿元。", "actual"),
    ],
)
def test_modality(text: str, wanted: str) -> None:
    assert [o.modality for o in read(text)] == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[东山区:District]三季度新开工项目91个，比计划少17个。", ["actual", "actual"]),
        ("[东山站:Facility]2023年发射9次，比原定的12次少3次。", ["actual", "planned", "actual"]),
    ],
)
def test_what_is_measured_against_a_plan_is_there_and_the_plan_is_not(text: str, wanted: list[str]) -> None:
    assert [o.modality for o in read(text)] == wanted


def test_a_figure_said_twice_is_one_with_two_sentences() -> None:
    (found,) = read("[东山区:District]规上工业产值4000亿元。2024年，[东山区:District]规上工业产值4000亿元。")
    assert found.period == "2024"
    assert [q.exact for q in found.evidence] == ["东山区规上工业产值4000亿元。", "2024年，东山区规上工业产值4000亿元。"]


def test_refusals_have_reasons() -> None:
    view = bracketed_view("[东山区:District]培育三大引擎，连续7年增长，世界500强12家。", KNOWLEDGE)
    observations, refusals = find_observations(view, KNOWLEDGE)
    assert [o.value for o in observations] == [12.0]
    assert [(r.reason, r.text) for r in refusals] == [
        ("bare enumeration count", "三"),
        ("a span of time, not a measure", "7年"),
        ("part of a name or adjective", "500"),
    ]


@pytest.mark.parametrize("span", ["6个多月", "六个多月", "一个多月", "3个多星期"])
def test_a_span_of_time_with_a_rest_counts_nothing(span: str) -> None:
    assert read(f"[东山工厂:Facility]只过了{span}就建成。") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[东山公司:Company]员工2860人，并非网传的“不足500人”。", [2860.0]),
        ("网传“[东山公司:Company]裁员3000人、估值30亿元”不实。", []),
        ("关于网传[东山公司:Company]退回补贴2亿元的说法，财政从未向公司拨付过2亿元。", []),
        ("[东山公司:Company]投资20亿元，而非30亿元。", [20.0]),
        ("[东山公司:Company]的营收不是30亿元，而是20亿元。", [20.0]),
        ("“[东山公司:Company]签约企业700家”应为“东山公司注册企业500家”。", [500.0]),
        ("[东山公司:Company]的利润8亿元误写为9亿元。", [8.0]),
        ("[东山公司:Company]利润从未超过9亿元。", [9.0]),
    ],
)
def test_what_the_text_denies_is_no_figure(text: str, wanted: list[float]) -> None:
    observations, refusals = find_observations(bracketed_view(text, KNOWLEDGE), KNOWLEDGE)
    assert [o.value for o in observations] == wanted
    assert wanted or {r.reason for r in refusals} == {"said not to be so"}


def test_numbers_of_nobody_are_refused() -> None:
    observations, refusals = find_observations(bracketed_view("产值达到12亿元。", KNOWLEDGE), KNOWLEDGE)
    assert observations == []
    assert [r.reason for r in refusals] == ["no subject"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[东山电站:Facility]（120万千瓦）去年开工。", ["装机"]),
        ("设立5亿元的[东山基金:Company]。", ["规模"]),
        ("[800吨中试装置:Facility]去年投产。", ["中试装置产能"]),
        (
            "[东山区:District]规上工业产值400亿元，增长5%，固定资产投资由负转正，增长3.2%。",
            ["规上工业产值", "规上工业产值", "固定资产投资"],
        ),
        ("[东山公司:Company]研发投入10.4亿元。", ["研发投入"]),
        ("[东山区:District]登记船舶从2020年的1艘增到89艘。", ["登记船舶", "登记船舶"]),
        ("[东山站:Facility]今年开行班列8600列，较2017年的178列增长47倍。", ["开行班列"] * 3),
        ("[甲项目:Project]年产30万吨，总投资78亿元，占地300亩。", ["年产", "总投资", "占地"]),
        ("[东山公司:Company]年产硅片30万吨，总投资78亿元。", ["年产硅片", "总投资"]),
        ("[中欧班列:Program]达5610列，同比增长9.8%。", []),
        ("这座城市变了样——[东山开发区:Park]引进企业30家。", ["引进企业"]),
        ("[东山区:District]三次产业结构为6.7∶54.6∶38.7。", ["第一产业比重", "第二产业比重", "第三产业比重"]),
    ],
)
def test_what_is_measured(text: str, wanted: list[str]) -> None:
    assert [o.indicator for o in read(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[甲集团:Company]的[甲项目:Project]、[乙集团:Company]的[乙工厂:Facility]开工，投资额分别是8亿元和12亿元。", ["甲项目", "乙工厂"]),
        ("[甲公司:Company]、[乙公司:Company]入围百强，分列第11位和第68位。", ["甲公司", "乙公司"]),
        ("[甲区:District]的[汽车产业:Industry]、[电子产业:Industry]产值分别增长6.1%和-3.0%。", ["汽车产业", "电子产业"]),
    ],
)
def test_figures_given_in_order(text: str, wanted: list[str]) -> None:
    assert [o.subject for o in read(text)] == wanted


def test_a_rank_is_of_the_list_that_things_have_entered() -> None:
    found = read("[甲公司:Company]、[乙公司:Company]入围百强，分列第11位和第68位。")
    assert [(o.indicator, o.value) for o in found] == [("入围百强", 11.0), ("入围百强", 68.0)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("研发投入强度3.14%，在全省各市中排第四位", ["研发投入强度 share 3.14%", "研发投入强度 rank 4位"]),
        ("研发投入强度3.14%，在全省16个市中排第四位", ["研发投入强度 share 3.14%", "研发投入强度 rank 4位"]),
        ("固定资产投资下降6.8%，增速在全省十八个市县里排第四", ["固定资产投资 growth -6.8%", "固定资产投资增速 rank 4位"]),
        (
            "研发经费投入66.5亿元，投入强度3.14%，在16个市中排第四位，高于全省0.5个百分点",
            [
                "研发经费投入 level 66.5亿元",
                "投入强度 share 3.14%",
                "投入强度 rank 4位",
                "投入强度高于全省 growth 0.5个百分点",
            ],
        ),
        ("面积18.6平方公里，去年在全省184家开发区考核中排第27位", ["面积 level 18.6平方公里", "开发区考核中 rank 27位"]),
    ],
)
def test_a_rank_among_several_is_of_what_stands_before_them(text: str, wanted: list[str]) -> None:
    assert brief(f"[东山区:District]{text}。") == [f"东山区 {w}" for w in wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("压减企业法人13户，减亏扭亏25户，盘活资产84.97亿元", ["压减企业法人", "减亏扭亏企业法人", "盘活资产"]),
        ("新增高新技术企业30家，总量达690家", ["新增高新技术企业", "高新技术企业总量"]),
        ("在科创板新挂牌5家企业，总量达到58家", ["科创板新挂牌企业", "科创板挂牌企业总量"]),
        ("产值530亿元，次年退回470亿元", ["产值", "产值"]),
        ("开工49个项目、签约23个", ["开工项目", "签约"]),
        ("有9家整车企业、13座整车工厂、500家零部件厂", ["整车企业", "整车工厂", "零部件厂"]),
        ("两年前签下54个项目、113.3亿元——这次更多", ["签下项目", "签下项目金额"]),
        (
            "孵化独角兽企业3家、瞪羚企业23家；分别有29家、24家企业入选[甲榜:Honor]、[乙榜:Honor]",
            ["孵化独角兽企业", "瞪羚企业", "企业入选甲榜", "企业入选乙榜"],
        ),
    ],
)
def test_a_figure_takes_the_words_right_before_it(text: str, wanted: list[str]) -> None:
    assert [o.indicator for o in read(f"[东山区:District]{text}。")] == wanted


def test_phases_are_part_of_what_was_told_before() -> None:
    assert [o.indicator for o in read("[东山基金:Company]总规模50亿元，首期20亿元已到位。")] == ["总规模", "首期规模"]
    assert [o.indicator for o in read("[东山大桥:Facility]长60米、宽45米。")] == ["长度", "宽度"]


def test_a_name_alone_goes_on_with_the_growth_before() -> None:
    found = read("[东山区:District][电子产业:Industry]涨了13.4%，[医药产业:Industry]8.8%。")
    assert [(o.kind, o.value) for o in found] == [("growth", 13.4), ("growth", 8.8)]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("绩效评估排名上升28位，列第61位", [("growth", 28), ("rank", 61)]),
        ("保障航班起降7214架次", [("level", 7214)]),
        ("单日降7000架次", [("growth", -7000)]),
    ],
)
def test_a_word_of_change_within_another_word_tells_no_change(told: str, wanted: list[tuple[str, float]]) -> None:
    assert [(o.kind, o.value) for o in read(f"[东山机场:Facility]{told}。")] == wanted


@pytest.mark.parametrize("gap", ["\n", "\n　　", "\n\n"])
def test_lines_that_give_figures_to_labels_are_of_whom_stands_above(gap: str) -> None:
    lines = ["东山市看产业", "走进东山市，一排排厂房拔地而起，机器轰鸣。", "相关链接", "东山市2023年主要指标"]
    lines += ["地区生产总值：268亿元，增长5.9%", "一般公共预算收入：17.3亿元", "居民人均可支配收入：约41230元"]
    found = extract(parse(gap.join(lines), KNOWLEDGE), KNOWLEDGE)
    name = {e.id: e.name for e in found.entities}
    assert [(name[o.subject], o.indicator, o.value, o.period) for o in found.observations] == [
        ("东山市", "地区生产总值", 268, "2023"),
        ("东山市", "地区生产总值", 5.9, "2023"),
        ("东山市", "一般公共预算收入", 17.3, "2023"),
        ("东山市", "居民人均可支配收入", 41230, "2023"),
    ]


@pytest.mark.parametrize("places", ["第一至第五百亿位", "第2至第99999999999999999999位"])
def test_more_places_than_names_are_given_to_nobody_one_by_one(places: str) -> None:
    assert len(read(f"[东山厂:Facility]、[西山厂:Facility]分列全国{places}。")) <= 2
