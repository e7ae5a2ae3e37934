"""A cluster → what it is called: the label that users would say, the registered name, and the key, the local part of its IRI."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.resolve.things import Setting, Thing

_QUOTES = re.compile(r"[\s“”‘’\"'*《》〈〉「」『』]")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_DASHES = re.compile(r"[^\w]*[-—–―、/.,:;~～·|&][^\w]*")
# What a local name of Turtle may hold without an escape, after NFKC.
_UNSAFE = re.compile(r"[^A-Za-z0-9_\-À-ÖØ-öø-˿Ͱ-ͽͿ-῿⁰-↏Ⰰ-⿯々〇-\ud7ff豈-﷏ﷰ-�\U00010000-\U000effff]")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Title:
    """How a cluster is called. place: the division that tells it from namesakes elsewhere."""

    type: str
    label: str
    full_name: str
    names: tuple[str, ...]
    place: str


def title(things: Sequence[Thing], setting: Setting) -> Title:
    """The class that most documents choose, and the names that follow from the forms and how many documents use them."""
    policy = setting.policy
    types: Counter[str] = Counter()
    for thing in things:
        types[thing.type] += len(thing.docs)
    type_ = min(types, key=lambda t: (-types[t], rank(t, policy.classes), t))
    printed = tuple(sorted({form for t in things for form in t.printed}))
    firm = type_ in policy.firms
    return Title(type_, _label(things, type_, setting), _full_name(things, setting) if firm else "", printed, _place(things, setting))


def rank(type_: str, classes: Sequence[str]) -> int:
    """Where a class stands in the order of resolution.yml, unknown ones last."""
    return classes.index(type_) if type_ in classes else len(classes)


def clean(text: str) -> str:
    """A printed name without quotation marks, spaces and line breaks.

    >>> clean("“满天星” 行动计划")
    '满天星行动计划'
    """
    return _QUOTES.sub("", text)


def key_of(label: str) -> str:
    """The label as a local name: letters, digits, `_` and `-` only; what is too long ends in a hash.

    >>> key_of("中国（重庆）自由贸易试验区"), key_of("哈密—重庆±800千伏工程"), key_of("100%")
    ('中国重庆自由贸易试验区', '哈密-重庆800千伏工程', '100')
    """
    plain = unicodedata.normalize("NFKC", label)
    key = _UNSAFE.sub("", _DASHES.sub("-", plain)).strip("-_")
    if 0 < len(key) <= _LONGEST:
        return key
    digest = hashlib.sha256(plain.encode()).hexdigest()[:8]
    return f"{key[:_LONGEST]}-{digest}" if key else f"name-{digest}"


def _label(things: Sequence[Thing], type_: str, setting: Setting) -> str:
    """The form most documents use, place and legal form aside; the longer one in a tie. A firm's everyday name, where there is one,
    goes before what is left of a registered name."""
    if code := next((t.code for t in things if t.code), ""):
        return setting.gazetteer.divisions[code].name
    texts: dict[str, set[str]] = {}
    for thing in things:
        for name in thing.names:
            texts.setdefault(clean(name.text), set()).update(thing.docs)
    said: dict[str, set[str]] = {}
    attested = set()
    for text, docs in texts.items():
        short = short_name(text, type_, frozenset(texts), setting)
        said.setdefault(short, set()).update(docs)
        if short == text:
            attested.add(short)
    firm = type_ in setting.policy.firms
    return min(said, key=lambda s: (firm and s not in attested, -len(said[s]), -len(s), s))


def short_name(text: str, type_: str, attested: frozenset[str], setting: Setting) -> str:
    """A form without its legal end and without the place in front or in brackets, where the rest still tells what it is.

    attested: the other forms of the same thing; what they say without the place is enough.
    """
    words = setting.words
    for bracket in _BRACKETS.findall(text):
        if bracket[1:-1] in words.places:
            text = text.replace(bracket, "")
    if type_ in setting.policy.firms:
        text = words.without_legal(text, ("legal", "plain"))[0]
    prefix, rest = words.place_in_front(text)
    enough = rest in attested or words.own(words.name(rest, type_).core) >= 2
    return rest if prefix and enough else text


def _full_name(things: Sequence[Thing], setting: Setting) -> str:
    """The registered name, if a form is one: the one most documents print, the longer one in a tie."""
    forms: dict[str, set[str]] = {}
    for thing in things:
        for form in thing.printed:
            if "legal" in setting.words.without_legal(clean(form))[1]:
                forms.setdefault(clean(form), set()).update(thing.docs)
    return min(forms, key=lambda f: (-len(forms[f]), -len(f), f), default="")


def _place(things: Sequence[Thing], setting: Setting) -> str:
    codes = sorted({c for t in things for c in ({t.scope} | t.where if not t.scope.startswith("@") else t.where) if c})
    return setting.gazetteer.divisions[codes[0]].name if codes else ""
