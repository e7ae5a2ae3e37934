"""Lets every part of the program read its share of ontology/, and compares shapes.ttl with core.ttl."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.extract.clauses import subject_rules
from kg.extract.figure_rules import figure_rules
from kg.extract.quantity_grammar import grammar_of
from kg.extract.step_rules import step_rules
from kg.extract.table_rules import table_rules
from kg.knowledge.figures import units
from kg.knowledge.load import Knowledge
from kg.knowledge.names import names
from kg.knowledge.queries import check_syntax, checks, read_question
from kg.knowledge.reading import reading_rules
from kg.knowledge.rules import relation_rules
from kg.knowledge.shapes import read_ends
from kg.resolve.policy import policy_of, verdicts
from kg.view.style import read_style

READERS: tuple[Callable[[Knowledge], Any], ...] = (
    *(names, reading_rules, units, policy_of, verdicts, read_style, checks),
    *(grammar_of, figure_rules, subject_rules, step_rules, table_rules),
)


def check_parts(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """What the readers of rules, settings and questions object to: one fault for each rule, question or file."""
    for reader in READERS:
        yield from _objection(partial(reader, knowledge))
    language = {file: items for file, items in knowledge.rules.items() if file in ("grammar", "guards")}
    for file, items in sorted(knowledge.rules.items()):
        for item in items:
            if "relation" in item.data or file in knowledge.ontology.relations:
                alone = replace(knowledge, rules={**language, file: (item,)})
                yield from _objection(partial(relation_rules, alone))
    for path in sorted(knowledge.root.glob("*/*.rq")):
        yield from _objection(partial(_read_question, path, knowledge))


def check_shapes(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Relations whose shapes are missing or allow other ends than core.ttl."""
    path = knowledge.root / "shapes.ttl"
    try:
        shapes = read_ends(knowledge)
    except KnowledgeError as fault:
        yield fault
        return
    relations = knowledge.ontology.relations
    for name, relation in relations.items():
        if name not in shapes:
            yield KnowledgeError(
                f"relation {name!r} has no shapes", place=f"{path}:1", remedy=f"add kg:{name}-head and kg:{name}-tail, as for the others"
            )
            continue
        for end, declared in (("head", relation.domain), ("tail", relation.range)):
            different = sorted(getattr(shapes[name], end) ^ declared)
            if different:
                yield KnowledgeError(
                    f"kg:{name}-{end} and core.ttl differ in {', '.join(different)}",
                    place=shapes[name].place,
                    remedy="core.ttl is right: let sh:in name the same classes",
                )
    for name in sorted(shapes.keys() - relations.keys()):
        like = get_close_matches(name, relations, 1)
        yield KnowledgeError(
            f"shapes of an unknown relation {name!r}", place=shapes[name].place, remedy=f"did you mean {like[0]!r}?" if like else ""
        )


def _read_question(path: Path, knowledge: Knowledge) -> None:
    check_syntax(read_question(path, knowledge))


def _objection(read: Callable[[], Any]) -> Iterator[KnowledgeError]:
    try:
        read()
    except KnowledgeError as fault:
        yield fault
