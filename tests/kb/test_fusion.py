"""Rankings become one: scaled, weighted, filtered; arithmetic that can be done by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kb import fusion
from kb.fusion import NAMES, WEIGHTS, Allowed, Found, deep_enough, folded, parts_found
from kb.passages import Passage
from kb.ranks import Authority
from kb.vectors import Nearest, Ranking, paired, unpaired


def _passage(number: int, authority: Authority = Authority.LAW, asked: str = "怎么问") -> Passage:
    return Passage(f"#{number}", "article", "", "", "", "", asked, authority)


def _priors(shelf: Sequence[Passage]) -> tuple[float, ...]:
    return tuple(map(WEIGHTS.prior, shelf))


def _scaled(ranking: Ranking, among: int) -> Ranking:
    rows, scores = unpaired(ranking)
    return paired((rows, fusion.scaled(scores, among)))


def _fused(
    lexical: Ranking, vector: Ranking, share: float, priors: Sequence[float], among: int
) -> dict[int, tuple[float, tuple[str, ...]]]:
    made = fusion.fused(unpaired(lexical), unpaired(vector), share, np.array(priors), among)
    return {at: (float(made.values[at]), NAMES[mark]) for at, mark in enumerate(made.marks) if mark}


def _owners(*owners: int) -> NDArray[np.int64]:
    return np.array(owners, np.int64)


def _in_pairs(found: Found, count: int) -> tuple[Ranking, dict[int, int]]:
    return paired(found.ranking), {at: part for at, part in enumerate(parts_found(count, found).tolist()) if part >= 0}


def test_the_best_is_one_and_the_last_of_a_full_list_is_nothing() -> None:
    """Where every passage was ranked, the lowest score is the floor."""
    assert _scaled(((4, 9.0), (2, 6.0), (7, 5.0)), among=3) == ((4, 1.0), (2, 0.25), (7, 0.0))


def test_the_floor_is_no_match_where_few_were_found() -> None:
    """BM25 does not rank what shares no word: their score is 0, and so is the floor."""
    assert _scaled(((4, 9.0), (2, 4.5)), among=3) == ((4, 1.0), (2, 0.5))


def test_the_floor_is_the_three_hundredth() -> None:
    """In a long list, what stands behind the 300th counts as nothing."""
    ranking = tuple((at, 1000.0 - at) for at in range(400))

    found = dict(_scaled(ranking, among=1000))

    assert found[0] == 1.0
    assert found[299] == found[399] == 0.0
    assert found[150] == pytest.approx(149 / 299)


def test_equal_scores_are_all_the_best() -> None:
    """No division by zero."""
    assert _scaled(((1, 2.0), (0, 2.0)), among=2) == ((1, 1.0), (0, 1.0))
    assert _scaled((), among=2) == ()


def test_shares_and_names() -> None:
    """Each passage has its weighted sum, and the names of the rankings that found it."""
    shelf = [_passage(n) for n in range(9)]

    found = _fused(((0, 2.0), (1, 1.0)), ((1, 0.8), (2, 0.4)), 0.25, _priors(shelf), among=9)

    assert found == {
        0: (0.75, ("lexical",)),
        1: (pytest.approx(0.75 * 0.5 + 0.25), ("lexical", "vector")),
        2: (0.125, ("vector",)),
    }


def test_without_vectors_bm25_has_the_whole_weight() -> None:
    """A missing ranking takes nothing from the other."""
    assert _fused(((0, 2.0),), (), 0.5, (1.0,), among=5)[0] == (1.0, ("lexical",))


def test_the_rank_of_the_source_counts_a_little() -> None:
    """Between equals the law stands before an industry rule; a clear difference is not turned round."""
    shelf = [_passage(0, Authority.INDUSTRY_RULE), _passage(1)]

    equal, clear = (_fused(((0, 2.0), (1, b)), (), 0.5, _priors(shelf), among=9) for b in (2.0, 1.0))

    assert equal[1][0] > equal[0][0]
    assert clear[0][0] > clear[1][0]
    assert all(0.7 <= factor <= 1 for factor in WEIGHTS.authority.values())


def test_what_people_ask_for_stands_before_what_nobody_asks_for() -> None:
    """Between equals; a clear difference is not turned round, and a guide needs no such proof."""
    shelf = [_passage(0, asked=""), _passage(1), replace(_passage(2, asked=""), kind="guide")]

    equal, clear = (_fused(((0, 2.0), (1, b), (2, b)), (), 0.5, _priors(shelf), among=9) for b in (2.0, 1.0))

    assert equal[2][0] == equal[1][0] > equal[0][0]
    assert clear[0][0] > clear[1][0]


def test_what_is_not_allowed_is_replaced_from_further_down() -> None:
    """A filter never leaves fewer than there are."""
    asked: list[int] = []

    def search(k: int) -> Nearest:
        asked.append(k)
        return unpaired(tuple((at, float(-at)) for at in range(100))[:k])

    allowed = Allowed(bytes(at % 10 == 9 for at in range(100)), 10, 100)

    assert deep_enough(search, allowed, 5, _owners(*range(100))).ranking[0].tolist() == [9, 19, 29, 39, 49]
    assert asked == [5, 20, 80]
    assert _in_pairs(deep_enough(search, Allowed(bytes(100), 0, 100), 5, _owners(*range(100))), 100) == ((), {})


def test_a_part_lifts_its_article_to_its_own_place() -> None:
    """The best of an article and its parts counts, once; the part that won is remembered, a weaker one is not."""
    owners = _owners(0, 0, 0, 3, 3)  # two articles; 1 and 2 are parts of the first, 4 of the second

    found = folded(unpaired(((2, 9.0), (3, 8.0), (0, 7.0), (1, 6.0), (4, 5.0))), owners, b"\1" * 5, 9)

    assert _in_pairs(found, 5) == (((0, 9.0), (3, 8.0)), {0: 2, 3: 4})
    assert _in_pairs(folded(unpaired(((3, 8.0), (1, 7.0))), owners, bytes((1, 0, 1, 1, 1)), 9), 5) == (((3, 8.0),), {})


def test_of_two_rankings_the_first_says_which_part_it_was() -> None:
    """The other where the first found none."""
    owners = _owners(0, 0, 0, 3, 3)
    first, second = (folded(unpaired(ranking), owners, b"\1" * 5, 9) for ranking in (((2, 9.0),), ((1, 5.0), (4, 4.0))))

    assert parts_found(5, first, second).tolist() == [2, -1, -1, 4, -1]


def test_parts_do_not_crowd_out_whole_articles() -> None:
    """As many articles come as were asked for, however many parts of one article stand before the second."""
    owners = _owners(*[0] * 50, 50, 51)
    ranking = tuple((at, 100.0 - at) for at in range(52))

    found = deep_enough(lambda k: unpaired(ranking[:k]), Allowed(b"\1" * 52, 3, 3), 3, owners)

    assert found.ranking[0].tolist() == [0, 50, 51]
