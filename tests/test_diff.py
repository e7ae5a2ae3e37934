"""What differs between two graphs: in words, as data, and as a patch that makes one into the other."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple
from sample import extractions, graph_of, resolution

from kg.cli import commands
from kg.errors import InputError
from kg.facts import Claim
from kg.graph.diff import Difference, EntityChange, diff
from kg.graph.patch import write_patch
from kg.graph.rdf import write_turtle
from kg.graph.store import open_graph
from kg.knowledge import Knowledge
from kg.model import Extraction, Resolution, ResolvedEntity
from kg.tell.difference import difference_text
from kg.tell.wording import Wording

# A reader of RDF patches of its own: rows of three N-Triples terms.
TERM = r'(<[^<>\s]*>|"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^<>\s]*>)?)'
ROW = re.compile(rf"([AD]) {TERM} {TERM} {TERM} \.")
ESCAPED = re.compile(r"\\(u[0-9A-F]{4}|U[0-9A-F]{8}|.)")
LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
Row = tuple[str, ...]


def plain(term: str) -> str:
    return ESCAPED.sub(lambda m: chr(int(m[1][1:], 16)) if len(m[1]) > 1 else LETTERS.get(m[1], m[1]), term)


def written(node: object) -> str:
    """A term as `plain` gives it back."""
    if isinstance(node, Literal):
        kind = "" if node.datatype.value.endswith("#string") else f"^^<{node.datatype.value}>"
        return f'"{node.value}"' + (f"@{node.language}" if node.language else kind)
    assert isinstance(node, NamedNode)
    return f"<{node.value}>"


def rows(graph: set[Triple]) -> set[Row]:
    return {(written(t.subject), written(t.predicate), written(t.object)) for t in graph}


def apply(patch: str, old: set[Row]) -> set[Row]:
    """Strict: deletes only what is there, adds only what is not."""
    head, begin, *changes, end = patch.split("\n")
    assert re.fullmatch(r"H id <uuid:[0-9a-f-]{36}> \.", head)
    assert (begin, end) == ("TX .", "TC .")
    graph = set(old)
    for line in changes:
        match = ROW.fullmatch(line)
        assert match, line
        row = tuple(map(plain, match.groups()[1:]))
        assert (row in graph) == (match[1] == "D"), line
        (graph.remove if match[1] == "D" else graph.add)(row)
    return graph


iris = st.sampled_from(["园", "区", "OPPO", "a%2Fb"]).map(lambda name: NamedNode("https://w3id.org/regional-kg/entity/" + name))
texts = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('"\\\n\r\t\x1b\u2028\x85')), max_size=6)
literals = st.one_of(
    st.builds(lambda v: Literal(v), texts),
    st.builds(lambda v, tag: Literal(v, language=tag), texts, st.sampled_from(["zh", "en-gb"])),
    st.builds(lambda v: Literal(v, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")), texts),
)
graphs = st.sets(st.builds(Triple, iris, iris, st.one_of(iris, literals)), max_size=12)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(graphs, graphs, graphs)
def test_a_patch_makes_the_old_graph_the_new_one(common: set[Triple], left: set[Triple], right: set[Triple]) -> None:
    old, new = common | left, common | right
    patch = write_patch(old, new)
    assert apply(patch, rows(old)) == rows(new)
    assert apply(write_patch(new, old), rows(new)) == rows(old)
    shown = patch.replace("\n", "")
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)  # nothing for a terminal to act on
    body = patch.split("\n")[2:-1]
    assert body == sorted(b for b in body if b[0] == "D") + sorted(b for b in body if b[0] == "A")


def change(old: tuple[list[Extraction], Resolution], new: tuple[list[Extraction], Resolution], knowledge: Knowledge) -> Difference:
    return diff(*(open_graph(write_turtle(graph_of(*side, knowledge))) for side in (old, new)), knowledge)


def of(found: Difference, label: str) -> EntityChange:
    return next(c for c in found.entities if c.entity.label == label)


def lines(found: Difference, knowledge: Knowledge, language: str = "zh") -> list[str]:
    return [line.strip() for line in difference_text(found, Wording(knowledge, language)).splitlines()]


def test_equal_graphs_have_no_difference(knowledge: Knowledge) -> None:
    found = change((extractions(), resolution()), (extractions()[::-1], resolution()), knowledge)
    assert found.same and found.entities == () and found.documents == ()
    assert lines(found, knowledge) == ["两图相同"]


def test_facts_come_go_and_change(knowledge: Knowledge) -> None:
    first, second = extractions()
    figures = (replace(first.observations[0], value=13.5), *first.observations[1:])
    steps = (replace(first.milestones[0], date="2025-06"),)
    later = replace(first, relations=first.relations[1:], observations=figures, milestones=steps)
    relations = (replace(second.relations[0], confidence=0.5), *second.relations[1:])
    found = change(([first, second], resolution()), ([later, replace(second, relations=relations)], resolution()), knowledge)
    said = lines(found, knowledge, "en")
    assert "~ 蓝鲸 产值 2023 13.5亿元; was 12.5亿元" in said
    assert any(re.fullmatch(r"~ 启明项目 .* 2025-06 \(planned\); was 2025-05", line) for line in said)
    assert "~ 蓝鲸 located in 光谷园; confidence 0.99 → 0.5" in said
    assert "- “蓝鲸科技落户澄江光谷园” — “澄江光谷园添新企业” 2024-01" in said
    assert said[-1].startswith("entities +0 -0 ~2; facts +0 -0 ~3; documents +0 -0 ~0; triples")


def test_a_document_that_goes_takes_its_facts_along(knowledge: Knowledge) -> None:
    both, alone = (extractions(), resolution()), (extractions()[:1], resolution())
    found = change(both, alone, knowledge)
    assert [(a and a.id, b) for a, b in found.documents] == [("second", None)]
    assert "- 星河电池 成员 电池联盟" in lines(found, knowledge)
    back = change(alone, both, knowledge)
    assert "+ 星河电池 成员 电池联盟" in lines(back, knowledge)
    assert (len(back.came), len(back.went)) == (len(found.went), len(found.came))


def renamed(resolved: Resolution, key: str, *things: ResolvedEntity) -> Resolution:
    """The resolution with other entities in place of one; its members go to the first that has them."""
    kept = [e for e in resolved.entities if e.key != key]
    entities = (*kept, *things)
    return Resolution(entities, {member: e.key for e in entities for member in e.members})


def test_a_renamed_entity_keeps_its_facts(knowledge: Knowledge) -> None:
    park = next(e for e in resolution().entities if e.key == "光谷园")
    new = renamed(resolution(), "光谷园", replace(park, key="澄江光谷园", label="澄江光谷园"))
    found = change((extractions(), resolution()), (extractions(), new), knowledge)
    entry = of(found, "澄江光谷园")
    assert (entry.sign, entry.renamed and entry.renamed.label, entry.facts) == ("~", "光谷园", ())
    assert len(found.entities) == 1
    assert "原名 园区 光谷园" in lines(found, knowledge)


def split() -> Resolution:
    firm = next(e for e in resolution().entities if e.key == "蓝鲸")
    long = ResolvedEntity("蓝鲸科技", "Company", "蓝鲸科技", ("蓝鲸科技",), (("first", "e1"), ("second", "e8")))
    return renamed(resolution(), "蓝鲸", replace(firm, names=("蓝鲸",), members=(("second", "e1"),)), long)


def test_an_entity_that_was_split_or_merged_is_seen(knowledge: Knowledge) -> None:
    parted = change((extractions(), resolution()), (extractions(), split()), knowledge)
    fresh = of(parted, "蓝鲸科技")
    assert fresh.sign == "+" and fresh.split_from and fresh.split_from.key == "蓝鲸"
    assert of(parted, "蓝鲸").names() == ((), ("蓝鲸科技",))
    joined = change((extractions(), split()), (extractions(), resolution()), knowledge)
    gone, heir = of(joined, "蓝鲸科技"), of(joined, "蓝鲸")
    assert gone.sign == "-" and gone.went_into and gone.went_into.key == "蓝鲸"
    assert [e.key for e in heir.merged] == ["蓝鲸科技"] and heir.names() == (("蓝鲸科技",), ())
    lost = [f.fact for f in heir.facts if f.sign == "-"]  # the others are its own now; this one would link it to itself
    assert [(c.head, c.relation, c.tail) for c in lost if isinstance(c, Claim)] == [("蓝鲸", "supplies", "蓝鲸")] and len(lost) == 1


def test_an_entity_that_is_gone_with_a_namesake_left_was_not_merged(knowledge: Knowledge) -> None:
    twin = ResolvedEntity("蓝鲸_Park", "Park", "蓝鲸", ("蓝鲸",), (("third", "e1"),))
    both = Resolution((*resolution().entities, twin), {**resolution().key_of, ("third", "e1"): twin.key})
    found = change((extractions(), both), (extractions(), resolution()), knowledge)
    assert [(c.entity.key, c.sign, c.went_into) for c in found.entities] == [("蓝鲸_Park", "-", None)]


def test_blank_nodes_cannot_be_compared(knowledge: Knowledge) -> None:
    odd = open_graph('[] <http://www.w3.org/2000/01/rdf-schema#label> "x" .')
    with pytest.raises(InputError, match="blank node"):
        diff(odd, odd, knowledge)


@pytest.mark.parametrize(
    ("turtle", "problem"),
    [
        ("fact:o-1 a qb:Observation ; kg:subject ent:x ; kg:indicator ind:y ; sdmx-measure:obsValue 'many' .", "is 'many', no number"),
        ("fact:c-1 a kg:Claim ; rdf:subject ent:x .", "has no rdf:predicate"),
    ],
)
def test_a_graph_of_others_is_told_what_it_lacks(turtle: str, problem: str, knowledge: Knowledge) -> None:
    prefixes = write_turtle([])
    with pytest.raises(InputError, match=problem):
        diff(open_graph(prefixes + turtle), open_graph(prefixes), knowledge)


# the command


@pytest.fixture
def files(tmp_path: Path, knowledge: Knowledge) -> tuple[str, str]:
    """A Turtle file, and the folder of a later build."""
    (tmp_path / "out").mkdir()
    (tmp_path / "old.ttl").write_text(write_turtle(graph_of(extractions()[:1], resolution(), knowledge)), "utf-8")
    (tmp_path / "out" / "graph.ttl").write_text(write_turtle(graph_of(extractions(), resolution(), knowledge)), "utf-8")
    return str(tmp_path / "old.ttl"), str(tmp_path / "out")


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["diff", *words])


def test_exit_codes(files: tuple[str, str]) -> None:
    old, new = files
    assert [run(old, new).exit_code, run(old, new, "--exit-code").exit_code, run(old, old, "--exit-code").exit_code] == [0, 1, 0]
    assert run(old, new, "--exit-code", "--format", "patch").exit_code == 1
    assert isinstance(run(old, "missing.ttl").exception, InputError)


def test_the_patch_of_two_builds_applies(files: tuple[str, str]) -> None:
    before, after = ({quad.triple for quad in open_graph(path)} for path in (Path(files[0]), Path(files[1]) / "graph.ttl"))
    assert apply(run(*files, "--format", "patch").output.rstrip("\n"), rows(before)) == rows(after)


def test_json_has_what_the_text_says(files: tuple[str, str]) -> None:
    data = json.loads(run(*files, "--format", "json").output)
    union = next(e for e in data["entities"] if e["label"] == "星河电池")
    assert ("+", "member_of") in {(f["change"], f["after"].get("relation")) for f in union["facts"]}
    assert [d["after"]["id"] for d in data["documents"]] == ["second"]
    assert data["triples"]["came"] > 0 and not data["same"]
