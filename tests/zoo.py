"""Files that are meant to do harm, or were harmed: each by name, made anew whenever asked for."""

from __future__ import annotations

import io
import json
import random
import stat
import zipfile
import zlib
from collections.abc import Callable

import papers
from papers import ARTICLE, TITLE

Animal = Callable[[], bytes]
TEXT = "\n".join(ARTICLE) + "\n"
SENTENCE = "蓝鲸科技有限公司落户澄江区光谷园，总投资12亿元。"
GOOD = {"id": "good", "title": TITLE, "text": SENTENCE}
ODD_NAMES = (
    *("../../../outside.txt", "/etc/outside.txt", "..\\..\\outside.txt", "C:\\outside.txt", "a/../../b.txt", "..txt", "x/..txt"),
    *("a\nb.txt", "a'b\"c.txt", "a{b}c.txt", "<script>alert(1)</script>.txt", "a\u202egnp.txt", "=cmd().txt", "-rf.txt", "a\x1b[2Jb.txt"),
    *("长" * 200 + ".txt", " .txt", "a b.txt", "ab.txt", "AB.txt", "%2e%2e%2f.txt", "~.txt", "$HOME.txt", "`id`.txt", "a|b.txt"),
)
ODD_IDS = (
    "../../outside",
    "/etc/outside",
    ".",
    "..",
    "",
    " ",
    "a\nb",
    "a\0b",
    "<script>",
    "长" * 300,
    "a\u202eb",
    "=cmd()",
    "a.b",
    "\ud800",
    '"',
    "{}",
)


def body(content: str) -> bytes:
    """A web page with an article and something in it."""
    return papers.web().replace("</p></div>", f"</p>{content}</div>", 1).encode("utf-8", "surrogatepass")


def stored(*entries: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as stream:
        for name, content in entries:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = method
            stream.writestr(info, content)
    return out.getvalue()


def link() -> bytes:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return stored((info, b"/etc/passwd"), ("good.txt", TEXT.encode()))


def overlapping() -> bytes:
    """Two names for the same bytes: the second entry of the directory is made to point to the first."""
    data = bytearray(stored(("a.txt", TEXT.encode()), ("b.txt", TEXT.encode())))
    directory = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", directory + 4)
    data[second + 42 : second + 46] = data[directory + 42 : directory + 46]
    return bytes(data)


def patched(data: bytes, mark: bytes, at: int, new: bytes) -> bytes:
    """The data with some bytes after each mark made others."""
    out = bytearray(data)
    start = out.find(mark)
    while start >= 0:
        out[start + at : start + at + len(new)] = new
        start = out.find(mark, start + 4)
    return bytes(out)


def bomb(size: int, levels: int = 1) -> bytes:
    data = stored(("bomb.txt", b"0" * size))
    for level in range(levels - 1):
        data = stored(*((f"{level}{i}.zip", data) for i in range(4)))
    return data


def word_with(document: str, more: dict[str, str] | None = None) -> bytes:
    """A Word document whose main part is another."""
    with zipfile.ZipFile(io.BytesIO(papers.word())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = document.encode()
    parts |= {name: content.encode() for name, content in (more or {}).items()}
    return papers.archive(parts)


def word_xml(inside: str, head: str = "") -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{space}"><w:body>{inside}</w:body></w:document>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def laughs(root: str) -> str:
    rows = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "哈哈哈哈哈哈哈哈哈哈">{rows}]>'


def pdf(*objects: str, stream: bytes = b"", extra: str = "", root: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects; `stream` is the content of the page, which is object 4 of most."""
    out = b"%PDF-1.7\n"
    at = []
    for i, content in enumerate(objects, 1):
        at.append(len(out))
        out += f"{i} 0 obj\n{content}\n".encode() + (b"stream\n" + stream + b"\nendstream\n" if "/Length" in content else b"") + b"endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in at)
    start = len(out)
    trailer = (
        f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(at) + 1} {root} {extra} >>\nstartxref\n{start}\n%%EOF"
    )
    return out + trailer.encode()


CATALOG, PAGES = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(stream: bytes, filters: str = "", **changes: str) -> bytes:
    content = f"<< /Length {len(stream)} {filters} >>"
    return pdf(changes.get("catalog", CATALOG), changes.get("pages", PAGES), changes.get("page", PAGE), content, HELVETICA, stream=stream)


def flood() -> bytes:
    """50,000 characters, each in a place of its own."""
    rows = b"".join(b"BT /F 8 Tf %d %d Td (x) Tj ET\n" % (i * 37 % 590, i * 91 % 840) for i in range(50_000))
    return page(zlib.compress(rows), "/Filter /FlateDecode")


def lines(*rows: str | bytes) -> bytes:
    return b"".join((row.encode() if isinstance(row, str) else row) + b"\n" for row in [json.dumps(GOOD, ensure_ascii=False), *rows])


ZOO: dict[str, Animal] = {
    # plain text
    "cut in UTF-8.txt": lambda: TEXT.encode()[:-2],
    "cut in GB18030.txt": lambda: TEXT.encode("gb18030")[:-2],
    "cut in UTF-16.txt": lambda: TEXT.encode("utf-16")[:-1],
    "cut in UTF-32.txt": lambda: TEXT.encode("utf-32")[:-3],
    "half in UTF-8.txt": lambda: TEXT.encode() + TEXT.encode("gb18030"),
    "half of a pair.txt": lambda: "产值".encode("utf-16-le") + b"\x00\xd8" + TEXT.encode("utf-16-le"),
    "halves in UTF-8.txt": lambda: ("产值\ud800" + TEXT).encode("utf-8", "surrogatepass"),
    "NUL.txt": lambda: TEXT.replace("，", "\0", 1).encode(),
    "NULs.txt": lambda: b"\0" * 100_000,
    "mark only.txt": lambda: b"\xef\xbb\xbf",
    "marks of direction.txt": lambda: TEXT.replace("，", "，\u202e\u2066").encode(),
    "invisible.txt": lambda: "\u200b\u2060\u00ad".join(TEXT).encode(),
    "controls.txt": lambda: TEXT.replace("，", "，\x1b[2J\x07\x9b31m").encode(),
    "no characters.txt": lambda: TEXT.replace("，", "\ufffe\uffff\ue000\U000f0000").encode(),
    "accents.txt": lambda: TEXT.replace("，", "，" + "\u0301" * 2000).encode(),
    "joined pictures.txt": lambda: TEXT.replace("，", "👨\u200d👩\u200d👧").encode(),
    "line of 50 MB.txt": lambda: ("产值增长" * 4_200_000).encode(),
    "brackets.txt": lambda: (SENTENCE + "（" * 20_000 + SENTENCE).encode(),
    "quotation marks.txt": lambda: (SENTENCE + "“《「" * 7_000 + SENTENCE).encode(),
    "line breaks.txt": lambda: (SENTENCE + "\n" * 500_000 + "\r\v\f\x85\u2028" * 1000 + SENTENCE).encode(),
    "blanks.txt": lambda: (SENTENCE + " \u3000\t" * 100_000 + SENTENCE).encode(),
    "digits.txt": lambda: (SENTENCE + "1" * 30_000 + "亿元。").encode(),
    "numerals.txt": lambda: (SENTENCE + "一百万亿" * 2_000 + "元。").encode(),
    "years.txt": lambda: (SENTENCE + "2023年到" * 3_000 + "。").encode(),
    "columns.txt": lambda: (SENTENCE + "\n" + "|" * 50_000 + "\n" + "| a " * 5_000).encode(),
    "one word.txt": lambda: (SENTENCE + "A" * 50_000).encode(),
    "wrong suffix.txt": lambda: papers.paper(),
    # Markdown
    "quoted.md": lambda: (">" * 50_000 + SENTENCE).encode(),
    "lists.md": lambda: ("".join(f"{' ' * i}- x\n" for i in range(500)) + "\n" + SENTENCE).encode(),
    "opened.md": lambda: ("[" * 20_000 + SENTENCE).encode(),
    "pictures.md": lambda: ("![" * 10_000 + SENTENCE).encode(),
    "stressed.md": lambda: ("*a **b " * 4_000 + SENTENCE).encode(),
    "ticks.md": lambda: ("".join("`" * i + "a" for i in range(1000)) + SENTENCE).encode(),
    "links.md": lambda: ("[a](" * 5_000 + SENTENCE).encode(),
    "pointed.md": lambda: ("<a" * 10_000 + SENTENCE).encode(),
    "table.md": lambda: ("|a" * 5000 + "|\n" + "|-" * 5000 + "|\n" + "|b|\n" * 500 + SENTENCE).encode(),
    "head.md": lambda: ("---\n" + "a: &a [*a, *a]\n" * 200 + "title: 新题\n---\n" + TEXT).encode(),
    "HTML.md": lambda: ("<script>alert(1)</script>\n\n" + TEXT).encode(),
    # web pages
    "100,000 elements deep.html": lambda: body("<div>" * 100_000 + "</div>" * 100_000),
    "never closed.html": lambda: body("<b><i><font>" * 50_000),
    "200,000 attributes.html": lambda: body("<div " + " ".join(f"a{i}='>'" for i in range(200_000)) + "></div>"),
    "long attribute.html": lambda: body(f"<div a='{'x' * 10_000_000}'></div>"),
    "tables in tables.html": lambda: body("<table><tr><td>" * 5000),
    "lists in lists.html": lambda: body("<ul><li>" * 20_000),
    "comments.html": lambda: body("<!--" * 100_000),
    "scripts.html": lambda: body("<script" * 100_000),
    "scripts, base and refresh.html": lambda: papers.web(
        head='<base href="file:///etc/"><meta http-equiv="refresh" content="0;url=file:///etc/passwd"><script src="/x.js"></script>'
        "<script>document.write('坏')</script><iframe src='file:///etc/passwd'></iframe><link rel=stylesheet href='file:///etc/passwd'>"
    ).encode(),
    "laughs.html": lambda: (laughs("html") + papers.web().replace("</p></div>", "</p>&l9;</div>")).encode(),
    "outside.xhtml": lambda: (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + papers.web().replace("<!DOCTYPE html>", "").replace("</p></div>", "</p><p>&x;</p></div>")
    ).encode(),
    "NULs.html": lambda: body("\0" * 1000),
    "halves of characters.html": lambda: body("<p>产值&#xD800;&#x110000;&#0;增长。</p>"),
    "lies about itself.html": lambda: papers.web().replace('"utf-8"', '"punycode"').encode("gb18030"),
    "no text encoding.html": lambda: papers.web().replace('"utf-8"', '"base64"').encode(),
    "frames.html": lambda: b"<html><frameset><frame src='file:///etc/passwd'></frameset></html>",
    "deep description.html": lambda: papers.web(head=f'<script type="application/ld+json">{"[" * 100_000}</script>').encode(),
    "empty.html": lambda: b"<html></html>",
    # PDF
    "broken.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 100,
    "cut.pdf": lambda: papers.paper()[:5000],
    "locked.pdf": lambda: papers.paper(locked=True),
    "runs a script.pdf": lambda: page(
        b"BT /F 12 Tf 50 700 Td (Output value of the park grew by 8 percent) Tj ET",
        catalog="<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL\\('file:///etc/passwd'\\)) >> >>",
    ),
    "pages in a circle.pdf": lambda: page(b"", pages="<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    "a billion pages.pdf": lambda: page(b"", pages="<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"),
    "minus pages.pdf": lambda: page(b"", pages="<< /Type /Pages /Kids [3 0 R] /Count -5 >>"),
    "no pages.pdf": lambda: pdf(CATALOG),
    "bomb.pdf": lambda: page(zlib.compress(b"BT ET " * 10_000_000), "/Filter /FlateDecode"),
    "bomb in a bomb.pdf": lambda: page(zlib.compress(zlib.compress(b" " * 300_000_000)), "/Filter [/FlateDecode /FlateDecode]"),
    "flood.pdf": flood,
    "long way back.pdf": lambda: pdf(CATALOG, PAGES, PAGE, extra="/Prev 9"),
    "deep.pdf": lambda: pdf(CATALOG, PAGES, "[" * 100_000),
    "operators.pdf": lambda: page(b"q " * 500_000 + b"BT " * 100_000),
    "pictures only.pdf": lambda: page(b"0 0 500 500 re f"),
    # Word
    "outside.docx": lambda: word_with(word_xml(paragraph("产值&x;亿元。"), '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    "laughs.docx": lambda: word_with(word_xml(paragraph("产值&l9;亿元。"), laughs("d"))),
    "bomb.docx": lambda: word_with(word_xml(paragraph("0" * 150_000_000))),
    "deep tables.docx": lambda: word_with(word_xml("<w:tbl><w:tr><w:tc>" * 300 + paragraph("深") + "</w:tc></w:tr></w:tbl>" * 300)),
    "very deep tables.docx": lambda: word_with(word_xml("<w:tbl><w:tr><w:tc>" * 50_000 + "</w:tc></w:tr></w:tbl>" * 50_000)),
    "deep boxes.docx": lambda: word_with(
        word_xml("<w:p><w:r><w:txbxContent>" * 80 + paragraph("深") + "</w:txbxContent></w:r></w:p>" * 80)
    ),
    "refers outside.docx": lambda: word_with(
        word_xml(paragraph(SENTENCE)),
        {
            "word/_rels/document.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="r1" Type="x" Target="../../../etc/passwd"/><Relationship Id="r2" Type="x" '
            'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
        },
    ),
    "no document.docx": lambda: papers.archive({"[Content_Types].xml": b"<Types/>"}),
    "cut.docx": lambda: papers.word()[:3000],
    "old.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
    "broken XML.docx": lambda: word_with("<w:document"),
    # JSON Lines
    "halves.jsonl": lambda: lines('{"id": "\\ud800", "title": "\\udc00", "text": "产值\\ud83d增长\\ude00。", "source": "\\ud800"}'),
    "deep.jsonl": lambda: lines("[" * 200_000, '{"a":' * 100_000),
    "no objects.jsonl": lambda: lines("1", '"x"', "null", "[]", "NaN", "{}", "{", "}", "\x00", b"\xff\xfe"),
    "long line.jsonl": lambda: lines(b'{"text": "' + b"x" * 50_000_000 + b'"}', json.dumps(GOOD | {"id": "after"})),
    "names.jsonl": lambda: lines(*(json.dumps({"id": name, "text": SENTENCE}) for name in ODD_IDS)),
    "values.jsonl": lambda: lines(
        '{"text": "x", "text": {"y": 1}}', '{"text": "x", "date": 1e999}', '{"text": "x", "date": -1}', '{"text": "x", "id": [1]}'
    ),
    "in UTF-16.jsonl": lambda: lines().decode().encode("utf-16"),
    "mark and carriage returns.jsonl": lambda: b"\xef\xbb\xbf" + lines().replace(b"\n", b"\r\n"),
    # ZIP
    "nested.zip": lambda: stored(("inner.zip", bomb(1000, 3)), ("good.txt", TEXT.encode())),
    "ratio.zip": lambda: stored(("bomb.txt", b"0" * 1_900_000), ("good.txt", TEXT.encode())),
    "large.zip": lambda: stored(("large.txt", random.Random(0).randbytes(6_000_000)), ("good.txt", TEXT.encode())),
    "overlapping.zip": overlapping,
    "odd names.zip": lambda: stored(*((name, SENTENCE.encode()) for name in ODD_NAMES)),
    "link.zip": link,
    "locked.zip": lambda: patched(patched(stored(("a.txt", TEXT.encode())), b"PK\1\2", 8, b"\1"), b"PK\3\4", 6, b"\1"),
    "cut.zip": lambda: stored(("a.txt", TEXT.encode()))[:200],
    "wrong sum.zip": lambda: patched(patched(stored(("a.txt", TEXT.encode())), b"PK\1\2", 16, b"\1\2\3\4"), b"PK\3\4", 14, b"\1\2\3\4"),
    "lies about sizes.zip": lambda: patched(stored(("a.txt", TEXT.encode())), b"PK\1\2", 24, b"\5\0\0\0"),
    "unknown method.zip": lambda: patched(stored(("a.txt", TEXT.encode())), b"PK\1\2", 10, b"\x63"),
    "begins beyond its end.zip": lambda: patched(stored(("a.txt", TEXT.encode())), b"PK\1\2", 42, b"\xff\xff\xff\x0f"),
    "60,000 files.zip": lambda: stored(*((f"{i}.txt", b"") for i in range(60_000)), method=zipfile.ZIP_STORED),
    "text.zip": lambda: TEXT.encode(),
    "nothing.zip": lambda: stored(),
    "folders.zip": lambda: stored(("a.txt/", b""), ("b/", b"")),
    "Word in a text.zip": lambda: stored(("a.txt", papers.word()), ("b.pdf", b"%PDF"), ("c.docx", bomb(5_000_000)), ("d.html", b"<")),
    "lines.zip": lambda: stored(("a.jsonl", lines("{", "[" * 100_000)), ("b.jsonl", b"")),
}
