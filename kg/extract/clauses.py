"""Clauses with their subject: whom a clause speaks of, named in it or carried over from before.

A Chinese sentence names its subject once and drops it in what follows. The first name of a clause is its subject unless
something that takes an object stands before it, or it only modifies a later name (渝北的某公司), or only reports.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.periods import Period
from kg.extract.segment import segment
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.reading import reading_rules
from kg.knowledge.regex import any_of
from kg.model import Mention, Sentence

_MODIFIES = re.compile("(?:[市区县镇内里中上].{0,4})?的?|[^在于对与向从到为被由，、；。]{0,14}的|所在的|[（(].{0,12}[）)]的?")
_DIGIT = re.compile("[0-9一二两三四五六七八九十百千万亿半]")
_COUNT = re.compile("[0-9二两三四五六七八九十百千万亿半]|一[十百千万亿]")  # not the 一 of 一经推出
_END = re.compile("[，。；：！？,;:!?\n]")


@dataclass(frozen=True, slots=True)
class Carried:
    """A subject named before: its entity and class, where, and how far back (1 in the sentence, 2 in the paragraph, 3 further)."""

    entity: str
    type: str
    start: int
    distance: int


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end] with its closing mark. head: the mention that is its subject, if it names one; carried: the
    subjects named before it, latest first, each entity once."""

    start: int
    end: int
    sentence: Sentence
    mentions: tuple[Mention, ...]
    head: Mention | None
    carried: tuple[Carried, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SubjectRules:
    """The subject/… entries of observations.yml."""

    strong: frozenset[str]
    weak: frozenset[str]
    passing: frozenset[str]
    places: frozenset[str]
    built: frozenset[str]
    counted: frozenset[str]
    lasting: frozenset[str]
    funded: frozenset[str]
    agents: frozenset[str]
    makers: frozenset[str]
    lead: re.Pattern[str]
    told: re.Pattern[str]
    not_lead: re.Pattern[str]
    reporting: re.Pattern[str]
    presents: re.Pattern[str]
    item: re.Pattern[str]


@lru_cache(maxsize=8)
@reads("rules/observations.yml")
def subject_rules(knowledge: Knowledge) -> SubjectRules:
    """The rules of who can be a subject."""
    data = {item.data["name"]: item.data for item in knowledge.rules.get("observations", ())}
    classes = data.get("subject/classes", {})

    def words(name: str, key: str) -> str:
        return any_of(data.get(name, {}).get(key, ()))

    return SubjectRules(
        frozenset(classes.get("strong", ())),
        frozenset(classes.get("weak", ())),
        frozenset(classes.get("passing", ())),
        frozenset(classes.get("places", ())),
        frozenset(classes.get("built", ())),
        frozenset(classes.get("counted", ())),
        frozenset(classes.get("lasting", ())),
        frozenset(classes.get("funded", ())),
        frozenset(classes.get("agents", ())),
        frozenset(classes.get("makers", ())),
        re.compile(f"(?:{words('subject/lead', 'lead')})*"),
        re.compile(words("subject/told", "told")),
        re.compile(words("subject/not-lead", "not_lead")),
        re.compile(f"[^，。；：]{{0,14}}?(?:{words('subject/reporting', 'reporting')})"),
        re.compile(f"(?:{words('subject/presented', 'presents')})$"),
        reading_rules(knowledge).patterns["item"],
    )


def read_clauses(view: View, periods: Sequence[Period], knowledge: Knowledge) -> list[Clause]:
    """The clauses of the document in order, each with its subject."""
    rules = subject_rules(knowledge)
    found: list[Clause] = []
    carried: list[Carried] = []
    last: Sentence | None = None
    dated = [p.start for p in periods]
    for sentence in view.document.sentences:
        if sentence.kind not in ("body", "heading", "box", "caption"):
            continue
        if last is None or sentence.paragraph != last.paragraph:
            top = view.sections.at(sentence.end - 1)
            heads = [Carried(top.entity, top.type, top.start, 3)] if top and top.start >= sentence.start else []
            carried = heads or [replace(c, distance=3) for c in carried]
        else:
            carried = [replace(c, distance=max(c.distance, 2)) for c in carried]
        last = sentence
        first = True
        for start, end in _cuts(view, sentence):
            mentions = tuple(m for m in view.in_sentence(sentence) if start <= m.start < end)
            told = periods[bisect_left(dated, start) : bisect_left(dated, end)]
            head = head_of(view, mentions, start, end, told, rules)
            if head and head.type in rules.counted and carried and carried[0].distance == 1 and carried[0].type in rules.makers:
                head = None  # 天成自控做座椅，工程机械座椅占有率: a product is what its maker is measured by
            if head and head.type in rules.weak and carried and not (first and rules.told.match(view.document.text, head.end)):
                head = None
            found.append(Clause(start, end, sentence, mentions, head, tuple(carried)))
            if head and sentence.kind == "body":
                here = Carried(head.entity, head.type, head.start, 1)
                rest = [c for c in carried if c.entity != head.entity][:9]
                figures = _DIGIT.search(view.document.text, head.end, end) is not None
                leads = first or figures or not rest or rest[0].distance > 1 or (head.anaphor and head.type not in rules.places)
                carried = [here, *rest] if leads else [rest[0], here, *rest[1:]]
                first = False
            first = first or view.document.text[end - 1] == "；"
            shown = _shown(view.document.text, mentions, end, rules) if sentence.kind == "body" else None
            if shown and not (head and head.entity == shown.entity):
                here = Carried(shown.entity, shown.type, shown.start, 1)
                carried = [here, *(c for c in carried if c.entity != shown.entity)][:10]
    return found


def head_of(
    view: View, mentions: Sequence[Mention], start: int, end: int, periods: Iterable[Period], rules: SubjectRules
) -> Mention | None:
    """The mention that heads a clause. periods: those of the clause."""
    text = view.document.text
    for i, mention in enumerate(mentions):
        following = mentions[i + 1] if i + 1 < len(mentions) else None
        firm = mention.anaphor and mention.type not in rules.places and following and "的" not in text[mention.end : following.start]
        if following and not firm and following.type in rules.strong and _MODIFIES.fullmatch(text, mention.end, following.start):
            continue
        if mention.type not in rules.strong and mention.type not in rules.weak:
            continue
        before = text[start : mention.start]
        for p in periods:
            if start <= p.start and p.end <= mention.start:
                before = before.replace(text[p.start : p.end], "", 1)
        for earlier in mentions[:i]:
            before = before.replace(earlier.text, "", 1)
        before = re.sub('[（(][^）)]*[）)]|[“”"‘’《》\\s]|^[年月日内里上中，以来]+', "", rules.item.sub("", before.lstrip()))
        if not _leads(before, rules):
            return None
        if rules.reporting.match(text, mention.end):
            return None
        if _enumerates(text, mentions, i, end) or (mention.type in rules.counted and _COUNT.match(text, mention.end)):
            return None
        return mention
    return None


def _shown(text: str, mentions: Sequence[Mention], end: int, rules: SubjectRules) -> Mention | None:
    """What a clause ends by presenting (打头的就是某项目，): the subject of what follows."""
    if not mentions or mentions[-1].type in rules.places - rules.built or mentions[-1].type not in rules.strong:
        return None
    last = mentions[-1]
    ends = not text[last.end : end].strip("，。；”》）)")
    return last if ends and rules.presents.search(text[max(0, last.start - 8) : last.start].rstrip("“《")) else None


def _leads(before: str, rules: SubjectRules) -> bool:
    """Whether a subject can follow these words: nothing that acts on it, or a clause that modifies it (做光学的某公司)."""
    if before.endswith("的") and not before.endswith(("中的", "里的", "内的", "旗下的", "上的")):
        return True
    before = before.lstrip("的内里市区、")
    if rules.lead.fullmatch(before):
        return True
    before = rules.lead.sub("", before, count=1)
    if rules.not_lead.search(before) or len(before) > 14:
        return False
    return not any(t.tag.startswith(("v", "p", "r")) or not t.tag for t in segment(before))


def _enumerates(text: str, mentions: Sequence[Mention], i: int, end: int) -> bool:
    """Whether a mention begins a list that a count or 等 closes: A、B、C等企业, A、B两家."""
    at = mentions[i].end
    members = 1
    for following in mentions[i + 1 :]:
        if not re.fullmatch("[、和及与”“]{1,3}", text[at : following.start]):
            break
        at = following.end
        members += 1
    tail = text[at:end]
    return bool(re.match("等|”?等", tail)) or (members > 1 and bool(re.match("[0-9一二两三四五六七八九十]", tail)))


def _cuts(view: View, sentence: Sentence) -> list[tuple[int, int]]:
    text = view.document.text
    inside = {i for m in view.in_sentence(sentence) for i in range(m.start, m.end)}
    cuts = [sentence.start]
    for match in _END.finditer(text, sentence.start, sentence.end):
        if match.start() in inside or re.match(r"\d[,:：]\d", text[max(0, match.start() - 1) : match.end() + 1]):
            continue
        cuts.append(match.end())
    cuts.append(sentence.end)
    return [(a, b) for a, b in itertools.pairwise(cuts) if text[a:b].strip("，。；：！？,;:!?\n ")]
