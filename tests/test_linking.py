"""Which forms of a document name one thing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import KNOWLEDGE, read, viewed

from kg.extract.firms import find_inside
from kg.extract.linking import link
from kg.extract.mentions import find_by_rules
from kg.model import Document, Entity, Mention
from kg.reading import parse


def things(article: str, type: str) -> list[tuple[str, ...]]:
    """The forms of each thing of a class, without quotation marks."""
    entities = viewed(read(article)).entities.values()
    return [tuple(dict.fromkeys(m.strip("“”") for m in e.mentions)) for e in entities if e.type == type]


@pytest.mark.parametrize(
    ("type", "article", "forms"),
    [
        ("Company", "江苏远瞻光伏科技有限公司落户盐城。远瞻光伏去年投产，远瞻还要扩产。", ("江苏远瞻光伏科技有限公司", "远瞻光伏", "远瞻")),
        ("Park", "合肥智能机器人产业园（下称“园区”）去年扩建。园区引进企业20家。", ("合肥智能机器人产业园", "园区")),
        ("Organization", "工业软件（合肥）创新中心联盟成立。创新中心联盟有会员40家。", ("工业软件（合肥）创新中心联盟", "创新中心联盟")),
        ("Company", "湖北宜化集团有限责任公司（以下简称“宜化集团”）盈利。宜化集团将扩产。", ("湖北宜化集团有限责任公司", "宜化集团")),
        ("Company", "OPPO广东移动通信有限公司盈利。OPPO发布新品。", ("OPPO广东移动通信有限公司", "OPPO")),
        ("Company", "北京首钢股份有限公司盈利，首钢股份股价上涨。", ("北京首钢股份有限公司", "首钢股份")),
        ("Company", "四川远瞻电子控股集团有限公司盈利。远瞻控股要扩产。", ("四川远瞻电子控股集团有限公司", "远瞻控股")),
        ("Company", "江苏远瞻精密机械股份有限公司盈利。远瞻股份股价上涨。", ("江苏远瞻精密机械股份有限公司", "远瞻股份")),
        ("Company", "星川电气集团远瞻汽轮机有限公司盈利。远瞻汽轮机扩产。", ("星川电气集团远瞻汽轮机有限公司", "远瞻汽轮机")),
        ("Company", "重庆市恒昌轴承有限公司开业。重庆恒昌轴承有限公司招工。", ("重庆市恒昌轴承有限公司", "重庆恒昌轴承有限公司")),
        ("Company", "远光能源公司扩产。远光能源盈利。", ("远光能源公司", "远光能源")),
        ("District", "合肥市去年增长，合肥的工业很强。", ("合肥市", "合肥")),
        ("Industry", "新能源汽车产业增长，新能源汽车产业集群扩大。", ("新能源汽车产业", "新能源汽车产业集群")),
        ("Project", "碧水湖水库项目开工，碧水湖水库预计明年蓄水。", ("碧水湖水库项目", "碧水湖水库")),
        ("Program", "当地实施“满园春”行动计划。“满园春”行动成效明显。", ("“满园春”行动计划", "“满园春”行动")),
        ("Facility", "合肥新桥国际机场扩建。新桥国际机场年吞吐量达到1000万人次。", ("合肥新桥国际机场", "新桥国际机场")),
        ("Park", "赣州稀土新材料产业园扩容。稀土新材料产业园企业很多。", ("赣州稀土新材料产业园", "稀土新材料产业园")),
        ("Company", "铭岳股份（浙江铭岳机械股份有限公司）扩产。", ("铭岳股份", "浙江铭岳机械股份有限公司")),
        ("Company", "贵州南江群英电器有限公司扩产。群英电器去年盈利。", ("贵州南江群英电器有限公司", "群英电器")),
        ("Region", "货物销往中亚，中亚五国的订单多。", ("中亚", "中亚五国")),
        ("Park", "合肥市高新区扩容，合肥高新区招商。", ("合肥市高新区", "合肥高新区")),
        ("Company", "青岛远瞻轮胎有限公司（宏嘉集团）扩产。宏嘉集团盈利。", ("青岛远瞻轮胎有限公司", "宏嘉集团")),
        ("Company", "青岛远瞻轮胎有限公司（当地人叫它“宏嘉集团”）扩产。宏嘉集团盈利。", ("青岛远瞻轮胎有限公司", "宏嘉集团")),
    ],
)
def test_forms_of_one_thing(type: str, article: str, forms: tuple[str, ...]) -> None:
    assert [tuple(f.strip("“”") for f in forms)] == things(article, type)


@pytest.mark.parametrize(
    ("type", "article"),
    [
        ("Park", "蜀山经开区引进企业。包河经开区引进企业。"),
        ("Organization", "合肥海关发布消息。南京海关发布消息。"),
        ("Organization", "合肥市政府和芜湖市政府签约。"),
        ("Organization", "中国科学技术大学与合肥工业大学合作。"),
        ("Facility", "合肥国际会展中心开馆。南昌国际会展中心开馆。"),
        ("Project", "合肥机场项目开工。芜湖机场项目开工。"),
        ("District", "吉林省和吉林市签署协议。"),
        ("Company", "安踏（厦门）有限公司开业。安踏（泉州）有限公司停业。"),
        ("Company", "宁德时代新能源科技股份有限公司扩产。四川时代新能源科技有限公司减产。"),
        ("Company", "中国石油化工股份有限公司与中国石油天然气股份有限公司签约。"),
        ("Organization", "安徽大学和安徽农业大学合作。"),
        ("Program", "“满园春”行动计划启动。“满堂红”行动计划启动。"),
        ("Project", "芜湖港一期工程开工。芜湖港二期工程开工。"),
        ("Company", "传音控股盈利。重庆传音科技有限公司成立。"),
        ("Company", "星川电气集团远瞻汽轮机有限公司盈利。星川电气集团扩产。"),
        ("Company", "星川集团矿业有限公司盈利。星川集团扩产。"),
        ("Company", "宁德时代扩产。时代吉利汽车科技有限公司减产。"),
    ],
)
def test_two_things_stay_two(type: str, article: str) -> None:
    assert len(things(article, type)) == 2


@pytest.mark.parametrize(
    ("full", "short", "one"),
    [
        ("安徽润泽硅材料有限公司", "润泽公司", True),
        ("贵州南江新云电子元器件有限公司", "新云电子", True),
        ("一汽大众汽车有限公司", "大众汽车", False),  # a firm of its own, which the lexicon knows
        ("南江新云电子元器件项目公司", "云电", False),
    ],
)
def test_a_firm_may_be_called_by_a_part_of_its_own_name(full: str, short: str, one: bool) -> None:
    text = f"{full}扩产。{short}盈利。"
    mentions = [Mention(at := text.index(name), at + len(name), name, "Company", "test", 0.9) for name in (full, short)]
    assert (len(link(parse(text, KNOWLEDGE), mentions, KNOWLEDGE)[1]) == 1) is one


def test_each_short_form_goes_to_its_own_firm() -> None:
    article = "苏州恒泽精密机械有限公司与苏州恒远精密机械有限公司签约，恒泽精密扩产，恒远精密减产。"
    assert things(article, "Company") == [("苏州恒泽精密机械有限公司", "恒泽精密"), ("苏州恒远精密机械有限公司", "恒远精密")]


@pytest.mark.parametrize(
    ("word", "taken_for", "article", "full"),
    [
        ("新区", "Company", "银川新区增长。雄安新区也增长。银川新区扩产。入选国家级新区。新区招商。", "银川新区"),
        ("高新区", "Company", "厦门火炬高新技术产业开发区增长，今年高新区招商。", "厦门火炬高新技术产业开发区"),
        ("研究院", "Company", "合肥光电技术研究院成立，研究院将招人。", "合肥光电技术研究院"),
        ("片区", "Park", "青岛自贸片区扩容。灵山卫片区也扩容。今年片区招商。", "青岛自贸片区"),
    ],
)
def test_a_word_for_the_kind_goes_to_the_thing_that_is_named_most(word: str, taken_for: str, article: str, full: str) -> None:
    document = parse(article, KNOWLEDGE)
    found = [m for m in find_by_rules(document, KNOWLEDGE).mentions if m.text != word]
    at = article.rfind(word)
    learned = Mention(at, at + len(word), word, taken_for, "model/names", 0.9)  # the class need not be right yet
    mentions, entities = link(document, [*found, learned], KNOWLEDGE)
    assert entities[mentions[-1].entity].name == full
    assert mentions[-1].type == entities[mentions[-1].entity].type


@pytest.mark.parametrize(
    ("long", "short", "one"),
    [("广西柳州市融安县", "融安", True), ("吉林省吉林市", "吉林", False), ("江苏省南京市", "南通", False)],
)
def test_a_division_named_with_those_above_it_has_its_short_form_too(long: str, short: str, one: bool) -> None:
    text = f"{long}增产，{short}回升。"
    document = parse(text, KNOWLEDGE)
    starts = ((long, document.text.index(long)), (short, document.text.rindex(short)))
    named, _ = link(document, [Mention(at, at + len(form), form, "District", "model/names", 0.9) for form, at in starts], KNOWLEDGE)
    assert (named[0].entity == named[1].entity) == one


@pytest.mark.parametrize(
    ("type", "long", "short", "one"),
    [
        ("District", "云桥镇", "云桥", True),
        ("District", "南昌县", "南昌", False),  # another division is called so
        ("Park", "云桥工业园", "云桥", True),
        ("Park", "云桥新区产业园", "云桥新区", False),  # what says its own kind is a thing of its own
        ("Region", "云桥片区", "云桥", True),
        ("Facility", "云桥水电站", "云桥", True),
        ("Facility", "云桥水电站", "水电站", True),
        ("Industry", "泵阀制造业", "泵阀", True),
        ("Industry", "泵阀检测服务", "泵阀", False),
    ],
)
def test_the_word_for_the_kind_may_be_left_out(type: str, long: str, short: str, one: bool) -> None:
    text = f"{long}增产，{short}回升。"
    document = parse(text, KNOWLEDGE)
    starts = ((long, document.text.index(long)), (short, document.text.rindex(short)))
    named, _ = link(document, [Mention(at, at + len(form), form, type, "model/names", 0.9) for form, at in starts], KNOWLEDGE)
    assert (named[0].entity == named[1].entity) == one


def test_a_firm_and_its_plant_are_two() -> None:
    article = "重庆长安汽车股份有限公司盈利。长安汽车推出新车。长安汽车数智工厂投产。"
    assert things(article, "Company") == [("重庆长安汽车股份有限公司", "长安汽车")]
    assert things(article, "Facility") == [("长安汽车数智工厂",)]


def test_the_fullest_form_is_the_name() -> None:
    (firm,) = (e for e in viewed(read("远瞻光伏去年投产。江苏远瞻光伏科技有限公司落户盐城。")).entities.values() if e.type == "Company")
    assert firm.name == "江苏远瞻光伏科技有限公司"
    assert firm.mentions[0] == "远瞻光伏"


SENTENCES = [
    "江苏远瞻光伏科技有限公司落户盐城。",
    "远瞻光伏去年投产。",
    "合肥海关与南京海关签署协议。",
    "合肥市高新区扩容。",
    "高新区招商。",
    "湖州市长兴县画溪街道设立服务站。",
    "比亚迪西安工厂投产。",
    "传音控股、重庆传音科技有限公司和传音。",
    "当地实施“满园春”行动计划。",
    "\n",
]
ARTICLES = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("".join).filter(lambda a: a.strip() != "")


def linked(document: Document) -> tuple[list[Mention], dict[str, Entity]]:
    mentions = find_by_rules(document, KNOWLEDGE).mentions
    return link(document, mentions, KNOWLEDGE, find_inside(document, mentions, KNOWLEDGE))


@given(ARTICLES)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_every_mention_has_an_entity_of_its_class_with_its_form(article: str) -> None:
    document = parse(article, KNOWLEDGE)
    mentions, entities = linked(document)
    for m in mentions:
        assert entities[m.entity].type == m.type
        assert m.text in entities[m.entity].mentions
    for key, e in entities.items():
        assert e.id == key
        assert e.name == max(e.mentions, key=len)
        assert e.quotes and all(document.raw[q.start : q.end] for q in e.quotes)


@given(ARTICLES)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_linking_what_is_linked_changes_nothing(article: str) -> None:
    document = parse(article, KNOWLEDGE)
    mentions, entities = linked(document)
    assert link(document, mentions, KNOWLEDGE, find_inside(document, mentions, KNOWLEDGE)) == (mentions, entities)
