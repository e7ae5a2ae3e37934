"""What articles say → N-Quads, the table of figures and a report, with any engine for rows.

The triples are those of a build in one piece, each in the same graphs. Of names, entities and facts nothing is held here but keys and sums;
what the engines hold, see there. What is not here: the page, Turtle, the checks of shapes over the whole graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Generic

import kg
from kg.engine.rows import Engine, R, unpack
from kg.errors import InputError
from kg.graph.formats import PARQUET
from kg.graph.rdf import size_statements, vocabulary
from kg.knowledge import Knowledge
from kg.model import ResolvedEntity
from kg.report import Fault
from kg.resolve.keys import divisions_above
from kg.resolve.things import setting_of
from kg.scale import resolving, stating

MOST_FAULTS = 1000  # of those of workers are told one by one
GRAPH, TABLE, REPORT = NAMES = ("graph.nq", PARQUET, "report.json")


@dataclass(frozen=True, slots=True)
class Written:
    """What a build wrote, and what is to be told of it; faults of what was left out, the first of them."""

    documents: int
    triples: int
    left_out: int
    faults: tuple[Fault, ...]
    report: dict[str, Any]


def write(engine: Engine[R], articles: R, faults: Sequence[Fault], out: str, knowledge: Knowledge) -> tuple[Written, R]:
    """Writes the graph of what articles say (rows of `kg.scale.articles`) below `out`, which ends without a slash; what is to be told of
    it, and the rows of the table of figures, whose values are JSON. faults: of what is not among the articles. Raises InputError if there
    is none."""
    articles = articles.keep()
    clusters, keys, codes = _resolved(articles)
    graph = _told(engine, articles, clusters, keys, divisions_above(codes, setting_of(knowledge)), knowledge)
    return _write(engine, graph, articles.of("fault"), faults, out, knowledge), graph.figures


def _resolved(articles: R) -> tuple[R, R, list[str]]:
    """Clusters, their keys, and the codes of the divisions that documents name."""
    things = articles.of("thing").group(resolving.put_together).keep()
    known = (things.of("thing") + things.of("asked").group(resolving.answer)).group(resolving.block).keep()
    edges = known.of("block").group(resolving.compare).keep()
    links = edges.of("tie") + things.of("decided").group(resolving.decide)
    clusters = (known.of("known") + edges.of("tie")).linked(links).group(resolving.join_things).keep()
    keys = clusters.of("claimant").linked(clusters.of("wish").group(resolving.wish)).group(resolving.share).keep()
    return clusters, keys, things.of("code").distinct().names()


@dataclass(frozen=True, slots=True)
class _Graph(Generic[R]):
    """texts: of entities, documents, facts; shared: triples that several of them need; figures: the table."""

    texts: R
    shared: R
    figures: R
    sums: R


def _told(engine: Engine[R], articles: R, clusters: R, keys: R, above: Sequence[ResolvedEntity], knowledge: Knowledge) -> _Graph[R]:
    by_key = {made.key: made for made in above}
    own = engine.rows(
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


def _write(engine: Engine[R], graph: _Graph[R], refused: R, faults: Sequence[Fault], out: str, knowledge: Knowledge) -> Written:
    sums: dict[str, dict[str, int]] = {}
    for (key, name), total in sorted(graph.sums.sums().items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        sums.setdefault(key, {})[name] = total
    kept, named = (sums.pop(key, {}).get("", 0) for key in ("documents", "entities_in_documents"))
    if not kept:
        raise InputError("no document could be read", remedy="the files above say why")
    told = graph.texts.total() + graph.shared.count()
    size = [*map(stating.one_text, size_statements(told, sum(sums.get("entities", {}).values()), kept))]
    triples = told + len(size)
    engine.write_lines(graph.texts + graph.shared + engine.rows(size), f"{out}/{GRAPH}")
    left_out = len(faults) + refused.count()
    faults = [*faults, *(unpack(row.value, Fault) for row in refused.collect(MOST_FAULTS))]
    report = {
        "kg": kg.__version__,
        "ontology": {"folder": str(knowledge.root), "sha256": knowledge.hash},
        "documents": {"kept": kept, "left_out": left_out, "refused": [asdict(fault) for fault in faults]},
        "entities_in_documents": named,
        **sums,
        "triples": triples,
    }
    return Written(kept, triples, left_out, tuple(faults), report)
