"""What lists say of the names that stand in them: where they begin and end, their classes, and members that nothing else finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.firms import brand_type
from kg.extract.grade import grade
from kg.extract.line import Line, stops
from kg.extract.list_heads import majority
from kg.extract.lists import NOTHING, Listing, find_lists
from kg.extract.persons import person_at
from kg.extract.segment import is_word, tag_of
from kg.knowledge.names import NameRule, Names
from kg.model import Mention

PLACE_TAGS = {"ns", "nr", "nz", "nrt"}
CUE_END = "[^，。；：0-9]{0,4}$"
LONGEST = 26  # characters of a member


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it is understood. members: the candidate that each member is, if any; guesses: the class that a member's own
    form tells; kind: the class of the list; named: whether members that nothing else finds can be names."""

    listing: Listing
    members: tuple[Mention | None, ...]
    guesses: tuple[str, ...]
    kind: str
    named: bool


def with_lists(line: Line, candidates: Sequence[Mention], names: Names) -> list[Mention]:
    """The candidates, their edges and classes corrected by the lists that they stand in, and the other members."""
    out = list(candidates)
    rule = names.rules["listed"][0]
    for listing in find_lists(line, names):
        if reading := _read(line, listing, out, names):
            for i in range(len(reading.members)):
                for m in _member_name(line, reading, i, out, rule, names):
                    out = [o for o in out if not (m.start <= o.start and o.end <= m.end)] + [m]
    return out


def _read(line: Line, listing: Listing, candidates: Sequence[Mention], names: Names) -> Reading | None:
    """What a list is a list of; None where it says nothing."""
    if listing.type == NOTHING:
        firms = [bool(brand_type(line, span, names)) for span in listing.items]
        if sum(firms) * 2 <= len(firms):
            return None
        listing = replace(listing, type="")
    members = tuple(_member(line, span, candidates, i) for i, span in enumerate(listing.items))
    kinds = [m.type if m else "" for m in members]
    kind = _trades(line, listing, members, names) or listing.type or majority([*kinds, *_votes(line, listing, members, names)])
    guesses = tuple(
        brand_type(line, span, names) if m is None and kind not in names.list_plain else ""
        for m, span in zip(members, listing.items, strict=True)
    )
    if listing.closed or sum(map(bool, [*guesses, *kinds])) > 1:
        kind = kind or majority(guesses)
    lexical = {r.name for r in names.rules["lexicon"]} | {"alias"}
    told = majority([m.type for m in members if m and m.rule in lexical])
    if kind in names.list_soft and told:
        kind = told  # what is known of the members says more than 等项目
    if not kind and not listing.closed:
        kind = next((k for cue, k in names.list_cues.items() if re.search(cue + CUE_END, listing.cue)), "")
    named = (
        kind in names.list_plain or (kind in names.list_headed and kind == listing.type) or _any_named(line, listing, members, kind, names)
    )
    return Reading(listing, members, guesses, kind, named) if named or any(members) else None


def _any_named(line: Line, listing: Listing, members: Sequence[Mention | None], kind: str, names: Names) -> bool:
    """Whether one member at least is a name beyond doubt: a sure candidate of the class, or no common words."""
    return any(
        (m is not None and m.type == kind and m.confidence > 0.75) or not _plain(line, a, b, names)
        for m, (a, b) in zip(members, listing.items, strict=True)
    )


def _member_name(line: Line, reading: Reading, i: int, out: Sequence[Mention], rule: NameRule, names: Names) -> Iterator[Mention]:
    """The name that a member of a list is, if it is one."""
    (a, b), member, listing, kind = reading.listing.items[i], reading.members[i], reading.listing, reading.kind
    if member is None and (shorter := _begins_with(line, a, b, out, names)):
        member, b = shorter, shorter.end - line.offset
    start, end, text = line.offset + a, line.offset + b, line.text[a:b]
    headed = kind in names.list_overrides and kind == listing.type
    if member is not None:
        forced = listing.closed and headed and b - a <= LONGEST
        if (member.start, member.end) != (start, end) and not forced and not _extends(line, member, (start, end), out, names):
            return
        word = names.words.get(member.text)
        loose = word is not None and word.context and bool(listing.type) and any(m and m.type == listing.type for m in reading.members)
        if kind and member.type != kind and (loose or headed or member.rule in names.weak):
            member = replace(member, type=kind, rule=rule.name)
        confidence = max(member.confidence, rule.confidence - 0.1) if reading.named else member.confidence
        yield replace(member, start=start, end=end, text=text, confidence=confidence)
        return
    guess = reading.guesses[i]
    if not listing.type and person_at(line.text, a, names) == b and kind == majority([m.type for m in reading.members if m]):
        return
    if reading.named and (kind or guess) and _can_be_name(line, a, b, kind or guess, names):
        told = kind if listing.type else guess or kind
        yield Mention(start, end, text, _ending_type(text, told, names), rule.name, rule.confidence)


def _begins_with(line: Line, start: int, end: int, candidates: Sequence[Mention], names: Names) -> Mention | None:
    """The candidate that a member begins with, if only a verb follows it (西南大学|合作)."""
    for m in candidates:
        if m.start == line.offset + start and m.end < line.offset + end and line.text[m.end - line.offset : end] in names.edges["inner"]:
            return m
    return None


def _ending_type(text: str, kind: str, names: Names) -> str:
    """The class of a member that a suffix tells better than the list (航天工学院 among firms)."""
    if kind in names.list_overrides or kind in names.list_plain:
        return kind
    match = names.suffixes_end.search(text)
    return names.suffix_rule[match.group()].type if match and match.start() > 0 else kind


def _votes(line: Line, listing: Listing, members: Sequence[Mention | None], names: Names) -> list[str]:
    """The classes of words of the lexicon that are members but no candidates.

    Words that need a context to be names (物流 in 人流、物流、资金流) count where most members are of their class.
    """
    words = [names.words.get(line.text[a:b]) for a, b in listing.items]
    kinds = Counter(m.type if m else w.type if w else "" for w, m in zip(words, members, strict=True))
    return [
        w.type
        for w, m in zip(words, members, strict=True)
        if w and m is None and (not w.context or (kinds[w.type] * 2 >= len(words) and kinds[w.type] > 1))
    ]


def _trades(line: Line, listing: Listing, members: Sequence[Mention | None], names: Names) -> str:
    """The class of common words that most members are, though the head noun says firms: 生物制药、医疗器械等企业 lists trades."""
    words = [names.words.get(line.text[a:b]) for a, b in listing.items]
    kind = majority([w.type if w else "" for w in words])
    if kind not in names.list_plain or listing.type not in names.owners or any(m and m.type == listing.type for m in members):
        return ""
    return kind if sum(1 for w in words if w and w.type == kind and w.context) * 3 >= len(words) * 2 else ""


def _plain(line: Line, start: int, end: int, names: Names) -> bool:
    """Whether a member is made of common words only: it names no firm, project or body."""
    text = line.text[start:end]
    word = names.words.get(text)
    return grade(line, start, end, names) != "proper" and not (word and word.proper)


def _member(line: Line, span: tuple[int, int], candidates: Sequence[Mention], position: int) -> Mention | None:
    """The candidate that a member of a list is, if one ends with it."""
    start, end = line.offset + span[0], line.offset + span[1]
    for m in candidates:
        if m.end == end and (m.start >= start or position == 0):
            return m
    return None


def _extends(line: Line, member: Mention, span: tuple[int, int], candidates: Sequence[Mention], names: Names) -> bool:
    """Whether the name goes on to the left as far as the member of the list does: nothing else is found there."""
    between = line.text[span[0] - line.offset : member.start - line.offset]
    if between in names.edges["trim"] or names.amount.fullmatch(between) or re.search("[0-9]$", line.text[: span[0] - line.offset + 1]):
        return False
    if (
        any(stops(line, i, names) for i in {line.at[k] for k in range(span[0] - line.offset, member.start - line.offset)})
        and "“" not in between
    ):
        return False
    titled = any(member.rule == r.name for r in names.rules.get("title", ()))
    others = any(span[0] <= m.start and m.end <= member.start for m in candidates)
    return not titled and not others and member.start >= span[0] and span[1] - span[0] <= LONGEST


def _is_division(text: str, names: Names) -> bool:
    return any(text + level in names.divisions for level in ("", "县", "市", "区"))


def _can_be_name(line: Line, start: int, end: int, kind: str, names: Names) -> bool:
    """Whether a member that no rule knows can be a name: short enough, no bare kind of thing."""
    text = line.text[start:end]
    if not 2 <= end - start <= LONGEST or text in names.list_heads or re.search("[，。；：]", text) or re.fullmatch("[0-9.%％]+.*", text):
        return False
    if text.startswith(tuple(names.edges["some"])) or (kind in names.owned and is_word(text) and tag_of(text) in ("v", "vn", "vd")):
        return False  # 一批技术骨干; 改造、盘活、…专用线
    if kind in names.list_plain and text.endswith(tuple(names.edges["actor"])):
        return False
    word = names.words.get(text)
    if (word and word.context and word.type != kind) or text.endswith(names.titles):
        return False
    if text in names.edges["country"] or (
        kind in names.places and not _is_division(text, names) and is_word(text) and tag_of(text) not in PLACE_TAGS
    ):
        return False  # 丰台区、厂区: a word of the dictionary is no place
    told = word is not None and word.type == kind  # 新能源 is a common word, and an industry among industries
    return (told or text not in names.edges["common"]) and not text.endswith(tuple(names.edges["never"]))
