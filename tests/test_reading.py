"""Files → Document: encodings, layout, offsets, titles, dates, sidecars. The pages are made up but for seeds/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, KnowledgeError
from kg.knowledge import load
from kg.knowledge.files import read_items
from kg.knowledge.reading import NAMES, reading_rules
from kg.model import Document
from kg.reading import find, ids, parse, read
from kg.reading.year_choice import RULED, features_of
from kg.reading.year_clues import About, last_over
from kg.reading.years import find_years

SEEDS = Path(__file__).parents[1] / "seeds"
KNOWLEDGE = load()
ARTICLE = "澄江区引进蓝鲸科技\n\n2023年5月6日，蓝鲸科技落户澄江区光谷园，总投资12亿元。园区相关负责人说：“这是今年最大的项目。”\n"
LOREM = (
    "蓝鲸科技位于澄江区光谷园内，去年新建厂房三座，年产电池两百万组，产值达到18.5亿元，同比增长8%。",
    "园区管委会有关负责人介绍，截至目前，光谷园已集聚企业126家，其中规上企业47家，覆盖电池、芯片、医药等多个领域。",
    "“我们看中的是这里的配套和速度。”企业负责人表示，从签约到开工只用了三个月，比原先的预期快了不少。",
    "下一步，当地将继续围绕链主企业招商，力争到后年底新增上下游企业三十家以上，带动就业超过五千人。",
)


def write(folder: Path, data: bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def squeeze(text: str) -> str:
    return "".join(text.split())


def parts(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every paragraph."""
    kinds = {s.paragraph: s.kind for s in document.sentences}
    return [(kinds.get(i, ""), line) for i, line in enumerate(document.text.split("\n"))]


def body(document: Document) -> list[str]:
    return [text for kind, text in parts(document) if kind == "body"]


def sentences(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for s in document.sentences]


def check_offsets(document: Document) -> None:
    """Every character stands where origin says, none twice, and quotes lead back to the file."""
    assert len(document.text) == len(document.origin)
    page = document.printed or document.text
    printed = [(o, c) for o, c in zip(document.origin, page, strict=True) if not c.isspace()]
    assert all(document.raw[o] == c for o, c in printed)
    assert len({o for o, _ in printed}) == len(printed)
    for s in document.sentences:
        quotes = document.quotes(s.start, s.end)
        assert "".join(q.exact for q in quotes) == page[s.start : s.end]
        assert all(squeeze(q.exact) == squeeze(document.raw[q.start : q.end]) for q in quotes)


# ---- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    document = read(write(tmp_path, ARTICLE.encode(encoding)), KNOWLEDGE)
    assert document.raw == ARTICLE
    assert document.title == "澄江区引进蓝鲸科技"
    check_offsets(document)


def test_utf16_without_mark_is_known_without_any_latin_letter(tmp_path: Path) -> None:
    text = "蓝鲸科技落户光谷园，园区企业纷纷前来祝贺。"
    assert read(write(tmp_path, text.encode("utf-16-le")), KNOWLEDGE).raw == text


def test_line_ends_are_counted_as_they_stand(tmp_path: Path) -> None:
    raw = "甲公司产值超过一亿元。\r\n乙公司产值不足一亿元。\r\n"
    document = read(write(tmp_path, raw.encode()), KNOWLEDGE)
    last = document.sentences[-1]
    (quote,) = document.quotes(last.start, last.end)
    assert (quote.exact, raw[quote.start : quote.end]) == ("乙公司产值不足一亿元。",) * 2
    assert quote.start == 13


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\ufeff".encode(), "empty"),
        (b"---\n***\n", "only marks"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02X\x00\x00\x01\x90\x08\x06", "binary"),
        (b"\x00" * 400, "binary"),
        ("产值\x00三亿元".encode(), "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"\xff\xfe\x00", "broken"),
        (b"\xb1\xb1\xff\xff\xb1", "neither UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, problem: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(InputError, match=problem) as caught:
        read(path, KNOWLEDGE)
    assert caught.value.place == str(path)
    assert caught.value.remedy


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read") as caught:
            read(path, KNOWLEDGE)
        assert caught.value.place == str(path)


def test_one_line_of_five_megabytes(tmp_path: Path) -> None:
    sentence = "蓝鲸科技位于澄江区光谷园内，年产值18亿元。"
    count = 5_000_000 // len(sentence.encode())
    document = read(write(tmp_path, (sentence * count).encode()), KNOWLEDGE)
    assert len(document.sentences) == count
    assert set(sentences(document)) == {sentence}


# ---- finding files


def test_folders_are_searched_and_sorted(tmp_path: Path) -> None:
    names = ["b.txt", "a.txt", "deep/er/c.md", "deep/D.TXT", "image.png", ".hidden/x.txt", "a.meta.toml"]
    for name in names:
        write(tmp_path, b"x", name)
    found = find([tmp_path])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.txt", "b.txt", "deep/D.TXT", "deep/er/c.md"]
    assert find([tmp_path / "b.txt", tmp_path, tmp_path / "deep" / ".." / "b.txt"])[0] == tmp_path / "b.txt"
    assert len(find([tmp_path / "b.txt", tmp_path])) == 4


@pytest.mark.parametrize(("name", "problem"), [("none", "no such file"), ("empty", "no texts")])
def test_paths_without_texts_are_named(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=problem) as caught:
        find([tmp_path / name])
    assert caught.value.place == str(tmp_path / name)


def test_ids_are_stems_and_differ(tmp_path: Path) -> None:
    paths = [write(tmp_path, b"x", name) for name in ("x/a.txt", "y/a.txt", "y/b.txt", "z/y/a.txt", "z/y/a.md")]
    named = ids(paths)
    assert named == ids(paths[::-1])
    assert len(set(named.values())) == len(paths)
    assert named[paths[2]] == "b"
    assert named[paths[0]] == "x_a"


def test_ids_say_nothing_of_the_folders_above(tmp_path: Path) -> None:
    files = ("x/a.txt", "x/a.md", "y/a.txt", "c.txt", "c.md", "d.txt")
    paths = [write(tmp_path, b"x", name) for name in files]
    named = ids(paths)
    assert named == ids(paths[::-1])
    assert list(named.values()) == ["a_txt", "a_md", "a", "c_txt", "c_md", "d"]


# ---- layout


def wrap(text: str, width: int, indent: str = "", lost: int = 0) -> list[str]:
    """Lines of at most so many columns; closing marks may hang over, as they do in print. lost: an indent that was
    printed but is not there any more."""
    lines, line, columns = [], indent, 2 * len(indent) + lost
    for char in text:
        size = 1 if ord(char) < 256 else 2
        if columns + size > width and char not in "，。、；：！？”）":
            lines.append(line)
            line, columns = "", 0
        line += char
        columns += size
    return [*lines, line]


def test_paragraphs_parted_by_gaps_are_joined_at_every_width() -> None:
    for width in range(20, 80, 3):
        page = "\n\n".join("\n".join(wrap(p, width)) for p in LOREM)
        assert body(parse(page, KNOWLEDGE)) == list(LOREM), width


def test_paragraphs_that_are_set_in_are_joined_at_every_width() -> None:
    for width in range(20, 80, 3):
        page = "\n".join("\n".join(wrap(p, width, "　　")) for p in LOREM)
        assert body(parse(page, KNOWLEDGE)) == list(LOREM), width


def test_a_column_may_end_anywhere_in_a_paragraph() -> None:
    """An empty line between any two lines of a paragraph does not cut it."""
    width = 36
    lines = wrap(LOREM[1], width)
    for cut in range(1, len(lines)):
        page = "\n\n".join(
            ["\n".join(wrap(LOREM[0], width)), "\n".join(lines[:cut]), "\n".join(lines[cut:]), "\n".join(wrap(LOREM[2], width))]
        )
        assert body(parse(page, KNOWLEDGE)) == list(LOREM[:3]), cut


INTERRUPTIONS = [
    ("caption", "光谷园新貌 摄/李四"),
    ("caption", "图为光谷园一角。    资料图片"),
    ("caption", "（通讯员供图）"),
    ("box", "第A05版                物 流 · 口 岸                   ■澄江日报"),
    ("box", "12亿元"),
    ("box", "（下转第四版）"),
    ("heading", "两座新厂  一条长链"),
]


@pytest.mark.parametrize(("kind", "line"), INTERRUPTIONS)
def test_a_sentence_comes_out_whole_over_what_interrupts_it(kind: str, line: str) -> None:
    lines = wrap(LOREM[1], 40)
    for cut in range(2 if kind == "heading" else 1, len(lines)):  # one line above a heading might be another heading
        page = "\n".join([*wrap(LOREM[0], 40), "", *lines[:cut], "", line, "", *lines[cut:], "", *wrap(LOREM[2], 40)])
        document = parse(page, KNOWLEDGE)
        assert body(document) == list(LOREM[:3])
        assert [k for k, _ in parts(document)] == ["body", "body", kind, "body"]
        check_offsets(document)


@pytest.mark.parametrize(("kind", "line"), INTERRUPTIONS)
def test_a_paragraph_of_one_line_comes_out_whole_too(kind: str, line: str) -> None:
    cut = LOREM[1].index("领域") - 6
    page = f"{LOREM[0]}\n\n{LOREM[1][:cut]}\n\n\n\n{line}\n\n{LOREM[1][cut:]}\n\n{LOREM[2]}\n"
    document = parse(page, KNOWLEDGE)
    assert body(document) == list(LOREM[:3])
    assert (kind, squeeze(line)) in [(k, squeeze(text)) for k, text in parts(document)]


PAGES = {
    "flowing page with headings": (
        f"奋力谱新篇·澄江篇\n\n一座小城的电池梦\n\n{LOREM[0]}\n\n园区里的新邻居\n{LOREM[1]}\n不足\n{LOREM[3]}",
        [
            ("heading", "奋力谱新篇·澄江篇"),
            ("heading", "一座小城的电池梦"),
            ("body", LOREM[0]),
            ("heading", "园区里的新邻居"),
            ("body", LOREM[1]),
            ("heading", "不足"),
            ("body", LOREM[3]),
        ],
    ),
    "Markdown": (
        f"# 一座小城的电池梦\n\n**本报讯** 今年{LOREM[0]}\n\n> {LOREM[2]}\n\n## 两个变化\n\n- **光谷园**：新增企业**26家**；\n"
        "- **芯片城**：尚未动工\n\n1. 一期投产；\n2. 二期开工。\n\n见[园区公告](https://example.org/a)。\n\n---\n\n*（部分数据为预计）*\n",
        [
            ("heading", "一座小城的电池梦"),
            ("body", f"本报讯 今年{LOREM[0]}"),
            ("body", LOREM[2]),
            ("heading", "两个变化"),
            ("body", "光谷园：新增企业26家；"),
            ("body", "芯片城：尚未动工"),
            ("body", "一期投产；"),
            ("body", "二期开工。"),
            ("body", "见园区公告。"),
            ("box", "（部分数据为预计）"),
        ],
    ),
    "table": (
        f"{LOREM[0]}\n\n| 时间 | 企业 |\n| --- | --- |\n| 5月 | 蓝鲸科技投产 |\n\n{LOREM[2]}",
        [("body", LOREM[0]), ("caption", "时间 企业"), ("body", "5月 蓝鲸科技投产"), ("body", LOREM[2])],
    ),
    "a list that a colon announces": (
        f"{LOREM[0]}\n新上榜的企业是：\n蓝鲸科技有限公司；\n星河电池股份有限公司。\n{LOREM[2]}",
        [("body", LOREM[0]), ("body", "新上榜的企业是：蓝鲸科技有限公司；星河电池股份有限公司。"), ("body", LOREM[2])],
    ),
    "numbered measures": (
        f"{LOREM[0]}\n园区公布了三项举措：\n一、每个项目配一名代办员；\n二、定期组织对接会。\n{LOREM[2]}",
        [
            ("body", LOREM[0]),
            ("body", "园区公布了三项举措："),
            ("body", "一、每个项目配一名代办员；"),
            ("body", "二、定期组织对接会。"),
            ("body", LOREM[2]),
        ],
    ),
    "dialogue": (
        "记者：去年的产值有多少？\n\n张晓：去年是18.5亿元，今年会更多。\n\n记者：新厂什么时候投产？\n\n张晓：明年三月。",
        [
            ("heading", "记者：去年的产值有多少？"),
            ("body", "张晓：去年是18.5亿元，今年会更多。"),
            ("body", "记者：新厂什么时候投产？"),
            ("body", "张晓：明年三月。"),
        ],
    ),
    "furniture of a newspaper": (
        "A3  要  闻      2024年6月12日  星期三\n责编 / 美编 / 校对\n\n两 天 看 十 地\n——全市项目观摩侧记\n\n□ 本报记者  通讯员\n"
        + "\n".join(line for p in LOREM for line in wrap(p, 40, "　　")),
        [
            ("box", "A3 要 闻 2024年6月12日 星期三"),
            ("box", "责编 / 美编 / 校对"),
            ("heading", "两天看十地"),
            ("heading", "——全市项目观摩侧记"),
            ("box", "□ 本报记者 通讯员"),
            *(("body", p) for p in LOREM),
        ],
    ),
    "a heading with a comma above a paragraph that is set in": (
        f"　　{LOREM[0]}\n\n　　1月16日　港区里，一箱货\n　　{LOREM[1]}\n",
        [("body", LOREM[0]), ("heading", "1月16日 港区里，一箱货"), ("body", LOREM[1])],
    ),
    "captions one under another": (
        f"{LOREM[0]}\n\n▲蓝鲸科技投产。\n▲光谷园通车，\n司机在等。\n\n{LOREM[1]}\n",
        [("body", LOREM[0]), ("caption", "▲蓝鲸科技投产。"), ("caption", "▲光谷园通车，司机在等。"), ("body", LOREM[1])],
    ),
    "labels without a stop above a paragraph that begins anew": (
        f"{LOREM[0]}\n\n规上工业总产值：2022年9.2亿元，2023年31.5亿元，2024年58.7亿元\n企业：由37家增至312家\n\n2月26日下午，园区里，一票货物发往港口。\n{LOREM[1]}",
        [
            ("body", LOREM[0]),
            ("body", "规上工业总产值：2022年9.2亿元，2023年31.5亿元，2024年58.7亿元"),
            ("heading", "企业：由37家增至312家"),
            ("body", "2月26日下午，园区里，一票货物发往港口。"),
            ("body", LOREM[1]),
        ],
    ),
    "marked headings above long lines": (
        "".join(f"▲ 账目{n}：订单\n{LOREM[0] * 3}\n\n" for n in "一二") + LOREM[1],
        [
            *[("heading", "▲ 账目一：订单"), ("body", LOREM[0] * 3), ("heading", "▲ 账目二：订单"), ("body", LOREM[0] * 3)],
            ("body", LOREM[1]),
        ],
    ),
    "a list whose marks are those of captions": (
        f"{LOREM[0]}\n\n▲甲基地投产。\n▲乙基地动工。\n▲丙基地封顶。\n",
        [("body", LOREM[0]), ("body", "▲甲基地投产。"), ("body", "▲乙基地动工。"), ("body", "▲丙基地封顶。")],
    ),
    "a single line without a stop": ("蓝鲸科技落户光谷园", [("body", "蓝鲸科技落户光谷园")]),
}


@pytest.mark.parametrize(
    "caption",
    [
        ["图为光谷园里新落成的电池厂房，", "两条产线当天启用。     资料图片"],
        ["光谷园全景，塔吊正在转臂。", " （通讯员供图）"],
        ["  去年岁末，芯片城总装线上，首批", "芯片等待下线。  通讯员 供图"],
        ["▲位于山脚下的光谷园电站。", "                         本报资料图片"],
        ["", "  昨日，光谷园，工人们正在", "  装箱。   资料图片", ""],
    ],
)
def test_captions_of_several_lines_amid_a_column(caption: list[str]) -> None:
    before, after = wrap(LOREM[1], 40, "　　")[:2], wrap(LOREM[1], 40, "　　")[2:]
    page = "\n".join([*wrap(LOREM[0], 40, "　　"), *before, *caption, *after, *wrap(LOREM[2], 40, "　　")])
    document = parse(page, KNOWLEDGE)
    assert body(document) == list(LOREM[:3])
    assert [squeeze(text) for kind, text in parts(document) if kind == "caption"] == [squeeze("".join(caption))]
    check_offsets(document)


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    page, expected = PAGES[name]
    document = parse(page, KNOWLEDGE)
    assert parts(document) == expected
    check_offsets(document)


def test_lines_of_a_post_stand_alone() -> None:
    post = "🎉百亿级项目落户安居区\n\n📌项目概况\n▶ 总投资：约45亿元\n▶ 占地面积：约600亩\n✅ 就业1200人\n\n📌延伸阅读\n\n企业有23家。"
    document = parse(post, KNOWLEDGE)
    assert document.title == "百亿级项目落户安居区"
    assert body(document) == ["项目概况", "总投资：约45亿元", "占地面积：约600亩", "就业1200人", "延伸阅读", "企业有23家。"]


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("总 额 实 现 1676.2 亿 元 ，同 比 增 长 11.5%。", "总额实现1676.2亿元，同比增长11.5%。"),
        ("总  投资约　242亿元。", "总投资约242亿元。"),
        ("入选2023中国IC设计Fabless 100排行榜。", "入选2023中国IC设计Fabless 100排行榜。"),
        ("埃安的 AION V 和 Google Play 下线。", "埃安的AION V和Google Play下线。"),
        ("发送标箱15 470个，占２０２２年的八成。", "发送标箱15470个，占2022年的八成。"),
        ("出口\u200b增长**8%**。", "出口增长8%。"),
    ],
)
def test_spaces(printed: str, read_as: str) -> None:
    document = parse(printed, KNOWLEDGE)
    assert document.text == read_as
    check_offsets(document)


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("这一年芯片城引进的龙头企业是OP", "PO公司，OPPO公司的产值已超过一百亿元。", "企业是OPPO公司"),
        ("这一年芯片城最受市场欢迎的应用叫Google", "Play，下载量已超过了一百亿次，居第一位。", "叫Google Play，"),
        ("这一年芯片城引进企业的总投资达到了18", "4.5亿元，比上一年多出一百亿元，居第一位。", "达到了184.5亿元"),
        ("这一年芯片城里最畅销的手机叫作Xbot", "lite，比上一年多卖出一百万台，居第一位。", "叫作Xbotlite，"),
    ],
)
def test_words_cut_by_the_column(above: str, below: str, joined: str) -> None:
    page = "\n".join([*wrap(LOREM[0], 40), above, below, *wrap(LOREM[1], 40)])
    assert joined in parse(page, KNOWLEDGE).text


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("产值18亿元。出口3.5亿美元！", ["产值18亿元。", "出口3.5亿美元！"]),
        ("“速度真快。”他说，“还会更快！”", ["“速度真快。”", "他说，“还会更快！”"]),
        ("“怎么办？”，众人问。", ["“怎么办？”，众人问。"]),
        ("打响“再添一把火！”的口号。", ["打响“再添一把火！”的口号。"]),
        ('"速度真快。"他说。"还会更快。"', ["“速度真快。”", "他说。", "“还会更快。”"]),
        ("（一期已投产。）二期开工。", ["（一期已投产。）", "二期开工。"]),
        ("一期投产；二期开工……没有句号", ["一期投产；二期开工……没有句号"]),
        ("真的？！真的。", ["真的？！", "真的。"]),
    ],
)
def test_sentences(text: str, cut: list[str]) -> None:
    assert sentences(parse(text, KNOWLEDGE)) == cut


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("产" * 1000 + "。", [1000, 1]),
        ("产" * 2300, [1000, 1000, 300]),
        (("产" * 299 + "，") * 4, [900, 300]),
        (("产" * 299 + "，") * 2 + "产" * 99 + "；" + "产" * 900, [700, 900]),
        ("产，" + "产" * 1500, [1000, 502]),
        (("产值增长，" * 199 + "产值增长。") * 2, [1000, 1000]),
    ],
)
def test_a_sentence_without_end_is_cut_at_a_pause(text: str, lengths: list[int]) -> None:
    document = parse(text, KNOWLEDGE)
    assert [s.end - s.start for s in document.sentences] == lengths
    assert "".join(sentences(document)) == text
    check_offsets(document)


# ---- offsets

CHARS = "渝北区企业产值增长园投资，、；：。！？“”（）《》…—0123456789.%ABab #*-|>[]\n\n\n　 \t\r\u200b摄/图为记者第版"


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.text(alphabet=CHARS, max_size=200))
def test_any_page_leads_back_to_the_file(raw: str) -> None:
    if not re.search(r"\w", raw):
        return
    document = parse(raw, KNOWLEDGE)
    check_offsets(document)
    assert [s.start for s in document.sentences] == sorted(s.start for s in document.sentences)
    lost = set(range(len(raw))) - set(document.origin)
    assert not re.search(r"\w", "".join(c for c in lost_text(raw, lost) if not c.isdigit()))


def lost_text(raw: str, lost: set[int]) -> Iterator[str]:
    return (raw[i] for i in sorted(lost))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(LOREM), min_size=2, max_size=6, unique=True),
    st.integers(20, 80),
    st.sampled_from(["", "　　"]),
    st.sampled_from([0, 4]),
)
def test_wrapped_paragraphs_join_and_slice_back(paragraphs: list[str], width: int, indent: str, lost: int) -> None:
    page = "\n\n".join("\n".join(wrap(p, width, indent, 0 if indent else lost)) for p in paragraphs)
    document = parse(page, KNOWLEDGE)
    assert squeeze("".join(body(document))) == "".join(paragraphs)
    check_offsets(document)
    for s in document.sentences:
        (quote,) = document.quotes(s.start, s.end)
        assert squeeze(page[quote.start : quote.end]) == document.text[s.start : s.end]


# ---- the five pages of the repository


@pytest.mark.parametrize(
    ("seed", "title", "date"),
    [
        ("000_5e2e38ca28d09999", "渝北地区生产总值突破2000亿元", "2021"),
        ("001_b5495e5e3a08837e", "渝北 全力以赴拼经济 奋勇争先挑大梁", "2023-08"),
        ("002_a0f57143a652f23d", "拔节向上破浪行 渝北万象始更新", "2024-12"),
        ("003_c8145b6dd64842e1", "2024年规上工业增加值增长超20%、居全市第一 规上工业总产值突破4000亿元的渝北做对了什么？", "2025"),
        ("004_bb1e53e6b3332629", "创新驱动引领高质量发展北碚", "2020"),
    ],
)
def test_seeds(seed: str, title: str, date: str) -> None:
    document = read(SEEDS / f"{seed}.txt", KNOWLEDGE)
    assert (document.id, document.title, document.reference) == (seed, title, date)
    check_offsets(document)


SEED_SENTENCES = {
    "000": [
        "2020年，渝北区的进出口总额实现1676.2亿元，同比增长11.5%。",
        "“目前，渝北已培育成长起一批战略性新兴产业的佼佼者。”",
        "了以内循环为主，国内国际双循环相互促进、“五个千亿级”产业集群化发展的新格局。",
    ],
    "001": [
        "渝北区相关负责人说，目前，渝北成立了数字经济工作专班，系统梳理细分领域招商图谱，聚焦汽车软件、新兴技术软件等领域，"
        "持续招大引强育新，目前已新签约落户OPPO元时空等重大项目28个，合同投资超300亿元。",
    ],
    "002": ["预计全年规上工业总产值将突破4000亿元，增速达18%。"],
    "003": ["翻开渝北的“产业地图”你会发现，除了汽车产业加速迭代，电子产业也正不断焕新。"],
    "004": ["作为重庆市唯一开展民营经济综合改革示范试点的区县，北碚区通过政策扶持、精心服务、科技引领，使民营经济实现了高质量的发展。"],
}


@pytest.mark.parametrize("seed", SEED_SENTENCES)
def test_sentences_of_seeds_are_whole(seed: str) -> None:
    document = read(next(SEEDS.glob(f"{seed}_*.txt")), KNOWLEDGE)
    assert set(SEED_SENTENCES[seed]) <= set(sentences(document))


def test_the_caption_stands_after_the_paragraph_that_it_interrupts() -> None:
    document = read(SEEDS / "001_b5495e5e3a08837e.txt", KNOWLEDGE)
    found = parts(document)
    at = found.index(("caption", "智慧新城·仙桃数据谷 摄/许可"))
    assert found[at - 1][1].endswith("合同投资超300亿元。")
    start = document.text.index("渝北区相关负责人说，目前")
    first, second = document.quotes(start, start + 12)
    assert (first.exact, second.exact) == ("渝北区相关负责", "人说，目前")
    assert first.end < document.raw.index("摄/许可") < second.start


# ---- dates


@pytest.mark.parametrize(
    ("page", "date"),
    [
        ("两座新厂\n2022年7月3日 星期日\n\n去年，园区产值12亿元。", "2022-07-03"),
        ("两座新厂\n\n今年园区产值12亿元，去年是10亿元。\n\n（2018年12月）", "2018-12"),
        ("本报澄江5月6日电 2024中国电池产业大会今天开幕。2023年，全区产值12亿元。", "2024-05-06"),
        ("两座新厂\n\n昨天（3月31日），蓝鲸科技签约。2021年，全区产值12亿元，今年力争15亿元。", "2022-04-01"),
        ("2024年6月12日，蓝鲸科技新厂开工。", "2024-06"),
        ("在刚刚过去的2020年，园区产值12亿元，新厂将在2021年底前投产。", "2021"),
        ("2024年，园区产值12亿元，增长8%。2024年，新增企业三十家。", "2025"),
        ("今年上半年，园区产值12亿元。新厂预计2025年投产。2024年7月25日，园区签约。11月8日，蓝鲸科技上市。", "2024-11"),
        ("2014年，园区挂牌。七年来，企业从3家增加到90家，去年产值12亿元。", "2021"),
        ("今年5月18日召开的2023年澄江科技大会上，园区获奖。去年产值12亿元。", "2023"),
        ("园区产值12亿元，力争到2027年达到30亿元。2022年，产值10亿元。", "2023"),
        ("两座新厂——园区年终盘点\n\n2022年园区产值10亿元，今年前11月已达12亿元。截至11月，企业有90家，10月新增3家。", "2023-12"),
        ("蓝鲸科技落户光谷园，总投资2000亿元。", ""),
        ("今年园区产值12亿元。", ""),
        ("两座新厂\n2021年2月31日 星期日\n\n2月30日，蓝鲸科技签约。", "2021-02"),
        ("4月20日，记者获悉，2025年一季度东山区产值增长9%。今年还要新开工60个项目。", "2025-04"),
        ("11月16日，记者从工信局获悉，2024年1—10月，园区产值12亿元，增长8%。园区提出，2025年产值达到15亿元。", "2024-11"),
        ("2024年，园区产值12亿元，增长8%。园区提出，2025年产值达到15亿元。", "2025"),
        ("光谷园记\n\n《澄江田野》2024年10月号\n\n2024年，园区产值12亿元，增长8%。", "2024-10"),
        ("本报澄江7月29日电（记者 张三）园区昨天开放。2023年，园区产值12亿元，增长8%。今年已招商20家。", "2024-07-29"),
        ("2024年，园区产值12亿元，增长8%。去年签约20家。2025年4月，蓝鲸科技投产。", "2025"),
        ("岁末盘点\n\n2025年，园区产值预计12亿元，增长8%。今年签约20家，12月26日又来了一家。", "2025-12"),
        ("园区人代会今天开幕。2025年，园区产值预计12亿元，增长8%。今年要新增20家，2028年产值过20亿元。", "2026"),
        ("园区游客恢复到2019年的八成，今年新增民宿20家。力争到2027年翻番。", "2025"),
        ("2024年，园区产值12亿元，增长8%。去年签约20家。今年二季度核准、年底开工，2032年全部机组发电。", "2025"),
        ("今年上半年，园区产值12亿元，去年全年20亿元。2023年，园区产值18亿元，增长8%。", "2024-07"),
        ("3月28日上午，园区2025年第一季度重大项目集中开工。去年，园区产值18亿元。", "2025-03-28"),
        ("2023年只剩一个多月，园区产值已有12亿元。今年新增20家，去年新增8家。", "2023"),
        ("园区工作通报\n\n全年产值12亿元，增长8%。新厂9月29日开业。2025年，力争产值15亿元。\n\n澄江市商务局\n2025年1月22日", "2025-01-22"),
        ("园区工作通报\n\n全年产值12亿元，增长8%。新厂9月29日开业。\n\n澄江市商务局  2025年1月22日", "2025-01-22"),
        ("园区记\n\n招商\n\n产值12亿元。今年新增20家。2022年新增18家。\n\n投产\n\n企业有90家。\n\n新厂建成于2021年1月22日", "2023"),
        (
            "回访·项目一年间\n\n园区里长出新厂\n——三个项目再探\n\n本报记者 张三  2020年9月11日\n\n"
            "去年9月，本报写了三个项目。去年园区产值12亿元。二期2019年4月开工，机组2021年12月投料。",
            "2020-09-11",
        ),
        (
            "本报东山5月21日讯                头版头条\n\n东山吹响“开工哨”\n\n"
            "5月20日上午，东山市2019年二季度重大项目集中开工。去年园区产值12亿元。",
            "2019-05-21",
        ),
        (
            "年终特稿\n\n园区门前排起长队。12月16日，星期六，广场上摆满摊位，游客是2019年同期的1.9倍。高铁2021年底开通。"
            "三年行动计划（2024—2026年）列出26个项目。临近岁尾，今年规上产值预计124亿元，比去年增长5%。",
            "2023-12",
        ),
    ],
)
def test_reference_date(page: str, date: str) -> None:
    assert parse(page, KNOWLEDGE).reference == date


# ---- titles


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"一座小城的电池梦\n——澄江见闻\n{LOREM[0]}", "一座小城的电池梦——澄江见闻"),
        (f"立冬开缸\n酒香又一年\n\n{LOREM[0]}", "立冬开缸 酒香又一年"),
        (f"一座小城的电池梦\n\n十家企业入围\n\n{LOREM[0]}", "一座小城的电池梦"),
        (f"{LOREM[0]}\n\n{LOREM[1]}", LOREM[0]),
    ],
)
def test_title(page: str, title: str) -> None:
    assert parse(page, KNOWLEDGE).title == title


# ---- sidecars


def test_a_sidecar_knows_better_than_the_text_and_the_caller_better_still(tmp_path: Path) -> None:
    path = write(tmp_path, ARTICLE.encode())
    write(tmp_path, 'title = "新题"\ndate = 2020-02-03\nsource = "澄江日报"\n'.encode(), "a.meta.toml")
    document = read(path, KNOWLEDGE)
    assert (document.title, document.reference, document.source) == ("新题", "2020-02-03", "澄江日报")
    assert read(path, KNOWLEDGE, date="2019").reference == "2019"


@pytest.mark.parametrize(
    ("sidecar", "line", "words"),
    [
        ('title = "a"\ndat = "2020"\n', 2, "unknown key 'dat'\n  did you mean 'date'?"),
        ('date = "2020-13"\n', 1, "'2020-13' is no date\n  write 2024, 2024-06 or 2024-06-12"),
        ('\ndate = "2021-02-29"\n', 2, "'2021-02-29' is no date"),
        ("date = 2020\n", 1, "date is no text"),
        ('title = "a\n', 1, "no valid TOML"),
        ("[source]\nname = 1\n", 1, "source is no text"),
    ],
)
def test_a_faulty_sidecar_is_shown_with_its_line(tmp_path: Path, sidecar: str, line: int, words: str) -> None:
    path = write(tmp_path, ARTICLE.encode())
    place = write(tmp_path, sidecar.encode(), "a.meta.toml")
    with pytest.raises(InputError) as caught:
        read(path, KNOWLEDGE)
    assert str(caught.value).startswith(f"{place}:{line}: ")
    assert words in str(caught.value)


def test_a_sidecar_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "园区产值12亿元。".encode())
    sidecar = write(tmp_path, b"", path.stem + ".meta.toml")
    real = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self == sidecar:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="cannot be read: Permission denied") as caught:
        read(path, KNOWLEDGE)
    assert caught.value.place == str(sidecar)


@pytest.mark.parametrize(
    ("page", "year"),
    [
        ("今年是“十四五”收官之年。前三季度，全区产值增长5%。", "2025"),
        ("全市上下谋划“十五五”开局之年的工作。全年力争增长6%。", "2025"),
        ("明年是“十五五”开局之年，今年产值增长5%。", "2025"),
        ("“十四五”走到第四年，去年产值增长5%。", "2024"),
        ("“十四五”只剩最后一个月，今年产值增长5%。", "2025"),
        ("公司2010年成立。“十四五”即将收官，今年产值增长5%。", "2025"),
        ("1991年奠基的开发区，今年32岁，去年产值增长5%。", "2023"),
        ("市里出台《香榧产业提质行动方案（2025—2027年）》，去年产值增长5%。", "2025"),
        ("公司成立于2012年。2019年到2021年累计亏损7亿元，去年扭亏。", "2022"),
        ("去年是“十三五”的最后一年，全区产值增长5%。工厂2018年投产，今年扩产。", "2021"),
        ("招牌2014年挂上，今年正好十年。今年上半年产值增长6%。行动计划（2023—2025年）之外，2023年上市的东山电机扩产。", "2024"),
        ("综合保税区2019年8月挂牌，将近三年新增企业三百家。去年产值增长5%，二期2020年10月开工。", "2022"),
        ("与2020年底相比，园区多了12家企业。二期投用后的2024年，产值12亿元；今年上半年又增5%。", "2025"),
        ("2022年4月，新院开业。2024年9月，大学开学。2024年末，全省医师缺口仍有2100名。今年又添两所。", "2025"),
        ("2023年12月22日，记者重回东山。大桥2025年底通车可期，工期预定2025年底。2022年全区产值37亿元；今年前三季度27亿元。", "2023"),
    ],
)
def test_plans_ages_and_spans_tell_the_year(page: str, year: str) -> None:
    assert parse(page, KNOWLEDGE).reference[:4] == year


@pytest.mark.parametrize(
    ("page", "year"),
    [
        ("2024年前三季度，全市产值3629亿元，增长6%。10月下旬的全会提出，到2027年占比由2023年的37%提高到50%。今年6月，中试线建成。", "2024"),
        ("岁末理账：2024年，全区研发投入占比预计达到6.45%。今年5月，中心揭牌；去年它还是一张图纸。到2026年规模达到500亿元。", "2024"),
        ("2023年1至11月，全区预算收入40亿元。仓库2025年底完工。项目今年开工，目标是在2026年汇聚企业200家。", "2023"),
        ("2024年上半年，全市产值485亿元。今年7月，十期投产。2023年产量77亿立方米。2027年产值达到2500亿元。", "2024"),
        ("截至2025年9月，园区引进企业76家。2024年研发投入强度3.41%，今年还要提高。", "2025"),
    ],
)
def test_how_years_are_told_outweighs_the_clues(page: str, year: str) -> None:
    offered = features_of([], [f"{sentence}。" for sentence in page.split("。") if sentence], reading_rules(KNOWLEDGE))
    assert RULED not in offered[int(year)]
    assert parse(page, KNOWLEDGE).reference[:4] == year


@pytest.mark.parametrize(
    ("page", "date"),
    [
        (
            "本报东山1月9日讯（记者 张三）项目今年4月开工，2025年9月底前交付。"
            "2023年10月，集团签署框架协议；同年12月，首个海外组装厂建成投产。"
            "2024年集团将坚持创新，力争产值120亿元。",
            "2024-01-09",
        ),
        (
            "本报东山1月14日讯 2024年，全县规上企业产值386亿元，同比增长19.4%。一期2019年3月点火。2025年目标：产值突破450亿元。",
            "2025-01-14",
        ),
        ("本报东山1月14日讯 到2030年产值达到386亿元。2023年产值12亿元，同比增长5%。", "2024-01-14"),
    ],
)
def test_no_article_is_of_a_year_whose_later_months_or_results_it_tells(page: str, date: str) -> None:
    assert parse(f"一家企业的一年\n{page}", KNOWLEDGE).reference == date


@pytest.mark.parametrize(
    ("month", "told", "over"),
    [
        ("1", "2023年10月，集团签署协议", 2023),
        ("1", "2023年10月投产的计划已定", 0),
        ("5", "2023年10月出焦", 0),
        ("5", "2023年10月，集团签署协议", 0),
    ],
)
def test_a_later_month_is_over_for_an_article_that_opens_early_in_a_year_and_plans_nothing_for_it(month: str, told: str, over: int) -> None:
    rules = reading_rules(KNOWLEDGE)
    about = About([f"本报东山{month}月9日讯 园区产值12亿元。", f"{told}。"], 0, rules)
    assert last_over(find_years(about.text, rules), about) == over


@pytest.mark.parametrize(("goal", "year"), [("到2030年，接待人数要突破150万人次。", "2020"), ("2027年接待112万人次，同比增长5%。", "2028")])
def test_a_goal_dates_no_page_into_years_that_nobody_has_written_in(goal: str, year: str) -> None:
    page = f"规划的末班车快到站。2019年9月，四部委印发实施方案。今年前三季度营业收入24.7亿元。{goal}"
    assert parse(page, KNOWLEDGE).reference[:4] == year


@pytest.mark.parametrize("date", ["heute", "2020-1", "2020-00", "20200101", "2021-02-30"])
def test_a_date_that_is_none_is_refused(tmp_path: Path, date: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        read(write(tmp_path, ARTICLE.encode()), KNOWLEDGE, date=date)


# ---- ontology/rules/reading.yml


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("- name: box", "- name: bxo"), "unknown entry 'bxo'\n  did you mean 'box'?"),
        (("- name: credit", "- name: box"), "entry 'box' stands twice"),
        (("- name: box\n  why", "- name: box\n  wy"), "unknown key 'wy'"),
        (("words: [今年", "pattern: ['(']\n  words: [今年"), "entry 'this_year': no valid pattern"),
        (("examples: [召开的会议上]", "examples: [召开，会议上]"), "entry 'attributive' does not match '召开，会议上'"),
    ],
)
def test_faults_of_the_rules_are_shown_with_file_and_line(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    text = (KNOWLEDGE.root / "rules" / "reading.yml").read_text("utf-8")
    assert change[0] in text
    path = write(tmp_path, text.replace(*change, 1).encode(), "reading.yml")
    with pytest.raises(KnowledgeError) as caught:
        reading_rules(replace(KNOWLEDGE, rules={"reading": read_items(path)}))
    assert re.match(rf"{re.escape(str(path))}:\d+: ", str(caught.value))
    assert words in str(caught.value)


def test_a_missing_entry_is_named() -> None:
    with pytest.raises(KnowledgeError, match=f"entry '{NAMES[0]}' is missing"):
        reading_rules(replace(KNOWLEDGE, rules={}))
