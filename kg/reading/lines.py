"""The page as lines: where each stands, how far it is set in, how wide it is, which mark of Markdown it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
LINE = re.compile(rf"([^{BREAKS}]*)(\r\n|[{BREAKS}]|$)")
# What posts begin a line with: 📌 ✅, or ▶ before a label (alone it begins a caption).
PICTURE = "(?:[\u2705\u2714\u27a1\u27a4\U0001f300-\U0001faff]\ufe0f?|[\u25b6\u25ba]\ufe0f?(?=\\s*[^，。：:]{2,8}[：:]))"
MARK = re.compile(
    rf"(?P<heading>#{{1,6}}\s+)|(?P<item>[-*+]\s+|\d{{1,2}}[.)]\s+(?=\D))|(?P<picture>{PICTURE}+\s*)|(?P<quote>>\s?)|(?P<row>\|)"
)
RULES = ("-|: ", "* ", "_ ", "= ", "`")
TAIL = 80  # characters of a line that tell how it ends
NARROW = re.compile("[\x00-\xff]+")

SENTENCE_END = re.compile(r"[。！？!?｡][”’」』》）)】\"*]*(?:\s*[（(][^（）()]{1,40}[）)]\**)?$")
ELLIPSIS_END = re.compile(r"…[”’」』）)】\"*]*$")
SOFT_END = re.compile(r"(?:[，、；：,;:]|——|—)\**$")
QUESTION_END = re.compile(r"[！？!?][”’」』]*$")
PAIRS = ("（）", "()", "“”", "‘’", "「」", "《》", "【】", "〔〕")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    `raw[start:end]` is its content without outer blanks and Markdown mark, `text` the same without emphasis around it;
    `indent` and `width` count columns (a Chinese character takes two); `blank`: an empty line or a page break is above.
    """

    start: int
    end: int
    text: str
    indent: int
    width: int
    blank: bool
    mark: str = ""  # heading, item, quote, row, header (of a table)

    @property
    def ended(self) -> bool:
        """Does a sentence end with the line?"""
        return bool(SENTENCE_END.search(self.text[-TAIL:]))

    @property
    def soft(self) -> bool:
        """Does it end with a comma, colon or dash: must something follow?"""
        return bool(SOFT_END.search(self.text[-TAIL:]))

    @property
    def balanced(self) -> bool:
        """Is every bracket and quotation mark closed and opened on it?"""
        return all(self.text.count(pair[0]) == self.text.count(pair[1]) for pair in PAIRS)


def split(raw: str) -> list[Line]:
    """The lines of a file that hold something; rules of Markdown (---, |---|) are none."""
    lines: list[Line] = []
    blank = True
    for start, text, page in _physical(raw):
        content = text.strip()
        if not content or _is_rule(content):
            if "|" in content and lines and lines[-1].mark == "row" and not blank:
                lines[-1] = replace(lines[-1], mark="header")
            blank = True
            continue
        begin = start + len(text) - len(text.lstrip())
        indent = _columns(text[: begin - start])
        found = MARK.match(content)
        mark = ""
        if found and found.end() < len(content):
            mark = found.lastgroup or ""
            if mark == "picture":
                mark = "item" if lines else ""  # the title of a post may begin with one
            begin += found.end()
            content = content[found.end() :]
        lines.append(Line(begin, begin + len(content), content.strip("*"), indent, _columns(content), blank, mark))
        blank = page
    return lines


def _physical(raw: str) -> Iterator[tuple[int, str, bool]]:
    for found in LINE.finditer(raw):
        yield found.start(), found[1], found[2] == "\f"


def _columns(text: str) -> int:
    return len(text) + len(NARROW.sub("", text)) + 3 * text.count("\t")


def _is_rule(content: str) -> bool:
    return len(content) >= 3 and any(not content.strip(marks) and content.count(marks[0]) >= 3 for marks in RULES)
