"""What is known of a form that may be a name: how sure the tagger is of it wherever it stands, which rules find it, how it is built,
and what stands around it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.extract.candidates import JOINTS
from kg.extract.finder import Finder
from kg.extract.line import Line
from kg.extract.segment import Token, commonness
from kg.knowledge.names import Names
from kg.model import Mention

LOGITS = range(-4, 6)  # steps at which a probability is cut
LOOKED_AT = 6  # places of a form whose surroundings are taken down
SURE = 0.3  # probability from which on a span counts as a neighbour


@dataclass(slots=True, eq=False)
class Form:
    """A form of a document: its places with the tagger's probability (0.0 where only a rule has it), the rules and classes of the
    mentions that the rules settled on and of all their candidates, and the tagger's highest probability of each class."""

    text: str
    places: dict[tuple[int, int], float] = field(default_factory=dict)
    settled: set[tuple[str, str]] = field(default_factory=set)
    raised: set[tuple[str, str]] = field(default_factory=set)
    classes: dict[str, float] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """The highest probability of its places."""
        return max(self.places.values())


def forms(
    text: str, spans: Mapping[tuple[int, int], Mapping[str, float]], settled: Iterable[Mention], candidates: Iterable[Mention]
) -> list[Form]:
    """The forms that the tagger (classes of spans with their probabilities) or the rules give, in order of text."""
    found: dict[str, Form] = {}

    def at(start: int, end: int, probability: float) -> Form:
        form = found.setdefault(text[start:end], Form(text[start:end]))
        form.places[start, end] = max(probability, form.places.get((start, end), 0.0))
        return form

    for (start, end), classes in spans.items():
        form = at(start, end, min(1.0, sum(classes.values())))
        for kind, probability in classes.items():
            form.classes[kind] = max(probability, form.classes.get(kind, 0.0))
    for m in settled:
        at(m.start, m.end, 0.0).settled.add((m.rule, m.type))
    for m in candidates:
        at(m.start, m.end, 0.0).raised.add((m.rule, m.type))
    return [found[key] for key in sorted(found)]


def words_at(lines: Sequence[Line]) -> dict[int, tuple[Line, int]]:
    """For each place of the text where a word starts its line and its number there."""
    return {line.offset + t.start: (line, i) for line in lines for i, t in enumerate(line.tokens)}


def word_at(tokens: Mapping[int, tuple[Line, int]], start: int, end: int) -> tuple[Line, int] | None:
    """The line that a place lies in and the number of the word that starts there, None for a place that begins within a word, or
    that goes on in the next line, where a long sentence was cut."""
    found = tokens.get(start)
    return found if found and end <= found[0].offset + len(found[0].text) else None


def form_features(
    text: str, title: str, tokens: Mapping[int, tuple[Line, int]], all_forms: Sequence[Form], names: Names
) -> Iterator[tuple[Form, list[str]]]:
    """Each form with what is known of it. tokens: see words_at."""
    near: dict[int, list[tuple[int, int, float, Form]]] = {}
    for form in all_forms:
        for (start, end), p in form.places.items():
            if p > SURE or form.settled:
                for i in range(start, end):
                    near.setdefault(i, []).append((start, end, p or 0.5, form))
    singles = Counter(text)
    counts = Finder(form.text for form in all_forms).places(text)
    for form in all_forms:
        places = sorted(form.places)[:LOOKED_AT]
        count = len(counts.get(form.text, ())) if len(form.text) > 1 else singles[form.text]
        row = [*_certainty(form, count), *_rules(form), *_built(form, tokens, names)]
        row += dict.fromkeys(f for start, end in places for f in _around(text, start, end, tokens))
        row += dict.fromkeys(f for start, end in places for f in _in_list(text, start, end, near))
        row += _overlaps(form, places, near)
        if form.text in title:
            row.append("title")
        yield form, row


def _steps(name: str, probability: float) -> list[str]:
    """A probability as steps of its logit, so that a sum of weights can follow any curve."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    logit = math.log(p / (1 - p))
    return [f"{name}>{step}" for step in LOGITS if logit > step]


def _certainty(form: Form, count: int) -> list[str]:
    """How sure the tagger is of a form, and of how many of the places where it stands."""
    places = len(form.places)
    mean = sum(form.places.values()) / places
    told = [step for kind, p in sorted(form.classes.items()) for step in _steps("c=" + kind, p)]
    return [
        *told,
        *_steps("max", form.best),
        *_steps("mean", mean),
        f"n={_few(count)}",
        f"at={_few(places)}",
        f"part={round(4 * places / count)}",
    ]


def _few(count: int) -> int:
    return count if count < 4 else 4 if count < 7 else 7


def _rules(form: Form) -> list[str]:
    by = [f"s={rule}/{kind}" for rule, kind in sorted(form.settled)] + [f"w={rule}/{kind}" for rule, kind in sorted(form.raised)]
    kinds = [f"st={kind}" for kind in sorted({kind for _, kind in form.settled})]
    return [*by, *kinds, f"by={bool(form.settled):d}{bool(form.raised):d}{form.best > 0:d}"]


def _built(form: Form, tokens: Mapping[int, tuple[Line, int]], names: Names) -> list[str]:
    """The ends, the length and the words of a form."""
    text = form.text
    row = [
        f"len={min(len(text), 12)}",
        "e1=" + text[-1],
        "e2=" + text[-2:],
        "e3=" + text[-3:],
        "b1=" + text[0],
        "b2=" + text[:2],
        "is=" + text,
    ]
    if match := names.suffixes_end.search(text):
        row.append(f"sx={names.suffix_rule[match.group()].type}{'=' if match.start() == 0 else ''}")
    if word := names.words.get(text):
        row.append(f"lex={word.rule}{word.type}")
    row += ["g" + what for what in names.known.ends(text)]
    start, end = min(form.places)
    found = word_at(tokens, start, end)
    if found is None:
        return [*row, "cut"]
    line, first = found
    last = line.at[end - 1 - line.offset]
    words: Sequence[Token] = line.tokens[first : last + 1]
    row += [
        f"nt={min(len(words), 6)}",
        "lt=" + words[-1].text,
        "ltt=" + words[-1].tag,
        "f1=" + words[0].text,
        "ftt=" + words[0].tag + ">" + words[-1].tag,
    ]
    row += [f"Fc={commonness(words[0].text)}", f"Lc={commonness(words[-1].text)}", f"minc={min(commonness(w.text) for w in words)}"]
    row.append(f"v={sum(w.tag.startswith('v') and w.tag != 'vn' for w in words)}")
    row.append(f"unk={min(3, sum(len(w.text) == 1 for w in words))}")
    if words[0].text in names.divisions:
        row.append("place")
    row += [f"F{kind}" for kind in _kinds(words[0].text, names)]
    row += [f"L{kind}" for kind in _kinds(words[-1].text, names)]
    return row


@lru_cache(maxsize=65536)
def _kinds(word: str, names: Names) -> tuple[str, ...]:
    """The word sets of edges.yml that a word is in, and the class that it tells of a list."""
    sets = tuple(f"e={name}" for name, group in names.edges.items() if word in group)
    return (*sets, "h=" + names.list_heads[word]) if word in names.list_heads else sets


def _around(text: str, start: int, end: int, tokens: Mapping[int, tuple[Line, int]]) -> list[str]:
    row = [
        "nc=" + text[end : end + 1],
        "nc2=" + text[end : end + 2],
        "pc=" + text[max(0, start - 1) : start],
        "pc2=" + text[max(0, start - 2) : start],
    ]
    if found := word_at(tokens, start, end):
        line, i = found
        before = line.tokens[i - 1] if i else None
        row += ["p=" + before.text, "pt=" + (before.tag or before.text[0])] if before else ["p=#", "pt=#"]
        row += ["p2=" + t.text for t in line.tokens[max(0, i - 2) : max(0, i - 1)]]
        behind = line.at[end - 1 - line.offset] + 1
        row += [f"{where}={t.text}" for where, t in zip(("n1", "n2"), line.tokens[behind : behind + 2], strict=False)]
    return row


def _in_list(text: str, start: int, end: int, near: Mapping[int, list[tuple[int, int, float, Form]]]) -> list[str]:
    """The joints beside a form, and the classes that rules give its neighbours behind them."""
    row = []
    for joint, at, side in ((text[max(0, start - 1) : start], start - 2, 1), (text[end : end + 1], end + 1, 0)):
        if joint in JOINTS:
            row.append("joint=" + joint)
            beside = [n for n in near.get(at, ()) if n[side] == (start - 1 if side else end + 1)]
            if beside:
                other = max(beside, key=lambda n: (n[2], n[0], -n[1]))[3]
                row += [f"ln={kind}" for kind in sorted({kind for _, kind in other.settled})] or ["ln=-"]
                row.append("le=" + other.text[-1])
    return row


def _overlaps(form: Form, places: Sequence[tuple[int, int]], near: Mapping[int, list[tuple[int, int, float, Form]]]) -> list[str]:
    """How probable the best forms are that are over it, in it and across its ends."""
    most = {"over": 0.0, "in": 0.0, "cross": 0.0}
    for start, end in places:
        for i in range(start, end):
            for a, b, p, other in near.get(i, ()):
                if other is not form:
                    where = "over" if a <= start and end <= b else "in" if start <= a and b <= end else "cross"
                    most[where] = max(most[where], p)
    return [step for where, p in most.items() if p for step in _steps(where, p)]
