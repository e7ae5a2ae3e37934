"""Document → the names in it, without overlap.

Each sentence gives candidates by lexicon, suffix, marks, posts and codes; lists then decide what stands in them; the
document as a whole decides last: a name found once is found wherever it stands, and one form has one class.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.aliases import derived_forms, occurrences
from kg.extract.lexical import by_lexicon, lexical_spans
from kg.extract.line import Line, grade, make_line, stops
from kg.extract.lists import NOTHING, Listing, find_lists, majority
from kg.extract.marks import by_marks, by_phrase
from kg.extract.names import WEAK, by_brand, by_code, by_suffix, by_tag, by_title, person_at
from kg.extract.objects import by_object, by_owner, by_subject
from kg.extract.places import coherent
from kg.extract.segment import is_word
from kg.knowledge import Knowledge
from kg.knowledge.names import NameRule, Names, names
from kg.model import Document, Mention


FURNITURE = "box"  # bylines, number boxes, heads of tables: names there are not what the article speaks of
FINDERS = (by_lexicon, by_suffix, by_marks, by_phrase, by_object, by_subject, by_brand, by_title, by_code, by_tag)


def find_mentions(document: Document, knowledge: Knowledge) -> list[Mention]:
    """The names of a document in order, none inside another; entities are not yet put in."""
    known = names(knowledge)
    lines = [
        make_line(text, s.start, known, lexical_spans(text, known))
        for s in document.sentences
        if s.kind != FURNITURE and (text := document.text[s.start : s.end])
    ]
    first = [settle(m for finder in FINDERS for m in finder(line, known)) for line in lines]
    short = derived_forms(document.text, [m for row in first for m in row if m.confidence > WEAK], knowledge)
    found: list[Mention] = []
    for line, candidates in zip(lines, first, strict=True):
        end = line.offset + len(line.text)
        here = settle([*candidates, *(m for m in short if line.offset <= m.start and m.end <= end)])
        here = settle([*here, *by_owner(line, here, known)])
        found += [m for m in settle(_with_lists(line, here, known)) if m.confidence > WEAK]
    found = coherent(document.text, _one_type_per_form(found, known), known)
    found = settle([*found, *derived_forms(document.text, found, knowledge)])
    return settle([*found, *_repeats(document.text, found)])


def settle(candidates: Iterable[Mention]) -> list[Mention]:
    """The longest candidates, none overlapping another; among equals the surer one."""
    taken: list[Mention] = []
    busy: set[int] = set()
    for m in sorted(candidates, key=lambda m: (-(m.end - m.start), -m.confidence, m.start, m.type)):
        span = range(m.start, m.end)
        if not any(i in busy for i in (m.start, m.end - 1)) and busy.isdisjoint(span):
            busy.update(span)
            taken.append(m)
    return sorted(taken, key=lambda m: m.start)


def find_owners(document: Document, mentions: Sequence[Mention], knowledge: Knowledge) -> list[Mention]:
    """The firms that begin the name of a plant, project or park (宁德时代|贵州…生产基地): entities, though inside a name.

    Returns mentions that lie inside those given.
    """
    known = names(knowledge)
    forms = {m.text for m in mentions if m.type in known.owners} | {w for w, x in known.words.items() if x.type in known.owners and not x.context}
    out = []
    for m in mentions:
        if m.type in known.nests:
            out += _nested(m, known)
        if m.type not in known.owned or "、" in (document.text[m.start - 1 : m.start], document.text[m.end : m.end + 1]):
            continue  # members of a list are only listed
        for length in range(min(len(m.text) - 2, 16), 1, -1):
            if m.text[:length] in forms:
                kind = next(iter(sorted(known.owners)))
                out.append(Mention(m.start, m.start + length, m.text[:length], kind, "owner/inside", 0.85))
                break
    return out


def _nested(m: Mention, known: Names) -> list[Mention]:
    """The divisions that a division's name goes through: 柳江区|百朋镇|白诺村."""
    out, start = [], 0
    for match in known.suffixes.finditer(m.text, 1, len(m.text) - 1):
        if known.suffix_rule[match.group()].type == m.type and match.end() - start >= 2:
            out.append(replace(m, start=m.start, end=m.start + match.end(), text=m.text[: match.end()], rule="nested"))
            start = match.end()
    for length in range(min(len(m.text) - 2, 9), 1, -1):
        word = known.words.get(m.text[:length])
        if word and word.type == m.type:
            out.append(replace(m, end=m.start + length, text=m.text[:length], rule="nested"))
            break
    return out


def _with_lists(line: Line, candidates: Sequence[Mention], known: Names) -> list[Mention]:
    """The candidates, their edges and classes corrected by the lists that they stand in, and the other members."""
    out = {(m.start, m.end): m for m in candidates}
    for listing in find_lists(line, known):
        if listing.type == NOTHING:
            firms = [bool(_brand_type(line, span, known)) for span in listing.items]
            if sum(firms) * 2 <= len(firms):
                continue
            listing = replace(listing, type="")
        rule = known.rules["listed"][0]
        members = [_member(line, span, list(out.values()), listing, i) for i, span in enumerate(listing.items)]
        kinds = [m.type if m else "" for m in members]
        kind = _trades(line, listing, members, known) or listing.type or majority([*kinds, *_votes(line, listing, members, known)])
        brand = ["" for _ in members] if kind in known.list_plain else [_brand_type(line, span, known) if m is None else "" for m, span in zip(members, listing.items, strict=True)]
        if listing.closed or sum(map(bool, [*brand, *kinds])) > 1:
            kind = kind or majority(brand)
        lexical = {r.name for r in known.rules["lexicon"]} | {"alias"}
        sure = majority([m.type for m in members if m and m.rule in lexical])
        if kind in known.list_soft and sure:
            kind = sure  # what is known of the members says more than 等项目
        if not kind and not listing.closed:
            kind = next((k for cue, k in known.list_cues.items() if cue in listing.cue), "")
        named = kind in known.list_plain or (kind in known.list_headed and kind == listing.type) or any(
            m and m.type == kind and m.confidence > 0.75 or not _plain(line, a, b, known)
            for m, (a, b) in zip(members, listing.items, strict=True)
        )
        if not named and not any(m for m in members):
            continue
        persons = [person_at(line.text, a, known) == b for a, b in listing.items]
        for (a, b), member, guess, person in zip(listing.items, members, brand, persons, strict=True):
            if member is None and (shorter := _begins_with(line, a, b, list(out.values()), known)):
                member, b = shorter, shorter.end - line.offset
            span = (line.offset + a, line.offset + b)
            if member is not None:
                forced = listing.closed and kind in known.list_overrides and kind == listing.type and b - a <= 26
                if (member.start, member.end) != span and not forced and not _extends(line, member, span, list(out.values()), known):
                    continue
                word = known.words.get(member.text)
                loose = bool(word and word.context and listing.type and any(m and m.type == listing.type for m in members))
                if kind and member.type != kind and (loose or member.rule in known.weak or kind in known.list_overrides and kind == listing.type):
                    member = replace(member, type=kind, rule=rule.name)
                out = {k: m for k, m in out.items() if not (span[0] <= m.start and m.end <= span[1])}
                confidence = max(member.confidence, rule.confidence - 0.1) if named else member.confidence
                out[span] = replace(member, start=span[0], end=span[1], text=line.text[a:b], confidence=confidence)
            elif person and kind == majority([m.type for m in members if m]) and not listing.type:
                continue
            elif (guess or kind) and named and _can_be_name(line, a, b, kind or guess, known):
                out = {k: m for k, m in out.items() if not (span[0] <= m.start and m.end <= span[1])}
                out[span] = Mention(*span, line.text[a:b], _ending_type(line.text[a:b], kind if listing.type else guess or kind, known), rule.name, rule.confidence)
    return list(out.values())


def _begins_with(line: Line, start: int, end: int, candidates: Sequence[Mention], known: Names) -> Mention | None:
    """The candidate that a member begins with, if only a verb follows it (西南大学|合作)."""
    for m in candidates:
        if m.start == line.offset + start and m.end < line.offset + end and line.text[m.end - line.offset : end] in known.edges["inner"]:
            return m
    return None


def _ending_type(text: str, kind: str, known: Names) -> str:
    """The class of a member that a suffix tells better than the list (航天工学院 among firms)."""
    if kind in known.list_overrides or kind in known.list_plain:
        return kind
    match = known.suffixes_end.search(text)
    return known.suffix_rule[match.group()].type if match and match.start() > 0 else kind


def _votes(line: Line, listing: Listing, members: Sequence[Mention | None], known: Names) -> list[str]:
    """The classes of words of the lexicon that are members but no candidates.

    Words that need a context to be names (物流 in 人流、物流、资金流) count where most members are of their class.
    """
    words = [known.words.get(line.text[a:b]) for a, b in listing.items]
    kinds = Counter(m.type if m else w.type if w else "" for w, m in zip(words, members, strict=True))
    return [
        w.type
        for w, m in zip(words, members, strict=True)
        if w and m is None and (not w.context or kinds[w.type] * 2 >= len(words) and kinds[w.type] > 1)
    ]


def _trades(line: Line, listing: Listing, members: Sequence[Mention | None], known: Names) -> str:
    """The class of common words that most members are, though the head noun says firms: 生物制药、医疗器械等企业 lists trades."""
    words = [known.words.get(line.text[a:b]) for a, b in listing.items]
    kind = majority([w.type if w else "" for w in words])
    if kind not in known.list_plain or listing.type not in known.owners or any(m and m.type == listing.type for m in members):
        return ""
    return kind if sum(1 for w in words if w and w.type == kind and w.context) * 3 >= len(words) * 2 else ""


def _plain(line: Line, start: int, end: int, known: Names) -> bool:
    """Whether a member is made of common words only: it names no firm, project or body."""
    text = line.text[start:end]
    word = known.words.get(text)
    return grade(line, start, end, known) != "proper" and not (word and word.proper)


def _member(line: Line, span: tuple[int, int], candidates: Sequence[Mention], listing: Listing, position: int) -> Mention | None:
    """The candidate that a member of a list is, if one ends with it."""
    start, end = line.offset + span[0], line.offset + span[1]
    for m in candidates:
        if m.end == end and (m.start >= start or position == 0):
            return m
    return None


def _extends(line: Line, member: Mention, span: tuple[int, int], candidates: Sequence[Mention], known: Names) -> bool:
    """Whether the name goes on to the left as far as the member of the list does: nothing else is found there."""
    between = line.text[span[0] - line.offset : member.start - line.offset]
    if between in known.edges["trim"] or known.amount.fullmatch(between) or re.search("[0-9]$", line.text[: span[0] - line.offset + 1]):
        return False
    if (
        any(stops(line, i, known) for i in {line.at[k] for k in range(span[0] - line.offset, member.start - line.offset)})
        and "“" not in between
    ):
        return False
    titled = any(member.rule == r.name for r in known.rules.get("title", ()))
    others = any(span[0] <= m.start and m.end <= member.start for m in candidates)
    return not titled and not others and member.start >= span[0] and span[1] - span[0] <= 26


def _brand_type(line: Line, span: tuple[int, int], known: Names) -> str:
    """The class of a short name that ends like a firm's (驰骋汽车): an ending of the trade behind a word of its own."""
    text = line.text[span[0] : span[1]]
    for rule in known.rules.get("brand", ()):
        for suffix in rule.suffixes:
            if text.endswith(suffix) and not is_word(text) and _own_word(line, span[0], span[1] - len(suffix), known):
                return rule.type
    return ""


def _own_word(line: Line, start: int, end: int, known: Names) -> bool:
    """Whether what stands before the word of a trade is a firm's own: no trade, place or kind of thing itself."""
    first = line.tokens[line.at[start]] if end > start else None
    if first and first.text in known.words and known.words[first.text].type in known.places and first.end < end:
        start = first.end
    text = line.text[start:end]
    return 2 <= len(text) <= 6 and text not in known.words and text not in known.edges["common"] and text not in known.edges["inner"]


def _can_be_name(line: Line, start: int, end: int, kind: str, known: Names) -> bool:
    """Whether a member that no rule knows can be a name: short enough, no bare kind of thing."""
    text = line.text[start:end]
    if not 2 <= end - start <= 26 or text in known.list_heads or re.search("[，。；：]", text) or re.fullmatch("[0-9.%％]+.*", text):
        return False
    word = known.words.get(text)
    if word and word.context and word.type != kind or text.endswith(known.titles):
        return False
    told = word is not None and word.type == kind  # 新能源 is a common word, and an industry among industries
    return (told or text not in known.edges["common"]) and not text.endswith(tuple(known.edges["never"]))


def _one_type_per_form(found: Sequence[Mention], known: Names) -> list[Mention]:
    """The same form always has the class that it has most surely."""
    votes: dict[str, Counter[str]] = {}
    for m in found:
        votes.setdefault(m.text, Counter())[m.type] += round(m.confidence * 100)
    best = {text: min(c, key=lambda t: (-c[t], t)) for text, c in votes.items()}
    for rule in known.rules["suffix"]:  # what the text calls a project (碑口水库项目) is one where it has its short name too
        for tail in rule.absorbs:
            for text in [t for t in best if t.endswith(tail) and best[t] == rule.type]:
                if text[: -len(tail)] in best:
                    best[text[: -len(tail)]] = rule.type
    return [m if m.type == best[m.text] else replace(m, type=best[m.text]) for m in found]


def _repeats(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Further places where the forms that were found stand."""
    out = []
    for form, m in sorted({m.text: m for m in found}.items()):
        if len(form) < 2:
            continue
        for start in occurrences(text, form):
            out.append(replace(m, start=start, end=start + len(form), confidence=m.confidence - 0.01))
    return out
