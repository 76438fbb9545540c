"""Logistic regression of what stands beside a matter: orders to the assistant, idle sentences, and other matters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assistant.hearing import OUTSIDE, Table
from assistant.training.corpus import BESIDE, ELSEWHERE, MATTER, Line, read_asides, read_ordinary, read_told
from assistant.training.features import features_of, fitted, folds_of, table_of
from kb import Embedder, read_corpus

LABELS = (*BESIDE, OUTSIDE)
"""Kinds of sentences that are left out of a message; and whatever is none of this field, other matters among it."""
DEED_WEIGHT, WAY_WEIGHT = 0.3, 0.5
"""How much sentences that were written for other tables weigh as matter, and how much ways to ask for a section; set by
hand."""
EVEN, FOLDS = 0.5, 5


def rows() -> tuple[Line, ...]:
    """All that is learned from, with its label for the only fact."""
    found = [(label, sentence, 1.0) for label, sentence in read_asides()]
    found += [(MATTER, line.text, DEED_WEIGHT) for line in read_told()]
    found += [(MATTER, line, DEED_WEIGHT) for line in read_ordinary()]
    found += [(MATTER, way, WAY_WEIGHT) for way in guide_ways()]
    nothing = frozenset[str]()
    return tuple(Line(text, frozenset({label}), nothing, at, weight) for at, (label, text, weight) in enumerate(found))


def guide_ways() -> dict[str, str]:
    """Ways to ask for a section of a guide, with its reference."""
    guides = read_corpus().guides
    return {way: guide.section_ref(section) for guide in guides for section in guide.sections for way in section.asked}


def learn(embedder: Embedder) -> Table:
    """Learn from all that we have."""
    lines = rows()
    features = features_of((line.text for line in lines), embedder)
    return table_of(LABELS, [fitted(features, *_of(lines, label)) for label in LABELS], EVEN, embedder)


def chances_outside(lines: Sequence[Line], embedder: Embedder) -> NDArray[np.float64]:
    """The chance that each line is none of this field, by a model that has not seen it: (lines,)."""
    features: csr_matrix = features_of((line.text for line in lines), embedder)
    folds, found = folds_of((line.line for line in lines), FOLDS), np.zeros(len(lines))
    outside, weights = _of(lines, OUTSIDE)
    for fold in range(FOLDS):
        kept = folds != fold
        model = fitted(features[kept], outside[kept], weights[kept])
        found[~kept] = model.predict_proba(features[~kept])[:, 1]
    return found


def _of(lines: Sequence[Line], label: str) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which lines have a label, and what each weighs: another matter says nothing of idle sentences and orders."""
    if label == OUTSIDE:
        return np.array([MATTER not in line.facts for line in lines]), np.array([line.weight for line in lines])
    weights = [0.0 if ELSEWHERE in line.facts else line.weight for line in lines]
    return np.array([label in line.facts for line in lines]), np.array(weights)
