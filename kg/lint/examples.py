"""Runs the examples that rules carry.

An example reads `text => what is found`, a counterexample `text => what is not found`, or only `text`: the rule finds nothing.
Names in [brackets] are taken as given, [云岭电子:Company] with its class; all others are found as in any article. The article
is of 2023-08.

    names              云岭电子落户东山科技城 => 东山科技城, or => 东山科技城 | Park
    relation rules     [云岭电子]落户两江新区 => 云岭电子 | 两江新区
    observations       [东山区]规上工业产值同比增长14.5% => 规上工业产值 | growth | 14.5 | %
    milestones         [东山项目]今年5月开工 => 东山项目 | 开工 | 2023-05
    quantities         总投资约12亿元 => 12 亿元 ~
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import KnowledgeError
from kg.extract.linking import link
from kg.extract.mentions import find_by_rules
from kg.extract.milestones import find_milestones
from kg.extract.observations import find_observations
from kg.extract.quantities import find_quantities
from kg.extract.stated import find_stated
from kg.extract.view import View, make_view
from kg.knowledge.files import Item
from kg.knowledge.load import Knowledge
from kg.knowledge.reading import reading_rules
from kg.model import Document, Mention, Sentence
from kg.reading.text import sentence_spans

REFERENCE = "2023-08"
GIVEN = re.compile(r"\[([^\[\]:]+)(?::(\w+))?\]")


@dataclass(frozen=True, slots=True)
class Found:
    """A fact as an example writes it, and the rule that found it."""

    rule: str
    fields: tuple[str, ...]


Reader = Callable[[View, Item, Knowledge], list[Found]]


def run_examples(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Examples that are not found and counterexamples that are."""
    for file, items in sorted(knowledge.rules.items()):
        for item in items:
            reader = _relations if "relation" in item.data else READERS.get(file)
            if reader:
                for text in item.data.get("examples", ()):
                    yield from _missing(str(text), item, reader, knowledge)
                for text in item.data.get("counterexamples", ()):
                    yield from _wrong(str(text), item, reader, knowledge)


def _missing(example: str, item: Item, reader: Reader, knowledge: Knowledge) -> Iterator[KnowledgeError]:
    text, _, wanted = example.partition("=>")
    if not wanted:
        yield _fault(item, f"example without '=>': {example}", "write: text => what is found in it")
        return
    found = reader(_view(text, _classes(wanted, item, knowledge), knowledge), item, knowledge)
    if _bare(wanted) not in [_bare("|".join(fact.fields)) for fact in found]:
        seen = "; ".join(" | ".join(fact.fields) for fact in found) or "nothing"
        yield _fault(item, f"example not found: {example}", f"found instead: {seen}")


def _wrong(example: str, item: Item, reader: Reader, knowledge: Knowledge) -> Iterator[KnowledgeError]:
    text, _, unwanted = example.partition("=>")
    for fact in reader(_view(text, _classes(unwanted, item, knowledge), knowledge), item, knowledge):
        if _bare("|".join(fact.fields)) == _bare(unwanted) if unwanted else fact.rule == item.data.get("name"):
            yield _fault(item, f"counterexample found: {example}", f"found: {' | '.join(fact.fields)}")
            return


def _relations(view: View, item: Item, knowledge: Knowledge) -> list[Found]:
    names = {id: entity.mentions for id, entity in view.entities.items()}
    return [
        Found(r.rule, (head, tail))
        for r in find_stated(view, knowledge).relations()
        if r.relation == item.data["relation"]
        for head in names[r.head]
        for tail in names[r.tail]
    ]


def _names(view: View, item: Item, _: Knowledge) -> list[Found]:
    kind = item.data.get("type")
    found = [m for m in view.mentions if not m.anaphor and (not kind or m.type == kind)]
    return [Found(m.rule, (m.text,)) for m in found] + [Found(m.rule, (m.text, m.type)) for m in found]


def _observations(view: View, _: Item, knowledge: Knowledge) -> list[Found]:
    return [Found(o.rule, (o.indicator, o.kind, f"{o.value:g}", o.unit)) for o in find_observations(view, knowledge)[0]]


def _milestones(view: View, _: Item, knowledge: Knowledge) -> list[Found]:
    return [
        Found(m.rule, (name, m.step, m.date)) for m in find_milestones(view, knowledge)[0] for name in view.entities[m.subject].mentions
    ]


def _quantities(view: View, item: Item, knowledge: Knowledge) -> list[Found]:
    name = str(item.data.get("name"))
    quantities = find_quantities(view.document.text, knowledge)
    exact = [Found(name, (f"{q.value:g} {q.unit}",)) for q in quantities if q.qualifier == "="]
    return exact + [Found(name, (f"{q.value:g} {q.unit} {q.qualifier}",)) for q in quantities]


READERS: Mapping[str, Reader] = {"names": _names, "observations": _observations, "milestones": _milestones, "quantities": _quantities}


def _view(text: str, classes: Mapping[str, Sequence[str]], knowledge: Knowledge) -> View:
    """A text as a document of one paragraph, its names found. classes: what a given name without a class may be, likeliest first."""
    given: list[tuple[int, int, str]] = []
    plain = ""
    for part in re.split(r"(\[[^\[\]]+\])", text.strip()):
        match = GIVEN.fullmatch(part)
        if match:
            given.append((len(plain), len(plain) + len(match[1]), match[2] or ""))
        plain += match[1] if match else part
    sentences = tuple(Sentence(start, end, 0) for start, end in sentence_spans(plain, reading_rules(knowledge)))
    document = Document("example", "", plain, "", "", REFERENCE, plain, array("l", range(len(plain))), sentences)
    found = find_by_rules(document, knowledge).mentions
    kinds = {(m.start, m.end): m.type for m in found}
    mentions = [m for m in found if not any(m.start < end and start < m.end for start, end, _ in given)]
    for start, end, kind in given:
        name = plain[start:end]
        guess = kinds.get((start, end), "")
        allowed = classes.get(name) or classes.get("") or [guess]
        mentions.append(Mention(start, end, name, kind or (guess if guess in allowed else allowed[0]), "example"))
    linked, entities = link(document, sorted(mentions, key=lambda m: m.start), knowledge)
    return make_view(document, linked, entities, knowledge)


def _classes(wanted: str, item: Item, knowledge: Knowledge) -> Mapping[str, Sequence[str]]:
    """The classes that the names of an example may have, by name: the ends of its relation, or what its rule is about ("")."""
    relation = knowledge.ontology.relations.get(str(item.data.get("relation")))
    if relation is None:
        return {"": item.data.get("classes") or [*knowledge.ontology.classes]}
    ends = [end.strip() for end in wanted.split("|")]
    order = [*knowledge.ontology.classes]
    return {name: sorted(allowed, key=order.index) for name, allowed in zip(ends, (relation.domain, relation.range), strict=False)}


def _bare(text: str) -> str:
    return re.sub(r"[\s“”‘’\"']", "", text)


def _fault(item: Item, problem: str, remedy: str) -> KnowledgeError:
    return KnowledgeError(f"rule {item.data.get('name', '?')!r}: {problem}", place=item.place, remedy=remedy)
