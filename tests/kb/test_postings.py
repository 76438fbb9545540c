"""What terms score is read once, kept within bounds, and summed."""

from __future__ import annotations

import pytest

from kb import postings
from kb.postings import Postings, Term

SCORES = {("words", "催收"): ((0, 2), (1.0, 3.0)), ("words", "利息"): ((2,), (0.5,))}


class Shelf:
    """Remembers which terms were read."""

    def __init__(self) -> None:
        self.read: list[Term] = []

    def __call__(self, term: Term) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Read one."""
        self.read.append(term)
        return SCORES.get(term, ((), ()))


def test_a_passage_scores_what_its_terms_do() -> None:
    """Each by its weight; a passage without any of them scores nothing, and a term that no passage has adds nothing."""
    scores = Postings(4, Shelf()).scores({("words", "催收"): 2.0, ("words", "利息"): 1.0, ("words", "无"): 9.0})

    assert scores.tolist() == [2.0, 0.0, 6.5, 0.0]
    assert Postings(4, Shelf()).scores({}).tolist() == [0.0] * 4


def test_a_term_is_read_once() -> None:
    """Also one that no passage has."""
    shelf = Shelf()
    kept = Postings(4, shelf)

    for _ in range(3):
        kept.scores({("words", "催收"): 1.0, ("words", "无"): 1.0})

    assert shelf.read == [("words", "催收"), ("words", "无")]


def test_a_line_is_summed_once_and_every_line_counts() -> None:
    """Lines come again with their concept."""
    asked: list[str] = []
    kept = Postings(4, Shelf())

    def weights(line: str) -> dict[Term, float]:
        asked.append(line)
        return {("words", line): 1.0}

    totals = [kept.of_lines(("催收", "利息"), weights).tolist() for _ in range(2)]

    assert totals == [[1.0, 0.0, 3.5, 0.0]] * 2
    assert asked == ["催收", "利息"]


def test_what_is_kept_has_a_bound_and_the_sum_does_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it the reading begins anew."""
    monkeypatch.setattr(postings, "_TERMS_KEPT", 2)
    shelf = Shelf()
    kept = Postings(4, shelf)

    for _ in range(2):
        assert kept.scores({("words", "催收"): 1.0, ("words", "利息"): 1.0}).tolist() == [1.0, 0.0, 3.5, 0.0]

    assert shelf.read.count(("words", "催收")) == 2
