"""What both tables are learned from: rows of hashed wordings, and which lines are held out together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix


def rows_of_slots(sentences: Iterable[Iterable[int]], slots: int) -> csr_matrix:
    """Rows of length 1 over the slots: what stands in a sentence, each wording once."""
    starts, columns, values = [0], list[int](), list[float]()
    for sentence in sentences:
        found = sorted(sentence)
        columns += found
        values += [max(len(found), 1) ** -0.5] * len(found)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(starts) - 1, slots))


def folds_of(lines: Iterable[int], folds: int) -> NDArray[np.int64]:
    """Which fold each line is in: scattered, the same every time, and variants of a line together."""
    return np.array([line * 2654435761 % 2**32 % folds for line in lines])
