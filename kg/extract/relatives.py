"""The forms of one class that another may be short for, looked up by what the two must share, so that not every two are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.effort import spend
from kg.extract.aliases import short_forms
from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.names import names
from kg.model import Mention

BRACKET = re.compile("[（(].*?[）)]")
MOST = 64  # longer forms that share something with a short one and are looked at; an article has a handful

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkRule:
    """An entry of linking.yml."""

    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    places: bool = False
    ending: int = 0
    shortened: int = 0
    begins: bool = False
    called: tuple[str, ...] = ()
    inner: int = 0
    quoted: bool = False
    kinds: bool = False
    grown: tuple[str, ...] = ()
    twice: bool = False


@lru_cache(maxsize=8)
@reads("rules/linking.yml")
def link_rules(knowledge: Knowledge) -> Mapping[str, LinkRule]:
    """The rules by class."""
    return {
        d["type"]: LinkRule(
            _longest_first(d.get("prefixes", ())),
            _longest_first(d.get("suffixes", ())),
            d.get("places", False),
            d.get("ending", 0),
            d.get("shortened", 0),
            d.get("begins", False),
            _longest_first(d.get("called", ())),
            d.get("inner", 0),
            d.get("quoted", False),
            d.get("kinds", False),
            _longest_first(d.get("grown", ())),
            d.get("twice", False),
        )
        for d in (item.data for item in knowledge.rules.get("linking", ()))
    }


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form of the document: where it stands first; it without marks; what is left when what says nothing is taken off; a firm's
    name without place and legal form, and that place; the suffix that it ends in; the first name of its row
    of a table."""

    mention: Mention
    bare: str
    key: str
    core: str
    place: str
    ending: str
    synonym: str


def whole_names(bare: str, knowledge: Knowledge) -> list[str]:
    """A form, and the divisions that it is short for: 融安, 融安县."""
    return [bare, *(d.name for d in names(knowledge).divisions.get(bare, ()) if d.name != bare)]


def called_by(form: Form, rule: LinkRule) -> str:
    """What a firm is called before a word that any firm has: 润泽 of 润泽公司."""
    word = next((w for w in rule.called if form.core.endswith(w) and len(form.core) - len(w) > 1), "")
    return form.core.removesuffix(word)


def inner_parts(form: Form, rule: LinkRule) -> frozenset[str]:
    """What a firm may be called by without its group's name in front: 群英电器 of 贵州振宇群英电器有限公司; none of a name that is
    short itself."""
    core, least = form.core, rule.inner
    if not least or form.bare.endswith(core):
        return frozenset()
    return frozenset(core[i:j] for i in range(2, len(core) - least + 1) for j in range(i + least, len(core) + 1))


def ungrown(form: Form, rule: LinkRule) -> frozenset[str]:
    """What a name is called without the word for its kind behind it: 云桥 of 云桥片区."""
    ends = (len(form.bare) - len(word) for word in rule.grown if form.bare.endswith(word))
    return frozenset(form.bare[:end] for end in ends if end > 1)


class Relatives:
    """The forms of one class that have been added, by what a shorter form of the same thing has in common with them."""

    def __init__(self, forms: Iterable[Form], rule: LinkRule, knowledge: Knowledge) -> None:
        self._rule = rule
        self._knowledge = knowledge
        self._wanted = {key for form in forms for group in self._asks(form) for key in group}
        self._found: dict[Key, dict[int, Form]] = {}
        self._number = 0

    def add(self, form: Form) -> None:
        """Makes a form one that others may be short for."""
        for key in self._offers(form):
            if key in self._wanted and len(row := self._found.setdefault(key, {})) < MOST:
                row[self._number] = form
        self._number += 1

    def among(self, short: Form) -> list[Form]:
        """The forms that another may be short for, as they were added: of each group the fewest that share one of its keys."""
        near: dict[int, Form] = {}
        for group in self._asks(short):
            rows: list[dict[int, Form]] = [self._found.get(key, {}) for key in group]
            fewest = min(rows, key=len)
            near |= fewest
        spend(len(near))
        return [near[number] for number in sorted(near)]

    def _asks(self, short: Form) -> Iterator[list[Key]]:
        """Groups of keys; a form that a short one belongs to offers all keys of one of them."""
        rule, bare = self._rule, short.bare
        yield [("key", short.key)]
        if short.synonym:
            yield [("synonym", short.synonym)]
        if rule.begins:
            yield [("short", bare)]
            if len(short.core) > 1:
                yield [("core", short.core)]
                yield [("core", called_by(short, rule))]
                yield [("begins", bare)]
            if rule.inner and len(bare) >= rule.inner:
                yield [("inner", bare)]
            return
        if rule.ending and len(bare) >= rule.ending:
            for name in whole_names(bare, self._knowledge):
                yield [("ends", name)]
        if (n := rule.shortened) and len(bare) > 2:
            ends = bare[:n], bare[-1]
            yield [("within", *ends, char) for char in ("", *bare[n:-1])]
        if rule.grown:
            yield [("grown", bare)]

    def _offers(self, form: Form) -> Iterator[Key]:
        """The keys of a form that others may be short for, each once."""
        rule, bare = self._rule, form.bare
        yield "key", form.key
        if form.synonym:
            yield "synonym", form.synonym
        if rule.begins:
            yield from (("short", short) for short in short_forms(form.mention, self._knowledge))
            yield from (("core", form.core[:n]) for n in range(2, len(form.core) + 1))
            plain = BRACKET.sub("", bare)
            yield from (("begins", plain[:n]) for n in range(1, len(plain) + 1))
            yield from (("inner", part) for part in sorted(inner_parts(form, rule)))
            return
        if rule.ending:
            yield from (("ends", bare[start:]) for start in range(len(bare) - rule.ending + 1))
        if n := rule.shortened:
            ends = bare[:n], bare[-1:]
            yield from (("within", *ends, char) for char in sorted({"", *bare[n:-1]}))
        yield from (("grown", short) for short in sorted(ungrown(form, rule)))
