"""What single terms score in every passage, read once and kept: a question is then a sum, and no search.

A question and the law's words for it have some 350 terms. A search engine looks each of them up, weighs and opens it
anew, whatever the terms of the question before were; most of them were the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Term = tuple[str, str]
"""A field, and what stands in it."""

UP_TO = 20_000
"""Passages of which terms are kept. Of more, reading what is new in a question takes longer than searching does."""

_TERMS_KEPT = 3_000_000
"""Scores of terms that are kept, at 16 bytes; the library has 2.3 million. Beyond that it begins anew."""

_LINES_KEPT = 12_000_000
"""And of whole lines, at 4 bytes: the library's passages for each of the concept table's lines."""

Weights = Mapping[Term, float]


class Postings:
    """Sums what a question's terms score; safe to use from several threads."""

    def __init__(self, count: int, read: Callable[[Term], tuple[Sequence[int], Sequence[float]]]) -> None:
        """`read` gives the positions, of `count`, that a term is found in, and its scores there."""
        self._count, self._read = count, read
        self._terms: dict[Term, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        self._held = 0
        self._lines: dict[Hashable, NDArray[np.float32]] = {}

    def scores(self, weights: Weights) -> NDArray[np.float64]:
        """What every passage scores, (count,); 0 where no term is found."""
        import numpy as np

        found = [(*parts, weight) for term, weight in weights.items() if len((parts := self._of(term))[0])]
        if not found:
            return np.zeros(self._count)
        positions, scores, factors = zip(*found, strict=True)
        each = np.concatenate(scores)
        each *= np.repeat(factors, list(map(len, scores)))
        sums: NDArray[np.float64] = np.bincount(np.concatenate(positions), each, self._count).astype(
            np.float64, copy=False
        )
        return sums

    def of_lines(self, lines: Iterable[Hashable], weights: Callable[[Any], Weights]) -> NDArray[np.float32]:
        """What every passage scores for lines that come again and again, each counted once and kept."""
        import numpy as np

        total = np.zeros(self._count, np.float32)
        for line in lines:
            known = self._lines.get(line)
            if known is None:
                known = self.scores(weights(line)).astype(np.float32)
                if (len(self._lines) + 1) * self._count > _LINES_KEPT:
                    self._lines = {}
                self._lines[line] = known
            total += known
        return total

    def _of(self, term: Term) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        known = self._terms.get(term)
        if known is None:
            import numpy as np

            positions, scores = self._read(term)
            known = np.array(positions, dtype=np.int64), np.array(scores, dtype=np.float64)
            if self._held + len(positions) > _TERMS_KEPT:
                self._terms, self._held = {}, 0
            self._terms[term] = known
            self._held += len(positions)
        return known
