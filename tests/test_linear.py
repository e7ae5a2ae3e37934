"""No document takes for ever: work grows with length, and what would cost more than its length allows is set aside, neighbours built."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from zoo import SENTENCE

from bench.repeated import PATTERNS, firm, text
from kg.cli import commands
from kg.effort import Effort, bounded, spend
from kg.errors import InputError, KnowledgeError
from kg.extract import linking, said_again
from kg.extract.class_features import Kin
from kg.extract.document import extract
from kg.extract.form_features import Form
from kg.extract.linking import link
from kg.knowledge import Knowledge, load
from kg.knowledge.pattern import compile_pattern
from kg.knowledge.rules import relation_rules
from kg.model import Mention, Observation
from kg.pipeline import find, read_all, read_one
from kg.reading import limits, parse
from kg.reading.text import LONGEST

ENDLESS = Effort(steps=10**12, seconds=10**6)
MOST = 2.3  # times that twice the length may cost
HEAVY = SENTENCE + "汽车、重庆、" * 1000  # names of two classes in turn, and no end of them


class Counter:
    """Stands in for a function and counts its calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
        self.calls = 0
        self.does: Callable[..., object] = getattr(module, name)
        monkeypatch.setattr(module, name, self)

    def __call__(self, *args: object) -> object:
        self.calls += 1
        return self.does(*args)


def grows(cost: Callable[[int], int], size: int) -> float:
    """How many times as much twice the size costs."""
    return cost(2 * size) / max(1, cost(size))


def firms(number: int) -> list[str]:
    chance = Random(1)
    return [firm(chance) for _ in range(number)]


@pytest.mark.parametrize("pattern", ["firms, each with its sentence", "figures of indicators", "headlines"])
def test_the_steps_of_a_document_grow_with_its_length(pattern: str, knowledge: Knowledge) -> None:
    def steps(size: int) -> int:
        with bounded(ENDLESS, "") as meter:
            extract(parse(text(pattern, size), knowledge), knowledge)
        return meter.spent

    assert grows(steps, 3_000) <= MOST


def test_forms_are_compared_with_those_that_they_may_be_short_for(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = Counter(monkeypatch, linking, "same_thing")

    def cost(number: int) -> int:
        names = firms(number)
        names += [name[3:7] for name in names]  # what a text may call them for short
        page = parse("。".join(names), knowledge)
        mentions = [Mention(at, at + len(n), n, "Company", "suffix") for n in dict.fromkeys(names) if (at := page.text.find(n)) >= 0]
        compared.calls = 0
        link(page, mentions, knowledge)
        return compared.calls

    assert grows(cost, 200) <= MOST


def test_a_list_of_what_is_no_name_has_one_reading(knowledge: Knowledge) -> None:
    rules = relation_rules(knowledge)
    ends = {"head": frozenset({"Company"}), "tail": frozenset({"Park"})}
    (pattern,) = compile_pattern("{head+}{trigger}{tail}", ends, ["落户"], 12, rules.grammar, rules.alphabet)
    with bounded(Effort(steps=1, seconds=60), ""):
        assert not list(pattern.matches(rules.alphabet.encode("Company", 0) + "、甲乙" * 330 + "。"))


def test_names_in_names_are_found_without_comparing_all() -> None:
    def cost(number: int) -> int:
        forms = [Form(name, {(0, len(name)): 0.9}) for name in firms(number)]
        with bounded(ENDLESS, "") as meter:
            kin = Kin(forms)
            for form in forms:
                kin.features(form.text)
        return meter.spent

    assert grows(cost, 500) <= MOST


def test_names_within_others_tell_their_classes() -> None:
    park = Form("光谷园", {(0, 3): 0.9}, {("suffix", "Park")})
    longer = Form("光谷园开发公司", {(9, 16): 0.9}, {("suffix", "Company")})
    kin = Kin([park, longer])
    assert kin.features("光谷园") == ["fe=公司", "full<Company"]
    assert kin.features("光谷园开发公司") == ["part<Park"]


def test_a_name_over_the_cut_of_a_long_sentence_breaks_nothing(knowledge: Knowledge) -> None:
    page = parse(f"{SENTENCE}{'甲' * (LONGEST - 4)}蓝鲸科技有限公司。", knowledge)
    assert "蓝鲸科技有限公司" in {e.name for e in extract(page, knowledge).entities}


def test_figures_that_are_said_again_are_sought_among_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = Counter(monkeypatch, said_again, "_same")
    figure = Observation("e1", "", "level", 12.0, "亿元", "=", "2023", "actual", "level/plain", 0.9, ())

    def cost(number: int) -> int:
        compared.calls = 0
        assert len(said_again.merged([replace(figure, indicator=f"第{i}项") for i in range(number)])) == number
        return compared.calls

    assert grows(cost, 300) <= MOST


def test_every_pattern_of_the_benchmark_comes_out_the_same() -> None:
    assert len(PATTERNS) >= 12
    for pattern in PATTERNS:
        assert len(text(pattern, 3000).encode()) in range(2990, 3001)
        assert text(pattern, 3000) == text(pattern, 3000)


def test_a_document_that_costs_too_much_is_set_aside_and_the_others_are_built(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, content in {"a": SENTENCE, "b": HEAVY, "c": SENTENCE}.items():
        (pages / f"{name}.txt").write_text(content, "utf-8")
    kept = []
    for workers in (1, 2):
        outcomes = list(read_all(find([pages])[0], workers=workers))
        assert [o.extraction is not None for o in outcomes] == [True, False, True]
        kept.append([(o.extraction, o.fault) for o in outcomes])
    assert kept[0] == kept[1]
    fault = kept[0][1][1]
    assert fault and fault.place.endswith("b.txt") and "steps of work" in fault.problem and "cut it" in fault.remedy
    assert str(limits.effort(len(parse(HEAVY, load()).text)).steps) in fault.problem


def test_a_build_tells_what_was_set_aside_and_strict_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FLOOR", 1)
    monkeypatch.setattr(limits, "STEPS", 1)
    monkeypatch.setattr(limits, "SECONDS", 1)  # steps are what ends it, however slow the machine
    (tmp_path / "a.txt").write_text("今年天气很好，大家都很高兴。", "utf-8")
    (tmp_path / "b.txt").write_text(text("firms, each with its sentence", 1500), "utf-8")
    command = ["build", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "-o", str(tmp_path / "out"), "--workers", "1"]
    done = CliRunner().invoke(commands, [*command, "--strict"])
    assert (
        isinstance(done.exception, InputError) and "steps of work" in str(done.exception) and not (tmp_path / "out" / "graph.ttl").exists()
    )
    done = CliRunner().invoke(commands, command)
    assert done.exit_code == 1 and "b.txt" in done.output
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert [d["doc"] for d in report["documents"]["kept"]] == ["a"]


def ontology_with(expression: str, folder: Path) -> Path:
    """A copy of the ontology, with one more expression for what is no prose."""
    shutil.copytree(load().root, folder)
    rules = folder / "rules" / "reading.yml"
    before = rules.read_text("utf-8")
    rules.write_text(re.sub(r"(- name: box\n(?:  .*\n)*?  pattern:\n)", rf"\1    - '{expression}'\n", before, count=1), "utf-8")
    assert expression in rules.read_text("utf-8")
    return folder


def test_a_rule_that_repeats_what_repeats_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"reading.yml:\d+: the expression '\(a\+\)\+b' repeats"):
        load(ontology_with("(a+)+b", tmp_path / "ontology"))


def test_a_rule_that_tries_without_end_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ontology = ontology_with("(a|a)+b", tmp_path / "ontology")
    page = tmp_path / "page.txt"
    page.write_text(f"{SENTENCE}\n\n{'a' * 60}\n\n{SENTENCE}\n", "utf-8")
    monkeypatch.setattr("kg.reading.READING", Effort(steps=1000, seconds=0.5))
    outcome = read_one(find([page])[0][0], ontology=ontology)
    assert outcome.fault and outcome.fault.place == str(page)
    assert "processor time" in outcome.fault.problem and "(a+)+" in outcome.fault.remedy


def test_in_another_thread_the_clock_is_looked_at_as_steps_are_counted() -> None:
    raised: list[InputError] = []

    def work() -> None:
        try:
            with bounded(Effort(steps=10**12, seconds=0.05), "a.txt"):
                while True:
                    spend()
        except InputError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert raised[0].place == "a.txt" and "processor time" in raised[0].problem


def test_nothing_is_counted_outside_and_one_block_does_not_pay_for_the_next() -> None:
    spend(10**9)
    for _ in range(3):
        with bounded(Effort(steps=10, seconds=60), "a.txt"):
            spend(10)


def test_an_annual_report_of_four_megabytes_is_not_too_long() -> None:
    assert limits.TEXT >= 4_000_000
