"""Doubts, each with its sentences and the rows that would settle it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.doubts import Doubts, Matter, Question, Side
from kg.graph.recall import Recalled
from kg.tell.data import Data, entity_data, evidence_data, fact_data, labels_of
from kg.tell.wording import Wording, clean


def doubts_text(found: Doubts, words: Wording) -> str:
    """Figures, pairs and mixtures, each with sentences, and a line that counts."""
    lines: list[str] = []
    for matter in found.matters:
        lines += [*_matter_lines(matter, found.graph, words), ""]
    for asked, heading in (
        (found.pairs, words.pick("可能是同一事物", "may be one")),
        (found.mixtures, words.pick("可能是两个事物", "may be two")),
    ):
        for question in asked:
            lines += [*_question_lines(question, heading, found.graph, words), ""]
    counts = (
        f"{len(found.matters)} {words.pick('处数据相互矛盾', 'matters with figures that exclude each other')}",
        f"{len(found.pairs)} {words.pick('对实体可能是同一事物', 'pairs of entities that may be one')}",
        f"{len(found.mixtures)} {words.pick('个实体可能是两个事物', 'entities that may be two')}",
    )
    return "\n".join([*lines, "; ".join(counts)])


def _matter_lines(matter: Matter, graph: Recalled, words: Wording) -> Iterator[str]:
    label = labels_of(graph).get(matter.figures[0].observation.subject, "")
    yield f"{matter.score:g} {words.pick('数据矛盾', 'figures differ')}: {clean(label)} {clean(matter.figures[0].observation.indicator)}"
    for figure in matter.figures:
        yield f"  {words.figure(figure.observation)}  {figure.support.confidence:g}"
        yield from (f"      {words.source(proof, graph.documents)}" for proof in figure.support.evidence)


def _question_lines(question: Question, heading: str, graph: Recalled, words: Wording) -> Iterator[str]:
    reasons = words.pick("，", ", ").join(map(words.reason, question.reasons))
    yield f"{question.score:g} {heading}: {reasons}"
    for side in (question.left, question.right):
        yield f"  {words.term(side.entity.type)} {'、'.join(map(clean, side.names or side.entity.names))}"
        yield from (f"      {words.source(proof, graph.documents)}" for proof in side.proofs)
    yield from (f"  {clean_row(row)}" for row in question.rows)


def clean_row(row: str) -> str:
    """A row of a table without what could act on a terminal, its tabs kept."""
    return "\t".join(map(clean, row.split("\t")))


def doubts_rows(found: Doubts, words: Wording) -> str:
    """Rows for same_as.tsv, each lot under a comment that says what it settles."""
    lines = []
    for question in (*found.pairs, *found.mixtures):
        names = " / ".join("、".join(map(clean, side.names or side.entity.names)) for side in (question.left, question.right))
        none = "" if question.rows else words.pick("：没有行可以决定", ": no row can settle it")
        lines += [f"# {names}{none}", *question.rows]
    return "\n".join(lines)


def doubts_data(found: Doubts) -> Data:
    """All doubts, with their sentences."""
    graph = found.graph
    return {
        "figures": [
            {
                "score": matter.score,
                "subject": entity_data(graph.entities[matter.figures[0].observation.subject]),
                "figures": [fact_data(figure) | {"evidence": evidence_data(figure.support.evidence, graph)} for figure in matter.figures],
            }
            for matter in found.matters
        ],
        "may_be_one": [_question(question, graph) for question in found.pairs],
        "may_be_two": [_question(question, graph) for question in found.mixtures],
    }


def _question(question: Question, graph: Recalled) -> Data:
    sides = {name: _side(side, graph) for name, side in (("left", question.left), ("right", question.right))}
    return {"score": question.score, "reasons": question.reasons, **sides, "rows": question.rows}


def _side(side: Side, graph: Recalled) -> Data:
    return entity_data(side.entity) | {"names": side.names, "evidence": evidence_data(side.proofs, graph)}
