"""Short forms that a document uses for a name it gives in full: 重庆再升科技股份有限公司 → 再升科技.

Two ways: the text says so (以下简称“X”), or the short form is made of the full one as short forms are: place and legal
form left off, the beginning kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.segment import is_word, tag_of
from kg.knowledge import Knowledge
from kg.knowledge.names import Names, names
from kg.model import Mention

DECLARED = re.compile('[（(](?:[^（）()，]{2,24}，)?(?:以下|下)?(?:简称|称)(?:为)?[：:]?[“‘"]?([^”’"）)]{2,16})[”’"]?[）)]')


def derived_forms(text: str, found: Sequence[Mention], knowledge: Knowledge) -> list[Mention]:
    """Mentions of short forms of the names found."""
    out: list[Mention] = []
    for m in found:
        for form in _declared(text, m):
            out += _places(text, form, m, 0.95)
    for name in sorted({m.text for m in found}):
        m = next(x for x in found if x.text == name)
        for form in sorted(short_forms(m, knowledge)):
            out += _places(text, form, m, 0.85)
    return out


def declared_forms(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Short form → full name, where a bracket says so: 北斗智联科技有限公司（以下简称“北斗智联”）."""
    return {form: m.text for m in mentions for form in _declared(text, m) if form != m.text}


def _declared(text: str, m: Mention) -> Iterator[str]:
    """What a bracket right behind the name says that it is called."""
    if match := DECLARED.match(text, m.end):
        yield match.group(1)


def _places(text: str, form: str, m: Mention, confidence: float) -> Iterator[Mention]:
    for start in occurrences(text, form):
        yield Mention(start, start + len(form), form, m.type, "alias", confidence)


def occurrences(text: str, form: str) -> Iterator[int]:
    """Where a form stands in a text."""
    start = text.find(form)
    while start >= 0:
        yield start
        start = text.find(form, start + len(form))


def core(name: str, kind: str, knowledge: Knowledge) -> str:
    """A name without place prefix, place in brackets and legal form: OPPO（重庆）智能科技有限公司 → OPPO智能科技."""
    name = re.sub("[（(][^（）()]{2,6}[）)]", "", name)
    for row in knowledge.tables.get("legal_forms", ()):
        if row["role"] == "legal" and name.endswith(row["form"]) and len(name) - len(row["form"]) >= 2:
            name = name[: -len(row["form"])]
            break
    return strip_place(name, knowledge)


def strip_place(name: str, knowledge: Knowledge) -> str:
    """A name without the division that it begins with."""
    changed = True
    while changed:
        changed = False
        for length in range(min(8, len(name) - 2), 1, -1):
            if name[:length] in _division_names(knowledge):
                name, changed = name[length:], True
                break
    return name


_DIVISIONS: dict[str, frozenset[str]] = {}


def _division_names(knowledge: Knowledge) -> frozenset[str]:
    if knowledge.hash not in _DIVISIONS:
        _DIVISIONS[knowledge.hash] = frozenset(n for row in knowledge.tables.get("divisions", ()) for n in (row["name"], row["short"]) if n)
    return _DIVISIONS[knowledge.hash]


def _brand(m: Mention, knowledge: Knowledge) -> set[str]:
    """A firm's name without the word of its trade: 长安汽车 → 长安, 传音控股 → 传音."""
    known = names(knowledge)
    if m.rule in known.weak:
        return set()
    for rule in known.rules.get("brand", ()):
        for suffix in rule.suffixes:
            rest = m.text.removesuffix(suffix)
            if m.type == rule.type and rest != m.text and 2 <= len(rest) <= 4 and not _everyday(rest, known):
                return {rest}
    return set()


def _everyday(word: str, known: Names) -> bool:
    """Whether a word without its company is an everyday word or a place (中国|银行)."""
    other = known.words.get(word)
    place = any(d.upper for d in known.divisions.get(word, ()))
    return place or (other is not None and other.type not in known.owners | known.places) or (is_word(word) and tag_of(word) in ("n", "v", "a", "d", "vn", "b"))


def short_forms(m: Mention, knowledge: Knowledge) -> set[str]:
    """Forms that may stand for a registered name: its core and the beginnings of its core that are no common word."""
    if not any(m.text.endswith(r["form"]) for r in knowledge.tables.get("legal_forms", ()) if r["role"] == "legal"):
        return _brand(m, knowledge)
    full = core(m.text, m.type, knowledge)
    forms = {full[:n] for n in range(2, len(full) + 1)}
    forms |= {full[:n] + full[-2:] for n in range(2, len(full) - 2)}  # 天箭惯性科技 → 天箭科技
    return {f for f in forms if f != m.text and len(f) >= 2 and not is_word(f)}
