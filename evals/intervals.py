"""How far a mean over questions may be off: bootstrap intervals, seeded, so that every run gives the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES, SEED = 1000, 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over n questions with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """`.581 [.530 .633]`."""
        return f"{_short(self.value)} [{_short(self.low)} {_short(self.high)}]"


def bootstrap(values: Sequence[float], resamples: int = RESAMPLES, seed: int = SEED) -> Estimate | None:
    """The mean with its percentile interval over resampled questions; None of nothing.

    Efron (1979), "Bootstrap methods: another look at the jackknife"; the 2.5th and 97.5th percentile of the means of
    `resamples` draws of n questions with replacement.
    """
    import numpy as np

    if not values:
        return None
    held = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(len(held), size=(resamples, len(held)))
    low, high = np.quantile(held[drawn].mean(axis=1), (0.025, 0.975))
    return Estimate(float(held.mean()), float(low), float(high), len(held))


def paired(ours: Sequence[float], theirs: Sequence[float]) -> Estimate | None:
    """The mean difference, question by question: what varies between questions alone falls out of the interval."""
    return bootstrap([one - other for one, other in zip(ours, theirs, strict=True)])


def _short(share: float) -> str:
    """.581, -.020, 1.000."""
    text = f"{share:.3f}"
    return text.replace("0.", ".", 1) if abs(float(text)) < 1 else text
