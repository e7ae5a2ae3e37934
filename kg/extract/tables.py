"""Tables: the figures, steps and relations that their cells hold.

The row is called by a name (some cell is all of it), or by what is measured; so is the column. What labels say: ontology/rules/tables.yml.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extract.periods import Period
from kg.extract.quantities import Quantity, find_quantities
from kg.extract.reach import is_later
from kg.extract.step_rules import step_rules
from kg.extract.table_rules import RULE, table_rules
from kg.extract.view import View
from kg.extract.whose import weights
from kg.knowledge import Knowledge
from kg.knowledge.figures import describe
from kg.model import Mention, Milestone, Observation, Quote, Relation, Table

Span = tuple[int, int]
Row = tuple[Span, ...]
CONFIDENCE = 0.9
OF_NOBODY = "figure of a table that is nobody's or of nothing"


@dataclass(frozen=True, slots=True)
class Label:
    """What a cell of the head or the label of a row says: words without unit, time and words for its kind; the name it is, if any."""

    words: str
    unit: str = ""
    kind: str = "level"
    sign: int = 1
    period: str = ""
    planned: bool = False
    name: Mention | None = None

    def over(self, below: Label) -> Label:
        """The label that this one and the one below it make."""
        kind = below if below.kind != "level" else self
        return Label(
            "" if self.name else self.words + (below.words if below.words != self.words else ""),
            below.unit or self.unit,
            kind.kind,
            kind.sign,
            below.period or self.period,
            self.planned or below.planned,
            self.name or below.name,
        )


NO_LABEL = Label("")


def read_tables(view: View, periods: Sequence[Period], knowledge: Knowledge) -> list[TableReader]:
    """A reader for each table of a document; periods: those of its text."""
    tables = view.document.tables
    counts = weights(view) if tables else {}
    return [TableReader(view, periods, knowledge, table, counts) for table in tables]


class TableReader:
    """A table with what its head and the line above it say; of one without a head nothing is taken.

    counts: how much the text is about each entity."""

    def __init__(self, view: View, periods: Sequence[Period], knowledge: Knowledge, table: Table, counts: Mapping[str, int]) -> None:
        self.view = view
        self.text = view.document.text
        self.periods = periods
        self.knowledge = knowledge
        self.table = table
        self.rules = table_rules(knowledge)
        self.columns = [self.label(span) for span in table.head]
        whole = [row for row in table.rows if len(row) == len(table.head)]  # of others no cell's column is known
        second = self.second_line(whole)
        self.head, self.rows = (table.head, *whole[:second]), whole[second:]
        start = (table.head or table.rows[0])[0][0]
        above = (self.text.rfind("\n", 0, max(0, start - 1)) + 1, start)
        unit = self.rules.above.search(self.text, *above)
        self.unit = unit["unit"] if unit and describe(unit["unit"], knowledge) else ""
        self.period = next((p.value for p in reversed(self.within(above)) if p.value), "")
        self.topic = self.about(above, counts)

    # What stands in a cell

    def within(self, span: Span) -> Sequence[Period]:
        """The periods within a span."""
        first, last = (bisect_left(self.periods, at, key=lambda p: p.start) for at in span)
        return self.periods[first:last]

    def time(self, span: Span) -> str:
        """The period that a cell is."""
        return next((p.value for p in self.within(span) if (p.start, p.end) == span), "")

    def names(self, span: Span) -> Sequence[Mention]:
        """The names within a span."""
        mentions = self.view.mentions[bisect_left(self.view.starts, span[0]) : bisect_left(self.view.starts, span[1])]
        return [m for m in mentions if not m.anaphor]

    def name(self, span: Span) -> Mention | None:
        """The name that a cell is; a place may stand before it (南京|台积电)."""
        names = self.names(span)
        whole = names and names[0].start == span[0] and names[-1].end == span[1] and all(a.end == b.start for a, b in pairwise(names))
        return names[-1] if whole and all(m.type in self.rules.places for m in names[:-1]) else None

    def number(self, span: Span) -> Quantity | None:
        """The figure that a cell is."""
        words = self.text[slice(*span)]
        sign = words[:1] if words[:1] and words[:1] in self.rules.rises + self.rules.falls else ""
        words = words.removeprefix(sign).lstrip()
        found = () if self.time(span) else find_quantities(words, self.knowledge)
        if len(found) != 1 or (found[0].start, found[0].end) != (0, len(words)):
            return None
        return replace(found[0], value=-found[0].value) if sign and sign in self.rules.falls else found[0]

    def only_unit(self, cells: Iterable[Span]) -> str:
        """The unit of the figures of a column or row, if those that have one have the same."""
        units = {number.unit for span in cells if (number := self.number(span)) and number.unit}
        return units.pop() if len(units) == 1 else ""

    def label(self, span: Span) -> Label:
        """What the words of a label mean."""
        words, unit = self.text[slice(*span)], ""
        for pattern in self.rules.unit:
            found = pattern.search(words)
            if found and describe(found["unit"], self.knowledge):
                words, unit = words[: found.start()], found["unit"]
                break
        told = self.within(span)
        for p in told:
            words = words.replace(self.text[p.start : p.end], "")
        period = next((p.value for p in told if p.value), "")
        if year := self.rules.year.match(words):
            words, period = words[year.end() :], period or year[1]
        planned = self.rules.planned.search(words) is not None
        words = self.rules.planned.sub("", words).strip("的 ，、：:")
        kind, sign, at = next(
            ((*key, m.start()) for key, pattern in self.rules.kinds.items() if (m := pattern.search(words))), ("level", 1, 0)
        )
        if kind == "growth":
            words = self.rules.compared.sub("", words[:at])
        return Label("" if words in self.rules.value else words, unit, kind, sign, period, planned, self.name(span))

    def second_line(self, rows: Sequence[Row]) -> int:
        """1 if the first row goes on with the head (进出口, nothing | 总额, 增速), whose labels it then completes, else 0."""
        below = rows[0] if rows else ()
        called = {self.text[slice(*row[0])] for row in (self.table.head, below) if row}
        if not below or len(called - {""}) > 1 or any(map(self.number, below)):
            return 0
        upper = NO_LABEL
        for i, (over, span) in enumerate(zip(self.columns, below, strict=True)):
            upper, under = over if over != NO_LABEL or not i else upper, self.label(span)
            self.columns[i] = over if under == NO_LABEL else upper.over(under)
        return 1

    def about(self, above: Span, counts: Mapping[str, int]) -> str:
        """Whom a table is about whose rows are called by what is measured: named in the line above, else what the text is most about."""
        named = [m.entity for m in self.names(above) if m.type in self.rules.subjects]
        counts = {e: count for e, count in counts.items() if self.view.entities[e].type in self.rules.subjects}
        top = max(counts.values(), default=0)
        most = [e for e, count in counts.items() if count == top]
        return named[-1] if named else most[0] if len(most) == 1 else ""

    # What rows say

    def figures(self) -> Iterator[Span]:
        """The cells that are figures, in a table without a head the bare ones: others are read as prose (航天企业 | 50余家)."""
        for row in self.table.rows:
            yield from (span for span in row if (number := self.number(span)) and not (number.unit and not self.table.head))

    def first(self, row: Row) -> Span:
        """The cell that a row is called by."""
        cells = (span for span, column in zip(row, self.columns, strict=True) if column.words not in self.rules.passed)
        return next((span for span in cells if span[0] < span[1]), row[0])

    def named(self, row: Row) -> Mention | None:
        """The name that a row is called by."""
        name = self.name(self.first(row))
        return name if name and name.type in self.rules.subjects else None

    def time_of(self, row: Row, first: Span) -> str:
        """The period that a row is called by, or says in a column for it."""
        for span, column in zip(row, self.columns, strict=True):
            if column.words in self.rules.timed or span == first:
                year = self.rules.year.fullmatch(self.text, *span)
                if told := self.time(span) or (year[1] if year else ""):
                    return told
        return ""

    def evidence(self, column: int, first: Span, span: Span) -> tuple[Quote, ...]:
        """What a fact of a cell stands in: the label of its column, what its row is called by, the cell."""
        cells = dict.fromkeys((*(line[column] for line in self.head), first, span))
        return tuple(q for cell in cells for q in self.view.document.quotes(*cell))

    def observations(self) -> Iterator[tuple[Span, Observation | None]]:
        """The figures, row by row, each with what it says; None where it is nobody's, or of nothing."""
        above: dict[int, Label] = {}  # what the last figure of each column measured that was no change
        units = [self.only_unit(column) for column in zip(*self.rows, strict=True)]
        for row in self.rows:
            yield from self._observations(row, units, above)
        kept = {span for row in self.rows for span in row}
        yield from ((span, None) for span in self.figures() if span not in kept)

    def _observations(self, row: Row, units: Sequence[str], above: dict[int, Label]) -> Iterator[tuple[Span, Observation | None]]:
        first, named = self.first(row), self.named(row)
        unknown = not named and self.rules.things.search(self.columns[row.index(first)].words) is not None
        said = NO_LABEL if named or self.number(first) or self.time(first) else self.label(first)
        beside = NO_LABEL  # the same of the row
        time = self.time_of(row, first)
        units = [self.only_unit(row)] * len(row) if said.words else units
        for i, (span, column, printed) in enumerate(zip(row, self.columns, units, strict=True)):
            number = self.number(span)
            if number is None:
                continue
            kind = column if column.kind != "level" else said
            measured = column.words if column.words != said.words and not column.name else ""
            foreign = said.words and measured and kind.kind in ("level", "rank") and not (column.unit or self.unit)  # maybe an unknown name
            subject = named.entity if named else "" if unknown and said.words else column.name.entity if column.name else self.topic
            base = NO_LABEL if kind.kind != "growth" else beside if kind is column else above.get(i, NO_LABEL)
            indicator = said.words + measured or base.words
            told = column.period or said.period or time or base.period
            if foreign or not subject or not indicator or span == first or self.of_nothing(column):
                yield span, None
                continue
            if kind.kind == "level":
                above[i] = beside = Label(indicator, period=told)
            lasting = self.rules.timeless.match(indicator) and self.view.entities[subject].type in self.rules.lasting
            told = told or ("" if lasting else self.period)
            made = Observation(
                subject,
                indicator,
                kind.kind,
                number.value * (kind.sign if number.value > 0 else 1),
                number.unit or kind.unit or self.rules.printed.get(kind.kind) or column.unit or printed or self.unit,
                number.qualifier,
                told,
                "planned" if column.planned or said.planned or is_later(told, self.view.document.reference) else "actual",
                RULE,
                CONFIDENCE,
                self.evidence(i, first, span),
            )
            yield span, replace(made, kind="share") if (made.kind, made.unit) == ("level", "%") else made

    def of_nothing(self, column: Label) -> bool:
        """Whether the numbers of a column are no figures: 序号, 开工时间."""
        return column.words in self.rules.passed | self.rules.timed or self.rules.dated.search(column.words) is not None

    def milestones(self) -> Iterator[Milestone]:
        """The dated steps: a day in a column such as 开工时间."""
        for named, span, column, quotes in self._named():
            words = self.rules.dated.sub("", column.words)
            step = next((r.step for r in step_rules(self.knowledge).rules if r.trigger.fullmatch(words)), "")
            told = self.time(span)
            if step and told and words != column.words:
                planned = column.planned or is_later(told, self.view.document.reference)
                yield Milestone(named.entity, step, told, "planned" if planned else "actual", RULE, CONFIDENCE, quotes)

    def relations(self) -> Iterator[Relation]:
        """What columns say of the things of their rows."""
        for named, span, column, quotes in self._named():
            relation, head = self.rules.stated.get(column.words, (None, ""))
            other = self.name(span)
            if not (relation and other) or other.entity == named.entity:
                continue
            first, last = (other, named) if head == "cell" else (named, other)
            if first.type in relation.domain and last.type in relation.range:
                yield Relation(first.entity, relation.name, last.entity, RULE, CONFIDENCE, quotes)

    def _named(self) -> Iterator[tuple[Mention, Span, Label, tuple[Quote, ...]]]:
        """The cells of rows that are called by a name: the name, the cell, the label of its column, and the evidence."""
        for row in self.rows:
            named, first = self.named(row), self.first(row)
            for i, (span, column) in enumerate(zip(row, self.columns, strict=True)):
                if named and span != first:
                    yield named, span, column, self.evidence(i, first, span)
