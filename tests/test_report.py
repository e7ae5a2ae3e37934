"""report.json: counts that add up, refusals by reason, faults in words."""

import json

from kg.knowledge import load
from kg.model import Doubt, Entity, Extraction, Milestone, Observation, Quote, Refusal, Relation, Resolution, ResolvedEntity
from kg.report import Fault, write_report

QUOTE = Quote(10, 14, "云栖智能")


def extraction(doc: str, refusals: tuple[Refusal, ...]) -> Extraction:
    return Extraction(
        doc,
        "标题",
        "2023",
        f"{doc}.txt",
        "0" * 64,
        entities=(Entity("e1", "Company", "云栖智能", ("云栖智能",)), Entity("e2", "Park", "智谷科技园", ("智谷科技园",))),
        relations=(Relation("e1", "located_in", "e2", "r", 1.0, (QUOTE,)),),
        observations=(Observation("e1", "产值", "level", 12.0, "亿元", "=", "2022", "actual", "r", 1.0, (QUOTE,)),),
        milestones=(Milestone("e1", "落户", "2023-08", "actual", "r", 1.0, (QUOTE,)),),
        refusals=refusals,
    )


def test_report() -> None:
    negated = [Refusal("negated", "located-in/settled", f"未落户{i}", Quote(i, i + 3, f"未落户{i}")) for i in range(9)]
    resolution = Resolution(
        (ResolvedEntity("云栖智能", "Company", "云栖智能", ("云栖智能",)),), doubts=(Doubt("a", "b", 0.7, ("名称相近",)),)
    )
    report = json.loads(
        write_report(
            [extraction("a", (*negated, Refusal("wrong type", "x", "y", QUOTE))), extraction("b", ())],
            resolution,
            load(),
            faults=[Fault("c.txt", "the file is empty", "leave it out")],
            dropped=[("b", Refusal("both ends are one entity", "z", "云栖", QUOTE))],
            warnings=["a firm without a place"],
            seconds={"read": 0.25},
            files={"graph.ttl": "abc", "graph.parquet": b"abc"},
        )
    )
    assert [(d["doc"], d["relations"], d["refusals"]) for d in report["documents"]["kept"]] == [("a", 1, 10), ("b", 1, 0)]
    assert report["documents"]["refused"] == [{"place": "c.txt", "problem": "the file is empty", "remedy": "leave it out"}]
    assert report["entities"] == {"in_documents": 4, "resolved": {"total": 1, "Company": 1}}
    assert report["relations"] == {"total": 2, "located_in": 2}
    assert report["observations"] == {"total": 2, "level": 2}
    assert report["milestones"] == {"total": 2, "落户": 2}
    assert [(reason, r["count"]) for reason, r in report["refusals"].items()] == [
        ("negated", 9),
        ("both ends are one entity", 1),
        ("wrong type", 1),
    ]
    first = report["refusals"]["negated"]
    assert first["rules"] == {"total": 9, "located-in/settled": 9}
    assert first["examples"][0] == {"doc": "a", "rule": "located-in/settled", "text": "未落户0", "sentence": "未落户0", "offsets": [0, 3]}
    assert 0 < len(first["examples"]) < 9
    assert report["warnings"] == ["a firm without a place"]
    assert report["doubts"] == [{"left": "a", "right": "b", "score": 0.7, "reasons": ["名称相近"]}]
    assert report["seconds"] == {"read": 0.25}
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert report["files"] == {"graph.ttl": abc, "graph.parquet": abc}
