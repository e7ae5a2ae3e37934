"""Names in quotation marks, titles in 《》 and titles without marks (促进…的实施意见)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import mention
from kg.extract.edges import left_edge
from kg.extract.line import BOUND, Line
from kg.knowledge.names import NameRule, Names
from kg.model import Mention

QUOTE = re.compile("[“‘「]([^“”‘’「」]{1,24})[”’」]")
BOOK = re.compile("《[^《》]{2,60}》")


def _is_book(title: str, around: str, rule: NameRule) -> bool:
    """Whether a title in 《》 is of a rule's class: by how it ends or what stands near it; a rule without either takes any."""
    if title.endswith(rule.without):
        return False
    if not rule.endings and not rule.near:
        return True
    return (bool(rule.endings) and title.endswith(rule.endings)) or any(word in around for word in rule.near)


def by_phrase(line: Line, names: Names) -> Iterator[Mention]:
    """Titles without marks that begin with what a paper is for: 关于促进…的实施意见."""
    for rule in names.rules.get("phrase", ()):
        for match in names.phrases[rule.name].finditer(line.text):
            start, end = match.span("name" if rule.shape else 0)
            if line.tokens[line.at[start]].start == start and line.tokens[line.at[end - 1]].end == end:
                yield mention(line, start, end, rule)


def by_marks(line: Line, names: Names) -> Iterator[Mention]:
    """“…” with a head noun or behind a cue, and 《…》."""
    for match in BOOK.finditer(line.text):
        around = line.text[max(0, match.start() - 8) : match.start()] + line.text[match.end() : match.end() + 8]
        rule = next((r for r in names.rules.get("book", ()) if _is_book(match.group()[:-1], around, r)), None)
        if rule:
            yield mention(line, match.start(), match.end(), rule)
    for match in QUOTE.finditer(line.text):
        if BOUND.search(match.group(1)[-1:]) or re.search("[。！？，]", match.group(1)):
            continue
        shaped = next((r for r in names.rules.get("quoted", ()) if r.shape and re.fullmatch(r.shape, match.group(1))), None)
        if shaped and not line.text.startswith(shaped.heads, match.end()):
            yield mention(line, match.start(), match.end(), shaped, shaped.confidence - 0.05)
            continue
        inner = names.suffixes_end.search(match.group(1))
        if inner and inner.start() and not re.search("[、+]", match.group(1)):  # （下称“园区”） is no name of its own
            rule = names.suffix_rule[inner.group()]
            start = match.start()
            further = left_edge(line, start, names, 6)
            verbs = any(t.tag.startswith("v") and len(t.text) == 1 for t in line.tokens[line.at[further] : line.at[start]])
            yield mention(line, start if verbs or line.text.endswith("”", 0, start) else further, match.end(), rule)
            continue
        for rule in names.rules.get("quoted", ()):
            head = next((h for h in sorted(rule.heads, key=len, reverse=True) if line.text.startswith(h, match.end())), "")
            cued = rule.name in names.quote_cues and bool(names.quote_cues[rule.name].search(line.text[: match.start()]))
            if rule.without and match.group(1).endswith(rule.without):
                continue
            if head:
                start = match.start()
                beside = line.text[:start].endswith("”")
                yield mention(
                    line, left_edge(line, start, names, 14) if rule.extend and not beside else start, match.end() + len(head), rule
                )
                break
            if line.text.startswith(rule.support_after, match.end()):
                yield mention(line, match.start(), match.end(), rule, rule.confidence - 0.05)
                break
            if (cued and len(match.group(1)) > 1 and (not rule.endings or match.group(1).endswith(rule.endings))) or (
                rule.endings and len(match.group(1)) > 2 and match.group(1).endswith(rule.endings)
            ):
                yield mention(line, match.start(), match.end(), rule, rule.confidence - 0.15)
                break
