"""A checked paragraph is held against what is in it."""

from __future__ import annotations

from datetime import date

from evals.paragraphs import Paragraph, citation_suite, examine, fits
from kb import Checker, Corpus, Likeness

DAY = date(2026, 11, 22)


def _checked(corpus: Corpus, text: str, *faults: tuple[str, str, str]) -> tuple[str, ...]:
    checker = Checker(corpus.on(DAY), corpus.finder, Likeness(corpus.instruments.values()))
    rows = tuple((raw, (name,), (right,) if right else ()) for raw, name, right in faults)
    return examine(Paragraph("P", "right", "open", text, None, rows, (), "因"), checker).outcome.failed


def test_right_false_and_missed(corpus: Corpus) -> None:
    """An article that is not there must be found; one that is must be left alone."""
    wrong = "依照《示例法》第九条，可以罚款。"

    assert _checked(corpus, wrong, ("《示例法》第九条", "nonexistent_article", "")) == ()
    assert _checked(corpus, wrong) == ("false_alarm",)
    assert _checked(corpus, wrong, ("《示例法》第九条", "misquoted", "")) == ("label",)
    assert _checked(corpus, "没有引用。", ("《示例法》第九条", "nonexistent_article", "")) == ("missed",)


def test_a_part_of_the_right_provision_fits() -> None:
    """第五十条第一款 for 第五十条 and the reverse; 第五条 is another article."""
    assert fits("示例法@2026-01-01#50.1", ("示例法@2026-01-01#50",))
    assert fits("示例法@2026-01-01#50", ("示例法@2026-01-01#50.1",))
    assert not fits("示例法@2026-01-01#5", ("示例法@2026-01-01#50",))
    assert not fits("", ("示例法@2026-01-01#50",))


def test_nothing_checked_gives_no_figure() -> None:
    """0 of 0 is told as such."""
    assert all(rate.of == 0 for _, _, rate, _ in citation_suite([]).rates)
