"""One thing of a graph, for whoever asks for its IRI: a page for people; Turtle, JSON-LD or N-Triples for programs.

The page needs no script and fetches nothing. Whatever it shows is escaped by Jinja2.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from pyoxigraph import Literal, NamedNode, Store, Triple

from kg.endpoint.address import path_of
from kg.graph.describe import describe, vocabulary
from kg.graph.explain import explain_node
from kg.graph.facts import label
from kg.graph.formats.jsonld import jsonld
from kg.graph.terms import name, short
from kg.graph.turtle import rank, write_turtle
from kg.iri import BASE, PREFIXES
from kg.knowledge import Knowledge
from kg.tell.wording import Wording, amount

HERE = Path(__file__).parent
HTML = "text/html"
TURTLE, JSONLD = "text/turtle", "application/ld+json"
FORMS = {"html": HTML, "ntriples": "application/n-triples", "jsonld": JSONLD, "turtle": TURTLE}
MOST = 200  # facts of a kind on a page; programs get all
WORDS = {
    "names": ("又称", "Also"),
    "full_name": ("全称", "Full name"),
    "code": ("行政区划代码", "Division code"),
    "relations": ("关系", "Relations"),
    "figures": ("指标", "Figures"),
    "milestones": ("时间线", "Timeline"),
    "documents": ("出处", "Articles"),
    "properties": ("属性", "Properties"),
    "graph": ("图谱", "Graph"),
    "more": ("另有 {} 项，见", "{} more in"),
    "confidence": ("置信度", "confidence"),
    "gazetteer": ("来自地名表，原文没有写", "from the gazetteer; no article says it"),
}


@dataclass(frozen=True, slots=True)
class Things:
    """The things of an open graph. Use as: things.html(node, "zh"), things.data(node, "text/turtle")."""

    store: Store
    knowledge: Knowledge

    def has(self, node: NamedNode) -> bool:
        """Does the graph say anything of the node?"""
        return next(self.store.quads_for_pattern(node, None, None), None) is not None

    def data(self, node: NamedNode, form: str) -> str:
        """What the graph says of a node, in one of FORMS but HTML."""
        declared = vocabulary(self.store, self.knowledge)
        triples = declared if node.value == BASE + "ontology" else describe(self.store, node)
        writers: dict[str, Callable[[Sequence[Triple]], str]] = {
            TURTLE: partial(write_turtle, spare=False),
            JSONLD: partial(jsonld, vocabulary=declared),
        }
        return writers.get(form, _ntriples)(triples)

    def html(self, node: NamedNode, language: str) -> str:
        """The page of a node in "zh" or "en"."""
        words = Wording(self.knowledge, language)
        entity = explain_node(self.store, node, self.knowledge) if node.value.startswith(PREFIXES["ent"]) else None
        return _template().render(
            css=_css(),
            language=language,
            say=lambda key: words.pick(*WORDS[key]),
            words=words,
            node=node.value,
            title=label(self.store, node),
            entity=entity,
            properties=[] if entity else self._properties(node),
            here=path_of,
            key=node.value.removeprefix(PREFIXES["ent"]),
            titles={article.id: article.title for article in entity.documents if article.title} if entity else {},
            document=lambda id: path_of(name("doc", id).value),
            amount=amount,
            most=MOST,
            forms=[form for form in FORMS if form != "html"],
        )

    def _properties(self, node: NamedNode) -> list[tuple[str, list[tuple[str, str]]]]:
        """Properties in the order of Turtle, each with its values: text, and where it leads."""
        quads = sorted(
            self.store.quads_for_pattern(node, None, None),
            key=lambda q: (rank(short(q.predicate.value)), str(q.predicate), str(q.object)),
        )
        return [
            (short(predicate), [self._value(quad.object) for quad in group])
            for predicate, group in groupby(quads, key=lambda q: q.predicate.value)
        ]

    def _value(self, value: object) -> tuple[str, str]:
        if isinstance(value, NamedNode):
            return label(self.store, value), path_of(value.value)
        return (value.value if isinstance(value, Literal) else str(value)), ""


def policy() -> str:
    """The content security policy of the pages."""
    digest = b64encode(sha256(_css().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def _ntriples(triples: Sequence[Triple]) -> str:
    return "".join(sorted(f"{triple} .\n" for triple in triples))


@cache
def _css() -> str:
    return (HERE / "thing.css").read_text("utf-8")


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("thing.html")
