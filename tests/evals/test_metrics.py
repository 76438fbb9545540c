"""Measures, each on numbers worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from evals.metrics import (
    Judged,
    Rate,
    article_recall,
    citation_precision,
    citation_recall,
    coverage,
    group_recall,
    macro_accuracy,
    mcnemar,
    ndcg,
    percentile,
    reciprocal_rank,
    risk_at_coverage,
    says,
    wilson,
)
from evals.references import Groups, Target, split

RANKED = ("guide:a#b", "甲@2020-01-01#1", "乙@2020-01-01#2", "丙@2020-01-01#3")


def _groups(*groups: Sequence[str]) -> Groups:
    return tuple(tuple(Target(ref, split(ref)[0], split(ref)[2]) for ref in group) for group in groups)


def test_the_wilson_interval_of_textbook_numbers() -> None:
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662, 15 of 148 gives 0.0624 to 0.1605."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_the_interval_reaches_the_edges_only_there() -> None:
    """None of 20 and all of 20 keep an honest width; nothing at all says nothing."""
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(20, 20) == pytest.approx((0.8389, 1.0), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
    assert Rate(0, 0).value is None


def test_recall_over_groups_asks_for_one_of_each() -> None:
    """Either article of a group will do, within the first k."""
    groups = _groups(("乙#2", "丁#9"), ("丙#3",), ("戊#5",))

    assert group_recall(RANKED, groups, 10) == Rate(2, 3)
    assert group_recall(RANKED, groups, 3) == Rate(1, 3)
    assert group_recall((), groups, 10) == Rate(0, 3)


def test_recall_over_articles_counts_alternatives_once() -> None:
    """Every expected article counts, and one that stands in two groups counts once."""
    groups = _groups(("乙#2", "丁#9"), ("乙#2", "丙#3"))

    assert article_recall(RANKED, groups, 10) == Rate(2, 3)


def test_reciprocal_rank_is_of_the_first_that_serves() -> None:
    """The guide above takes its place in the ranking."""
    assert reciprocal_rank(RANKED, _groups(("丙#3",), ("乙#2",))) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKED, _groups(("戊#5",))) == 0


def test_ndcg_discounts_by_rank_and_counts_a_need_once() -> None:
    """Two alternatives of one group gain once; ideal order is 1."""
    found = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 + 1 / math.log2(3)

    assert ndcg(RANKED, _groups(("甲#1", "乙#2"), ("丙#3",)), 10) == pytest.approx(found / ideal)
    assert ndcg(RANKED[1:], _groups(("甲#1",), ("乙#2",)), 10) == pytest.approx(1)
    assert ndcg(RANKED, _groups(("丙#3",)), 3) == 0
    assert ndcg(RANKED, (), 3) == 0


def test_citations_are_recalled_and_precise() -> None:
    """Recall is of groups, precision of cited articles."""
    cited, groups = RANKED[1:], _groups(("甲#1", "乙#2"), ("戊#5",))

    assert citation_recall(cited, groups) == Rate(1, 2)
    assert citation_precision(cited, groups) == Rate(2, 3)


def test_an_entry_is_said_by_either_side_whatever_the_width() -> None:
    """`甲|乙` is satisfied by either; width, case and spaces do not matter, letters do."""
    assert says("最高罚１０００ 元。", "一千元|1000元")
    assert not says("最高罚500元。", "一千元|1000元")
    assert coverage("打110，再打12378。", ["110|120", "12378", "12321"]) == Rate(2, 3)


def test_macro_accuracy_is_not_won_by_saying_unlawful_to_everything() -> None:
    """Three of four unlawful: a constant answer has 0.75 right, and macro accuracy 0.5."""
    judged = [Judged(("unlawful",), "unlawful")] * 3 + [Judged(("lawful",), "unlawful")]

    assert macro_accuracy(judged) == pytest.approx(0.5)
    assert macro_accuracy([]) is None


@pytest.mark.parametrize(
    ("right", "given", "flipped"),
    [
        (("unlawful",), "lawful", True),
        (("lawful",), "likely_unlawful", True),
        (("likely_unlawful", "breaches_industry_rule"), "lawful", True),
        (("lawful", "not_applicable"), "unlawful", True),
        (("lawful", "unlawful"), "unlawful", False),
        (("breaches_industry_rule",), "lawful", False),
        (("unlawful",), "needs_facts", False),
    ],
)
def test_a_flip_is_lawful_taken_for_unlawful_or_the_reverse(right: tuple[str, ...], given: str, flipped: bool) -> None:
    """What lies between the two is wrong, and no flip."""
    assert Judged(right, given).flipped is flipped


def test_percentiles_are_values_that_occurred() -> None:
    """Nearest rank, so that a percentile is one of the measured times."""
    assert percentile([5.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert percentile([5.0, 1.0, 3.0, 2.0], 0.95) == 5.0
    assert percentile([], 0.5) is None


def test_mcnemar_is_the_exact_sign_test() -> None:
    """One loss against nine gains: 2 · (1 + 10) / 2¹⁰; no difference is p = 1."""
    assert mcnemar(1, 9) == pytest.approx(22 / 1024)
    assert mcnemar(0, 0) == 1
    assert mcnemar(3, 3) == 1


def test_the_risk_of_the_surest_answers() -> None:
    """Of four, the surest two hold one wrong; of equally sure ones the wrong count first."""
    answers = [(0.9, True), (0.8, False), (0.2, True), (0.1, False)]

    assert risk_at_coverage(answers, 0.5) == Rate(1, 2)
    assert risk_at_coverage(answers, 1.0) == Rate(2, 4)
    assert risk_at_coverage([(0.5, True), (0.5, False)], 0.5) == Rate(1, 1)
    assert risk_at_coverage([], 0.95) == Rate(0, 0)
