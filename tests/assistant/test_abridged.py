"""What is shown of a guide's answer: whole sentences that say something by themselves."""

from datetime import date

import pytest

from assistant.abridged import abridged
from kb import Corpus, Provision

TODAY = date(2026, 11, 22)

CARD = "《商业银行信用卡业务监督管理办法》第六十八条"
PRIVACY = "《民法典》第一千零三十二条第一款"


def _shown(paragraphs: list[str], corpus: Corpus, *, room: int = 200, most: int = 99, said: str = "") -> str:
    book = corpus.on(TODAY)
    found = [book.resolve(m.citation) for m in corpus.finder.find(said)]
    refs = {p.article_ref for p in found if isinstance(p, Provision)}
    return abridged(paragraphs, room, "催收打电话", said=refs, most=most, book=book, finder=corpus.finder)


def test_what_is_said_already_goes_with_what_leans_on_it(corpus: Corpus) -> None:
    """A sentence that begins 两个数 says nothing without the one before it; advice of its own stays."""
    told = f"不得侵害他人的隐私权（{PRIVACY}）。"

    assert _shown([f"{told}这两个数不是一回事。"], corpus, said=told) == ""
    assert _shown([f"{told}先别删短信。"], corpus, said=told) == "先别删短信。"


def test_no_announcement_is_left_of_what_did_not_fit(corpus: Corpus) -> None:
    """另有两条规矩 goes where neither of the two is shown, and stays where one is."""
    long = f"催收要录音，录音资料至少保存2年备查（{CARD}）。"
    paragraphs = ["先看证件。", f"另有两条行业规矩。{long}"]

    assert _shown(paragraphs, corpus, room=30) == "先看证件。"
    assert _shown(paragraphs, corpus) == f"先看证件。\n\n另有两条行业规矩。{long}"


@pytest.mark.parametrize(("most", "shown"), [(0, False), (99, True)])
def test_beyond_so_many_articles_only_the_point_asked_is_told(most: int, shown: bool, corpus: Corpus) -> None:
    """Another article is cited only with a sentence on what was asked."""
    aside = f"录音资料至少保存2年备查（{CARD}）。"

    assert (aside in _shown(["先看证件。", aside], corpus, most=most)) is shown
