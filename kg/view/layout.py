"""A graph → where its nodes stand, computed when the page is built so that nothing moves when it opens.

What belongs together forms an island of its own: forces.py finds the groups and how they lie, packing.py brings them together.
Every machine comes to the same places.

>>> import networkx as nx
>>> layout(nx.path_graph(2), [10, 10]) == layout(nx.path_graph(2), [10, 10])
True
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator, Mapping, Sequence

import networkx as nx

from kg.view.forces import Places, rest
from kg.view.packing import GAP, RING, packed, shelved

FAN = 8  # fewer leaves than this stand on one side of their node


def layout(graph: nx.Graph[int], radii: Sequence[float]) -> list[tuple[int, int]]:
    """A place for each of the nodes 0 … n-1, which are numbered by importance; `radii` are their sizes.

    Nodes with one link stand in rings around the node they hang on; the others in groups, with water between them; what has
    no link to the greatest part stands in rows under it.
    """
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    places = shelved([_arrange(graph.subgraph(part).copy(), radii) for part in parts], radii) if parts else {}
    return [(round(places[i].real), round(places[i].imag)) for i in range(len(radii))]


def _arrange(part: nx.Graph[int], radii: Sequence[float]) -> Places:
    """A connected part, around the origin."""
    leaves = _leaves(part)
    hanging = {leaf for group in leaves.values() for leaf in group}
    core = sorted(set(part) - hanging)
    reach = {node: _reach(radii[node], [radii[leaf] for leaf in leaves.get(node, ())]) for node in core}
    places, groups = rest(part.subgraph(core), {node: part.degree[node] for node in core})
    places = packed(places, groups, reach)
    for node in core:
        places |= _fan(places[node], radii[node], leaves.get(node, ()), radii)
    return places


def _leaves(part: nx.Graph[int]) -> Mapping[int, list[int]]:
    """Nodes with one link, by the node they hang on; of a pair, the lesser hangs on the greater."""
    groups: dict[int, list[int]] = {}
    for node in sorted(part):
        neighbours = [n for n in part[node] if n != node]
        if len(neighbours) == 1 and (part.degree[neighbours[0]] > 1 or neighbours[0] < node):
            groups.setdefault(neighbours[0], []).append(node)
    return groups


def _rings(radius: float, sizes: Sequence[float]) -> Iterator[tuple[float, int, int]]:
    """The rings that leaves fill around a node: distance, how many find room there, how many stand there."""
    left, widest, distance = len(sizes), max(sizes, default=0.0), radius
    while left:
        distance += RING + (widest if distance == radius else 2 * widest)
        room = max(1, int(math.pi / math.asin(min(1.0, (widest + GAP / 2) / distance))))
        yield distance, room, min(room, left)
        left -= min(room, left)


def _reach(radius: float, sizes: Sequence[float]) -> float:
    """The radius of a node with its rings."""
    return max((distance + max(sizes) for distance, _, _ in _rings(radius, sizes)), default=radius)


def _fan(centre: complex, radius: float, leaves: Sequence[int], radii: Sequence[float]) -> Places:
    """Leaves around their node: full rings all around, a few of them on the side that faces away from the middle."""
    places: Places = {}
    outward = cmath.phase(centre) if abs(centre) > 1 else 0.0
    left = list(leaves)
    for distance, room, number in _rings(radius, [radii[leaf] for leaf in leaves]):
        step = 2 * math.pi / max(number, min(room, FAN))
        first = outward - step * (number - 1) / 2
        for i, leaf in enumerate(left[:number]):
            places[leaf] = centre + cmath.rect(distance, first + i * step)
        left = left[number:]
    return places
