"""Makes one ranking of several: scaled, weighted, and corrected by rank of the source. Pure arithmetic.

The scaling is the one that did best in the retrieval study: z = (s - s300) / (s1 - s300), never below 0. It keeps
how far apart the best stand, which reciprocal ranks (Cormack et al. 2009) throw away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.passages import Passage
from kb.ranks import Authority
from kb.vectors import Nearest, unpaired

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """How rankings become one. Chosen on the public training questions (1,235 questions, 55,404 articles)."""

    vectors: float = 0.6
    """Share of the vectors beside BM25, for an embedder that was trained. Of .6 and .7 on our training questions (440):
    R@10 .730 and .727."""
    hashed: float = 0.1
    """The same for feature hashing, which finds little that BM25 does not (.2 and more cost R@100)."""
    concept: float = 0.1
    """Weight of the law's words beside the asker's own. Of 0, .1, .2 and .35 on our training questions (440, with the
    ways people ask indexed): R@10 .726, .736, .717, .671."""
    depth: int = 300
    """The place in a ranking whose score counts as nothing."""
    guide: float = 0.7
    """A factor for guide sections, which answer but are no law."""
    bridge: float = 0.35
    """What a guide section gives of its score to the first article it cites. Of .3, .35 and .45 on our training
    questions (440, by the model that ships): R@5 .810, .805, .782; of the open cases R@10 .930, .936, .930."""
    fading: float = 0.97
    """And to each further one, of what the one before got."""
    bridges: int = 6
    """How many of the best guide sections give."""
    named: float = 0.2
    """What provisions that a row of the concept table names get at most, where a question has its words. Of 0, .1, .2
    and .3 on our training questions (440, by a model without them): R@10 .765, .775, .790, .795, MRR@10 .709, .706,
    .705, .690."""
    further: float = 0.85
    """And each further one of a row, of what the one before got."""
    likelier: float = 0.06
    """What a provision that was found gets, times log(1 + rows that name it): borrowers' questions are about it again
    and again. Of 0, .03, .06 and .1 on the same questions: R@10 .772, .782, .790, .789."""
    faint: float = 0.02
    """But not below this score: what hardly fits is no likelier."""
    answered: float = 0.2
    """What an article gets at most where the nearest questions before were answered by it. Of 0, .2, .25 and .3 on a
    fifth of the public questions (247): R@10 .683, .708, .709, .715, MRR@10 .608, .621, .611, .599."""
    answered_beside_guides: float = 0.05
    """The same in a library whose guides and concept table know what is asked. Of 0, .05, .1 and .2 on our training
    questions (440, each left out of its own past): R@10 .780, .783, .788, .784, MRR@10 .697, .696, .697, .679; with .1
    four questions of `youju eval` cited less."""
    authority: Mapping[Authority, float] = field(
        default_factory=lambda: {
            Authority.REGULATION: 0.85,
            Authority.JUDICIAL_DOCUMENT: 0.95,
            Authority.DEPARTMENTAL_RULE: 0.85,
            Authority.LOCAL_REGULATION: 0.75,
            Authority.NORMATIVE_DOCUMENT: 0.85,
            Authority.STANDARD: 0.8,
            Authority.INDUSTRY_RULE: 0.85,
        }
    )
    """A factor by rank; 1 for what is not listed (laws, judicial interpretations, guides); set by hand."""
    unasked: float = 0.7
    """A factor for articles that nobody is known to ask for. Of the public benchmark's articles 12 % have ways to ask,
    of those that answer its training questions 93 %; of 1, .85, .7 and .55 on a fifth of these (247): R@100 .835, .840,
    .851, .855, R@10 .690, .687, .689, .687."""

    def prior(self, passage: Passage) -> float:
        """By rank of the source, and whether people are known to ask for it; a factor, at most 1."""
        rank = self.authority.get(passage.authority, 1.0)
        return rank * self.unasked if passage.kind == "article" and not passage.asked else rank


WEIGHTS = Weights()

_RANKINGS = ("cited", "lexical", "vector", "guide", "concept", "answered")
CITED, LEXICAL, VECTOR, GUIDE, CONCEPT, ANSWERED = (1 << at for at in range(len(_RANKINGS)))
"""What marks a passage that was cited, found by words or by vectors, lifted by a guide, by the concept table, or by
questions that it answered before."""

NAMES = tuple(
    tuple(name for bit, name in enumerate(_RANKINGS) if mark & 1 << bit) for mark in range(1 << len(_RANKINGS))
)
"""What marks together are called."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What every passage scores, and marks of what found it: 0 where nothing did."""

    values: NDArray[np.float64]
    marks: NDArray[np.uint8]

    def copy(self) -> Scores:
        """Others that can be changed."""
        return Scores(self.values.copy(), self.marks.copy())

    def add(self, at: int, value: float, mark: int) -> None:
        """Let a passage have more, and the mark."""
        self.values[at] += value
        self.marks[at] |= mark

    def at_most_one(self) -> Scores:
        """Divided by the best, if that is above 1."""
        best = float(self.values.max(initial=0.0))
        return Scores(self.values / best, self.marks) if best > 1 else self


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which positions may be found, how many of these are wholes, and how many wholes there are in all."""

    mask: bytes
    count: int
    wholes: int


@dataclass(frozen=True, slots=True)
class Found:
    """One ranking of whole passages, best first, and the parts for which wholes were found, beside them."""

    ranking: Nearest
    wholes: NDArray[np.int64]
    parts: NDArray[np.int64]
    """Best first: the first of a whole counts."""


def nothing() -> Found:
    """What is found where nothing is searched."""
    empty = unpaired(())
    return Found(empty, wholes=empty[0], parts=empty[0])


def folded(nearest: Nearest, owners: NDArray[np.int64], mask: bytes, most: int) -> Found:
    """Parts folded into their articles, at most so many: a whole scores as the best of itself and its parts.

    `owners` gives by position the whole that a part belongs to, and of a whole itself; `mask` what may be found.
    """
    import numpy as np

    rows, scores = nearest
    free = np.frombuffer(mask, np.bool_)[rows]
    rows, scores = rows[free], scores[free]
    wholes = owners[rows]
    first = _firsts(wholes, len(owners))[:most]
    inside = wholes != rows
    return Found((wholes[first], scores[first]), wholes[inside], rows[inside])


def parts_found(count: int, *found: Found) -> NDArray[np.int64]:
    """By position, of so many, the part for which a whole was found, or -1; of two rankings the first counts."""
    import numpy as np

    parts = np.full(count, -1)
    for one in reversed(found):
        parts[one.wholes[::-1]] = one.parts[::-1]  # what is written last stays
    return parts


def _firsts(rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Where each row, of `count`, stands for the first time."""
    import numpy as np

    places = np.arange(len(rows))
    first = np.empty(count, np.int64)
    first[rows[::-1]] = places[::-1]  # what is written last stays
    return np.flatnonzero(first[rows] == places)


def deep_enough(search: Callable[[int], Nearest], allowed: Allowed, depth: int, owners: NDArray[np.int64]) -> Found:
    """The best `depth` wholes of those allowed: fetched without a filter, four times deeper until there are enough.

    A broad filter inside Chroma costs 300 ms on 60,000 passages; this, most often, nothing.
    """
    wanted = min(depth, allowed.count)
    fetch = depth * -(-len(allowed.mask) // max(1, allowed.wholes))
    while wanted:
        nearest = search(fetch)
        found = folded(nearest, owners, allowed.mask, depth)
        if len(found.ranking[0]) >= wanted or len(nearest[0]) < fetch or fetch >= len(allowed.mask):
            return found
        fetch = min(len(allowed.mask), fetch * 4)
    return nothing()


def scaled(scores: NDArray[np.float64], among: int) -> NDArray[np.float64]:
    """Scores from 0 to 1: the best is 1; 0 is the 300th, or no match at all if fewer of the `among` were found."""
    import numpy as np

    if not len(scores):
        return scores
    depth = min(WEIGHTS.depth, among)
    best, floor = scores[0], scores[depth - 1] if len(scores) >= depth else 0.0
    span = best - floor
    return np.maximum(0.0, (scores - floor) / span) if span > 0 else np.ones(len(scores))


def fused(lexical: Nearest, vector: Nearest, share: float, priors: NDArray[np.float64], among: int) -> Scores:
    """The scores (0 to 1) of two rankings; `share` is the vectors' part, `priors` a factor for each passage."""
    import numpy as np

    if not len(vector[0]):
        share = 0.0
    made = Scores(np.zeros(len(priors)), np.zeros(len(priors), np.uint8))
    for (rows, its), part, mark in ((lexical, 1 - share, LEXICAL), (vector, share, VECTOR)):
        made.values[rows] += part * scaled(its, among)
        made.marks[rows] |= mark
    return Scores(made.values * priors, made.marks)


def first(scored: Scores, allowed: Allowed, ids: Sequence[str], k: int) -> list[int]:
    """Positions of the k best, equal ones by id; only those that can be among them are sorted."""
    import numpy as np

    rows = np.flatnonzero(scored.marks * np.frombuffer(allowed.mask, np.uint8))
    values = scored.values[rows]
    if 0 < k < len(rows):
        near = values >= np.partition(values, len(rows) - k)[len(rows) - k]
        rows, values = rows[near], values[near]
    ranked = sorted(zip((-values).tolist(), map(ids.__getitem__, rows.tolist()), rows.tolist(), strict=True))
    return [at for *_, at in ranked[: max(k, 0)]]
