"""Numerals: what is written can be read, and what is no numeral is refused."""

from __future__ import annotations

import contextlib

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numerals import MAX_NUMERAL, NUMERAL_CHARACTERS, from_chinese, ordinal, to_chinese

NUMBERS = st.integers(0, MAX_NUMERAL)


@given(NUMBERS)
def test_what_is_written_is_read_as_the_same_number(value: int) -> None:
    """`to_chinese` and `from_chinese` are inverse."""
    assert from_chinese(to_chinese(value)) == value


@given(NUMBERS)
def test_the_writing_is_that_of_an_independent_library(value: int) -> None:
    """Another program (cn2an) reads our numerals as the same number."""
    assert cn2an.cn2an(to_chinese(value), "smart") == value


@given(NUMBERS)
def test_digits_of_any_width_and_digit_by_digit_writing_are_read(value: int) -> None:
    """1024, １０２４ and 一〇二四 are the same number."""
    wide = str(value).translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    spelled = str(value).translate({ord("0") + i: c for i, c in enumerate("〇一二三四五六七八九")})

    assert from_chinese(str(value)) == from_chinese(wide) == from_chinese(spelled) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("一十五", 15),
        ("二十", 20),
        ("一百零一", 101),
        ("一百一十", 110),
        ("一百十", 110),
        ("二百九十三", 293),
        ("一千", 1000),
        ("一千零三", 1003),
        ("一千零三十三", 1033),
        ("一千〇三十三", 1033),
        ("一千一百六十五", 1165),
        ("壹仟零贰拾肆", 1024),
        ("两百", 200),
        ("百十", 110),
        ("千", 1000),
    ],
)
def test_the_numerals_that_statutes_and_people_write_are_read(text: str, value: int) -> None:
    """零 and 〇, 一十 and 十, official and common characters all count."""
    assert from_chinese(text) == value


@pytest.mark.parametrize(
    "text", ["", "条", "第五", "1千", "十1", "1" * 5000, "一" * 5000, "十" * 5000, "-1", "1.5", "½", "一 二"]
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    """Nonsense raises ValueError; it is never read as some number."""
    with pytest.raises(ValueError, match="not a numeral"):
        from_chinese(text)


@given(st.text(alphabet=NUMERAL_CHARACTERS + "0９a", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No input ends in any other error."""
    with contextlib.suppress(ValueError):
        assert from_chinese(text) >= 0


@pytest.mark.parametrize("value", [-1, 10_000, 123_456])
def test_numbers_that_no_statute_reaches_have_no_numeral_but_can_be_named(value: int) -> None:
    """`to_chinese` refuses them; `ordinal` leaves them in digits."""
    with pytest.raises(ValueError, match="no article numeral"):
        to_chinese(value)
    assert ordinal(value) == str(value)
