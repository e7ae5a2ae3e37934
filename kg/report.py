"""report.json: what a build read, kept and refused, and why.

It holds timings, so it differs from run to run; graph.ttl and graph.html do not.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import kg
from kg.errors import KgError
from kg.graph.formats import FORMATS, Content
from kg.knowledge import Knowledge
from kg.model import Extraction, Refusal, Resolution
from kg.show import to_json

USUAL = ("graph.ttl", "graph.html")  # what a build writes whatever else it is asked for, beside the report
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file gave no document: plain text, so that it passes between processes."""

    place: str
    problem: str
    remedy: str = ""

    @classmethod
    def of(cls, error: Exception, place: str) -> Fault:
        """The fault that an error of reading or extracting what is there amounts to.

        >>> Fault.of(KgError("the file is empty", place="a.txt"), "a.txt")
        Fault(place='a.txt', problem='the file is empty', remedy='')
        """
        if isinstance(error, KgError):
            return cls(error.place or place, error.problem, error.remedy)
        last = traceback.extract_tb(error.__traceback__)[-1]
        problem = f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
        return cls(place, problem, "this is a defect of kg: please report it together with the file")

    def __str__(self) -> str:
        return str(KgError(self.problem, place=self.place, remedy=self.remedy))


def write_report(
    extractions: Sequence[Extraction],
    resolution: Resolution,
    knowledge: Knowledge,
    *,
    faults: Sequence[Fault],
    dropped: Iterable[tuple[str, Refusal]],
    warnings: Iterable[object],
    seconds: Mapping[str, float],
    files: Mapping[str, Content],
) -> str:
    """The report as JSON text.

    faults: the files left out; dropped: facts that resolution made void, with their documents; warnings: what the checks of the graph
    remark; seconds: by stage, summed over the documents where the stage is theirs; files: the others of this build.
    """
    report = {
        "kg": kg.__version__,
        "ontology": {"folder": str(knowledge.root), "sha256": knowledge.hash},
        "documents": {
            "kept": [_document(e) for e in extractions],
            "refused": [asdict(f) for f in faults],
        },
        "entities": {
            "in_documents": sum(len(e.entities) for e in extractions),
            "resolved": _count(e.type for e in resolution.entities),
        },
        "relations": _count(r.relation for e in extractions for r in e.relations),
        "observations": _count(o.kind for e in extractions for o in e.observations),
        "milestones": _count(m.step for e in extractions for m in e.milestones),
        "refusals": _refusals([*((e.doc, r) for e in extractions for r in e.refusals), *dropped]),
        "warnings": [str(w) for w in warnings],
        "doubts": [asdict(d) for d in resolution.doubts],
        "seconds": {stage: round(value, 3) for stage, value in seconds.items()},
        "files": {name: _sha256(content) for name, content in files.items()},
    }
    return to_json(report) + "\n"


def outdated(folder: Path, files: Collection[str]) -> list[str]:
    """The files in the folder that its last build wrote and this one, of `files`, does not; none that was changed since.

    The report of that build says what it wrote. It is not believed further than the names that forms have.
    """
    report = folder / "report.json"
    try:
        written = json.loads(report.read_bytes())["files"] if report.is_file() else {}
        known = [*USUAL, *(name for format in FORMATS.values() for name in format.files)]
        return [n for n in known if n not in files and n in written and (folder / n).is_file() and sha256_of(folder / n) == written[n]]
    except (OSError, ValueError, TypeError, LookupError, RecursionError):  # none of ours
        return []


def sha256_of(path: Path) -> str:
    """The SHA-256 of what a file holds."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sha256(content: Content) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _document(extraction: Extraction) -> dict[str, Any]:
    facts = {
        "entities": extraction.entities,
        "relations": extraction.relations,
        "observations": extraction.observations,
        "milestones": extraction.milestones,
        "refusals": extraction.refusals,
    }
    return {
        "doc": extraction.doc,
        "path": extraction.path,
        "title": extraction.title,
        "reference_date": extraction.reference,
    } | {name: len(items) for name, items in facts.items()}


def _count(keys: Iterable[str]) -> dict[str, int]:
    """How often each key occurs, the most frequent first.

    >>> _count(["b", "a", "b"])
    {'total': 3, 'b': 2, 'a': 1}
    """
    counts = Counter(keys)
    return {"total": counts.total()} | dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _refusals(refusals: Iterable[tuple[str, Refusal]]) -> dict[str, Any]:
    """Refused candidates by reason: how many, by which rules, and the first few with their sentences."""
    by_reason: dict[str, list[tuple[str, Refusal]]] = {}
    for doc, refusal in refusals:
        by_reason.setdefault(refusal.reason, []).append((doc, refusal))
    return {
        reason: {
            "count": len(found),
            "rules": _count(refusal.rule for _, refusal in found),
            "examples": [
                {"doc": doc, "rule": r.rule, "text": r.text, "sentence": r.quote.exact, "offsets": [r.quote.start, r.quote.end]}
                for doc, r in found[:EXAMPLES]
            ],
        }
        for reason, found in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))
    }
