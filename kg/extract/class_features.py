"""What tells the class of a form that is a name: its parts, the words of the clauses that it stands in, the heads of its lists, and
the classes of the names that it is a part of or that are a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.extract.candidates import JOINTS
from kg.extract.finder import Finder
from kg.extract.form_features import LOOKED_AT, SURE, Form, word_at
from kg.extract.line import Line
from kg.knowledge.names import Names

MARKS = frozenset("，。；：！？、,;:!?\n“”‘’《》（）() 　")
SETTLED = ("s=", "st=", "by=")  # features that tell what the rules settled on
WIDE = 4  # words of a clause that are looked at on either side
UNIT = re.compile(
    "(?:[0-9一二两三四五六七八九十百千万亿余多几数首这该每各][余多]?)([^0-9一二两三四五六七八九十百千万亿余多几数的是为]{1,2})$"
)
ETC = re.compile("[^，。；：！？]{0,40}?等(?:[0-9一二两三四五六七八九十百多余几]+)?([^，。；：！？、的在]{1,8})")
SHAPES = ((re.compile("[0-9]+"), "0"), (re.compile("[A-Za-z]+"), "A"), (re.compile("[一-鿿]+"), "h"))


class Kin:
    """The forms of a document that are likely names, with the classes that the rules settled on, as they stand in one another."""

    def __init__(self, all_forms: Sequence[Form]) -> None:
        self._kinds = {form.text: sorted({kind for _, kind in form.settled}) for form in all_forms if form.settled or form.best > SURE}
        self._names = Finder(self._kinds)
        self._longer: dict[str, set[str]] = {}
        every = Finder(form.text for form in all_forms)
        for whole, kinds in self._kinds.items():
            for _, part in every.hits(whole):
                if part != whole:
                    where = _place(part, whole)
                    self._longer.setdefault(part, set()).update([f"full{where}{kind}" for kind in kinds], ("fe=" + whole[-2:],))

    def features(self, text: str) -> list[str]:
        """The classes and ends of the longer names that a form is a part of, and the classes of the names in it."""
        parts = {part for _, part in self._names.hits(text) if part != text}
        held = {f"part{_place(part, text)}{kind}" for part in parts for kind in self._kinds[part]}
        return sorted(self._longer.get(text, set()) | held)


def class_features(
    text: str, form: Form, known: Sequence[str], kin: Kin, tokens: Mapping[int, tuple[Line, int]], names: Names
) -> list[str]:
    """What tells the class of a form. known: its features by form_features, of which the rules that settled on it are left out: what
    needs a class is settled by none. tokens: line and number of the word that starts at a place of the text."""
    row = [f for f in known if not f.startswith(SETTLED)]
    row += [*_parts(form, tokens), *kin.features(form.text)]
    places = sorted(form.places)[:LOOKED_AT]
    return row + list(dict.fromkeys(f for start, end in places for f in _clause(text, start, end, tokens, names)))


def _parts(form: Form, tokens: Mapping[int, tuple[Line, int]]) -> Iterator[str]:
    """The words, the pairs of characters and the shape of a form."""
    shape = form.text
    for pattern, letter in SHAPES:
        shape = pattern.sub(letter, shape)
    yield "sh=" + shape[:6]
    yield "e4=" + form.text[-4:]
    yield from sorted({"cc=" + a + b for a, b in pairwise(form.text)})
    start, end = min(form.places)
    if found := word_at(tokens, start, end):
        line, first = found
        yield from sorted({"tk=" + t.text for t in line.tokens[first : line.at[end - 1 - line.offset] + 1]})


def _place(part: str, whole: str) -> str:
    return "<" if whole.startswith(part) else ">" if whole.endswith(part) else "|"


def _clause(text: str, start: int, end: int, tokens: Mapping[int, tuple[Line, int]], names: Names) -> Iterator[str]:
    """The words of a clause around a place, the unit before it, the head of its list."""
    if unit := UNIT.search(text, max(0, start - 6), start):
        yield "un=" + unit.group(1)
    if text[end : end + 1] in {*JOINTS, "等"} and (head := ETC.match(text, end)):
        phrase = head.group(1)
        yield "hd=" + phrase[-2:]
        yield "hf=" + phrase[:2]
        for n in range(len(phrase), 0, -1):
            if kind := names.list_heads.get(phrase[-n:]):
                yield "hk=" + kind
                break
    found = word_at(tokens, start, end)
    if found is None:
        return
    line, i = found
    behind = line.at[end - 1 - line.offset] + 1
    for side, words in (("l", line.tokens[max(0, i - 8) : i][::-1]), ("r", line.tokens[behind : behind + 8])):
        verb = False
        for n, t in enumerate(words):
            if t.text in MARKS:
                yield f"{side}m{n if n < 2 else 2}{t.text}"
                if t.text in "，。；：！？\n":
                    break
            elif n < WIDE:
                yield f"{side}w={t.text}"
            if t.tag.startswith("v") and not verb:
                verb = True
                yield f"{side}v={t.text}"
