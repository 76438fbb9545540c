"""How well each ranking alone finds what an answer should rest on, over all cases and for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.intervals import Estimate, bootstrap
from evals.metrics import Rate, group_recall, ndcg, reciprocal_rank, total
from evals.references import Groups, is_guide
from evals.scores import Score

DEPTHS = (1, 3, 5, 10, 20)
"""recall@k is told and drawn for these k."""
ANSWER = "answer"
"""The name of the list that the answer itself was made from, guides left out."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One ranking on the cases of one kind (`all`: of every kind)."""

    ranking: str
    kind: str
    recall: tuple[tuple[int, Rate], ...]
    """recall@k over groups, for each of `DEPTHS`."""
    mrr: Estimate
    ndcg: Estimate
    """At 10."""


def standings(scores: Sequence[Score]) -> tuple[Standing, ...]:
    """Every ranking on all cases with expected references and one turn, then kind by kind."""
    asked = [s for s in scores if s.groups and s.reply and s.asked.ranked]
    kinds = ("all", *sorted({s.case.kind for s in asked})) if asked else ()
    names = (*dict.fromkeys(name for s in asked for name in s.asked.ranked), ANSWER) if asked else ()
    return tuple(
        _standing(name, kind, [(_list(s, name), s.groups) for s in asked if kind in {"all", s.case.kind}])
        for kind in kinds
        for name in names
    )


def _list(score: Score, name: str) -> tuple[str, ...]:
    if name == ANSWER:
        return tuple(ref for ref in score.ranked if not is_guide(ref))
    return score.asked.ranked.get(name, ())


def _standing(name: str, kind: str, rows: Sequence[tuple[tuple[str, ...], Groups]]) -> Standing:
    nothing = Estimate(0.0, 0.0, 1.0, 0)
    return Standing(
        name,
        kind,
        tuple((k, total(group_recall(ranked, groups, k) for ranked, groups in rows)) for k in DEPTHS),
        bootstrap([reciprocal_rank(ranked, groups) for ranked, groups in rows]) or nothing,
        bootstrap([ndcg(ranked, groups, 10) for ranked, groups in rows]) or nothing,
    )
