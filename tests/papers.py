"""Files of every format, made of the same made-up article: for tests that look at what is read of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from functools import cache

import docx
from fpdf import FPDF

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
TITLE = "澄江区引进蓝鲸科技"
ARTICLE = (
    "2023年5月6日，蓝鲸科技有限公司落户澄江区光谷园，总投资12亿元。园区相关负责人说：“这是今年最大的项目。”",
    "蓝鲸科技位于澄江区光谷园内，去年新建厂房三座，年产电池两百万组，产值达到18.5亿元，同比增长8%。",
    "园区管委会有关负责人介绍，截至目前，光谷园已集聚企业126家，其中规上企业47家，覆盖电池、芯片、医药等多个领域。",
    "“我们看中的是这里的配套和速度。”企业负责人表示，从签约到开工只用了三个月，比原先的预期快了不少。",
    "下一步，当地将继续围绕链主企业招商，力争到后年底新增上下游企业三十家以上，带动就业超过五千人。",
)
SECOND = (
    "6月11日，芯片城二期项目开工，总投资30亿元，由星河电子股份有限公司建设。",
    "项目建成后，年产值预计达到50亿元，新增就业2000人，将成为全区最大的芯片封装基地。",
    "去年，芯片城实现产值88亿元，同比增长15%，位居全市第二，较上一年前进了三位。",
)
META = '<meta property="article:published_time" content="2023-05-07T08:00:00+08:00">'
CLOSED = "！，。、；：？”）%"  # characters that no line begins with


def web(paragraphs: Sequence[str] = ARTICLE, title: str = TITLE, head: str = META, line: str = "") -> str:
    """A page of a news site, with what stands around its article."""
    body = "".join(f"<p>　　{p}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_澄江日报网</title>{head}
<script>var hint = "脚本里的话";</script><style>.a {{ color: red }}</style></head><body>
<div class="nav"><a href="/">首页</a><a href="/a">要闻</a><a href="/b">经济</a><a href="/c">视频</a></div>
<div class="main"><h1>{title}</h1><div class="info">{line}</div><div class="content">{body}</div></div>
<div class="more"><ul><li><a href="/1">推荐阅读一</a></li><li><a href="/2">推荐阅读二</a></li></ul></div>
<div class="footer">版权所有 澄江日报社 Copyright 2010-2026 电话12345678</div></body></html>"""


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a paragraph that is set in, in a column of so many characters."""
    lines, line = [], "　　"
    for char in text:
        if len(line) >= width and char not in CLOSED:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


class Paper:
    """A newspaper page as PDF: headlines and columns where they are told to stand."""

    def __init__(self, size: float = 10) -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.add_font("noto", fname=FONT)
        self.pdf.set_auto_page_break(False)
        self.pdf.add_page()
        self.size = size

    def line(self, x: float, y: float, text: str, size: float = 0) -> None:
        self.pdf.set_font("noto", size=size or self.size)
        self.pdf.text(x, y, text)

    def columns(self, paragraphs: Sequence[str], count: int, top: float, *, by_row: bool = False, gutter: float = 12) -> float:
        """Sets paragraphs in columns from margin to margin, in the file column by column or row by row; where they end."""
        width = (595 - 100 - (count - 1) * gutter) / count
        lines = [line for p in paragraphs for line in wrapped(p, int(width // self.size))]
        rows = -(-len(lines) // count)
        places = [(i % rows, i // rows, line) for i, line in enumerate(lines)]
        for row, column, line in sorted(places) if by_row else places:
            self.line(50 + column * (width + gutter), top + row * self.size * 1.5, line)
        return top + rows * self.size * 1.5

    def done(self) -> bytes:
        return bytes(self.pdf.output())


@cache
def paper(count: int = 2, *, by_row: bool = False, locked: bool = False) -> bytes:
    """A page with a headline over columns, its number at the foot."""
    page = Paper()
    page.line(50, 80, TITLE, 24)
    page.columns(ARTICLE, count, 120, by_row=by_row)
    page.line(290, 825, "- 3 -")
    if locked:
        page.pdf.set_encryption("owner", "user")
    return page.done()


def word(paragraphs: Sequence[str] = ARTICLE, title: str = TITLE) -> bytes:
    document = docx.Document()
    document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lines(*objects: object) -> bytes:
    return "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects).encode()


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as stream:
        for name, content in files.items():
            stream.writestr(name, content)
    return out.getvalue()
