"""Wording: whose clauses these are, which figure was altered, which unit has the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kb import Corpus, Provision
from kb.wording import altered, best_unit, clauses, longest_common, skipped_items, unit_with_clause, units

Law = Callable[..., Corpus]
RULE = """**第四条** 有下列行为之一的，处五百贝以下罚款，时效为三年：
（一）把欠账写在他人门板上的；
（二）向欠账人的邻居说出欠账数目的；
（三）夜间在他人窗下敲钟的。

催收人不得再向欠账人收取木牌的费用。
"""


@pytest.fixture
def rule(law: Law) -> Provision:
    """One article with items and a second paragraph."""
    found = law(RULE).provision("示例法#4", date(2022, 1, 1))
    assert found is not None
    return found


def test_every_paragraph_and_item_is_a_unit(rule: Provision) -> None:
    """In the order of the law."""
    assert [u.ref.partition("#")[2] for u in units(rule)] == ["4.1", "4.1.1", "4.1.2", "4.1.3", "4.2"]


@pytest.mark.parametrize(
    ("quote", "unit"),
    [
        ("向欠账人的邻居说出欠账数目", "4.1.2"),
        ("处五百贝以下罚款", "4.1"),
        ("不得再向欠账人收取木牌的费用", "4.2"),
        ("这里没有的话", "4"),
    ],
)
def test_the_smallest_unit_that_has_the_words_is_found(rule: Provision, quote: str, unit: str) -> None:
    """The item before its paragraph; the whole article where no unit has them."""
    assert best_unit(rule, quote).ref.partition("#")[2] == unit


def test_a_clause_of_another_unit_leads_to_it(rule: Provision) -> None:
    """The penalty above an item belongs to the item too."""
    item = Provision(rule.instrument, rule.version, rule.article, 1, 1)

    assert unit_with_clause(item, "把欠账写在他人门板上的，处五百贝以下罚款") is None
    other = unit_with_clause(item, "催收人不得再向欠账人收取木牌的费用")
    assert other is not None
    assert other.paragraph == 2


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("有下列行为之一的，处六百贝以下罚款，时效为三年", ""),  # 贝 is no money that the law counts in
        ("有下列行为之一的，处五百贝以下罚款，法律规定的时效为五年", ""),
        ("催收人不得再向欠账人收取木牌的费用", ""),
        ("催收人可以再向欠账人收取木牌的费用", "催收人可以再向欠账人收取木牌的费用"),
        ("催收人别再向欠账人收木牌的钱", ""),
    ],
)
def test_a_ban_that_became_a_leave_is_altered(rule: Provision, claim: str, found: str) -> None:
    """Plain paraphrase is not; the law's clause turned round is."""
    assert altered(claim, rule.article) == found


@pytest.mark.parametrize(
    ("claim", "is_altered"),
    [
        ("权利受到侵害的诉讼时效期间为三年", False),
        ("权利受到侵害的诉讼时效期间为3年", False),
        ("权利受到侵害的诉讼时效期间为二年", True),
        ("权利受到侵害的诉讼时效期间为两年", True),
        ("时效不是两年", False),
    ],
)
def test_a_figure_that_is_not_the_articles_is_altered(law: Law, claim: str, is_altered: bool) -> None:
    """三年 and 3年 are the same figure, 两年 is another; far from the law's words nothing is said."""
    found = law("**第一条** 权利受到侵害的诉讼时效期间为三年。").provision("示例法#1", date(2022, 1, 1))
    assert found is not None

    assert bool(altered(claim, found.article)) is is_altered


@pytest.mark.parametrize(
    ("claim", "skipped"),
    [
        ("有下列行为之一的，处五百贝以下罚款，时效为三年：（三）夜间在他人窗下敲钟的", "第一项至第二项"),
        ("有下列行为之一的，处五百贝以下罚款，时效为三年：（二）向欠账人的邻居说出欠账数目的", "第一项"),
        ("有下列行为之一的，处五百贝以下罚款，时效为三年：（一）把欠账写在他人门板上的", ""),
        ("有下列行为之一的，处五百贝以下罚款，时效为三年：……（三）夜间在他人窗下敲钟的", ""),
        ("常见的有：（三）夜间在他人窗下敲钟的", ""),
    ],
)
def test_items_left_out_without_an_ellipsis_are_told(rule: Provision, claim: str, skipped: str) -> None:
    """Only where the lead is copied too; an ellipsis makes it honest."""
    assert skipped_items(claim, rule) == skipped


def test_only_long_clauses_tell_whose_they_are() -> None:
    """Seven words at least."""
    assert clauses("法律另有规定的，从其规定；催收人应当出示木牌。") == ("法律另有规定的", "催收人应当出示木牌")


def test_the_longest_run_is_found_in_any_of_the_others() -> None:
    """Unbroken words, wherever they stand."""
    assert longest_common("夜间敲钟催收", ("白天敲钟", "在夜间敲钟的")) == 4
    assert longest_common("夜间", ()) == 0
