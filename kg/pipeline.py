"""Composes the stages: files → extractions → resolution → graph, page and report.

sources, faults = find([Path("seeds")])
outcomes = list(read_all(sources, workers=1))
result = assemble(outcomes, faults)          # names and contents of the files to write
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg import reading
from kg.effort import bounded
from kg.engine import kept
from kg.engine.local import begin, choose_workers, map_in_order, map_in_threads, share
from kg.errors import InputError, KnowledgeError
from kg.garbage import uncollected
from kg.knowledge import Knowledge, load
from kg.model import Extraction
from kg.reading import Part
from kg.report import Fault, write_report

HELD = 2_000  # articles whose extractions may be held at a time to gain a second


@dataclass(frozen=True, slots=True)
class Source:
    """An article to read, and the id of its document."""

    part: Part
    id: str

    @property
    def path(self) -> Path:
        """The file that it is, or stands in."""
        return self.part.path

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.part.size


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its extraction, or the fault that kept it out; `seconds` by stage."""

    extraction: Extraction | None
    fault: Fault | None
    seconds: Mapping[str, float] = field(default_factory=dict)


def find(paths: Iterable[Path]) -> tuple[list[Source], list[Fault]]:
    """The articles that paths name, ordered by document id, and a fault for every path that leads to none, and for every article of
    several in a file that cannot be read."""
    files: dict[Path, Path] = {}
    faults = []
    for path in paths:
        try:
            files |= {p.resolve(): p for p in reading.find([path]) if p.resolve() not in files}
        except InputError as error:
            faults.append(Fault.of(error, str(path)))
    found: dict[Path, Part] = {}
    for path in sorted(files.values()):
        articles, errors = reading.parts(path)
        found |= {part.called: part for part in articles}
        faults += [Fault.of(error, str(path)) for error in errors]
    sources = [Source(found[called], id) for called, id in reading.ids(list(found)).items()]
    return sorted(sources, key=lambda s: s.id), faults


def read_one(source: Source, *, date: str = "", ontology: Path | None = None, cache: Path | None = None) -> Outcome:
    """Reads one article and takes its facts; one that cannot be read, takes too long or breaks the extractor becomes a fault."""
    from kg.extract.document import extract  # a build for which all was read before does without it

    knowledge = load(ontology)
    seconds: dict[str, float] = {}
    try:
        with clock(seconds, "read"), bounded(reading.READING, source.part.place):
            document = reading.read(source.part, knowledge, date=date, id=source.id)
        with clock(seconds, "extract"), bounded(reading.effort(len(document.text)), source.part.place):
            extraction = extract(document, knowledge)
        if cache:
            kept.save(extraction, _entry(source, cache, knowledge, date))
        return Outcome(extraction, None, seconds)
    except KnowledgeError:
        raise
    except Exception as error:  # one page must not cost the others theirs; the fault is shown and fails the run
        return Outcome(None, Fault.of(error, source.part.place), seconds)


def _entry(source: Source, cache: Path, knowledge: Knowledge, date: str) -> Path:
    """Where what an article says is kept. Raises InputError if it cannot be read."""
    contents = reading.contents(source.part)[:2]
    return kept.entry(cache, contents, knowledge, source.part.place, source.id, date, reading.reader_of(source.part.suffix))


def read_all(
    sources: Sequence[Source], *, date: str = "", ontology: Path | None = None, workers: int = 0, cache: Path | None = None
) -> Iterator[Outcome]:
    """Outcomes in the order of the sources. workers 0: as many processes as the files are worth; cache: a folder that keeps what
    was read, so that documents that have not changed are not read again."""
    knowledge = load(ontology)  # a fault of the knowledge is one error, not one for each document
    work = partial(read_one, date=date, ontology=ontology, cache=cache)
    entries: dict[str, Path] = {}
    for source in sources:
        with suppress(InputError):  # it will be told when it is read
            if cache and (entry := _entry(source, cache, knowledge, date)).exists():
                entries[source.id] = entry
    new = [s for s in sources if s.id not in entries]
    count = workers or choose_workers([s.size for s in new])
    # a few are read beside taking all others out of the cache
    few = begin(lambda: [work(source) for source in new]) if new and entries and count == 1 and len(sources) <= HELD else None
    known = {id: kept.load(entry) for id, entry in entries.items()} if few else {}
    outcomes = iter(few()) if few else map_in_order(work, new, count)
    for source in sources:
        if source.id not in entries:
            yield next(outcomes)
        elif extraction := known.pop(source.id, None) or kept.load(entries[source.id]):
            yield Outcome(extraction, None)
        else:
            yield work(source)
    if cache and new:
        kept.tidy(cache)


@uncollected()
def assemble(
    outcomes: Sequence[Outcome], faults: Sequence[Fault] = (), *, ontology: Path | None = None, formats: Collection[str] = ()
) -> dict[str, str | bytes]:
    """The files of a build by name; formats: what is wanted beside the usual three (kg.graph.formats).

    Raises InputError without any document, ValidationError for a graph that breaks a shape.
    """
    # Imported here because every worker imports this module and needs none of them.
    from kg.graph.checks import validate
    from kg.graph.conflicts import conflicts
    from kg.graph.formats import Built, write
    from kg.graph.merge import merge
    from kg.graph.rdf import build, write_statements
    from kg.resolve import resolve
    from kg.view.page import write_page
    from kg.view.style import read_style

    knowledge = load(ontology)
    extractions = [o.extraction for o in outcomes if o.extraction]
    faults = [*faults, *(o.fault for o in outcomes if o.fault)]
    if not extractions:
        raise InputError("no document could be read", remedy="the files above say why")
    seconds = {stage: sum(o.seconds.get(stage, 0.0) for o in outcomes) for stage in ("read", "extract")}
    with clock(seconds, "resolve"):
        resolution = resolve(extractions, knowledge, share)
    with clock(seconds, "graph"):
        facts = merge(extractions, resolution, knowledge)

    def page() -> tuple[str, dict[str, float]]:
        taken: dict[str, float] = {}
        with clock(taken, "page"):
            text = write_page(extractions, resolution, facts, conflicts(facts.figures, knowledge), knowledge)
        return text, taken

    drawn = begin(page)  # beside the graph and its checks
    with clock(seconds, "graph"):
        turtle = write_statements(build(extractions, resolution, facts, knowledge))
    with clock(seconds, "validate"):
        checked = validate(turtle, knowledge, map_in_threads).require()
    html, taken = drawn()
    seconds |= taken
    files: dict[str, str | bytes] = {"graph.ttl": turtle, "graph.html": html}
    if formats:
        with clock(seconds, "formats"):
            statements = build(extractions, resolution, facts, knowledge)
            style = read_style(knowledge)
            colours = {name: look.colour for name, look in style.looks.items()}
            built = Built(extractions, resolution, facts, statements, knowledge, colours, (style.smallest, style.largest))
            files |= write(formats, built)
    report = write_report(
        extractions,
        resolution,
        knowledge,
        faults=faults,
        dropped=facts.dropped,
        warnings=checked.violations,
        seconds=seconds,
        files=files,
    )
    return files | {"report.json": report}


@contextmanager
def clock(seconds: dict[str, float], stage: str) -> Iterator[None]:
    """Adds what the block takes to seconds[stage]."""
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - start
