"""Every file of a build: of the sample, of the sample with hostile texts, of the five seeds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from sample import extractions, resolution

from kg.graph.formats import FORMATS, Built, write
from kg.graph.merge import merge
from kg.graph.rdf import build, write_statements
from kg.knowledge import load
from kg.model import Extraction, Quote, Resolution
from kg.pipeline import assemble, find, read_all

ROOT = Path(__file__).resolve().parents[1]
Files = Mapping[str, str | bytes]

# Quotes, braces, markup, the ends of CDATA and comments, line ends and controls, what separates values, what spreadsheets run, bidi.
WILD = [
    *('"\'`\\"', "{}[]|^<b>&amp;", "a]]>b-->", "a\nb\r\tc\r\nd", "a\x00\x01\x0b\x1f\x7f\x85\ufffe\uffffb", "a;b；c,d | e"),
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "＝1",
        "\t=1",
        "\u202egpj.exe\u202c",
        "#%/?:",
        "{{x}}${y}",
        "😀\u2028\ufeff",
        "null",
        "@id",
        "_:b",
        "~ <<( )>>",
    ),
]


def wild(documents: list[Extraction], resolved: Resolution) -> tuple[list[Extraction], Resolution]:
    """The sample with hostile text wherever texts have a say; every WILD string is a name, a sentence, an indicator, a role …"""

    def quotes(found: tuple[Quote, ...], i: int) -> tuple[Quote, ...]:
        return tuple(Quote(q.start, q.end, q.exact + WILD[i % len(WILD)]) for q in found)

    changed = []
    for number, document in enumerate(documents):
        figures = [
            replace(o, indicator=text, unit=text, value=-1e-7 * i, evidence=quotes(o.evidence, i))
            for i, text in enumerate(WILD)
            for o in document.observations[:1]
        ]
        changed.append(
            replace(
                document,
                title=WILD[number],
                source=WILD[number + 3],
                relations=tuple(
                    replace(r, role=WILD[i % len(WILD)], rule=WILD[-i % len(WILD)], evidence=quotes(r.evidence, i))
                    for i, r in enumerate(document.relations)
                ),
                observations=(*document.observations, *figures),
                milestones=tuple(replace(m, rule=WILD[i], evidence=quotes(m.evidence, i)) for i, m in enumerate(document.milestones)),
            )
        )
    entities = [
        replace(e, label=WILD[i], names=(*e.names, *WILD[i:]), full_name=WILD[-i - 1]) if i < len(WILD) else e
        for i, e in enumerate(resolved.entities)
    ]
    return changed, replace(resolved, entities=tuple(entities))


def built(documents: Iterable[Extraction], resolved: Resolution) -> Built:
    knowledge, documents = load(), list(documents)
    facts = merge(documents, resolved, knowledge)
    colours = dict.fromkeys(knowledge.ontology.classes, "#34507e")
    return Built(documents, resolved, facts, build(documents, resolved, facts, knowledge), knowledge, colours, (7.0, 34.0))


@cache
def files_of(case: str) -> Files:
    """Every file of a build of the sample, of the sample with hostile texts, of the five seeds."""
    if case == "seeds":
        sources, faults = find([ROOT / "seeds"])
        return assemble(list(read_all(sources)), faults, formats=list(FORMATS))
    made = built(*wild(extractions(), resolution())) if case == "wild" else built(extractions(), resolution())
    return write(FORMATS, made) | {"graph.ttl": write_statements(made.statements)}
