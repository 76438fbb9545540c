"""Differences between two texts, word by word; and between two versions, article by article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.differences import Change, Piece, differences
from kb.law import Article, ArticleNumber
from kb.revision import compare

TEXTS = st.text("处五日以下拘留或者一千元罚款，、（）() \n", max_size=60)


def test_whole_words_change_not_characters() -> None:
    """五百元 became 一千元; what stayed is given as it stands in the new text."""
    assert differences("处五百元以下罚款,可以拘留", "处一千元以下罚款，可以并处拘留") == (
        Piece(Change.SAME, "处"),
        Piece(Change.REMOVED, "五百元"),
        Piece(Change.ADDED, "一千元"),
        Piece(Change.SAME, "以下罚款，可以"),
        Piece(Change.ADDED, "并处"),
        Piece(Change.SAME, "拘留"),
    )


def test_pure_formatting_is_no_change() -> None:
    """Width of punctuation and digits, spaces, line ends."""
    assert differences("处罚款,\n(一)5日", "处 罚款，（一）５日") == ()


@given(TEXTS, TEXTS)
def test_the_pieces_give_back_both_texts(old: str, new: str) -> None:
    """Nothing is lost or made up: without the removed they are the new text."""
    pieces = differences(old, new)

    if pieces:
        assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == new
        assert {p.change for p in pieces} & {Change.REMOVED, Change.ADDED}
    assert differences(new, new) == ()


def test_a_revision_counts_articles_by_what_became_of_them() -> None:
    """By number: same, changed, come, gone."""

    def article(number: int, text: str) -> Article:
        return Article(ArticleNumber(number), ((text,),))

    found = compare(
        [article(1, "甲。"), article(2, "处五百元罚款。"), article(3, "丙。")],
        [article(1, "甲 。"), article(2, "处一千元罚款。"), article(4, "丁。")],
    )

    assert found.same == 1
    assert [str(c.number) for c in found.changed] == ["第二条"]
    assert ([str(n) for n in found.added], [str(n) for n in found.removed]) == (["第四条"], ["第三条"])
