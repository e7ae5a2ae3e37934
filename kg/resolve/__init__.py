"""Extractions of many documents → Resolution: one entity per real thing.

`resolve` does not depend on the order of the documents: the same set gives the same keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from kg.knowledge import Knowledge
from kg.model import Doubt, Extraction, Resolution, ResolvedEntity
from kg.resolve.cluster import cluster
from kg.resolve.judge import Judgement, judge
from kg.resolve.keys import Applicant, applicant, division_key, divisions_above, parent_key, share_out
from kg.resolve.naming import Title, title
from kg.resolve.parts import Share, alone
from kg.resolve.policy import verdicts
from kg.resolve.things import Setting, Thing, setting_of, things

__all__ = ["resolve"]


def resolve(extractions: Iterable[Extraction], knowledge: Knowledge, share: Share = alone) -> Resolution:
    """Puts the entities of all documents together; share: who does the work, all of it here unless given.

    Raises KnowledgeError for faults in resolution.yml or same_as.tsv.
    """
    setting = setting_of(knowledge)
    decided = verdicts(knowledge)
    found = things(extractions, setting, {name for verdict in decided for name in verdict.names})
    groups, near = cluster(found, judge(found, setting), decided, share)
    clusters = [[found[i] for i in group] for group in groups]

    def named(part: int, parts: int) -> list[tuple[Title, Applicant]]:
        """What the clusters of a part are called, and what they apply for."""
        own = clusters[len(clusters) * part // parts : len(clusters) * (part + 1) // parts]
        titles = [title(cluster_, setting) for cluster_ in own]
        return [(called, applicant(cluster_, called, setting)) for cluster_, called in zip(own, titles, strict=True)]

    calls = list(chain.from_iterable(share(named, len(found))))
    titles, names = [called for called, _ in calls], share_out([wish for _, wish in calls])
    entities = [entity(*row, setting) for row in zip(clusters, titles, names, strict=True)]
    entities += divisions_above([t.code for t in found if t.code], setting)
    key_at = {i: key for group, key in zip(groups, names, strict=True) for i in group}
    return Resolution(
        entities=tuple(sorted(entities, key=lambda e: e.key)),
        key_of={member: key_at[i] for i, thing in enumerate(found) for member in thing.members},
        doubts=(*_doubts(near, key_at), *_open_divisions(found, key_at, setting)),
    )


def entity(cluster_: Sequence[Thing], called: Title, key: str, setting: Setting) -> ResolvedEntity:
    """The entity that a cluster is, under its title and key."""
    code = next((t.code for t in cluster_ if t.code), "")
    return ResolvedEntity(
        key=key,
        type=called.type,
        label=called.label,
        names=called.names,
        members=tuple(sorted(m for t in cluster_ for m in t.members)),
        full_name=called.full_name,
        division_code=setting.gazetteer.divisions[code].official if code else "",
        part_of=parent_key(code, setting.gazetteer) if code else "",
    )


def _doubts(near: Iterable[tuple[int, int, Judgement]], key_at: Mapping[int, str]) -> list[Doubt]:
    """The strongest doubt about each two keys, the strongest first."""
    best: dict[tuple[str, str], Doubt] = {}
    for i, j, judgement in near:
        left, right = sorted((key_at[i], key_at[j]))
        if (left, right) not in best or best[left, right].score < judgement.score:
            best[left, right] = Doubt(left, right, judgement.score, judgement.reasons)
    return sorted(best.values(), key=lambda d: (-d.score, d.left, d.right))


def _open_divisions(found: Sequence[Thing], key_at: Mapping[int, str], setting: Setting) -> list[Doubt]:
    """Districts whose name several divisions share and whose documents do not say which."""
    doubts = {
        Doubt(key_at[i], division_key(code, setting.gazetteer), setting.policy.doubt, ("several divisions have this name",))
        for i, thing in enumerate(found)
        for code in thing.maybe
    }
    return sorted(doubts, key=lambda d: (d.left, d.right))
