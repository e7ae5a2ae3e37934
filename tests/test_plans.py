"""How Oxigraph goes about named questions of one thing or one article: by what is said of it, not by all that is said."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from test_questions import ANSWERS, GRAPHS, QUESTIONS, made_up

from kg.graph.query import bindings
from kg.graph.terms import term
from kg.iri import PREFIXES
from kg.knowledge.sparql import given

COPIES = 300
OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))
OWN = tuple(PREFIXES[prefix] for prefix in ("ent", "fact", "doc", "ind"))
# Whose a body is can be told by its name alone (北碚区政府), so every program is looked at.
ALL = {"programs-of-district"}
OF_ONE = sorted(
    name for name, q in QUESTIONS.items() if name not in ALL and any(p.type not in ("text", "number", "period") for p in q.parameters)
)


def another(node: Any, number: int) -> Any:
    """What stands for a node in a copy: things, facts and names of its own, the same classes, kinds, steps and times."""
    if isinstance(node, NamedNode) and node.value.startswith(OWN):
        return NamedNode(f"{node.value}-{number}")
    if isinstance(node, Literal) and node.language == "zh":
        return Literal(f"{node.value}{number}", language="zh")
    if isinstance(node, Literal) and node.datatype == term("xsd:string"):
        return Literal(f"{node.value}{number}")
    return node


@pytest.fixture(scope="module")
def economy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the two articles of test_questions.py and of so many like them."""
    triples = [quad.triple for quad in parse(made_up(), format=RdfFormat.TURTLE)]
    place = tmp_path_factory.mktemp("economy")
    store = Store(place)
    store.extend(Quad(*t) for t in triples)
    own = [t for t in triples if isinstance(t.subject, NamedNode) and t.subject.value.startswith(OWN)]
    for number in range(COPIES):
        store.extend(Quad(another(t.subject, number), t.predicate, another(t.object, number)) for t in own)
    store.flush()
    return place


def passed_through(node: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """How many rows every step of a plan gave."""
    yield node["number of results"], node["name"]
    for child in node["children"]:
        yield from passed_through(child)


@pytest.mark.parametrize("name", OF_ONE)
def test_a_question_of_one_thing_does_not_go_through_all(name: str, economy: Path, tmp_path: Path) -> None:
    question = QUESTIONS[name]
    params = (ANSWERS.get(name) or GRAPHS[name])[0]
    bound, *more = bindings(Store.read_only(str(economy)), question, params)
    assert not more
    file, plan = tmp_path / "asked.rq", tmp_path / "plan.json"
    file.write_text(given(question.sparql, {variable: str(value) for variable, value in bound.items()}), "utf-8")
    form = ["--results-format", "nt" if name in GRAPHS else "json", "--results-file", str(tmp_path / "answer")]
    command = [OXIGRAPH, "query", "--location", str(economy), "--query-file", str(file), *form, "--explain-file", str(plan), "--stats"]
    subprocess.run(command, check=True)
    most, step = max(passed_through(json.loads(plan.read_text("utf-8"))["plan"]))
    assert 0 < most < COPIES, step
