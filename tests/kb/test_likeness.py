"""Likeness: how much of a sentence an article carries, and how near it is to what the library is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kb import Candidate, Corpus, Instrument, Likeness

Law = Callable[..., Corpus]
RULES = """**第二条** 催收人不得在夜间敲钟。

**第三条** 渡船不得超载。

**第四条** 催收人应当出示木牌，木牌应当是蓝色的。
"""


@pytest.fixture
def likeness(law: Law) -> Likeness:
    """Three rules and a far one of another law."""
    (other,) = law("**第九条** 催收人应当出示木牌。", name="又一法").instruments.values()
    return Likeness(law(RULES, others=(other,)).instruments.values())


def article(likeness: Likeness, number: int) -> Candidate:
    """A candidate by its number."""
    found = likeness.candidate(f"示例法@2020-01-01#{number}")
    assert found is not None
    return found


def test_an_article_carries_its_own_words_wholly_and_strange_words_not(likeness: Likeness) -> None:
    """Coverage is 1 for a copy, 0 for what shares nothing, and 0 where no article has any of the words."""
    own = article(likeness, 2)

    assert likeness.coverage("催收人不得在夜间敲钟。", own) == pytest.approx(1)
    assert likeness.coverage("渡船超载", own) == 0
    assert likeness.coverage("xyz", own) == 0
    assert likeness.coverage("", own) == 0


def test_the_writers_own_words_count_neither_way(likeness: Likeness) -> None:
    """Words that no article has do not lower the share."""
    own = article(likeness, 2)

    assert likeness.coverage("隔壁老王说，夜间敲钟", own) == likeness.coverage("夜间敲钟", own)


def test_a_rare_pair_tells_more_than_a_common_one(likeness: Likeness) -> None:
    """敲钟 stands in one article, 催收 in three."""
    assert likeness.weight("敲钟") > likeness.weight("催收") > likeness.weight("老王") == 0


def test_the_article_that_carries_most_comes_first(likeness: Likeness) -> None:
    """Ranked by coverage, ties by reference."""
    ranked = likeness.ranked("夜间敲钟的催收人")

    assert ranked[0][1].ref == "示例法@2020-01-01#2"
    assert [score for score, _ in ranked] == sorted((score for score, _ in ranked), reverse=True)
    assert likeness.ranked("xyz") == []
    assert [c.ref for _, c in likeness.ranked("敲钟", [article(likeness, 3)])] == ["示例法@2020-01-01#3"]


def test_kinship_is_what_other_laws_speak_of_too(likeness: Likeness) -> None:
    """木牌 stands in two laws, 渡船 in one."""
    assert likeness.kinship(article(likeness, 4)) > likeness.kinship(article(likeness, 3))


def test_only_held_articles_are_candidates(likeness: Likeness) -> None:
    """A reference that is not held has no candidate."""
    assert likeness.candidate("示例法@2020-01-01#99") is None
    assert likeness.candidate("示例法#2") is None


def test_every_version_of_an_article_is_a_candidate_of_its_own(law: Law) -> None:
    """Old and new words are compared apart."""
    corpus = law("**第一条** 旧。", "**第一条** 新。", days=(date(2015, 1, 1), date(2020, 1, 1)))
    instruments: list[Instrument] = list(corpus.instruments.values())

    assert [c.ref for c in Likeness(instruments).candidates] == ["示例法@2015-01-01#1", "示例法@2020-01-01#1"]


@pytest.mark.parametrize("text", ["催收人敲木牌", "渡船应当超载", "木牌应当是蓝色的，催收人不得敲钟", "又一个"])
def test_the_best_of_a_version_is_the_best_of_all_compared(likeness: Likeness, text: str) -> None:
    """The index of a version finds what a comparison with each article finds."""
    own = article(likeness, 2)
    others = [c for c in likeness.of_version(own.version) if c.ref != own.ref]
    expected = [(share, c.ref) for share, c in likeness.ranked(text, others)[:1] if share > 0]
    best = likeness.best_of(own.version, text, own)
    found = [(best[0], best[1].ref)] if best else []

    assert [ref for _, ref in found] == [ref for _, ref in expected]
    assert [share for share, _ in found] == pytest.approx([share for share, _ in expected])
