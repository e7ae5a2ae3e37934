"""Documents, entities and what is said of them → the HTML page: one file that asks the network for nothing.

pyvis builds the network and fills our template; vis-network itself is put inside, out of the pyvis package. Names and
sentences come from strangers' texts: they travel as JSON in which no `<` is left, the script only ever sets them as
text, and the page's content security policy lets nothing run but the two scripts whose hashes it names.
"""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import networkx as nx

from kg.facts import Facts, Figure
from kg.knowledge.load import Knowledge
from kg.model import Extraction, Resolution
from kg.view.data import page_data
from kg.view.layout import layout
from kg.view.style import Style, read_style

HERE = Path(__file__).parent
MODULES = (
    *("words", "dom", "store", "state", "narrow", "paths", "find", "palette", "labels", "drawing"),
    *("evidence", "parts", "periods", "amounts", "chart", "differences", "figures", "timeline"),
    *("panel", "filters", "legend", "search", "keys"),
    *("csv", "turtle", "picture", "save", "takeaway", "main"),
)
STYLES = ("page", "side", "panel", "figures", "screens")
VIS = "templates/lib/vis-9.1.2/vis-network.min.js"  # in the pyvis package
JSON = {"ensure_ascii": False, "separators": (",", ":")}
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "tooltipDelay": 10**7},
    "nodes": {"borderWidth": 1, "borderWidthSelected": 3, "scaling": {"label": {"drawThreshold": 10**6}}},  # labels.js draws the labels
    "edges": {"smooth": False, "width": 1, "selectionWidth": 1, "arrows": {"to": {"scaleFactor": 0.4}}},
}


def write_page(
    extractions: Iterable[Extraction], resolution: Resolution, facts: Facts, conflicts: Iterable[Sequence[Figure]], knowledge: Knowledge
) -> str:
    """The text of the page; `conflicts` has the figures that contradict each other.

    The same input gives the same text. Raises KnowledgeError for a fault in view.yml.
    """
    style = read_style(knowledge)
    data = page_data(extractions, resolution, facts, conflicts, knowledge, style)
    return _fill(_draw(data, style), data)


def _draw(data: Mapping[str, Any], style: Style) -> Any:
    """The pyvis network of the most important nodes, each in its place."""
    from pyvis.network import Network  # here, because it brings IPython with it

    nodes = data["nodes"][: style.first_nodes]
    symmetric = {name for name, kind in data["relationTypes"].items() if kind["symmetric"]}
    links = _links(data["relations"], symmetric, len(nodes))
    radii = _radii([node["weight"] for node in nodes], style)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    graph.add_edges_from(links)
    network = Network(directed=True)
    for i, (node, radius, (x, y)) in enumerate(zip(nodes, radii, layout(graph, radii), strict=True)):
        look = style.looks[node["type"]]
        network.add_node(i, label=node["label"], shape=look.shape, color=look.colour, size=round(radius, 1), x=x, y=y)
    for number, ((head, tail), both_ways) in enumerate(links.items()):
        network.add_edge(head, tail, id=number, arrows="" if both_ways else "to")
    network.options = OPTIONS
    return network


def _links(relations: Sequence[Mapping[str, Any]], symmetric: Collection[str], limit: int) -> dict[tuple[int, int], bool]:
    """One line for each pair of nodes that facts link, from head to tail; True where they run both ways."""
    links: dict[tuple[int, int], bool] = {}
    for row in relations:
        head, tail = row["head"], row["tail"]
        if head == tail or head >= limit or tail >= limit:
            continue
        if (tail, head) in links:
            links[tail, head] = True
        else:
            links[head, tail] = links.get((head, tail), False) or row["relation"] in symmetric
    return links


def _radii(weights: Sequence[int], style: Style) -> list[float]:
    """Sizes between the least and the largest: the area grows with the weight."""
    top = max([1, *weights])
    return [style.smallest + (style.largest - style.smallest) * math.sqrt(w / top) for w in weights]


def _fill(network: Any, data: Mapping[str, Any]) -> str:
    """Our template with everything inside."""
    import pyvis

    vis = (
        (Path(pyvis.__file__).parent / VIS)
        .read_text("utf-8")
        .replace("\r\n", "\n")
        .replace("//# sourceMappingURL=vis-network.min.js.map", "")
    )
    script = _bundle()
    css = "".join((HERE / f"{name}.css").read_text("utf-8") for name in STYLES)
    network.set_template_dir(str(HERE), "page.html")
    network.templateEnv.policies["json.dumps_kwargs"] = JSON
    network.templateEnv.globals.update(vis=vis, script=script, css=css, data=data, policy=_policy([vis, script], [css]))
    return str(network.generate_html())


def _bundle() -> str:
    """Our modules in one script: each becomes a function of its own that hands out what it exports."""
    return "\n".join(_module(name, (HERE / f"{name}.js").read_text("utf-8")) for name in MODULES)


def _module(name: str, text: str) -> str:
    """A module's text as a function.

    >>> print(_module("b", 'import { x } from "./a.js";\\nexport const y = x;\\n'))
    const b_js = (() => {
    const { x } = a_js;
    const y = x;
    return { y };
    })();
    """
    exports = ", ".join(re.findall(r"^export (?:function|const) (\w+)", text, flags=re.M))
    text = re.sub(r'^import (\{.*\}) from "\./(\w+)\.js";$', r"const \1 = \2_js;", text, flags=re.M)
    text = re.sub(r"^export ", "", text, flags=re.M)
    return f"const {name}_js = (() => {{\n{text}return {{ {exports} }};\n}})();"


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """The content security policy under which only these scripts run and only these styles count."""

    def hashes(texts: Sequence[str]) -> str:
        return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data:; base-uri 'none'; form-action 'none'"
    )
