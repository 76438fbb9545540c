"""Finds passages: cited articles first, then BM25 and vectors fused; only what applies on the day.

What fails on the way costs quality or time, never the answer: without Chroma the vectors are compared one by one,
without vectors BM25 answers alone, without a disk everything is in memory, and `Searcher.notice` says so.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from kb import opening
from kb.answered import Answered, read_answers
from kb.applicable import Applicable
from kb.bridges import Bridges
from kb.embedders import WORDS_ONLY, Embedder, HashEmbedder
from kb.errors import IndexProblem, ModelProblem
from kb.foreign import read_articles
from kb.fusion import (
    CITED,
    NAMES,
    WEIGHTS,
    Allowed,
    Found,
    Scores,
    Weights,
    deep_enough,
    first,
    fused,
    nothing,
    parts_found,
)
from kb.generations import Held
from kb.indexing import Progress
from kb.law import Concept
from kb.lexical import LexicalIndex
from kb.mentions import ArticleNames
from kb.opening import Parts, exact_notice, silent
from kb.passages import Passage
from kb.seals import verify
from kb.sought import Sought
from kb.spelling import simplified, standard
from kb.store import ChromaVectors, collection_name
from kb.trial import tried
from kb.vectors import VectorIndex, compared

if TYPE_CHECKING:
    import numpy as np
    from langchain_chroma import Chroma
    from numpy.typing import NDArray

__all__ = ["WEIGHTS", "Hit", "Progress", "Searcher", "Weights", "read_articles"]

_Scored: TypeAlias = "tuple[Scores, NDArray[np.int64], tuple[int, ...]]"
"""The scores, by position the part for which an article was found, and the rows of the concept table named."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its score (above 1 if it was cited, else 0 to 1), and by which rankings."""

    passage: Passage
    score: float
    rankings: tuple[str, ...]
    """Of `cited`, `lexical`, `vector`, `guide` (a guide section that was found rests on it), `concept` (a row of the
    concept table names it), `answered` (a question like this one was answered by it)."""
    part: Passage | None = None
    """The paragraph or item that fits best, where the article has several and one was found."""


class _Last(threading.local):
    """What the same thread searched last; another's question between the two searches of an answer changes nothing."""

    scored: tuple[str, Allowed, int, _Scored] | None = None


class Searcher:
    """Searches one set of passages; safe to use from several threads.

    `notice` says in Chinese what does not work as it should; empty when all is well.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        vectors: VectorIndex | None = None,
        *,
        embedder: Embedder | None = None,
        matrix: NDArray[np.float32] | None = None,
        concepts: Sequence[Concept] = (),
        fingerprint: str = "",
        notice: str = "",
        share: float | None = None,
    ) -> None:
        """Put the parts together, as `build` and `open` do; `matrix` stands in where `vectors` fail.

        `share` is that of the vectors, to try another than `Weights` has.
        """
        import numpy as np

        self.passages = tuple(passages)
        self.fingerprint = fingerprint
        self.notice = notice
        self.vectors, self.embedder = vectors, embedder
        self.lexical, self.matrix = lexical, matrix
        self._share = share
        self._ids = tuple(p.id for p in self.passages)
        self._positions = {p.id: at for at, p in enumerate(self.passages)}
        self._owners = tuple(self._positions.get(p.within, at) for at, p in enumerate(self.passages))
        self._owner_rows = np.array(self._owners, np.int64)
        self._priors = np.array([WEIGHTS.prior(p) for p in self.passages], np.float64)
        self._sought = Sought(concepts, self.passages)
        self._bridges = Bridges(self.passages)
        self._answered = self._remembering()
        self._names: ArticleNames | None = None
        self._applicable = Applicable(self.passages, self._owners)
        self._last = _Last()
        self._chroma: Path | None = None
        self._lent: ChromaVectors | None = None
        self._lock = threading.Lock()

    @classmethod
    def build(
        cls,
        passages: Sequence[Passage],
        embedder: Embedder | None,
        place: Path | str | None,
        *,
        concepts: Sequence[Concept] = (),
        progress: Progress | None = None,
        notice: str = "",
        beside: Path | None = None,
    ) -> Self:
        """Open the index of these passages, after building it if it is missing, stale or damaged.

        `place` is a folder, the address of a server (`http://HOST:PORT`, `milvus://HOST:PORT`, `milvus:FILE.db`), or
        None for memory. Where the place cannot be used, the index is made in memory. Without an embedder, BM25 searches
        alone. Of an index on a server, `beside` is the folder for what stays here; None: it is made at every start.
        What `notice` says, the searcher says besides.
        """
        return cls._of(opening.built(passages, embedder, place, beside, progress or silent), concepts, notice)

    @classmethod
    def ready(
        cls,
        passages: Sequence[Passage],
        embedder: Embedder | None,
        place: Path | str | None,
        *,
        concepts: Sequence[Concept] = (),
        progress: Progress | None = None,
        notice: str = "",
        beside: Path | None = None,
    ) -> Self:
        """The same, but nothing is published: a server that is away, slow, empty or of another index is done without.

        So many may read while one publishes.
        """
        return cls._of(opening.ready(passages, embedder, place, beside, progress or silent), concepts, notice)

    @classmethod
    def open(
        cls,
        place: Path | str,
        embedder_name: str | None = None,
        *,
        concepts: Sequence[Concept] = (),
        beside: Path | None = None,
    ) -> Self:
        """Open an index that was built elsewhere; it brings its own passages.

        Without `embedder_name`, the embedder it was built with is looked for.

        Raises:
            IndexProblem: there is no index, or it is damaged, or the server does not answer.
        """
        return cls._of(opening.opened(place, embedder_name, beside), concepts)

    @classmethod
    def from_folder(
        cls,
        held: Held,
        passages: Sequence[Passage],
        embedder: Embedder | None,
        concepts: Sequence[Concept] = (),
        notice: str = "",
    ) -> Self:
        """Open what is whole in an index folder: without its BM25 that is made anew, without its vectors words search.

        Raises:
            OSError: it cannot be read.
            IndexProblem: tantivy failed.
        """
        return cls._of(opening.from_folder(held, passages, embedder), concepts, notice)

    @classmethod
    def _of(cls, parts: Parts, concepts: Sequence[Concept], notice: str = "") -> Self:
        made = cls(
            parts.passages,
            parts.lexical,
            parts.vectors,
            embedder=parts.embedder,
            matrix=parts.matrix,
            concepts=concepts,
            fingerprint=parts.fingerprint,
            notice=parts.notice + notice,
        )
        made._chroma = parts.chroma
        return made

    def find(
        self,
        text: str,
        day: date | None,
        *,
        k: int = 20,
        kind: str | None = None,
        cited: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """Find the k best passages for a question, best first; equal scores by id.

        Only articles in force on `day` are found (all versions if it is None), guides on any day, and only of `kind`
        (`article` or `guide`) if one is given. Passages whose ids are `cited` come first, in that order, then those
        that the question itself names (民法典第1033条). What is searched is the question in standard spelling.
        """
        allowed = self._applicable.on(day, kind)
        searched = self._applicable.on(day, None) if self._bridges else allowed
        scored, parts, named = self._remembered(standard(text), searched, max(k, WEIGHTS.depth))
        scored = self._bridges.lifted(scored, allowed) if self._bridges else scored
        scored = self._sought.lifted(scored, named, allowed)  # a copy: what is remembered stays
        cites = (*(self._positions[i] for i in cited if i in self._positions), *self._mentioned(text))
        for order, at in enumerate(at for at in dict.fromkeys(cites) if allowed.mask[at]):
            scored.values[at] = 1.0 + 1.0 / (1 + order)
            scored.marks[at] |= CITED
        return tuple(self._hit(at, scored, int(parts[at])) for at in first(scored, allowed, self._ids, k))

    def _hit(self, at: int, scored: Scores, part: int) -> Hit:
        found = self.passages[part] if part >= 0 else None
        return Hit(self.passages[at], float(scored.values[at]), NAMES[scored.marks[at]], found)

    def as_langchain(self) -> Chroma:
        """The index's Chroma collection as a LangChain vector store, for other programs.

        Raises:
            IndexProblem: there is none (no vectors, or in memory only), or Chroma failed.
        """
        if self._chroma is None or not self._chroma.is_dir() or self.embedder is None:
            raise IndexProblem("这个索引没有 Chroma 向量库：请先运行 youju index，把索引存到文件夹里。")
        with self._lock:
            if self._lent is None:  # held on to, since the connection ends with it
                folder, ids = self._chroma.parent, [p.id for p in self.passages]
                verify(folder)  # it was, when we opened; that may be long ago
                self._lent = tried(folder, collection_name(self.fingerprint), ids, self.matrix)
            return self._lent.as_langchain(self.embedder)

    def become(self, whole: Searcher) -> None:
        """Answer from now on with the parts of another searcher of the same passages."""
        with self._lock:
            self.lexical, self.vectors, self.matrix = whole.lexical, whole.vectors, whole.matrix
            self._chroma, self.notice, self._last = whole._chroma, whole.notice, _Last()

    def close(self) -> None:
        """Let go of files and connections."""
        for held in filter(None, (self.vectors, self._lent)):
            held.close()

    def _remembering(self) -> Answered | None:
        try:
            answers = read_answers(self.embedder)
        except ModelProblem as fault:
            self.notice += str(fault)
            return None
        return Answered(answers, self.passages) if answers else None

    def _remembered(self, text: str, allowed: Allowed, depth: int) -> _Scored:
        """The scores of a question that was just asked: an answer asks for all kinds, then for guides alone."""
        kept = self._last  # held on to: if our parts change on the way, what the old ones scored is not kept
        last = kept.scored
        if last is None or (last[0], last[2]) != (text, depth) or last[1] is not allowed:
            kept.scored = last = text, allowed, depth, self._scored(text, allowed, depth)
        return last[3]

    def _scored(self, text: str, allowed: Allowed, depth: int) -> _Scored:
        """Score everything; of two parts that fit, the one found by words counts."""
        named = self._sought.named(text)
        meant = self._sought.meant(named)
        by_words = partial(self.lexical.best, text, also=meant, also_weight=WEIGHTS.concept)
        lexical = deep_enough(by_words, allowed, depth, self._owner_rows)
        query = self.embedder.embed_query(text) if self.embedder and self.vectors else None
        vector = nothing() if query is None else self._nearest(query, meant, allowed, depth)
        share = self._share
        if share is None:
            share = WEIGHTS.hashed if isinstance(self.embedder, HashEmbedder) else WEIGHTS.vectors
        scored = fused(lexical.ranking, vector.ranking, share, self._priors, allowed.count)
        if self._answered and query is not None and query.any():
            guided = bool(self._bridges)  # what nothing else found would stand before guides that were
            most = WEIGHTS.answered_beside_guides if guided else WEIGHTS.answered
            scored = self._answered.lifted(scored, query, most, found_only=guided)
        return scored, parts_found(len(self.passages), lexical, vector), named

    def _nearest(self, query: NDArray[np.float32], meant: str, allowed: Allowed, depth: int) -> Found:
        if meant and self.embedder:
            query = query + WEIGHTS.concept * self.embedder.embed_lines(meant.split("\n"))
            query /= float(query @ query) ** 0.5 or 1.0
        if not query.any():
            return nothing()
        while (vectors := self.vectors) is not None:
            try:
                return deep_enough(partial(vectors.search, query), allowed, depth, self._owner_rows)
            except IndexProblem as fault:
                self._do_without(vectors, fault)
        return nothing()

    def _do_without(self, failed: VectorIndex, fault: IndexProblem) -> None:
        """From now on our own vectors are compared, or words search alone."""
        with self._lock:
            if self.vectors is failed:
                self.vectors = None if self.matrix is None else compared(self.matrix)
                self.notice += f"{fault}{WORDS_ONLY}" if self.matrix is None else exact_notice(fault)

    def _mentioned(self, text: str) -> tuple[int, ...]:
        if "条" not in text and "條" not in text:
            return ()
        if self._names is None:
            self._names = ArticleNames(self.passages)
        return self._names.mentioned(simplified(text))
