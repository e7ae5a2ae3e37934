"""Words of a text, without gaps."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.segment import is_rare, is_word, segment, tag_of

TEXTS = st.text(
    st.one_of(st.sampled_from("合肥市的企业在建产业园，。“”（）《》 \n\t0123AZaz%·—"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)


@given(TEXTS, st.integers(0, 1000))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_words_cover_the_text_in_order(text: str, offset: int) -> None:
    tokens = segment(text, offset)
    assert "".join(t.text for t in tokens) == text
    position = offset
    for token in tokens:
        assert (token.start, token.end) == (position, position + len(token.text))
        position = token.end
    assert position == offset + len(text)


def test_words_have_parts_of_speech_and_unknown_names_fall_apart() -> None:
    tokens = segment("杭州引进翀祎公司")
    assert [t.text for t in tokens] == ["杭州", "引进", "翀", "祎", "公司"]
    tags = {t.text: t.tag for t in tokens}
    assert (tags["杭州"], tags["引进"], tags["公司"]) == ("ns", "v", "n")


def test_letters_and_digits_stay_together() -> None:
    assert [(t.text, t.tag) for t in segment("OPPO建5G厂")] == [("OPPO", "eng"), ("建", "v"), ("5G", "eng"), ("厂", "zg")]


def test_common_words_are_told_from_rare_and_unknown_ones() -> None:
    assert is_word("公司") and not is_rare("公司")
    assert not is_word("翀祎") and not is_rare("翀祎")
    assert tag_of("翀祎") == ""
    assert tag_of("智慧") == "n"  # a person's name by the dictionary, and a common word
