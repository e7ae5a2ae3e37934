"""A difference between two graphs, entity by entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.facts import Article, Claim, Figure, Step
from kg.graph.diff import Change, Difference, EntityChange
from kg.tell.data import Data, document_data, entity_data, fact_data, labels_of
from kg.tell.wording import Wording, amount, clean


def difference_text(found: Difference, words: Wording) -> str:
    """What is different, entity by entity, and a line that counts."""
    if found.same:
        return words.pick("两图相同", "the graphs are the same")
    labels = labels_of(found.old) | labels_of(found.new)
    documents = {**found.old.documents, **found.new.documents}
    lines = [line for change in found.entities for line in _entity_lines(change, labels, documents, words)]
    lines += [_document_line(before, after, words) for before, after in found.documents]
    return "\n".join([*lines, _counts(found, words)])


def _counts(found: Difference, words: Wording) -> str:
    documents = ["+" if before is None else "-" if after is None else "~" for before, after in found.documents]
    parts = (
        (words.pick("实体", "entities"), [change.sign for change in found.entities]),
        (words.pick("事实", "facts"), [fact.sign for change in found.entities for fact in change.facts]),
        (words.pick("文献", "documents"), documents),
    )
    counts = [f"{what} {' '.join(f'{sign}{signs.count(sign)}' for sign in '+-~')}" for what, signs in parts]
    return "; ".join([*counts, f"{words.pick('三元组', 'triples')} +{len(found.came)} -{len(found.went)}"])


def _entity_lines(change: EntityChange, labels: Mapping[str, str], documents: Mapping[str, Article], words: Wording) -> Iterator[str]:
    yield f"{change.sign} {words.term(change.entity.type)} {clean(change.entity.label)}"
    for what, others in (
        (words.pick("合并了", "took in"), change.merged),
        (words.pick("原名", "was called"), [change.renamed] if change.renamed else ()),
        (words.pick("拆分自", "split off from"), [change.split_from] if change.split_from else ()),
        (words.pick("并入", "merged into"), [change.went_into] if change.went_into else ()),
    ):
        for other in others:
            yield f"    {what} {words.term(other.type)} {clean(other.label)}"
    before, after = change.before, change.after
    if before and after:
        for what, old, new in (
            (words.pick("类别", "class"), words.term(before.type), words.term(after.type)),
            (words.pick("区划代码", "division code"), before.division_code, after.division_code),
        ):
            if old != new:
                yield f"  ~ {what} {clean(old)} → {clean(new)}"
    for sign, names in zip("+-", change.names(), strict=True):
        yield from (f"  {sign} {words.pick('名称', 'name')} {clean(name)}" for name in names)
    for fact in change.facts:
        yield from _fact_lines(fact, labels, documents, words)


def _fact_lines(change: Change, labels: Mapping[str, str], documents: Mapping[str, Article], words: Wording) -> Iterator[str]:
    yield f"  {change.sign} {words.fact(change.fact, labels)}{''.join(f'; {note}' for note in _notes(change, words))}"
    came, went = change.proofs()
    for sign, proofs in (("+", came), ("-", went)):
        yield from (f"      {sign} {words.source(proof, documents)}" for proof in proofs)


def _notes(change: Change, words: Wording) -> Iterator[str]:
    """What is different between the two states of a fact."""
    before, after = change.before, change.after
    if not before or not after:
        return
    if isinstance(before, Figure) and before.observation.value != _value(after):
        yield f"{words.pick('原为', 'was')} {amount(before.observation.value, before.observation.unit)}"
    if isinstance(before, Step) and isinstance(after, Step) and before.milestone.date != after.milestone.date:
        yield f"{words.pick('原为', 'was')} {clean(before.milestone.date)}"
    if before.support.confidence != after.support.confidence:
        yield f"{words.pick('置信度', 'confidence')} {before.support.confidence:g} → {after.support.confidence:g}"
    if before.support.rules != after.support.rules:
        yield f"{words.pick('规则', 'rules')} {clean(', '.join(before.support.rules))} → {clean(', '.join(after.support.rules))}"
    if isinstance(before, Claim) and isinstance(after, Claim) and before.roles != after.roles:
        yield f"{words.pick('职务', 'roles')} {clean('、'.join(before.roles))} → {clean('、'.join(after.roles))}"


def _value(fact: object) -> float | None:
    return fact.observation.value if isinstance(fact, Figure) else None


def _document_line(before: Article | None, after: Article | None, words: Wording) -> str:
    sign = "+" if before is None else "-" if after is None else "~"
    shown = [" ".join(filter(None, map(clean, (d.id, d.issued, d.title)))) for d in (before, after) if d]
    return f"{sign} {words.pick('文献', 'document')} {' → '.join(shown)}"


def difference_data(found: Difference) -> Data:
    """All of a difference."""
    return {
        "same": found.same,
        "entities": [_entity_change(change) for change in found.entities],
        "documents": [
            {"before": document_data(before) if before else None, "after": document_data(after) if after else None}
            for before, after in found.documents
        ],
        "triples": {"came": len(found.came), "went": len(found.went)},
    }


def _entity_change(change: EntityChange) -> Data:
    came, went = change.names()
    return {
        "change": change.sign,
        **entity_data(change.entity),
        "class_before": change.before.type if change.before else None,
        "names_added": came,
        "names_dropped": went,
        "merged": [entity_data(other) for other in change.merged],
        "renamed_from": entity_data(change.renamed) if change.renamed else None,
        "split_from": entity_data(change.split_from) if change.split_from else None,
        "went_into": entity_data(change.went_into) if change.went_into else None,
        "facts": [
            {"change": f.sign, "before": fact_data(f.before) if f.before else None, "after": fact_data(f.after) if f.after else None}
            for f in change.facts
        ],
    }
