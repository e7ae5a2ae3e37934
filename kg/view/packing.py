"""Groups of discs → the same discs, none over another: the groups pushed together like islands with water between them.

As in forces.py only + − × ÷ and square roots count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from kg.view.forces import Places

GAP = 9.0  # between two nodes
RIVER = 45.0  # between two groups, at least
FILL = 1.6  # the room of a group, in sums of the squares that its discs stand in
WIDE = 1.8  # the room that a screen leaves beside the legend is that much wider than high
RING = 14.0  # between a node and the ring of its leaves, between two rings, between two parts
ROUNDS = 16
PULL = 0.08  # of the way to the middle in each round

Box = tuple[float, float, float, float]


def packed(places: Places, groups: Sequence[Sequence[int]], reach: Mapping[int, float]) -> Places:
    """The groups, each in its own shape, as near to one another as they come without touching, in the form of a screen."""
    group = {node: g for g, nodes in enumerate(groups) for node in nodes}
    stretch = math.sqrt(WIDE)
    places = {node: complex(p.real * stretch, p.imag / stretch) for node, p in places.items()}
    whole = _scale(places, places, reach)
    centres, inside = [], Places()
    for nodes in groups:
        centre = sum([places[node] for node in nodes]) / len(nodes)
        scale = _scale(places, nodes, reach) if len(nodes) > 2 else whole
        inside |= apart({node: (places[node] - centre) * scale for node in nodes}, reach)
        centres.append(centre * whole)
    weight = [sum([reach[node] ** 2 for node in nodes]) for nodes in groups]
    for _ in range(ROUNDS if len(groups) > 1 else 0):
        left, right, top, bottom = extent({node: centres[group[node]] + p for node, p in inside.items()}, reach)
        x, y = (PULL, PULL / 3) if right - left > WIDE * (bottom - top) else (PULL / 3, PULL)
        middle = complex(left + right, top + bottom) / 2
        centres = [complex((c - middle).real * (1 - x), (c - middle).imag * (1 - y)) for c in centres]
        for _ in range(3):
            _shove(centres, inside, group, reach, weight)
    return apart({node: centres[group[node]] + p for node, p in inside.items()}, reach)


def _scale(places: Places, nodes: Iterable[int], reach: Mapping[int, float]) -> float:
    """What places are to be multiplied with to give these nodes their room."""
    points = [places[node] for node in nodes]
    middle = sum(points) / len(points)
    spread = sum([(p - middle).real ** 2 + (p - middle).imag ** 2 for p in points]) / len(points)
    wanted = sum([(reach[node] + GAP) ** 2 for node in nodes]) * FILL
    return math.sqrt(wanted / (2 * spread)) if spread else 1.0  # in a disc the mean square is half the radius squared


def _shove(centres: list[complex], inside: Places, group: Mapping[int, int], reach: Mapping[int, float], weight: Sequence[float]) -> None:
    """Moves the groups that come too near to one another apart, by as much as they lack; the heavier gives way the least."""
    discs = []
    for node, p in inside.items():
        place = centres[group[node]] + p
        discs.append((place.real - reach[node], place.real, place.imag, reach[node], group[node]))
    discs.sort()
    lacks: dict[tuple[int, int], tuple[complex, float]] = {}
    for i, (_, x, y, size, own) in enumerate(discs, start=1):
        room = size + RIVER
        right = x + room
        for j in range(i, len(discs)):
            left, other_x, other_y, other_size, other = discs[j]
            if left > right:
                break
            wanted, dx, dy = room + other_size, other_x - x, other_y - y
            if other == own or not -wanted < dy < wanted:
                continue
            distance = math.sqrt(dx * dx + dy * dy)
            if distance < wanted - 1:
                ends, way = ((own, other), complex(dx, dy)) if own < other else ((other, own), complex(-dx, -dy))
                ways, most = lacks.get(ends, (0j, 0.0))
                lacks[ends] = (ways + way * ((wanted - distance) / (distance or 1.0)), max(most, wanted - distance))
    for (a, b), (ways, lack) in sorted(lacks.items()):
        step = _direction(ways + _direction(centres[b] - centres[a]) * lack) * lack
        share = weight[b] / (weight[a] + weight[b])
        centres[a] -= step * share
        centres[b] += step * (1 - share)


def _direction(way: complex) -> complex:
    length = math.sqrt(way.real * way.real + way.imag * way.imag)
    return way / length if length else 1 + 0j


def apart(places: Places, reach: Mapping[int, float]) -> Places:
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


def shelved(parts: Sequence[Places], radii: Sequence[float]) -> Places:
    """The parts in rows under the first and greatest one, each as wide as that one, or as a screen if all are small."""
    sizes = dict(enumerate(radii))
    boxes = [extent(part, sizes) for part in parts]
    area = sum((right - left + RING) * (bottom - top + RING) for left, right, top, bottom in boxes)
    width = max(boxes[0][1] - boxes[0][0], math.sqrt(area * WIDE))
    rows: list[list[tuple[Places, Box]]] = []
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


def extent(part: Places, radii: Mapping[int, float]) -> Box:
    """Left, right, top and bottom of a part with its nodes' sizes."""
    return (
        min(p.real - radii[n] for n, p in part.items()),
        max(p.real + radii[n] for n, p in part.items()),
        min(p.imag - radii[n] for n, p in part.items()),
        max(p.imag + radii[n] for n, p in part.items()),
    )
