"""What the cases of a suite came to, whatever they ask: each with what it failed, and why in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.metrics import Rate


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: the checks it failed (none if it passed), and what was wrong in words."""

    id: str
    kind: str
    split: str
    failed: tuple[str, ...] = ()
    message: str = ""

    @property
    def shown(self) -> str:
        """The message; of a case that is held out, only that it is."""
        return "（留出题，不显示）" if self.split == "held_out" else self.message


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite that was run: its outcomes, the shares that were measured, and what broke a gate."""

    name: str
    outcomes: tuple[Outcome, ...] = ()
    rates: tuple[tuple[str, str, Rate, str], ...] = ()
    """Id, title, rate, and the bar it should reach (for readers)."""
    broken: tuple[str, ...] = ()
    """Gates that do not hold, each a sentence; empty if all do."""

    @property
    def passing(self) -> Rate:
        """Of the cases, those that failed nothing."""
        return Rate(sum(not o.failed for o in self.outcomes), len(self.outcomes))


def rate_of(outcomes: Sequence[Outcome], check: str) -> Rate:
    """Of these cases, those that do not fail a check."""
    return Rate(sum(check not in o.failed for o in outcomes), len(outcomes))
