"""Names that the words around them govern: behind a verb (生产…, 年产5万吨…, 入选…), before one (…下线), of a firm (某公司的…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.candidates import COUNT_AFTER, JOINTS, mention
from kg.extract.edges import left_edge, trim
from kg.extract.grade import grade
from kg.extract.line import BOUND, Line, stops
from kg.knowledge.names import NameRule, Names
from kg.model import Mention

PREDICATE = ("a", "ad", "d", "vd")
COUNTED = re.compile(
    r"[0-9.]+(余|多)?(万|亿|千)?(余|多)?(家|个|项|条|座|所|户|件|名|人|只|台|%|％|亩|平方|元|美元|辆|套|款|种|吨|架|艘|列|班|趟|只|颗)"
)
PARTICLE = re.compile("(了|出了|出|的是|的|为|成为|过|着|有)?")
JOINT = re.compile("、|和|与|及|以及|(?=“)")
RELATIVE = re.compile("[^，。；：、“”的]{1,12}的(?=[^，。；：、“”的]{3,14}(?:[，。；、]|$))")
ASIDE = re.compile("[（(][^（）()]{2,20}[）)]")
FOLLOWS = re.compile("[，。；、！？）”]|改为|换成|起家|等|的|和|与|及|以及|并|[0-9]|$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase; `measured`: an amount of it is given; `subject`: it is what a clause begins with (研发的|心脏起搏器|获…)."""

    begin: int
    end: int
    measured: bool = False
    subject: bool = False


def by_object(line: Line, names: Names) -> Iterator[Mention]:
    """What stands behind a verb that takes names of a class: 入选…, 推出…; further members of a list too."""
    for rule in names.rules.get("object", ()):
        for match in names.cues[rule.name].finditer(line.text):
            if line.tokens[line.at[match.start()]].start == match.start() and line.tokens[line.at[match.end() - 1]].end == match.end():
                yield from _objects(line, match.end(), rule, names)


def _objects(line: Line, start: int, rule: NameRule, names: Names) -> Iterator[Mention]:
    """The members of the list, or the one phrase, that begins at `start`, amounts left out."""
    later = subject = False
    while start < len(line.text):
        phrase = _phrase(line, start, rule, names, subject)
        subject = phrase.subject
        name = _without_tail(line.text, phrase, rule)
        least = 2 if later else 3 if phrase.measured or rule.endings else 4
        if _fits(line, name, phrase.end, rule, names, least):
            yield mention(line, name.begin, name.end, rule)
            later = True  # the list has begun with a name: 酸豆角和酸笋
        elif not rule.heads and line.text[phrase.begin : phrase.end].endswith(rule.without):
            break  # 研发中心、检测平台: what follows is no object either
        amount = names.amount.match(line.text, phrase.end) or COUNTED.match(line.text, phrase.end)
        end = amount.end() if amount else phrase.end
        joint = JOINT.match(line.text, end)
        if end <= start or not joint or (rule.heads and line.text[end] not in "、“"):
            break
        start = joint.end()


def _phrase(line: Line, start: int, rule: NameRule, names: Names, subject: bool) -> Phrase:
    """The noun phrase behind a verb, without particle, amount, praise and relative clause; `subject`: of the list's members before."""
    particle = PARTICLE.match(line.text, start).group()  # type: ignore[union-attr]
    start += len(particle)
    if rule.heads:
        return Phrase(start, phrase_edge(line, start, names, True))
    measured = names.amount.match(line.text, start) or names.quantified.match(line.text, start)
    start = measured.end() if measured else start
    end = _object_end(line, start, rule, names)
    if counted := names.last_amount.search(line.text, start + 2, end):
        end = counted.start()  # 碳化硅外延片|36万片
    led = start < end and stops(line, line.at[start], names)
    clause = RELATIVE.match(line.text, start) if rule.things else None
    if clause and (led or not line.text[start:end].endswith(rule.things)):
        further = _object_end(line, clause.end(), rule, names)
        taken = line.text[start:end].endswith(rule.things) and grade(line, clause.end(), further, names) == "proper"
        if line.text[clause.end() : further].endswith(rule.things) and not taken:  # 做伺服驱动器的|北辰精机
            start, end = clause.end(), further  # 适配电动车的|电磁开关
    subject = (subject or particle.endswith("的")) and line.text[start:end].endswith(rule.things)
    return Phrase(_phrase_start(line, start, end, names), end, bool(measured), subject)


def _object_end(line: Line, start: int, rule: NameRule, names: Names) -> int:
    """Where an object ends; what ends like a thing may hold verbs (耐高温|隔热|棉) and be followed by one (隔膜|供应…)."""
    end = phrase_edge(line, start, names, False)
    if not rule.things or line.text[start:end].endswith(rule.things):
        return end
    wide = end
    while wide < len(line.text) and wide - start <= 16:
        token = line.tokens[line.at[wide]]
        if BOUND.match(token.text) or token.text in names.edges["stop"] or not token.text[0].isalnum():
            break
        wide = token.end
    if wide - start <= 18 and line.text[start:wide].endswith(rule.things):
        return wide
    for token in line.tokens[line.at[start] : line.at[end - 1] + 1] if start < end else ():
        if token.tag.startswith("v") and line.text[start : token.start].endswith(rule.things):
            return token.start
    return end


def by_subject(line: Line, names: Names) -> Iterator[Mention]:
    """What stands before a verb that only things of a class can do: …下线, …首飞."""
    for rule in names.rules.get("subject", ()):
        for match in names.cues[rule.name].finditer(line.text):
            end = match.start()
            if adverb := names.adverbs.search(line.text, 0, end):
                end = adverb.start()
            start = left_edge(line, end, names)
            if (quantity := names.quantified.match(line.text, start, end)) and quantity.end() < end:
                start = quantity.end()
            sort = next((lead for lead in rule.leads if lead in line.text[start:end]), "")
            if sort:
                start = line.text.index(sort, start) + len(sort)  # 一类抗流感新药|玛硒洛沙韦
            named = bool(sort) or not rule.endings or line.text[start:end].endswith(rule.endings)
            if end - start >= 3 and named and _particular(line, start, end, rule, names, 3):
                yield mention(line, start, end, rule)
            if named:
                yield from _listed_before(line, start, rule, names)


def _listed_before(line: Line, start: int, rule: NameRule, names: Names) -> Iterator[Mention]:
    """The members of the list that a subject closes: 膜电极、电堆、|系统均为自产."""
    while start > 1 and line.text[start - 1] in JOINTS:
        end = start - 1
        start = left_edge(line, end, names)
        if end - start < 2 or not line.text[start:end].endswith(rule.endings or ()) or line.text[start:end].endswith(rule.without):
            break
        yield mention(line, start, end, rule)


def by_owner(line: Line, candidates: Sequence[Mention], names: Names) -> Iterator[Mention]:
    """What a firm is said to have (某公司的散热膜), if it ends like a thing of the class."""
    for rule in names.rules.get("owned", ()):
        for owner in candidates:
            aside = ASIDE.match(line.text, owner.end - line.offset)
            start = (aside.end() if aside else owner.end - line.offset) + 1
            if owner.type not in rule.owners or not line.text.startswith("的", start - 1):
                continue
            end = phrase_edge(line, start, names, False)
            begin = _phrase_start(line, start, end, names)
            joined = JOINT.match(line.text, end)
            thing = end - begin >= 3 and line.text[begin:end].endswith(rule.endings)
            within = any(t.text in names.edges["inside"] for t in line.tokens[line.at[begin] : line.at[end - 1]]) if thing else False
            if thing and not joined and not within and _particular(line, begin, end, rule, names, 3):
                yield mention(line, begin, end, rule)


def phrase_edge(line: Line, start: int, names: Names, loose: bool) -> int:
    """Where a noun phrase ends: at a mark, a count or a word that stops names; a loose one may hold 的."""
    p, depth = start, 0
    while p < len(line.text):
        c = line.text[p]
        if not depth and p > start and line.text[p - 1 : p + 1] == "”“":
            break
        if c in "“《（(‘":
            depth += 1
        elif c in "”》）)’":
            depth -= 1
            if depth < 0:
                break
        elif not depth:
            index = line.at[p]
            token = line.tokens[index]
            if BOUND.match(c) and not (c == " " and line.text[p - 1 : p + 2].isascii()):
                break  # a blank between letters (IC Design 100) is none
            if token.start == p and p > start and _ends(line, index, names, loose):
                break
            if c.isdigit() and p > start and COUNTED.match(line.text, p):
                break
        p += 1
    return p - 1 if loose and line.text[start:p].endswith("的") else p


def _ends(line: Line, index: int, names: Names, loose: bool) -> bool:
    """Whether a word ends a phrase; what ends like a thing (连接器) does not, whatever the dictionary calls it."""
    text = line.tokens[index].text
    return text in names.edges["phrase-end"] if loose else stops(line, index, names) and text[-1] not in names.edges["thing"]


def _phrase_start(line: Line, start: int, end: int, names: Names) -> int:
    """The start of a phrase without what counts or praises (国内首款, 一流的)."""
    if match := names.quantified.match(line.text, start, end):
        start = match.end()
    return trim(line, start, end, names) if start < end else start


def _without_tail(text: str, phrase: Phrase, rule: NameRule) -> Phrase:
    """The phrase without a last word that belongs to no name (年产40万吨聚氯乙烯|装置, 芯片设计|公司)."""
    words = text[phrase.begin : phrase.end]
    if not phrase.measured and not rule.endings and not rule.heads:
        return phrase
    tail = next((t for t in rule.tails if words.endswith(t) and len(words) - len(t) >= 2), "")
    return replace(phrase, end=phrase.end - len(tail))


def _fits(line: Line, phrase: Phrase, followed: int, rule: NameRule, names: Names, least: int) -> bool:
    """Whether the object of a verb is a name of the rule's class; `least`: how short it can be; `followed`: what stands behind it."""
    start, end = phrase.begin, phrase.end
    text = line.text[start:end]
    if not min(least, 3) <= end - start <= 40 or line.text[start] in "（(" or len(text.strip("“”")) < 2:
        return False
    if rule.heads:
        return any(h in text for h in rule.heads) and not text.endswith(rule.without)
    whole = line.text[start:followed]
    if (rule.endings and not whole.endswith(rule.endings)) or (whole.endswith(rule.without) and not phrase.measured):
        return False
    first = line.tokens[line.at[start]].text in names.edges["stop"] if text.endswith(rule.things) else stops(line, line.at[start], names)
    if (first and text[0] not in "“《") or line.tokens[line.at[end - 1]].tag in PREDICATE:
        return False
    if not phrase.subject and not FOLLOWS.match(line.text, followed):
        return False
    return _particular(line, start, end, rule, names, least, phrase.measured)


def _particular(line: Line, start: int, end: int, rule: NameRule, names: Names, least: int, measured: bool = False) -> bool:
    """Whether a phrase names something in particular, no kind of thing."""
    text = line.text[start:end]
    if "的" in text or text.endswith(rule.without) or COUNT_AFTER.match(line.text, end):
        return False
    last = line.at[end - 1]
    if line.tokens[last].tag == "ns" or (last in line.known and names.words[line.tokens[last].text].type in names.places):
        return False
    word = names.words.get(text)
    if word and word.type == rule.type:
        return True
    quality = grade(line, start, end, names)
    if least < 3 or quality == "proper":
        return True
    if quality == "trade" and (rule.modifier == "trade" or rule.endings or measured or text.endswith(rule.through)):
        return end - start >= 5  # 氯碱智能成套装备
    return quality == "specific" and end - start >= least
