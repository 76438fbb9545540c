"""Folding: what prints differently compares alike, no word is lost, and every offset leads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.folding import PUNCTUATION, bigrams, fold, words_only

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    "《民法典》第１条（一）“…”\n 　㈠Aa①⑴İ½ﬁ", max_size=40
)


@given(TEXTS)
def test_every_folded_character_has_the_offset_of_its_original(text: str) -> None:
    """Offsets are as many as characters, lie in the text and never go back."""
    for folded in (fold(text), words_only(text)):
        assert len(folded.offsets) == len(folded.text)
        assert list(folded.offsets) == sorted(folded.offsets)
        assert all(0 <= at < len(text) for at in folded.offsets)


@given(TEXTS, st.data())
def test_a_span_leads_back_to_words_that_fold_to_it(text: str, data: st.DataObject) -> None:
    """The original of any folded span, folded again, contains it."""
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))

    first, last = folded.span(start, end)

    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end].strip("\n") in fold(text[first:last]).text


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text is already comparable."""
    once = fold(text).text

    assert fold(once).text == once


@given(TEXTS)
def test_bigrams_reach_over_no_punctuation(text: str) -> None:
    """A pair consists of neighbours, so no mark stands in one."""
    assert all(len(pair) <= 2 and not set(pair) & PUNCTUATION for pair in bigrams(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第１０３３条", "第1033条"),
        ("《民法典》", "〈民法典〉"),
        ("一〇三三", "一○三三"),
        ("法释〔2020〕27号", "法释（2020）27号"),
        ("GB/T 45251—2025", "gb/t45251-2025"),
        ("“原文”", "「原文」"),
        ("㈠", "（一）"),
        ("⺠法典", "民法典"),
        ("民\u200b法\ufeff典", "民法典"),
        ("甲\r\n乙", "甲\n乙"),
        ("甲\u2028乙", "甲\n\n乙"),
    ],
)
def test_what_only_prints_differently_folds_alike(one: str, other: str) -> None:
    """Width, brackets, dashes, zeros, radicals, unseen characters and line ends make no difference."""
    assert fold(one).text == fold(other).text


def test_a_character_that_grows_when_lowered_keeps_offsets_in_step() -> None:
    """İ becomes two characters when lowered; the offsets after it still lead back."""
    folded = fold("İ甲乙")

    assert folded.span(folded.text.index("乙"), len(folded.text)) == (2, 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("不得以侮辱、诽谤等方式侵害", "不得以侮辱，诽谤等方式，侵害"),
        ("罚款1,000元", "罚款1000元"),
        ("**应当** 出示", "应当出示"),
    ],
)
def test_punctuation_and_markup_are_no_words(one: str, other: str) -> None:
    """Commas, spaces, emphasis and thousands separators change no word."""
    assert words_only(one).text == words_only(other).text


@pytest.mark.parametrize(("one", "other"), [("5.3", "53"), ("22:00", "2200"), ("3-5日", "35日"), ("1.5%", "15%")])
def test_a_mark_inside_a_number_is_kept(one: str, other: str) -> None:
    """5.3 and 53 are different numbers."""
    assert words_only(one).text != words_only(other).text
