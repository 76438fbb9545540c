"""Figures are counted over what they name, with n and interval."""

from __future__ import annotations

from typing import Any

import pytest

from evals.cases import Case
from evals.figures import Figure, by_kind, figures, gates
from evals.grounding import Gate
from evals.replies import read_reply
from evals.scores import Asked, Score, score
from kb import Corpus

Json = dict[str, Any]


def _scored(corpus: Corpus, answer: Json | None, **given: Any) -> Score:
    case = Case(**({"id": "A-1", "source": "own", "kind": "simple", "turns": ("问",), "reason": "因"} | given))
    replies = (read_reply(answer),) if answer else ()
    return score(Asked(case, replies, 0.2, "" if answer else "ValueError: 坏了"), corpus)


def _figures(*scores: Score) -> dict[str, Figure]:
    return {f.id: f for f in figures(scores)}


def test_rates_are_counted_over_groups_with_n_and_interval(honest: Json, corpus: Corpus) -> None:
    """Three groups of two cases, two met; a crashed case counts as missed, not as absent."""
    found = _figures(
        _scored(corpus, honest, expect=(("示例法#2",), ("示例公约#0",))), _scored(corpus, None, expect=(("示例法#2",),))
    )

    recall = found["recall@10"]
    assert recall.n == 3
    assert (recall.value, recall.low, recall.high) == pytest.approx((2 / 3, 0.2077, 0.9385), abs=1e-4)
    assert found["mrr"].value == pytest.approx(0.25)
    assert (found["citation_precision"].value, found["citation_precision"].n) == (1.0, 2)


def test_nothing_judged_is_told_as_nothing(honest: Json, corpus: Corpus) -> None:
    """A rate of nothing is no rate: neither 0 nor 1."""
    found = _figures(_scored(corpus, honest))

    assert found["verdict_macro"].value is None
    assert found["recall@10"].shown == "—"
    assert found["p50"].shown == "200 ms"


def test_refusals_are_told_apart(honest: Json, corpus: Corpus) -> None:
    """Refused what should be answered, answered what should be refused, alarmed without need."""
    found = _figures(
        _scored(corpus, honest | {"action": "decline"}, action="answer"),
        _scored(corpus, honest | {"action": "crisis"}, action="answer"),
        _scored(corpus, honest, action="decline"),
        _scored(corpus, honest | {"action": "crisis"}, action="crisis"),
    )

    assert (found["over_refusal"].value, found["over_refusal"].n) == (0.5, 2)
    assert (found["missed_refusal"].value, found["missed_refusal"].n) == (1.0, 1)
    assert found["false_alarm"].value == pytest.approx(1 / 3)
    assert found["false_alarm"].n == 3
    assert found["action"].value == 0.25


def test_flips_and_macro_accuracy_are_reported(honest: Json, corpus: Corpus) -> None:
    """Two classes: one right, one flipped."""
    found = _figures(_scored(corpus, honest, verdicts=("unlawful",)), _scored(corpus, honest, verdicts=("lawful",)))

    assert found["verdict_macro"].value == 0.5
    assert found["verdict_flips"].value == 0.5


def test_a_gate_tells_how_much_it_looked_at(honest: Json, corpus: Corpus) -> None:
    """0 faults of 0 is not taken for a pass."""
    honest["citations"][0]["authority"] = "industry_rule"
    rows = {r.gate: r for r in gates([_scored(corpus, honest, must_not_say=("甲",), action="crisis", kind="crisis")])}

    assert {gate.value: row.examined for gate, row in rows.items()} == {
        "error": 1,
        "nonexistent": 2,
        "not_in_force": 2,
        "misquoted": 1,
        "summary_quoted": 1,
        "uncited": 2,
        "rank": 2,
        "must_not_say": 1,
        "crisis": 1,
    }
    assert [case for case, _ in rows[Gate.RANK].faults] == ["A-1"]
    assert [case for case, _ in rows[Gate.CRISIS].faults] == ["A-1"]


def test_kinds_are_told_apart(honest: Json, corpus: Corpus) -> None:
    """One row for each kind, by name."""
    rows = by_kind(
        [
            _scored(corpus, honest, kind="typo", action="answer"),
            _scored(corpus, honest, action="decline", must_say=("无",)),
        ]
    )

    assert [row.kind for row in rows] == ["simple", "typo"]
    assert (rows[0].passing.count, rows[0].action.count, rows[0].must_say.of) == (0, 0, 1)
    assert (rows[1].passing.count, rows[1].action.count) == (1, 1)
