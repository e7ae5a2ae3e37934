"""Names of one sentence by how they are built: by suffix, by the word of a trade, by a post, by letters and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.line import BOUND, NUMERAL, Line, enough, grade, is_namelike, left_edge, stops, trim
from kg.extract.segment import is_person, is_word, tag_of
from kg.knowledge.names import NameRule, Names
from kg.model import Mention

WEAK = 0.5  # not taken unless a list supports it
COUNT_AFTER = re.compile(
    r"(总数|总量|数量|数)?(已经|已|就|也|则)?(达到了|达到|达|为|有|超过|超|增至|增加到|突破|约|近|共|累计)*[0-9一二两三四五六七八九十百千]+(余|多|\.)?[0-9]*(余|多)?(家|个|项|条|座|所|户|件|名|人|只|台)"
)
COUNT_BEFORE = re.compile(r"([0-9]+|[一二两三四五六七八九十百千几数多]+)(余|多)?(家|个|项|条|座|所|户|件|名|只|台|大|类|种|批)$|首(家|个|项|条|座|所|台|款|批)$")
CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-－.+][A-Za-z0-9]+)*(?: ?[A-Z0-9][A-Za-z0-9]*)*")
MEASURE = re.compile(
    "[0-9.０-９]+(余|多)?(万|亿|千)?(多|余)?(平方米|平方公里|亩|栋|辆|台|套|家|个|座|条|期|号|大|年|月|日)*(?![A-Za-z0-9])"
)
CLAUSE_HEAD = re.compile("^|[，。；：！？]")
PAGE = re.compile(r"(?<![A-Za-z0-9])[A-Z](?:0[0-9](?![^\s版】])|[0-9]{1,2}(?=版|$))|^[A-Z][0-9]{1,2}(?=\s|$)")  # a newspaper page: 第A05版
FOREIGN = re.compile("[一-鿿]{1,5}(·[一-鿿]{1,6})+")


def mention(line: Line, start: int, end: int, rule: NameRule, confidence: float | None = None) -> Mention:
    text = line.text[start:end]
    return Mention(
        line.offset + start, line.offset + end, text, rule.type, rule.name, rule.confidence if confidence is None else confidence
    )


def by_suffix(line: Line, names: Names) -> Iterator[Mention]:
    """Names that end in a suffix: 重庆临空前沿科技城."""
    for s, e, rule in _suffixes(line, names):
        if line.text.startswith(rule.not_before, e) or line.text.endswith(rule.not_after, 0, s):
            continue
        start = left_edge(line, s, names, allowed=rule.allows, end=e)
        if rule.joins and line.text[start:e] not in names.words:
            start = _over_joiner(line, start, names)
        if not rule.numbers and (number := MEASURE.match(line.text, start, s)):
            start = trim(line, number.end(), s, names)
        start = _behind_other(line, start, s, rule, names)
        for word in rule.not_over:
            if (over := line.text.rfind(word, start, s)) >= 0:
                start = trim(line, over + len(word), s, names)
        if rule.cut_place:
            start = _behind_place(line, start, s, names)
        if s - start > rule.max_modifier:
            start = trim(line, line.tokens[line.at[max(0, s - rule.max_modifier)]].start, s, names)
        if (joint := line.text.rfind("”“", start, s)) >= 0:
            start = joint + 1
        if (quote := line.text.find("“", start + 1, s)) >= 0 and names.suffixes_end.search(line.text[start:quote]):
            start = quote
        quality = grade(line, start, s, names)
        if rule.without and len(re.sub("|".join(rule.without), "", line.text[start:s])) < 2:
            continue
        if line.text[start:s] in rule.leads or _is_brand(line.text[start:s], rule, names):
            quality = "proper"
        bare = start >= s and line.text[s:e] in rule.bare and line.text.startswith(names.titles, e)
        if not bare and (not enough(quality, rule.modifier) or start >= s):
            continue
        counted = COUNT_AFTER.match(line.text, e) or COUNT_BEFORE.search(line.text, max(0, start - 16), start)
        if counted and not rule.counted and quality != "proper":
            continue
        if rule.cues and not any(c in line.text[max(0, start - 12) : start] for c in rule.cues):
            continue
        supported = quality == "proper" or not rule.support or any(c in line.text[max(0, start - 12) : start] for c in rule.support)
        supported = supported or any(c in line.text[e : e + 10] for c in rule.support_after)
        yield mention(line, start, e, rule, WEAK if not supported else rule.confidence - (0.15 if quality != "proper" else 0))


def _is_brand(modifier: str, rule: NameRule, names: Names) -> bool:
    """Whether a modifier is a word of its own and the word of a trade (润泽|医疗|公司), for a rule of the brands' class."""
    for brand in names.rules.get("brand", ()):
        if brand.type == rule.type and modifier not in names.words:
            for suffix in brand.suffixes:
                if (
                    modifier.endswith(suffix)
                    and 2 <= len(modifier) - len(suffix) <= 4
                    and modifier[: -len(suffix)] not in names.edges["common"]
                ):
                    return modifier[: -len(suffix)] not in names.words
    return False


def _over_joiner(line: Line, start: int, names: Names) -> int:
    """A name can hold 与 or 和 (仙桃大数据与物联网创新学院): go on to the left of it if a place begins the name there."""
    if start < 2 or line.text[start - 1] not in names.edges["joiner"]:
        return start
    further = left_edge(line, start - 1, names)
    if further < start - 1 and line.at[further] in line.known and not names.suffixes.search(line.text[further : start - 1]):
        return further
    return start


def _behind_other(line: Line, start: int, end: int, rule: NameRule, names: Names) -> int:
    """The start behind another whole name of the same class (配套出线工程|金山—明月山500千伏线路工程), or half a quotation."""
    closing = line.text.find("”", start, end)
    if closing >= 0 and line.text.find("“", start, closing) < 0:
        start = closing + 1
    first = line.tokens[line.at[start]] if start < end else None
    if rule.splits and first and first.end < end and any(d.name == first.text for d in names.divisions.get(first.text, ())):
        following = line.tokens[line.at[first.end]]
        if following.tag == "ns" and len(following.text) > 2:
            start = first.end  # 武进区|西太湖科技产业园
    for match in names.suffixes.finditer(line.text, start, end) if rule.splits else ():
        other = names.suffix_rule[match.group()]
        if other.type == rule.type or other.type in names.places:
            token = line.tokens[line.at[match.end()]] if match.end() < end else None
            if token and token.start == match.end() and (token.tag == "ns" or _starts_name(line, token.start, rule, names)):
                start = match.end()
    return start


def _starts_name(line: Line, position: int, rule: NameRule, names: Names) -> bool:
    """Whether a name of the lexicon begins here that can begin a name of the rule's class."""
    index = line.at[position]
    if index not in line.known:
        return False
    word = names.words[line.tokens[index].text]
    return word.proper or word.type == rule.type


def _behind_place(line: Line, start: int, end: int, names: Names) -> int:
    """The start without the places in front (渝北电子产业 → 电子产业)."""
    while start < end:
        index = line.at[start]
        token = line.tokens[index]
        word = names.words.get(token.text)
        place = token.tag == "ns" if word is None else word.type in names.places
        if token.start != start or token.end > end or not place:
            break
        start = token.end
    return trim(line, start, end, names)


def _suffixes(line: Line, names: Names) -> Iterator[tuple[int, int, NameRule]]:
    """Every place where a suffix ends with a word, the longest suffix for each end."""
    best: dict[int, int] = {}
    for i in range(len(line.text)):
        match = names.suffixes.match(line.text, i)
        while match:
            end = match.end()
            best.setdefault(end, i)
            match = names.suffixes.match(line.text, i, end - 1)
    for end, start in sorted(best.items()):
        token = line.tokens[line.at[end - 1]]
        if end - start == 1 and token.start < start and token.tag == "n":
            continue  # 空港, 渔村 are words of their own
        if token.end != end and not _ends_inside(line.text[end : token.end], names):
            continue
        yield start, end, names.suffix_rule[line.text[start:end]]


def _ends_inside(rest: str, names: Names) -> bool:
    """Whether a word that goes on behind a suffix is two words: 新区|内, 商会|会长."""
    return rest in names.edges["locative"] or rest in names.titles


def by_brand(line: Line, names: Names) -> Iterator[Mention]:
    """Short names of firms outside lists: unknown characters and the word of a trade, where a subject stands (翼动科技推出…)."""
    for rule in names.rules.get("brand", ()):
        for match in names.brand_suffixes.finditer(line.text):
            s, e = match.span()
            if s == 0 or line.tokens[line.at[e - 1]].end != e:
                continue
            start = s
            while start > 0 and s - start < 4:
                token = line.tokens[line.at[start - 1]]
                if (
                    len(token.text) > 1
                    or not re.match("[一-鿿]", token.text)
                    or token.text in names.edges["stop"]
                    or token.text in names.edges["common"]
                ):
                    break
                start = token.start
            if s == start and line.at[s - 1] not in line.known and is_namelike(line.tokens[line.at[s - 1]]):
                start = line.tokens[line.at[s - 1]].start
            if s - start in (2, 3, 4) and not is_word(line.text[start:e]):
                yield mention(line, start, e, rule)
            elif start == s and (known_start := _acting_brand(line, s, e, names)) is not None:
                yield mention(line, known_start, e, rule, rule.confidence - 0.05)
        for run in _unknown_runs(line, names):
            yield mention(line, *run, rule, rule.confidence - 0.15)


def _acting_brand(line: Line, start: int, end: int, names: Names) -> int | None:
    """Where a firm's name begins whose own part is a common word, if it stands alone and acts (先声药业|董事长, 麦田能源|要扩产)."""
    first = line.tokens[line.at[start - 1]]
    own = line.text[first.start : start]
    plain = own in names.edges["common"] or own in names.edges["inner"] or own in names.edges["stop"] or own in names.edges["trim"] or own in names.words
    if not 2 <= len(own) <= 3 or plain or line.text[first.start : end] in names.words or not own.isalpha() or own.isascii():
        return None
    if first.start and line.tokens[line.at[first.start - 1]].text not in names.edges["before-firm"]:
        return None
    return first.start if line.text.startswith(tuple(names.edges["after-firm"]), end) else None


def _unknown_runs(line: Line, names: Names) -> Iterator[tuple[int, int]]:
    """Four or more unknown characters that begin a clause and that a verb or particle follows: a firm (赛轮金宇把…)."""
    for match in CLAUSE_HEAD.finditer(line.text):
        start = end = match.end()
        while end < len(line.text) and (index := line.at[end]) not in line.known:
            token = line.tokens[index]
            if len(token.text) > 1 or not re.match("[一-鿿]", token.text) or token.text in names.edges["stop"] or NUMERAL.match(token.text):
                break
            end = token.end
        if end - start >= 4 and end < len(line.text) and stops(line, line.at[end], names) and not BOUND.match(line.text[end]):
            yield start, end


def by_tag(line: Line, names: Names) -> Iterator[Mention]:
    """Places that only the general dictionary knows: rivers, lakes, bays by their ending."""
    for rule in names.rules.get("tag", ()):
        for index, token in enumerate(line.tokens):
            fits = len(token.text) > 2 and (not rule.suffixes or token.text.endswith(rule.suffixes)) and token.text not in names.edges["country"]
            if token.tag == "ns" and index not in line.known and fits and token.text not in names.suffix_rule:
                yield mention(line, token.start, token.end, rule)


def by_title(line: Line, names: Names) -> Iterator[Mention]:
    """Persons beside their posts: 总经理涂军, 李泽湘教授."""
    for rule in names.rules.get("title", ()):
        for match in names.title_pattern.finditer(line.text):
            if found := person_at(line.text, match.end(), names):
                yield mention(line, match.end(), found, rule)


def person_at(text: str, start: int, names: Names) -> int:
    """End of the person's name that begins here, 0 if none does: a surname and one or two characters, then a boundary."""
    if match := FOREIGN.match(text, start):
        last = text.rfind("·", start, match.end()) + 2
        ends = (i for i in range(last, match.end()) if text[i] in names.edges["stop"] or tag_of(text[i : i + 2]).startswith("v"))
        return next(ends, match.end())  # 艾伦·史密斯|说
    for surname in (text[start : start + 2], text[start : start + 1]):
        if surname not in names.surnames:
            continue
        base = start + len(surname)
        for length in (2, 1):
            end = base + length
            given = text[base:end]
            if len(given) < length or not re.fullmatch("[一-鿿]+", given):
                continue
            verb = tag_of(text[end - 1 : end + 1]).startswith("v")  # 林立|认为
            ended = text[end : end + 1] in names.edges["stop"] and not verb  # 欧阳文|说, though 文说 is a word
            if any(c in names.edges["stop"] for c in given) or not ended and end < len(text) and is_word(text[end - 1 : end + 1]):
                continue
            acts = is_person(text[start:end]) and tag_of(text[end : end + 2]).startswith("v")  # 高峰|介绍
            if is_word(text[start:end]) and not acts and not tag_of(text[start:end]).startswith("nr"):
                continue
            return end
    return 0


def by_code(line: Line, names: Names) -> Iterator[Mention]:
    """Letters with digits that name a product: C919, 问界M9."""
    for rule in names.rules.get("code", ()):
        for match in CODE.finditer(line.text):
            code = match.group()
            if not (re.search("[0-9]", code) and re.search("[A-Z]", code)) or len(code) < 2 or PAGE.match(line.text, match.start()):
                continue
            if re.fullmatch(r"[0-9]*[A-Z]?[A-Z][0-9]?", code) and code in names.edges.get("abbreviation", ()):
                continue
            start = match.start()
            while start > 0 and match.start() - start < 4:
                token = line.tokens[line.at[start - 1]]
                if len(token.text) == 1 and re.match("[一-鿿]", token.text) and token.text not in names.edges["stop"]:
                    start = token.start
                else:
                    break
            yield mention(line, start, match.end(), rule)
