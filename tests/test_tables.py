"""Tables: figures, steps and relations of cells, from every format that has tables."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reading_formats import one

from kg.extract import extract
from kg.extract.mentions import find_by_rules
from kg.knowledge import load
from kg.model import Extraction
from kg.reading import parse

INTRO = "2024年，江汉区实现地区生产总值1650.2亿元，全年新增规上企业120家，现代服务业占比超过八成。"
INDICATORS = [["指标", "1—9月累计", "同比增长（%）"], ["规上工业增加值（亿元）", "96.3", "7.1"], ["固定资产投资（亿元）", "120.5", "-2.3"]]
PROJECTS = [
    ["序号", "项目名称", "投资方", "总投资（亿元）", "开工时间", "所在区"],
    ["1", "云岭氢能基地", "云岭电子股份有限公司", "12", "2024年3月", "江汉区"],
    ["2", "东山数据中心", "东山科技股份有限公司", "25.6", "2026年", "硚口区"],
]


def lines(rows: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def page(rows: list[list[str]], above: str = INTRO) -> str:
    return f"江汉区经济运行情况\n\n{above}\n\n{lines(rows)}"


def read(text: str, date: str = "2024-10") -> Extraction:
    knowledge = load()
    return extract(parse(text, knowledge, date=date), knowledge)


def figures(found: Extraction) -> list[str]:
    names = {e.id: e.name for e in found.entities}
    return [
        f"{names[o.subject]} {o.indicator} {o.kind} {o.value:g}{o.unit} {o.period} {o.modality}"
        for o in found.observations
        if o.rule == "table/cell"
    ]


def test_rows_called_by_what_is_measured_are_about_what_the_text_is_about() -> None:
    assert figures(read(page(INDICATORS))) == [
        "江汉区 规上工业增加值 level 96.3亿元 2024-01/2024-09 actual",
        "江汉区 规上工业增加值 growth 7.1% 2024-01/2024-09 actual",
        "江汉区 固定资产投资 level 120.5亿元 2024-01/2024-09 actual",
        "江汉区 固定资产投资 growth -2.3% 2024-01/2024-09 actual",
    ]


def test_rows_called_by_a_name_are_about_it() -> None:
    found = read(page(PROJECTS))
    names = {e.id: e.name for e in found.entities}
    assert figures(found) == ["云岭氢能基地 总投资 level 12亿元  actual", "东山数据中心 总投资 level 25.6亿元  actual"]
    steps = [(names[m.subject], m.step, m.date, m.modality) for m in found.milestones]
    assert steps == [("云岭氢能基地", "开工", "2024-03", "actual"), ("东山数据中心", "开工", "2026", "planned")]
    said = {(names[r.head], r.relation, names[r.tail]) for r in found.relations if r.rule == "table/cell"}
    assert said == {
        ("云岭电子股份有限公司", "invests_in", "云岭氢能基地"),
        ("东山科技股份有限公司", "invests_in", "东山数据中心"),
        ("云岭氢能基地", "located_in", "江汉区"),
        ("东山数据中心", "located_in", "硚口区"),
    }


def test_columns_may_be_called_by_names() -> None:
    rows = [["指标", "江汉区", "硚口区"], ["地区生产总值（亿元）", "1650.2", "960"], ["增速", "5.1%", "4.8%"], ["全市排名", "1", "6"]]
    assert figures(read(page(rows, "表1 2023年两区主要指标"))) == [
        "江汉区 地区生产总值 level 1650.2亿元 2023 actual",
        "硚口区 地区生产总值 level 960亿元 2023 actual",
        "江汉区 地区生产总值 growth 5.1% 2023 actual",
        "硚口区 地区生产总值 growth 4.8% 2023 actual",
        "江汉区 全市排名 rank 1位 2023 actual",
        "硚口区 全市排名 rank 6位 2023 actual",
    ]


def test_rows_may_be_called_by_years_and_the_unit_stand_above_or_beside() -> None:
    rows = [["年份", "地区生产总值", "企业（家）", "降幅"], ["2021年", "1302.1", "1,012", "0.5"], ["2022年", "1441", "—", "↓4%"]]
    assert figures(read(page(rows, "江汉区历年情况（单位：亿元）"))) == [
        "江汉区 地区生产总值 level 1302.1亿元 2021 actual",
        "江汉区 企业 level 1012家 2021 actual",
        "江汉区 企业 growth -0.5% 2021 actual",
        "江汉区 地区生产总值 level 1441亿元 2022 actual",
        "江汉区 地区生产总值 growth -4% 2022 actual",
    ]


def test_goals_are_planned_and_a_unit_may_stand_in_other_cells_of_the_column() -> None:
    rows = [["指标", "2023年", "2027年目标"], ["高新技术企业", "1500家", "2000"], ["研发投入强度（%）", "4.2", "5"]]
    assert figures(read(page(rows))) == [
        "江汉区 高新技术企业 level 1500家 2023 actual",
        "江汉区 高新技术企业 level 2000家 2027 planned",
        "江汉区 研发投入强度 share 4.2% 2023 actual",
        "江汉区 研发投入强度 share 5% 2027 planned",
    ]


def test_a_head_may_have_two_lines() -> None:
    rows = [
        ["区县", "进出口（亿元）", "", "税收（亿元）", "", "企业"],
        ["", "2023年", "2024年", "总额", "增速", ""],
        ["江汉区", "310", "320.5", "96", "4.1%", "812家"],
    ]
    assert figures(read(page(rows))) == [
        "江汉区 进出口 level 310亿元 2023 actual",
        "江汉区 进出口 level 320.5亿元 2024 actual",
        "江汉区 税收总额 level 96亿元 2024 actual",
        "江汉区 税收 growth 4.1% 2024 actual",
        "江汉区 企业 level 812家 2024 actual",
    ]


def test_cells_of_web_pages_that_span_several_stand_in_each(tmp_path: Path) -> None:
    table = (
        '<table><tr><th rowspan="2">区县</th><th colspan="2">产值（亿元）</th><th rowspan="2">企业（家）</th></tr>'
        "<tr><th>2022年</th><th>2023年</th></tr>"
        '<tr><td rowspan="2">江汉区</td><td>31</td><td>32.5</td><td>6</td></tr><tr><td>33</td><td>34</td><td>7</td></tr>'
        '<tr><td>硚口区</td><td colspan="x">5</td><td colspan="0">6</td><td>9</td></tr></table>'
    )
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><h1>各区情况</h1><p>{INTRO}</p><p>{INTRO[::-1]}</p>{table}<p>{INTRO}</p></body></html>", "utf-8")
    assert figures(extract(one(path, date="2024-10"), load())) == [
        "江汉区 产值 level 31亿元 2022 actual",
        "江汉区 产值 level 32.5亿元 2023 actual",
        "江汉区 企业 level 6家  actual",
        "江汉区 产值 level 33亿元 2022 actual",
        "江汉区 产值 level 34亿元 2023 actual",
        "江汉区 企业 level 7家  actual",
        "硚口区 产值 level 5亿元 2022 actual",
        "硚口区 产值 level 6亿元 2023 actual",
        "硚口区 企业 level 9家  actual",
    ]


def test_a_page_that_is_all_spans_is_read_in_time(tmp_path: Path) -> None:
    row = "<tr>" + '<td colspan="9999" rowspan="9999">1</td>' * 40 + "</tr>"
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><h1>各区情况</h1><p>{INTRO}</p><p>{INTRO[::-1]}</p><table>{row * 400}</table></body></html>", "utf-8")
    assert len(one(path, date="2024-10").text) < 100_000


def test_bare_figures_without_a_head_are_of_nothing_and_others_are_prose() -> None:
    found = read(page([["江汉区", "320.5", "210", "6.5"], ["江汉区", "规上企业", "812家"]]))
    assert [r.text for r in found.refusals if r.rule == "table/cell"] == ["320.5", "210", "6.5"]
    assert [(o.indicator, o.value) for o in found.observations if o.value in (320.5, 210, 6.5, 812)] == [("规上企业", 812)]


def test_a_row_with_cells_missing_is_not_guessed_at() -> None:
    rows = [["区县", "年份", "产值（亿元）", "税收（亿元）"], ["江汉区", "2023", "310", "20"], ["2022", "300", "18"]]
    found = read(page(rows))
    assert figures(found) == ["江汉区 产值 level 310亿元 2023 actual", "江汉区 税收 level 20亿元 2023 actual"]
    assert [r.text for r in found.refusals if r.rule == "table/cell"] == ["2023", "2022", "300", "18"]


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名称", "营收（亿元）"], ["某甲", "12.5"]],  # a firm whose name is not known is not the district
        [["指标", "甲", "乙"], ["规划面积（平方公里）", "14.9", "21"]],  # nor are columns that may be names
        [["序号", "备注"], ["1", "2"]],
    ],
)
def test_a_figure_that_is_nobody_s_is_counted_as_refused(rows: list[list[str]]) -> None:
    found = read(page(rows))
    assert figures(found) == []
    cells = [cell for row in rows[1:] for cell in row if cell[0].isdigit()]
    assert [r.text for r in found.refusals if r.rule == "table/cell"] == cells


def test_names_end_with_their_cell() -> None:
    rows = [["企业", "产品", "营收"], ["云岭电子股份有限公司", "东山科技股份有限公司", "12亿元"]]
    assert {e.name for e in read(page(rows)).entities} >= {"云岭电子股份有限公司", "东山科技股份有限公司"}


def test_no_part_of_a_row_is_read_twice() -> None:
    long = "东山数据中心一期投产，" * 60
    rows = [["企业", "进展", "营收（亿元）"], ["云岭电子股份有限公司", f"落户江汉区。{long}二期开工。", "12"]]
    read = sorted((line.offset, line.offset + len(line.text)) for line in find_by_rules(parse(page(rows), load()), load()).lines)
    assert all(end <= start for (_, end), (start, _) in pairwise(read))


def test_years_of_a_table_do_not_date_the_article() -> None:
    text = page([["指标", "2026年目标", "2030年目标"], ["产值（亿元）", "400", "800"]])
    assert parse(text, load()).reference == parse(text.partition("|")[0], load()).reference


def test_tables_that_only_lay_out_a_web_page_are_left_alone(tmp_path: Path) -> None:
    inner = "<table><tr><th>区县</th><th>产值（亿元）</th></tr><tr><td>江汉区</td><td>31</td></tr></table>"
    article = f'<td rowspan="2"><p>{INTRO}</p>{inner}<p>{INTRO[::-1]}</p></td>'
    rows = f'<tr><td rowspan="3">栏目</td>{article}</tr><tr><td></td></tr><tr><td></td></tr>'
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><h1>各区情况</h1><table>{rows}</table></body></html>", "utf-8")
    assert one(path, date="2024-10").raw.count("实现地区生产总值") == 1


def test_evidence_is_label_name_and_cell_where_they_stand() -> None:
    text = page(INDICATORS)
    quotes = next(o for o in read(text).observations if o.rule == "table/cell").evidence
    assert [q.exact for q in quotes] == ["1—9月累计", "规上工业增加值（亿元）", "96.3"]
    assert [text[q.start : q.end] for q in quotes] == [q.exact for q in quotes]


def test_every_format_with_tables_says_the_same(tmp_path: Path) -> None:
    title, head = "江汉区经济运行情况", "<tr><th>" + "</th><th>".join(INDICATORS[0]) + "</th></tr>"
    body = "".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in INDICATORS[1:])
    more = "全区经济总体平稳，消费和投资持续恢复，新兴产业加快成长，企业预期逐步改善，高质量发展取得新的成效。" * 2
    web = f"<html><body><h1>{title}</h1><p>{INTRO}</p><table>{head}{body}</table><p>{more}</p></body></html>"
    word = docx.Document()
    word.add_heading(title, 1)
    word.add_paragraph(INTRO)
    table = word.add_table(len(INDICATORS), len(INDICATORS[0]))
    for cells, row in zip(table.rows, INDICATORS, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    word.save(out)
    ruled = page(INDICATORS).replace("（%） |\n", "（%） |\n| --- | --- | --- |\n")
    files = {"a.txt": page(INDICATORS), "b.md": ruled, "c.html": web, "d.docx": out.getvalue(), "e.txt": ruled}
    knowledge = load()
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        assert figures(extract(one(path, date="2024-10"), knowledge)) == figures(read(page(INDICATORS))), name


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(1, 999), st.integers(0, 999), st.integers(1, 999)), min_size=1, max_size=4))
def test_figures_of_neighbouring_cells_never_run_together(numbers: list[tuple[int, int, int]]) -> None:
    rows = [["年份", "产值（亿元）", "税收（亿元）", "企业（家）"], *([f"{2010 + i}年", *map(str, row)] for i, row in enumerate(numbers))]
    found = read(page(rows))
    assert [o.value for o in found.observations if o.rule == "table/cell"] == [n for row in numbers for n in row]
