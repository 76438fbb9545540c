"""Logistic regression of orders to the assistant and of idle sentences against what belongs to a matter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant.hearing import Table
from assistant.training.corpus import MATTER, read_asides, read_ordinary, read_told
from assistant.training.features import features_of, fitted, table_of
from kb import Embedder, read_corpus

LABELS = ("order", "idle")
DEED_WEIGHT, WAY_WEIGHT, EVERY = 0.3, 0.2, 3
"""How much sentences that were written for other tables weigh as matter, how much ways to ask for a provision, and
which of these are learned; set by hand."""
EVEN = 0.5


def learn(embedder: Embedder) -> Table:
    """Learn from all that we have."""
    rows = [*((label, sentence, 1.0) for label, sentence in read_asides()), *_of_our_own()]
    features = features_of((sentence for _, sentence, _ in rows), embedder)
    weights = np.array([weight for *_, weight in rows])
    models = [fitted(features, np.array([label == one for label, *_ in rows]), weights) for one in LABELS]
    return table_of(LABELS, models, EVEN, embedder)


def _of_our_own() -> Iterator[tuple[str, str, float]]:
    """What was written for something else and belongs to a matter."""
    yield from ((MATTER, line.text, DEED_WEIGHT) for line in read_told())
    yield from ((MATTER, line, DEED_WEIGHT) for line in read_ordinary())
    ways = sorted({way for passage in read_corpus().passages for way in passage.asked.splitlines()})
    yield from ((MATTER, way, WAY_WEIGHT) for way in ways[::EVERY])
