"""Patterns of relation rules → regular expressions over encoded text.

In encoded text (`kg.extract.encoding`) each name is one private-use character out of a block for its class, everything
else is text, and `MARK` stands where a clause begins. A pattern is text with slots:

    {head} {tail}            a name of a class that the relation allows there; {head:Company|Park} of these classes
    {head+}                  a name or an enumeration of names, every one of which takes part
    {head/topic}             … or, where a clause begins, the subject that it carries over; {topic} only that
    {:Industry}              a name that must be there and takes no part
    {trigger} {role} {number}   one of the rule's triggers; a person's post; a numeral
    a space                  a gap: up to `gap` characters of the clause, without other names but those after a preposition
    …                        a wide gap: anything up to the next ；
    (a|b) a? (ab)*           alternatives, optional, repeated; everything else stands for itself

>>> grammar = Grammar(joints=("、", "和"), prepositions=("在",), breaks="，。", quotes="“”", numerals="[0-9]+", role="[^，。]{1,9}")
>>> alphabet = Alphabet(("Company", "Park"))
>>> slots = {"head": frozenset({"Company"}), "tail": frozenset({"Park"})}
>>> compiled = compile_pattern("{head+} {trigger}了?{tail}", slots, ("入驻", "落户"), 12, grammar, alphabet)
>>> compiled.shown
'<head+ Company>~12(?:入驻|落户)(?:了)?<tail Park>'
>>> text = f"{alphabet.encode('Company', 0)}已入驻{alphabet.encode('Park', 1)}"
>>> [text[slice(*match.spans["trigger"])] for match in compiled.matches(text)]
['入驻']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

FIRST, MARK = 0xE000, "\uf8ff"
WIDE = 120  # characters that … may span
PARALLEL = "；;"  # what stands on its other side is another matter

_WIDE = "\0"  # stands for … until the parts are cut
_TOKEN = re.compile(
    r"\{(?P<slot>\w*)(?P<many>\+?)(?::(?P<types>\w+(?:\|\w+)*))?(?P<topic>/topic)?\}|(?P<gap> )|(?P<wide>…)|(?P<op>[(|)?*])|(?P<char>.)"
)


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says why."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the language writes between names, from ontology/rules/grammar.yml.

    joints: between members of an enumeration; prepositions: a name after one of them is no subject; breaks: where a clause
    ends; quotes: marks that may stand around a name; numerals, role: regular expressions of {number} and {role}.
    """

    joints: tuple[str, ...]
    prepositions: tuple[str, ...]
    breaks: str
    quotes: str
    numerals: str
    role: str


class Alphabet:
    """A block of private-use characters for each class."""

    def __init__(self, classes: Collection[str]) -> None:
        self.size = min(256, (ord(MARK) - FIRST) // max(1, len(classes)))
        self.start = {name: FIRST + i * self.size for i, name in enumerate(classes)}
        self.any = f"{chr(FIRST)}-{chr(FIRST + self.size * max(1, len(classes)) - 1)}"

    def encode(self, type: str, number: int) -> str:
        """The character for the mention with this number, which is below `size`."""
        return chr(self.start[type] + number)

    def decode(self, char: str) -> int | None:
        """The number of a mention, None for any other character."""
        offset = ord(char) - FIRST
        return offset % self.size if 0 <= offset < self.size * len(self.start) else None

    def ranges(self, types: Collection[str]) -> str:
        """The inside of a character class that matches mentions of these classes."""
        return "".join(f"{chr(s)}-{chr(s + self.size - 1)}" for name, s in self.start.items() if name in types)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched; spans: of the slots."""

    start: int
    end: int
    spans: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """parts: the pattern compiled, cut at its wide gaps; shown: the whole to be read; slots: classes by end;
    topic: the end ("head" or "tail") that may be carried over."""

    parts: tuple[re.Pattern[str], ...]
    shown: str
    topic: str
    slots: Mapping[str, frozenset[str]]

    def matches(self, text: str) -> Iterator[Match]:
        """All places where the pattern matches, those that overlap too; the work is linear in the text for each part."""
        found = [Match(0, 0, {})]
        for number, part in enumerate(self.parts):
            hits = list(_hits(part, text))
            found = [
                Match(hit.start if not number else before.start, hit.end, {**before.spans, **hit.spans})
                for before in found
                for hit in hits
                if not number or _in_reach(text, before.end, hit.start)
            ]
        yield from found


def _hits(part: re.Pattern[str], text: str) -> Iterator[Match]:
    match = part.search(text)
    while match:
        yield Match(match.start(), match.end(), {name: match.span(name) for name in part.groupindex if match.start(name) >= 0})
        match = part.search(text, match.start() + 1)


def _in_reach(text: str, end: int, start: int) -> bool:
    """Whether a wide gap may span from one position to the other."""
    return 0 <= start - end <= WIDE and not any(mark in text[end:start] for mark in PARALLEL)


def compile_pattern(
    pattern: str,
    ends: Mapping[str, frozenset[str]],
    triggers: Collection[str],
    gap: int,
    grammar: Grammar,
    alphabet: Alphabet,
) -> Compiled:
    """Compiles a pattern.

    ends: classes allowed for "head" and "tail"; triggers: the words of {trigger}; gap: the longest gap.
    Raises PatternError.
    """
    regex: list[str] = []
    shown: list[str] = []
    slots: dict[str, frozenset[str]] = {}
    topic = ""
    gap_regex = _gap(gap, grammar, alphabet)
    tokens = list(_TOKEN.finditer(pattern))
    missing = {"head", "tail"} - {t["slot"] for t in tokens if t["slot"]}
    for token in tokens:
        slot = token["slot"]
        if token["wide"]:
            text, readable = _WIDE, "…"
        elif slot is None:
            text, readable = _plain(token, gap, gap_regex, grammar)
        elif slot == "trigger":
            if not triggers:
                raise PatternError("{trigger} without a trigger")
            words = "|".join(re.escape(t) for t in sorted(triggers, key=lambda t: (-len(t), t)))
            text, readable = f"(?P<trigger>{words})", f"(?:{words})"
        elif slot == "number":
            text, readable = f"(?:{grammar.numerals})", "<number>"
        elif slot == "role":
            text, readable = f"(?P<role>{grammar.role})", "<role>"
        elif slot in ("head", "tail", "topic", ""):
            carried = slot == "topic" or bool(token["topic"])
            if slot == "topic":
                if len(missing) != 1:
                    raise PatternError("{topic} stands for the one end that has no slot of its own")
                slot = min(missing)
            types = _types(slot, token["types"], ends, alphabet)
            if slot in slots:
                raise PatternError(f"{{{slot}}} stands twice")
            if carried and topic:
                raise PatternError("only one end can be carried over")
            if slot:
                slots[slot] = types
            first = not any(r for r in regex if r != gap_regex)
            text = _slot(slot, types, bool(token["many"]), token["slot"] == "topic", carried, first, grammar, alphabet)
            name = ("topic " if token["slot"] == "topic" else "") + slot + token["many"] + (token["topic"] or "")
            readable = f"<{name} {','.join(c for c in alphabet.start if c in types)}>"
            topic = slot if carried else topic
        else:
            raise PatternError(f"unknown slot {{{slot}}}")
        regex.append(text)
        shown.append(readable)
    if slots.keys() != {"head", "tail"}:
        raise PatternError("a pattern needs a head and a tail")
    try:
        parts = tuple(re.compile(part) for part in "".join(regex).split(_WIDE))
        return Compiled(parts, "".join(shown), topic, slots)
    except re.error as error:
        raise PatternError(f"cannot be compiled: {error}") from error


def _plain(token: re.Match[str], gap: int, gap_regex: str, grammar: Grammar) -> tuple[str, str]:
    """A gap, an operator or a character that stands for itself; after a break a clause may begin."""
    if token["gap"]:
        return gap_regex, f"~{gap}"
    if token["op"]:
        text = "(?:" if token["op"] == "(" else token["op"]
        return text, text
    char = token["char"]
    return re.escape(char) + (f"{MARK}?" if char in grammar.breaks else ""), char


def _types(slot: str, wanted: str | None, ends: Mapping[str, frozenset[str]], alphabet: Alphabet) -> frozenset[str]:
    """The classes of a slot: those it names, else those the relation allows."""
    if not wanted:
        if not slot:
            raise PatternError("{} needs a class, as in {:Industry}")
        return ends[slot]
    types = frozenset(wanted.split("|"))
    unknown = sorted(types - alphabet.start.keys())
    if unknown:
        raise PatternError(f"unknown class {unknown[0]!r}")
    if slot and not types <= ends[slot]:
        raise PatternError(f"the relation allows no {sorted(types - ends[slot])[0]} as its {slot}")
    return types


def _slot(
    slot: str, types: frozenset[str], many: bool, only_topic: bool, topic: bool, first: bool, grammar: Grammar, alphabet: Alphabet
) -> str:
    """The expression of a slot. A name that begins a pattern must not follow a preposition: it would be no subject."""
    one = f"[{alphabet.ranges(types)}]"
    text = one
    if many:
        item = f"[^{grammar.breaks}{MARK}、{alphabet.ranges(types)}]{{0,12}}"
        joint = "|".join(re.escape(j) for j in sorted(grammar.joints, key=lambda j: (-len(j), j)))
        text = f"{one}(?:(?:等?(?:{joint}))(?:{item}、)*{item}{one})*"
    if slot and first and not only_topic:
        text = "".join(f"(?<!{re.escape(p)})" for p in grammar.prepositions) + text
    if only_topic:
        text = MARK
    elif topic:
        text = f"(?:{text}|{MARK})"
    return f"(?P<{slot}>{text})" if slot else text


def _gap(length: int, grammar: Grammar, alphabet: Alphabet) -> str:
    """Up to `length` characters of a clause, names only after a preposition."""
    after = "|".join(re.escape(p) for p in sorted(grammar.prepositions, key=lambda p: (-len(p), p)))
    return f"(?:(?:{after})[{alphabet.any}]|[^{grammar.breaks}{MARK}{alphabet.any}]){{0,{length}}}?"
