"""Logistic regression over hashed wordings, and the thresholds that cross-validation gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.distress import KINDS, passages, slots_of
from assistant.training.corpus import HARMLESS, Example
from assistant.training.features import folds_of, rounded, rows_of_slots

SLOTS = 262144
"""Slots of the table for each kind: three of them make 768 KB. With 32,768 too many wordings share one: where one in a
hundred of our harmless messages is an alarm, .61 of those of danger are heard (cross-validated), with 131,072 .65 and
with 524,288 .66."""
FOLDS = 5
STRENGTH, CLOSE = 100.0, 1e-4
"""Inverse of the regularisation, and how near to the optimum is near enough: at ten times that, short sentences that
were learned from are not heard."""
LIKELY_ALARMS, SURE_ALARMS, IDLE_MISSES = 0.033, 0.007, 0.1
"""Of harmless sentences, those that may get a gentle word, and those that may stop an answer; of danger, what may be
taken for harmless. Half of our harmless sentences are look-alikes; of what borrowers ask, far less alarms."""


@dataclass(frozen=True, slots=True)
class Table:
    """What was learned, before it is rounded to bytes."""

    weights: NDArray[np.float64]
    """Shape (kinds, slots), as against harmless."""
    bias: NDArray[np.float64]


def learn(examples: Sequence[Example]) -> Table:
    """Learn from all examples."""
    kinds = _kinds(examples)
    model = LogisticRegression(C=STRENGTH, max_iter=1500, tol=CLOSE)
    model.fit(_rows(examples), kinds, sample_weight=[e.weight for e in examples])
    weights = model.coef_[1:] - model.coef_[0]
    return Table(weights, model.intercept_[1:] - model.intercept_[0])


def chances(table: Table, examples: Sequence[Example]) -> NDArray[np.float64]:
    """That each example is danger."""
    powers = np.exp(np.minimum(_rows(examples) @ table.weights.T + table.bias, 50)).sum(axis=1)
    return np.asarray(powers / (1 + powers))


def cross_validated(examples: Sequence[Example]) -> NDArray[np.float64]:
    """The chance of each example, by a table that has not seen its line."""
    folds = folds_of((e.line for e in examples), FOLDS)
    found = np.zeros(len(examples))
    for fold in range(FOLDS):
        table = learn([e for e, f in zip(examples, folds, strict=True) if f != fold])
        found[folds == fold] = chances(table, [e for e, f in zip(examples, folds, strict=True) if f == fold])
    return found


def thresholds(examples: Sequence[Example], found: NDArray[np.float64]) -> dict[str, float]:
    """Where the table is likely right, sure, and where it hears nothing."""
    harmless = _kinds(examples) == 0
    weight = np.array([e.weight for e in examples])

    def above(share: float) -> float:
        """The chance above which this share of the harmless lies."""
        order = np.argsort(-found[harmless])
        passed = np.cumsum(weight[harmless][order]) / weight[harmless].sum()
        return float(found[harmless][order][int(np.searchsorted(passed, share))])

    idle = np.quantile(found[~harmless], IDLE_MISSES)
    return {"likely": above(LIKELY_ALARMS), "sure": above(SURE_ALARMS), "idle": float(idle)}


def write_table(table: Table, limits: dict[str, float], path: Path) -> None:
    """Round the weights to bytes and write them below one line of JSON."""
    weights, scale = rounded(table.weights)
    head: dict[str, Any] = {"kinds": KINDS, "slots": SLOTS, "scale": scale, "bias": table.bias.tolist()} | limits
    path.write_bytes(json.dumps(head).encode() + b"\n" + weights.tobytes())


def _kinds(examples: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([(HARMLESS, *KINDS).index(e.kind) for e in examples])


def _rows(examples: Sequence[Example]) -> csr_matrix:
    """Rows of length 1 over the slots: what stands in a sentence, each wording once."""
    return rows_of_slots((slots_of(passages(example.text)[0], SLOTS) for example in examples), SLOTS)
