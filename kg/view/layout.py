"""A graph → where its nodes stand, computed when the page is built so that nothing moves when it opens.

Only + − × ÷ and square roots decide the course of the computation, so every machine comes to the same places. Points are
complex numbers: the pull of a body at w on one at z is then m / (z − w), conjugated.

>>> import networkx as nx
>>> layout(nx.path_graph(2), [10, 10]) == layout(nx.path_graph(2), [10, 10])
True
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator, Mapping, Sequence

import networkx as nx

STEPS = 80  # and fewer for a large graph
GAP = 9.0  # between two nodes
RING = 14.0  # between a node and the ring of its leaves, and between two rings
FAN = 8  # fewer leaves than this stand on one side of their node
WIDE = 2.1  # screens are wider than high
TURN = complex(-0.7373688780783197, 0.6754902942615238)  # the golden angle: points of a spiral that fill a disc evenly

Places = dict[int, complex]


def layout(graph: nx.Graph[int], radii: Sequence[float]) -> list[tuple[int, int]]:
    """A place for each of the nodes 0 … n-1, which are numbered by importance; `radii` are their sizes.

    Nodes with one link stand in rings around the node they hang on; the others are pushed and pulled until they rest;
    what has no link to the greatest part stands in rows under it.
    """
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    places = _shelved([_arrange(graph.subgraph(part).copy(), radii) for part in parts], radii) if parts else {}
    return [(round(places[i].real), round(places[i].imag)) for i in range(len(radii))]


def _arrange(part: nx.Graph[int], radii: Sequence[float]) -> Places:
    """A connected part, around the origin."""
    leaves = _leaves(part)
    hanging = {leaf for group in leaves.values() for leaf in group}
    core = sorted(set(part) - hanging)
    reach = {node: _reach(radii[node], [radii[leaf] for leaf in leaves.get(node, ())]) for node in core}
    places = _rest(part.subgraph(core), {node: part.degree[node] for node in core})
    places = _apart(_scaled(places, reach), reach)
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


def _rest(graph: nx.Graph[int], degree: Mapping[int, int]) -> Places:
    """Where the nodes come to rest: all push one another away, links pull together, those of a great hub the least,
    so that what belongs together gathers around its own centre and not around the hub."""
    nodes = sorted(graph)
    if len(nodes) == 1:
        return {nodes[0]: 0j}
    points, spiral = [], 1 + 0j
    for i in range(len(nodes)):
        points.append(spiral * math.sqrt(i + 0.5))
        spiral *= TURN
    index = {node: i for i, node in enumerate(nodes)}
    links = [(index[a], index[b], 2.0 / math.sqrt(degree[a] * degree[b])) for a, b in sorted(map(sorted, graph.edges)) if a != b]
    mass = [1 + math.sqrt(degree[node]) for node in nodes]
    steps = min(STEPS, max(STEPS // 3, 36_000 // len(nodes)))
    for step in range(steps):
        push = _push(points, mass)
        for a, b, weight in links:
            pull = weight * (points[b] - points[a])
            push[a] += pull
            push[b] -= pull
        heat = math.sqrt(len(nodes)) * 0.15 * (1 - step / steps)
        for i, force in enumerate(push):
            force -= 0.03 * mass[i] * points[i]
            size = math.sqrt(force.real * force.real + force.imag * force.imag)
            points[i] += force * min(0.2, heat / size) if size else 0
    return dict(zip(nodes, points, strict=True))


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


def _scaled(places: Places, reach: Mapping[int, float]) -> Places:
    """The same picture, wide as a screen, and large enough that the nodes with their rings fill about a third of it."""
    xs, ys = [p.real for p in places.values()], [p.imag for p in places.values()]
    area = (max(xs) - min(xs)) * (max(ys) - min(ys))
    wanted = sum((r + GAP) ** 2 for r in reach.values()) * math.pi * 3
    factor = math.sqrt(wanted / area) if area else 1.0
    stretch = math.sqrt(WIDE)
    return {node: complex(p.real * factor * stretch, p.imag * factor / stretch) for node, p in places.items()}


def _apart(places: Places, reach: Mapping[int, float]) -> Places:
    """Overlapping discs pushed apart, until none is left or patience ends."""
    nodes = sorted(places)
    for _ in range(60):
        moved = False
        order = sorted(nodes, key=lambda n: (places[n].real - reach[n], n))
        for i, a in enumerate(order):
            right = places[a].real + reach[a] + GAP
            for b in order[i + 1 :]:
                if places[b].real - reach[b] > right:
                    break
                between = places[b] - places[a]
                distance = math.sqrt(between.real * between.real + between.imag * between.imag)
                lack = reach[a] + reach[b] + GAP - distance
                if lack > 0.5:
                    moved = True
                    direction = between / distance if distance else 1 + 0j
                    share = reach[b] / (reach[a] + reach[b])  # the greater one gives way the least
                    places[a] -= direction * lack * share
                    places[b] += direction * lack * (1 - share)
        if not moved:
            break
    return places


def _shelved(parts: Sequence[Places], radii: Sequence[float]) -> Places:
    """The parts in rows under the first and greatest one, each as wide as that one, or as a screen if all are small."""
    boxes = [_box(part, radii) for part in parts]
    area = sum((right - left + RING) * (bottom - top + RING) for left, right, top, bottom in boxes)
    width = max(boxes[0][1] - boxes[0][0], math.sqrt(area * WIDE))
    rows: list[list[tuple[Places, tuple[float, float, float, float]]]] = []
    used = math.inf
    for part, box in zip(parts, boxes, strict=True):
        if used + box[1] - box[0] > width:
            rows.append([])
            used = 0.0
        rows[-1].append((part, box))
        used += box[1] - box[0] + RING
    places: Places = {}
    under = 0.0
    for row in rows:
        x = -(sum(box[1] - box[0] for _, box in row) + RING * (len(row) - 1)) / 2
        height = max(box[3] - box[2] for _, box in row)
        for part, (left, right, top, bottom) in row:
            corner = complex(x - left, under + (height - bottom + top) / 2 - top)
            places |= {node: place + corner for node, place in part.items()}
            x += right - left + RING
        under += height + RING * 2
    return places


def _box(part: Places, radii: Sequence[float]) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a part with its nodes' sizes."""
    return (
        min(p.real - radii[n] for n, p in part.items()),
        max(p.real + radii[n] for n, p in part.items()),
        min(p.imag - radii[n] for n, p in part.items()),
        max(p.imag + radii[n] for n, p in part.items()),
    )
