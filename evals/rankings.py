"""Rankings of whole articles for a question: BM25 alone, vectors alone, and what youju makes of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from evals.tables import tell
from kb import Concept, Embedder, ExactVectors, LexicalIndex, Passage, Searcher, day_number, embedded, paired, standard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEPTH = 100
"""How deep a ranking goes."""

PLAIN: Mapping[str, float] = MappingProxyType({"words": 1.0, "pairs": 1.0})
"""The fields of a BM25 without anything of ours: words and pairs of characters."""

FUSED, BM25, VECTORS = "fused", "BM25", "vectors"

SHOWN, _PARTS = 20, 2000
"""Articles of a ranking by itself, and passages that are fetched for them: parts and other versions fall out."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way to rank: names of articles for a question, best first, at most `DEPTH`."""

    name: str
    rank: Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is searched: passages, the concept table, and the day whose law may be found (None: every version)."""

    passages: tuple[Passage, ...]
    concepts: tuple[Concept, ...]
    day: date | None = None

    def names(self) -> tuple[str, ...]:
        """By position, the article that a passage is or belongs to; empty for guides and what is not law that day."""
        at = {p.id: p for p in self.passages}
        wholes = (at.get(p.within, p) for p in self.passages)
        number = day_number(self.day) if self.day else None
        return tuple(
            name_of(p) if p.kind == "article" and (number is None or p.in_force_on(number)) else "" for p in wholes
        )


def name_of(passage: Passage) -> str:
    """The id that the maker of a foreign corpus gave, else ours."""
    return passage.echo or passage.id


def without_ways(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages without the ways people ask, which are search words of our own."""
    return tuple(replace(p, asked="") if p.asked else p for p in passages)


def methods(shelf: Shelf, embedder: Embedder) -> tuple[Method, ...]:
    """Every ranking that is compared; those without ways only where passages have them."""
    rich = _indexed(shelf.passages, embedder)
    bare = without_ways(shelf.passages)
    poor = rich if bare == shelf.passages else _indexed(bare, embedder)
    names = shelf.names()
    nearest = ExactVectors(rich.matrix)
    # a ranking of passages is fetched whole where they are parts of articles, or not to be found
    fetch = DEPTH if all(names) and len(set(names)) == len(names) else len(names)

    def by_words(text: str) -> tuple[str, ...]:
        return _folded(names, poor.lexical.search(text, fetch, boosts=PLAIN))

    def by_vectors(text: str) -> tuple[str, ...]:
        query = embedder.embed_query(text)
        return _folded(names, paired(nearest.search(query, fetch))) if query.any() else ()

    found = [
        Method("BM25 alone (words and bigrams, no ways)", by_words),
        Method(BM25, _searching(shelf, rich, None, shelf.concepts)),
        Method("vectors alone", by_vectors),
        Method(FUSED, _searching(shelf, rich, embedder, shelf.concepts)),
        Method("fused, no concept table", _searching(shelf, rich, embedder, ())),
    ]
    if poor is not rich:
        found += [
            Method("fused, no ways", _searching(shelf, poor, embedder, shelf.concepts)),
            Method("fused, neither", _searching(shelf, poor, embedder, ())),
        ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Index:
    passages: tuple[Passage, ...]
    lexical: LexicalIndex
    matrix: NDArray[np.float32]


def _indexed(passages: tuple[Passage, ...], embedder: Embedder) -> _Index:
    lexical = LexicalIndex.build(passages, None, lambda done: tell("BM25", done, len(passages)))
    return _Index(passages, lexical, embedded(passages, embedder, tell))


def _searching(
    shelf: Shelf, index: _Index, embedder: Embedder | None, concepts: Sequence[Concept]
) -> Callable[[str], tuple[str, ...]]:
    """What youju finds; vectors are compared one by one, so that Chroma's recall does not enter."""
    vectors = ExactVectors(index.matrix) if embedder else None
    searcher = Searcher(index.passages, index.lexical, vectors, embedder=embedder, concepts=concepts)
    return lambda text: tuple(name_of(hit.passage) for hit in searcher.find(text, shelf.day, k=DEPTH, kind="article"))


def _folded(names: Sequence[str], ranking: Sequence[tuple[int, float]]) -> tuple[str, ...]:
    """The first `DEPTH` articles of a ranking of passages."""
    return tuple(dict.fromkeys(names[at] for at, _ in ranking if names[at]))[:DEPTH]


class OneByOne:
    """The rankings that an answer is made from, each by itself, from an index that is open."""

    def __init__(self, searcher: Searcher, concepts: Sequence[Concept]) -> None:
        """Take the parts of a searcher."""
        self._searcher = searcher
        self._words = Searcher(searcher.passages, searcher.lexical, None, concepts=concepts)
        self._shelf = Shelf(searcher.passages, tuple(concepts))
        self._nearest = ExactVectors(searcher.matrix) if searcher.matrix is not None else None
        self._names: dict[date, tuple[str, ...]] = {}

    def __call__(self, text: str, day: date) -> dict[str, tuple[str, ...]]:
        """By name of a ranking, its first articles of that day."""
        found = {BM25: self._found(self._words, text, day), FUSED: self._found(self._searcher, text, day)}
        embedder = self._searcher.embedder
        if embedder and self._nearest:
            if day not in self._names:
                self._names[day] = replace(self._shelf, day=day).names()
            nearest = paired(self._nearest.search(embedder.embed_query(standard(text)), _PARTS))
            found[VECTORS] = _folded(self._names[day], nearest)[:SHOWN]
        return {name: found[name] for name in (BM25, VECTORS, FUSED) if name in found}

    @staticmethod
    def _found(searcher: Searcher, text: str, day: date) -> tuple[str, ...]:
        return tuple(hit.passage.id for hit in searcher.find(text, day, k=SHOWN, kind="article"))
