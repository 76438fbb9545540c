"""A legal sentence in plain words: no citation but its mark, no rank lost, nothing cut apart."""

from __future__ import annotations

from assistant import split_sentences
from ui.web.twice import marks, parts, plainly

LINE = (
    "不应催收（《示例标准》第5.3节[1]，国家标准（推荐），不是法律）。可以处罚（《示例法》第五条[2]，法律）。留好录音。"
)


def test_sentences_keep_their_brackets_and_lose_nothing() -> None:
    """Cut at stops outside brackets and quotation marks."""
    found = list(split_sentences(LINE + "他说「还钱！不然……」就挂了。"))

    assert "".join(found) == LINE + "他说「还钱！不然……」就挂了。"
    assert [marks(s) for s in found] == [(1,), (2,), (), ()]


def test_a_citation_becomes_its_mark_and_what_is_no_law_stays_said() -> None:
    """法律 goes without saying; a standard is named."""
    assert plainly(LINE) == "不应催收[1]（国家标准（推荐），不是法律）。可以处罚[2]。留好录音。"


def test_english_citations_too() -> None:
    """Half-width brackets within each other, and a dash before the rank."""
    said = "No calls at night (GB/T 4 (debt), s. 5[1] — standard, not law). Police can act (Law, Art. 50[2] — law)."

    assert [plainly(one) for one in split_sentences(said)] == [
        "No calls at night[1] (standard, not law).",
        " Police can act[2].",
    ]


def test_a_long_sentence_is_shown_in_its_parts() -> None:
    """At its colons; a short one stays whole."""
    long = "深夜催收，违反行业规范：没有另外约定的，每天22:00到第二天8:00之间不应催收[1]。"

    assert parts(long) == ("深夜催收，违反行业规范：", "没有另外约定的，每天22:00到第二天8:00之间不应催收[1]。")
    assert parts("先看：合同[1]。") == ("先看：合同[1]。",)
