"""Articles in traditional characters: the facts of their simplified twins, with evidence as printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KnowledgeError
from kg.extract.document import extract
from kg.knowledge import load
from kg.knowledge.files import Row
from kg.model import Extraction
from kg.reading import parse, read
from kg.reading.script import HAN, is_traditional, simplified
from kg.resolve import resolve

ROOT = Path(__file__).parents[1]
KNOWLEDGE = load()
SIMPLE = """重庆市引进蓝鲸智能科技

2023年5月6日，重庆市渝北区引进的蓝鲸智能科技有限公司落户两江新区，总投资12亿元。2022年，渝北区实现工业总产值3155亿元，
同比增长8.5%。园区相关负责人说：“这是今年最大的项目。”蓝鲸智能科技有限公司主要生产芯片，预计2025年6月投产。
"""
TRADITIONAL = """重慶市引進藍鯨智能科技

2023年5月6日，重慶市渝北區引進的藍鯨智能科技有限公司落戶兩江新區，總投資12億元。2022年，渝北區實現工業總產值3155億元，
同比增長8.5%。園區相關負責人說：「這是今年最大的專案。」藍鯨智能科技有限公司主要生產晶片，預計2025年6月投產。
"""
# The seeds that come back as they were: another has a misprint in traditional characters, and one a name that is 巨 or 钜.
SEEDS = [p for p in sorted((ROOT / "seeds").glob("*.txt")) if not p.name.startswith(("002", "003"))]


def facts(extraction: Extraction) -> tuple[object, ...]:
    """What is said, without the characters of evidence and names as printed."""
    entities = [replace(e, printed=(), quotes=()) for e in extraction.entities]
    rest = (*extraction.relations, *extraction.observations, *extraction.milestones)
    places = [[(q.start, q.end) for q in fact.evidence] for fact in rest]
    return entities, [replace(fact, evidence=()) for fact in rest], places, extraction.reference


def twins() -> list[tuple[str, str]]:
    there = opencc.OpenCC("s2t")
    texts = [path.read_text("utf-8") for path in SEEDS]
    return [(SIMPLE, TRADITIONAL), *((text, there.convert(text)) for text in texts)]


@pytest.mark.parametrize(("simple", "traditional"), twins())
def test_an_article_says_the_same_in_traditional_characters(simple: str, traditional: str) -> None:
    there, here = (extract(parse(text, KNOWLEDGE), KNOWLEDGE) for text in (simple, traditional))
    assert facts(there) == facts(here)
    assert here.relations and here.observations


@pytest.mark.parametrize("traditional", [t for _, t in twins()])
def test_evidence_is_as_printed_and_offsets_lead_to_it(traditional: str) -> None:
    extraction = extract(parse(traditional, KNOWLEDGE), KNOWLEDGE)
    quotes = [q for fact in (*extraction.relations, *extraction.observations, *extraction.milestones) for q in fact.evidence]
    assert all("".join(traditional[q.start : q.end].split()) == "".join(q.exact.split()) for q in quotes)
    assert any(is_traditional(q.exact) for q in quotes)
    assert is_traditional(extraction.title)


def test_one_thing_in_both_scripts_is_one_entity_that_is_called_both() -> None:
    documents = [parse(text, KNOWLEDGE, id=id) for id, text in (("s", SIMPLE), ("t", TRADITIONAL))]
    resolution = resolve([extract(d, KNOWLEDGE) for d in documents], KNOWLEDGE)
    (firm,) = (e for e in resolution.entities if e.type == "Company")
    assert firm.full_name == "蓝鲸智能科技有限公司"
    assert {"蓝鲸智能科技有限公司", "藍鯨智能科技有限公司"} <= set(firm.names)
    assert [e.label for e in resolution.entities if e.division_code].count("重庆市") == 1
    assert not is_traditional("".join(e.label for e in resolution.entities))


def test_a_simplified_article_is_left_as_it_is() -> None:
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        text = path.read_text("utf-8")
        assert not is_traditional(text)
        document = parse(text, KNOWLEDGE)
        assert HAN.findall(document.printed or document.text) == HAN.findall(document.text)
    assert not is_traditional(SIMPLE + "他用繁體寫道：「重慶」。")


def test_big5_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    document = read(path, KNOWLEDGE)
    assert (document.raw, document.headline, document.title) == (TRADITIONAL, "重慶市引進藍鯨智能科技", "重庆市引进蓝鲸智能科技")
    path.write_bytes(TRADITIONAL.encode("gb18030"))
    assert read(path, KNOWLEDGE).raw == TRADITIONAL


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(alphabet=TRADITIONAL + "網際網路計程車裡裏衞乾隆著「」『』𠀀", max_size=80))
def test_what_is_simplified_keeps_its_length(text: str) -> None:
    assert len(simplified(text, KNOWLEDGE)) == len(text)


def test_a_word_of_another_length_is_refused_with_its_place() -> None:
    row = Row({"word": "网际网路", "mainland": "互联网"}, "regional_words.tsv:9")
    with pytest.raises(KnowledgeError, match="not of one length") as caught:
        simplified("網際網路", replace(KNOWLEDGE, tables={"regional_words": (row,)}))
    assert caught.value.place == "regional_words.tsv:9"


def test_a_paragraph_that_ends_with_the_file_around_a_caption_is_read() -> None:
    document = parse("藍鯨科技落戶澄江區光\n谷園，計劃總投資兩億\n\n新廠區 攝/張三\n\n元，明年投產。", KNOWLEDGE)
    assert document.text == "蓝鲸科技落户澄江区光谷园，计划总投资两亿元，明年投产。\n新厂区 摄/张三"
    assert max(document.origin) < len(document.raw)
