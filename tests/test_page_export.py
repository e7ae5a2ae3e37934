"""What a reader takes away from the page: a table, Turtle, a picture, each as a file on his disk."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import rdflib
from paged import ARTICLES, RESOLUTION, SETTLED, Opener, ask, number, page_of, quoted
from playwright.sync_api import Page, expect
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from sample import graph_of

from kg.graph.rdf import write_turtle
from kg.graph.terms import name, term
from kg.iri import PREFIXES
from kg.knowledge import Knowledge
from kg.model import Entity, Extraction, Milestone, Observation, Relation, Resolution, ResolvedEntity
from kg.pipeline import assemble, find, read_all

SEEDS = Path(__file__).parents[1] / "seeds"
HOSTILE = (
    '"""@prefix : <x> . }',
    "a\\b\\u0022\n换行\r\n\t{括号}",
    "<b>尖</b>|^`[1]; :x ex:y .",
    "'=1+1' 100%/年",
    '=HYPERLINK("https://example.org","点")',
    "＝1+1",
    "-7",
    "\t@SUM(1)",
    "  +86 023，\"甲\",乙",
)  # fmt: skip


NUMBERS = (1e-7, 1.5e21, -7.0, -0.0, 27.91 * 1e8, 12345678901234.5, 0.1 + 0.2, 185.0, 1e16)
UNITS = (*HOSTILE[:5], "", "亿元", "万元/平方公里", "%")
PERIODS = ("2024-01/2024-11", "/2024-11", "2023-H1", "2024", "2024-05", "2024-05-06", "", "2020-Q4", "2024-Q1/")


def hostile() -> tuple[tuple[Extraction, ...], Resolution]:
    """Everything that an article says is as bad as it can be; only what the ontology declares is as declared."""
    things = tuple(Entity(f"e{i}", "Company", text, (text,)) for i, text in enumerate(HOSTILE))
    linked = (Relation("e0", "cooperates_with", e.id, e.name, 1 / 3, quoted(e.name), role=e.name) for e in things[1:])
    figures = zip(things, NUMBERS, UNITS, "=~><=~><=", PERIODS, strict=True)
    article = Extraction(
        HOSTILE[0],
        HOSTILE[1],
        "2024-01/2024-11",
        "a.txt",
        "",
        entities=things,
        relations=(*linked, Relation("e1", "supplies", "e0", "r", 0.9, quoted(HOSTILE[0] + HOSTILE[1]))),
        observations=tuple(
            Observation(e.id, e.name, "level", value, unit, sign, period, "planned", e.name, 0.9, quoted(e.name))
            for e, value, unit, sign, period in figures
        ),
        milestones=tuple(
            Milestone(e.id, "投产", date, "actual", "r", 0.9, quoted(e.name))
            for e, date in zip(things, ["2024", "2024-H2", ""], strict=False)
        ),
        source=HOSTILE[2],
    )
    entities = tuple(
        ResolvedEntity(text, "Company", text, (text, text + "厂"), ((article.doc, f"e{i}"),), text + ["厂", "公司"][i % 2], text)
        for i, text in enumerate(HOSTILE)
    )
    return (article,), Resolution(entities, {m: e.key for e in entities for m in e.members})


def read(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(turtle.encode(), format=RdfFormat.TURTLE)}


def known(graph: set[Triple], key: str) -> set[Triple]:
    """What the graph says with this entity at an end, of its facts, and of their evidence."""
    ends = {term(edge) for edge in ("rdf:subject", "rdf:object", "kg:subject")}
    node = name("ent", key)
    facts = {t.subject for t in graph if t.object == node and t.predicate in ends}
    evidence = {t.object for t in graph if t.subject in facts and t.predicate == term("kg:evidence")}
    direct = {t for t in graph if t.object == node and str(t.subject).startswith("<" + PREFIXES["ent"])}
    return direct | {t for t in graph if t.subject == node or t.subject in facts or t.subject in evidence}


def table(text: bytes) -> list[list[str]]:
    assert text.startswith(b"\xef\xbb\xbf") and text.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), strict=True))


def taken(page: Page, what: str) -> tuple[str, bytes]:
    """The name and content of what one gets from the menu: picture, table or turtle."""
    page.locator("#take summary").click()
    with page.expect_download() as caught:
        page.locator(f"#take-{what}").click()
    expect(page.locator("#take ul")).to_be_hidden()
    return caught.value.suggested_filename, caught.value.path().read_bytes()


def data_of(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert found
    return json.loads(found[1])


def test_what_is_shown_is_taken_away_as_a_table(show: Opener, html: str) -> None:
    page = show(html, "明远光电", state="&steps=1")
    file, content = taken(page, "table")
    rows = table(content)
    assert file == "区域经济知识图谱.csv"
    assert rows[0][:3] == ["类型", "主体", "主体类别"] and {len(row) for row in rows} == {17}
    assert [row[0] for row in rows[1:]] == ["关系"] * 3 + ["指标"] * 3 + ["节点"] * 2
    settled = next(row for row in rows if row[3] == "位于")
    assert settled[1:11] == ["明远光电", "企业", "位于", "松湖产业园", "园区", "", "", "", "", ""]
    assert settled[11:13] == ["0.98", "located-in/rooted、located-in/settled"]
    assert settled[13].split("\n") == ["松湖产业园的三年", "县里的新工厂"] and settled[14].split("\n") == ["2024-05", "2024-08"]
    assert settled[15].split("\n")[0] == SETTLED[0].exact
    assert settled[16].startswith(PREFIXES["fact"] + "c-")
    growth = next(row for row in rows if row[9] == "增速")
    assert growth[3:9] == ["产值", "-7", "%", "恰好", "2023", "实际"]


def test_the_table_speaks_the_language_of_the_interface(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#language").click()
    file, content = taken(page, "table")
    rows = table(content)
    assert file == "Regional economy graph.csv"
    assert rows[0][0] == "Kind of fact" and {row[0] for row in rows[1:]} == {"relation", "figure", "milestone"}


def test_the_table_holds_every_fact_and_no_formula(show: Opener, knowledge: Knowledge) -> None:
    html = page_of(*hostile(), knowledge)
    data = data_of(html)
    _, content = taken(show(html), "table")

    def text(value: str) -> str:
        return ("'" if value.lstrip()[:1] in tuple("=+-@＝＋－＠") or value[:1] in ("\t", "\r", "\n") else "") + value

    def end(number: int) -> list[str]:
        return [text(data["nodes"][number]["label"]), "企业"]

    def rest(fact: Any) -> list[str]:
        quotes = [data["quotes"][i] for i in fact["quotes"]]
        articles = [data["documents"][quote["doc"]] for quote in quotes]
        columns = [[a["title"] for a in articles], [a["date"] for a in articles], [q["text"] for q in quotes]]
        lines = [text("\n".join(re.sub(r"\s*[\r\n]+\s*", " ", value) for value in column)) for column in columns]
        return [str(fact["confidence"]), text("、".join(fact["rules"])), *lines, PREFIXES["fact"] + fact["id"]]

    def claim(fact: Any) -> list[Any]:
        relation, roles = knowledge.ontology.relations[fact["relation"]].zh, text("、".join(fact["roles"]))
        return ["关系", *end(fact["head"]), relation, *end(fact["tail"]), "", "", "", "", roles, *rest(fact)]

    def figure(fact: Any) -> list[Any]:
        said = [text(fact["indicator"]), fact["value"], text(fact["unit"]), data["terms"][fact["qualifier"]]["zh"], text(fact["period"])]
        return ["指标", *end(fact["subject"]), *said, "计划", "水平", "", *rest(fact)]

    def step(fact: Any) -> list[Any]:
        return ["节点", *end(fact["subject"]), "投产", "", "", "", fact["date"], "实际", "", "", *rest(fact)]

    wanted = [*map(claim, data["relations"]), *map(figure, data["observations"]), *map(step, data["milestones"])]
    rows = table(content)[1:]
    assert len(rows) == len(wanted)
    for row, want in zip(rows, wanted, strict=True):
        assert [float(cell) if type(w) is float else cell for cell, w in zip(row, want, strict=True)] == want
    for cell in (c for row in rows for c in row):
        assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell) or float(cell) < 0


@pytest.mark.parametrize("case", ["sample", "hostile"])
def test_the_turtle_of_a_node_is_the_part_of_the_graph_about_it(show: Opener, knowledge: Knowledge, case: str) -> None:
    documents, resolution = (ARTICLES, RESOLUTION) if case == "sample" else hostile()
    graph = set(graph_of(documents, resolution, knowledge))
    page = show(page_of(documents, resolution, knowledge))
    for entity in resolution.entities:
        turtle = page.evaluate("n => kg.turtle(n)", number(page, entity.key))
        part = read(turtle)
        assert part <= graph
        assert known(graph, entity.key) <= part
        both = (rdflib.Graph().parse(data=text, format="turtle") for text in (turtle, write_turtle(part)))
        assert len({frozenset(triples) for triples in both}) == 1


def test_the_turtle_of_every_node_of_the_seeds_is_in_their_graph(show: Opener) -> None:
    sources, _ = find([SEEDS])
    files = assemble(list(read_all(sources, workers=1)))
    graph = read(files["graph.ttl"])
    data, page = data_of(files["graph.html"]), show(files["graph.html"])
    turtles = page.evaluate("count => Array.from({ length: count }, (_, n) => kg.turtle(n))", len(data["nodes"]))
    subjects: dict[NamedNode, set[Triple]] = {}
    for triple in graph:
        subjects.setdefault(triple.subject, set()).add(triple)
    facts = [(f["id"], (f["head"], f["tail"])) for f in data["relations"]]
    facts += [(f["id"], (f["subject"],)) for f in [*data["observations"], *data["milestones"]]]
    kinds = {term("kg:Claim"), term("qb:Observation"), term("kg:Milestone")}
    assert sum(t.predicate == term("rdf:type") and t.object in kinds for t in graph) == len(facts)
    wanted = [set(subjects[name("ent", node["key"])]) for node in data["nodes"]]
    for id_, ends in facts:
        for end in ends:
            wanted[end] |= subjects[name("fact", id_)]
    for turtle, own in zip(turtles, wanted, strict=True):
        part = read(turtle)
        assert part <= graph and own <= part
    assert len(rdflib.Graph().parse(data=turtles[0], format="turtle")) == len(read(turtles[0]))


def test_a_node_is_taken_away_as_turtle(show: Opener, html: str, knowledge: Knowledge) -> None:
    page = show(html, "周安")
    file, content = taken(page, "turtle")
    assert file == "周安.ttl"
    assert content.decode().startswith("@prefix ") and "\nent:周安 a kg:Person ;\n" in content.decode()
    assert known(set(graph_of(ARTICLES, RESOLUTION, knowledge)), "周安") <= read(content.decode())


def test_the_view_is_taken_away_as_a_picture(show: Opener, html: str) -> None:
    page = show(html)
    file, content = taken(page, "picture")
    assert file == "区域经济知识图谱.png"
    screen = page.evaluate("(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(document.querySelector('#drawing canvas'))")
    assert size(content) == (2 * screen[0], 2 * screen[1] + 60)
    assert len(content) < 2_000_000
    middle = ask(page, "n => { const { x, y } = kg.place(n); return [2 * x, 2 * y]; }", number(page, "明远光电"))
    seen = colours_of(page, content, middle)
    firm = next(look for look in data_of(html)["classes"] if look["name"] == "Company")
    assert seen["spots"] == [[250, 250, 248, 255], [*bytes.fromhex(firm["colour"][1:]), 255]]
    assert seen["all"] > 50 and seen["caption"] > 5


@pytest.mark.parametrize(("width", "height"), [(390, 844), (3840, 2160)])
def test_a_picture_fits_every_screen(show: Opener, html: str, width: int, height: int) -> None:
    page = show(html, "明远光电", width, height)
    file, content = taken(page, "picture")
    assert file == "明远光电.png"
    assert 1.3 * width < size(content)[0] <= 2 * width


def test_a_picture_leaves_the_screen_as_it_is(show: Opener, html: str) -> None:
    page = show(html)
    before = page.locator("#drawing canvas").screenshot()
    taken(page, "picture")
    assert page.locator("#drawing canvas").screenshot() == before


def size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG that is whole: every chunk with its checksum, every line of pixels there."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", content, at + 8 + length) == (zlib.crc32(kind + body),)
        chunks[kind] = chunks.get(kind, b"") + body
        at += length + 12
    width, height, depth, kind_of_colour = struct.unpack(">IIBB3x", chunks[b"IHDR"])
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (1 + width * depth // 8 * {2: 3, 6: 4}[kind_of_colour])
    return width, height


def colours_of(page: Page, content: bytes, spot: Sequence[float]) -> Any:
    """The colours in a corner of a picture and at a spot, and how many there are in all of it and in its caption."""
    script = """async ([bytes, spot]) => {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))]));
        const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
        const context = canvas.getContext("2d", { willReadFrequently: true });
        context.drawImage(picture, 0, 0);
        const count = (top) => new Set(new Uint32Array(context.getImageData(0, top, picture.width, picture.height - top).data.buffer)).size;
        const spots = [[0, 0], spot].map(([x, y]) => [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data]);
        return { spots, all: count(0), caption: count(picture.height - 56) };
    }"""
    return page.evaluate(script, [b64encode(content).decode(), spot])


@pytest.mark.parametrize(
    ("label", "file"),
    [
        ("明远光电（松湖）", "明远光电（松湖）"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("../../etc", "_.._etc"),
        ("con", "_con"),
        ("COM1.华", "_COM1.华"),
        ("控制", "控制"),
        ("甲\n乙\u202etxt", "甲_乙_txt"),
        ("末尾. . ", "末尾"),
        ("...", "_"),
        ("园" * 200, "园" * 50),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(show: Opener, knowledge: Knowledge, label: str, file: str) -> None:
    page = show(page_of([], Resolution((ResolvedEntity("k", "Company", label, (label,)),)), knowledge), "k")
    page.evaluate("HTMLAnchorElement.prototype.click = function () { window.asked = this.download; }")
    page.evaluate("document.getElementById('take-turtle').click()")
    assert page.evaluate("asked") == file + ".ttl"
