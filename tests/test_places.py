"""Divisions: short names of counties count where the document speaks of their province, and divisions lie inside divisions."""

from __future__ import annotations

import pytest
from marked import KNOWLEDGE, found, read

from kg.extract import extract


@pytest.mark.parametrize(
    "article",
    [
        "[安徽省:District][合肥市:District][肥西县:District]的工业发展很快。",
        "[杭州:District]和[宁波:District]领跑。",  # cities are known everywhere
        "[内蒙古:District]的[鄂尔多斯市:District]煤炭产量全国第一。",
        "[湖北省:District][仙桃市:District]出口增长。[仙桃:District]去年排名第一。",
        "[苏州:District]工业产值破4万亿元。",
        "[恩施州:District]、[黔东南州:District]、[黔西南州:District]和[巴州:District]各引进企业12家。",
        "[元江县:District]和[石柱县:District]引进企业12家。",
    ],
)
def test_divisions(article: str) -> None:
    assert found(article) == article


@pytest.mark.parametrize(
    "article",
    [
        "大新的甘蔗丰收了，农民很高兴。",
        "仙桃很甜。",
        "中国的出口增长，美国和日本的也增长。",
        "北方天气寒冷。",
    ],
)
def test_what_is_no_division_here(article: str) -> None:
    assert found(article) == article


def test_a_short_name_counts_where_its_province_is_spoken_of() -> None:
    assert "[长兴:District]" in found("[浙江:District]出口增长。\n[长兴:District]县城的新厂投产。")
    assert "[长兴:District]" not in found("[云南:District]出口增长。\n长兴的新厂投产。")


@pytest.mark.parametrize(
    ("article", "divisions"),
    [
        ("湖州市长兴县画溪街道设立了服务站。", {"湖州市长兴县画溪街道", "湖州市"}),
        ("肥西县桃花镇去年增长。", {"肥西县桃花镇", "肥西县"}),
    ],
)
def test_the_division_in_front_is_an_entity_too(article: str, divisions: set[str]) -> None:
    found_here = {e.name for e in extract(read(article), KNOWLEDGE).entities if e.type == "District"}
    assert divisions <= found_here


@pytest.mark.parametrize(
    ("article", "division", "part"),
    [
        ("浙江省湖州市长兴县画溪街道设立了服务站。", "浙江省湖州市长兴县画溪街道", "浙江省"),
        ("肥西县大兴庄镇去年增长。", "肥西县大兴庄镇", "大兴"),
        ("太平街道去年增长。", "太平街道", "太平"),
    ],
)
def test_what_only_begins_a_name_is_no_division(article: str, division: str, part: str) -> None:
    found_here = {e.name for e in extract(read(article), KNOWLEDGE).entities if e.type == "District"}
    assert division in found_here and part not in found_here


def test_an_autonomous_prefecture_is_one_thing_by_all_its_names() -> None:
    article = read("恩施土家族苗族自治州引进企业12家。恩施州今年引进企业8家。恩施是湖北的一个州。黔西南州引进企业6家。")
    assert {e.name for e in extract(article, KNOWLEDGE).entities} == {"恩施土家族苗族自治州", "湖北", "黔西南州"}
