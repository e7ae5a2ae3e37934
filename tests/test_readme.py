"""What the READMEs show is what happens.

```console blocks are run in order in one folder that holds seeds/: lines with `$ ` are commands (`> ` continues one), the lines
below are what they print, where `…` alone stands for lines left out. ```turtle blocks are part of the graph that was built.
Of ```sh blocks, those lines are run, and against real servers, that ask or load one.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from serving import serving
from stores import Server

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")


def blocks(readme: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", (ROOT / readme).read_text("utf-8"), re.M | re.S)


def steps(block: str) -> list[tuple[str, str]]:
    """(command, expected output) pairs of a console block."""
    found: list[list[str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], ""])
        elif line.startswith("> ") and not found[-1][1]:
            found[-1][0] += "\n" + line[2:]
        else:
            found[-1][1] += line + "\n"
    return [(command, output) for command, output in found]


def fits(expected: str, printed: str) -> bool:
    pieces = (re.escape(piece) for piece in re.split(r"^…\n", expected, flags=re.M))
    return re.fullmatch(r"(?:.*\n)*".join(pieces), printed) is not None


def test_an_ellipsis_stands_for_whole_lines() -> None:
    assert fits("a\n…\nd\n", "a\nb\nc\nd\n")
    assert fits("a\n…\n", "a\n")
    assert not fits("a\n…\nd\n", "a\nb\n")
    assert not fits("a\n", "a\nb\n")


@pytest.fixture(scope="module", params=READMES)
def workplace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A readme and a folder in which its commands have been run, their output compared."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for block in blocks(request.param, "console"):
        for command, expected in steps(block):
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
            assert done.returncode == 0, f"$ {command}\n{done.stderr}"
            assert not expected or fits(expected, done.stdout), f"$ {command}\n{done.stdout}"
    return request.param, folder


def test_commands_print_what_the_readme_shows(workplace: tuple[str, Path]) -> None:
    _, folder = workplace
    assert {p.name for p in (folder / "out").iterdir()} == {"graph.ttl", "graph.html", "report.json"}


def test_the_turtle_shown_is_in_the_graph(workplace: tuple[str, Path]) -> None:
    readme, folder = workplace
    turtle = (folder / "out" / "graph.ttl").read_text("utf-8")
    prefixes = "".join(line + "\n" for line in turtle.splitlines() if line.startswith("@prefix"))
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    shown = blocks(readme, "turtle")
    assert shown
    for block in shown:
        missing = set(rdflib.Graph().parse(data=prefixes + block, format="turtle")) - set(graph)
        assert not missing, missing


@pytest.mark.parametrize("readme", READMES)
def test_every_path_and_picture_that_is_linked_exists(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in t]
    assert targets
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_both_readmes_run_the_same_commands() -> None:
    english, chinese = ([command for block in blocks(r, "console") for command, _ in steps(block)] for r in READMES)
    assert english == chinese


def commands(readme: str, word: str) -> list[str]:
    """The lines of sh blocks in which a word stands."""
    return [line for block in blocks(readme, "sh") for line in block.splitlines() if word in line]


def run(command: str, folder: Path, **environment: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, **environment}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"$ {command}\n{done.stderr}"
    return done.stdout


def test_the_server_answers_what_the_readme_asks(workplace: tuple[str, Path]) -> None:
    readme, folder = workplace
    with serving(folder / "out" / "graph.ttl") as server:
        table, thing = (run(c.replace("http://127.0.0.1:7878", server.url), folder) for c in commands(readme, "curl"))
    parks, oppo = table.splitlines(), json.loads(thing)["@graph"]
    assert parks[0] == "name" and "仙桃数据谷" in parks
    assert any(entry.get("id") == "ent:OPPO" for entry in oppo)


def test_stores_take_the_graph_as_the_readme_loads_it(workplace: tuple[str, Path], oxigraph_store: Server, virtuoso_store: Server) -> None:
    readme, folder = workplace
    oxigraph, virtuoso = commands(readme, "kg load")
    for place, url in {"http://localhost:7878/store": oxigraph_store.data, "http://localhost:7878/update": oxigraph_store.update}.items():
        oxigraph = oxigraph.replace(place, url)
    virtuoso = virtuoso.replace("http://localhost:8890/sparql-graph-crud-auth", virtuoso_store.data).replace("…", virtuoso_store.password)
    for command in (oxigraph, virtuoso):
        assert "triples → <https://w3id.org/regional-kg/dataset>" in run(command, folder)
