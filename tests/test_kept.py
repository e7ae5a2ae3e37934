"""Unchanged documents are not read again; changed ones are, and a cache that fails costs nothing but time."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline
from kg.engine import kept
from kg.extract import document
from kg.knowledge import load
from kg.model import Extraction
from kg.pipeline import Outcome, assemble, find, read_all

KNOWLEDGE = load()
ARTICLE = "8月3日，杭州云栖智能科技有限公司落户智谷科技园。2022年，该公司实现产值12亿元，同比增长8.5%，预计2025年6月投产。\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where an empty cache will be."""
    return tmp_path / "cache"


@pytest.fixture
def read(page: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Outcome, int]]:
    """Reads the page; the outcome, and how often it was really read for it."""
    assert not cache.exists()
    calls = []

    def counted(*arguments: object) -> Extraction:
        calls.append(arguments)
        return extract(*arguments)

    extract = document.extract
    monkeypatch.setattr(document, "extract", counted)

    def once(**options: object) -> tuple[Outcome, int]:
        calls.clear()
        (outcome,) = read_all(find([page])[0], workers=1, cache=cache, **options)  # type: ignore[arg-type]
        return outcome, len(calls)

    return once


def test_an_unchanged_page_is_not_read_again_and_says_the_same(read: Callable[..., tuple[Outcome, int]]) -> None:
    first, calls = read()
    assert calls == 1 and first.extraction and first.extraction.relations and first.extraction.observations
    again, calls = read()
    assert calls == 0 and again.extraction == first.extraction


def test_nothing_is_kept_without_a_folder(page: Path) -> None:
    list(read_all(find([page])[0], workers=1))
    assert list(page.parent.iterdir()) == [page]


def test_a_change_of_page_sidecar_date_or_knowledge_is_noticed(
    read: Callable[..., tuple[Outcome, int]], page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    assert read(date="2023-08-04")[1] == 1
    page.with_name("page.meta.toml").write_text('date = "2023-08-05"\n', "utf-8")
    outcome, calls = read()
    assert calls == 1 and outcome.extraction and outcome.extraction.reference == "2023-08-05"
    page.write_text(ARTICLE.replace("12亿", "15亿"), "utf-8")
    outcome, calls = read()
    assert calls == 1 and outcome.extraction and any(o.value == 15 for o in outcome.extraction.observations)
    assert read()[1] == 0
    monkeypatch.setattr(pipeline, "load", lambda _: replace(KNOWLEDGE, hash="f" * 64))
    assert read()[1] == 1


def test_a_damaged_entry_is_read_anew_and_mended(read: Callable[..., tuple[Outcome, int]], cache: Path) -> None:
    first, _ = read()
    (entry,) = cache.glob("*/*.msgpack.z")
    whole = entry.read_bytes()
    for content in (b"", b"{", whole[: len(whole) // 2], kept.zlib.compress(kept.pack(["page"]))):
        entry.write_bytes(content)
        outcome, calls = read()
        assert calls == 1 and outcome.extraction == first.extraction
        assert entry.read_bytes() == whole


def test_a_cache_that_cannot_be_written_does_no_harm(read: Callable[..., tuple[Outcome, int]], cache: Path) -> None:
    cache.write_text("a file where the folder should be", "utf-8")
    outcome, calls = read()
    assert calls == 1 and outcome.extraction
    assert read()[1] == 1


def test_a_page_whose_name_is_no_text_is_read(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.txt")
    path.write_text(ARTICLE, "utf-8")
    (outcome,) = read_all(find([tmp_path])[0], workers=1, cache=cache)
    assert outcome.extraction and outcome.extraction.relations


def test_old_entries_go(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for age in range(5):
        world = cache / f"world{age}"
        world.mkdir(parents=True)
        for entry in range(4):
            (world / f"{entry}.msgpack.z").write_bytes(b"")
            os.utime(world / f"{entry}.msgpack.z", (100 - entry, 100 - entry))
        os.utime(world, (1000 - age, 1000 - age))
    kept.tidy(cache)
    assert sorted(str(p.relative_to(cache)) for p in cache.rglob("*.z")) == [f"world{w}/{e}.msgpack.z" for w in range(3) for e in range(2)]


def test_what_a_killed_run_left_half_written_goes_and_what_another_run_is_writing_stays(cache: Path) -> None:
    (cache / "world").mkdir(parents=True)
    for name, written in {"tmpold": 1000, "tmpnew": time.time()}.items():
        (cache / "world" / name).write_bytes(b"half")
        os.utime(cache / "world" / name, (written, written))
    kept.tidy(cache)
    assert [p.name for p in (cache / "world").iterdir()] == ["tmpnew"]


def test_a_build_after_a_change_and_a_removal_writes_the_bytes_of_a_clean_build(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    articles = sorted((Path(__file__).parent / "cases" / "written" / "articles").glob("*.txt"))[:5]
    for article in articles:
        (pages / article.name).write_bytes(article.read_bytes())

    def build(cache: str) -> dict[str, object]:
        files: dict[str, object] = dict(assemble(list(read_all(find([pages])[0], workers=1, cache=tmp_path / cache))))
        report = json.loads(str(files["report.json"]))
        return files | {"report.json": {key: value for key, value in report.items() if key != "seconds"}}

    before = build("kept")
    (pages / articles[1].name).unlink()
    (pages / articles[3].name).write_text(ARTICLE, "utf-8")
    again = build("kept")
    assert again == build("empty") and again["graph.ttl"] != before["graph.ttl"]
