"""What is fuzzed: the reading of files, the extraction of facts, the loading of the ontology. An error of kg's own is an answer;
whatever else comes out of a target is a defect.

The first byte of an input says which suffix, or which file of the ontology, the rest is the contents of.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from kg import reading
from kg.errors import InputError, KgError
from kg.extract import coreference
from kg.extract.clauses import subject_rules
from kg.extract.document import extract
from kg.extract.figure_rules import figure_rules
from kg.extract.periods import find_periods
from kg.extract.quantity_grammar import grammar_of
from kg.extract.relatives import link_rules
from kg.extract.step_rules import step_rules
from kg.graph.merge import merge
from kg.graph.rdf import build
from kg.graph.store import open_graph
from kg.graph.turtle import triples, write_statements
from kg.knowledge import Knowledge, load
from kg.knowledge.figures import units
from kg.knowledge.files import read_items, read_table, read_yaml
from kg.knowledge.names import names as names_of
from kg.knowledge.ontology import read_ontology
from kg.knowledge.queries import check_syntax, read_question
from kg.knowledge.reading import reading_rules
from kg.knowledge.rules import relation_rules
from kg.lint import CHECKS, WANTED
from kg.model import join
from kg.pipeline import find
from kg.resolve import resolve
from kg.resolve.policy import policy_of, verdicts
from kg.resolve.things import setting_of
from kg.score.standard import standard_of
from kg.view.style import read_style

SUFFIXES = (".txt", ".html", ".md", ".docx", ".pdf", ".jsonl", ".zip", ".meta.toml")
KNOWLEDGE = load()
SMALL = replace(KNOWLEDGE, tables={name: rows[:20] for name, rows in KNOWLEDGE.tables.items()})  # enough to be read with
FILES = (
    *sorted(path.relative_to(KNOWLEDGE.root).as_posix() for path in KNOWLEDGE.root.rglob("*") if path.suffix in (".yml", ".tsv")),
    *("core.ttl", "queries/companies-in-park.rq"),
)
GENERAL = tuple(file for file in WANTED if file in KNOWLEDGE.rules)  # the rules that are no relation's
READERS: dict[str, tuple[Callable[[Knowledge], object], ...]] = {
    "rules/names.yml": (names_of,),
    "rules/edges.yml": (names_of,),
    "rules/quantities.yml": (grammar_of,),
    "rules/reading.yml": (reading_rules,),
    "rules/observations.yml": (figure_rules, subject_rules),
    "rules/milestones.yml": (step_rules,),
    "rules/coreference.yml": (coreference._rules,),
    "rules/linking.yml": (link_rules,),
    "rules": (relation_rules,),
    "lexicon/units.tsv": (units, grammar_of),
    "lexicon/periods.tsv": (partial(find_periods, "今年", "2024"),),
    "lexicon": (names_of, setting_of),
    "resolution.yml": (policy_of, setting_of),
    "scoring.yml": (standard_of,),
    "view.yml": (read_style,),
    "same_as.tsv": (verdicts,),
    "core.ttl": (read_style, policy_of),
}
FOLDER = Path(tempfile.mkdtemp(prefix="kg-fuzz-"))
NUMBERS = count()
FEW = 5  # articles of a file that are read


def read(data: bytes) -> None:
    """A file of one of the suffixes: found, and read whole."""
    if not data:
        return
    suffix = SUFFIXES[data[0] % len(SUFFIXES)]
    path = FOLDER / f"{next(NUMBERS)}{suffix}"  # a name of its own: what is taken out of an archive is kept by name
    path.write_bytes(data[1:])
    beside = path.with_name(path.name.removesuffix(suffix) + ".txt")
    if suffix == ".meta.toml":
        beside.write_text("蓝鲸科技落户澄江区。", "utf-8")
    try:
        sources, faults = find([beside if suffix == ".meta.toml" else path])
        assert all(fault.problem and fault.remedy for fault in faults)
        for source in sources[:FEW]:
            with suppress(InputError):
                document = reading.read(source.part, KNOWLEDGE)
                assert all(0 <= place < len(document.raw) for place in document.origin)
    finally:
        path.unlink()
        beside.unlink(missing_ok=True)


def tell(data: bytes) -> None:
    """A text, from its facts to its graph."""
    with suppress(KgError):
        document = reading.parse(data.decode("utf-8", "replace"), KNOWLEDGE, id="a", date="2024-05-15")
        extraction = extract(document, KNOWLEDGE)
        for fact in (*extraction.relations, *extraction.observations, *extraction.milestones):
            assert join(fact.evidence).split() and all(q.start < q.end <= len(document.raw) for q in fact.evidence)
        resolution = resolve([extraction], KNOWLEDGE)
        graph = build([extraction], resolution, merge([extraction], resolution, KNOWLEDGE), KNOWLEDGE)
        assert len(open_graph(write_statements(graph))) == len(triples(graph))


def know(data: bytes) -> None:
    """A file of the ontology, its entries put in the place of those of the same name or after the others."""
    if not data:
        return
    name = FILES[data[0] % len(FILES)]
    folder = FOLDER / str(next(NUMBERS))
    path = folder / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data[1:])
    try:
        with suppress(KgError):
            changed = _with(path)
            for reader in READERS.get(name) or READERS.get(path.parent.name, ()):
                with suppress(KgError):
                    reader(changed)
            for check in CHECKS[1:]:
                assert all(fault.problem and fault.place for fault in check(_alone(changed, path.stem)))
    finally:
        shutil.rmtree(folder)


def _alone(knowledge: Knowledge, name: str) -> Knowledge:
    """What a check is to look at: the rules and the table of that name."""
    rules, tables = ({n: of[n] for n in of if n == name} for of in (knowledge.rules, knowledge.tables))
    return replace(knowledge, rules=rules, tables=tables)


def _with(path: Path) -> Knowledge:
    """A small knowledge with the contents of a file in it."""
    name = path.stem
    match path.parent.name, path.suffix:
        case "rules", _:
            new = read_items(path)
            names = {item.data.get("name") for item in new if isinstance(item.data.get("name"), str)}
            old = (item for item in SMALL.rules[name] if item.data.get("name") not in names)
            others = SMALL.rules if name in GENERAL else {file: SMALL.rules[file] for file in GENERAL}
            return replace(SMALL, rules={**others, name: (*old, *new)})
        case "lexicon", _:
            return replace(SMALL, tables={**SMALL.tables, name: (*SMALL.tables[name], *read_table(path))})
        case "queries", _:
            check_syntax(read_question(path, SMALL))
            return SMALL
        case _, ".tsv":
            return replace(SMALL, same_as=read_table(path))
        case _, ".yml":
            settings = read_yaml(path)
            merged = {**SMALL.settings[name], **settings} if isinstance(settings, dict) else settings
            return replace(SMALL, settings={**SMALL.settings, name: merged})
        case _:
            return replace(SMALL, ontology=read_ontology(path))


def seeds(target: str, corpus: Path) -> list[bytes]:
    """The kept files of a target as inputs."""
    choices = {"read": SUFFIXES, "know": FILES}.get(target, ())
    found = []
    for path in sorted(path for path in (corpus / target).rglob("*") if path.is_file()):
        name = path.relative_to(corpus / target).as_posix()
        choice = max((choice for choice in choices if name.endswith(choice)), key=len, default="")
        found.append((bytes([choices.index(choice)]) if choice else b"") + path.read_bytes())
    return found
