"""Entities and claims → GraphML and GEXF, as Gephi and its like show them: labels, classes, colours, sizes, weights, dates.

Nodes go by their IRIs, edges by the ids of their claims. An edge of a symmetric relation stands once, with symmetric="true". Start and
end are the first day of the earliest and the last day of the latest document; what no dated document speaks of has none. Several names,
documents or sentences are separated by " | ".
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg.graph.formats import Built
from kg.graph.formats.cells import Documents, iri, one_line
from kg.graph.network import network
from kg.iri import plain

Attributes = dict[str, Any]
SEPARATOR = " | "


def graphml(built: Built) -> bytes:
    """The graph as GraphML."""
    graph = _plain(built)
    for _, node in graph.nodes(data=True):
        viz = node.pop("viz")
        node.update(viz["color"], size=viz["size"])
    for _, _, edge in graph.edges(data=True):
        del edge["id"]  # the key says it
    writer = GraphMLWriter(graph)
    _name_keys(writer.xml)
    text = BytesIO()
    writer.dump(text)
    return text.getvalue()


def gexf(built: Built) -> bytes:
    """The graph as GEXF, with time."""
    writer = _GexfWriter(_plain(built))
    writer.xml.find("meta").attrib.pop("lastmodifieddate")  # the day of the build: not the same tomorrow
    text = BytesIO()
    writer.write(text)
    return text.getvalue()


class _GexfWriter(GEXFWriter):
    """Leaves out the key by which networkx knows an edge; its id says the same."""

    def add_attributes(self, node_or_edge: str, xml_obj: Element, data: Attributes, default: Attributes) -> Any:
        data.pop("key", None)
        return super().add_attributes(node_or_edge, xml_obj, data, default)  # type: ignore[no-untyped-call]


def _name_keys(xml: Element) -> None:
    """Gives keys names of their own: Gephi takes d3 and d7, as networkx counts them, for the labels of another program."""
    names = {key.get("id"): f"{key.get('for')}-{key.get('attr.name')}" for key in xml.iter("key")}
    for key in xml.iter("key"):
        key.set("id", names[key.get("id")])
    for data in xml.iter("data"):
        data.set("key", names[data.get("key")])


def _plain(built: Built) -> nx.MultiDiGraph[str]:
    """The network with numbers and texts only; what is empty is left out."""
    source = network(built.resolution, built.facts, built.knowledge)
    documents = Documents(built.extractions)
    top = max([1, *(node["weight"] for _, node in source.nodes(data=True))])
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, node in source.nodes(data=True):
        graph.add_node(iri("ent", key), **_filled(_node(node, documents, top, built)))
    for head, tail, edge in source.edges(data=True):
        graph.add_edge(iri("ent", head), iri("ent", tail), key=edge["id"], **_filled(_edge(edge, documents, built)))
    return graph


def _filled(attributes: Attributes) -> Attributes:
    return {key: value for key, value in attributes.items() if value != ""}


def _node(node: Mapping[str, Any], documents: Documents, top: int, built: Built) -> Attributes:
    class_, (start, end) = built.knowledge.ontology.classes[node["type"]], documents.days(node["documents"])
    colour, (least, most) = built.colours[node["type"]], built.radii
    return {
        "label": one_line(node["label"]),
        "class": class_.name,
        "class_zh": class_.zh,
        "names": _joined(sorted(set(node["names"]) - {node["label"]})),
        "full_name": one_line(node["full_name"]),
        "division_code": node["division_code"],
        "documents": _joined(node["documents"]),
        "weight": node["weight"],
        "start": start,
        "end": end,
        "viz": {
            "color": {"r": int(colour[1:3], 16), "g": int(colour[3:5], 16), "b": int(colour[5:7], 16)},
            "size": round(least + (most - least) * math.sqrt(node["weight"] / top), 1),  # the area grows with the weight
        },
    }


def _edge(edge: Mapping[str, Any], documents: Documents, built: Built) -> Attributes:
    docs = dict.fromkeys(proof.doc for proof in edge["evidence"])
    start, end = documents.days(docs)
    confidence = float(plain(edge["confidence"]))
    return {
        "id": edge["id"],
        "label": built.knowledge.ontology.relations[edge["relation"]].zh,
        "relation": edge["relation"],
        "symmetric": edge["symmetric"],
        "confidence": confidence,
        "weight": confidence,
        "roles": _joined(edge["roles"]),
        "rules": _joined(edge["rules"]),
        "documents": _joined(docs),
        "sentences": _joined(proof.exact for proof in edge["evidence"]),
        "start": start,
        "end": end,
    }


def _joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(map(one_line, values))
