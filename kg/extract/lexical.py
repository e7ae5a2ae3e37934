"""Words of the lexicon, and places of the general dictionary, in a sentence: where they stand and whether they count there."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import mention
from kg.extract.line import Line
from kg.extract.segment import segment
from kg.knowledge.names import Names, Word
from kg.model import Mention


def lexical_spans(text: str, names: Names) -> list[tuple[int, int]]:
    """The longest words of the lexicon in a text, from left to right."""
    spans, i = [], 0
    tokens = segment(text)
    edges = {t.start for t in tokens} | {len(text)}
    edges |= {t.end - 1 for t in tokens if t.text[-1] in names.edges["locative"]}  # 进博|会上
    while i < len(text):
        end = 0
        for length in range(min(names.longest.get(text[i], 0), len(text) - i), 1, -1):
            word = names.words.get(text[i : i + length])
            if word and _aligned(i, i + length, edges):
                end = i + length
                break
        if end:
            spans.append((i, end))
            i = end
        else:
            i += 1
    return spans


def _aligned(start: int, end: int, edges: set[int]) -> bool:
    """Whether a word of the lexicon stands as a word: short ones must not cut through words of the sentence (镇|江山|西)."""
    return end - start > 3 or (start in edges and end in edges)


def by_lexicon(line: Line, names: Names) -> Iterator[Mention]:
    """Words of the lexicon tables."""
    for index in _counting(line, names):
        token = line.tokens[index]
        word = names.words[token.text]
        if line.text.startswith(names.blocked[word.rule], token.end):
            continue
        lead = names.leads[word.rule].search(line.text[: token.start]) if word.rule in names.leads else None
        start = lead.start() if lead else token.start
        trail = names.trails[word.rule].match(line.text, token.end) if word.rule in names.trails else None
        end = trail.end() if trail else token.end
        yield Mention(line.offset + start, line.offset + end, line.text[start:end], word.type, word.rule, word.confidence)


def _counting(line: Line, names: Names) -> list[int]:
    """The words of the lexicon that stand where they count: in their context, or joined to one that does (农药|和化工新材料企业)."""
    words = {i: names.words[line.tokens[i].text] for i in line.known}
    counting = {i for i, w in words.items() if not w.context or in_context(line, line.tokens[i].start, line.tokens[i].end, w, names)}
    grown = True
    while grown:
        joined = {
            i
            for i, w in words.items()
            if i not in counting
            for other, between in ((i - 2, i - 1), (i + 2, i + 1))
            if other in counting and words[other].rule == w.rule and line.tokens[between].text in names.edges["joiner"]
        }
        counting |= joined
        grown = bool(joined)
    return sorted(counting)


def in_context(line: Line, start: int, end: int, word: Word, names: Names) -> bool:
    """Whether what stands around a word makes it a name of its class (发展|大数据|产业)."""
    before, after, strict, strict_before = names.contexts[word.rule]
    if word.strict:
        return bool(
            (strict and strict.match(line.text, end)) or (strict_before and strict_before.search(line.text[max(0, start - 12) : start]))
        )
    return bool((before and before.search(line.text[max(0, start - 8) : start])) or (after and after.match(line.text, end)))


def by_tag(line: Line, names: Names) -> Iterator[Mention]:
    """Places that only the general dictionary knows: rivers, lakes, bays by their ending."""
    for rule in names.rules.get("tag", ()):
        for index, token in enumerate(line.tokens):
            fits = (
                len(token.text) > 2
                and (not rule.suffixes or token.text.endswith(rule.suffixes))
                and token.text not in names.edges["country"]
            )
            if token.tag == "ns" and index not in line.known and fits and token.text not in names.suffix_rule:
                yield mention(line, token.start, token.end, rule)
