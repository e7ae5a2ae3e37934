"""Names of industries, products, programmes and honours, found in sentences of news prose."""

import pytest

from kg.errors import KnowledgeError
from kg.extract.mentions import find_by_rules
from kg.knowledge import Knowledge, load
from kg.knowledge.files import Item
from kg.knowledge.names import names
from kg.reading.read import parse

KNOWLEDGE = load()


def found(text: str, kind: str) -> set[str]:
    document = parse(text, KNOWLEDGE)
    return {m.text for m in find_by_rules(document, KNOWLEDGE).mentions if m.type == kind}


PRODUCTS = [
    ("云岭光学年产高精度镜头模组200万套、激光传感器50万只，产品供应各地。", {"高精度镜头模组", "激光传感器"}),
    ("这个基地建成后年产6000吨高纯石英砂，可满足周边需求。", {"高纯石英砂"}),
    ("青禾材料自主研发的耐高温隔热棉，打破了国外垄断。", {"耐高温隔热棉"}),
    ("做伺服驱动器的北辰精机，去年搬进了新厂房。", {"伺服驱动器"}),
    ("今年3月，首台大功率海上起重机在码头下线。", {"大功率海上起重机"}),
    ("企业改产适配无人机的高速电磁开关，订单翻番。", {"高速电磁开关"}),
    ("由云岭航天研制的“云岭一号”昨日升空。", {"“云岭一号”"}),
    ("第一辆“追风”从厂房里开出来。", {"“追风”"}),
    ("年初热映的《山海奇谈》由这里的团队制作。", {"《山海奇谈》"}),
    ("一类抗肿瘤新药赛洛替尼获批上市。", {"赛洛替尼"}),
    ("公司的拳头产品为智能电表和充电桩。", {"智能电表", "充电桩"}),
    ("该公司主要产品有工业缝纫机、电脑绣花机、激光裁床等。", {"工业缝纫机", "电脑绣花机", "激光裁床"}),
    ("公司研发的心脏起搏器获主管部门批准。", {"心脏起搏器"}),
    ("企业专注于医用敷料的开发，去年投产。", {"医用敷料"}),
]

NO_PRODUCTS = [
    "公司聚焦研发创新，持续为区域经济发展提供强劲动能。",
    "该区打造研发中心、检测中心和展示中心。",
    "去年该企业主攻东南亚市场。",
    "■要 闻 A03 2024年5月6日",
    "这家工厂生产的产品质量稳定。",
    "老厂不断求变，也持续推出“新”。",
    "他说，企业今年要开发新产品、拓展新市场、提升服务质量。",
    "上半年，全市新能源汽车产量达到12万辆，工业机器人产量增长35%。",
]

PROGRAMS = [
    ("2023中国国际茶叶博览会昨日在杭州开幕。", {"2023中国国际茶叶博览会"}),
    ("市里出台了促进低空经济高质量发展的实施意见，明确十条举措。", {"促进低空经济高质量发展的实施意见"}),
    ("海关推行“提前申报”，通关更快。", {"“提前申报”"}),
    ("开发区按“一核三园”布局，企业可享受“五免三减半”。", {"“一核三园”", "“五免三减半”"}),
    ("该市融入“一带一路”和西部陆海新通道。", {"“一带一路”", "西部陆海新通道"}),
    (
        "《东山市支持制造业企业发展若干措施》（东政规〔2024〕3号，以下简称《若干措施》）已印发。",
        {"《东山市支持制造业企业发展若干措施》", "《若干措施》"},
    ),
    ("在第六届进博会上，该集团与多家跨国公司签约。", {"第六届进博会"}),
    ("市政务服务中心推出“一网通办”“一窗受理”服务。", {"“一网通办”"}),
    ("区里推广“政采贷”，累计放款3亿元。", {"“政采贷”"}),
]

NO_PROGRAMS = [
    "该公司计划投资30亿元建设新厂房。",
    "园区规划面积12平方公里，其中一期3平方公里。",
    "河道整治、便道改造和绿化正在紧张施工。",
]

HONORS = [
    ("去年全区新增科技型中小企业120家、瞪羚企业8家。", {"科技型中小企业", "瞪羚企业"}),
    ("这家公司入选第六批国家级专精特新“小巨人”企业。", {"第六批国家级专精特新“小巨人”企业"}),
    ("当地接连摘回“中国竹编之乡”“中国笋业之乡”两块牌子。", {"“中国竹编之乡”", "“中国笋业之乡”"}),
    ("中国轻工业联合会把“中国鞋都·东山”的牌子授给了它。", {"“中国鞋都·东山”"}),
    ("项目获得科技进步奖2项、技术发明奖1项。", {"科技进步奖", "技术发明奖"}),
    ("茶园成了国家4A级景区。", {"国家4A级景区"}),
    ("公司先后获评国家级绿色工厂、省级企业技术中心。", {"国家级绿色工厂", "省级企业技术中心"}),
    ("去年12月，该县被授予“中国核桃之乡”称号。", {"“中国核桃之乡”"}),
    ("主管部门公布第七批制造业单项冠军名单。", {"第七批制造业单项冠军名单"}),
]

NO_HONORS = [
    "该项目未列入此次开工名单。",
    "全市“四上”企业预计达到900家。",
    "这里有国家大学科技园1个。",
    "该项目获得国家发改委批复。",
]

INDUSTRIES = [
    ("全区聚焦新能源、智能装备、软件等产业方向。", {"新能源", "智能装备", "软件"}),
    ("企业30余家，覆盖无人机研制、通航运营等多个领域。", {"无人机研制", "通航运营"}),
    ("农药和化工新材料企业纷纷落户。", {"农药", "化工新材料"}),
    ("当地培育3条低空经济产业链。", {"低空经济产业链"}),
    ("50多家硬科技公司从这里走出。", {"硬科技"}),
    ("这里承接保税维修，带动就业。", {"保税维修"}),
    ("园区已集聚生物制药、医疗器械、保健食品等企业130多家。", {"生物制药", "医疗器械", "保健食品"}),
    ("全市纺织服装产业实现产值1200亿元，食品加工业增长8%。", {"纺织服装产业", "食品加工业"}),
    ("该公司是国内领先的工业软件服务商。", {"工业软件"}),
]

NO_INDUSTRIES = [
    "区里推动人流、物流、资金流、信息流加速集聚。",
    "企业一起攻关原料、装备、工艺等共性课题。",
    "一个储能项目原定年内动工。",
    "车间集冲压、车身、油漆、总装于一身。",
    "城区新建公园12个、改造老旧小区30个。",
]


@pytest.mark.parametrize(("text", "wanted"), PRODUCTS)
def test_products(text: str, wanted: set[str]) -> None:
    assert found(text, "Product") >= wanted


@pytest.mark.parametrize("text", NO_PRODUCTS)
def test_no_products(text: str) -> None:
    assert found(text, "Product") == set()


@pytest.mark.parametrize(("text", "wanted"), PROGRAMS)
def test_programs(text: str, wanted: set[str]) -> None:
    assert found(text, "Program") >= wanted


@pytest.mark.parametrize("text", NO_PROGRAMS)
def test_no_programs(text: str) -> None:
    assert found(text, "Program") == set()


@pytest.mark.parametrize(("text", "wanted"), HONORS)
def test_honors(text: str, wanted: set[str]) -> None:
    assert found(text, "Honor") >= wanted


@pytest.mark.parametrize("text", NO_HONORS)
def test_no_honors(text: str) -> None:
    assert found(text, "Honor") == set()


@pytest.mark.parametrize(("text", "wanted"), INDUSTRIES)
def test_industries(text: str, wanted: set[str]) -> None:
    assert found(text, "Industry") >= wanted


@pytest.mark.parametrize("text", NO_INDUSTRIES)
def test_no_industries(text: str) -> None:
    assert found(text, "Industry") == set()


def test_amounts_are_no_part_of_a_name() -> None:
    assert found("这里年产1.5万吨高性能磁性材料、3000吨特种焊丝。", "Product") == {"高性能磁性材料", "特种焊丝"}


def test_a_quotation_of_a_programme_keeps_its_marks_and_its_head() -> None:
    assert found("区里实施“春雨润苗”行动计划，帮助企业。", "Program") == {"“春雨润苗”行动计划"}


def test_an_unknown_key_of_a_name_rule_is_named_with_its_place() -> None:
    rules = {**KNOWLEDGE.rules, "names": (Item({"name": "x", "kind": "object", "colour": "red"}, "ontology/rules/names.yml:1"),)}
    wrong = Knowledge(KNOWLEDGE.root, KNOWLEDGE.ontology, KNOWLEDGE.tables, rules, KNOWLEDGE.settings, KNOWLEDGE.same_as, "wrong")
    with pytest.raises(KnowledgeError, match="unknown key 'colour'"):
        names(wrong)
