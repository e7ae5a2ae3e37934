"""Enumerations: every member is found, whole, with the class that the head noun or the other members tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import KNOWLEDGE, found

from kg.extract.mentions import find_by_rules
from kg.reading import parse


@pytest.mark.parametrize(
    "article",
    [
        "[晶瑞电材:Company]、[通富微电:Company]、[长电科技:Company]等12家企业集中签约。",
        "[青禾科技:Company]、[沃尔动力:Company]和[远光精工:Company]等36家企业参会。",
        "[蓝天云:Company]、[博众精工:Company]、[赛特新材:Company]3家企业上榜。",
        "先后引进[迈瑞医疗:Company]等8家企业。",
        "[翰海:Company]、[凌越:Company]、[飞谱:Company]等6家[生物医药:Industry]企业入驻。",
        "[比亚迪:Company]、[宁德时代:Company]、[国轩高科:Company]等整车和电池企业先后落户。",
        "[北京大学:Organization]、[清华大学:Organization]和[浙江大学:Organization]3所高校参与。",
        "[滁州市:District]与[上海交通大学:Organization]、[南京理工大学:Organization]等高校合作。",
        "[合肥:District]、[芜湖:District]和[滁州:District]三市签署协议。",
        "[武汉光谷生物城:Park]、[苏州生物医药产业园:Park]、[上海张江药谷:Park]等园区参展。",
        "项目包括[智能家居产业园项目:Project]、[锂电铜箔项目:Project]和[滨江污水处理厂二期项目:Project]等6个项目。",
        "[蜀山中学改扩建:Project]、[滨湖医院二期:Project]、[骆岗快速路:Project]等25个项目集中开工。",
        "镇里实施了[“青苗计划”:Program]、[“领雁工程”:Program]等3项行动。",
        "推动[新能源:Industry]、[新材料:Industry]、[新医药:Industry]三大产业集聚。",
        "聚焦[人工智能:Industry]、[集成电路:Industry]、[生物医药:Industry]等领域。",
        "重点打造[智能家电:Industry]和[新能源汽车:Industry]两个产业集群。",
        "线路串起[湘湖高新区:Park]和[凤岭:District]、[余庄:District]、[新塘:District]三镇。",
        "全市改造、盘活、新建铁路专用线8条。",
        "总投资约45亿元，城轨车、磁浮车、轻轨车陆续开工。",
        "打造[生物医药:Industry]、[新材料:Industry]、主引擎三大产业。",
        "年产卫星30颗、无人机200架。",
        "先后引进[华为:Company]、[京东:Company]、[沁云:Company]三大算力中心。",
        "该企业先后获评[国家绿色工厂:Honor]、[国家技术创新示范企业:Honor]等荣誉。",
    ],
)
def test_lists_that_a_head_noun_closes(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[合肥市:District]有三大园区：[蜀山经开区:Park]、[庐阳高新区:Park]、[包河经开区:Park]。",
        "4个项目集中开工，分别是[云锦纺织项目:Project]、[星辉光伏项目:Project]、[蓝海物流园项目:Project]。",
        "当天共有26个项目签约，达产后年产值120亿元，[星河量子:Project]、[云岭总部:Project]、[柔性薄膜:Project]等均在其列。",
        "4个枢纽功能项目开工，分别是[云江货运站南场:Project]、[云江物流基地:Project]和[智慧运营中心:Project]。",
        "企业包括[德赛西威:Company]、[亿纬锂能:Company]、[TCL华星:Company]等。",
        "三大主导产业：[新能源汽车:Industry]、[新材料:Industry]、[高端装备:Industry]。",
    ],
)
def test_lists_that_a_noun_announces(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "园区引进[中车株洲所:Company]、[华曙高科:Company]、[山河智能:Company]。",
        "[合肥市:District]先后引进[迈瑞医疗:Company]、[联影智能:Company]。",
        "落户的企业有[凌越电子:Company]、[皓元精密:Company]、[飞谱半导体:Company]以及[翰海生物:Company]等。",
        "形成以[新能源汽车:Industry]、[智能家电:Industry]为主导的产业体系。",
        "[华为:Company]、[中兴通讯:Company]、[小米:Company]都来参会。",
    ],
)
def test_lists_that_their_verb_or_members_tell(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "打通研发、采购、生产等环节。",
        "破解用地、用工、融资等难题。",
        "水、电、气等要素保障到位。",
        "引进博士、硕士等人才120人。",
        "客商来自五湖四海，吃、住、行等服务一应俱全。",
        "学校、医院、公园等配套设施完善。",
        "完善供水、供电、供气等基础设施。",
    ],
)
def test_lists_of_common_words_name_nothing(article: str) -> None:
    assert found(article) == article


SYLLABLES = "恺旻翀祎珩骁懿弢烨钰霖岚"
FIRMS = st.lists(st.text(SYLLABLES, min_size=2, max_size=3).map(lambda s: s + "科技"), min_size=2, max_size=9, unique=True)


@given(FIRMS, st.sampled_from(["、", "和", "以及", "及"]), st.integers(10, 99))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_every_member_of_a_list_of_firms_is_found(firms: list[str], last: str, count: int) -> None:
    article = f"园区集聚了{'、'.join(firms[:-1])}{last}{firms[-1]}等{count}家企业。"
    firms_found = [m.text for m in find_by_rules(parse(article, KNOWLEDGE), KNOWLEDGE).mentions if m.type == "Company"]
    assert firms_found == firms
