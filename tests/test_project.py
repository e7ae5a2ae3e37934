"""The project around the package: pins, licence, make, what the wheel carries."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return dict(line.lower().replace("_", "-").split("==") for line in lines if "==" in line)


def requirement_name(requirement: str) -> str:
    return re.split(r"[<>=\[; ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact_and_hold_no_address(name: str) -> None:
    for line in (ROOT / name).read_text("utf-8").splitlines():
        assert re.fullmatch(r"(#.*|-r requirements\.txt|[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*|)", line), line


def test_every_declared_dependency_is_pinned() -> None:
    project = PROJECT["project"]
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    extras = project["optional-dependencies"]
    always = [*project["dependencies"], *PROJECT["build-system"]["requires"], *extras["stores"]]
    assert {requirement_name(r) for r in always} <= runtime.keys()
    assert {requirement_name(r) for r in extras["dev"]} <= runtime.keys() | dev.keys()
    assert not runtime.keys() & dev.keys()


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text("utf-8")


def test_changelog_has_a_section_to_write_into() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == "Unreleased"


def imported(path: Path) -> set[str]:
    """Top-level names of the packages that a module imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names


def test_only_the_command_line_prints_exits_or_reads_the_environment() -> None:
    wrong = re.compile(r"\bprint\(|\bsys\.exit\(|\bos\.environ\b|\bos\.getenv\b|\binput\(")
    for path in (ROOT / "kg").rglob("*.py"):
        if "cli" in path.parts:
            continue
        code = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith((">>>", "...")))
        assert not wrong.search(code), f"{path}: {wrong.search(code)}"


@pytest.mark.parametrize(
    "library",
    [
        "jieba",
        "msgspec",
        "numpy",
        "pyshacl",
        "pyarrow",
        "pyspark",
        "py4j",
        "pyvis",
        "click",
        "concurrent",
        "httpx",
        "trafilatura",
        "pypdfium2",
        "docx",
        "markdown_it",
        "opencc",
    ],
)
def test_a_library_has_one_home(library: str) -> None:
    homes = {path.relative_to(ROOT / "kg").parts[0] for path in (ROOT / "kg").rglob("*.py") if library in imported(path)}
    assert len(homes) <= 1, homes


def test_modules_are_short() -> None:
    long = {str(p.relative_to(ROOT)): n for p in (ROOT / "kg").rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert not long


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def test_the_wheel_carries_what_the_package_reads(installed: Path) -> None:
    def files(folder: Path) -> set[str]:
        return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}

    assert files(installed / "kg" / "ontology") == files(ROOT / "ontology")
    assert files(installed / "kg") - {f"ontology/{name}" for name in files(ROOT / "ontology")} == files(ROOT / "kg")


def test_an_installed_kg_builds_a_graph(installed: Path, tmp_path: Path) -> None:
    page = tmp_path / "新闻.txt"
    page.write_text("2023年8月，安吉长虹智能装备有限公司落户安吉县天荒坪镇。\n", "utf-8")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "kg.cli", "build", page.name, "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"graph.ttl", "graph.html", "report.json"}
    assert str(installed) in (tmp_path / "out" / "report.json").read_text("utf-8")


def test_the_version_is_that_of_the_package() -> None:
    done = subprocess.run([sys.executable, "-m", "kg.cli", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"kg {kg.__version__}\n"
