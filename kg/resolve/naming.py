"""A cluster → what it is called: the label that users would say, the registered name, and the key, the local part of its IRI."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.resolve.phrases import squeeze
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
    """The form most documents use, place and legal form aside. In a tie the one without filler words, then the longer one. A firm's
    everyday name, where there is one, goes before what is left of a registered name."""
    if code := next((t.code for t in things if t.code), ""):
        return setting.gazetteer.divisions[code].name
    labels = [(clean(label), thing) for thing in things for label in thing.labels]
    others = frozenset(label for label, _ in labels)
    said: dict[str, set[str]] = {}
    for label, thing in labels:
        said.setdefault(short_name(label, type_, others, setting), set()).update(thing.docs)
    if len(said) == 1:  # most things; what follows takes names apart
        return next(iter(said))
    firm = type_ in setting.policy.firms
    return min(said, key=lambda s: (firm and s not in others, -len(said[s]), 0 if firm else _ballast(s, type_, setting), -len(s), s))


def _ballast(text: str, type_: str, setting: Setting) -> int:
    """How many characters of a form are fillers, dispensable ends, or could be said shorter."""
    name = setting.words.name(text, type_)
    return len(squeeze(text)) - len(name.kernel) - (len(name.prefix) if name.own >= 2 else 0)


def short_name(text: str, type_: str, others: frozenset[str], setting: Setting) -> str:
    """A form without its legal end, and without the place in front or in brackets where the rest is enough.

    others: all forms of the same thing; what one of them says without the place is enough.
    """
    words, policy = setting.words, setting.policy
    text = _without_brackets(text, type_, setting)
    registered = False
    if type_ in policy.firms:
        rest, roles = words.without_legal(text, ("legal", "plain"))
        registered = "legal" in roles
        if not words.place_behind(rest):  # 某某航空重庆公司 is the firm's office there
            text = rest
    for bare in _without_front(text, type_, setting) if len(others) > 1 else ():
        if bare in others:
            return bare
    prefix, rest = words.place_in_front(text)
    if prefix and (registered or type_ in policy.prefixed) and words.own(words.name(rest, type_).core) >= 2:
        text = rest
    return words.without_fillers_behind(text, type_) if registered else text


def _without_brackets(text: str, type_: str, setting: Setting) -> str:
    for bracket in _BRACKETS.findall(text):
        rest = text.replace(bracket, "")
        if bracket[1:-1] in setting.words.places and setting.words.own(setting.words.name(rest, type_).core) >= 2:
            text = rest
    return text


def _without_front(text: str, type_: str, setting: Setting) -> Iterator[str]:
    """What is left after one, two … places or words like 市级 in front; of a small division, whatever stands in front."""
    if type_ == setting.policy.district:
        yield from (text[n:] for n in range(2, len(text) - 1))
        return
    while True:
        fronts = (text[:n] for n in range(len(text) - 2, 0, -1))
        front = next((f for f in fronts if f in setting.words.places or f in setting.policy.own_place), "")
        if not front:
            return
        text = text[len(front) :]
        yield text


def _full_name(things: Sequence[Thing], setting: Setting) -> str:
    """The registered name, if a form is one: the one most documents print, the longer one in a tie."""
    forms: dict[str, set[str]] = {}
    for thing in things:
        for form in thing.printed - thing.spelled:
            if "legal" in setting.words.without_legal(clean(form))[1]:
                forms.setdefault(clean(form), set()).update(thing.docs)
    return min(forms, key=lambda f: (-len(forms[f]), -len(f), f), default="")


def _place(things: Sequence[Thing], setting: Setting) -> str:
    """The division that its names, what is said of it, or at last its documents bind it to."""
    codes = (
        {t.scope for t in things if t.scope and not t.scope.startswith("@")}
        or {code for t in things for code in t.where}
        or {code for t in things for code in t.full.place}
        or {code for t in things for code in t.homes}
    )
    return setting.gazetteer.divisions[min(codes)].name if codes else ""
