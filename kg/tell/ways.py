"""Ways between two entities, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.facts import Article
from kg.graph.path import Found, Hop
from kg.tell.data import Data, entity_data, evidence_data, fact_data, labels_of
from kg.tell.wording import Wording, clean

SHOWN = 3  # sentences of a step; JSON has all


def ways_text(found: Found, start: str, end: str, steps: int, words: Wording) -> str:
    """Each way as numbered sentences with their sources; before them which things are meant, where a name has several."""
    labels = labels_of(found.graph)
    lines = []
    for name, keys in ((start, found.starts), (end, found.ends)):
        if len(keys) > 1:
            things = words.pick("、", ", ").join(f"{words.term(found.graph.entities[k].type)} {clean(labels[k])}" for k in keys)
            lines.append(words.pick(f"“{clean(name)}”有 {len(keys)} 个：{things}", f"“{clean(name)}” is the name of {len(keys)}: {things}"))
    if both := sorted(set(found.starts) & set(found.ends)):
        return "\n".join([*lines, words.pick("两个名称是同一事物：", "both names are of one thing: ") + clean(labels[both[0]])])
    for way in found.ways:
        stops = " – ".join(clean(labels[key]) for key in (way[0].start, *(hop.end for hop in way)))
        lines.append(f"{stops} ({len(way)} {words.pick('步', 'step' if len(way) == 1 else 'steps')})")
        for number, hop in enumerate(way, 1):
            lines += _hop_lines(number, hop, labels, found.graph.documents, words)
    return "\n".join([*lines, *([] if found.ways else [_no_way(found, start, end, steps, words)])])


def _hop_lines(number: int, hop: Hop, labels: Mapping[str, str], documents: Mapping[str, Article], words: Wording) -> Iterator[str]:
    for i, claim in enumerate(hop.claims):
        lead = " " * 5 if i else f"  {number}. "
        yield f"{lead}{words.fact(claim, labels)}  {claim.support.confidence:g}"
        proofs = claim.support.evidence
        yield from (f"       {words.source(proof, documents)}" for proof in proofs[:SHOWN])
        if len(proofs) > SHOWN:
            yield f"       … {words.pick(f'另有 {len(proofs) - SHOWN} 句', f'and {len(proofs) - SHOWN} more')}"
        if not proofs:
            yield f"       ({clean(', '.join(claim.support.rules))})"


def _no_way(found: Found, start: str, end: str, steps: int, words: Wording) -> str:
    one, other = clean(start), clean(end)
    if found.shortest:
        said = words.pick(
            f"最短的有 {found.shortest} 步：--steps {found.shortest}", f"the shortest has {found.shortest}: --steps {found.shortest}"
        )
    else:
        said = words.pick("再多步也没有", "and none with more")
    lines = [
        words.pick(f"{one} 与 {other} 之间没有 {steps} 步以内的路径，{said}", f"no way from {one} to {other} in {steps} steps, {said}")
    ]
    for name, (near, all_) in zip((one, other), found.reach, strict=True):
        lines.append(
            words.pick(
                f"  从 {name} 出发，{steps} 步以内到达 {near} 个实体，总共 {all_} 个",
                f"  {name} reaches {near} entities in {steps} steps, {all_} in all",
            )
        )
    return "\n".join(lines)


def ways_data(found: Found) -> Data:
    """The ways, with their sentences."""
    entities = found.graph.entities
    return {
        "from": [entity_data(entities[key]) for key in found.starts],
        "to": [entity_data(entities[key]) for key in found.ends],
        "same": bool(set(found.starts) & set(found.ends)),
        "paths": [
            [
                {
                    "from": entity_data(entities[hop.start]),
                    "to": entity_data(entities[hop.end]),
                    "claims": [fact_data(claim) | {"evidence": evidence_data(claim.support.evidence, found.graph)} for claim in hop.claims],
                }
                for hop in way
            ]
            for way in found.ways
        ],
        "shortest": found.shortest,
        "reach": [{"within_steps": near, "in_all": all_} for near, all_ in found.reach],
    }
