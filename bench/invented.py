"""Names of places, firms and things that do not exist, no two alike, for bench/economy.py."""

from __future__ import annotations

import random
from collections.abc import Callable

PLACES = "霁澄岚沅泠漱滢溯渌汐岑岫峦崧嵇苓蘅芷荇葭薇菡桐槿梓楠棠樾柘榆栖鹭鹤雁隼麓壑屿汀渚澜泓润沐晗昕暄晔曦"
BRANDS = "明远启恒瑞泽晟鼎凌越星辉华诚博创锐卓宏骏盛康安泰嘉禾益信达顺通和昌隆兴正元德润联众合汇智慧云海天翔鸿图"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
MANNERS = ("智能", "绿色", "新型", "精密", "数字", "高端", "特种", "柔性", "海洋", "轻型", "现代", "未来")
FIELDS = (
    *("汽车", "集成电路", "生物医药", "装备", "显示", "食品", "航空", "物流"),
    *("软件", "材料", "纺织", "文旅", "储能", "机器人", "光学", "农业"),
)
BRANCHES = ("", "零部件", "设计", "检测", "制造", "回收", "应用", "配套", "贸易", "金融", "培训", "运维", "出口", "仓储")
TRADES = (
    *("光电", "智能科技", "新材料", "精密机械", "生物医药", "新能源", "半导体"),
    *("零部件", "食品", "仪表", "软件", "航空", "环保", "化工", "物流"),
)
LEVELS = ("国家级", "省级", "市级", "首批", "全国")
ENDINGS = {
    "Region": ("经济圈", "经济带", "片区"),
    "Park": ("高新区", "产业园", "科技城", "物流园", "开发区"),
    "Organization": ("研究院", "行业协会", "大学", "产业联盟", "检测院"),
    "Project": ("生产基地项目", "二期项目", "总部项目", "智能工厂项目"),
    "Facility": ("研发中心", "工厂", "检测平台", "保税仓", "重点实验室"),
    "Program": ("行动计划", "提升工程", "改革试点"),
    "Honor": ("单项冠军", "示范企业", "绿色工厂", "领军企业"),
}


def new(make: Callable[[], str], given: set[str]) -> str:
    """A name that nothing else has."""
    while (name := make()) in given:
        pass
    given.add(name)
    return name


def some(characters: str, chance: random.Random) -> str:
    return "".join(chance.sample(characters, 2))


def names_of(type_: str, home: str, chance: random.Random, given: set[str]) -> tuple[str, ...]:
    """The label of a thing at home in a district, and its other names."""

    def label() -> str:
        brand, matter, end = some(BRANDS, chance), chance.choice(MANNERS) + chance.choice(FIELDS), chance.choice(ENDINGS.get(type_, ("",)))
        match type_:
            case "Company":
                return brand + chance.choice(TRADES)
            case "Region":
                return home + chance.choice(PLACES) + end
            case "Person":
                return chance.choice(SURNAMES) + some(PLACES, chance)
            case "Product":
                return f"{brand}{chance.choice('ACEKMTX')}{chance.randrange(1, 99)}"
            case "Industry":
                return matter + chance.choice(BRANCHES)
            case "Program":
                return f"{home}“{brand}”{end}"
            case "Honor":
                return chance.choice(LEVELS) + matter + end
            case "Park" | "Organization":
                return home + matter + end
            case _:
                return brand + matter + end

    name = new(label, given)
    full = {"Company": f"{home}{name}有限公司", "Industry": f"{name}产业", "Program": name.removeprefix(home)}.get(type_, "")
    return (name, full) if full and chance.random() < 0.6 else (name,)
