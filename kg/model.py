"""The records that pass between the stages, and their JSON.

Everything is frozen. Positions are code points in `Document.text`, the text after layout repair, unless said
otherwise; `Document.quotes` leads back to the file as decoded.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a document: `start` and `end` in the file as decoded, `exact` without the page's line breaks."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of `Document.text[start:end]`; `kind` is body, heading, caption or box."""

    start: int
    end: int
    paragraph: int
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of `Document.text`: of each cell of its head, if it has one, and of its rows the span, an empty one where the cell is."""

    head: tuple[tuple[int, int], ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One article, layout undone.

    raw: the file as decoded; text: paragraphs joined by newlines; origin[i]: where text[i] stands in raw (a newline
    stands where its paragraph ends); reference: the article's own date as far as known ("2021", "2023-08", "");
    printed and headline: text and title as the page has them, where `text` and `title` are spelled otherwise (kg/reading/spelling.py).
    """

    id: str
    path: str
    raw: str
    sha256: str
    title: str
    reference: str
    text: str
    origin: array[int]
    sentences: tuple[Sentence, ...]
    source: str = ""
    printed: str = ""
    headline: str = ""
    tables: tuple[Table, ...] = ()

    def quotes(self, start: int, end: int) -> tuple[Quote, ...]:
        """The passages of the file that text[start:end] was read from: one, or several where something else
        (a caption, a mark) interrupts it on the page."""
        page, at = self.printed or self.text, self.origin
        gaps = (i for i in range(start + 1, end) if at[i] - at[i - 1] > 1)
        cuts = [start, *(i for i in gaps if self.raw[at[i - 1] + 1 : at[i]].strip()), end]
        return tuple(
            Quote(self.origin[a], self.origin[b - 1] + 1, page[a:b]) for a, b in pairwise(cuts) if a < b and self.text[a:b].strip()
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text. `type` is a class of the ontology; `rule` says what found it.

    `anaphor` marks words that stand for a name (该公司, 全区): they take part in facts but are no surface form.
    """

    start: int
    end: int
    text: str
    type: str
    rule: str = ""
    confidence: float = 1.0
    entity: str = ""
    anaphor: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing as a document names it; `name` is the fullest form, `mentions` every distinct form, as they are read;
    `printed`: the forms as the page has them, where those differ (traditional characters, other marks and digits)."""

    id: str
    type: str
    name: str
    mentions: tuple[str, ...]
    rule: str = ""
    confidence: float = 1.0
    quotes: tuple[Quote, ...] = ()
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """`head` and `tail` are entity ids of the same document."""

    head: str
    relation: str
    tail: str
    rule: str
    confidence: float
    evidence: tuple[Quote, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A number said of `subject`; `period` is "2020", "2020-12", "2020-H1", "2024-01/2024-11", "/2024-11" or ""."""

    subject: str
    indicator: str
    kind: str
    value: float
    unit: str
    qualifier: str
    period: str
    modality: str
    rule: str
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step (签约, 开工 …) of `subject`."""

    subject: str
    step: str
    date: str
    modality: str
    rule: str
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate that was not taken, and why: `reason` is a short fixed phrase, so that refusals can be counted."""

    reason: str
    rule: str
    text: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document says."""

    doc: str
    title: str
    reference: str
    path: str
    sha256: str
    source: str = ""
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    observations: tuple[Observation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedEntity:
    """One real thing over all documents. `key` is the local part of its IRI; `members` are (document, entity id)."""

    key: str
    type: str
    label: str
    names: tuple[str, ...]
    members: tuple[tuple[str, str], ...] = ()
    full_name: str = ""
    division_code: str = ""
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two keys that may be one thing, with the score that was not quite enough."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Every entity of every document, put together. `key_of` maps (document, entity id) to a key."""

    entities: tuple[ResolvedEntity, ...]
    key_of: dict[tuple[str, str], str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def join(quotes: tuple[Quote, ...]) -> str:
    """Evidence in one line: pieces that do not touch on the page are joined by an ellipsis."""
    return "…".join(q.exact.replace("\n", "") for q in quotes)


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction in the form of the annotation guideline, with rule, confidence and offsets added."""

    def rows(items: tuple[Any, ...], *names: str) -> Iterator[dict[str, Any]]:
        for item in items:
            row = {n: getattr(item, n) for n in names}
            yield row | {
                "evidence": join(item.evidence),
                "rule": item.rule,
                "confidence": item.confidence,
                "offsets": [[q.start, q.end] for q in item.evidence],
            }

    relations = []
    for row in rows(extraction.relations, "head", "relation", "tail", "role"):
        if not row["role"]:
            del row["role"]
        relations.append(row)
    return {
        "doc": extraction.doc,
        "title": extraction.title,
        "reference_date": extraction.reference,
        "entities": [
            {"id": e.id, "type": e.type, "name": e.name, "mentions": list(e.mentions)}
            | ({"printed": list(e.printed)} if e.printed else {})
            | {"rule": e.rule, "confidence": e.confidence}
            for e in extraction.entities
        ],
        "relations": relations,
        "observations": list(
            rows(extraction.observations, "subject", "indicator", "kind", "value", "unit", "qualifier", "period", "modality")
        ),
        "milestones": [
            {"subject": r.pop("subject"), "milestone": r.pop("step"), **r}
            for r in rows(extraction.milestones, "subject", "step", "date", "modality")
        ],
        "refused": [
            {"reason": r.reason, "rule": r.rule, "text": r.text, "offsets": [r.quote.start, r.quote.end]} for r in extraction.refusals
        ],
    }


def from_json(data: dict[str, Any]) -> Extraction:
    """The inverse of `to_json`, as far as the annotation guideline goes; hand-made annotations lack rule and offsets."""

    def evidence(row: dict[str, Any]) -> tuple[Quote, ...]:
        offsets, text = row.get("offsets"), row.get("evidence", "")
        pieces = text.split("…", len(offsets) - 1 if offsets else -1)  # a piece may have an ellipsis of its own
        offsets = offsets or [[0, 0]] * len(pieces)
        return tuple(Quote(a, b, piece) for (a, b), piece in zip(offsets, pieces, strict=False))

    def origin(row: dict[str, Any]) -> tuple[str, float]:
        return row.get("rule", ""), float(row.get("confidence", 1.0))

    return Extraction(
        doc=data["doc"],
        title=data.get("title", ""),
        reference=data.get("reference_date", ""),
        path=data.get("path", ""),
        sha256=data.get("sha256", ""),
        entities=tuple(Entity(e["id"], e["type"], e["name"], tuple(e["mentions"]), *origin(e)) for e in data["entities"]),
        relations=tuple(
            Relation(r["head"], r["relation"], r["tail"], *origin(r), evidence(r), r.get("role", "")) for r in data["relations"]
        ),
        observations=tuple(
            Observation(
                o["subject"],
                o["indicator"],
                o["kind"],
                float(o["value"]),
                o["unit"],
                o["qualifier"],
                o["period"],
                o["modality"],
                *origin(o),
                evidence(o),
            )
            for o in data.get("observations", ())
        ),
        milestones=tuple(
            Milestone(m["subject"], m["milestone"], m["date"], m["modality"], *origin(m), evidence(m)) for m in data.get("milestones", ())
        ),
    )
