"""What came of a crowd's questions, as figures: how many, how long, who was told to come back, what was lost."""

from __future__ import annotations

from collections.abc import Sequence

from evals.crowd import Asked
from evals.metrics import percentile
from evals.tables import Cell, Table

OUTCOME = (
    "questions", "per s", "p50 s", "p95 s", "p99 s", "slowest s", "told to come back", "lost", "other than alone",
)  # fmt: skip
"""What `outcome` gives, in its order."""


def outcome(asked: Sequence[Asked], single: Sequence[Asked], seconds: float) -> tuple[Cell, ...]:
    """The figures of some seconds; `single` is what a single user was answered, nothing where none is compared."""
    answered = [one for one in asked if one.status == 200]
    known = {one.question: one.digest for one in single}
    other = sum(one.digest != known[one.question] for one in answered) if known else None
    refused, lost = sum(one.refused for one in asked), sum(one.lost for one in asked)
    return len(asked), len(answered) / seconds, *spread([a.seconds for a in answered]), refused, lost, other


def single_table(single: Sequence[Asked]) -> Table:
    """How long a single user's answers took."""
    head = ("questions", "p50 ms", "p95 ms", "p99 ms", "slowest ms")
    row = (len(single), *spread([one.seconds for one in single if one.status == 200], 1000))
    return Table("A single user, no thought", head, (row,))


def spread(seconds: Sequence[float], scale: float = 1) -> tuple[float | None, ...]:
    """The median, the 95th and 99th percentile, and the slowest."""
    scaled = [one * scale for one in seconds]
    return percentile(scaled, 0.5), percentile(scaled, 0.95), percentile(scaled, 0.99), max(scaled, default=None)
