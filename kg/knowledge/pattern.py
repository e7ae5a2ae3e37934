"""Patterns of relation rules → regular expressions over encoded text.

In encoded text (`kg.extract.encoding`) each name is one private-use character out of a block for its class, or a second
block if it stands after a preposition; everything else is text, and `MARK` stands where a clause begins, so behind every
break. A pattern is text with slots:

    {head} {tail}            a name of a class that the relation allows there; {head:Company|Park} of these classes
    {head+}                  a name or an enumeration of names, every one of which takes part
    {head/topic}             … or, where a clause begins, the subject that it carries over; {topic} only that
    {:Industry}              a name that must be there and takes no part
    {trigger} {role} {number}   one of the rule's triggers; a person's post; a numeral
    a space                  a gap: up to `gap` characters of the clause, without other names but those after a preposition
    …                        a wide gap: anything up to the next ；
    (a|b) a? (ab)*           alternatives, optional, repeated; everything else stands for itself

>>> grammar = Grammar(joints=("、", "和"), prepositions=("在",), breaks="，。", quotes="“”", numerals="[0-9]+", role="[^，。]{1,9}")
>>> alphabet = Alphabet(("Company", "Park"), grammar.prepositions)
>>> slots = {"head": frozenset({"Company"}), "tail": frozenset({"Park"})}
>>> (compiled,) = compile_pattern("{head+} {trigger}了?{tail}", slots, ("入驻", "落户"), 12, grammar, alphabet)
>>> compiled.shown
'<head+ Company>~12(?:入驻|落户)了?<tail Park>'
>>> text = f"{alphabet.encode('Company', 0)}已入驻{alphabet.encode('Park', 1)}"
>>> [text[slice(*match.spans["trigger"])] for match in compiled.matches(text)]
['入驻']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.knowledge.alphabet import MARK, Alphabet
from kg.knowledge.regex import any_of

WIDE = 120  # characters that … may span
PARALLEL = "；;"  # what stands on its other side is another matter

_WIDE = "\0"  # stands for … until the parts are cut
_TYPES = r"(?::(?P<types>\w+(?:\|\w+)*))?"
_TOKEN = re.compile(rf"\{{(?P<slot>\w*)(?P<many>\+?){_TYPES}\}}|(?P<gap> )|(?P<wide>…)|(?P<op>[(|)?*])|(?P<char>.)")
_SHARED = re.compile(rf"\{{(?:head|tail)\+?{_TYPES}/topic\}}")


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says why."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the language writes between names, from ontology/rules/grammar.yml.

    joints: between members of an enumeration; prepositions: a name after one of them is no subject; breaks: where a clause
    ends; quotes: marks that may stand around a name; numerals, role: regular expressions of {number} and {role};
    nouns: common nouns that are a subject of their own, so that none is carried over;
    reports, reporters: what follows a name that only reports, and the classes of such names;
    about: classes of what an article can be about; verbs: others that take an object; presents: what stands before a subject
    that the clause comes to; decided: the end of a relation for
    which only the best of several rules counts.
    """

    joints: tuple[str, ...]
    prepositions: tuple[str, ...]
    breaks: str
    quotes: str
    numerals: str
    role: str
    nouns: tuple[str, ...] = ()
    reports: str = "(?!)"
    reporters: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    verbs: tuple[str, ...] = ()
    presents: tuple[str, ...] = ()
    decided: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched; spans: of the slots."""

    start: int
    end: int
    spans: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """sources: the pattern as regular expressions, cut at its wide gaps; shown: the whole to be read; slots: classes by end;
    topic: the end ("head" or "tail") that may be carried over."""

    sources: tuple[str, ...]
    shown: str
    topic: str
    slots: Mapping[str, frozenset[str]]

    @property
    def parts(self) -> tuple[re.Pattern[str], ...]:
        """The expressions; compiled when they are first wanted, since many a rule's words never occur."""
        return tuple(_regex(source) for source in self.sources)

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


@cache
def _regex(source: str) -> re.Pattern[str]:
    return re.compile(source)


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
) -> tuple[Compiled, ...]:
    """Compiles a pattern: one with /topic becomes two, the end named and the end carried over.

    ends: classes allowed for "head" and "tail"; triggers: the words of {trigger}; gap: the longest gap.
    Raises PatternError.
    """
    carried = _SHARED.subn(lambda m: f"{{topic{':' + m['types'] if m['types'] else ''}}}", pattern)
    if carried[1] > 1:
        raise PatternError("only one end can be carried over")
    forms = [_SHARED.sub(lambda m: m.group().replace("/topic", ""), pattern), carried[0]] if carried[1] else [pattern]
    return tuple(_compile(form, ends, triggers, gap, grammar, alphabet) for form in forms)


def _compile(
    pattern: str, ends: Mapping[str, frozenset[str]], triggers: Collection[str], gap: int, grammar: Grammar, alphabet: Alphabet
) -> Compiled:
    """Compiles a pattern without /topic."""
    tokens = list(_TOKEN.finditer(pattern))
    named = {t["slot"] for t in tokens if t["slot"]}
    topic = _topic(named)
    gap_regex = f"(?:[^{alphabet.any}{MARK}]|[{alphabet.governed}]){{0,{gap}}}?"
    regex: list[str] = []
    shown: list[str] = []
    slots: dict[str, frozenset[str]] = {}
    for number, token in enumerate(tokens):
        name, types = token["slot"], frozenset[str]()
        if token["wide"]:
            text, readable = _WIDE, "…"
        elif name is None:
            bare = bool(topic) and tokens[number - 1]["slot"] == "topic"
            text, readable = _plain(token, gap, _free_of(grammar.nouns, gap_regex) if bare else gap_regex, grammar)
        elif name in ("trigger", "number", "role"):
            text, readable = _word(name, triggers, grammar)
            if any(t["slot"] == name for t in tokens[:number]):
                text = text.replace(f"(?P<{name}>", "(?:", 1)
            if topic and name == "trigger":
                text += f"(?![^{alphabet.any}{MARK}]{{0,2}}的|[^{MARK}]{{0,4}}(?:{any_of(triggers)})的)"
        elif name in ("head", "tail", "topic", ""):
            end = topic if name == "topic" else name
            types = _types(end, token["types"], ends, alphabet)
            if end in slots:
                raise PatternError(f"{{{end}}} stands twice")
            if end:
                slots[end] = types
            after = tokens[number + 1] if number + 1 < len(tokens) else None
            first = not any(r for r in regex if r != gap_regex) and bool(after and after["gap"])
            text = _slot(end, types, bool(token["many"]), name == "topic", first, grammar, alphabet)
            readable = f"<{name}{token['many']} {','.join(c for c in alphabet.classes if c in types)}>"
        else:
            raise PatternError(f"unknown slot {{{name}}}")
        regex.append(text)
        shown.append(readable)
    if slots.keys() != {"head", "tail"}:
        raise PatternError("a pattern needs a head and a tail")
    if topic:
        regex.append(f"(?!的[^{alphabet.any}{MARK}]{{0,8}}[{alphabet.any}])")
    try:
        for part in "".join(t.group() if t["op"] or t["wide"] else "x" for t in tokens).split("…"):
            re.compile(part)
    except re.error as error:
        raise PatternError(f"cannot be compiled: {error}") from error
    return Compiled(tuple("".join(regex).split(_WIDE)), "".join(shown), topic, slots)


def _topic(named: Collection[str | None]) -> str:
    """The end that {topic} stands for: the one that has no slot of its own."""
    if "topic" not in named:
        return ""
    missing = {"head", "tail"} - set(named)
    if len(missing) != 1:
        raise PatternError("{topic} stands for the one end that has no slot of its own")
    return missing.pop()


def _word(name: str, triggers: Collection[str], grammar: Grammar) -> tuple[str, str]:
    """The expression of {trigger}, {number} or {role}."""
    if name == "number":
        return f"(?:{grammar.numerals})", "<number>"
    if name == "role":
        return f"(?P<role>{grammar.role})", "<role>"
    if not triggers:
        raise PatternError("{trigger} without a trigger")
    words = any_of(triggers)
    return f"(?P<trigger>{words})", f"(?:{words})"


def _plain(token: re.Match[str], gap: int, gap_regex: str, grammar: Grammar) -> tuple[str, str]:
    """A gap, an operator or a character that stands for itself; after a break a clause may begin."""
    if token["gap"]:
        return gap_regex, f"~{gap}"
    if token["op"]:
        text = "(?:" if token["op"] == "(" else token["op"]
        return text, text
    char = token["char"]
    return (f"(?:{re.escape(char)}{MARK}?)" if char in grammar.breaks else re.escape(char)), char


def _types(slot: str, wanted: str | None, ends: Mapping[str, frozenset[str]], alphabet: Alphabet) -> frozenset[str]:
    """The classes of a slot: those it names, else those the relation allows."""
    if not wanted:
        if not slot:
            raise PatternError("{} needs a class, as in {:Industry}")
        return ends[slot]
    types = frozenset(wanted.split("|"))
    unknown = sorted(types.difference(alphabet.classes))
    if unknown:
        raise PatternError(f"unknown class {unknown[0]!r}")
    if slot and not types <= ends[slot]:
        raise PatternError(f"the relation allows no {sorted(types - ends[slot])[0]} as its {slot}")
    return types


def _slot(end: str, types: frozenset[str], many: bool, topic: bool, first: bool, grammar: Grammar, alphabet: Alphabet) -> str:
    """The expression of a slot. A name that begins a pattern, a gap after it, is a subject: it follows no preposition."""
    one = f"[{alphabet.ranges(types)}]"
    subject = bool(end) and first and not topic
    text = f"[{alphabet.ranges(types, free=True)}]" if subject else one
    if topic:
        text = MARK
    elif many:
        item = f"(?:(?!{one})[^{MARK}、]){{0,12}}?"  # without 、, else there are endless ways to cut what holds some
        text += f"(?:等?(?:{any_of(grammar.joints)}){one}|、(?:{item}、)*?{item}{one})*+"
    if subject and end == "head":
        text += "(?!的)"
    return f"(?P<{end}>{text})" if end else text


def _free_of(words: Collection[str], gap_regex: str) -> str:
    """A gap in which none of the words begins."""
    return gap_regex.replace("(?:[^", f"(?:(?!{any_of(words)})[^", 1) if words else gap_regex
