"""What of a provision stands beside a sentence: the words that carry it, verbatim, and nothing before them."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.excerpts import ROOM, excerpt
from kb import Corpus, Provision

TODAY = date(2026, 11, 26)


def provision(corpus: Corpus, ref: str) -> Provision:
    """A provision of the library on the day."""
    found = corpus.provision(ref, TODAY)
    assert found
    return found


def test_a_short_provision_is_shown_whole(corpus: Corpus) -> None:
    """What fits is not cut, whatever the sentence says."""
    one = provision(corpus, "民法典#670")
    assert excerpt(one, ["利息不得预先在本金中扣除"]) == one.text.replace("\n", "")


@pytest.mark.parametrize(
    ("ref", "sentence", "words"),
    [
        ("软暴力意见#2", "堵门、拉横幅、放哀乐、摆花圈等属于软暴力的手段", "拉横幅，放鞭炮、放哀乐、摆花圈"),
        ("消费贷催收指引#ch3", "晚上十点到次日早上八点之间不许催收", "22:00到第二天早上8:00"),
        ("GB/T45251-2025#s5.3", "不应向联系人催收", "不应向联系人催收"),
        ("刑法#238", "为索取债务非法扣押、拘禁他人的，依照前两款的规定处罚", "为索取债务非法扣押、拘禁他人的"),
    ],
)
def test_a_long_provision_shows_the_words_that_carry_the_sentence(
    corpus: Corpus, ref: str, sentence: str, words: str
) -> None:
    """Of a document or a long article not its beginning, but what the sentence says."""
    assert words in excerpt(provision(corpus, ref), [sentence])


def test_an_item_stands_with_the_penalty_above_it(corpus: Corpus) -> None:
    """The lead carries 处五日以下拘留, and an ellipsis stands for the items between."""
    shown = excerpt(provision(corpus, "治安管理处罚法#50.1.5"), ["多次发送恐吓信息的，处五日以下拘留"])
    assert "处五日以下拘留或者一千元以下罚款" in shown
    assert "……（五）多次发送" in shown


def test_every_piece_is_verbatim(corpus: Corpus) -> None:
    """Between ellipses stands the law, letter by letter."""
    one = provision(corpus, "治安管理处罚法#50.1.5")
    law = one.article.text.replace("\n", "")
    assert all(piece in law for piece in excerpt(one, ["多次发送恐吓信息的，处拘留"]).split("……"))


def test_an_excerpt_is_short(corpus: Corpus) -> None:
    """It is read on a phone: about the room that it has."""
    assert len(excerpt(provision(corpus, "消费贷催收指引#ch3"), ["不许用恐吓、辱骂、威胁的手段"])) <= ROOM + 10


def test_each_sentence_that_rests_on_a_provision_finds_its_words(corpus: Corpus) -> None:
    """Two steps of a penalty have the same words and other numbers: neither stands for the other."""
    old = corpus.provision("治安管理处罚法@2013-01-01#42", date(2025, 12, 31))
    assert old
    shown = excerpt(
        old, ["旧法处五日以下拘留或者五百元以下罚款", "情节较重的，处五日以上十日以下拘留，可以并处五百元以下罚款"]
    )

    assert "处五日以下拘留或者五百元以下罚款" in shown
    assert "处五日以上十日以下拘留" in shown
