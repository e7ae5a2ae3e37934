"""Under which licence each pinned library may be used: python tests/licences.py writes the table of licences.md anew.

A library says it in its metadata, each in its own way; what it says is brought to the identifiers of SPDX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).parent / "licences.md"
LISTS = {"requirements.txt": "runs kg", "requirements-dev.txt": "checks kg", "requirements-train.txt": "learns its models"}
# Each lets one use the library for gain and beside code of another licence.
FREE = frozenset(
    (
        *("MIT", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Zlib", "PSF-2.0", "CNRI-Python", "CC0-1.0"),
        *("Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSL-1.0"),
        *("W3C-20150513", "MPL-1.1", "MPL-2.0", "LGPL-2.1-or-later", "LGPL-3.0-only"),
    )
)
SPELT = (  # what metadata and licence files write, the more telling first
    (r"MIT OR Apache-2\.0", "MIT OR Apache-2.0"),
    (r"BSD-3-Clause, Apache-2\.0, dependency licenses", "BSD-3-Clause AND Apache-2.0"),
    (r"W3C-20150513", "W3C-20150513"),
    (r"BSD.3.Clause", "BSD-3-Clause"),
    (r"BSD.2.Clause", "BSD-2-Clause"),
    (r"Apache", "Apache-2.0"),
    (r"\bMIT\b|Permission is hereby granted, free of charge, to any person", "MIT"),
    (r"MPL-2|Mozilla Public License 2", "MPL-2.0"),
    (r"\bISC\b", "ISC"),
    (r"PSFL|Python Software Foundation", "PSF-2.0"),
    (r"Redistributions? .*?(neither the name|may not be used to endorse)", "BSD-3-Clause"),
)
VAGUE = ((r"BSD", "BSD-2-Clause"),)  # one of them; this is what all have in common
HEAD = """# Licences

What kg is made with, by the lists that pin it. Each library may be used for gain; `python tests/licences.py` writes this table anew.

| library | version | licence | what for |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A library at a version, and what it is there for."""

    name: str
    version: str
    purpose: str


def pins() -> list[Pin]:
    """Every library of the lists, by the first list that has it."""
    found: dict[str, Pin] = {}
    for file, purpose in LISTS.items():
        for name, version in re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / file).read_text("utf-8"), re.MULTILINE):
            found.setdefault(name.lower(), Pin(name, version, purpose))
    return [found[name] for name in sorted(found)]


def licence_of(pin: Pin) -> str:
    """The licence that an installed library says it is under; "" if it does not say, or is not installed in that version."""
    try:
        library = distribution(pin.name)
    except PackageNotFoundError:
        return ""
    if library.version != pin.version:
        return ""
    if said := library.metadata.get("License-Expression"):
        return str(said)
    classified = [c for c in library.metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    texts = (str(library.metadata.get("License") or ""), " ".join(classified), _file(library))
    for spellings in (SPELT, VAGUE):
        for text in texts:
            for spelt, licence in spellings:
                if re.search(spelt, text[:2000], re.DOTALL | re.IGNORECASE):
                    return licence
    return ""


def _file(library: Distribution) -> str:
    files = (path for path in library.files or () if re.match(r"(LICEN[CS]E|COPYING)", path.name, re.IGNORECASE))
    return next((path.read_text() for path in files), "")


def may_be_used(licence: str) -> bool:
    """Whether one of the choices that a licence gives is free in all its parts."""
    choices = (choice.split(" AND ") for choice in licence.split(" OR "))
    return any(all(part.strip("()") in FREE for part in choice) for choice in choices)


def kept() -> dict[tuple[str, str], str]:
    """The licences of the table, by library and version."""
    rows = re.findall(r"^\| (\S+) \| (\S+) \| ([^|]+) \| [^|]+ \|$", TABLE.read_text("utf-8"), re.MULTILINE)
    return {(name, version): licence for name, version, licence in rows if name not in ("library", "---")}


def main() -> None:
    before = kept() if TABLE.exists() else {}
    rows = [(pin, licence_of(pin) or before.get((pin.name, pin.version), "unknown")) for pin in pins()]
    TABLE.write_text(HEAD + "".join(f"| {p.name} | {p.version} | {licence} | {p.purpose} |\n" for p, licence in rows), "utf-8")


if __name__ == "__main__":
    main()
