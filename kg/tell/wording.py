"""Facts in words, in either language of the ontology: what commands say of differences, doubts and ways.

>>> from kg.knowledge import load
>>> words = Wording(load(), "en")
>>> words.claim("OPPO", "located_in", "渝北区"), words.term("Company"), Wording(load(), "zh").reason("same_sound")
('OPPO located in 渝北区', 'company', '读音相同')
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.facts import Article, Claim, Figure, Proof, Step
from kg.iri import plain
from kg.knowledge import Knowledge
from kg.model import Milestone, Observation

# Why two names may be of one thing, and one of two: the features and hints of ontology/resolution.yml, and what its judge remarks.
_REASONS: Mapping[str, tuple[str, str]] = {
    "same_form": ("名称相同", "the same name"),
    "same_core": ("去掉地名和组织形式后相同", "the same without place and legal form"),
    "same_kernel": ("去掉虚词后相同", "the same without filler words"),
    "abbreviation": ("一个是另一个的简称", "one abbreviates the other"),
    "same_without_owner": ("去掉所属企业后相同", "the same without its owner"),
    "contraction": ("一个省略了另一个的中间部分", "one leaves out some of the middle"),
    "same_place_tail": ("地名相同，结尾相同", "the same place and end"),
    "tail": ("一个是另一个的结尾", "one ends the other"),
    "brand": ("品牌相同", "the same brand"),
    "same_sound": ("读音相同", "the same sound"),
    "one_character": ("只差一个字", "one character differs"),
    "one_of_few": ("四个字里差一个字", "one of four characters differs"),
    "within": ("一个包含另一个", "one contains the other"),
    "neighbour": ("与同一事物有关系", "linked to the same thing"),
    "one_document": ("同一篇文章里都提到", "one article names both"),
    "other_place": ("位于互不相属的地方", "in places that have nothing to do with each other"),
    "other_name": ("名称毫无共同之处", "names with nothing in common"),
    "other_registered_name": ("有两个注册名称", "two registered names"),
    "other class": ("类别不同", "of another class"),
    "number": ("一个带数字", "one has a number"),
    "fullest names diverge": ("全称不同", "the full names diverge"),
    "well-known brand": ("知名品牌", "a well-known brand"),
    "several firms of the brand": ("该品牌有多家企业", "several firms have the brand"),
    "told of in one place": ("报道的地点相同", "told of in one place"),
    "no place in common": ("没有共同的地点", "no place in common"),
    "classes": ("类别互相矛盾", "classes that contradict each other"),
    "codes": ("区划代码互相矛盾", "division codes that contradict each other"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A language, "zh" or "en", and the labels of an ontology in it."""

    knowledge: Knowledge
    language: str

    def pick(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language."""
        return zh if self.language == "zh" else en

    def term(self, local: str) -> str:
        """The label of a class, relation or value of the ontology; a name without one as it is."""
        labels = self.knowledge.ontology.labels.get(local)
        return clean(self.pick(*labels) if labels else local)

    def reason(self, reason: str) -> str:
        """Why something is doubtful: the fixed phrase, with whatever stands behind it."""
        name, _, rest = reason.partition(" ") if reason not in _REASONS else (reason, "", "")
        said = self.pick(*_REASONS[name]) if name in _REASONS else name
        return clean(f"{said} {rest}")

    def claim(self, head: str, relation: str, tail: str, roles: Sequence[str] = ()) -> str:
        """A relation as a sentence; roles in brackets."""
        said = f"{clean(head)} {self.term(relation)} {clean(tail)}"
        return f"{said} ({'、'.join(map(clean, roles))})" if roles else said

    def figure(self, said: Observation, subject: str = "") -> str:
        """A figure: of what, how much, when, and how it is meant where that is not plain."""
        notes = self.meant(said.kind, self.knowledge.ontology.qualifiers.get(said.qualifier, said.qualifier), said.modality)
        words = (subject, said.indicator, said.period, amount(said.value, said.unit), f"({notes})" if notes else "")
        return " ".join(filter(None, map(clean, words)))

    def meant(self, kind: str, qualifier: str, modality: str) -> str:
        """How a figure is meant, where that is not plain, by local names of the ontology."""
        ontology = self.knowledge.ontology
        plainly = (ontology.kinds[0], ontology.qualifiers.get("=", ""), ontology.modalities[0])
        said = zip((kind, qualifier, modality), plainly, strict=True)
        return self.pick("、", ", ").join(self.term(name) for name, usual in said if name and name != usual)

    def step(self, said: Milestone, subject: str = "") -> str:
        """A dated step."""
        local = self.knowledge.ontology.steps.get(said.step, said.step)
        plainly = said.modality in ("", self.knowledge.ontology.modalities[0])
        words = (subject, self.term(local), said.date, "" if plainly else f"({self.term(said.modality)})")
        return " ".join(filter(None, map(clean, words)))

    def fact(self, fact: Claim | Figure | Step, labels: Mapping[str, str]) -> str:
        """Any fact, its entities by their labels."""
        if isinstance(fact, Claim):
            return self.claim(labels.get(fact.head, fact.head), fact.relation, labels.get(fact.tail, fact.tail), fact.roles)
        if isinstance(fact, Figure):
            return self.figure(fact.observation, labels.get(fact.observation.subject, fact.observation.subject))
        return self.step(fact.milestone, labels.get(fact.milestone.subject, fact.milestone.subject))

    def source(self, proof: Proof, documents: Mapping[str, Article]) -> str:
        """A sentence in quotation marks, and the article that it stands in."""
        document = documents.get(proof.doc, Article(proof.doc, "", ""))
        title = self.pick("《{}》", "“{}”").format(clean(document.title)) if document.title else clean(document.id)
        return f"“{clean(proof.exact)}” — {' '.join(filter(None, (title, clean(document.issued))))}"


def amount(value: float, unit: str) -> str:
    """Value and unit as printed, whole numbers without a fraction.

    >>> amount(185.0, "亿元")
    '185亿元'
    """
    return plain(value).removesuffix(".0") + unit


def clean(text: str) -> str:
    """A text in one line, without what could act on a terminal: control, format and other invisible characters.

    >>> clean("光谷\\x1b[31m园\\n二期")
    '光谷[31m园 二期'
    """
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c)[0] != "C")
