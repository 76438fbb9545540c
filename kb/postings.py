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

Terms = Iterable[tuple[Iterable[str], Iterable[str]]]
"""The terms of a text, each kind with the fields in which it stands."""


class Postings:
    """Sums what a question's terms score; safe to use from several threads."""

    def __init__(self, counts: Counts, fields: Sequence[str]) -> None:
        """`fields` are the names of those that were counted, in their order."""
        self._count = counts.lengths.shape[1]
        self._terms, self._starts, self._positions = counts.terms, counts.starts, counts.positions
        self._fields = {field: at * len(counts.terms) for at, field in enumerate(fields)}
        self._scores = _scored(counts)
        self._lines: OrderedDict[Hashable, NDArray[np.float32]] = OrderedDict()

    def scores(self, text: Terms, boosts: Mapping[str, float]) -> NDArray[np.float64]:
        """What every passage scores, (count,); 0 where no term is found. Of the fields, those in `boosts`."""
        scores: NDArray[np.float64] = self._sums([text], boosts)[0]
        return scores

    def of_lines(
        self, lines: Sequence[str], terms: Callable[[str], Terms], boosts: Mapping[str, float]
    ) -> NDArray[np.float32]:
        """What every passage scores for lines that come again and again, each counted once and kept."""
        import numpy as np

        keys, total = [(line, *boosts.items()) for line in lines], np.zeros(self._count, np.float32)
        sums = {key: known for key in keys if (known := self._lines.get(key)) is not None}
        new = {key: terms(line) for key, line in dict(zip(keys, lines, strict=True)).items() if key not in sums}
        for key, each in zip(new, self._sums(tuple(new.values()), boosts), strict=True):
            self._lines[key] = sums[key] = each.astype(np.float32)
        while len(self._lines) * self._count > _LINES_KEPT:
            self._lines.popitem(last=False)
        for key in keys:
            total += sums[key]
        return total

    def _sums(self, texts: Sequence[Terms], boosts: Mapping[str, float]) -> NDArray[np.float64]:
        """What every passage scores for each of the texts, (texts, count)."""
        import numpy as np

        rows, places, factors = self._weighed(texts, boosts)
        if not len(rows):
            return np.zeros((len(texts), self._count))
        begins, ends = self._starts[places], self._starts[places + 1]
        spans = [slice(begin, end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        scores = np.concatenate([self._scores[span] for span in spans], dtype=np.float64)
        scores *= np.repeat(factors, ends - begins)
        cells = np.concatenate([self._positions[span] for span in spans], dtype=np.int64)
        if len(texts) > 1:
            cells += np.repeat(rows * self._count, ends - begins)
        sums = np.bincount(cells, scores, len(texts) * self._count).astype(np.float64, copy=False)
        return sums.reshape(len(texts), self._count)

    def _weighed(
        self, texts: Sequence[Terms], boosts: Mapping[str, float]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Of the terms that stand anywhere: in which text, their places, and what they count.

        That is as often as they stand in the text, by their field.
        """
        import numpy as np

        rows: list[int] = []
        places: list[int] = []
        factors: list[float] = []
        for row, text in enumerate(texts):
            for fields, terms in text:
                times = Counter(terms)
                known = [(self._terms[term], times[term]) for term in times if term in self._terms]
                for field in filter(boosts.__contains__, fields):
                    base, boost = self._fields[field], boosts[field]
                    places += [base + place for place, _ in known]
                    factors += [boost * count for _, count in known]
            rows += [row] * (len(places) - len(rows))
        all_places = np.array(places, np.int64)
        held = self._starts[all_places + 1] > self._starts[all_places]
        return np.array(rows, np.int64)[held], all_places[held], np.array(factors, np.float64)[held]


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
