"""What a person should look at: figures that exclude each other, entities that may be one or two; and the rows that settle it."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.cli import commands
from kg.doubts import Doubts, Question, doubts
from kg.graph.conflicts import conflicts
from kg.graph.merge import merge
from kg.graph.rdf import build, write_statements, write_turtle
from kg.graph.recall import recall
from kg.graph.store import open_graph
from kg.knowledge import Knowledge, load
from kg.knowledge.files import Row, read_table
from kg.model import Entity, Extraction, Observation, Quote, Relation
from kg.pipeline import find, read_all
from kg.resolve import resolve
from kg.resolve.alike import misprinted, same_sound
from kg.resolve.normalise import words_of
from kg.tell.doubts import doubts_rows
from kg.tell.wording import Wording

ROOT = Path(__file__).resolve().parents[1]
KNOWLEDGE = load()
Named = tuple[str, ...]


def document(name: str, *entities: Named, relations: tuple[tuple[int, str, int], ...] = ()) -> Extraction:
    """An extraction of entities given as (class, form, form …); each relation has a sentence of its own with both names."""
    found = tuple(Entity(f"e{i}", type_, max(forms, key=len), forms) for i, (type_, *rest) in enumerate(entities) if (forms := tuple(rest)))
    said = []
    for n, (head, relation, tail) in enumerate(relations):
        exact = f"{found[head].name}…{found[tail].name}"
        said.append(Relation(f"e{head}", relation, f"e{tail}", "", 0.9, (Quote(100 * n, 100 * n + len(exact), exact),)))
    return Extraction(name, name, "2024", "", "", entities=found, relations=tuple(said))


def graph(documents: list[Extraction], knowledge: Knowledge = KNOWLEDGE) -> Store:
    resolution = resolve(documents, knowledge)
    return open_graph(write_statements(build(documents, resolution, merge(documents, resolution, knowledge), knowledge)))


def look(documents: list[Extraction], knowledge: Knowledge = KNOWLEDGE) -> Doubts:
    return doubts(graph(documents, knowledge), knowledge)


def told(rows: str, tmp_path: Path) -> Knowledge:
    """The knowledge after rows were appended to same_as.tsv, read as `kg` reads it."""
    table = tmp_path / "same_as.tsv"
    table.write_text((ROOT / "ontology" / "same_as.tsv").read_text("utf-8") + rows + "\n", "utf-8")
    return replace(KNOWLEDGE, same_as=read_table(table))


def together(found: Doubts, one: str, other: str) -> bool:
    return any({one, other} <= set(entity.names) for entity in found.graph.entities.values())


def asked(questions: tuple[Question, ...]) -> set[frozenset[str]]:
    return {frozenset((q.left.entity.label, q.right.entity.label)) for q in questions}


NEAR = [
    (("Industry", "战略性新兴产业"), ("Industry", "战略性新星产业"), "same_sound"),
    (("Project", "澄江智能光谷园"), ("Project", "澄江智能光古园"), "same_sound"),
    (("Company", "星河蓝岭精工"), ("Company", "星河蓝岑精工"), "one_character"),
    (("Industry", "智能手机产业集群"), ("Industry", "智能手产业集群"), "one_character"),
    (("Company", "海尔"), ("Company", "海尔科创"), "brand"),
    (("Region", "云帆科技生态圈"), ("Region", "环临湖云帆科技生态圈"), "tail"),
]


@pytest.mark.parametrize(("one", "other", "reason"), NEAR)
def test_names_that_are_near_are_asked_about_and_one_row_joins_them(one: Named, other: Named, reason: str, tmp_path: Path) -> None:
    documents = [document("a", one), document("b", other)]
    found = look(documents)
    assert len(found.pairs) == 1 and not found.mixtures
    assert reason in found.pairs[0].reasons
    rows = doubts_rows(found, Wording(KNOWLEDGE, "zh"))
    knowledge = told(rows, tmp_path)
    again = look(documents, knowledge)
    assert together(again, one[1], other[1]) and not again.pairs and not again.mixtures
    apart = look(documents, told(re.sub("\tsame\t", "\tdifferent\t", rows), tmp_path))
    assert not together(apart, one[1], other[1]) and not apart.pairs  # a person has spoken


FAR = [
    (("Product", "银河L6"), ("Product", "银河L7")),
    (("Company", "江苏银行"), ("Company", "浙江银行")),
    (("Park", "柳东新区"), ("Park", "柳西新区")),
    (("Person", "张晓"), ("Person", "章晓")),
    (("Company", "蓝岭"), ("Industry", "蓝岭")),
    (("Organization", "渝北区科技局"), ("Organization", "北碚区科技局")),
    (("Industry", "航空培训"), ("Industry", "航空维修")),
    (("Project", "星湖产业园一期"), ("Project", "星湖产业园二期")),
]


@pytest.mark.parametrize(("one", "other"), FAR)
def test_names_of_two_things_are_not_asked_about(one: Named, other: Named) -> None:
    assert look([document("a", one), document("b", other)]).pairs == ()


def test_what_a_relation_links_or_a_sentence_lists_is_two() -> None:
    firms = (("Company", "星河蓝岭精工"), ("Company", "星河蓝岑精工"), ("Park", "光谷园"))
    assert look([document("a", firms[0]), document("b", firms[1])]).pairs
    assert look([document("a", *firms, relations=((0, "supplies", 1),))]).pairs == ()
    listed = document("a", *firms, relations=((0, "located_in", 2), (1, "located_in", 2)))
    sentence = (Quote(0, 9, "光谷园有星河蓝岭精工、星河蓝岑精工"),)
    listed = replace(listed, relations=tuple(replace(r, evidence=sentence) for r in listed.relations))
    assert look([listed]).pairs == ()


def test_namesakes_are_joined_by_document(tmp_path: Path) -> None:
    documents = [document("a", ("Company", "云帆精工")), document("b", ("Company", "云帆精工"))]
    store = graph(documents, told("云帆精工@a\t云帆精工@b\tdifferent\t", tmp_path))
    (pair,) = doubts(store, KNOWLEDGE).pairs
    assert [row.split("\t")[:3] for row in pair.rows] == [["云帆精工@a", "云帆精工@b", "same"]]
    assert len(look(documents, told("\n".join(pair.rows), tmp_path)).graph.entities) == 1


@pytest.mark.parametrize("name", ["#星河蓝岭精工", "星河蓝岭@精工", "星河蓝岭\t精工", "星河蓝岭\u2028精工", "星河\x1b[31m蓝岭精工"])
def test_a_hostile_name_makes_no_other_row(name: str, tmp_path: Path) -> None:
    documents = [document("a", ("Company", name)), document("b", ("Company", "星河蓝岑精工"))]
    found = look(documents)
    text = doubts_rows(found, Wording(KNOWLEDGE, "zh"))
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert rows == [row for q in found.pairs for row in q.rows]
    assert all(line.count("\t") == 3 and line.split("\t")[2] == "same" for line in rows)
    assert len(look(documents, told(text, tmp_path)).graph.entities) == (1 if rows else 2)


def test_a_site_in_two_places_is_asked_about_and_parted(tmp_path: Path) -> None:
    def page(name: str, place: str) -> Extraction:
        return document(name, ("Park", "星湖智能谷"), ("District", place), relations=((0, "located_in", 1),))

    north, south = page("a", "渝北区"), page("b", "北碚区")
    apart = [north, south]
    knowledge = told("星湖智能谷@a\t星湖智能谷@b\tsame\ta person's word", tmp_path)
    assert look(apart, knowledge).mixtures == ()  # settled already
    found = doubts(graph(apart, knowledge), KNOWLEDGE)  # the same graph, without that word
    (mixture,) = found.mixtures
    assert mixture.reasons == ("other_place",)
    assert [proof.doc for side in (mixture.left, mixture.right) for proof in side.proofs] == ["a", "b"]
    again = look(apart, told("\n".join(mixture.rows), tmp_path))
    assert len([e for e in again.graph.entities.values() if e.type == "Park"]) == 2
    assert not again.mixtures and not again.pairs


def test_two_registered_names_are_asked_about_and_parted(tmp_path: Path) -> None:
    names = ("蓝岭星通智联科技有限责任公司", "蓝岭智联科技有限公司")
    documents = [document("a", ("Company", names[0])), document("b", ("Company", names[1]))]
    found = look(documents)
    (mixture,) = found.mixtures
    assert mixture.reasons == ("other_registered_name",) and together(found, *names)
    again = look(documents, told("\n".join(mixture.rows), tmp_path))
    assert not together(again, *names) and not again.mixtures and not again.pairs


def test_what_one_document_calls_one_thing_no_row_can_part() -> None:
    found = look([document("a", ("Company", "蓝岭星通智联科技有限责任公司", "蓝岭智联科技有限公司"))])
    assert [q.rows for q in found.mixtures] == [()]


def test_classes_and_codes_that_contradict_each_other() -> None:
    store = graph([document("a", ("Company", "蓝岭精工"))])
    store.update(
        "PREFIX kg: <https://w3id.org/regional-kg/ontology#> INSERT DATA { <https://w3id.org/regional-kg/entity/蓝岭精工> a kg:Person }"
    )
    assert [(q.score, q.reasons) for q in doubts(store, KNOWLEDGE).mixtures] == [(1.0, ("classes Company、Person",))]


# figures


def page(name: str, value: float, confidence: float = 0.8) -> Extraction:
    said = Observation("e0", "产值", "level", value, "亿元", "=", "2023", "actual", "r", confidence, (Quote(0, 9, f"产值{value}亿元"),))
    return replace(document(name, ("Company", "蓝岭精工")), observations=(said,))


def test_figures_that_differ_are_shown_with_their_sentences(tmp_path: Path) -> None:
    documents = [page("a", 18.5), page("b", 19.2, 0.6), page("c", 18.52)]
    found = look(documents)
    ((matter),) = found.matters
    assert [f.observation.value for f in matter.figures] == [18.5, 18.52, 19.2] and matter.score == 0.8
    (tmp_path / "graph.ttl").write_text(write_turtle(quad.triple for quad in graph(documents)), "utf-8")
    done = CliRunner().invoke(commands, ["conflicts", str(tmp_path), "--language", "en"])
    assert "figures differ: 蓝岭精工 产值" in done.output and "“产值19.2亿元” — “b” 2024" in done.output
    data = json.loads(CliRunner().invoke(commands, ["conflicts", str(tmp_path), "--format", "json"]).output)
    assert [f["evidence"][0]["sentence"] for f in data["figures"][0]["figures"]] == ["产值18.5亿元", "产值18.52亿元", "产值19.2亿元"]


# the seeds


@cache
def seeds() -> tuple[Extraction, ...]:
    sources, faults = find([ROOT / "seeds"])
    assert not faults
    return tuple(o.extraction for o in read_all(sources, workers=1) if o.extraction)


def test_what_is_recalled_of_the_seeds_is_what_was_written() -> None:
    resolution = resolve(seeds(), KNOWLEDGE)
    facts = merge(seeds(), resolution, KNOWLEDGE)
    store = open_graph(write_statements(build(seeds(), resolution, facts, KNOWLEDGE)))
    found = recall(store, KNOWLEDGE)
    assert found.facts.claims == facts.claims and found.facts.steps == facts.steps
    assert [f.id for f in found.facts.figures] == [f.id for f in facts.figures]
    assert conflicts(found.facts.figures, KNOWLEDGE) == conflicts(facts.figures, KNOWLEDGE)
    assert {e.label for e in found.entities.values()} == {e.label for e in resolution.entities}


def test_every_doubt_about_the_seeds_can_be_settled(tmp_path: Path) -> None:
    before = look(list(seeds()))
    assert frozenset(("战新产业", "战略性新星产业")) in asked(before.pairs)
    assert 0 < len(before.pairs) <= 12 and len(before.mixtures) <= 3  # few enough to be read
    scores = [q.score for q in before.pairs]
    assert scores == sorted(scores, reverse=True)
    assert all(q.left.proofs or q.right.proofs for q in before.pairs)
    rows = doubts_rows(before, Wording(KNOWLEDGE, "zh"))
    again = look(list(seeds()), told(rows, tmp_path))
    assert asked(again.pairs).isdisjoint(asked(before.pairs)) and again.mixtures == ()
    assert len(again.graph.entities) == len(before.graph.entities) - len(before.pairs) + len(before.mixtures)
    # two things that now have to do with the same third may be one: 天奕精工 and 天实精工, both of 智能手机产业集群
    assert len(again.pairs) <= 2
    last = look(list(seeds()), told("\n".join([rows, doubts_rows(again, Wording(KNOWLEDGE, "zh"))]), tmp_path))
    assert last.pairs == () and last.mixtures == ()


# names


def single_changes(name: str) -> set[str]:
    return {name[:i] + "某" + name[i + 1 :] for i in range(len(name))} | {name[:i] + name[i + 1 :] for i in range(len(name))}


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text("蓝岭星湖云帆精工智能", min_size=4, max_size=7), st.text("蓝岭星湖云帆精工智能", min_size=4, max_size=7))
def test_a_misprint_is_one_character(one: str, other: str) -> None:
    words = words_of(KNOWLEDGE)
    assert misprinted(one, other, "Company", words) == misprinted(other, one, "Company", words)
    assert all(misprinted(one, changed, "Company", words) for changed in single_changes(one) if changed != one)
    short, long = sorted((one, other), key=len)
    near = sum(a != b for a, b in zip(one, other, strict=False)) == 1 if len(one) == len(other) else False
    near = near or any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    assert misprinted(one, other, "Company", words) == near
    assert not same_sound(one, one)


def test_a_row_of_a_table_is_what_a_person_would_write() -> None:
    found = look([document("a", ("Company", "星河蓝岭精工")), document("b", ("Company", "星河蓝岑精工"))])
    head, row = doubts_rows(found, Wording(KNOWLEDGE, "en")).splitlines()
    assert head.startswith("# ")
    assert Row(dict(zip(("left", "right", "verdict"), row.split("\t"), strict=False)), "")["verdict"] == "same"
