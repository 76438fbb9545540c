"""Which rule of a law a sentence sounds like: by the law's own words, and by those in which people ask for it.

Who writes 把我堵在仓库里不让走 uses none of the words of 非法限制他人人身自由; the ways to ask bridge that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from kb.folding import bigrams
from kb.likeness import Candidate

_DAMPING = 6.0
"""Weight that a sentence must bring before it tells much; about two telling pairs of characters.
Set on the open cases."""


class Soundings:
    """The articles of one law, each with its words and the ways to ask for it."""

    def __init__(self, articles: Iterable[Candidate], ways: Mapping[str, tuple[str, ...]]) -> None:
        """`ways` go by reference with its version (`治安管理处罚法@2026-01-01#50`)."""
        self._pairs = {
            c.ref: c.bigrams.union(pair for way in ways.get(c.ref, ()) for pair in bigrams(way)) for c in articles
        }
        counts = Counter(pair for pairs in self._pairs.values() for pair in pairs)
        self._weights = {pair: math.log(1 + len(self._pairs) / count) for pair, count in counts.items()}

    def sounds(self, text: str, ref: str) -> float:
        """How much a text sounds like an article, 0 to below 1; words that no article has tell nothing."""
        pairs = set(bigrams(text))
        heard = sum(self._weights[p] for p in pairs & self._pairs.get(ref, frozenset()))
        return heard / (sum(self._weights.get(p, 0.0) for p in pairs) + _DAMPING)
