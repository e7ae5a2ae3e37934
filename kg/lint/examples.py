"""Runs the examples that rules carry through the real extraction.

An example reads `text => what`, a counterexample the same (this is not found) or only `text` (the rule finds nothing).
Names may stand in [brackets] for the reader's sake.

    relation rules     小康股份落户两江新区 => 小康股份 | 两江新区
    observations       [东山区]规上工业产值同比增长14.5% => 规上工业产值 | growth | 14.5 | %
    milestones         [东山项目]2024年5月开工 => 开工 | 2024-05
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator

from kg.errors import KnowledgeError
from kg.extract.document import extract
from kg.knowledge.files import Item
from kg.knowledge.load import Knowledge
from kg.knowledge.reading import reading_rules
from kg.model import Document, Extraction, Sentence
from kg.reading.text import sentence_spans

Facts = list[tuple[str, tuple[str, ...]]]  # the rule and the fact's fields, as an example writes them


def run_examples(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Examples that are not found and counterexamples that are."""
    for file, items in sorted(knowledge.rules.items()):
        for item in items:
            facts = _facts_of(file, item)
            if facts is None:
                continue
            for text in item.data.get("examples", ()):
                yield from _missing(str(text), item, facts, knowledge)
            for text in item.data.get("counterexamples", ()):
                yield from _wrong(str(text), item, facts, knowledge)


def document_of(text: str, knowledge: Knowledge) -> Document:
    """A document of one paragraph, read from a text instead of a file."""
    sentences = tuple(Sentence(start, end, 0) for start, end in sentence_spans(text, reading_rules(knowledge)))
    return Document("example", "", text, "", "", "", text, array("L", range(len(text))), sentences)


def _facts_of(file: str, item: Item) -> Callable[[Extraction], Facts] | None:
    if "relation" in item.data:
        return lambda found: _relations(found, str(item.data["relation"]))
    return {"observations": _observations, "milestones": _milestones}.get(file)


def _relations(extraction: Extraction, relation: str) -> Facts:
    names = {e.id: e.mentions for e in extraction.entities}
    return [
        (r.rule, (head, tail)) for r in extraction.relations if r.relation == relation for head in names[r.head] for tail in names[r.tail]
    ]


def _observations(extraction: Extraction) -> Facts:
    return [(o.rule, (o.indicator, o.kind, f"{o.value:g}", o.unit)) for o in extraction.observations]


def _milestones(extraction: Extraction) -> Facts:
    return [(m.rule, (m.step, m.date)) for m in extraction.milestones]


def _missing(example: str, item: Item, facts: Callable[[Extraction], Facts], knowledge: Knowledge) -> Iterator[KnowledgeError]:
    text, _, wanted = example.partition("=>")
    if not wanted:
        yield _fault(item, f"example without '=>': {example}", "write: text => what is found in it")
        return
    found = facts(_extract(text, knowledge))
    if _fields(wanted) not in [_bare(fact) for _, fact in found]:
        seen = "; ".join(" | ".join(fact) for _, fact in found) or "nothing"
        yield _fault(item, f"example not found: {example}", f"found instead: {seen}")


def _wrong(example: str, item: Item, facts: Callable[[Extraction], Facts], knowledge: Knowledge) -> Iterator[KnowledgeError]:
    text, _, unwanted = example.partition("=>")
    found = facts(_extract(text, knowledge))
    wrong = [fact for rule, fact in found if (_bare(fact) == _fields(unwanted) if unwanted else rule == item.data["name"])]
    if wrong:
        yield _fault(item, f"counterexample found: {example}", f"found: {' | '.join(wrong[0])}")


def _extract(text: str, knowledge: Knowledge) -> Extraction:
    return extract(document_of(re.sub(r"[\[\]]", "", text.strip()), knowledge), knowledge)


def _fields(text: str) -> tuple[str, ...]:
    return _bare(tuple(text.split("|")))


def _bare(fact: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(re.sub(r"[\s“”‘’\"']", "", field) for field in fact)


def _fault(item: Item, problem: str, remedy: str) -> KnowledgeError:
    return KnowledgeError(f"rule {item.data.get('name', '?')!r}: {problem}", place=item.place, remedy=remedy)
