"""What borrowers' words are about: a row of the concept table gives the law's words and lifts provisions it names.

A question has several sides (the harassment, what the trade's own rules say, the police), and its words often show only
one of them; whoever wrote the row knew the others. A provision that many rows name is also likelier to be what any
question is about.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from kb.folding import folded_text
from kb.fusion import CONCEPT, WEIGHTS, Allowed, Scores
from kb.law import Concept
from kb.passages import Passage
from kb.spelling import plain_words


class Sought:
    """The rows of a concept table, each known by its place: whose words a question has, and what that tells."""

    def __init__(self, concepts: Sequence[Concept], passages: Sequence[Passage]) -> None:
        """Find the provisions of each row; what the passages do not have is left out."""
        import numpy as np

        self._laws = tuple(concept.law for concept in concepts)
        self._phrases: dict[str, list[tuple[str, int]]] = {}
        for row, concept in enumerate(concepts):
            for phrase in filter(None, (folded_text(plain_words(x)) for x in concept.lay)):
                self._phrases.setdefault(phrase[:2], []).append((phrase, row))
        self._widths = frozenset(map(len, self._phrases))
        wanted = {ref for concept in concepts for ref in concept.articles}
        places = _places(wanted, passages)
        self._rows = tuple(tuple(places.get(ref, ()) for ref in concept.articles) for concept in concepts)
        times = Counter(at for row in self._rows for versions in row for at in versions)
        self._likely = np.array(list(times), np.int64)
        self._likelier = np.array([WEIGHTS.likelier * math.log1p(count) for count in times.values()], np.float64)

    def named(self, text: str) -> tuple[int, ...]:
        """The rows whose words the question has."""
        folded = folded_text(text)
        found = {
            row
            for width in self._widths
            for at in range(len(folded) + 1 - width)
            for phrase, row in self._phrases.get(folded[at : at + width], ())
            if folded.startswith(phrase, at)
        }
        return tuple(sorted(found))

    def meant(self, named: Iterable[int]) -> str:
        """The law's words of those rows, a line each, none twice."""
        return "\n".join(dict.fromkeys(word for row in named for word in self._laws[row]))

    def lifted(self, scored: Scores, named: Iterable[int], allowed: Allowed) -> Scores:
        """The scores with what the `named` rows add, at most 1."""
        out = scored.copy()
        clear = scored.values[self._likely] > WEIGHTS.faint
        out.values[self._likely[clear]] += self._likelier[clear]
        for at, weight in self._weights(named).items():
            if allowed.mask[at]:
                out.add(at, WEIGHTS.named * (1 - math.exp(-weight)), CONCEPT)
        return out.at_most_one()

    def _weights(self, named: Iterable[int]) -> dict[int, float]:
        """How much the rows speak for each provision: the first of a row most."""
        weights: dict[int, float] = {}
        for row in named:
            for order, versions in enumerate(self._rows[row]):
                for at in versions:
                    weights[at] = weights.get(at, 0.0) + WEIGHTS.further**order
        return weights


def _places(wanted: Iterable[str], passages: Sequence[Passage]) -> dict[str, tuple[int, ...]]:
    """By reference, the positions of the newest version of an article and of others that are asked for in its words.

    Numbers move from version to version; the ways people ask have moved with the rule (`kb.asked`).
    """
    newest: dict[str, int] = {}
    asked: dict[str, list[int]] = {}
    for at, passage in enumerate(passages):
        if passage.kind == "article":
            ref = passage.undated
            if ref not in newest or passages[newest[ref]].in_force <= passage.in_force:
                newest[ref] = at
            asked.setdefault(passage.asked, []).append(at)
    return {
        ref: tuple(asked[ways]) if (ways := passages[newest[ref]].asked) else (newest[ref],)
        for ref in wanted
        if ref in newest
    }
