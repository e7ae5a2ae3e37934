"""Figures that a text says more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Observation, Quote

ALIKE = 64  # figures of one subject and value among which one that is said again is sought; an article has a few


def merged(observations: Sequence[Observation]) -> list[Observation]:
    """Each figure once: one that is said again, in the same or fewer words, adds its sentence to the evidence."""
    kept: list[Observation] = []
    proofs: list[dict[Quote, None]] = []
    alike: dict[tuple[str, str, float, str], list[int]] = {}
    for o in observations:
        group = alike.setdefault((o.subject, o.kind, o.value, o.unit), [])
        at = next((i for i in group[-ALIKE:] if _same(kept[i], o)), None)
        if at is None:
            group.append(len(kept))
            kept.append(o)
            proofs.append(dict.fromkeys(o.evidence))
            continue
        k = kept[at]
        kept[at] = replace(k, indicator=max(k.indicator, o.indicator, key=len), period=k.period or o.period)
        proofs[at] |= dict.fromkeys(o.evidence)
    return [replace(o, evidence=tuple(proof)) for o, proof in zip(kept, proofs, strict=True)]


def _same(a: Observation, b: Observation) -> bool:
    return (a.indicator in b.indicator or b.indicator in a.indicator) and (a.period == b.period or not a.period or not b.period)
