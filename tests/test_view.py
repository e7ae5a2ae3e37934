"""Who a clause speaks of: subjects, and the subject that is carried over."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import KNOWLEDGE, read, viewed

from kg.extract.view import View
from kg.reading import parse


def subjects(article: str) -> list[str]:
    return [m.text for m in viewed(read(article)).subjects]


@pytest.mark.parametrize(
    ("article", "wanted"),
    [
        ("合肥市引进凌越半导体。", ["合肥市"]),
        ("凌越半导体落户合肥市。", ["凌越半导体"]),
        ("落户合肥的凌越半导体扩产。", ["凌越半导体"]),  # the place only says which firm
        ("据合肥海关统计，进出口增长。", []),
        ("近年来，合肥市引进比亚迪，比亚迪投资100亿元。", ["合肥市", "比亚迪"]),
        ("比亚迪、宁德时代和国轩高科签约。", ["比亚迪", "宁德时代", "国轩高科"]),
        ("凌越半导体与合肥市签署协议，推进项目建设。", ["凌越半导体", "合肥市"]),
        ("安徽凌越半导体有限公司开业。该公司投资3亿元。", ["安徽凌越半导体有限公司", "该公司"]),
    ],
)
def test_subjects_head_their_clauses(article: str, wanted: list[str]) -> None:
    assert subjects(article) == wanted


def topic(view: View, word: str, *types: str) -> str:
    entity = view.topic(view.document.text.index(word), types)
    return view.entities[entity].name if entity else ""


def test_a_subject_is_carried_over_clauses_and_sentences() -> None:
    view = viewed(read("凌越半导体去年盈利，扩建产线。今年，又推出新品。"))
    assert topic(view, "扩建", "Company") == "凌越半导体"
    assert topic(view, "又推出", "Company") == "凌越半导体"
    assert topic(view, "又推出", "Park") == ""


def test_the_nearest_subject_of_the_class_is_carried() -> None:
    view = viewed(read("合肥市加快转型。凌越半导体扩产，新增员工。比亚迪减产，调整结构。"))
    assert topic(view, "新增", "Company") == "凌越半导体"
    assert topic(view, "调整", "Company") == "比亚迪"
    assert topic(view, "调整", "District") == "合肥市"


def test_a_subject_is_carried_into_the_next_paragraph_and_no_further() -> None:
    view = viewed(read("凌越半导体去年扩产。\n产线开动，工人忙碌。\n夜幕降临，灯火通明。"))
    assert topic(view, "工人", "Company") == "凌越半导体"
    assert topic(view, "灯火", "Company") == ""


def test_positions_lead_to_sentences_and_names() -> None:
    view = viewed(read("合肥市去年增长。凌越半导体扩产。"))
    first, second = view.document.sentences
    assert view.sentence_at(0) == first
    assert view.sentence_at(second.start) == second
    assert [m.text for m in view.in_sentence(second)] == ["凌越半导体"]
    assert view.named(1) and not view.named(view.document.text.index("扩产"))


SENTENCES = [
    "合肥市引进凌越半导体、比亚迪等12家企业。",
    "该公司扩产，全市产值增长。",
    "落户合肥的凌越半导体与江南大学签署协议。",
    "据合肥海关统计，进出口增长。",
    "董事长王海峰说，公司将投资星辉光伏项目。",
    "今年天气很好。",
    "\n",
]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=10).map("".join).filter(lambda a: a.strip() != ""))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_a_view_is_in_order_and_every_position_is_in_its_sentence(article: str) -> None:
    view = viewed(parse(article, KNOWLEDGE))
    assert all(a.end <= b.start for a, b in pairwise(view.mentions))
    assert view.starts == tuple(m.start for m in view.mentions)
    assert view.subject_starts == tuple(m.start for m in view.subjects)
    assert set(view.subjects) <= set(view.mentions)
    by_sentence = [m for s in view.document.sentences for m in view.in_sentence(s)]
    assert by_sentence == list(view.mentions)
    for m in view.mentions:
        sentence = view.sentence_at(m.start)
        assert sentence.start <= m.start < m.end <= sentence.end
        carried = view.topic(m.start, {m.type})
        assert carried == "" or view.entities[carried].type == m.type
