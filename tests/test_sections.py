"""A round-up of places: each heading that is only a place's name holds for what stands below it."""

from __future__ import annotations

import pytest

from kg.extract import extract
from kg.knowledge import load
from kg.model import Extraction
from kg.reading import parse

KNOWLEDGE = load()

LEAD = "嘉兴市各县（市、区）上半年经济亮点\n2024年7月20日\n上半年，嘉兴市地区生产总值增长5.8%，固定资产投资增长6.1%。各地情况如下：\n"
ROUND_UP = [
    ("海盐县", "引进项目9个，签约额31亿元。全县规上工业产值412亿元，增长7.5%。"),
    ("海宁市", "皮革加工企业达到46家。浙江云岭电子有限公司二期项目5月开工，总投资6亿元。"),
    ("桐乡市", "羽绒服产量占全省的四成。"),
]


def read(marked: str) -> Extraction:
    return extract(parse(LEAD + "\n".join(f"{marked.format(p)}\n{told}" for p, told in ROUND_UP) + "\n", KNOWLEDGE), KNOWLEDGE)


@pytest.mark.parametrize("marked", ["{}", "【{}】", "◆{}", "一、{}"])
def test_figures_below_the_name_of_a_place_are_of_that_place(marked: str) -> None:
    found = read(marked)
    name = {e.id: e.name for e in found.entities}
    assert [(name[o.subject], o.value) for o in found.observations] == [
        ("嘉兴市", 5.8),
        ("嘉兴市", 6.1),
        ("海盐县", 9),
        ("海盐县", 31),
        ("海盐县", 412),
        ("海盐县", 7.5),
        ("海宁市", 46),
        (next(n for n in name.values() if n.endswith("二期项目")), 6),
        ("桐乡市", 40),
    ]


def test_what_stands_below_the_name_of_a_place_lies_there() -> None:
    found = read("{}")
    name = {e.id: e.name for e in found.entities}
    located = {(name[r.head], name[r.tail]) for r in found.relations if r.relation == "located_in"}
    assert {tail for head, tail in located if "云岭电子" in head} == {"海宁市"}


def test_one_heading_makes_no_section() -> None:
    found = extract(parse("嘉兴市经济亮点\n嘉兴市招商提速。\n海盐县\n全市引进项目9个，签约额31亿元。\n", KNOWLEDGE), KNOWLEDGE)
    name = {e.id: e.name for e in found.entities}
    assert {name[o.subject] for o in found.observations} == {"嘉兴市"}
