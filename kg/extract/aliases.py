"""Short forms that a document uses for a name it gives in full: 宁波海天精密机械有限公司 → 海天精密.

Two ways: the text says so (以下简称“X”), or the short form is made of the full one as short forms are: place and legal
form left off, the beginning kept.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from kg.extract.finder import Finder
from kg.extract.segment import is_word, tag_of
from kg.knowledge import Knowledge
from kg.knowledge.names import Names, names
from kg.model import Mention

DECLARED = re.compile('[（(](?:[^（）()，]{2,24}，)?(?:以下|下)?(?:简称|称)(?:为)?[：:]?[“‘"]?([^”’"）)]{2,16})[”’"]?[）)]')
BESIDE = re.compile("[（(]([一-鿿A-Za-z]{3,24})[）)]")
OPENED = re.compile("[（(](?:原名?|即|现名?|[^（）()，。；“]{0,8}[称叫]它?(?:为|作|做)?[：:]?)?[“‘]?")
CLOSED = re.compile("[”’]?[）)]")
BRACKET = re.compile("[（(][^（）()]{2,6}[）)]")
EVERYDAY = {"n", "v", "a", "d", "vn", "b"}  # jieba's tags of nouns, verbs, adjectives, adverbs
LONGEST_PLACE = 8
SHORTEST_OWN = 4  # characters behind a group's name that still tell which of its firms it is
SHORTEST_TAIL = 5  # characters of a name without its place that still tell which thing it is


def derived_forms(text: str, found: Sequence[Mention], knowledge: Knowledge) -> list[Mention]:
    """Mentions of the short forms of the names found."""
    first = {m.text: m for m in reversed(found)}
    forms = dict.fromkeys((form, m.type, 0.95) for m in found for form in _declared(text, m))
    for name in sorted(first):
        forms |= dict.fromkeys((form, first[name].type, 0.85) for form in sorted(short_forms(first[name], knowledge)))
    places = Finder(form for form, _, _ in forms).places(text)
    return [Mention(start, start + len(form), form, kind, "alias", sure) for form, kind, sure in forms for start in places.get(form, ())]


def declared_forms(text: str, mentions: Sequence[Mention], inside: Sequence[Mention], twice: Container[str]) -> dict[str, str]:
    """Short form → full name, where a bracket says so: 海天精密机械有限公司（以下简称“海天”）, 海天精密机械有限公司（HTM）.

    mentions: in order; inside: names inside those; twice: classes of which a name that is all of a bracket behind another is the same.
    """
    found = {form: m.text for m in (*mentions, *inside) for form in _declared(text, m) if form != m.text}
    for full, other in pairwise(mentions):
        bracketed = OPENED.fullmatch(text, full.end, other.start) and CLOSED.match(text, other.end)
        if bracketed and full.type == other.type and full.type in twice and full.text != other.text:
            found.setdefault(other.text, full.text)
    return found


def shortens(short: str, full: str) -> bool:
    """Whether a form is another one with characters left out."""
    rest = iter(full)
    return all(c in rest for c in short)


def _declared(text: str, m: Mention) -> Iterator[str]:
    """What a bracket right behind the name says that it is called."""
    match = DECLARED.match(text, m.end)
    if match is None and (beside := BESIDE.match(text, m.end)):
        match = beside if _abbreviates(*sorted((m.text, beside.group(1)), key=len)) else None
    if match:
        yield match.group(1)


def _abbreviates(short: str, full: str) -> bool:
    """Whether one name is made of characters of another in their order (长春光机所, 长春光学精密机械研究所)."""
    return len(short) >= 3 and len(full) - len(short) >= 2 and shortens(short, full)


@lru_cache(maxsize=32)
def _forms(role: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The ends of firms' names of a role (legal_forms.tsv)."""
    return tuple(row["form"] for row in knowledge.tables.get("legal_forms", ()) if row["role"] == role)


def _legal_form(name: str, knowledge: Knowledge) -> str:
    """The form in law that a name ends in, "" if none."""
    return next((f for f in _forms("legal", knowledge) if name.endswith(f) and len(name) - len(f) >= 2), "")


@lru_cache(maxsize=65536)
def core(name: str, knowledge: Knowledge) -> str:
    """A name without place in front, place in brackets and legal form (海天（宁波）机械有限公司 → 海天机械), or what stands behind
    the group that it belongs to (上海电气集团海天电机厂有限公司 → 海天电机厂)."""
    name = BRACKET.sub("", name)
    form = _legal_form(name, knowledge)
    own = name[len(group_of(name, knowledge)) :].removesuffix(form)
    return own if SHORTEST_OWN <= len(own) < len(name) - len(form) else strip_place(name.removesuffix(form), knowledge)


@lru_cache(maxsize=65536)
def group_of(name: str, knowledge: Knowledge) -> str:
    """The group that a registered firm's name begins with, "" if none: 上海电气集团 of 上海电气集团海天电机厂有限公司."""
    form = _legal_form(name, knowledge)
    ends = [name.rfind(g) + len(g) for g in _forms("group", knowledge) if form and g in name]
    return next((name[:end] for end in ends if len(name) - len(form) - end >= 2), "")


def strip_place(name: str, knowledge: Knowledge) -> str:
    """A name without the divisions that it begins with, if two characters are left."""
    divisions = names(knowledge).divisions
    while length := next((n for n in range(min(LONGEST_PLACE, len(name) - 2), 1, -1) if name[:n] in divisions), 0):
        name = name[length:]
    return name


def short_forms(m: Mention, knowledge: Knowledge) -> frozenset[str]:
    """Forms that may stand for a firm's name: for a registered one its core and the beginnings of it that are no common
    word, for another the part that is its own (长安汽车 → 长安)."""
    return _short_forms(m.text, m.type, m.rule, knowledge)


@lru_cache(maxsize=65536)
def _short_forms(name: str, kind: str, rule: str, knowledge: Knowledge) -> frozenset[str]:
    if not name.endswith(_forms("legal", knowledge)):
        return _own_part(name, kind, rule, names(knowledge)) | _behind_place(name, kind, knowledge)
    full = core(name, knowledge)
    forms = {full[:n] for n in range(2, len(full) + 1)}
    forms |= {full[:n] + full[-2:] for n in range(2, len(full) - 2)}  # 海天精密机械 → 海天机械
    forms |= {f + arm for arm in _forms("arm", knowledge) if arm in name for f in tuple(forms) if arm not in f}  # 海天控股, 海天股份
    left = (BRACKET.sub("", name).removesuffix(form) for form in _forms("legal", knowledge) if name.endswith(form))
    forms |= {strip_place(rest, knowledge) for rest in left}  # 海天机械股份
    place = name[: name.find(full)] if full in name else ""
    forms |= {place + f for f in forms}  # 宁波海天
    return frozenset(f for f in forms - {name, group_of(name, knowledge)} if not is_word(f))


def _own_part(name: str, kind: str, rule: str, known: Names) -> frozenset[str]:
    """A firm's name without the word of its trade, if that is no everyday word (中国|银行)."""
    if rule not in known.weak and kind in known.owners:
        for suffix in (s for r in known.rules.get("brand", ()) for s in r.suffixes if name.endswith(s)):
            own = name.removesuffix(suffix)
            if 2 <= len(own) <= 4 and not _everyday(own, known):
                return frozenset({own})
    return frozenset()


def _behind_place(name: str, kind: str, knowledge: Knowledge) -> frozenset[str]:
    """What is left of a body's or a park's name behind its place: 合肥智能（新站）创新中心联盟 → 创新中心联盟."""
    known = names(knowledge)
    if kind in known.owners | known.places:
        return frozenset()
    behind = {name[m.end() :] for m in BRACKET.finditer(name)} | {strip_place(name, knowledge)}
    return frozenset(rest for rest in behind if SHORTEST_TAIL <= len(rest) < len(name) and rest not in known.suffix_rule)


def _everyday(word: str, known: Names) -> bool:
    """Whether a word means something else than the firm: a large place, another name, a word of the dictionary."""
    other = known.words.get(word)
    named = other is not None and other.type not in known.owners | known.places
    return named or any(d.upper for d in known.divisions.get(word, ())) or (is_word(word) and tag_of(word) in EVERYDAY)
