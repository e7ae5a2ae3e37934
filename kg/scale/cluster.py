"""Builds over a Spark cluster: articles at Hadoop paths → N-Quads and the table of figures in parts, and sums.

What stands on the driver, see `kg.engine.spark`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from kg import reading
from kg.engine.rows import Row
from kg.engine.spark import Cluster, Rows, cluster
from kg.errors import InputError
from kg.graph.formats.observations import COLUMNS as FIGURE_COLUMNS
from kg.graph.formats.observations import DAYS, LISTS, NUMBERS
from kg.iri import segment
from kg.knowledge import Knowledge
from kg.reading.sidecar import PARTNER
from kg.report import Fault
from kg.scale.articles import COLUMNS, bring_together, names_of, read_files, read_lines
from kg.scale.graph import REPORT, TABLE, Written, write
from kg.show import to_json

TABLES = (".parquet", ".jsonl", ".jsonl.gz", ".json")
# Files that Spark does not read, by their size as `Cluster.listed` gives it.
PASSED_OVER = {
    0: ("the file is empty", "remove it or put the article in"),
    -1: ("Hadoop passes over names that begin with _ or .", "give the file or its folder another name"),
}
TEXTS = tuple(reading.FORMATS)  # archives and lines of JSON in a folder are not read over a cluster
TYPES = dict.fromkeys(NUMBERS, "double") | dict.fromkeys(DAYS, "date") | dict.fromkeys(LISTS, "array<string>")
FIGURES = ", ".join(f"{name} {TYPES.get(name, 'string')}" for name in FIGURE_COLUMNS)


def build(paths: Sequence[str], out: str, *, master: str, knowledge: Knowledge, date: str = "") -> Written:
    """Reads articles (text files, folders of them, tables) and writes graph.nq, observations.parquet and report.json below `out`.

    Raises InputError for tables without the columns, ids that are not unique, or if nothing could be read; KgError if Spark fails.
    """
    with cluster(master, knowledge) as spark:
        articles, faults = _articles(spark, paths, date)
        return tell(spark, articles, faults, out.rstrip("/"), knowledge)


def tell(spark: Cluster, articles: Rows, faults: Sequence[Fault], out: str, knowledge: Knowledge) -> Written:
    """Writes what articles say (rows of `kg.scale.articles`). Raises InputError if there is none."""
    written, figures = write(spark, articles, faults, out, knowledge)
    spark.write_parquet(figures, f"{out}/{TABLE}", FIGURES, ("subject", "indicator", "period", "iri"))
    spark.write_file(to_json(written.report) + "\n", f"{out}/{REPORT}")
    return written


def _articles(spark: Cluster, paths: Sequence[str], date: str) -> tuple[Rows, list[Fault]]:
    """The articles read, and faults for paths that lead to none."""
    faults: list[Fault] = []
    files, lines, sizes = spark.rows([]), spark.rows([]), dict[str, int]()
    tables = [path for path in dict.fromkeys(paths) if path.rstrip("/").endswith(TABLES)]
    for path in dict.fromkeys(paths):
        found = spark.listed(path, TEXTS)
        if found is None:
            faults.append(Fault(path, "no such file or folder", "check the path"))
        elif path in tables:
            lines += spark.table(path, COLUMNS)
        elif found:
            files, sizes = files + spark.files(path, TEXTS, PARTNER), sizes | found
        else:
            faults.append(Fault(path, "no texts in this folder", f"texts end in {' or '.join(TEXTS)}"))
    faults += [Fault(uri, *PASSED_OVER[size]) for uri, size in sizes.items() if size in PASSED_OVER]
    ids = dict(zip(sizes, _ids([*sizes]), strict=True))
    spark.expect(len(ids) + lines.count())
    _check_ids(lines, ids.values(), spark)
    from_files = files.map(bring_together).group(partial(read_files, ids=ids, date=date))
    from_lines = lines.group(partial(read_lines, date=date))
    return from_files + from_lines, faults


def _ids(uris: Sequence[str]) -> list[str]:
    """The ids that the local engine gives to these files."""
    paths = [Path("/" + uri.removeprefix("file:").replace("://", "/", 1).lstrip("/")) for uri in uris]
    found = reading.ids(sorted(set(paths)))
    return [found[path] for path in paths]


def _check_ids(lines: Rows, ids: Iterable[str], spark: Cluster) -> None:
    names = lines.map(names_of) + spark.rows([Row("name", segment(id)) for id in ids])
    if id := names.repeated():
        raise InputError(f"several articles have the id '{id}'", remedy="give each its own; spaces and quotation marks do not count")
