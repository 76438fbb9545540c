"""The parts of a report as JSON (docs/interface.md); of cases held out neither words nor answers."""

from __future__ import annotations

from evals.comparison import Comparison
from evals.figures import Figure, GateRow, KindRow
from evals.intervals import Estimate
from evals.metrics import Rate
from evals.outcomes import Outcome, Suite
from evals.scores import Score
from evals.standings import Standing


def gate_record(row: GateRow) -> dict[str, object]:
    """A gate with its faults."""
    faults = [{"case": case, "message": fault.message} for case, fault in row.faults]
    return {"id": row.gate.value, "title": row.gate.chinese, "examined": row.examined, "faults": faults}


def kind_record(row: KindRow) -> dict[str, object]:
    """How a kind of case fared."""
    return {
        "kind": row.kind,
        "cases": row.cases,
        "passing": row.passing.value,
        "recall": row.recall.value,
        "must_say": row.must_say.value,
        "action": row.action.value,
    }


def rate_record(rate: Rate) -> dict[str, object]:
    """A rate with its n and interval."""
    low, high = rate.interval
    return {"value": rate.value, "count": rate.count, "n": rate.of, "low": low, "high": high}


def suite_record(suite: Suite) -> dict[str, object]:
    """A suite: how many cases pass, and which gates do not hold."""
    passing = rate_record(suite.passing)
    return {"suite": suite.name, "cases": len(suite.outcomes), "passing": passing, "broken": list(suite.broken)}


def outcome_record(suite: str, outcome: Outcome) -> dict[str, object]:
    """A case of a suite whose cases are no questions."""
    return {
        "suite": suite,
        "id": outcome.id,
        "kind": outcome.kind,
        "split": outcome.split,
        "failed": list(outcome.failed),
        "message": outcome.shown if outcome.failed else "",
    }


def standing_record(row: Standing) -> dict[str, object]:
    """How a ranking fared on a kind."""
    recall = {str(k): rate_record(rate) for k, rate in row.recall}
    return {
        "ranking": row.ranking, "kind": row.kind, "recall": recall, "mrr": _mean(row.mrr), "ndcg@10": _mean(row.ndcg)
    }  # fmt: skip


def _mean(estimate: Estimate) -> dict[str, object]:
    return {"value": estimate.value, "n": estimate.n, "low": estimate.low, "high": estimate.high}


def figure_record(figure: Figure) -> dict[str, object]:
    """A figure with its interval and bar."""
    return {
        "id": figure.id,
        "title": figure.title,
        "value": figure.value,
        "n": figure.n,
        "low": figure.low,
        "high": figure.high,
        "goal": figure.goal,
        "unit": figure.unit,
    }


def comparison_record(found: Comparison) -> dict[str, object]:
    """Gains and losses against the baseline."""
    return {
        "newly_failing": {case: list(checks) for case, checks in found.newly_failing.items()},
        "newly_passing": {case: list(checks) for case, checks in found.newly_passing.items()},
        "unchanged": found.unchanged,
        "added": list(found.added),
        "not_run": list(found.not_run),
        "mcnemar_p": found.p,
        "difference": _mean(found.difference) if found.difference else None,
        "figures": dict(found.figures),
    }


def result_record(score: Score) -> dict[str, object]:
    """A question: what was expected, what came, and by which way."""
    case, reply = score.case, score.reply
    shown = not case.held_out  # whoever mends a kind of failure must not read these
    return {
        "id": case.id,
        "kind": case.kind,
        "split": case.split,
        "turns": list(case.turns) if shown else [],
        "expect": [list(group) for group in case.expect],
        "faults": [{"gate": fault.gate.value, "message": fault.message} for fault in score.faults],
        "misses": [{"check": miss.check.value, "message": miss.message} for miss in score.misses],
        "law_like": list(score.law_like),
        "as_of": reply.as_of.isoformat() if reply else None,
        "action": reply.action if reply else None,
        "verdict": reply.verdict if reply else None,
        "text": reply.text if reply and shown else None,
        "headline": reply.headline if reply and shown else None,
        "facts": dict(reply.facts) if reply and shown else {},
        "rules": list(reply.rules) if reply else [],
        "withheld": [{"text": t, "reason": why} for t, why in reply.withheld] if reply and shown else [],
        "cited": list(score.cited),
        "hits": list(score.ranked[:20]),
        "seconds": round(score.asked.seconds, 4),
    }
