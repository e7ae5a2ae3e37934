"""Composes the stages over a Spark cluster: articles at Hadoop paths → N-Quads and the table of figures in parts, and sums.

The triples are those of the local engine, each in the same graphs. Nothing here holds all names, entities or facts at a time; what stands
on the driver, see `kg.engine.spark`. What is local and not here: the page, Turtle, the checks of shapes over the whole graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import kg
from kg import reading
from kg.engine.rows import Row, unpack
from kg.engine.spark import Cluster, Rows, cluster
from kg.errors import InputError
from kg.graph.formats.observations import COLUMNS as FIGURE_COLUMNS
from kg.graph.formats.observations import DAYS, LISTS, NUMBERS
from kg.graph.rdf import size_statements, vocabulary
from kg.iri import segment
from kg.knowledge import Knowledge
from kg.model import ResolvedEntity
from kg.reading.sidecar import PARTNER
from kg.report import Fault
from kg.resolve.keys import divisions_above
from kg.resolve.things import setting_of
from kg.scale import resolving, stating
from kg.scale.articles import COLUMNS, bring_together, names_of, read_files, read_lines

TABLES = (".parquet", ".jsonl", ".jsonl.gz", ".json")
# Files that Spark does not read, by their size as `Cluster.listed` gives it.
PASSED_OVER = {
    0: ("the file is empty", "remove it or put the article in"),
    -1: ("Hadoop passes over names that begin with _ or .", "give the file or its folder another name"),
}
TEXTS = tuple(reading.FORMATS)  # archives and lines of JSON in a folder are not read over a cluster
MOST_FAULTS = 1000  # of them are told one by one
TYPES = dict.fromkeys(NUMBERS, "double") | dict.fromkeys(DAYS, "date") | dict.fromkeys(LISTS, "array<string>")
FIGURES = ", ".join(f"{name} {TYPES.get(name, 'string')}" for name in FIGURE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Written:
    """What a build wrote: paths and what they hold, by kind and name; faults of what was left out, the first of them."""

    paths: tuple[str, ...]
    documents: int
    triples: int
    left_out: int
    faults: tuple[Fault, ...]


def build(paths: Sequence[str], out: str, *, master: str, knowledge: Knowledge, date: str = "") -> Written:
    """Reads articles (text files, folders of them, tables) and writes graph.nq, observations.parquet and report.json below `out`.

    Raises InputError for tables without the columns, ids that are not unique, or if nothing could be read; KgError if Spark fails.
    """
    with cluster(master, knowledge) as spark:
        articles, faults = _articles(spark, paths, date)
        return write(spark, articles, faults, out.rstrip("/"), knowledge)


def write(spark: Cluster, articles: Rows, faults: Sequence[Fault], out: str, knowledge: Knowledge) -> Written:
    """Writes what articles say (rows of `kg.scale.articles`). Raises InputError if there is none."""
    articles = articles.keep()
    faults = [*faults, *(unpack(row.value, Fault) for row in articles.of("fault").collect(MOST_FAULTS))]
    clusters, keys, codes = _resolved(articles)
    graph = _told(spark, articles, clusters, keys, divisions_above(codes, setting_of(knowledge)), knowledge)
    return _write(spark, graph, articles, faults, out, knowledge)


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


def _resolved(articles: Rows) -> tuple[Rows, Rows, list[str]]:
    """Clusters, their keys, and the codes of the divisions that documents name."""
    things = articles.of("thing").group(resolving.put_together).keep()
    known = (things.of("thing") + things.of("asked").group(resolving.answer)).group(resolving.block).keep()
    edges = known.of("block").group(resolving.compare).keep()
    together = (edges.of("tie") + things.of("decided").group(resolving.decide)).components()
    clusters = (known.of("known") + edges.of("tie")).relabelled(together).group(resolving.join_things).keep()
    rivals = clusters.of("wish").group(resolving.wish).components()
    keys = clusters.of("claimant").relabelled(rivals).group(resolving.share).keep()
    return clusters, keys, sorted(things.of("code").distinct().names())


@dataclass(frozen=True, slots=True)
class _Graph:
    """texts: of entities, documents, facts; shared: triples that several of them need; figures: the table."""

    texts: Rows
    shared: Rows
    figures: Rows
    sums: Rows


def _told(spark: Cluster, articles: Rows, clusters: Rows, keys: Rows, above: Sequence[ResolvedEntity], knowledge: Knowledge) -> _Graph:
    by_key = {made.key: made for made in above}
    own = spark.rows(
        [*map(stating.one_text, vocabulary(knowledge)), *(row for made in above for row in stating.of_entity(made, knowledge))]
    )
    entities = (clusters.of("cluster") + keys).group(partial(stating.describe, above=by_key)).keep()
    documents = (entities.of("end") + articles.of("document")).group(stating.state).keep()
    told = own + entities + documents
    facts = told.of("fact").group(stating.settle).keep()
    return _Graph(
        told.of("text") + facts.of("text"),
        told.of("shared").distinct().keep(),
        facts.of("figure"),
        articles.of("sum") + told.of("sum"),
    )


def _write(spark: Cluster, graph: _Graph, articles: Rows, faults: Sequence[Fault], out: str, knowledge: Knowledge) -> Written:
    sums: dict[str, dict[str, int]] = {}
    for (key, name), total in sorted(graph.sums.sums().items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        sums.setdefault(key, {})[name] = total
    kept = sums.pop("documents", {}).get("", 0)
    if not kept:
        raise InputError("no document could be read", remedy="the files above say why")
    told = graph.texts.total() + graph.shared.count()
    size = [*map(stating.one_text, size_statements(told, sum(sums["entities"].values()), kept))]
    triples = told + len(size)
    spark.write_text(graph.texts + graph.shared + spark.rows(size), f"{out}/graph.nq", ".nq")
    spark.write_parquet(graph.figures, f"{out}/observations.parquet", FIGURES, ("subject", "indicator", "period", "iri"))
    left_out = len(faults) if len(faults) < MOST_FAULTS else articles.of("fault").count()
    report = {
        "kg": kg.__version__,
        "ontology": {"folder": str(knowledge.root), "sha256": knowledge.hash},
        "documents": {"kept": kept, "left_out": left_out, "refused": [asdict(fault) for fault in faults]},
        **sums,
        "triples": triples,
    }
    spark.write_file(json.dumps(report, ensure_ascii=False, indent=1) + "\n", f"{out}/report.json")
    written = tuple(f"{out}/{name}" for name in ("graph.nq", "observations.parquet", "report.json"))
    return Written(written, kept, triples, left_out, tuple(faults))
