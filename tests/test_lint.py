"""kg lint finds what is wrong in ontology/, and says where."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.extract import extract
from kg.extract.mentions import find_by_rules
from kg.knowledge import Knowledge, load
from kg.knowledge.files import Item, read_items
from kg.lint import lint
from kg.lint.examples import run_examples
from kg.lint.parts import check_parts, check_shapes
from kg.lint.rules import check_rules
from kg.lint.tables import check_tables
from kg.reading import parse, read

ROOT = Path(__file__).parents[1] / "ontology"
LANGUAGE = ("grammar", "guards", "reading", "names", "edges", "coreference", "linking")


def small(tmp_path: Path, **files: str) -> Knowledge:
    """An ontology of core.ttl, shapes.ttl and the given files; "rules__x" is rules/x.yml, "lexicon__x" lexicon/x.tsv."""
    root = tmp_path / "ontology"
    for name, text in files.items():
        folder, _, stem = name.partition("__")
        path = root / folder / f"{stem}{'.yml' if folder == 'rules' else '.tsv'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name in ("core.ttl", "shapes.ttl"):
        shutil.copy(ROOT / name, root / name)
    return load(root)


def said(faults: list[KnowledgeError]) -> list[str]:
    """Faults as printed, folders left out."""
    return [str(fault).replace(fault.place, fault.place.rpartition("/")[2]) for fault in faults]


# tables


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("name\n云岭\n海门\n云岭\n", "t.tsv:4: '云岭' is there twice\n  the other: "),
        ("name\tcode\n江北区\t1\n江北区\t2\n江北区\t1\n", "t.tsv:4: '江北区' is there twice\n  the other: "),
        (
            "name\tshort\n东海大学\t东大\n东山大学\t东大\n",
            "t.tsv:3: '东大' stands for '东山大学' and for '东海大学'\n  leave it out of one of them",
        ),
        ("name\n 云岭\n", "t.tsv:2: blanks around '云岭' in column 'name'\n  take them away"),
        ("name\tcode\n云岭    1\n", "t.tsv:2: several blanks in '云岭    1'\n  columns are parted by one tab"),
        ("name\tcontext\n云岭\tyes\n", "t.tsv:2: context 'yes'\n  context is 1 or empty"),
        ("name\tshort\n\t云岭\n", "t.tsv:2: no name\n  the first column may not be empty"),
        ("name\tcode\tparent\n云岭市\t11\t\n海门区\t1101\t12\n", "t.tsv:3: unknown parent '12'\n  did you mean '11'?"),
        ("name\tparent\n动力电池\t新能源\n", "t.tsv:2: unknown parent '新能源'\n  a parent is a name of this table"),
        ("word\ttypes\n大厦\tPark,Facilty\n", "t.tsv:2: unknown class 'Facilty'\n  did you mean 'Facility'?"),
    ],
)
def test_a_fault_of_a_table(tmp_path: Path, table: str, fault: str) -> None:
    (found,) = said(list(check_tables(small(tmp_path, lexicon__t=table))))
    assert found.startswith(fault)


def test_rows_that_differ_in_what_tells_them_apart_are_no_duplicates(tmp_path: Path) -> None:
    tables = {"lexicon__a": "name\tcode\n江北区\t1\n江北区\t2\n", "lexicon__b": "full\tshort\n开发区管委会\t管委会\n新区管委会\t管委会\n"}
    assert list(check_tables(small(tmp_path, **tables))) == []


# rules


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ("- name: a\n  words: [甲]\n- name: a\n  words: [乙]\n", "r.yml:3: rule 'a': the name is there twice\n  the other: "),
        ("- name: a\n  trigger: []\n", "r.yml:1: rule 'a': 'trigger' is empty\n  give it a value"),
        ('- name: a\n  trigger: [落户, ""]\n', "r.yml:1: rule 'a': 'trigger' holds an empty entry\n  take it out"),
        (
            "- name: a\n  trigger: [落户]\n- name: b\n  triger: [落户]\n",
            "r.yml:3: rule 'b': unknown key 'triger'\n  did you mean 'trigger'?",
        ),
        ("- name: a\n  types: [Compny]\n", "r.yml:1: rule 'a': unknown class 'Compny'\n  did you mean 'Company'?"),
        ("- name: a\n  step: 封项\n", "r.yml:1: rule 'a': unknown step '封项'\n  did you mean '封顶'?"),
        ("- name: a\n  relation: located_in\n", "r.yml:1: rule 'a': no example\n  add one"),
    ],
)
def test_a_fault_of_a_rule(tmp_path: Path, rules: str, fault: str) -> None:
    (found,) = said(list(check_rules(small(tmp_path, rules__r=rules))))
    assert found.startswith(fault)


def test_one_name_in_two_files_is_found(tmp_path: Path) -> None:
    knowledge = small(tmp_path, rules__one="- name: a\n  words: [甲]\n", rules__two="- words: [乙]\n  name: a\n")
    (found,) = said(list(check_rules(knowledge)))
    assert found.startswith("two.yml:1: rule 'a': the name is there twice")


# shapes


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("sh:in ( kg:Person )", "sh:in ( kg:Person kg:Park )", "kg:works_for-head and core.ttl differ in Park"),
        ("kg:works_for", "kg:works_fro", "relation 'works_for' has no shapes"),
    ],
)
def test_shapes_that_differ_from_core_ttl(tmp_path: Path, was: str, becomes: str, fault: str) -> None:
    knowledge = small(tmp_path, lexicon__t="name\n云岭\n")
    shapes = knowledge.root / "shapes.ttl"
    text = shapes.read_text("utf-8")
    assert was in text
    shapes.write_text(text.replace(was, becomes), "utf-8")
    assert fault in [found.problem for found in check_shapes(knowledge)]


# examples


def examples(rule: str, tmp_path: Path) -> list[str]:
    """What running the examples of one rule of located_in finds wrong."""
    path = tmp_path / "located_in.yml"
    path.write_text(rule, "utf-8")
    knowledge = load(ROOT)
    rules = {name: items for name, items in knowledge.rules.items() if name in LANGUAGE}
    return said(list(run_examples(replace(knowledge, rules={**rules, "located_in": read_items(path)}))))


RULE = """
- name: located-in/settled
  relation: located_in
  pattern: "{head} {trigger} {tail}"
  trigger: [落户]
  confidence: 0.95
"""


def test_sound_examples_pass(tmp_path: Path) -> None:
    rule = f"""{RULE}
  examples:
    - 赛力斯落户两江新区 => 赛力斯 | 两江新区
    - "[云岭电子]去年落户[海门高新区] => 云岭电子 | 海门高新区"
    - "[云岭基地:Facility]落户苏州工业园区 => 云岭基地 | 苏州工业园区"
  counterexamples:
    - 赛力斯未落户两江新区
    - 赛力斯落户两江新区 => 两江新区 | 赛力斯
"""
    assert examples(rule, tmp_path) == []


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            "examples: [赛力斯位于两江新区 => 赛力斯 | 两江新区]",
            "example not found: 赛力斯位于两江新区 => 赛力斯 | 两江新区\n  found instead: nothing",
        ),
        (
            "examples: [赛力斯落户两江新区 => 赛力斯 | 渝北区]",
            "example not found: 赛力斯落户两江新区 => 赛力斯 | 渝北区\n  found instead: 赛力斯 | 两江新区",
        ),
        ("examples: [赛力斯落户两江新区]", "example without '=>': 赛力斯落户两江新区\n  write: text => what is found in it"),
        ("counterexamples: [赛力斯落户两江新区]", "counterexample found: 赛力斯落户两江新区\n  found: 赛力斯 | 两江新区"),
        ('counterexamples: ["赛力斯落户两江新区 => 赛力斯 | 两江新区"]', "counterexample found: "),
    ],
)
def test_a_failing_example_is_told_with_what_was_found(tmp_path: Path, lines: str, fault: str) -> None:
    (found,) = examples(f"{RULE}  {lines}\n", tmp_path)
    assert found.startswith(f"located_in.yml:2: rule 'located-in/settled': {fault}")


def test_a_given_name_takes_the_class_its_relation_wants(tmp_path: Path) -> None:
    rule = RULE.replace('"{head} {trigger} {tail}"', '"{head:Facility} {trigger} {tail}"')
    example = "  examples: ['[云岭:{}]落户苏州工业园区 => 云岭 | 苏州工业园区']\n"
    assert examples(rule + example.format("Facility"), tmp_path) == []
    assert len(examples(rule + example.format("Company"), tmp_path)) == 1


# the whole folder


def test_the_ontology_as_it_comes_is_sound() -> None:
    assert said(lint(ROOT)) == []


def test_files_that_cannot_be_read_come_first_and_each_with_its_line(tmp_path: Path) -> None:
    root = tmp_path / "ontology"
    shutil.copytree(ROOT, root)
    (root / "rules" / "a.yml").write_text("- name: x\n- name: [\n", "utf-8")
    (root / "lexicon" / "b.tsv").write_text("name\n甲\t乙\n", "utf-8")
    (root / "lexicon" / "c.tsv").write_bytes("name\n甲\n".encode("gb18030"))
    (root / "shapes.ttl").write_text("kg:x a .\n", "utf-8")
    found = said(lint(root))
    assert [line.partition(": ")[0] for line in found] == ["b.tsv:2", "c.tsv:1", "a.yml:3", "shapes.ttl:1"]
    assert "save the file as UTF-8" in found[1]


def test_a_missing_file_of_rules_and_a_question_in_no_utf8_are_named(tmp_path: Path) -> None:
    root = tmp_path / "ontology"
    shutil.copytree(ROOT, root)
    (root / "rules" / "names.yml").unlink()
    (root / "queries" / "mine.rq").write_bytes("# zh: 园区\n".encode("gb18030"))
    assert said(lint(root)) == [
        "mine.rq:1: no UTF-8 at byte 8\n  save the file as UTF-8",
        "names.yml: names.yml is not there\n  take it from the ontology/ that comes with the package",
    ]


def test_every_reader_is_asked_and_every_fault_told_at_once(tmp_path: Path) -> None:
    root = tmp_path / "ontology"
    shutil.copytree(ROOT, root)

    def change(name: str, was: str, becomes: str) -> None:
        path = root / name
        assert was in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(was, becomes, 1), "utf-8")

    change("rules/works_for.yml", "relation: works_for", "relation: worksfor")
    change("rules/member_of.yml", "confidence:", "confidense:")
    change("lexicon/units.tsv", "毛\t元\t0.1", "毛\t元\tx")
    change("view.yml", "shape: square", "shape: sqare")
    (root / "queries" / "broken.rq").write_text("# zh: 问\n# en: A question\nSELECT ?x WHERE {\n  ?x = ?y .\n}\n", "utf-8")
    (root / "queries" / "strange.rq").write_text("# param: park Prk 园区\nSELECT ?park WHERE { ?park a ?x }\n", "utf-8")
    found = "\n".join(said(list(check_parts(load(root)))))
    for part in (
        "unknown relation 'worksfor'\n  did you mean 'works_for'?",
        "unknown key 'confidense'\n  did you mean 'confidence'?",
        "units.tsv:5: factor 'x' is no number",
        "did you mean 'square'?",
        "broken.rq:4: no valid SPARQL",
        "strange.rq:1: parameter 'park' has the unknown type 'Prk'\n  did you mean 'Park'?",
    ):
        assert part in found


@pytest.mark.parametrize(
    ("file", "entry", "problem"),
    [
        ("names", "- name: x/y\n  kind: suffix\n  type: Park\n  suffixes: 5\n", "'int' object is not iterable"),
        ("names", "- name: x/y\n  kind: phrase\n  type: Park\n  shape: '('\n", "no valid pattern: missing )"),
        ("names", "- name: x/y\n  kind: [suffix]\n", "unhashable type: 'list'"),
        ("edges", "- name: x\n", "no 'words'"),
        ("reading", "- name: [box]\n  pattern: 5\n", "unknown entry"),
        ("quantities", "- name: x/y\n  why: [x]\n  after: 5\n", "'int' object is not iterable"),
        ("observations", "- kind: level\n", "no 'name'"),
        ("observations", "- name: x/y\n  trigger: [x]\n", "no 'kind'"),
        ("milestones", "- name: x/y\n  step: 开工\n  trigger: 开工\n", "no 'classes'"),
        ("tables", "- name: table/says\n  stated: [{labels: [x], says: invest, head: row}]\n", "no 'invest'"),
        ("located_in", "- name: x/y\n  relation: [located_in]\n", "has a value of the wrong kind"),
        (
            "located_in",
            "- name: x/y\n  relation: located_in\n  confidence: 0.9\n  owner: {head: 5, tail: [Park]}\n",
            "'int' object is not iterable",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_line(tmp_path: Path, file: str, entry: str, problem: str) -> None:
    root = Path(shutil.copytree(ROOT, tmp_path / "ontology"))
    path = root / "rules" / f"{file}.yml"
    text = path.read_text("utf-8")
    path.write_text(f"{text}{entry}", "utf-8")
    (fault, *_) = [f for f in check_parts(load(root)) if problem in f.problem]
    assert fault.place == f"{path}:{text.count(chr(10)) + 1}"
    assert fault.remedy


def test_an_item_keeps_its_place_through_every_check(tmp_path: Path) -> None:
    """A fault that points nowhere cannot be mended: each says file and line."""
    knowledge = small(tmp_path, rules__r="- name: a\n  typ: x\n- name: a\n  type: Nothing\n", lexicon__t="name\tcontext\n甲\t2\n甲\n")
    faults = [*check_rules(knowledge), *check_tables(knowledge)]
    assert len(faults) >= 4
    assert all(isinstance(fault, KnowledgeError) and fault.place.rpartition(":")[2].isdigit() for fault in faults)


def test_rules_of_other_kinds_have_no_examples_to_run() -> None:
    knowledge = load(ROOT)
    item = Item({"name": "x", "words": ["甲"], "examples": ["nothing to run"]}, "guards.yml:1")
    assert list(run_examples(replace(knowledge, rules={"guards": (item,)}))) == []


# names


def test_every_rule_of_names_finds_an_example_itself() -> None:
    knowledge = load(ROOT)
    idle = []
    for item in knowledge.rules["names"]:
        found = set()
        for example in item.data.get("examples", ()):
            text, _, wanted = example.partition("=>")
            name = wanted.partition("|")[0].strip()
            found |= {m.rule for m in find_by_rules(parse(text.strip(), knowledge), knowledge).mentions if m.text == name}
        if item.data["name"] not in found:
            idle.append(item.data["name"])
    assert idle == []


# README.md of the folder


def grown(tmp_path: Path) -> Path:
    """The ontology with everything added that its README adds."""
    root = tmp_path / "ontology"
    shutil.copytree(ROOT, root)
    blocks = re.findall(r"^`ontology/(\S+)`:\n\n```\w+\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 7
    for name, text in blocks:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("\n" + text)
    return root


def test_what_the_readme_adds_is_sound_and_its_examples_hold(tmp_path: Path) -> None:
    root = grown(tmp_path)
    before, after = ({str(fault).replace(str(folder), "") for fault in lint(folder)} for folder in (ROOT, root))
    assert after - before == set()
    knowledge = load(root)
    rules = {name: knowledge.rules[name] for name in (*LANGUAGE, "acquires")}
    assert said(list(run_examples(replace(knowledge, rules=rules)))) == []


def test_a_relation_works_without_python(tmp_path: Path) -> None:
    knowledge = load(grown(tmp_path))
    page = tmp_path / "page.txt"
    page.write_text("海门光电有限公司是一家老企业。去年，赛力斯收购了海门光电有限公司。\n", "utf-8")
    found = extract(read(page, knowledge), knowledge)
    names = {entity.id: entity.name for entity in found.entities}
    assert [(names[r.head], r.relation, names[r.tail]) for r in found.relations if r.relation == "acquires"] == [
        ("赛力斯", "acquires", "海门光电有限公司")
    ]


def test_the_readme_names_every_file() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    files = [p.name for p in [*ROOT.glob("*"), *ROOT.glob("rules/*.yml")] if p.is_file() and p.name != "README.md"]
    relations = {f"{name}.yml" for name in load(ROOT).ontology.relations}
    assert [name for name in files if f"`{name}`" not in text and f"rules/{name}`" not in text and name not in relations] == []
