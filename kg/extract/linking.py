"""Mentions → entities of the document: the forms that it uses for one thing are put together.

What may differ between two forms of one thing is declared for each class in ontology/rules/linking.yml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.extract.aliases import core, declared_forms, group_of, short_forms, shortens, strip_place
from kg.extract.relatives import BRACKET, Form, LinkRule, Relatives, called_by, inner_parts, link_rules, ungrown, whole_names
from kg.knowledge import Knowledge
from kg.knowledge.divisions import brief_names
from kg.knowledge.names import Names, names
from kg.model import Document, Entity, Mention

MARKS = re.compile(r"[\s“”‘’\"'《》〈〉「」*]")


@lru_cache(maxsize=8)
def _division_keys(knowledge: Knowledge) -> Mapping[str, str]:
    """Full or short name of a division → one key for both."""
    keys: dict[str, str] = {}
    for row in knowledge.tables.get("divisions", ()):
        short = row["short"] or row["name"]
        keys.setdefault(row["name"], short)
        for brief in brief_names(row):
            keys.setdefault(brief, short)
    return keys


def link(
    document: Document, mentions: Sequence[Mention], knowledge: Knowledge, inside: Sequence[Mention] = ()
) -> tuple[list[Mention], dict[str, Entity]]:
    """The mentions with their entities put in, and the entities in order of first mention.

    inside: names inside other names, which make entities too.
    """
    kinds = _kind_words(mentions, knowledge)
    mentions = [replace(m, type=kinds[m.text].type) if m.text in kinds else m for m in mentions]
    everything = [*mentions, *inside]
    first: dict[tuple[str, str], Mention] = {}
    spelled: dict[tuple[str, str], dict[str, int]] = {}  # the texts of a form, and which mention has it first
    for i, m in enumerate(everything):
        first.setdefault(_form_key(m), m)
        spelled.setdefault(_form_key(m), {}).setdefault(m.text, i)
    twice = {kind for kind, rule in link_rules(knowledge).items() if rule.twice}
    declared = declared_forms(document.text, mentions, inside, twice) | {word: m.text for word, m in kinds.items()}
    groups = _groups([_form(m, knowledge) for m in first.values()], declared, knowledge)
    numbers: dict[tuple[str, str], str] = {}
    entities: dict[str, Entity] = {}
    for n, group in enumerate(groups, 1):
        key = f"e{n}"
        places = {text: at for m in group for text, at in spelled[_form_key(m)].items()}
        texts = sorted(places, key=places.__getitem__)
        best = max(group, key=lambda m: m.confidence)
        at = min(group, key=lambda m: m.start)
        quotes = document.quotes(at.start, at.end)
        entities[key] = Entity(key, best.type, max(texts, key=len), tuple(texts), best.rule, best.confidence, quotes)
        numbers |= dict.fromkeys(map(_form_key, group), key)
    return [replace(m, entity=numbers[_form_key(m)]) for m in mentions], entities


def _kind_words(mentions: Sequence[Mention], knowledge: Knowledge) -> dict[str, Mention]:
    """Word that only says a kind → the name that it stands for: 新区 for 兰州新区, 高新区 for 厦门火炬高新技术产业开发区. Of several the
    one that is named most, then the last before it."""
    known, rules = names(knowledge), link_rules(knowledge)
    counts = Counter(m.text for m in mentions)
    first = {m.text: m for m in reversed(mentions)}
    found = {}
    for word in [text for text in first if text in known.suffix_rule]:
        types = {t for t in (known.suffix_rule[word].type, first[word].type) if rules.get(t, LinkRule()).kinds}
        full = [text for text, m in first.items() if m.type in types and len(text) > len(word) and _ends_as(text, word, known)]
        if full:
            here = first[word].start
            found[word] = max((first[text] for text in full), key=lambda m: (counts[m.text], m.start < here, m.start))
    return found


def _ends_as(name: str, word: str, known: Names) -> bool:
    """Whether a name ends in a word, or in one that the word is short for."""
    ending = known.suffixes_end.search(name)
    return name.endswith(word) or (ending is not None and word[-1] == name[-1] and shortens(word, ending.group()))


def _form_key(m: Mention) -> tuple[str, str]:
    return m.type, MARKS.sub("", m.text)


def _form(m: Mention, knowledge: Knowledge) -> Form:
    rule = link_rules(knowledge).get(m.type, LinkRule())
    bare = MARKS.sub("", m.text)
    ending = names(knowledge).suffixes_end.search(bare)
    own, place = (core(bare, knowledge), _place(bare, knowledge)) if rule.begins else ("", "")
    return Form(m, bare, _key(m, rule, knowledge), own, place, ending.group() if ending else "", names(knowledge).synonyms.get(bare, ""))


def _place(name: str, knowledge: Knowledge) -> str:
    """The divisions that a firm's name begins with, else what it has in brackets: 安踏（厦门）有限公司."""
    bracket = BRACKET.search(name)
    return name.removesuffix(strip_place(name, knowledge)) or (bracket.group()[1:-1] if bracket else "")


def _groups(forms: Sequence[Form], declared: Mapping[str, str], knowledge: Knowledge) -> list[list[Mention]]:
    """Forms of one thing together, in order of first mention; `declared`: short form → the name it was given for."""
    parent = {form: form for form in forms}

    def find(form: Form) -> Form:
        while parent[form] is not form:
            parent[form] = form = parent[parent[form]]
        return form

    by_type: dict[str, list[Form]] = {}
    for form in forms:
        by_type.setdefault(form.mention.type, []).append(form)
    longer = {kind: Relatives(group, link_rules(knowledge).get(kind, LinkRule()), knowledge) for kind, group in by_type.items()}
    named = {(form.mention.type, form.bare): form for form in forms}
    called = {MARKS.sub("", short): MARKS.sub("", full) for short, full in declared.items()}
    for short in sorted(forms, key=lambda form: (-len(form.mention.text), form.mention.start)):
        kind, text = short.mention.type, short.mention.text
        matches = [form for form in longer[kind].among(short) if same_thing(form, short, knowledge)]
        if len({find(form) for form in matches}) > 1:  # 传音 is 传音控股 rather than 重庆传音
            matches = [form for form in matches if form.mention.text.startswith(text)] or matches
        if full := named.get((kind, called.get(short.bare, ""))):
            matches = [full]
        roots = {find(form): None for form in matches}
        if len(roots) == 1 or any(_alike(form, short) for form in matches):
            parent[find(short)] = next(iter(roots))
        longer[kind].add(short)
    groups: dict[Form, list[Mention]] = {}
    for form in sorted(forms, key=lambda form: form.mention.start):
        groups.setdefault(find(form), []).append(form.mention)
    return sorted(groups.values(), key=lambda g: g[0].start)


def _key(m: Mention, rule: LinkRule, knowledge: Knowledge) -> str:
    """What is left of a form when what says nothing is taken off."""
    text = MARKS.sub("", m.text)
    if text in _division_keys(knowledge):
        return _division_keys(knowledge)[text]
    if rule.quoted and (match := re.search("[“‘《]([^”’》]{2,})[”’》]", m.text)):
        text = match.group(1)
    if not rule.places:
        return _without_affixes(text, rule)
    rest = strip_place(text, knowledge)
    place = text.removesuffix(rest)
    rest = _without_affixes(rest, rule)
    return _division_keys(knowledge).get(place, place) + rest if _is_kind(rest, knowledge) else rest


def _without_affixes(text: str, rule: LinkRule) -> str:
    """A form without a prefix and the suffixes that say nothing of which thing it is."""
    for prefix in rule.prefixes:
        if text.startswith(prefix) and len(text) - len(prefix) >= 2:
            text = text[len(prefix) :]
            break
    while suffix := next((x for x in rule.suffixes if text.endswith(x) and len(text) - len(x) >= 2), ""):
        text = text[: -len(suffix)]
    return text


def _is_kind(text: str, knowledge: Knowledge) -> bool:
    """Whether a form without its place only says what kind of thing it is: 蜀山|经开区 and 包河|经开区 are two."""
    known = names(knowledge)
    suffix = known.suffixes_end.search(text)
    return suffix is not None and (suffix.start() == 0 or text[: suffix.start()] in known.edges["common"])


def same_thing(longer: Form, shorter: Form, knowledge: Knowledge) -> bool:
    """Whether two forms of one class can name one thing within a document."""
    rule = link_rules(knowledge).get(longer.mention.type, LinkRule())
    a, b = longer.bare, shorter.bare
    if a == b or _alike(longer, shorter):
        return True
    if rule.begins:
        one, other = longer.place, shorter.place
        apart = bool(one and other) and one not in other and other not in one  # a group's firms in two cities are two
        apart |= bool(other and not one) and longer.core != shorter.core  # 宁德|时代 and 时代吉利 are two
        apart |= b == group_of(a, knowledge)
        own = BRACKET.sub("", a).startswith(b) and len(b) > a.find(longer.core)  # not 上海电气 for its 海天电机厂有限公司
        begun = len(shorter.core) >= 2 and (longer.core.startswith(called_by(shorter, rule)) or own)
        inner = b in inner_parts(longer, rule) and b not in names(knowledge).words  # 一汽大众 is another firm than 大众汽车
        return (begun and not apart) or inner or b in short_forms(longer.mention, knowledge)
    if rule.ending and len(b) >= rule.ending and a.endswith(b):
        return True
    if rule.ending and not a.startswith(b) and a.endswith(tuple(whole_names(b, knowledge))):
        return True  # 广西柳州市融安县, 融安
    if b in ungrown(longer, rule) and not shorter.ending and b not in _division_keys(knowledge):
        return True  # 云桥镇, 云桥; but not 南昌 for 南昌县, 云桥新区 for 云桥新区产业园
    n = rule.shortened
    if not n or len(b) < 3 or a[-1] != b[-1] or a[:n] != b[:n]:
        return False
    return b not in names(knowledge).words and _same_ending(longer, shorter) and shortens(b, a)


def _alike(one: Form, other: Form) -> bool:
    """Whether two forms differ only in what says nothing, or are synonyms of the lexicon."""
    return one.key == other.key or bool(one.synonym and one.synonym == other.synonym)


def _same_ending(longer: Form, shorter: Form) -> bool:
    """Whether the short form's ending can be short for the full one's: 经信委 for 经济信息委, not 区委."""
    one, other = longer.ending, shorter.ending
    return not one or not other or shortens(one, other) or shortens(other, one)
