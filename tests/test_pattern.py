"""Patterns: their compiled forms, what they match, what they refuse to compile."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.knowledge.alphabet import MARK, Alphabet
from kg.knowledge.pattern import WIDE, Grammar, PatternError, compile_pattern

GRAMMAR = Grammar(
    joints=("、", "和", "与"),
    prepositions=("在", "为", "与"),
    breaks="，。；",
    quotes="“”",
    numerals="[0-9十]+",
    role="[总经理董事长]{2,6}",
    nouns=("企业", "一家"),
)
ALPHABET = Alphabet(("Company", "Park", "Industry", "Person"), GRAMMAR.prepositions)
ENDS = {"head": frozenset({"Company", "Person"}), "tail": frozenset({"Park", "Industry"})}


def compiled(pattern, *triggers, gap=8):
    return compile_pattern(pattern, ENDS, triggers, gap, GRAMMAR, ALPHABET)


def encode(text):
    """C0 P1 → the characters of mentions, ◆ → the mark of a clause."""
    for letter, name in {"C": "Company", "P": "Park", "I": "Industry", "N": "Person"}.items():
        for number in range(10):
            text = text.replace(f"{letter}{number}", ALPHABET.encode(name, number))
    return ALPHABET.govern(text.replace("◆", MARK))


def found(pattern, text, *triggers, gap=8):
    """The numbers of the mentions at head and tail for each match, "topic" for a carried one."""
    text = encode(text)

    def numbers(span):
        named = text[slice(*span)]
        return "topic" if named == MARK else tuple(n for n in map(ALPHABET.decode, named) if n is not None)

    return [
        (numbers(match.spans["head"]), numbers(match.spans["tail"]))
        for form in compiled(pattern, *triggers, gap=gap)
        for match in form.matches(text)
    ]


@pytest.mark.parametrize(
    ("pattern", "triggers", "shown"),
    [
        ("{head} {trigger} {tail}", ("入驻", "落户"), ["<head Company,Person>~8(?:入驻|落户)~8<tail Park,Industry>"]),
        ("{head+:Company}的{tail}", (), ["<head+ Company>的<tail Park,Industry>"]),
        ("{head/topic} {trigger}{tail+}", ("聚焦",), [
            "<head Company,Person>~8(?:聚焦)<tail+ Park,Industry>",
            "<topic Company,Person>~8(?:聚焦)<tail+ Park,Industry>",
        ]),
        ("在{tail:Industry}(领域|方面)?，{head:Company}", (), ["在<tail Industry>(?:领域|方面)?，<head Company>"]),
        ("{:Park}…{head}{number}家{tail}", (), ["< Park>…<head Company,Person><number>家<tail Park,Industry>"]),
        ("{tail}{role}{head:Person}", (), ["<tail Park,Industry><role><head Person>"]),
        ("{head} {trigger}{tail}", ("引", "引进", "落户"), ["<head Company,Person>~8(?:引进|落户|引)<tail Park,Industry>"]),
    ],
)  # fmt: skip
def test_compiled_forms(pattern, triggers, shown):
    assert [form.shown for form in compiled(pattern, *triggers)] == shown


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("{head} {trigger} {tail}", "◆C0已正式落户P1", [((0,), (1,))]),
        ("{head+} {trigger} {tail+}", "◆C0、C1和C2落户P3与P4", [((0, 1, 2), (3, 4)), ((1, 2), (3, 4)), ((2,), (3, 4))]),
        ("{head+} {trigger} {tail}", "◆C0、某家新厂、C1落户P3", [((0, 1), (3,)), ((1,), (3,))]),
        ("{head} {trigger} {tail}", "◆C0增产，◆落户P1", []),  # a gap stays in its clause
        ("{head} {trigger} {tail}", "◆C0与C2之后落户P1", [((0,), (1,))]),  # names after a preposition do not block
        ("{head} {trigger} {tail}", "◆C0邻居C2落户P1", [((2,), (1,))]),
        ("{head} {trigger} {tail}", "◆在C0落户P1", []),  # no subject after a preposition
        ("{head} {trigger} {tail}", "◆C0的新厂落户P1", []),  # what is a firm's is not the firm
        ("{head} {trigger} {tail}", "◆C0一二三四五六七八九落户P1", []),  # longer than the gap
        ("{head/topic} {trigger} {tail}", "◆C0增产，◆又落户P1", [("topic", (1,))]),
        ("{head/topic} {trigger} {tail}", "◆C0增产，◆企业落户P1", []),  # a subject of its own
        ("{head/topic} {trigger} {tail}", "◆落户P1的C0增产", []),  # what follows is what settled
        ("{head/topic} {trigger} {tail}", "◆去年落户的P1扩园", []),
        ("{tail}…{trigger} {head}", "◆P0新，◆老厂搬走，◆又落户C1", [((1,), (0,))]),
        ("{tail}…{trigger} {head}", "◆P0新；◆又落户C1", []),  # what a ； parts
        ("{tail}，{head} {trigger}", "◆P0，◆C1落户", [((1,), (0,))]),
    ],
)
def test_matches(pattern, text, wanted):
    assert found(pattern, text, "落户") == wanted


def test_wide_gap_reaches_so_far_and_no_farther():
    near, far = "◆P0" + "长" * (WIDE - 2) + "落户C1", "◆P0" + "长" * (WIDE + 1) + "落户C1"
    assert found("{tail}…{trigger} {head}", near, "落户")
    assert not found("{tail}…{trigger} {head}", far, "落户")


def test_role_is_a_span_of_its_own():
    (form,) = compiled("{tail}{role}{head:Person}")
    text = encode("◆P0总经理N1")
    (match,) = form.matches(text)
    assert text[slice(*match.spans["role"])] == "总经理"


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("{head} {tale}", "unknown slot"),
        ("{head}落户", "needs a head and a tail"),
        ("{head} {trigger} {tail}", "without a trigger"),
        ("{head:Park}落户{tail}", "allows no Park as its head"),
        ("{head:Firm}落户{tail}", "unknown class 'Firm'"),
        ("{head}{head}{tail}", "twice"),
        ("{topic}{head}{tail}", "no slot of its own"),
        ("{head/topic}{tail/topic}", "only one end"),
        ("{head}({tail}", "cannot be compiled"),
        ("{}{head}{tail}", "needs a class"),
    ],
)
def test_what_does_not_compile(pattern, says):
    with pytest.raises(PatternError, match=says):
        compiled(pattern)


def test_matches_grow_with_the_text_only():
    """Every copy of a passage adds what it holds; nothing multiplies, not even with wide gaps and long enumerations."""
    passage = "◆C0、C1和C2落户P3，◆又落户P4。"
    for pattern in ("{head+/topic} {trigger} {tail+}", "{head+:Company}…{trigger} {tail}"):
        counts = [len(found(pattern, passage * n + "。" * (2 * WIDE), "落户")) for n in (40, 80, 160)]
        assert counts[2] - counts[1] == 2 * (counts[1] - counts[0])


def test_hostile_texts_match_in_one_pass():
    """Texts that nearly match at every place: the search comes to its end, and finds nothing."""
    assert found("{head+} {trigger} {tail+}", "◆" + "C0、" * 3000, "落户") == []
    assert found("{head+} {trigger} {tail+}", "◆C0" + "落户在" * 3000, "落户") == []
    assert found("{tail}(的)*{head}", "◆P0" + "的" * 3000, "落户") == []


@given(st.integers(0, 255), st.sampled_from(["Company", "Park", "Industry", "Person"]), st.sampled_from(["", "在", "落户"]))
@settings(derandomize=True, max_examples=200)
def test_alphabet_gives_back_the_number(number, name, before):
    char = ALPHABET.govern(before + ALPHABET.encode(name, number))[-1]
    assert ALPHABET.decode(char) == number
    assert [other for other in ALPHABET.classes if re.match(f"[{ALPHABET.ranges([other])}]", char)] == [name]
    assert bool(re.match(f"[{ALPHABET.ranges([name], free=True)}]", char)) == (before != "在")


def test_blocks_of_neighbours_are_one_range():
    assert len(ALPHABET.ranges(["Company", "Park", "Industry"], free=True)) == len("a-z")


@given(st.text("C0C1P2I3N4◆、和在的落户企业，。；12", max_size=60))
@settings(derandomize=True, max_examples=300)
def test_slots_hold_names_of_their_classes(text):
    text = encode(text)
    for form in compiled("{head+/topic} {trigger}了? {tail+:Park}", "落户", "在"):
        for match in form.matches(text):
            assert 0 <= match.start <= match.end <= len(text)
            named = [c for c in text[slice(*match.spans["tail"])] if ALPHABET.decode(c) is not None]
            assert any(re.match(f"[{ALPHABET.ranges(['Park'])}]", c) for c in named)
            assert match.spans["head"][1] <= match.spans["tail"][0]
