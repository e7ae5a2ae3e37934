"""Document → the names in it, without overlap.

Each sentence gives candidates by lexicon, suffix, marks, verbs, posts and codes; lists then decide what stands in them; the
document as a whole decides last: a name found once is found wherever it stands, and one form has one class.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extract.aliases import derived_forms
from kg.extract.candidates import WEAK
from kg.extract.codes import by_code
from kg.extract.finder import Finder
from kg.extract.firms import by_brand
from kg.extract.lexical import by_lexicon, by_tag, lexical_spans
from kg.extract.line import Line, make_line
from kg.extract.marks import by_marks, by_phrase
from kg.extract.members import with_lists
from kg.extract.objects import by_object, by_owner, by_subject
from kg.extract.persons import by_title
from kg.extract.places import coherent
from kg.extract.suffixes import by_suffix
from kg.extract.tagger import NAMES_RULE, with_learned
from kg.knowledge import Knowledge
from kg.knowledge.names import Names, names
from kg.knowledge.reading import reading_rules
from kg.model import Document, Mention, Sentence

FURNITURE = "box"  # bylines, number boxes, heads of tables: names there are not what the article speaks of
FINDERS = (by_lexicon, by_suffix, by_marks, by_phrase, by_object, by_subject, by_brand, by_title, by_code, by_tag)


@dataclass(frozen=True, slots=True, eq=False)
class ByRules:
    """What the rules find: the lines of a document, all candidates of each, and the names in order, none inside another."""

    lines: Sequence[Line]
    candidates: Sequence[Sequence[Mention]]
    mentions: Sequence[Mention]


def find_mentions(document: Document, knowledge: Knowledge) -> list[Mention]:
    """The names of a document in order, none inside another; entities are not yet put in."""
    ruled = find_by_rules(document, knowledge)
    parts = names(knowledge).edges["part-of-works"]
    found = [m for m in with_learned(document, ruled.lines, ruled.candidates, ruled.mentions, knowledge) if m.text not in parts]
    found = _unmarked(document, found, knowledge)
    learned = [m for m in found if m.rule == NAMES_RULE]
    found = settle([*found, *derived_forms(document.text, learned, knowledge)])  # the rules derived those of their own names
    found = _one_type_per_form(found, names(knowledge))
    return settle([*found, *_repeats(document.text, found)])


def find_by_rules(document: Document, knowledge: Knowledge) -> ByRules:
    """The names that the rules find, and what they are chosen from."""
    known = names(knowledge)
    cells = [start for table in document.tables for row in (table.head, *table.rows) for start, _ in row]
    lines = [
        make_line(text, start, known, lexical_spans(text, known))
        for s in document.sentences
        if s.kind != FURNITURE
        for start, end in _between(_behind_dateline(document, s, knowledge), s.end, cells)
        if (text := document.text[start:end].rstrip(" "))
    ]
    raw = [[m for finder in FINDERS for m in finder(line, known)] for line in lines]
    first = [settle(_without_persons(row, known)) for row in raw]
    short = sorted(derived_forms(document.text, [m for row in first for m in row if m.confidence > WEAK], knowledge), key=lambda m: m.start)
    starts = [m.start for m in short]
    found: list[Mention] = []
    for line, candidates in zip(lines, first, strict=True):
        end = line.offset + len(line.text)
        within = short[bisect_left(starts, line.offset) : bisect_left(starts, end)]
        here = settle([*candidates, *(m for m in within if m.end <= end)])
        here = settle([*here, *by_owner(line, here, known)])
        found += [m for m in settle(with_lists(line, here, known)) if m.confidence > WEAK]
    found = coherent(document.text, _one_type_per_form(found, known), known)
    found = settle([*found, *derived_forms(document.text, found, knowledge)])
    return ByRules(lines, raw, settle([*found, *_repeats(document.text, found)]))


def _between(start: int, end: int, cells: Sequence[int]) -> Iterator[tuple[int, int]]:
    """text[start:end] in pieces of one cell of a table each, as no name reaches from one into the next. cells: where they start."""
    return pairwise([start, *cells[bisect_right(cells, start) : bisect_left(cells, end)], end])


def _behind_dateline(document: Document, sentence: Sentence, knowledge: Knowledge) -> int:
    """Where a sentence begins, behind what opens a dispatch (新华社武汉11月6日电（记者某某）)."""
    dateline = reading_rules(knowledge).patterns["dateline"].match(document.text[sentence.start : sentence.end])
    return sentence.start + (dateline.end() if dateline else 0)


def _unmarked(document: Document, found: Sequence[Mention], knowledge: Knowledge) -> list[Mention]:
    """The names without the mark of the entry that they begin: G3033高速公路 of 1.G3033高速公路."""
    item = reading_rules(knowledge).patterns["item"]
    marks = {s.start: s.start + m.end() for s in document.sentences if (m := item.match(document.text[s.start : s.end]))}
    ends = {m: marks[m.start] for m in found if m.start in marks and marks[m.start] < m.end}
    return [replace(m, start=ends[m], text=document.text[ends[m] : m.end]) if m in ends else m for m in found]


def _without_persons(candidates: list[Mention], known: Names) -> list[Mention]:
    """The candidates but those that run on from a person's name (赵文骄|代表园区)."""
    titles = {r.name for r in known.rules.get("title", ())}
    ends = {m.start: m.end for m in candidates if m.rule in titles}
    return [m for m in candidates if not (m.start in ends and m.end > ends[m.start] and m.type not in known.owners)]


def settle(candidates: Iterable[Mention]) -> list[Mention]:
    """The longest candidates, none overlapping another; among equals the surer one."""
    taken: list[Mention] = []
    busy: set[int] = set()
    for m in sorted(candidates, key=lambda m: (-(m.end - m.start), -m.confidence, m.start, m.type)):
        span = range(m.start, m.end)
        if not any(i in busy for i in (m.start, m.end - 1)) and busy.isdisjoint(span):
            busy.update(span)
            taken.append(m)
    return sorted(taken, key=lambda m: m.start)


def _one_type_per_form(found: Sequence[Mention], known: Names) -> list[Mention]:
    """The same form always has the class that it has most surely."""
    votes: dict[str, Counter[str]] = {}
    for m in found:
        votes.setdefault(m.text, Counter())[m.type] += round(m.confidence * 100)
    best = {text: min(c, key=lambda t: (-c[t], t)) for text, c in votes.items()}
    for rule in known.rules["suffix"]:  # what the text calls a project (碑口水库项目) is one where it has its short name too
        for tail in rule.absorbs:
            for text in [t for t in best if t.endswith(tail) and best[t] == rule.type]:
                if best.get(text[: -len(tail)], "") not in ("", *known.places):
                    best[text[: -len(tail)]] = rule.type
    return [m if m.type == best[m.text] else replace(m, type=best[m.text]) for m in found]


def _repeats(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Further places where the forms that were found stand."""
    out = []
    first = {m.text: m for m in found}
    places = Finder(first).places(text)
    for form, m in sorted(first.items()):
        for start in places.get(form, ()):
            out.append(replace(m, start=start, end=start + len(form), confidence=m.confidence - 0.01))
    return out
