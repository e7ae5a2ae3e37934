"""Files that are meant to do harm, or were harmed: each by name; the small ones kept in hostile/, the large ones made when asked for."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import papers
from papers import ARTICLE, TITLE

Animal = Callable[[], bytes]
TEXT = "\n".join(ARTICLE) + "\n"
SENTENCE = "蓝鲸科技有限公司落户澄江区光谷园，总投资12亿元。"
GOOD = {"id": "good", "title": TITLE, "text": SENTENCE}
HOSTILE = Path(__file__).parent / "hostile"


def body(content: str) -> bytes:
    """A web page with an article and something in it."""
    return papers.web().replace("</p></div>", f"</p>{content}</div>", 1).encode("utf-8", "surrogatepass")


def word_with(document: str) -> bytes:
    """A Word document whose main part is another."""
    with zipfile.ZipFile(io.BytesIO(papers.word())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = document.encode()
    return papers.archive(parts)


def word_xml(inside: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body>{inside}</w:body></w:document>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(*objects: str, stream: bytes = b"") -> bytes:
    """A PDF of these objects; `stream` is the content of the page, which is object 4 of most."""
    out = b"%PDF-1.7\n"
    at = []
    for i, content in enumerate(objects, 1):
        at.append(len(out))
        out += f"{i} 0 obj\n{content}\n".encode() + (b"stream\n" + stream + b"\nendstream\n" if "/Length" in content else b"") + b"endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in at)
    start = len(out)
    trailer = (
        f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(at) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    )
    return out + trailer.encode()


CATALOG, PAGES = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(stream: bytes, filters: str = "") -> bytes:
    return pdf(CATALOG, PAGES, PAGE, f"<< /Length {len(stream)} {filters} >>", HELVETICA, stream=stream)


def flood() -> bytes:
    """50,000 characters, each in a place of its own."""
    rows = b"".join(b"BT /F 8 Tf %d %d Td (x) Tj ET\n" % (i * 37 % 590, i * 91 % 840) for i in range(50_000))
    return page(zlib.compress(rows), "/Filter /FlateDecode")


def lines(*rows: str | bytes) -> bytes:
    return b"".join((row.encode() if isinstance(row, str) else row) + b"\n" for row in [json.dumps(GOOD, ensure_ascii=False), *rows])


KEPT: dict[str, Animal] = {path.name: path.read_bytes for path in sorted(HOSTILE.iterdir()) if path.name != "README.md"}
MADE: dict[str, Animal] = {
    # plain text
    "NULs.txt": lambda: b"\0" * 100_000,
    "accents.txt": lambda: TEXT.replace("，", "，" + "\u0301" * 2000).encode(),
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
    # web pages
    "100,000 elements deep.html": lambda: body("<div>" * 100_000 + "</div>" * 100_000),
    "never closed.html": lambda: body("<b><i><font>" * 50_000),
    "200,000 attributes.html": lambda: body("<div " + " ".join(f"a{i}='>'" for i in range(200_000)) + "></div>"),
    "long attribute.html": lambda: body(f"<div a='{'x' * 10_000_000}'></div>"),
    "tables in tables.html": lambda: body("<table><tr><td>" * 5000),
    "lists in lists.html": lambda: body("<ul><li>" * 20_000),
    "comments.html": lambda: body("<!--" * 100_000),
    "scripts.html": lambda: body("<script" * 100_000),
    "deep description.html": lambda: papers.web(head=f'<script type="application/ld+json">{"[" * 100_000}</script>').encode(),
    # PDF
    "bomb.pdf": lambda: page(zlib.compress(b"BT ET " * 10_000_000), "/Filter /FlateDecode"),
    "bomb in a bomb.pdf": lambda: page(zlib.compress(zlib.compress(b" " * 300_000_000)), "/Filter [/FlateDecode /FlateDecode]"),
    "flood.pdf": flood,
    "deep.pdf": lambda: pdf(CATALOG, PAGES, "[" * 100_000),
    "operators.pdf": lambda: page(b"q " * 500_000 + b"BT " * 100_000),
    # Word
    "bomb.docx": lambda: word_with(word_xml(paragraph("0" * 150_000_000))),
    # JSON Lines
    "deep.jsonl": lambda: lines("[" * 200_000, '{"a":' * 100_000),
    "long line.jsonl": lambda: lines(b'{"text": "' + b"x" * 50_000_000 + b'"}', json.dumps(GOOD | {"id": "after"})),
    # ZIP
    "large.zip": lambda: papers.archive({"large.txt": random.Random(0).randbytes(6_000_000), "good.txt": TEXT.encode()}),
    "60,000 files.zip": lambda: papers.archive({f"{i}.txt": b"" for i in range(60_000)}, zipfile.ZIP_STORED),
}
ZOO = KEPT | MADE
