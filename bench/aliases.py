"""Articles about any number of things that do not exist, and which of their names are one thing's: for bench/resolution.py.

Seeded. Every article is about a county and mostly about what is at home there. Nine names in ten are of a thing of its own, one in ten is
another way to write one of them (FORMS), mostly in another article of the county; beside these each article names its county, and one
name in twenty is one of another article once more. Different things are as alike as they are in the news: brands have several trades,
trades and kinds of park are everywhere, projects have phases, products numbers; one thing in six differs from another in one point only.

>>> from kg.knowledge import load
>>> documents, truth, ways = articles(2_000, load())
>>> len(documents), len(truth), len(ways), max(map(len, truth))
(20, 1800, 300, 4)
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.knowledge import Knowledge
from kg.knowledge.files import Row
from kg.model import Entity, Extraction, Relation

Member = tuple[str, str]
Draw = Callable[[random.Random], Any]


def _words(text: str) -> list[str]:
    return text.split()


IN_AN_ARTICLE, OF_A_COUNTY = 100, 3  # names in an article, articles about a county at the least
OTHER, AGAIN = 0.1, 0.05  # of the names: written in another way; once more as they are
ABROAD = 0.25  # of these stand in an article about another county
SAID = 0.5  # of the parks, facilities and projects the article says in which county they stand
KIN = 0.17  # of the things differ in one point from the one before

CHARACTERS = (
    "明远启恒瑞泽晟鼎凌越星辉华诚博创锐卓宏骏盛康安泰嘉禾益信达顺通和昌隆兴正元德润联众合汇智慧云海天翔鸿图霁澄岚沅泠漱滢溯渌汐岑岫峦崧"
    "嵇苓蘅芷荇葭薇菡桐槿梓楠棠樾柘榆栖鹭鹤雁隼麓壑屿汀渚澜泓沐晗昕暄晔曦蓝岭峰川江河湖泉源清溪森松柏竹梅兰菊荣茂盈丰裕富贵吉祥福禄寿"
    "喜庆龙凤麟鹏鹰虎驰飞腾跃升旭阳晨光耀亮晶莹玉琳琅珠宝金银磊岩巍峻坤乾亨利贞仁义礼尚品优美佳雅韵诗画墨书翰文思睿哲敏捷迅腾翼帆航舟渡"
)
LETTERS = "ABCDEFGHKLMNOPRSTVXYZ"
TRADES = _words(
    "光电 新材料 精密机械 生物医药 新能源 半导体 汽车零部件 食品 仪表 软件 航空 环保 化工 物流 智能 生物 电子 通信 机电 重工 "
    "医疗器械 纺织 服饰 建材 装备 电气 农业 种业 传媒 网络 数字 信息 光伏 储能 电池 模具 包装 纸业 陶瓷 家居 酒业 乳业 药业 铝业 钢构"
)
MANNERS = _words("智能 绿色 精密 数字 高端 特种 柔性 海洋 轻型 低温 稀土 纳米 车规级 植物 民用 工业 医用 农用 空间 便携")
FIELDS = _words(
    "网联汽车 集成电路 生物医药 装备 显示 食品 航空 物流 软件 材料 纺织 储能 机器人 光学 传感器 轴承 电机 阀门 涂料 制冷 照明 船舶 无人机 "
    "仪器 家具 玩具 陶瓷 电池 芯片 薄膜 玻璃 铝材 钢构 酶制剂 疫苗 饲料 种苗 茶叶 果蔬 水产"
)
PARTS = _words("零部件 设计 检测 制造 回收 应用 贸易 培训 运维 仓储 设备 原料 模组 软件 工艺 标准 租赁 测试 封装 修复")
BUREAUS = (  # (official, everyday) names of the offices that every county has
    ("人民政府", "政府"), ("发展和改革委员会", "发改委"), ("经济和信息化局", "经信局"), ("科学技术局", "科技局"),
    ("住房和城乡建设局", "住建局"), ("人力资源和社会保障局", "人社局"), ("文化和旅游局", "文旅局"), ("市场监督管理局", "市场监管局"),
    ("生态环境局", "环境局"), ("工商业联合会", "工商联"), ("人民法院", "法院"), ("人民检察院", "检察院"), ("科学技术协会", "科协"),
    ("国有资产监督管理委员会", "国资委"), ("财政局", "财政局"), ("商务局", "商务局"), ("农业农村局", "农业农村局"), ("统计局", "统计局"),
)  # fmt: skip
ZONES = (("高新技术产业开发区", "高新区"), ("经济技术开发区", "经开区"), ("综合保税区", "综保区"))
LOCALS = _words("人民医院 中医院 中学 小学 实验小学 幼儿园 污水处理厂 自来水厂 农贸市场 客运站")
ENDS = (
    ("科技城", "科技城"), ("产业园区", "产业园"), ("数据谷", "数据谷"), ("软件园", "软件园"), ("物流园区", "物流园"),
    ("科技园区", "科技园"),
)  # fmt: skip
HOUSES = _words("研发中心 检测中心 数据中心 中试基地 展示中心 工厂")
COMMON = _words(
    "恒安 华安 金安 恒达 恒信 恒源 恒通 宏达 宏信 宏源 宏通 华达 华信 华源 华通 盛达 盛信 盛源 金达 金信 金源 金通 泰达 泰信 泰源 泰通"
)

# Class; how many of 100; what no two things have in common; the ways to write one, of which the first three are what it is mostly called.
# P, p: its county in full and in short; c: the city; h: the county's code; b, w, u, l: a brand of two characters, one that firms
# everywhere have, one of three that no one else has, one in letters; t: a trade; x: a word behind it that papers leave out;
# i: an industry; f: a field, m, v: in a manner, k: a part of it; g, G: a kind of park; z, Z, o, O: zones and offices, everyday and
# official; d: a building; e: one that every county has; a: a letter; n, N: numbers. What begins with "home" says nothing without the
# county that the article is about.
FORMS: tuple[tuple[str, int, str, Mapping[str, str]], ...] = (
    ("Company", 23, "{b}{t}", {
        "short": "{b}{t}", "registered": "{c}{b}{t}{x}有限公司", "joint stock": "{p}{b}{t}{x}股份有限公司",
        "bracket": "{b}（{c}）{t}{x}有限公司", "word behind": "{b}{t}{x}", "place": "{c}{b}{t}", "firm": "{b}{t}公司", "quoted": "“{b}{t}”",
    }),
    ("Company", 4, "{u}", {
        "short": "{u}{t}", "registered": "{p}{u}{t}{x}有限公司", "place": "{c}{u}{t}", "home brand": "{u}", "home brand firm": "{u}公司",
        "home place and brand": "{p}{u}",
    }),
    ("Company", 3, "{l}", {
        "short": "{l}{t}", "bracket": "{l}（{c}）{t}{x}有限公司", "registered": "{c}{l}{t}{x}有限公司", "wide": "{l:wide}{t}",
    }),
    ("Company", 3, "{b}", {"short": "{b}集团", "registered": "{b}集团有限公司", "place": "{c}{b}集团", "quoted": "“{b}”集团"}),
    ("Company", 5, "{w}{t}{h}", {"place": "{p}{w}{t}", "registered": "{p}{w}{t}{x}有限公司", "bracket": "{w}（{p}）{t}{x}有限公司"}),
    ("Park", 7, "{b}{g}", {
        "short": "{b}{g}", "place": "{p}{b}{g}", "full place": "{P}{b}{g}", "long": "{P}{b}{G}", "quoted": "“{b}”{g}",
        "filler": "{b}国际{g}",
    }),
    ("Park", 1, "{z}{h}", {"short": "{p}{z}", "long": "{p}{Z}", "full place": "{P}{Z}", "home": "{z}", "home long": "{Z}"}),
    ("Park", 4, "{i}{h}", {"short": "{p}{i}产业园", "long": "{P}{i}产业园区", "quoted": "“{p}{i}产业园”", "home": "{i}产业园"}),
    ("Facility", 8, "{b}{t}{f}{d}", {
        "short": "{b}{t}{f}{d}", "place": "{p}{b}{t}{f}{d}", "quoted": "“{b}{t}{f}{d}”", "registered": "{c}{b}{t}有限公司{f}{d}",
        "no trade": "{b}{f}{d}",
    }),
    ("Facility", 3, "{N}{e}{h}", {"short": "{p}第{N}{e}", "full place": "{P}第{N}{e}", "home": "第{N}{e}", "home quoted": "“第{N}{e}”"}),
    ("Project", 8, "{b}{t}{f}{N}", {
        "short": "{b}{t}{f}{N}期项目", "place": "{p}{b}{t}{f}{N}期项目", "no end": "{b}{t}{f}{N}期", "work": "{b}{t}{f}{N}期工程",
        "quoted": "“{b}{t}{f}”{N}期项目", "registered": "{c}{b}{t}有限公司{f}{N}期项目",
    }),
    ("Project", 5, "{b}{m}{f}", {
        "short": "{b}{m}{f}基地项目", "no end": "{b}{m}{f}基地", "full place": "{P}{b}{m}{f}基地项目", "quoted": "“{b}”{m}{f}基地项目",
    }),
    ("Organization", 4, "{o}{h}", {"short": "{P}{o}", "official": "{P}{O}", "short place": "{p}{o}", "spaced": "{P} {o}"}),
    ("Organization", 4, "{b}{m}{f}", {
        "short": "{b}{m}{f}研究院", "place": "{p}{b}{m}{f}研究院", "full place": "{P}{b}{m}{f}研究院", "bracket": "{b}{m}{f}研究院（{p}）",
        "home brand": "{b}研究院",
    }),
    ("Organization", 3, "{i}{h}", {"short": "{p}{i}协会", "full place": "{P}{i}协会", "quoted": "“{p}{i}协会”"}),
    ("Program", 5, "{b}{h}", {
        "quoted": "{p}“{b}”行动计划", "plain": "{p}{b}行动计划", "full place": "{P}“{b}”行动计划", "home": "“{b}”行动计划",
    }),
    ("Product", 6, "{b}{a}{n}", {
        "short": "{b}{a}{n}", "quoted": "“{b}{a}{n}”", "spaced": "{b} {a}{n}", "wide": "{b}{a:wide}{n:wide}", "series": "{b}{a}{n}系列",
    }),
    ("Industry", 4, "{v}{m}{f}{k}", {
        "short": "{v}{m}{f}{k}", "industry": "{v}{m}{f}{k}产业", "trade": "{v}{m}{f}{k}行业", "cluster": "{v}{m}{f}{k}产业集群",
        "large": "千亿级{v}{m}{f}{k}产业",
    }),
)  # fmt: skip
SITES = ("Park", "Facility", "Project")


class Wide(str):
    """A text that `{:wide}` prints in letters as wide as Chinese characters."""

    def __format__(self, spec: str) -> str:
        return "".join(chr(ord(c) + 0xFEE0) if spec and c.isascii() else c for c in self)


def _brand(length: int) -> Draw:
    return lambda chance: next(name for name in iter(lambda: "".join(chance.sample(CHARACTERS, length)), "") if name not in COMMON)


def _one(among: Sequence[object]) -> Draw:
    return lambda chance: chance.choice(among)


DRAWN: Mapping[str, Draw] = {
    "b": _brand(2), "u": _brand(3), "w": _one(COMMON), "l": lambda chance: Wide("".join(chance.sample(LETTERS, 4))),
    "t": _one(TRADES), "x": _one(("科技", "技术", "")), "f": _one(FIELDS), "m": _one(MANNERS), "v": _one(("", *MANNERS)),
    "k": _one(("", *PARTS)), "g": _one(ENDS), "z": _one(ZONES), "o": _one(BUREAUS), "d": _one(HOUSES), "e": _one(LOCALS),
    "a": lambda chance: Wide(chance.choice(LETTERS)), "n": lambda chance: Wide(str(chance.randrange(2, 99))), "N": _one("一二三四五"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """Something at home in a county, and the ways to write it."""

    type: str
    home: str
    forms: Mapping[str, str]


def articles(names: int, knowledge: Knowledge, seed: int = 1) -> tuple[list[Extraction], list[frozenset[Member]], dict[Member, str]]:
    """Articles with so many names, which of these (by document and id) are one thing's, and how those are written that another article
    has in another way."""
    chance = random.Random(seed)
    rows = {row["code"]: row for row in knowledge.tables["divisions"]}
    size = names // IN_AN_ARTICLE
    homes = chance.sample([code for code, row in rows.items() if row["level"] == "county"], min(size // OF_A_COUNTY, 2800))
    about = [homes[i % len(homes)] for i in range(size)]
    where = {home: [i for i in range(size) if i % len(homes) == n] for n, home in enumerate(homes)}
    namesakes = Counter(row["name"] for row in rows.values())
    industries = [row["name"].removesuffix("产业") for row in knowledge.tables["industries"]]
    drawn = {**DRAWN, "h": _one(homes), "i": _one(industries)}
    made = list(_things(names - round(names * OTHER), drawn, rows, chance))
    told: list[list[tuple[int, str, str]]] = [[] for _ in range(size)]  # of each article the things, how it writes them, and what is new
    said: list[dict[str, set[int]]] = []  # of each thing the articles that write it in each way
    for i, thing in enumerate(made):
        said.append({chance.choice([way for way in thing.forms if not way.startswith("home")][:3]): {chance.choice(where[thing.home])}})
        told[min(*said[i].values())].append((i, min(said[i]), ""))
    for wanted, other in ((names - len(made), True), (round(names * AGAIN), False)):
        while wanted:
            i = chance.randrange(len(made))
            way = chance.choice([*made[i].forms])
            known = namesakes[rows[made[i].home]["name"]] == 1 and not way.startswith("home")
            abroad = known and chance.random() < ABROAD
            article = chance.randrange(size) if abroad else chance.choice(where[made[i].home])
            if (way in said[i]) != other and not any(article in others for others in said[i].values()):
                said[i].setdefault(way, set()).add(article)
                told[article].append((i, way, way if other else "again"))
                wanted -= 1
    documents = []
    truth: list[set[Member]] = [set() for _ in made]
    ways: dict[Member, str] = {}
    for number, names_told in enumerate(told):
        doc = f"d{number:06}"
        chance.shuffle(names_told)
        for n, (i, _, new) in enumerate(names_told, 1):
            truth[i].add((doc, f"e{n}"))
            if new:
                ways[doc, f"e{n}"] = new
        documents.append(_article(doc, about[number], [(made[i], way) for i, way, _ in names_told], rows, chance))
    return documents, [frozenset(members) for members in truth], ways


def _things(number: int, drawn: Mapping[str, Draw], rows: Mapping[str, Row], chance: random.Random) -> Iterator[Thing]:
    """So many things, no two alike."""
    given: set[str] = set()
    last: dict[int, dict[str, Any]] = {}
    kinds = range(len(FORMS))
    while number:
        kind = chance.choices(kinds, [row[1] for row in FORMS])[0]
        type_, _, unique, forms = FORMS[kind]
        new = {name: draw(chance) for name, draw in drawn.items()}
        if kind in last and chance.random() < KIN:
            changed = chance.choice([name for name in drawn if f"{{{name}}}" in unique])
            new = {**last[kind], changed: new[changed]}
        key = f"{type_} {unique.format(**new)}"
        if key in given:
            continue
        given.add(key)
        last[kind] = new
        number -= 1
        home = str(new["h"])
        county, city = rows[home], rows[rows[home]["parent"]]
        values = {**new, "P": county["name"], "p": county["short"] or county["name"], "c": city["short"] or city["name"]}
        for both in "gzo":
            values[both.upper()], values[both] = new[both]
        yield Thing(type_, home, {way: form.format(**values) for way, form in forms.items()})


def _article(doc: str, about: str, told: Sequence[tuple[Thing, str]], rows: Mapping[str, Row], chance: random.Random) -> Extraction:
    """An article about a county, which writes things in these ways."""
    counties = {about: "c0"}
    entities, relations = [], []
    for n, (thing, way) in enumerate(told, 1):
        name = thing.forms[way]
        entities.append(Entity(f"e{n}", thing.type, name, (name,)))
        if thing.type in SITES and chance.random() < SAID:
            there = counties.setdefault(thing.home, f"c{len(counties)}")
            relations.append(Relation(f"e{n}", "located_in", there, "", 1.0, ()))
    names = {code: _printed(code, rows) for code in counties}
    entities[:0] = [Entity(counties[code], "District", name, (name,)) for code, name in names.items()]
    return Extraction(doc, names[about] + "：", "", "", "", entities=tuple(entities), relations=tuple(relations))


def _printed(code: str, rows: Mapping[str, Row]) -> str:
    """A county as a paper writes it where it is not known: behind its city."""
    return rows[rows[code]["parent"]]["name"] + rows[code]["name"]
