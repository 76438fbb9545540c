"""What a page under many users is asked for, as numbers: the goals of each scenario of `python -m evals.load`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.tables import Table, goals

_FAITHFUL: Mapping[str, float] = {"told to come back": 0, "lost": 0, "other than alone": 0}
"""Nobody sent away, nothing lost, and each answer that of a single user."""

MOST: Mapping[str, Mapping[str, float]] = {
    "users": {"p95 s": 1.0, "p99 s": 3.0, **_FAITHFUL},
    "burst": {"slowest refusal s": 2.0, "all answered s": 30.0, "lost": 0},
    "slow-model": {"p95 s": 2.0, **_FAITHFUL},
    "soak": {"growth %": 5.0, "MB most": 1200.0, "threads more": 0, "open files more": 0, "lost": 0},
    "fair": {"p95 s": 1.5, **_FAITHFUL},
    "replicas": dict(_FAITHFUL),
}
"""By scenario and column, the most that may be: of the first row of the table that has all these columns."""

STARTING = (15.0, 300.0, 2.0)
"""Seconds of each row of `start`: a page on a warm index, the index, one article of it changed."""


def goals_of(scenario: str, tables: Sequence[Table]) -> Sequence[Table]:
    """The table of a scenario's goals and of how far they are met; none where nothing is asked for."""
    if scenario == "start":
        rows = zip(tables[0].rows, STARTING, strict=True)
        return [goals({f"{what} s": (seconds, most) for (what, seconds), most in rows})]
    asked = MOST.get(scenario)
    if asked is None:
        return []
    table = next(one for one in tables if set(asked) <= set(one.head))
    of = dict(zip(table.head, table.rows[0], strict=True))
    whose = f", {of[table.head[0]]}" if isinstance(of[table.head[0]], str) else ""
    return [goals({f"{column}{whose}": (of[column], most) for column, most in asked.items()})]
