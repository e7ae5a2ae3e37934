"""Links between nodes → where they come to rest, and which belong together: all push one another away, links pull together.

Only + − × ÷ and square roots decide the course of the computation, so every machine comes to the same places. Points are
complex numbers: the pull of a body at w on one at z is then m / (z − w), conjugated.

>>> import networkx as nx
>>> sorted(map(len, rest(nx.barbell_graph(4, 0), {n: 3 for n in range(8)})[1]))
[4, 4]
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx

STEPS = 80  # and fewer for a large graph
HOLD = 0.1  # how strongly the middle of a group holds its nodes
OUT = 0.3  # how strongly a link pulls that leads out of its group
TURN = complex(-0.7373688780783197, 0.6754902942615238)  # the golden angle: points of a spiral that fill a disc evenly

Places = dict[int, complex]
Link = tuple[int, int, float]  # two places in the list of points, and the strength of the pull


def rest(graph: nx.Graph[int], degree: Mapping[int, int]) -> tuple[Places, list[list[int]]]:
    """The places where nodes come to rest, and the groups that have more links inside than out (Blondel et al. 2008).

    Links to a great hub pull the least, so that what belongs together gathers around its own centre and not around the hub.
    First the groups find their places, as if each were one body, then their nodes, which start there.
    """
    nodes = sorted(graph)
    index = {node: i for i, node in enumerate(nodes)}
    links = [(index[a], index[b], 2.0 / math.sqrt(degree[a] * degree[b])) for a, b in sorted(map(sorted, graph.edges)) if a != b]
    groups = _groups(len(nodes), links)
    mass = [1 + math.sqrt(degree[node]) for node in nodes]
    points = _settled(_start(groups, links, len(nodes)), _loosened(links, groups), mass, groups)
    return dict(zip(nodes, points, strict=True)), [[nodes[i] for i in group] for group in groups]


def _groups(number: int, links: Sequence[Link]) -> list[list[int]]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(number))
    graph.add_weighted_edges_from(links)
    return sorted(sorted(group) for group in nx.community.louvain_communities(graph, seed=1))


def _group_of(groups: Sequence[Sequence[int]]) -> dict[int, int]:
    return {i: g for g, group in enumerate(groups) for i in group}


def _loosened(links: Sequence[Link], groups: Sequence[Sequence[int]]) -> list[Link]:
    """The links, of which those between groups pull less."""
    group = _group_of(groups)
    return [(a, b, pull if group[a] == group[b] else pull * OUT) for a, b, pull in links]


def _start(groups: Sequence[Sequence[int]], links: Sequence[Link], number: int) -> list[complex]:
    """Each group in a spiral around the place where it would rest if it were one body."""
    if len(groups) == 1:
        return _spiral(number)
    group = _group_of(groups)
    pulls: dict[tuple[int, int], float] = {}
    for a, b, pull in links:
        if group[a] != group[b]:
            ends = (min(group[a], group[b]), max(group[a], group[b]))
            pulls[ends] = pulls.get(ends, 0.0) + pull
    centres = _settled(
        _spiral(len(groups)), [(*ends, pull) for ends, pull in sorted(pulls.items())], [1 + math.sqrt(len(g)) for g in groups]
    )
    spread = math.sqrt(sum([len(g) * (c.real * c.real + c.imag * c.imag) for g, c in zip(groups, centres, strict=True)]))
    points = [0j] * number
    for members, centre in zip(groups, centres, strict=True):
        for i, point in zip(members, _spiral(len(members)), strict=True):
            points[i] = centre * (0.9 * number / spread) + point * 0.8
    return points


def _spiral(number: int) -> list[complex]:
    points, turn = [], 1 + 0j
    for i in range(number):
        points.append(turn * math.sqrt(i + 0.5))
        turn *= TURN
    return points


def _settled(
    points: Sequence[complex], links: Sequence[Link], mass: Sequence[float], groups: Sequence[Sequence[int]] = ()
) -> list[complex]:
    """The points after they have moved, first far and then less and less, to where push and pull are even."""
    points = list(points)
    steps = min(STEPS, max(STEPS // 3, 36_000 // len(points)))
    for step in range(steps):
        push = _push(points, mass)
        for a, b, strength in links:
            pull = strength * (points[b] - points[a])
            push[a] += pull
            push[b] -= pull
        for group in groups:
            middle = sum([points[i] for i in group]) / len(group)
            for i in group:
                push[i] += HOLD * mass[i] * (middle - points[i])
        heat = math.sqrt(len(points)) * 0.15 * (1 - step / steps)
        for i, force in enumerate(push):
            force -= 0.03 * mass[i] * points[i]
            size = math.sqrt(force.real * force.real + force.imag * force.imag)
            points[i] += force * min(0.2, heat / size) if size else 0
    return points


def _push(points: Sequence[complex], mass: Sequence[float]) -> list[complex]:
    """The push of all other nodes on each. Those in adjacent cells count one by one; a cell further away counts as one body,
    and its pull on the members of a cell is taken at their centre and along the slope there."""
    xs, ys = [p.real for p in points], [p.imag for p in points]
    side = max(max(xs) - min(xs), max(ys) - min(ys), 1e-9) / max(1.0, math.sqrt(len(points) / 6))
    cells: dict[tuple[int, int], list[int]] = {}
    for i, point in enumerate(points):
        cells.setdefault((int(point.real // side), int(point.imag // side)), []).append(i)
    bodies = {}
    for cell, members in cells.items():
        total = sum([mass[i] for i in members])
        bodies[cell] = (total, sum([mass[i] * points[i] for i in members]) / total)
    force = [0j] * len(points)
    for (x, y), members in cells.items():
        centre = bodies[x, y][1]
        around = [(cx, cy) for cx in (x - 1, x, x + 1) for cy in (y - 1, y, y + 1) if (cx, cy) in cells]
        far = [(m, centre - w) for (cx, cy), (m, w) in bodies.items() if abs(cx - x) > 1 or abs(cy - y) > 1]
        level, slope = sum([m / d for m, d in far]), -sum([m / (d * d) for m, d in far])
        near = [(mass[j], points[j]) for cell in around for j in cells[cell]]
        for i in members:
            here = points[i]
            pull = level + slope * (here - centre) + sum([m / (here - w) for m, w in near if w != here])
            force[i] = mass[i] * complex(pull).conjugate()
    return force
