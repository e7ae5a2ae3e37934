"""Web pages, PDF, Word, Markdown, JSON Lines, ZIP: each gives the article in it, and offsets into the text that is printed of it."""

from __future__ import annotations

import builtins
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import papers
import pytest
from papers import ARTICLE, META, SECOND, TITLE

from kg.errors import InputError
from kg.extract.document import extract
from kg.knowledge import load
from kg.model import Document
from kg.pipeline import Outcome, find, read_all
from kg.reading import limits, page_of, parts, read
from kg.reading.formats import FORMATS

KNOWLEDGE = load()
PLAIN = "\n\n".join([TITLE, *ARTICLE]) + "\n"
MARKDOWN = "\n\n".join([f"# {TITLE}", *ARTICLE]) + "\n"
FILES = {
    "a.txt": PLAIN.encode(),
    "a.md": MARKDOWN.encode(),
    "a.html": papers.web().encode(),
    "a.pdf": papers.paper(),
    "a.docx": papers.word(),
    "a.jsonl": papers.lines({"title": TITLE, "text": "\n\n".join(ARTICLE)}),
    "a.zip": papers.archive({"x/a.txt": PLAIN.encode()}),
}


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def one(path: Path, **options: Any) -> Document:
    """The one document of a file."""
    (part,), faults = parts(path)
    assert not faults
    return read(part, KNOWLEDGE, **options)


def body(document: Document) -> list[str]:
    kinds = {s.paragraph: s.kind for s in document.sentences}
    return [line for i, line in enumerate(document.text.split("\n")) if kinds.get(i) == "body"]


def fault(path: Path) -> InputError:
    """What is wrong with the one article of a file."""
    found, faults = parts(path)
    if faults:
        assert len(faults) == 1 and not found
        return faults[0]
    with pytest.raises(InputError) as caught:
        read(found[0], KNOWLEDGE)
    return caught.value


def kg(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg.cli", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


# ---- every format


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_article(name: str, tmp_path: Path) -> None:
    document = one(put(tmp_path, name, FILES[name]))
    assert document.title == TITLE
    assert body(document) == list(ARTICLE)
    assert document.reference[:7] == "2023-05"


@pytest.mark.parametrize("name", FILES)
def test_offsets_lead_into_the_text_that_is_printed(name: str, tmp_path: Path) -> None:
    (part,), _ = parts(put(tmp_path, name, FILES[name]))
    text = page_of(part).text
    extraction = extract(read(part, KNOWLEDGE), KNOWLEDGE)
    quotes = [q for fact in (*extraction.relations, *extraction.observations) for q in fact.evidence]
    assert quotes
    for quote in quotes:
        assert "".join(text[quote.start : quote.end].split()) == "".join(quote.exact.split())


@pytest.mark.parametrize("name", FILES)
def test_the_digest_is_that_of_the_file_or_of_the_part(name: str, tmp_path: Path) -> None:
    document = one(put(tmp_path, name, FILES[name]))
    content = PLAIN.encode() if name == "a.zip" else FILES[name]
    assert document.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("name", "library"), [("a.html", "trafilatura"), ("a.pdf", "pypdfium2"), ("a.docx", "docx")])
def test_without_the_library_the_file_is_named_and_the_rest_is_read(
    name: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(module: str, *rest: Any) -> Any:
        if module.split(".")[0] == library:
            raise ImportError(module)
        return real(module, *rest)

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", refuse)
    put(tmp_path, name, FILES[name])
    put(tmp_path, "b.txt", PLAIN)
    bad, good = read_all(find([tmp_path])[0], workers=1)
    assert good.extraction and good.fault is None
    assert bad.fault and bad.fault.place == str(tmp_path / name)
    assert "not installed" in bad.fault.problem and bad.fault.remedy == "pip install 'regional-kg[formats]'"


def test_a_folder_is_searched_for_every_format(tmp_path: Path) -> None:
    for name, data in FILES.items():
        put(tmp_path, f"{name.partition('.')[2]}/{name.upper()}", data)
    put(tmp_path, "a.png", b"x")
    sources, faults = find([tmp_path])
    assert not faults
    assert len(sources) == len(FILES) == len({s.id for s in sources})


def test_the_page_of_a_build_is_no_article(tmp_path: Path) -> None:
    for name in ("a.txt", "out/graph.html", "out/graph.ttl", "other/graph.html"):
        put(tmp_path, name, papers.web())
    assert [s.path.relative_to(tmp_path).as_posix() for s in find([tmp_path])[0]] == ["a.txt", "other/graph.html"]


# ---- web pages


@pytest.mark.parametrize(
    ("head", "line", "date"),
    [
        (META, "", "2023-05-07"),
        ('<meta name="PubDate" content="2023-05-08 10:30:00"/>', "", "2023-05-08"),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2023-05-09T10:00:00Z"}]}</script>', "", "2023-05-09"),
        ("", '<time datetime="2023-05-10">三天前</time>', "2023-05-10"),
        ("", '<span class="time">2023年05月11日 10:30</span> 来源：澄江日报', "2023-05-11"),
        ("", "2023-05-12 10:30　来源：澄江日报", "2023-05-12"),
        ('<meta name="pubdate" content="2023-13-40"/>', "2023/5/13", "2023-05-13"),
        ('<meta name="pubdate" content="2023-05"/>', "", "2023-05"),
        ('<link rel="canonical" href="https://example.org/2019/0101/c1.html">', "", "2023-05-06"),  # the text's own
        ('<script type="application/ld+json">{"datePublished": [</script>', "", "2023-05-06"),
    ],
)
def test_the_date_of_a_web_page_is_what_it_says(head: str, line: str, date: str, tmp_path: Path) -> None:
    reference = one(put(tmp_path, "a.html", papers.web(head=head, line=line))).reference
    assert reference == date or (date == "2023-05-06" and date.startswith(reference))


def test_the_caller_knows_best_then_the_sidecar_then_the_page_then_its_text(tmp_path: Path) -> None:
    path = put(tmp_path, "a.html", papers.web())
    assert one(path).reference == "2023-05-07"
    put(tmp_path, "a.meta.toml", 'date = "2022-02-03"\ntitle = "新题"\n')
    assert (one(path).reference, one(path).title) == ("2022-02-03", "新题")
    assert one(path, date="2021").reference == "2021"


def test_what_stands_around_an_article_is_not_read(tmp_path: Path) -> None:
    text = one(put(tmp_path, "a.html", papers.web())).raw
    assert not any(word in text for word in ("首页", "脚本", "推荐阅读", "版权所有", "color"))


def test_headings_lists_and_tables_of_a_web_page_keep_what_they_are(tmp_path: Path) -> None:
    more = "<h2>两个变化</h2><ul><li>星河电池投产；</li><li>二期开工。</li></ul><table><tr><th>时间</th><th>企业</th></tr></table>"
    page = papers.web().replace("</p></div>", f"</p>{more}</div>")
    raw = one(put(tmp_path, "a.html", page)).raw
    assert "\n# 两个变化\n" in raw and "\n- 星河电池投产；\n" in raw and "\n| 时间 | 企业 |\n" in raw


def test_lines_that_br_parts_are_paragraphs(tmp_path: Path) -> None:
    page = f"<html><body><h1>{TITLE}</h1><div>{'<br><br>　　'.join(ARTICLE)}</div></body></html>"
    assert body(one(put(tmp_path, "a.html", page))) == list(ARTICLE)


@pytest.mark.parametrize("said", ["gb2312", "gbk", "GB18030", "utf-8", "no-such-thing", ""])
def test_a_page_is_read_in_its_encoding_whatever_it_says(said: str, tmp_path: Path) -> None:
    page = papers.web().replace('charset="utf-8"', f'charset="{said}"').encode("gb18030")
    assert body(one(put(tmp_path, "a.html", page))) == list(ARTICLE)


def test_a_page_without_an_article_is_named(tmp_path: Path) -> None:
    assert "no article" in fault(put(tmp_path, "a.html", "<html><head><title>x</title></head><body></body></html>")).problem


# ---- PDF


@pytest.mark.parametrize("by_row", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_columns_are_read_one_after_another(count: int, by_row: bool, tmp_path: Path) -> None:
    document = one(put(tmp_path, "a.pdf", papers.paper(count, by_row=by_row)))
    assert (document.title, body(document)) == (TITLE, list(ARTICLE))


def test_articles_of_a_page_are_read_from_the_top_down(tmp_path: Path) -> None:
    page = papers.Paper()
    page.line(50, 80, TITLE, 24)
    end = page.columns(ARTICLE, 3, 120, by_row=True)
    page.line(50, end + 30, "芯片城二期开工", 20)
    page.columns(SECOND, 2, end + 60, by_row=True)
    assert body(one(put(tmp_path, "a.pdf", page.done()))) == [*ARTICLE, *SECOND]


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_its_number(tmp_path: Path) -> None:
    page = papers.Paper()
    for i, line in enumerate(line for p in ARTICLE for line in papers.wrapped(p, 20)):
        if i == 7:
            page.line(290, 825, "第 1 页")
            page.pdf.add_page()
        page.line(50, 100 + i % 7 * 15 + i // 14 * 105, line)
    assert body(one(put(tmp_path, "a.pdf", page.done()))) == list(ARTICLE)


def test_a_scan_is_named_as_one(tmp_path: Path) -> None:
    page = papers.Paper()
    page.pdf.rect(50, 50, 400, 600, style="F")
    error = fault(put(tmp_path, "a.pdf", page.done()))
    assert ("no text layer" in error.problem, error.remedy) == (True, "run OCR first")


def test_a_pdf_with_a_password_is_named(tmp_path: Path) -> None:
    assert "password" in fault(put(tmp_path, "a.pdf", papers.paper(locked=True))).problem


def test_a_pdf_of_too_many_pages_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGES", 1)
    page = papers.Paper()
    page.line(50, 50, ARTICLE[0])
    page.pdf.add_page()
    assert "2 pages" in fault(put(tmp_path, "a.pdf", page.done())).problem


# ---- Word


def test_word_gives_headings_tables_boxes_and_changes_as_they_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(TITLE, 1)
    paragraph = document.add_paragraph("产值12")
    W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for xml in (
        f"<w:del {W}><w:r><w:delText>万</w:delText></w:r></w:del>",
        f"<w:ins {W}><w:r><w:t>亿</w:t></w:r></w:ins>",
        f"<w:r {W}><w:t>元。</w:t></w:r>",
        f"<w:r {W}><w:txbxContent><w:p><w:r><w:t>框里的话。</w:t></w:r></w:p></w:txbxContent></w:r>",
    ):
        paragraph._p.append(docx.oxml.parse_xml(xml))
    document.add_paragraph("一期投产；", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "时间", "企业"
    out = io.BytesIO()
    document.save(out)
    (part,), _ = parts(put(tmp_path, "a.docx", out.getvalue()))
    assert page_of(part).text == f"# {TITLE}\n\n产值12亿元。\n\n框里的话。\n\n- 一期投产；\n\n| 时间 | 企业 |\n\n"


def test_an_old_word_file_is_told_from_a_broken_one(tmp_path: Path) -> None:
    assert "old Word file" in fault(put(tmp_path, "a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 100)).problem
    assert "broken" in fault(put(tmp_path, "b.docx", b"PK\3\4" + b"x" * 100)).problem
    assert "broken" in fault(put(tmp_path, "c.docx", papers.archive({"x.txt": b"x"}))).problem


# ---- Markdown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**本报讯** 产值*两*亿元。", "本报讯 产值两亿元。"),
        ("见[公告][1]和<https://example.org>。\n\n[1]: https://example.org/a", "见公告和https://example.org。"),
        ("![图](a.png)产值`18`亿元&nbsp;，2\\*3。", "产值18亿元\xa0，2*3。"),
        ("<div>丢</div>\n\n产值18亿元。<br/>", "产值18亿元。"),
        ("    四格缩进的一段，\n    仍是正文。", "四格缩进的一段，\n仍是正文。"),
        ("产值18亿元。\n---\n增长8%。", "产值18亿元。\n\n增长8%。"),
        ("| 时间 | 企业 |\n| --- | --- |\n| 5月 | **蓝鲸** |", "| 时间 | 企业 |\n| 5月 | 蓝鲸 |"),
        ("1. 一期；\n2. 二期。", "1. 一期；\n\n2. 二期。"),
        ("> 引用的话。", "引用的话。"),
    ],
)
def test_markup_is_dropped(source: str, text: str, tmp_path: Path) -> None:
    (part,), _ = parts(put(tmp_path, "a.md", source))
    assert page_of(part).text.strip() == text


def test_the_head_of_a_markdown_file_may_say_title_and_date(tmp_path: Path) -> None:
    document = one(put(tmp_path, "a.md", f'---\ntitle: "新题"\ndate: 2023-05-08T10:00:00\ntags: [a]\n---\n{MARKDOWN}'))
    assert (document.title, document.reference) == ("新题", "2023-05-08")
    assert "tags" not in document.raw


# ---- JSON Lines


def test_every_line_is_an_article_with_its_id_title_date_and_source(tmp_path: Path) -> None:
    text = "蓝鲸科技有限公司落户光谷园，今年产值12亿元。"
    path = put(
        tmp_path,
        "news.jsonl",
        papers.lines(
            {"id": "b/1", "title": "题", "date": "2024-06-12T08:00:00", "source": "澄江日报", "text": text, "tags": [1]},
            {"id": 7, "text": text, "date": 2023},
            {"text": text, "title": None},
        ),
    )
    sources, faults = find([path])
    assert not faults
    assert [s.id for s in sources] == ["7", "b_1", "news_3"]
    numbered, named, bare = (read(s.part, KNOWLEDGE, id=s.id) for s in sources)
    assert (named.id, named.title, named.reference, named.source) == ("b_1", "题", "2024-06-12", "澄江日报")
    assert (numbered.reference, bare.path) == ("2023", f"{path}:3")
    assert named.sha256 == hashlib.sha256(path.read_bytes().splitlines(keepends=True)[0]).hexdigest()


BAD_LINES = [
    ("{", "no valid JSON"),
    ("[1]", "no object"),
    ('{"title": "x"}', "empty"),
    ('{"text": ""}', "empty"),
    ('{"text": 5}', "text is no text"),
    ('{"text": "x", "title": ["y"]}', "title is no text"),
    ('{"text": "x", "date": "heute"}', "'heute' is no date"),
    ('{"text": "x", "date": "2021-02-30"}', "'2021-02-30' is no date"),
    ('{"text": "a\\u0000b"}', "NUL"),
    ("[" * 100_000, "nested too deeply"),
    ('{"text": "x", "n": ' + "1" * 5000 + "}", "a number is too long"),
]


def test_a_bad_line_is_named_with_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    good = json.dumps({"text": PLAIN}, ensure_ascii=False)
    rows = [row for bad, _ in BAD_LINES for row in (good, bad)]
    path = put(tmp_path, "a.jsonl", "\n\n".join([*rows, good]).encode() + b"\n\xff\n")
    sources, faults = find([path])
    assert len(sources) == len(BAD_LINES) + 1
    assert [f.place for f in faults] == [f"{path}:{4 * i + 3}" for i in range(len(BAD_LINES))] + [f"{path}:{4 * len(BAD_LINES) + 2}"]
    for found, (_, problem) in zip(faults, [*BAD_LINES, ("", "not UTF-8")], strict=True):
        assert problem in found.problem


def test_ids_that_a_file_uses_twice_are_told_apart(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", papers.lines(*({"id": "x", "text": PLAIN},) * 3))
    assert [s.id for s in find([path])[0]] == ["x", "x_2", "x_3"]


def test_a_file_of_something_else_is_left_after_many_bad_lines(tmp_path: Path) -> None:
    sources, faults = find([put(tmp_path, "a.jsonl", "x\n" * 5000)])
    assert not sources
    assert len(faults) == limits.FAULTS + 1
    assert "nothing is read" in faults[-1].problem


def test_halves_of_characters_become_marks_of_lost_ones_and_offsets_hold(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '{"text": "蓝鲸\\ud800科技有限公司落户澄江区\\ude00光谷园。"}\n')
    document = one(path)
    assert document.raw == "蓝鲸\ufffd科技有限公司落户澄江区\ufffd光谷园。"


# ---- ZIP


def test_an_archive_holds_every_format_and_sidecars(tmp_path: Path) -> None:
    inside = {f"{i}/{name}": data for i, (name, data) in enumerate(FILES.items()) if name != "a.zip"}
    inside |= {"0/a.meta.toml": 'title = "新题"\n'.encode(), "__MACOSX/._a.txt": b"x", ".hidden.txt": b"x", "logo.png": b"x"}
    path = put(tmp_path, "all.zip", papers.archive(inside))
    sources, faults = find([path])
    assert not faults
    documents = [read(s.part, KNOWLEDGE, id=s.id) for s in sources]
    assert len({d.id for d in documents}) == len(documents) == len(FILES) - 1
    assert all(body(d) == list(ARTICLE) for d in documents)
    assert sorted(d.title for d in documents) == sorted([TITLE] * 5 + ["新题"])
    assert {d.path for d in documents} >= {f"{path}/0/a.txt", f"{path}/5/a.jsonl:1"}


def test_names_in_chinese_are_read_whatever_wrote_them(tmp_path: Path) -> None:
    """Windows writes them in GB18030, and does not set the flag that says UTF-8."""
    data = papers.archive({"xx.txt": PLAIN.encode(), "要闻.txt": PLAIN.encode()}).replace(b"xx.txt", "新.txt".encode("gb18030"))
    assert {s.id for s in find([put(tmp_path, "a.zip", data)])[0]} == {"新", "要闻"}


def test_names_that_an_archive_has_twice_are_two_articles(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as stream, pytest.warns(UserWarning, match="Duplicate"):
        stream.writestr("a.txt", PLAIN)
        stream.writestr("a.txt", PLAIN.replace("12", "15"))
    sources, faults = find([put(tmp_path, "a.zip", out.getvalue())])
    assert not faults
    assert [s.id for s in sources] == ["a", "a_1"]
    assert len({read(s.part, KNOWLEDGE).sha256 for s in sources}) == 2


def test_the_graph_of_many_articles_in_one_file_is_that_of_the_articles(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    pages = {"x.txt": "\n\n".join(ARTICLE), "y.txt": "\n\n".join(SECOND)}
    for name, text in pages.items():
        put(tmp_path, f"pages/{name}", text)
    put(tmp_path, "pages.zip", papers.archive({name: text.encode() for name, text in pages.items()}))
    put(tmp_path, "pages.jsonl", papers.lines(*({"id": name[0], "text": text} for name, text in pages.items())))

    def facts(outcomes: list[Outcome]) -> list[tuple[object, ...]]:
        found = [o.extraction for o in outcomes if o.extraction]
        return [(e.doc, e.title, e.reference, e.entities, e.relations, e.observations, e.milestones) for e in found]

    there = [facts(list(read_all(find([tmp_path / name])[0], workers=1))) for name in ("pages", "pages.zip", "pages.jsonl")]
    assert there[0] == there[1] == there[2]
    assert len(there[0]) == 2


def test_what_was_read_of_a_part_is_kept_and_a_change_of_it_noticed(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", papers.lines({"id": "x", "text": PLAIN}, {"id": "y", "text": PLAIN}))
    before = list(read_all(find([path])[0], workers=1, cache=tmp_path / "cache"))
    put(tmp_path, "a.jsonl", papers.lines({"id": "x", "text": PLAIN}, {"id": "y", "text": PLAIN.replace("12亿", "15亿")}))
    after = list(read_all(find([path])[0], workers=1, cache=tmp_path / "cache"))
    assert before[0].seconds and not after[0].seconds  # the first was not read again
    assert before[0].extraction == after[0].extraction
    assert before[1].extraction != after[1].extraction


# ---- limits


@pytest.mark.parametrize("suffix", [*FORMATS, ".jsonl", ".zip"])
def test_a_file_that_is_too_large_is_not_even_opened(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, f"a{suffix}", b"")
    with path.open("wb") as stream:
        stream.truncate(limits.MANY + 1)  # takes no room on the disk
    monkeypatch.setattr(Path, "open", None)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert "too much for one" in fault(path).problem


def test_a_text_that_becomes_too_long_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT", 300)
    for name in ("a.html", "a.docx", "a.jsonl"):
        found, faults = parts(put(tmp_path, name, FILES[name]))
        if not faults:
            with pytest.raises(InputError, match="too much for one article"):
                read(found[0], KNOWLEDGE)
        else:
            assert "too much for one article" in faults[0].problem


@pytest.mark.parametrize(("limit", "most", "words"), [("ENTRIES", 1, "more than 1 files"), ("EXPANDED", 1000, "together")])
def test_an_archive_of_too_much_is_set_aside(limit: str, most: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, limit, most)
    assert words in fault(put(tmp_path, "a.zip", papers.archive({"a.txt": PLAIN.encode(), "b.txt": PLAIN.encode()}))).problem


def test_of_a_file_of_too_many_lines_the_first_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINES", 2)
    sources, (found,) = find([put(tmp_path, "a.jsonl", papers.lines(*({"text": PLAIN},) * 5))])
    assert len(sources) == 2
    assert (found.place[-2:], "only the first 2" in found.problem) == (":3", True)


# ---- the command line


def test_extract_prints_the_text_that_offsets_count_in(tmp_path: Path) -> None:
    for name in ("a.txt", "a.pdf"):
        put(tmp_path, name, FILES[name])
        text = kg("extract", "--text", name, cwd=tmp_path).stdout
        facts = json.loads(kg("extract", name, cwd=tmp_path).stdout)
        assert text == PLAIN if name == "a.txt" else TITLE in text
        (start, end), *_ = facts["observations"][0]["offsets"]
        assert "".join(text[start:end].split()) == facts["observations"][0]["evidence"].split("…")[0]


def test_texts_of_many_documents_go_into_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "a.jsonl", papers.lines({"id": "x", "text": "一。"}, {"id": "y", "text": "二。"}, {"id": "z"}))
    done = kg("extract", "--text", "a.jsonl", "-o", "texts", cwd=tmp_path)
    assert done.returncode == 1
    assert "a.jsonl:3: the file is empty" in done.stderr
    assert {p.name: p.read_text("utf-8") for p in (tmp_path / "texts").iterdir()} == {"x.txt": "一。", "y.txt": "二。"}


def test_a_bad_file_is_reported_and_left_out_unless_strict(tmp_path: Path) -> None:
    put(tmp_path, "in/a.txt", PLAIN)
    put(tmp_path, "in/b.pdf", b"%PDF-1.4 broken")
    done = kg("build", "in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "in/b.pdf: no PDF, or a broken one" in done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert [r["place"] for r in report["documents"]["refused"]] == ["in/b.pdf"]
    for command in ("build", "extract"):
        done = kg(command, "in", "-o", "strict", "--strict", cwd=tmp_path)
        assert done.returncode == 1
        assert "in/b.pdf: no PDF" in done.stderr
        assert not (tmp_path / "strict").exists()
    assert kg("build", "in/a.txt", "-o", "strict", "--strict", cwd=tmp_path).returncode == 0
