"""Two small articles put together by hand, and the ways into their page as a reader sees it: what the tests of the page start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Locator, Page

from kg.graph.conflicts import conflicts
from kg.graph.merge import merge
from kg.knowledge import Knowledge
from kg.model import Entity, Extraction, Milestone, Observation, Quote, Relation, Resolution, ResolvedEntity
from kg.view.page import write_page

Opener = Callable[..., Page]


def quoted(text: str) -> tuple[Quote, ...]:
    return (Quote(10, 10 + len(text), text),)


SETTLED = quoted("落户松湖产业园的明远光电今年投产。")
AGAIN = quoted("明远光电（松湖）有限公司扎根松湖产业园三年。")
MAKES = quoted("明远光电生产“微光一号”。")
ARTICLES = (
    Extraction(
        "a1",
        "松湖产业园的三年",
        "2024-05",
        "a1.txt",
        "",
        entities=(
            Entity("e1", "Company", "明远光电", ("明远光电",)),
            Entity("e2", "Park", "松湖产业园", ("松湖产业园", "松湖园")),
            Entity("e3", "Product", "“微光一号”", ("“微光一号”",)),
            Entity("e4", "District", "滨江县", ("滨江县",)),
        ),
        relations=(
            Relation("e1", "located_in", "e2", "located-in/settled", 0.95, SETTLED),
            Relation("e1", "produces", "e3", "produces/verb", 0.9, MAKES),
            Relation("e2", "located_in", "e4", "located-in/at", 0.8, quoted("松湖产业园位于滨江县。")),
        ),
        observations=(
            Observation(
                "e1", "产值", "level", 18.5, "亿元", ">", "2023", "actual", "level/number", 0.9, quoted("2023年实现产值超18.5亿元。")
            ),
            Observation("e1", "产值", "growth", -7.0, "%", "=", "2023", "actual", "growth/number", 0.9, quoted("产值下降7%。")),
            Observation(
                "e1", "年产能", "level", 200.0, "万台", "~", "2026", "planned", "level/number", 0.8, quoted("预计2026年产能约200万台。")
            ),
        ),
        milestones=(
            Milestone("e1", "投产", "2024", "planned", "step/date", 0.9, SETTLED),
            Milestone("e1", "签约", "2021-03", "actual", "step/date", 0.9, AGAIN),
        ),
    ),
    Extraction(
        "a2",
        "县里的新工厂",
        "2024-08",
        "a2.txt",
        "",
        entities=(
            Entity("e1", "Company", "明远光电（松湖）有限公司", ("明远光电（松湖）有限公司", "明远")),
            Entity("e2", "Park", "松湖产业园", ("松湖产业园",)),
            Entity("e3", "Company", "澄江仪表", ("澄江仪表",)),
            Entity("e4", "Person", "周安", ("周安",)),
            Entity("e5", "Honor", "小巨人", ("小巨人",)),
        ),
        relations=(
            Relation("e1", "located_in", "e2", "located-in/rooted", 0.7, AGAIN),
            Relation("e1", "cooperates_with", "e3", "cooperates/with", 0.9, quoted("明远与澄江仪表联合研发。")),
            Relation("e3", "cooperates_with", "e1", "cooperates/with", 0.9, quoted("澄江仪表还与明远签约。")),
            Relation("e4", "works_for", "e3", "works-for/post", 0.9, quoted("澄江仪表总经理周安"), role="总经理"),
        ),
    ),
)


def entity(key: str, type_: str, names: str, *members: tuple[str, str], **more: str) -> ResolvedEntity:
    return ResolvedEntity(key, type_, key, tuple(names.split()), members, **more)


ENTITIES = (
    entity("明远光电", "Company", "明远光电 明远 明远光电（松湖）有限公司", ("a1", "e1"), ("a2", "e1")),
    entity("松湖产业园", "Park", "松湖产业园 松湖园", ("a1", "e2"), ("a2", "e2")),
    entity("微光一号", "Product", "“微光一号”", ("a1", "e3")),
    entity("滨江县", "District", "滨江县", ("a1", "e4"), part_of="青阳市", division_code="990102"),
    entity("青阳市", "District", "青阳市", division_code="990100"),
    entity("澄江仪表", "Company", "澄江仪表", ("a2", "e3")),
    entity("周安", "Person", "周安", ("a2", "e4")),
    entity("小巨人", "Honor", "小巨人", ("a2", "e5")),
)
RESOLUTION = Resolution(ENTITIES, {member: e.key for e in ENTITIES for member in e.members})


def page_of(documents: Sequence[Extraction], resolution: Resolution, knowledge: Knowledge) -> str:
    facts = merge(documents, resolution, knowledge)
    return write_page(documents, resolution, facts, conflicts(facts.figures, knowledge), knowledge)


def number(page: Page, key: str) -> int:
    return int(page.evaluate("key => JSON.parse(document.getElementById('data').textContent).nodes.findIndex(n => n.key === key)", key))


def ask(page: Page, question: str, of: object = None) -> Any:
    """What the page says once it has followed what was done last: a change of the address reaches it with the browser's next event."""
    page.evaluate("() => new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done))))")
    return page.evaluate(question, of)


def place(page: Page, key: str) -> tuple[float, float]:
    """Where the middle of a node is on the screen."""
    spot = ask(page, "n => kg.place(n)", number(page, key))
    box = page.locator("#drawing").bounding_box()
    assert box
    return box["x"] + spot["x"], box["y"] + spot["y"]


def keys(page: Page, numbers: str) -> set[str]:
    return set(ask(page, f"{numbers}.map(n => JSON.parse(document.getElementById('data').textContent).nodes[n].key)"))


def visible(page: Page) -> set[str]:
    return keys(page, "kg.visible()")


def facts(page: Page, relation: str, way: str) -> Locator:
    return page.locator(f'#panel .facts[data-relation="{relation}"][data-way="{way}"]')
