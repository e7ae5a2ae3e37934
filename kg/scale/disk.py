"""Builds over this machine's disk: what articles say → N-Quads and the table of figures, in as much memory for many as for few."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.engine.disk import Disk, Rows
from kg.engine.rows import Row, pack, read_json
from kg.graph.formats.observations import COLUMNS
from kg.graph.formats.parquet import write_parquet
from kg.knowledge import Knowledge
from kg.output import PART, publish
from kg.pipeline import Outcome
from kg.report import Fault, outdated, sha256_of
from kg.scale.articles import told_of
from kg.scale.graph import GRAPH, REPORT, TABLE, Written, write
from kg.show import to_json


def build(
    outcomes: Iterable[Outcome], faults: Iterable[Fault], out: Path, articles: int, knowledge: Knowledge, workers: int = 0
) -> Written:
    """Writes graph.nq, observations.parquet and report.json of what became of so many articles, into a folder that is there.

    What is half done stands in a folder inside. Raises InputError if nothing could be read; KgError if a worker dies.
    """
    with tempfile.TemporaryDirectory(prefix=PART, dir=out) as place:
        rows, result = Path(place) / "rows", Path(place) / "result"
        rows.mkdir()
        result.mkdir()
        disk = Disk(rows, knowledge, articles, workers)
        said = disk.rows(_said(outcomes, knowledge))
        written = write(disk, said, list(faults), str(result), knowledge, tabulate)
        files: dict[str, Path | str] = {name: result / name for name in (GRAPH, TABLE)}
        report = written.report | {"files": {name: sha256_of(result / name) for name in files}}
        publish(files | {REPORT: to_json(report) + "\n"}, out, outdated(out, [*files, REPORT]))
    return written


def _said(outcomes: Iterable[Outcome], knowledge: Knowledge) -> Iterator[Row]:
    for outcome in outcomes:
        if outcome.extraction:
            yield from told_of(outcome.extraction, knowledge)
        if outcome.fault:
            yield Row("fault", outcome.fault.place, "", pack(outcome.fault))


def tabulate(figures: Rows, path: str) -> None:
    """Writes the table of figures."""
    lines = (read_json(row.value, dict) for row in figures.ordered())
    write_parquet(([line[name] for name in COLUMNS] for line in lines), Path(path))
