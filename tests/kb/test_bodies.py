"""Old names of authorities: told where a text still uses them, passed over where it knows."""

from __future__ import annotations

from datetime import date

import pytest

from kb import outdated_bodies, read_corpus

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("可以向银保监会投诉。", ["银保监会"]),
        ("向中国银保监会和当地银保监局投诉。", ["中国银保监会", "银保监局"]),
        ("向银保监会（现国家金融监督管理总局）投诉。", []),
        ("向原银保监会投诉。", []),
        ("2022年，银保监会发过一个文件。", []),
        ("银保监会令2022年第9号还有效。", []),
        ("《中国银保监会关于某事的通知》还有效。", []),
        ("向金融监管总局投诉。", []),
    ],
)
def test_an_old_name_is_told_unless_the_text_knows(text: str, names: list[str]) -> None:
    """Titles, numbers of documents, earlier years and names explained beside are no faults."""
    assert [o.raw for o in outdated_bodies(text, read_corpus().bodies, TODAY)] == names


def test_before_the_change_the_name_was_right() -> None:
    """The day decides."""
    assert outdated_bodies("向银保监会投诉。", read_corpus().bodies, date(2023, 1, 1)) == ()


def test_the_new_name_is_told_and_the_place_is_the_words() -> None:
    """One sentence that says what it is called today."""
    (found,) = outdated_bodies("先找银保监会。", read_corpus().bodies, TODAY)

    assert found.span == (2, 6)
    assert "国家金融监督管理总局" in found.explain


def test_places_judged_already_are_left_out() -> None:
    """An invented title that begins with the old name is told once."""
    assert outdated_bodies("银保监会通知", read_corpus().bodies, TODAY, [(0, 6)]) == ()
