"""A sentence of a draft that the checker objects to is left out; the rest stays as it was."""

from datetime import date

import pytest

from assistant.inbox.objections import objections, unobjected
from kb import Checker, Corpus, Likeness

RIGHT = "催收员说得再凶，利息也不得预先在本金中扣除（《民法典》第六百七十条[1]）。"
WRONG = "网上说《民法典》第九千条管催收[2]。"


@pytest.fixture(scope="module")
def checker(corpus: Corpus, likeness: Likeness) -> Checker:
    """A checker for the law of 2026-11-22."""
    return Checker(corpus.on(date(2026, 11, 22)), corpus.finder, likeness)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"您好。\n\n{RIGHT}{WRONG}\n\n别慌。", f"您好。\n\n{RIGHT}\n\n别慌。"),
        (f"要点\n\n- {WRONG}\n- {RIGHT}", f"要点\n\n- {RIGHT}"),
        (f"1. {WRONG}先留证。", "1. 先留证。"),
        (RIGHT, RIGHT),
    ],
    ids=["sentence", "item", "head-of-item", "nothing"],
)
def test_only_the_doubtful_sentence_goes(checker: Checker, text: str, left: str) -> None:
    """What is left passes, list signs included, and what went is told."""
    kept, dropped = unobjected(text, checker)

    assert kept == left
    assert not objections(kept, checker)
    assert bool(dropped) == (text != left)
