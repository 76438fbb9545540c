"""What the tables are learned from: rows of hashed wordings and meaning, and which lines are held out together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from assistant.distress import slots_of, units_of
from assistant.hearing import Table
from kb import Embedder, respelt, standard

SLOTS = 8192
"""Slots of wordings for each label: with 16,384 and 32,768 the same is heard."""
STRENGTH = 30.0
"""Inverse of the regularisation; 10 hears less at as few false alarms."""


def rows_of_slots(sentences: Iterable[Iterable[int]], slots: int) -> csr_matrix:
    """Rows of length 1 over the slots: what stands in a sentence, each wording once."""
    starts, columns, values = [0], list[int](), list[float]()
    for sentence in sentences:
        found = sorted(sentence)
        columns += found
        values += [max(len(found), 1) ** -0.5] * len(found)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(starts) - 1, slots))


def rounded(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], float]:
    """Weights in 255 steps, and what a step weighs."""
    scale = float(np.abs(weights).max()) / 127
    return np.round(weights / scale).astype(np.int8), scale


def folds_of(lines: Iterable[int], folds: int) -> NDArray[np.int64]:
    """Which fold each line is in: scattered, the same every time, and variants of a line together."""
    return np.array([line * 2654435761 % 2**32 % folds for line in lines])


def features_of(sentences: Iterable[str], embedder: Embedder) -> csr_matrix:
    """(sentences, SLOTS + dimensions): the wordings of each sentence, and its meaning."""
    texts = [respelt(sentence) for sentence in sentences]
    wordings = rows_of_slots((slots_of(units_of(text), SLOTS) for text in texts), SLOTS)
    meaning = np.stack([embedder.embed_query(standard(text)) for text in texts])
    return hstack([wordings, csr_matrix(meaning)]).tocsr()


def fitted(features: csr_matrix, tells: NDArray[np.bool_], weights: NDArray[np.float64]) -> LogisticRegression:
    """What tells rows that have a label from those that have not."""
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, tol=1e-4, random_state=0)
    return model.fit(features, tells, sample_weight=weights)


def table_of(labels: tuple[str, ...], models: Sequence[LogisticRegression], told: float, embedder: Embedder) -> Table:
    """The table of what was learned for each label, with wordings in 255 steps."""
    weights = np.stack([model.coef_[0] for model in models], axis=1)
    return Table(
        labels,
        *rounded(weights[:SLOTS]),
        weights[SLOTS:].astype(np.float32),
        np.array([model.intercept_[0] for model in models], np.float32),
        told,
        embedder.name,
    )
