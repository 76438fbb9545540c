"""What readers say of an answer: masked whatever was sent, kept in one file that only its owner reads."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from assistant import Feedback, Reason, feedback_place, keep_feedback, mask, masked_again, read_feedback
from kb import YoujuError

TODAY = date(2026, 11, 22)
RAW = "我叫张三丰，电话13812345678，家住幸福路12号3单元401室，微信号abc_12345，身份证110101199003070000"


def _said(question: str) -> Feedback:
    return Feedback(TODAY, Reason.WRONG_LAW, question, ("民法典@2021-01-01#1033",), "613c35f27f30")


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    """Rows in their order, for whoever mends the library."""
    place = tmp_path / "youju" / "feedback.jsonl"
    rows = (_said("催收半夜打电话合法吗？"), _said(""))
    for row in rows:
        keep_feedback(row, place)

    assert read_feedback(place) == rows
    assert read_feedback(tmp_path / "none.jsonl") == ()


def test_no_personal_data_is_in_the_file(tmp_path: Path) -> None:
    """Even where raw words are sent; and nobody else on the machine may read it."""
    place = tmp_path / "feedback.jsonl"

    keep_feedback(_said(RAW), place)

    written = place.read_text(encoding="utf-8")
    assert not [raw for raw in ("张三丰", "13812345678", "幸福路", "abc_12345", "110101199003070000") if raw in written]
    assert "〔姓名1〕" in written
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_masking_twice_is_masking_once() -> None:
    """What the reader has seen is what is kept; a number dressed up as a tag is masked all the same."""
    once = mask(RAW).text

    assert masked_again(once) == once
    assert "13812345678" not in masked_again("我的〔手机13812345678〕")


@pytest.mark.parametrize(
    ("given", "shared", "place"),
    [
        ({"XDG_DATA_HOME": "/d"}, False, Path("/d/youju/feedback.jsonl")),
        ({"XDG_DATA_HOME": "/d"}, True, None),
        ({"YOUJU_FEEDBACK": "/f.jsonl"}, True, Path("/f.jsonl")),
        ({"YOUJU_FEEDBACK": "off"}, False, None),
    ],
)
def test_where_it_is_kept(given: dict[str, str], shared: bool, place: Path | None) -> None:
    """On one's own machine in the data folder; where others come too only in a file that was named."""
    assert feedback_place(given, shared=shared) == place


def test_a_spoilt_row_is_named(tmp_path: Path) -> None:
    """The line is told, so that it can be mended."""
    place = tmp_path / "feedback.jsonl"
    place.write_text('{"day": "2026-11-22"}\n', encoding="utf-8")

    with pytest.raises(YoujuError, match="第 1 行"):
        read_feedback(place)
