"""Files and lines of tables → what each article says, as rows, in workers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import PurePosixPath

from kg.effort import bounded
from kg.engine.rows import Row, grouped, pack, read_json
from kg.errors import InputError, KnowledgeError
from kg.extract.document import extract
from kg.iri import segment
from kg.knowledge import Knowledge
from kg.model import Extraction
from kg.reading.formats import format_of
from kg.reading.limits import READING, effort
from kg.reading.parts import check_size
from kg.reading.read import of_page
from kg.reading.sidecar import PARTNER, Sidecar, check_date, parse_sidecar
from kg.report import Fault
from kg.resolve.policy import verdicts
from kg.resolve.things import alike, of_document, setting_of

COLUMNS = ("id", "title", "date", "source", "text")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table; what it has not is "". broken: a line of a file of JSON lines that is no JSON."""

    id: str = ""
    title: str = ""
    date: str = ""
    source: str = ""
    text: str = ""
    broken: str = ""


def bring_together(rows: Iterable[Row], _: Knowledge) -> Iterator[Row]:
    """Paths as keys that an article and its sidecar share: the path without their endings, the sidecar first."""
    for row in rows:
        sidecar = row.key.endswith(PARTNER)
        yield row._replace(key=row.key.removesuffix(PARTNER) if sidecar else stem(row.key), place=f"{int(not sidecar)}{row.place}")


def stem(path: str) -> str:
    """A path without its ending."""
    return path.removesuffix(PurePosixPath(path).suffix)


def read_files(rows: Iterable[Row], knowledge: Knowledge, *, ids: Mapping[str, str], date: str) -> Iterator[Row]:
    """Articles that stand in files, with what stands beside them. ids: of their documents, by path."""
    for _, group in grouped(rows):
        beside: Row | None = None
        for _, (row, *_again) in groupby(group, key=attrgetter("place")):  # a file may be named twice
            path = row.place[1:]
            if path.endswith(PARTNER):
                beside = row
            elif path in ids:
                yield from _told(path, ids[path], row.value, beside, date, knowledge)


def _told(path: str, id: str, data: bytes, beside: Row | None, date: str, knowledge: Knowledge) -> Iterator[Row]:
    try:
        sidecar = parse_sidecar(beside.value, beside.place[1:]) if beside else Sidecar()
    except InputError as error:
        yield _fault(error, path)
        return
    yield from _extracted(data, PurePosixPath(path).suffix, sidecar, id, path, date, knowledge)


def read_lines(rows: Iterable[Row], knowledge: Knowledge, *, date: str) -> Iterator[Row]:
    """Articles that are lines of tables. A text is read as if it stood in a file of its own."""
    for row in rows:
        line = read_json(row.value, Line)
        place = f"{row.place}: {line.id}" if line.id else row.place
        try:
            sidecar = _sidecar(line, place)
        except InputError as error:
            yield _fault(error, place)
            continue
        yield from _extracted(line.text.encode(), ".txt", sidecar, line.id, place, date, knowledge)


def _sidecar(line: Line, place: str) -> Sidecar:
    if line.broken:
        raise InputError(f"no valid JSON: {line.broken[:60]}", place=place, remedy='a line looks like  {"id": "…", "text": "…"}')
    if not line.id:
        raise InputError("an article has no id", place=place, remedy="fill the column 'id'")
    return Sidecar(line.title, check_date(line.date, place) if line.date else "", line.source)


def _extracted(data: bytes, suffix: str, sidecar: Sidecar, id: str, place: str, date: str, knowledge: Knowledge) -> Iterator[Row]:
    """The extraction of an article, its things and sums, or the fault that keeps it out."""
    try:
        check_size(len(data), suffix, place)
        with bounded(READING, place):
            document = of_page(format_of(suffix).read(data, place), data, sidecar, knowledge, date=date, id=id, place=place)
        with bounded(effort(len(document.text)), place):
            extraction = extract(document, knowledge)
    except KnowledgeError:
        raise
    except Exception as error:  # one page must not cost the others theirs
        yield _fault(error, place)
        return
    yield from told_of(extraction, knowledge)


def _fault(error: Exception, place: str) -> Row:
    fault = Fault.of(error, place)
    return Row("fault", fault.place, "", pack(fault))


def told_of(extraction: Extraction, knowledge: Knowledge) -> Iterator[Row]:
    """What an article says; its things, by what those have in common that become one at once; sums."""
    yield Row("document", extraction.doc, "1", pack(extraction))
    setting = setting_of(knowledge)
    alone = {name for verdict in verdicts(knowledge) for name in verdict.names}
    for thing in of_document(extraction, setting):
        yield Row("thing", json.dumps(alike(thing, alone), ensure_ascii=False), "\0".join(min(thing.members)), pack(thing))
    yield from (Row("sum", key, name, str(count).encode()) for (key, name), count in _counts(extraction).items())


def names_of(rows: Iterable[Row], _: Knowledge) -> Iterator[Row]:
    """The names that ids have in the graph."""
    return (Row("name", segment(row.key)) for row in rows if row.key)


def _counts(extraction: Extraction) -> Counter[tuple[str, str]]:
    counts = Counter({("documents", ""): 1, ("entities_in_documents", ""): len(extraction.entities)})
    counts.update(("relations", relation.relation) for relation in extraction.relations)
    counts.update(("observations", observation.kind) for observation in extraction.observations)
    counts.update(("milestones", milestone.step) for milestone in extraction.milestones)
    counts.update(("refusals", refusal.reason) for refusal in extraction.refusals)
    return counts
