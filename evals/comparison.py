"""Gains and losses against a blessed baseline, case by case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evals.intervals import Estimate, paired
from evals.metrics import mcnemar
from kb import InputProblem

Failed = Mapping[str, tuple[str, ...]]
"""Case id → the gates and checks it fails; empty for a case that passes."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a blessed run failed, its figures, and why it was blessed."""

    failed: Failed
    figures: Mapping[str, float]
    reason: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Case id → what was answered then; only where the whole result of a run was read."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """This run beside the baseline, on the cases that both have."""

    newly_failing: Failed
    """Case id → what failed now and not then."""
    newly_passing: Failed
    unchanged: int
    added: tuple[str, ...]
    """Cases the baseline does not know."""
    not_run: tuple[str, ...]
    """Cases of the baseline that this run did not ask."""
    p: float
    """Exact McNemar p of no difference in passing cases."""
    figures: Mapping[str, float]
    """The baseline's figures."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What was answered then, where that is known."""
    difference: Estimate | None = None
    """How much more of the cases that both have pass now: paired bootstrap, 95 %."""

    @property
    def worse(self) -> bool:
        """Whether any case fails what it passed before; a loss needs a reason, or a blessing."""
        return bool(self.newly_failing)


def compare(failed: Failed, baseline: Baseline) -> Comparison:
    """Set a run beside a baseline."""
    both = sorted(failed.keys() & baseline.failed.keys())
    losses = {case: tuple(sorted(set(failed[case]) - set(baseline.failed[case]))) for case in both}
    gains = {case: tuple(sorted(set(baseline.failed[case]) - set(failed[case]))) for case in both}
    broken = sum(bool(failed[case]) and not baseline.failed[case] for case in both)
    mended = sum(not failed[case] and bool(baseline.failed[case]) for case in both)
    return Comparison(
        newly_failing={case: checks for case, checks in losses.items() if checks},
        newly_passing={case: checks for case, checks in gains.items() if checks},
        unchanged=sum(not losses[case] and not gains[case] for case in both),
        added=tuple(sorted(failed.keys() - baseline.failed.keys())),
        not_run=tuple(sorted(baseline.failed.keys() - failed.keys())),
        p=mcnemar(broken, mended),
        figures=baseline.figures,
        texts=baseline.texts,
        difference=paired([float(not failed[c]) for c in both], [float(not baseline.failed[c]) for c in both]),
    )


def read_baseline(path: Path) -> Baseline:
    """Read a baseline, or the JSON of a whole report.

    Raises:
        InputProblem: the file is missing or is no baseline.
    """
    try:
        return parse_baseline(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputProblem(f"基线 {path} 读不出来（{error.strerror}）；先用 youju eval --bless 立一个基线") from error
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise InputProblem(f"{path} 不是基线文件（{error}）；用 youju eval --bless 重新立一个") from error


def parse_baseline(text: str) -> Baseline:
    """A baseline from its JSON; the inverse of `format_baseline`. Raises ValueError for anything else."""
    row = json.loads(text)
    given = row.get("failed") if isinstance(row, dict) else None
    rows = given.items() if isinstance(given, dict) else ()
    failed = {case: tuple(checks) for case, checks in rows if isinstance(checks, list) and _all_text(checks)}
    if not isinstance(given, dict) or len(failed) < len(given):
        raise ValueError("failed 应是题目编号到一列文字")
    return Baseline(failed, _figures(row), str(row.get("reason", "")), _texts(row.get("results")))


def _all_text(values: list[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _texts(results: object) -> dict[str, str]:
    rows = [r for r in results if isinstance(r, dict)] if isinstance(results, list) else []
    return {str(r.get("id")): str(r["text"]) for r in rows if r.get("text")}


def _figures(row: Mapping[str, object]) -> dict[str, float]:
    """Figures as a baseline keeps them (id → value) or as a report lists them."""
    given = row.get("figures", {})
    if isinstance(given, dict):
        return {str(k): float(v) for k, v in given.items() if isinstance(v, int | float)}
    values = {}
    for figure in given if isinstance(given, list) else ():
        if isinstance(figure, dict) and isinstance(figure.get("value"), int | float):
            values[str(figure.get("id"))] = float(figure["value"])
    return values


def format_baseline(baseline: Baseline, about: Mapping[str, object]) -> str:
    """A baseline as JSON, sorted and one case a line, so that a change of it reads well in a diff."""
    head = {"reason": baseline.reason, **about}
    lines = [f"  {json.dumps(k, ensure_ascii=False)}: {json.dumps(v, ensure_ascii=False)}," for k, v in head.items()]
    rounded = {k: round(v, 4) for k, v in sorted(baseline.figures.items())}
    lines += [f'  "figures": {json.dumps(rounded, ensure_ascii=False)},', '  "failed": {']
    cases = [
        f"    {json.dumps(case, ensure_ascii=False)}: {json.dumps(list(checks))}"
        for case, checks in sorted(baseline.failed.items())
    ]
    return "\n".join(["{", *lines, ",\n".join(cases), "  }", "}", ""])
