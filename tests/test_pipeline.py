"""Composition of the stages: which files are read, and what a page that breaks a stage does to the others."""

from pathlib import Path

import pytest

from kg.errors import InputError, KnowledgeError
from kg.model import Document, Extraction
from kg.pipeline import Source, assemble, find, read_all, read_one
from kg.reading import Part


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for name in ("b/x.txt", "a/x.txt", "a/y.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("2023年8月，某公司落户。\n", "utf-8")
    return tmp_path


def test_a_file_named_twice_is_read_once(pages: Path) -> None:
    sources, faults = find([pages / "a", pages / "a" / "x.txt", pages / "b" / ".." / "a" / "y.md"])
    assert [s.path.name for s in sources] == ["x.txt", "y.md"]
    assert faults == []


def test_ids_are_unique_and_do_not_depend_on_the_order_of_paths(pages: Path) -> None:
    there, _ = find([pages / "a", pages / "b"])
    back, _ = find([pages / "b", pages / "a"])
    assert there == back
    assert len({s.id for s in there}) == 3


def test_a_path_without_texts_is_a_fault_and_the_others_are_found(pages: Path) -> None:
    sources, faults = find([pages / "missing", pages / "a"])
    assert len(sources) == 2
    assert [f.place for f in faults] == [str(pages / "missing")]


def test_a_page_that_breaks_the_extractor_is_a_fault_of_its_own(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(document: Document, _: object) -> Extraction:
        if document.id == "y":
            raise ZeroDivisionError("division by zero")
        return Extraction(document.id, "", "", document.path, document.sha256)

    monkeypatch.setattr("kg.extract.document.extract", extract)
    sources, _ = find([pages / "a"])
    good, bad = read_all(sources, workers=1)
    assert good.extraction and good.fault is None
    assert bad.extraction is None and bad.fault
    assert bad.fault.place == str(pages / "a" / "y.md")
    assert "ZeroDivisionError: division by zero (test_pipeline.py:" in bad.fault.problem
    assert "report it" in bad.fault.remedy


def test_a_fault_of_the_knowledge_is_not_blamed_on_a_page(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(*_: object) -> Extraction:
        raise KnowledgeError("unknown relation", place="rules/x.yml:3")

    monkeypatch.setattr("kg.extract.document.extract", extract)
    with pytest.raises(KnowledgeError, match="unknown relation"):
        read_one(Source(Part(pages / "a" / "x.txt", 30), "x"))


def test_without_documents_there_is_no_graph() -> None:
    with pytest.raises(InputError, match="no document"):
        assemble([])
