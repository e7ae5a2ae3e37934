"""Builds over this machine's disk: what articles say → N-Quads and the table of figures, in as much memory for many as for few."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.engine.disk import Disk
from kg.engine.rows import Row, read_json
from kg.graph.formats.observations import COLUMNS
from kg.graph.formats.parquet import write_parquet
from kg.knowledge import Knowledge
from kg.output import PART, check_files, publish, told
from kg.pipeline import Outcome
from kg.report import Fault, outdated, sha256_of
from kg.scale.articles import told_of
from kg.scale.graph import GRAPH, NAMES, REPORT, TABLE, Written, write
from kg.show import to_json


def build(
    outcomes: Iterable[Outcome], faults: Iterable[Fault], out: Path, articles: int, knowledge: Knowledge, workers: int = 0
) -> Written:
    """Writes graph.nq, observations.parquet and report.json of what became of so many articles, into a folder that is there.

    What is half done stands in a folder inside, five times as large as what comes out. Raises InputError if nothing could be read,
    OutputError, and KgError if a worker dies.
    """
    left_out = list(faults)
    check_files(out, NAMES)
    with told(out), tempfile.TemporaryDirectory(prefix=PART, dir=out) as place:
        rows, result = Path(place) / "rows", Path(place) / "result"
        rows.mkdir()
        result.mkdir()
        disk = Disk(rows, knowledge, articles, workers)
        said = disk.rows(_said(outcomes, left_out, knowledge))
        written, figures = write(disk, said, left_out, str(result), knowledge)
        lines = (read_json(row.value, dict) for row in figures.ordered())
        write_parquet(([line[name] for name in COLUMNS] for line in lines), result / TABLE)
        files: dict[str, Path | str] = {name: result / name for name in (GRAPH, TABLE)}
        report = written.report | {"files": {name: sha256_of(result / name) for name in files}}
        publish(files | {REPORT: to_json(report) + "\n"}, out, outdated(out, [*files, REPORT]))
    return written


def _said(outcomes: Iterable[Outcome], left_out: list[Fault], knowledge: Knowledge) -> Iterator[Row]:
    """What articles say; what kept others out is added to the list."""
    for outcome in outcomes:
        if outcome.extraction:
            yield from told_of(outcome.extraction, knowledge)
        if outcome.fault:
            left_out.append(outcome.fault)
