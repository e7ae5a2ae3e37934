"""What a figure measures, in words as a reader would say them: what leads to the number is left out, no word is cut in two."""

from __future__ import annotations

import pytest
from bracketed import bracketed_view

from kg.extract.observations import find_observations
from kg.knowledge import load

KNOWLEDGE = load()


def indicators(article: str) -> list[str]:
    return [o.indicator for o in find_observations(bracketed_view(article, KNOWLEDGE), KNOWLEDGE)[0]]


@pytest.mark.parametrize(
    ("told", "indicator"),
    [
        ("有效发明专利拥有量达到50件", "有效发明专利拥有量"),
        ("到位资金20亿元", "到位资金"),
        ("不是盲目扩张，而是研发投入3亿元", "研发投入"),
        ("从业人员3万人", "从业人员"),
        ("实际使用外资5亿美元", "实际使用外资"),
        ("中欧班列开行500列", "中欧班列开行"),
        ("内贸货物吞吐量30万吨", "内贸货物吞吐量"),
        ("在研新药200项", "在研新药"),
        ("其他收入3亿元", "其他收入"),
        ("有色金属产量30万吨", "有色金属产量"),
        ("中小企业3000家", "中小企业"),
        ("使用率达90%", "使用率"),
        ("完成率105.6%", "完成率"),
        ("达产率90%", "达产率"),
        ("全要素生产率增长3%", "全要素生产率"),
        ("有“灯塔工厂”2座", "“灯塔工厂”"),
        ("“高温矿渣”的吨渣耗电已由三年前的4800度降下来", "“高温矿渣”的吨渣耗电"),
        ("目前已累计建成标准厂房30万平方米", "累计建成标准厂房"),
        ("高技术产业营收占比12%", "高技术产业营收占比"),
        ("引进云岭电子、青禾科技等上下游企业36家", "上下游企业"),
        ("城镇化率58.13%", "城镇化率"),
        ("能耗指数低至1.1万吨", "能耗指数"),
        ("达产后年可实现销售收入20亿元", "年销售收入"),
        ("新上锻压机80台", "新上锻压机"),
        ("新能源汽车占比达26%", "新能源汽车占比"),
        ("先后引进云岭电子、青禾科技等36家上下游企业", "上下游企业"),
        ("产品出口到丹麦、德国等17个国家", "产品出口到丹麦、德国等国家"),
        ("市场份额跃居第二", "市场份额"),
        ("工业增加值增速居全省九个市州之首", "工业增加值增速"),
        ("工业增加值增速列全省14个市州第三位", "工业增加值增速"),
        ("投入1.8亿元进行数字化改造", "投资"),
        ("连续3年产值超过350亿元", "产值"),
        ("近三年累计研发投入10亿元", "累计研发投入"),
        ("连续多年税收超亿元", "税收"),
        ("工业产值连续三年增长10%", "工业产值"),
        ("3年内产值将达50亿元", "产值"),
        ("保障航班起降7214架次", "保障航班起降"),
        ("石榴种植面积稳定在13万亩", "石榴种植面积"),
        ("集装箱吞吐量定格在901.5万标箱", "集装箱吞吐量"),
        ("单船平均在港时间缩短至14.6小时", "单船平均在港时间"),
        ("“五一”假期实现门票收入420万元", "门票收入"),
        ("目前已有[云岭航运:Company]、[青禾航运:Company]等18家船公司", "船公司"),
        ("产品销往50多个国家", "产品销往国家"),
    ],
)
def test_no_word_is_cut_in_two(told: str, indicator: str) -> None:
    assert indicators(f"2024年，[东山区:District]{told}。") == [indicator]


@pytest.mark.parametrize("lead", ["达产后", "投产后预计", "全部达产后", "满产后", "那时候", "目前", ""])
@pytest.mark.parametrize("end", ["", "将达到", "有望突破", "力争", "首次突破"])
def test_what_leads_to_a_number_is_no_part_of_what_it_measures(lead: str, end: str) -> None:
    assert indicators(f"[东山项目:Project]{lead}年产值{end}30亿元。") == ["年产值"]


@pytest.mark.parametrize(
    ("told", "indicator"),
    [
        ("[云岭电子:Company]在[西山产业园:Park]投资20亿元建设[东山项目:Project]", "投资"),
        ("[东山项目:Project]由[云岭电子:Company]与[青禾科技:Company]共同投资18亿元", "共同投资"),
        ("企业投资5.6亿元的[东山项目:Project]上月试生产", "投资"),
        ("[东山公司:Company]投资5.6亿元扩产，产值翻一番，达到12亿元", "产值"),
    ],
)
def test_who_lays_out_money_and_where_is_no_part_of_the_outlay(told: str, indicator: str) -> None:
    assert indicators(f"{told}。")[-1] == indicator


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("占地118亩，总投资6.5亿元", ["占地", "总投资"]),
        ("引进企业12家，总投资6.5亿元", ["引进企业", "引进企业总投资"]),
        ("配有32个300立方米的发酵罐", ["配有发酵罐", "配有发酵罐"]),
        ("装有12台8兆瓦的风机", ["装有风机", "装有风机"]),
        ("审批时限由原来的90天压缩到32天", ["审批时限", "审批时限"]),
        ("航线覆盖18个省（区、市）的73个城市", ["航线覆盖省", "城市"]),
        ("货物发往50多个国家和地区的160多个城市", ["货物发往国家", "城市"]),
        ("去年集装箱吞吐量为901万标箱，增长12%。其中，[东山港:Facility]完成712万标箱", ["集装箱吞吐量", "集装箱吞吐量", "集装箱吞吐量"]),
    ],
)
def test_a_figure_is_of_what_it_counts(told: str, wanted: list[str]) -> None:
    assert indicators(f"[东山智能工厂:Facility]{told}。") == wanted


def test_only_whole_names_are_left_out() -> None:
    told = "[云岭电子:Company]披露预案，公司控股股东[东山集团有限公司:Company]认购股份的20%。"
    assert indicators(told) == ["控股股东东山集团有限公司认购股份"]


def test_a_growth_is_ranked_by_what_grew_last() -> None:
    told = "协议总投资512亿元；规上工业增加值增长11.2%，高于全市3.1个百分点，增速居全市第一"
    assert indicators(f"[东山区:District]{told}。")[-1] == "规上工业增加值增速"
    told = "规上工业产值400亿元，增长5%，总量居全市第一"
    assert indicators(f"[东山区:District]{told}。")[-1] == "规上工业产值总量"
    assert indicators("[东山区:District]地区生产总值892.3亿元，年均增长8.9%。")[-1] == "地区生产总值年均"


@pytest.mark.parametrize(
    ("told", "indicator"),
    [
        ("[东山区:District]工业用电量保持增长，增速达13%", "工业用电量"),
        ("[东山区:District]连续12个月工业用电量保持两位数增长，增速达13%", "工业用电量"),
        ("[东山区:District]财政收入大幅下滑，降幅达13%", "财政收入"),
        ("[云岭电子:Company]订单饱满，同比增长30%", "订单"),
        ("[云岭电子:Company]的出口稳步增长，上半年增长30%", "出口"),
        ("[东山区:District]规上工业增加值稳步增长，增速居全市第一", "规上工业增加值增速"),
    ],
)
def test_what_the_clause_before_tells_the_course_of(told: str, indicator: str) -> None:
    assert indicators(f"{told}。") == [indicator]


def test_what_somebody_does_is_not_what_grew() -> None:
    assert indicators("[云岭电子:Company]加大研发力度，增长13%。") == []


def test_a_rate_is_measured_against_the_end_of_the_year_before() -> None:
    assert indicators("[东山市:District]年末城镇化率58.13%，比上年末提高0.75个百分点。") == ["城镇化率", "城镇化率"]


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("年产5万吨高镍正极材料项目", "年产高镍正极材料"),
        ("年处理10万吨餐厨垃圾的生产线", "年处理餐厨垃圾"),
        ("年产10万吨生产线", "年产"),
        ("800吨中试装置", "中试装置产能"),
    ],
)
def test_the_capacity_in_a_name(name: str, indicator: str) -> None:
    assert indicators(f"[{name}:Project]投产。") == [indicator]


@pytest.mark.parametrize(
    ("article", "wanted"),
    [
        ("[东山铁路:Project]设计时速350公里，总投资658亿元。", ["设计时速", "总投资"]),
        ("[东山园:Park]占地300亩，投资12亿元。", ["占地", "投资"]),
        ("[东山区:District]签约项目9个，总投资30亿元。", ["签约项目", "签约项目总投资"]),
        ("[东山区:District]设立总规模10亿元的[东山基金:Company]，首期3亿元。", ["总规模", "首期规模"]),
        ("[东山区:District]建设总投资10亿元的[东山项目:Project]。", ["总投资"]),
    ],
)
def test_a_work_has_its_own_investment(article: str, wanted: list[str]) -> None:
    assert indicators(article) == wanted


def test_what_a_ratio_has_come_to_in_another_year_measures_the_same() -> None:
    assert indicators("[东山区:District]本地配套率由2020年的12%提高到2024年的41%。") == ["本地配套率", "本地配套率"]
    assert indicators("[东山区:District]持证商户从2019年的90家增至去年的210家。") == ["持证商户", "持证商户"]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("水利投资708亿元，投资规模居中部第一、全国第三", ["水利投资", "投资规模", "投资规模"]),
        ("全地区公路里程4.36万公里", ["公路里程"]),
        ("数据中心21个，其中超大型11个", ["数据中心", "超大型数据中心"]),
        ("产值3亿元，这个昔日的国家级贫困县公路里程36公里", ["产值", "公路里程"]),
        ("产值3亿元，后者有生产线14条", ["产值", "生产线"]),
        ("签约项目31个，其中亿元以上12个", ["签约项目", "亿元以上项目"]),
        ("与[西山县:District]共建的[东山园:Park]实现产值3亿元", ["产值"]),
    ],
)
def test_what_stands_around_is_no_part_of_what_is_measured(told: str, wanted: list[str]) -> None:
    assert indicators(f"[东山区:District]{told}。") == wanted


@pytest.mark.parametrize("mark", ["2.", "2、", "（2）", "②", "二是", ""])
def test_the_mark_of_an_entry_is_no_part_of_what_is_measured(mark: str) -> None:
    assert indicators(f"[东山园:Park]大力招商。\n{mark}财政奖励资金5亿元。") == ["财政奖励资金"]


def test_what_joins_two_numbers_is_not_what_they_are_of() -> None:
    assert "和" not in indicators("[东山港:Facility]去年分别只用了约七成和四分之一强。")
