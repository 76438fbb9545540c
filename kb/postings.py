"""What single terms score in every passage, worked out once: a question is then a sum, and no search.

A question and the law's words for it have some 350 terms. A search engine looks each of them up, weighs and opens it
anew, whatever the terms of the question before were. The scores are tantivy's own (Robertson and Zaragoza 2009, with
lengths in Lucene's one byte), which `tests/kb/test_postings.py` holds against tantivy.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kb.counts import Counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UP_TO = 100_000
"""Passages of which terms are counted, in 15 bytes of memory each of a term's passages. Of more tantivy is asked."""

_K1, _B = 1.2, 0.75
"""What tantivy has fixed: how soon more of a term counts no more, and how much a long text counts less."""

_LINES_KEPT = 24_000_000
"""Of whole lines, numbers that are kept, at 4 bytes: the library's 1,135 lines of the concept table are 11 million."""

Parts = Iterable[tuple[str, Sequence[str]]]
"""The terms of a text, field by field."""


class Postings:
    """Sums what a question's terms score; safe to use from several threads."""

    def __init__(self, counts: Counts, fields: Sequence[str]) -> None:
        """`fields` are the names of those that were counted, in their order."""
        self._count = counts.lengths.shape[1]
        self._terms, self._starts, self._positions = counts.terms, counts.starts, counts.positions
        self._fields = {field: at * len(counts.terms) for at, field in enumerate(fields)}
        self._scores = _scored(counts)
        self._lines: OrderedDict[Hashable, NDArray[np.float32]] = OrderedDict()

    def scores(self, parts: Parts, boosts: Mapping[str, float]) -> NDArray[np.float64]:
        """What every passage scores, (count,); 0 where no term is found. Of the fields, those in `boosts`."""
        import numpy as np

        places, factors = self._weighed(parts, boosts)
        begins, ends = self._starts[places].tolist(), self._starts[places + 1].tolist()
        spans = [slice(begin, end) for begin, end in zip(begins, ends, strict=True)]
        if not spans:
            return np.zeros(self._count)
        each = np.concatenate([self._scores[span] for span in spans], dtype=np.float64)
        each *= np.repeat(factors, self._starts[places + 1] - self._starts[places])
        positions = np.concatenate([self._positions[span] for span in spans], dtype=np.int64)
        sums: NDArray[np.float64] = np.bincount(positions, each, self._count).astype(np.float64, copy=False)
        return sums

    def _weighed(self, parts: Parts, boosts: Mapping[str, float]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The terms that are known, and what each counts: as often as it stands in the text, by its field."""
        import numpy as np

        places: list[int] = []
        factors: list[float] = []
        for field, terms in parts:
            boost, base = boosts.get(field), self._fields[field]
            if boost is None:
                continue
            for term, times in Counter(terms).items():
                place = self._terms.get(term)
                if place is not None:
                    places.append(base + place)
                    factors.append(boost * times)
        return np.array(places, np.int64), np.array(factors)

    def of_lines(
        self, lines: Iterable[str], terms: Callable[[str], Parts], boosts: Mapping[str, float]
    ) -> NDArray[np.float32]:
        """What every passage scores for lines that come again and again, each counted once and kept."""
        import numpy as np

        total = np.zeros(self._count, np.float32)
        for line in lines:
            key = line, *boosts.items()
            known = self._lines.get(key)
            if known is None:
                known = self._lines[key] = self.scores(terms(line), boosts).astype(np.float32)
                while len(self._lines) * self._count > _LINES_KEPT:
                    self._lines.popitem(last=False)
            total += known
        return total


def _scored(counts: Counts) -> NDArray[np.float32]:
    """What each term scores in each of its passages, in tantivy's own precision."""
    import numpy as np

    fields, passages = counts.lengths.shape
    held = np.diff(counts.starts)
    one, half = np.float32(1), np.float32(0.5)
    rarity = np.log(one + ((passages - held).astype(np.float32) + half) / (held.astype(np.float32) + half))
    weights = rarity * np.float32(1 + _K1)
    scores = np.empty(len(counts.positions), np.float32)
    for field in range(fields):
        own = slice(field * len(counts.terms), (field + 1) * len(counts.terms))
        span = slice(int(counts.starts[own.start]), int(counts.starts[own.stop]))
        times = counts.times[span].astype(np.float32)
        scores[span] = np.repeat(weights[own], held[own])
        scores[span] *= times / (times + _slowed(counts.lengths[field])[counts.positions[span]])
    return scores


def _slowed(lengths: NDArray[np.uint32]) -> NDArray[np.float32]:
    """How much a passage's length takes from a term in it, beside how often it stands there."""
    import numpy as np

    mean = np.float32(lengths.sum()) / np.float32(max(len(lengths), 1))
    exact = _lengths_told_apart()
    known = exact[np.searchsorted(exact, lengths, side="right") - 1].astype(np.float32)
    share = np.float32(_B) * known / (mean or np.float32(1))
    slowed: NDArray[np.float32] = np.float32(_K1) * (np.float32(1) - np.float32(_B) + share)
    return slowed


@cache
def _lengths_told_apart() -> NDArray[np.int64]:
    """The 256 lengths that are told apart (Lucene's `SmallFloat.byte4ToInt`); what lies between counts as the shorter.

    They are 0 to 39, then eight steps of 2, eight of 4, eight of 8 ….
    """
    import numpy as np

    steps = [code if code < 8 else (8 | code & 7) << (code >> 3) - 1 for code in range(256 - _FREE)]
    return np.array([*range(_FREE), *(_FREE + step for step in steps)], np.int64)


_FREE = 24
