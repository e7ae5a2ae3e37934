"""Names in running text: what is one, where it begins and ends, and of which class."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import KNOWLEDGE, found, read

from kg.errors import KnowledgeError
from kg.extract import extract
from kg.extract.mentions import find_by_rules
from kg.knowledge import load
from kg.knowledge.names import names
from kg.model import Mention
from kg.reading import parse

PROSE = [line for line in (Path(__file__).parent / "cases/names.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("article", PROSE, ids=range(len(PROSE)))
def test_names_in_the_prose_of_news(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[“疆电入渝”重大工程:Program][哈密—重庆±800千伏特高压直流输电工程:Project]已开工建设。",
        "[“引江济淮”骨干工程:Program][蜀山泵站枢纽工程:Project]于2023年5月建成。",
        "[“东数西算”工程:Program][张家口怀来大数据产业园项目:Project]开工。",
    ],
)
def test_a_work_behind_what_it_is_part_of(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[山东路桥建设集团有限公司:Company]中标。",  # 建设 is a verb, and part of the name
        "[广西柳州建设投资开发有限责任公司:Company]成立于2001年。",
        "[宁波联合发展促进有限公司:Company]去年盈利。",
        "[海南国际经济发展集团有限公司:Company]去年盈利。",
        "[江阴市:District]引进[江阴华瑞精密机械有限公司:Company]。",  # 引进 is none, a name begins behind it
        "[嘉善县:District]近日与[浙江凌越半导体股份有限公司:Company]签约。",
        "[上海振华重工（集团）股份有限公司:Company]中标。",
        "总部在[佛山:District]的[广东新宝精密制造股份有限公司:Company]上马了新产线。",
        "全市有限额以上商贸企业300家。",
        "项目由[隆基绿能:Company]全资子公司[鄂尔多斯市沙原新能源有限公司:Company]建设。",
        "[特变电工:Company]控股子公司[伊犁沙原电力有限责任公司:Company]投产。",
        "[昆明云岭电力集团有限公司:Company]的控股子公司[红河云岭风电有限责任公司:Company]成立。",
    ],
)
def test_registered_firms(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[比亚迪:Company]和[宁德时代:Company]都来了。",
        "[长鑫存储:Company]扩产。",
        "[清陶能源:Company]宣布扩产。",
        "[驰宏科技:Company]今年推出新品。",
        "[宜化集团:Company]计划投资30亿元。",
        "[紫金银行:Company]放贷。",
        "[先导智能装备公司:Company]与[清陶能源:Company]签署协议。",
        "[徐州工程机械集团有限公司:Company]和[三一重工:Company]是对手。",
        "[洛阳:District]的[一拖股份:Company]交付首批拖拉机。",
        "[无锡远星汇:Company]也签下一块地。",
        "[澳门航空:Company]今年新开三条航线。",
        "[沁斯泰:Company]做起了生意。",
        "[圣沁营养食品:Company]今年扩产，[新沁奥:Company]2017年落户。",
        "从未听过还叫[皖南智能港:Facility]。",
        "当地科技创新成果不断涌现。",
        "绿色食品走俏。",
        "集团公司开会。",
        "A股上市公司达到30家。",
        "企业发展中心任务明确。",
        "全县有规上[新材料:Industry]企业36户。",
    ],
)
def test_firms_by_lexicon_brand_and_kind(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[赣州稀土新材料产业园:Park]内，机器轰鸣。",
        "在[吴江经济技术开发区:Park]内，企业忙着赶订单。",
        "[长丰双凤经济开发区:Park]一季度完成产值45亿元。",
        "[滁州高新区:Park]启动建设。",
        "[襄阳高新技术产业开发区:Park]发力[新能源汽车产业:Industry]。",
        "[许昌尚集物流园:Park]扩容。",
        "[湖南湘江新区:Park]去年增速领先。",
        "[中国（安徽）自由贸易试验区:Park]挂牌。",
        "[长三角地区:Region]和[粤港澳大湾区:Region]加快发展。",
        "[成都都市圈:Region]加快成形。",
        "这里十年巨变——[大同云冈经济开发区:Park]建设纪实。",
        "2019年8月片区挂牌，2021年9月产业园开园。",
        "当地新建了一批产业园和孵化器。",
        "全省有开发区120家。",
        "各类园区发挥了作用。",
        "全区上下齐心协力。",
    ],
)
def test_parks_and_regions(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "记者从[南通市统计局:Organization]获悉，经济运行平稳。",
        "据[南通海关:Organization]统计，进出口增长。",
        "[中国科学技术大学:Organization]与[合肥工业大学:Organization]合作。",
        "[哈尔滨工业大学苏州研究院:Organization]揭牌。",
        "[无锡国家高新技术产业开发区管委会:Organization]与[江南大学:Organization]签署协议。",
        "[泰兴经济开发区:Park]与[常州大学:Organization]共建[泰兴绿色化工研究院:Organization]。",
        "[金坛区委:Organization]书记到企业调研。",
        "有关部门和研究机构参加。",
        "相关协会表示欢迎。",
    ],
)
def test_bodies(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[合肥新桥国际机场:Facility]扩建。",
        "[宁波舟山港:Facility]吞吐量增长。",
        "[杭绍甬高速公路:Facility]通车。",
        "[碧水湖水库:Facility]预计明年蓄水。",
        "[星辉光伏项目:Project]开工。",
        "[星辉光伏项目:Project]总投资30亿元。",
        "[山东路桥建设集团有限公司:Company]承建了[滨州港二期工程:Project]。",
        "[滨江污水处理厂二期项目:Project]获批。",
        "总投资50亿元的[时代星云储能产业园项目:Project]签约。",
        "总投资50亿元的[远瞻光伏组件项目:Project]落户[盐城高新区:Park]。",
        "由[中建八局:Company]承建的[泰州大剧院:Facility]封顶。",
        "建设一批研发中心和创新平台。",
        "当地新增智能工厂12家。",
        "这座工厂有三条生产线。",
        "今年实施重点项目120个。",
        "项目总投资30亿元。",
        "城市更新项目进展顺利。",
        "[鸡西市:District]2024年二季度重大项目集中开工，全市开工63个。",
        "[鸡西市:District]第三批重点产业项目集中签约。",
        "一期、二期项目相继投产。",
        "[四川时代一期:Project]、二期已投产。",
        "[碧波河大桥:Facility]通车。",
        "货物吞吐量居全国沿海港口前三。",
        "[扬州高新区:Park]建设年产6000吨[碳纤维原丝生产线:Facility]，分两期实施。",
        "[杭绍甬高速公路:Facility]总投资200亿元，路基工程完成92%、桥梁工程完成88%。",
        "[碧水湖水库:Facility]是当地重点水利枢纽的控制性工程，控制性工程上月开工。",
    ],
)
def test_works_and_projects(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[《关于支持民营经济发展的若干措施》:Program]出台。",
        "[《滁州市制造强市三年行动方案》:Program]提出目标。",
        "当地实施[“满园春”行动计划:Program]。",
        "当地出台[“惠企20条”:Program]。",
        "举办[“亩均论英雄”大会:Program]。",
        "该企业入选[国家级专精特新“小巨人”企业名单:Honor]。",
        "入选[“2023中国民营企业500强”榜单:Honor]。",
        "荣获[国家科技进步奖二等奖:Honor]。",
        "该市获评[国家创新型城市:Honor]、[全国文明城市:Honor]等称号。",
        "企业研发的[“海川一号”卫星:Product]发射成功。",
        "《人民日报》报道。",  # a paper, no programme
        "他说“今年会更好”。",
        "“我们有信心。”",
        "各项政策落地见效。",
        "该市出台一系列政策措施。",
    ],
)
def test_programmes_honours_and_what_stands_in_marks(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[C919:Product]、[AG600:Product]等飞机先后首飞。",
        "[石狮市:District]人均GDP16.7万元，PMI50.2。",
        "[问界M9:Product]和[小米SU7:Product]热销。",
        "[安徽翼科航空科技有限公司:Company]推出[翼科300无人机:Product]。",
        "[新能源汽车产业:Industry]是支柱。",
        "发展[低空经济:Industry]、[人工智能:Industry]、[生物医药:Industry]三大产业。",
        "新增5G基站300座，5G和AI改变生活。",
        "GDP增速达到6%，R&D经费增长。",
        "他开着新能源汽车回家。",
        "[安徽翼科航空科技有限公司:Company]的车间里机器轰鸣。",
        "大数据显示，游客增多。",
        "研发投入占比达到5%。",
    ],
)
def test_products_and_industries(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "董事长[王海峰:Person]介绍，产值突破10亿元。",
        "总工程师[赵志强:Person]介绍，新产线月底投产。",
        "公司创始人兼首席执行官[周宇航:Person]说。",
        "总经理[欧阳文:Person]说。",
        "部长[何军:Person]拍着设备说。",
        "厂长[张伟:Person]笑了。",
        "厂长[王海燕:Person]了解到，前景向好。",
        "书记[刘建平:Person]着手改造厂房。",
        "总经理[王晓东:Person]介绍，产值增长。",  # the dictionary knows the name
        "董事长[李明华:Person]表示，产值增长。",  # 华表 is a word
        "项目由集团旗下子公司[广东美芝制冷设备有限公司:Company]运营。",
        "今年，[东湖高新区:Park]计划新开工项目60个。",
        "[合肥高新区管委会:Organization]主任[高峰:Person]介绍，园区扩容。",  # a common word that speaks is a person
        "局长张开双臂。",
        "负责人[刘洋:Person]告诉记者。",
        "村民[张秀英:Person]告诉记者。",
        "[紫金银行:Company]行长[艾伦·史密斯:Person]说。",
        "[广汽集团:Company]副总经理[陈建国:Person]介绍说。",
        "[江苏远瞻光伏科技有限公司:Company]总经理助理[马跃:Person]说。",
        "[安徽省委:Organization]副书记、省长[李明:Person]到访。",
        "[厦门大学:Organization]教授[林晓燕:Person]认为，前景广阔。",
        "工程师们正在调试设备。",
        "总经理表示，订单充足。",
        "董事长高兴地说。",
        "企业负责人介绍，公司将扩产。",
    ],
)
def test_persons_stand_beside_their_posts(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "[湖北宜化集团有限责任公司:Company]（以下简称[“宜化集团”:Company]）去年盈利。今年，[宜化集团:Company]将扩产。",
        "[浙江天能新材料有限公司:Company]（下称[天能新材:Company]）入驻[长兴:District]。[天能新材:Company]去年投产。",
        "[江苏远瞻光伏科技有限公司:Company]落户[盐城:District]。[远瞻光伏:Company]去年投产。",
        "[浙江正泰电器股份有限公司:Company]今年营收增长，[正泰电器:Company]还要扩产。",
        "[苏州启泰生物科技股份有限公司:Company]成立。如今，[启泰生物:Company]已有员工300人。",
        "[南通恒昌轴承有限公司:Company]开业。[恒昌:Company]的员工很忙。",
        "[金华远大电子商务有限公司:Company]开业，前景远大。",  # a common word is no short form
    ],
)
def test_short_forms_of_registered_names(article: str) -> None:
    assert found(article) == article


def test_a_declared_short_form_ends_the_name_before_it() -> None:
    article = "[中创新航科技集团股份有限公司:Company]（以下简称“[中创新航:Company]”）总部位于[常州市:District]。"
    assert found(article).replace("[“中创新航”:Company]", "“[中创新航:Company]”") == article


@pytest.mark.parametrize(
    ("article", "names_inside"),
    [
        ("宁德时代宜宾动力电池生产基地投产。", {("宁德时代", "Company"), ("宁德时代宜宾动力电池生产基地", "Facility")}),
        ("比亚迪西安工厂投产。", {("比亚迪", "Company"), ("比亚迪西安工厂", "Facility")}),
        ("西安工厂投产。", {("西安工厂", "Facility")}),
    ],
)
def test_the_owner_inside_a_plants_name_is_an_entity_too(article: str, names_inside: set[tuple[str, str]]) -> None:
    entities = extract(read(article), KNOWLEDGE).entities
    assert {(e.name, e.type) for e in entities if e.type in ("Company", "Facility")} == names_inside


@pytest.mark.parametrize(
    "dateline",
    [
        "新华社武汉11月6日电（记者李伟）",
        "人民网武汉11月6日电（李伟）",
        "本报讯（记者 李伟 通讯员 王敏）",
        "南江日报-南江新闻网武汉11月6日讯（记者 李伟）",
        "央广网武汉11月6日消息（记者李伟）",
        "中新网武汉11月6日电 ",
    ],
)
def test_a_name_begins_behind_the_dateline(dateline: str) -> None:
    for text in (f"{dateline}云岭新材料荆门基地开工。", f"{dateline}云岭新材料荆门基地开工。去年扩产。\n云岭新材料荆门基地扩产。"):
        entities = extract(parse(text, KNOWLEDGE), KNOWLEDGE).entities
        assert "云岭新材料荆门基地" in {e.name for e in entities}
        assert not [e.name for e in entities for word in ("李伟", "日电", "武汉") if word in e.name]


def test_a_firm_that_sounds_like_a_dateline_is_a_name() -> None:
    assert found("[东山通讯（南江）有限公司:Company]扩产。") == "[东山通讯（南江）有限公司:Company]扩产。"


def test_what_is_made_ends_before_how_much_of_it() -> None:
    extraction = extract(parse("云岭电子碳化硅项目去年7月投产，可年产碳化硅外延片36万片。", KNOWLEDGE), KNOWLEDGE)
    assert not [e.name for e in extraction.entities if "36" in e.name]
    assert [(o.indicator, o.value, o.unit) for o in extraction.observations] == [("年产碳化硅外延片", 36.0, "万片")]


def test_a_phase_is_no_firm() -> None:
    entities = extract(parse("东山区的二期年产8万吨电解液项目去年7月投产。", KNOWLEDGE), KNOWLEDGE).entities
    assert "二期" not in {e.name for e in entities}


def test_what_is_called_a_project_once_is_one_everywhere() -> None:
    article = "[碧水湖水库项目:Project]开工，[碧水湖水库:Project]预计明年蓄水。"
    assert found(article) == article


def test_the_mark_of_an_entry_is_no_part_of_the_name_that_follows() -> None:
    article = "项目如下：\n1.[G3033奎屯至乌恰高速公路:Project]：全长186公里，2022年开工。\n2.[阿克苏机场改扩建工程:Project]：总投资3亿元。"
    assert found(article) == article


def test_a_name_found_once_is_found_wherever_it_stands() -> None:
    article = "董事长[王海峰:Person]到场。\n第二天，我们又见到了[王海峰:Person]。"
    assert found(article) == article


CLAUSES = [
    "合肥市引进江阴华瑞精密机械有限公司",
    "园区集聚了青禾科技、沃尔动力和远光精工等36家企业",
    "董事长王海峰介绍",
    "实施“满园春”行动计划",
    "《滁州市制造强市三年行动方案》",
    "湖北宜化集团有限责任公司（以下简称“宜化集团”）",
    "宜化集团",
    "星辉光伏项目总投资30.5亿元",
    "该公司推出C919、AG600",
    "（以下简称“",
    "中国（安徽）自由贸易试验区",
    "有限公司",
    "项目",
    "等12家",
    "的",
    "与",
]
NOISE = st.text("，。；：、！？“”（）《》()‘’—·- 　%％+&*|\n0123456789一二三十百亿AbZ𠮷é☆", max_size=6)
TEXTS = (
    st.lists(st.one_of(st.sampled_from(CLAUSES), NOISE), min_size=1, max_size=12).map("".join).filter(lambda t: any(map(str.isalnum, t)))
)


def assert_sound(text: str, mentions: list[Mention], sentences: list[tuple[int, int]]) -> None:
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    for m in mentions:
        assert text[m.start : m.end] == m.text
        assert any(start <= m.start < m.end <= end for start, end in sentences)
        assert m.type in KNOWLEDGE.ontology.classes
        assert 0 < m.confidence <= 1


@given(TEXTS)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_whatever_the_text_names_lie_in_its_sentences_apart_from_each_other(text: str) -> None:
    document = parse(text, KNOWLEDGE)
    mentions = find_by_rules(document, KNOWLEDGE).mentions
    assert_sound(document.text, mentions, [(s.start, s.end) for s in document.sentences])
    assert find_by_rules(document, KNOWLEDGE).mentions == mentions


@given(TEXTS)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_whatever_the_text_facts_speak_of_its_entities_and_quote_it(text: str) -> None:
    document = parse(text, KNOWLEDGE)
    extraction = extract(document, KNOWLEDGE)
    ids = {e.id for e in extraction.entities}
    assert {r.head for r in extraction.relations} | {r.tail for r in extraction.relations} <= ids
    assert {o.subject for o in extraction.observations} | {m.subject for m in extraction.milestones} <= ids
    quotes = [q for row in (extraction.relations, extraction.observations, extraction.milestones) for fact in row for q in fact.evidence]
    quotes += [r.quote for r in extraction.refusals]
    assert all("".join(q.exact.split()) == "".join(document.raw[q.start : q.end].split()) for q in quotes)


def test_every_rule_has_a_class_of_the_ontology_and_every_word_too() -> None:
    known = names(KNOWLEDGE)
    assert {rule.type for rules in known.rules.values() for rule in rules if rule.type} <= set(KNOWLEDGE.ontology.classes)
    assert {word.type for word in known.words.values()} <= set(KNOWLEDGE.ontology.classes)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("- name: x/y\n  kind: sufix\n", "unknown kind 'sufix'"),
        ("- name: x/y\n  kind: suffix\n  sufixes: [园]\n", "unknown key 'sufixes'"),
        ("- name: x/y\n  kind: lexicon\n  type: Park\n  table: nowhere\n", "no table 'nowhere'"),
    ],
)
def test_faults_in_name_rules_are_named_with_file_and_line(tmp_path: Path, entry: str, says: str) -> None:
    ontology = Path(shutil.copytree(KNOWLEDGE.root, tmp_path / "ontology"))
    path = ontology / "rules" / "names.yml"
    before = path.read_text("utf-8")
    path.write_text(before + entry, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        names(load(ontology))
    assert str(caught.value).startswith(f"{path}:{len(before.splitlines()) + 1}: ")
    assert says in str(caught.value)


def test_a_new_suffix_needs_no_python(tmp_path: Path) -> None:
    ontology = Path(shutil.copytree(KNOWLEDGE.root, tmp_path / "ontology"))
    text = "合肥骆岗未来岛启动建设。"
    before = find_by_rules(parse(text, KNOWLEDGE), KNOWLEDGE).mentions
    with (ontology / "rules" / "names.yml").open("a", encoding="utf-8") as stream:
        stream.write("- name: park/isle\n  kind: suffix\n  type: Park\n  modifier: proper\n  suffixes: [未来岛]\n")
    changed = load(ontology)
    after = [(m.text, m.type, m.rule) for m in find_by_rules(parse(text, changed), changed).mentions]
    assert ("合肥骆岗未来岛", "Park", "park/isle") in after
    assert "合肥骆岗未来岛" not in {m.text for m in before}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("白塘新材料产业园，总投资12亿元，今年3月开工。", "Project"),
        ("该项目位于白塘经济开发区，总投资12亿元。", "Park"),
        ("项目选址在白塘新材料产业园，总投资12亿元。", "Park"),
    ],
)
def test_the_money_is_not_for_the_park_where_something_is_set_up(text: str, kind: str) -> None:
    assert f":{kind}]" in found(text)


def test_what_is_told_of_several_ends_the_last_of_their_names() -> None:
    text = "前五名依次为贵州云岭集团，贵州青禾集团制药股份有限公司、贵州澜曦新材料有限公司和贵阳云岭材料厂分列第二至第四位。"
    assert "贵阳云岭材料厂:Company]分列" in found(text)
