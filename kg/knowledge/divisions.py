"""What each name of the gazetteer (ontology/lexicon/divisions.tsv) may mean."""

from __future__ import annotations

from dataclasses import dataclass

from kg.knowledge.files import Row
from kg.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the gazetteer that a word may mean; `upper`: a province or a city, known everywhere."""

    name: str
    code: str
    upper: bool

    def within(self, other: Division) -> bool:
        """Whether it is a part of another division."""
        return self.code != other.code and self.code.startswith(other.code)


def brief_names(row: Row) -> frozenset[str]:
    """What a division is called for short: 恩施 and 恩施州 of 恩施土家族苗族自治州."""
    return frozenset({row["short"], *row.values.get("abbr", "").split()} - {""})


def divisions(knowledge: Knowledge) -> dict[str, tuple[Division, ...]]:
    """The divisions by each of their names."""
    found: dict[str, list[Division]] = {}
    for row in knowledge.tables.get("divisions", ()):
        for name in {row["name"], *brief_names(row)}:
            found.setdefault(name, []).append(Division(row["name"], row["code"], len(row["code"]) <= 4))
    return {name: tuple(group) for name, group in found.items()}
