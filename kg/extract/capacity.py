"""The capacity that the name of a work states: 年产10万吨铜箔项目, 800吨中试装置."""

from __future__ import annotations

from kg.extract.clauses import SubjectRules
from kg.extract.figure_rules import FigureRules
from kg.extract.quantities import scan
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.names import Names, names
from kg.model import Mention, Observation

GIVEN = 0.9  # confidence in a subject that the text gives a figure to word by word


def capacity(view: View, mention: Mention, rules: FigureRules, types: SubjectRules, knowledge: Knowledge) -> Observation | None:
    """The figure in the name of a mention, None if there is none."""
    if mention.anaphor or mention.type not in types.built:
        return None
    word = rules.capacity.search(mention.text)
    rest = mention.text[word.end() :] if word else mention.text
    q = next((q for q in scan(rest, knowledge)[0] if (q.start == 0 if word else q.dimension in rules.in_names)), None)
    if q is None:
        return None
    sentence = view.sentence_at(mention.start)
    evidence = view.document.quotes(sentence.start, sentence.end)
    behind = rest[q.end :].removeprefix("/年")
    indicator = f"{word[0]}{_made(behind, names(knowledge))}" if word else f"{behind}{rules.in_names[q.dimension]}"
    modality = "planned" if word or mention.type in rules.in_plans else "actual"
    return Observation(mention.entity, indicator, "level", q.value, q.unit, q.qualifier, "", modality, "capacity/in-name", GIVEN, evidence)


def _made(words: str, known: Names) -> str:
    """What a work makes, out of the words of its name behind the amount: 高镍正极材料 of 高镍正极材料项目."""
    made = words.strip("的“”")
    while ending := known.suffixes_end.search(made):
        made = made[: ending.start()].rstrip("的")
    return made
