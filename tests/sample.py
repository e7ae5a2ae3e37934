"""Two short articles with their facts, put together by hand: what the tests of the graph start from."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Triple

from kg.graph.merge import merge
from kg.graph.rdf import build
from kg.graph.turtle import triples
from kg.iri import PREFIXES
from kg.knowledge import Knowledge
from kg.model import Entity, Extraction, Milestone, Observation, Quote, Relation, Resolution, ResolvedEntity

TEXTS = {
    "first": (
        "蓝鲸科技落户澄江光谷园，董事长张晓出席。园内芯片城还有星河电池。蓝鲸科技推出晨光一号，入选国家级制造业单项冠军。"
        "2023年蓝鲸科技实现产值12.5亿元，增长8%。澄江区实施满山红计划，发展电池产业。启明项目总投资30亿元，预计2025年5月投产。"
    ),
    "second": (
        "“蓝鲸”已入驻光谷园，与星河电池合作，星河电池为其配套，并加入电池联盟。上半年澄江区产值超过300亿元，居全市第2位。"
        "蓝鲸科技投资启明项目，聚焦电池产业，今年3月18日上市。"
    ),
}


def quote(doc: str, exact: str) -> tuple[Quote, ...]:
    start = TEXTS[doc].index(exact)
    return (Quote(start, start + len(exact), exact),)


def extractions() -> list[Extraction]:
    def relation(doc: str, head: str, name: str, tail: str, exact: str, role: str = "", confidence: float = 0.9) -> Relation:
        return Relation(head, name, tail, f"{name.replace('_', '-')}/sample", confidence, quote(doc, exact), role)

    def figure(doc: str, subject: str, what: str, kind: str, value: float, unit: str, exact: str, **more: str) -> Observation:
        qualifier, period, modality = more.get("qualifier", "="), more.get("period", ""), more.get("modality", "actual")
        return Observation(subject, what, kind, value, unit, qualifier, period, modality, "figure/sample", 0.8, quote(doc, exact))

    def step(doc: str, subject: str, name: str, date: str, modality: str, exact: str) -> Milestone:
        return Milestone(subject, name, date, modality, "milestone/sample", 0.85, quote(doc, exact))

    settled, works = "蓝鲸科技落户澄江光谷园", "董事长张晓出席"
    first = Extraction(
        doc="first",
        title="澄江光谷园添新企业",
        reference="2024-01",
        path="pages/first.txt",
        sha256="a" * 64,
        source="https://example.org/first",
        entities=tuple(
            Entity(id_, type_, names[0], names)
            for id_, type_, names in (
                ("e1", "Company", ("蓝鲸科技",)),
                ("e2", "Park", ("澄江光谷园",)),
                ("e3", "Person", ("张晓",)),
                ("e4", "Park", ("芯片城",)),
                ("e5", "Company", ("星河电池",)),
                ("e6", "Product", ("晨光一号",)),
                ("e7", "Honor", ("国家级制造业单项冠军",)),
                ("e8", "District", ("澄江区",)),
                ("e9", "Program", ("满山红计划",)),
                ("e10", "Industry", ("电池产业",)),
                ("e11", "Project", ("启明项目",)),
            )
        ),
        relations=(
            relation("first", "e1", "located_in", "e2", settled),
            relation("first", "e3", "works_for", "e1", works, "董事长"),
            relation("first", "e4", "part_of", "e2", "园内芯片城"),
            relation("first", "e5", "located_in", "e4", "芯片城还有星河电池"),
            relation("first", "e2", "located_in", "e8", "落户澄江光谷园"),
            relation("first", "e1", "produces", "e6", "蓝鲸科技推出晨光一号"),
            relation("first", "e1", "awarded", "e7", "入选国家级制造业单项冠军"),
            relation("first", "e8", "implements", "e9", "澄江区实施满山红计划"),
            relation("first", "e8", "focuses_on", "e10", "发展电池产业"),
        ),
        observations=(
            figure("first", "e1", "产值", "level", 12.5, "亿元", "2023年蓝鲸科技实现产值12.5亿元", period="2023"),
            figure("first", "e1", "产值", "growth", 8, "%", "增长8%", period="2023"),
            figure("first", "e11", "总投资", "level", 30, "亿元", "启明项目总投资30亿元"),
        ),
        milestones=(step("first", "e11", "投产", "2025-05", "planned", "预计2025年5月投产"),),
    )
    second = Extraction(
        doc="second",
        title="",
        reference="2024",
        path="pages/second.txt",
        sha256="b" * 64,
        entities=tuple(
            Entity(id_, type_, names[0], names)
            for id_, type_, names in (
                ("e1", "Company", ("蓝鲸",)),
                ("e2", "Park", ("光谷园",)),
                ("e3", "Company", ("星河电池",)),
                ("e4", "Organization", ("电池联盟",)),
                ("e5", "District", ("澄江区",)),
                ("e6", "Project", ("启明项目",)),
                ("e7", "Industry", ("电池产业",)),
                ("e8", "Company", ("蓝鲸科技",)),
            )
        ),
        relations=(
            relation("second", "e1", "located_in", "e2", "“蓝鲸”已入驻光谷园", confidence=0.95),
            relation("second", "e1", "cooperates_with", "e3", "与星河电池合作"),
            relation("second", "e3", "cooperates_with", "e1", "与星河电池合作"),
            relation("second", "e3", "supplies", "e1", "星河电池为其配套"),
            relation("second", "e3", "member_of", "e4", "加入电池联盟"),
            relation("second", "e8", "invests_in", "e6", "蓝鲸科技投资启明项目"),
            relation("second", "e8", "focuses_on", "e7", "聚焦电池产业"),
            relation("second", "e1", "supplies", "e8", "星河电池为其配套"),
        ),
        observations=(
            figure("second", "e5", "产值", "level", 300, "亿元", "上半年澄江区产值超过300亿元", qualifier=">", period="2024-H1"),
            figure("second", "e5", "产值", "rank", 2, "位", "居全市第2位", period="2024-01/2024-06"),
        ),
        milestones=(step("second", "e8", "上市", "2024-03-18", "actual", "今年3月18日上市"),),
    )
    return [first, second]


def resolution() -> Resolution:
    things = (
        ("蓝鲸", "Company", ("蓝鲸", "蓝鲸科技"), (("first", "e1"), ("second", "e1"), ("second", "e8"))),
        ("光谷园", "Park", ("光谷园", "澄江光谷园"), (("first", "e2"), ("second", "e2"))),
        ("张晓", "Person", ("张晓",), (("first", "e3"),)),
        ("芯片城", "Park", ("芯片城",), (("first", "e4"),)),
        ("星河电池", "Company", ("星河电池",), (("first", "e5"), ("second", "e3"))),
        ("晨光一号", "Product", ("晨光一号",), (("first", "e6"),)),
        ("国家级制造业单项冠军", "Honor", ("国家级制造业单项冠军",), (("first", "e7"),)),
        ("满山红计划", "Program", ("满山红计划",), (("first", "e9"),)),
        ("电池产业", "Industry", ("电池产业",), (("first", "e10"), ("second", "e7"))),
        ("启明项目", "Project", ("启明项目",), (("first", "e11"), ("second", "e6"))),
        ("电池联盟", "Organization", ("电池联盟",), (("second", "e4"),)),
    )
    entities = [ResolvedEntity(key, type_, key, names, members) for key, type_, names, members in things]
    entities[0] = ResolvedEntity(*things[0][:2], "蓝鲸", *things[0][2:], full_name="蓝鲸科技（澄江）有限公司")
    district = (("first", "e8"), ("second", "e5"))
    entities.append(ResolvedEntity("澄江区", "District", "澄江区", ("澄江区",), district, division_code="990112", part_of="青禾市"))
    entities.append(ResolvedEntity("青禾市", "District", "青禾市", ("青禾市",), division_code="99"))
    return Resolution(tuple(entities), {member: entity.key for entity in entities for member in entity.members})


def graph_of(documents: Sequence[Extraction], resolved: Resolution, knowledge: Knowledge) -> tuple[Triple, ...]:
    return tuple(triples(build(documents, resolved, merge(documents, resolved, knowledge), knowledge)))


def without_vocabulary(graph: Iterable[Triple]) -> list[Triple]:
    """The triples but for those that every graph has: what the ontology and the dataset say of themselves."""
    vocabulary = (PREFIXES["kg"].rstrip("#"), "https://w3id.org/regional-kg/dataset")
    return [t for t in graph if not t.subject.value.startswith(vocabulary)]
