"""Guides lift the articles they rest on: they speak as borrowers speak and cite as lawyers cite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.fusion import GUIDE, WEIGHTS, Allowed, Scores
from kb.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Bridges:
    """The articles that each guide section cites, in the order of its text, every version of each."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Find them."""
        import numpy as np

        versions: dict[str, list[int]] = {}
        for at, passage in enumerate(passages):
            if passage.kind == "article":
                versions.setdefault(passage.undated, []).append(at)
        self._links = {
            at: tuple(found for ref in passage.cites.split() for found in versions.get(ref, ()))
            for at, passage in enumerate(passages)
            if passage.cites
        }
        self._guides = np.array(list(self._links), np.int64)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._links)

    def lifted(self, scored: Scores, allowed: Allowed) -> Scores:
        """The scores with what the best guide sections give; guides stand back a little."""
        out = scored.copy()
        out.values[self._guides] *= WEIGHTS.guide
        for guide, score in self._best(scored):
            push = WEIGHTS.bridge * score
            for at in self._links[guide]:
                if allowed.mask[at]:
                    out.add(at, push, GUIDE)
                    push *= WEIGHTS.fading
        return out.at_most_one()

    def _best(self, scored: Scores) -> list[tuple[int, float]]:
        """The guide sections that give, and their scores; equal ones by position."""
        import numpy as np

        found = self._guides[scored.marks[self._guides] > 0]
        scores: NDArray[np.float64] = scored.values[found]
        first = np.lexsort((found, -scores))[: WEIGHTS.bridges]
        return list(zip(found[first].tolist(), scores[first].tolist(), strict=True))
