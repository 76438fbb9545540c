"""Which reference satisfies which."""

from __future__ import annotations

from datetime import date

import pytest

from evals.references import article_of, split, target, targets, well_formed
from kb import Corpus

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "ref",
    ["民法典#1033", "治安管理处罚法@2026-01-01#50.1.5", "刑法#293-1", "GB/T45251-2025#s5.3", "某指引#ch3", "某公约#0",
     "guide:visits#at-the-door", "民法典#1033..5"],
)  # fmt: skip
def test_every_form_of_the_interface_is_a_reference(ref: str) -> None:
    """The forms of docs/interface.md are read."""
    assert well_formed(ref)


@pytest.mark.parametrize(
    "ref",
    ["民法典", "民法典1033", "《民法典》#1033", "民法典#", "民法典#abc", "法@2026-13-01#1", "guide:visits", "#3", ""],
)
def test_other_forms_are_not(ref: str) -> None:
    """What is no reference is told, not guessed at."""
    assert not well_formed(ref)


def test_paragraph_and_item_belong_to_their_article() -> None:
    """Matching is by article; a section's number keeps its dot."""
    assert article_of("治安管理处罚法@2026-01-01#50.1.5") == "治安管理处罚法@2026-01-01#50"
    assert split("GB/T45251-2025#s5.3") == ("GB/T45251-2025", "", "s5.3")
    assert split("刑法#293-1.1.2") == ("刑法", "", "293-1")


def test_a_versionless_expectation_is_met_by_the_version_in_force(corpus: Corpus) -> None:
    """示例法#1 today is the new first article; the old one under that number is another rule."""
    wanted = target("示例法#1", TODAY, corpus)

    assert wanted.met_by("示例法@2026-01-01#1")
    assert wanted.met_by("示例法@2026-01-01#1.1")
    assert not wanted.met_by("示例法@2013-01-01#1")
    assert not wanted.met_by("示例法@2026-01-01#2")


def test_on_a_past_day_the_law_of_that_day_will_do(corpus: Corpus) -> None:
    """On 2025-12-31 the old first article is the law."""
    assert target("示例法#1", date(2025, 12, 31), corpus).met_by("示例法@2013-01-01#1")


def test_a_named_version_is_the_only_one_that_will_do(corpus: Corpus) -> None:
    """An expectation that names a version means that version."""
    wanted = target("示例法@2013-01-01#1", TODAY, corpus)

    assert wanted.met_by("示例法@2013-01-01#1")
    assert not wanted.met_by("示例法@2026-01-01#1")


def test_a_whole_document_is_met_by_any_part_of_it_and_an_article_not_by_advice(corpus: Corpus) -> None:
    """#0 takes any hit of the document; a guide never stands in for law."""
    ((whole, article),) = targets([["示例公约#0", "示例法#2"]], TODAY, corpus)

    assert whole.met_by("示例公约@2018-03-28#13")
    assert not whole.met_by("示例法@2026-01-01#2")
    assert not article.met_by("guide:visits#at-the-door")
