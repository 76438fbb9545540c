"""Finds passages: cited articles first, then BM25 and vectors fused; only what applies on the day.

What fails on the way costs quality or time, never the answer: without Chroma the vectors are compared one by one,
without vectors BM25 answers alone, without a disk everything is in memory, and `Searcher.notice` says so.
"""

from __future__ import annotations

import errno
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kb import generations, remote
from kb.embedders import WORDS_ONLY, Embedder, HashEmbedder, embedder_or_words
from kb.errors import IndexProblem
from kb.folding import fold
from kb.foreign import read_articles
from kb.fusion import WEIGHTS, Allowed, Found, Weights, deep_enough, fused, lifted
from kb.generations import CHROMA, LEXICAL, VECTORS, Held
from kb.indexing import Progress, embedded, fingerprint, lexical_in_memory, write_index
from kb.law import Concept
from kb.lexical import LexicalIndex
from kb.mentions import ArticleNames
from kb.passages import Passage, day_number
from kb.seals import verify
from kb.spelling import plain_words, simplified, standard
from kb.store import ChromaVectors, collection_name, is_url
from kb.trial import try_chroma
from kb.vectors import EXACT_UP_TO, ExactVectors, Ranking, VectorIndex

if TYPE_CHECKING:
    import numpy as np
    from langchain_chroma import Chroma
    from numpy.typing import NDArray

__all__ = ["WEIGHTS", "Hit", "Progress", "Searcher", "Weights", "read_articles"]


_Scored = tuple[dict[int, tuple[float, tuple[str, ...]]], dict[int, int]]
"""Score and rankings by position, and the part for which an article was found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its score (above 1 if it was cited, else 0 to 1), and by which rankings."""

    passage: Passage
    score: float
    rankings: tuple[str, ...]
    """Of `cited`, `lexical`, `vector`, `guide` (a guide section that was found rests on it)."""
    part: Passage | None = None
    """The paragraph or item that fits best, where the article has several and one was found."""


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
        self.passages = tuple(passages)
        self.fingerprint = fingerprint
        self.notice = notice
        self.vectors, self.embedder = vectors, embedder
        self.lexical, self.matrix = lexical, matrix
        self._share = share
        self._positions = {p.id: at for at, p in enumerate(self.passages)}
        self._owners = tuple(self._positions.get(p.within, at) for at, p in enumerate(self.passages))
        self._laws = tuple(c.law for c in concepts)
        self._phrases: dict[str, list[tuple[str, int]]] = {}
        for at, concept in enumerate(concepts):
            for phrase in filter(None, (fold(plain_words(x)).text for x in concept.lay)):
                self._phrases.setdefault(phrase[:2], []).append((phrase, at))
        self._links = _links(self.passages)
        self._names: ArticleNames | None = None
        self._known_allowed: dict[tuple[int | None, str | None], Allowed] = {}
        self._last: tuple[str, Allowed, int, _Scored] | None = None
        self._folder: Path | None = None
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
    ) -> Self:
        """Open the index of these passages, after building it if it is missing, stale or damaged.

        `place` is a folder, `http://HOST:PORT` of a Chroma server, or None for memory. Where the place cannot be
        used, the index is made in memory. Without an embedder, BM25 searches alone. What `notice` says, the searcher
        says besides.
        """
        say: Progress = progress or _silent
        mark, say = fingerprint(passages, embedder), progress or _silent
        why = "索引只在内存里，关闭后不保留。"
        opened: Self | None = None
        try:
            if isinstance(place, str) and is_url(place):
                opened = cls._on_server(place, passages, embedder, mark, concepts, say)
            elif place is not None:
                opened = cls._in_folder(Path(place), passages, embedder, mark, concepts, say)
        except (OSError, IndexProblem) as fault:
            why = f"索引没有存到 {place}（{_reason(fault)}），这次只放在内存里，下次要重新建立。"
        if opened is None:
            matrix = embedded(passages, embedder, say) if embedder else None
            opened = cls(
                passages,
                lexical_in_memory(passages, say),
                _in_memory(mark, passages, matrix),
                embedder=embedder,
                matrix=matrix,
                concepts=concepts,
                fingerprint=mark,
                notice=why,
            )
        opened.notice += notice
        return opened

    @classmethod
    def open(cls, place: Path | str, embedder_name: str | None = None, *, concepts: Sequence[Concept] = ()) -> Self:
        """Open an index that was built elsewhere; it brings its own passages.

        Without `embedder_name`, the embedder it was built with is looked for.

        Raises:
            IndexProblem: there is no index, or it is damaged, or the server does not answer.
        """
        if isinstance(place, str) and is_url(place):
            return cls._from_server(place, embedder_name, concepts)
        try:
            held = generations.latest(Path(place))
            embedder, notice = _embedder_for(held.manifest.embedder, embedder_name)
            if held.older:
                notice += "最新的索引已损坏，用的是上一份：请运行 youju index 重建。"
            elif held.lost:
                notice += f"{_instead_of(held)}：请运行 youju index 重建。"
            return cls.from_folder(held, generations.read_passages(held.folder), embedder, concepts, notice)
        except OSError as fault:
            raise IndexProblem(f"{place} 里的索引读不出来（{fault}）：请运行 youju index 重建。") from fault

    @classmethod
    def _in_folder(
        cls,
        place: Path,
        passages: Sequence[Passage],
        embedder: Embedder | None,
        mark: str,
        concepts: Sequence[Concept],
        say: Progress,
    ) -> Self:
        def write(folder: Path) -> str:
            write_index(folder, place, mark, passages, embedder, say)
            return embedder.name if embedder else ""

        folder, manifest = generations.ensure(place, mark, write, lambda: say("等待另一个程序建好索引", 0, 0))
        return cls.from_folder(Held(folder, manifest), passages, embedder, concepts)

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
        folder = held.folder
        vectors: VectorIndex | None = None
        matrix = None
        if embedder and VECTORS not in held.lost:
            matrix = generations.read_vectors(folder)
            vectors = ExactVectors(matrix)
            if len(passages) > EXACT_UP_TO and CHROMA not in held.lost and (folder / CHROMA).is_dir():
                name, ids = collection_name(held.manifest.fingerprint), [p.id for p in passages]
                try:
                    try_chroma(folder, name, ids)
                    vectors = ChromaVectors.open(folder / CHROMA, name, ids, matrix)
                except IndexProblem as fault:
                    notice += _exact_notice(fault)
        lost = LEXICAL in held.lost
        opened = cls(
            passages,
            lexical_in_memory(passages, _silent) if lost else LexicalIndex.open(folder / LEXICAL),
            vectors,
            embedder=embedder,
            matrix=matrix,
            concepts=concepts,
            fingerprint=held.manifest.fingerprint,
            notice=notice,
        )
        opened._folder = None if CHROMA in held.lost else folder
        return opened

    @classmethod
    def _on_server(
        cls,
        url: str,
        passages: Sequence[Passage],
        embedder: Embedder | None,
        mark: str,
        concepts: Sequence[Concept],
        say: Progress,
    ) -> Self:
        if embedder is None:
            raise IndexProblem("没有词向量模型，用不上向量库服务器")
        held, matrix = remote.published(url), None
        if held is None or held.fingerprint != mark:
            matrix = embedded(passages, embedder, say)
            count = len(passages)
            held = remote.publish(
                url, passages, matrix, mark, embedder.name, lambda done: say("写入向量库", done, count)
            )
        vectors = ChromaVectors.open(url, held.collection, [p.id for p in passages], matrix)
        return cls(
            passages,
            lexical_in_memory(passages, say),
            vectors,
            embedder=embedder,
            matrix=matrix,
            concepts=concepts,
            fingerprint=mark,
        )

    @classmethod
    def _from_server(cls, url: str, embedder_name: str | None, concepts: Sequence[Concept]) -> Self:
        held = remote.published(url)
        if held is None:
            raise IndexProblem(f"{url} 上还没有索引：请先运行 youju index --store {url}。")
        passages = remote.fetch_passages(url, held.collection)
        embedder, notice = _embedder_for(held.embedder, embedder_name)
        return cls(
            passages,
            lexical_in_memory(passages, _silent),
            ChromaVectors.open(url, held.collection, [p.id for p in passages]),
            embedder=embedder,
            concepts=concepts,
            fingerprint=held.fingerprint,
            notice=notice,
        )

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
        allowed = self._allowed(day, kind)
        searched = self._allowed(day, None) if self._links else allowed
        scored, parts = self._remembered(standard(text), searched, max(k, WEIGHTS.depth))
        scored = lifted(scored, self._links, allowed) if self._links else scored
        scored = {at: found for at, found in scored.items() if allowed.mask[at]}  # a copy: what is remembered stays
        named = (*(self._positions[i] for i in cited if i in self._positions), *self._mentioned(simplified(text)))
        for order, at in enumerate(at for at in dict.fromkeys(named) if allowed.mask[at]):
            scored[at] = 1.0 + 1.0 / (1 + order), ("cited", *scored.get(at, (0.0, ()))[1])
        best = sorted(scored, key=lambda at: (-scored[at][0], self.passages[at].id))[: max(k, 0)]
        return tuple(
            Hit(self.passages[at], *scored[at], self.passages[parts[at]] if at in parts else None) for at in best
        )

    def as_langchain(self) -> Chroma:
        """The index's Chroma collection as a LangChain vector store, for other programs.

        Raises:
            IndexProblem: there is none (no vectors, or in memory only), or Chroma failed.
        """
        folder = self._folder
        if folder is None or not (folder / CHROMA).is_dir() or self.embedder is None:
            raise IndexProblem("这个索引没有 Chroma 向量库：请先运行 youju index，把索引存到文件夹里。")
        if self._lent is None:  # held on to, since the connection ends with it
            name, ids = collection_name(self.fingerprint), [p.id for p in self.passages]
            verify(folder)  # it was, when we opened; that may be long ago
            try_chroma(folder, name, ids)
            self._lent = ChromaVectors.open(folder / CHROMA, name, ids, self.matrix)
        return self._lent.as_langchain(self.embedder)

    def become(self, whole: Searcher) -> None:
        """Answer from now on with the parts of another searcher of the same passages."""
        with self._lock:
            self.lexical, self.vectors, self.matrix = whole.lexical, whole.vectors, whole.matrix
            self._folder, self.notice, self._last = whole._folder, whole.notice, None

    def close(self) -> None:
        """Let go of files and connections."""
        for held in filter(None, (self.vectors, self._lent)):
            held.close()

    def _allowed(self, day: date | None, kind: str | None) -> Allowed:
        """Which passages may be found; remembered, since one day is asked for again and again."""
        number = day_number(day) if day else None
        if (number, kind) not in self._known_allowed:
            mask = bytes(
                (kind is None or p.kind == kind) and (number is None or p.kind == "guide" or p.in_force_on(number))
                for p in map(self.passages.__getitem__, self._owners)
            )
            wholes = [at for at, owner in enumerate(self._owners) if at == owner]
            if len(self._known_allowed) >= _DAYS_REMEMBERED:
                self._known_allowed = {}
            self._known_allowed[number, kind] = Allowed(mask, sum(mask[at] for at in wholes), len(wholes))
        return self._known_allowed[number, kind]

    def _remembered(self, text: str, allowed: Allowed, depth: int) -> _Scored:
        """The scores of a question that was just asked: an answer asks for all kinds, then for guides alone."""
        last = self._last
        if last is None or (last[0], last[2]) != (text, depth) or last[1] is not allowed:
            self._last = last = text, allowed, depth, self._scored(text, allowed, depth)
        return last[3]

    def _scored(self, text: str, allowed: Allowed, depth: int) -> _Scored:
        """Score everything; of two parts that fit, the one found by words counts."""
        meant = self._meant(text)
        lexical = self._deep_enough(
            lambda k: self.lexical.search(text, k, also=meant, also_weight=WEIGHTS.concept), allowed, depth
        )
        vector = self._nearest(text, meant, allowed, depth)
        share = self._share
        if share is None:
            share = WEIGHTS.hashed if isinstance(self.embedder, HashEmbedder) else WEIGHTS.vectors
        scored = fused(lexical.ranking, vector.ranking, share, self.passages, allowed.count)
        return scored, {**vector.parts, **lexical.parts}

    def _deep_enough(self, search: Callable[[int], Ranking], allowed: Allowed, depth: int) -> Found:
        return deep_enough(search, allowed, depth, self._owners)

    def _nearest(self, text: str, meant: str, allowed: Allowed, depth: int) -> Found:
        vectors = self.vectors
        if self.embedder is None or vectors is None:
            return Found()
        query = self.embedder.embed_query(text)
        if meant:
            query = query + WEIGHTS.concept * self.embedder.embed_query(meant)
            query /= float(query @ query) ** 0.5 or 1.0
        if not query.any():
            return Found()
        try:
            return self._deep_enough(lambda k: vectors.search(query, k), allowed, depth)
        except IndexProblem as fault:
            instead = self._without(vectors, fault)
        return self._deep_enough(lambda k: instead.search(query, k), allowed, depth) if instead else Found()

    def _without(self, failed: VectorIndex, fault: IndexProblem) -> VectorIndex | None:
        """What takes the place of vectors that failed, from now on."""
        with self._lock:
            if self.vectors is failed:
                exact = self.matrix is not None
                self.vectors = ExactVectors(self.matrix) if self.matrix is not None else None
                self.notice += _exact_notice(fault) if exact else f"{fault}{WORDS_ONLY}"
            return self.vectors

    def _meant(self, text: str) -> str:
        """The law's words for what the question says in a borrower's words, a line each."""
        folded = fold(text).text
        found = {
            concept
            for at in range(len(folded))
            for key in (folded[at : at + 2], folded[at])
            for phrase, concept in self._phrases.get(key, ())
            if folded.startswith(phrase, at)
        }
        return "\n".join(dict.fromkeys(word for concept in sorted(found) for word in self._laws[concept]))

    def _mentioned(self, text: str) -> tuple[int, ...]:
        if "条" not in text:
            return ()
        if self._names is None:
            self._names = ArticleNames(self.passages)
        return self._names.mentioned(text)


_DAYS_REMEMBERED = 64


def _links(passages: Sequence[Passage]) -> dict[int, tuple[int, ...]]:
    """By the position of a guide section, the positions of the articles it rests on, every version of each."""
    versions: dict[str, list[int]] = {}
    for at, passage in enumerate(passages):
        if passage.kind == "article":
            name, _, number = passage.id.partition("#")
            versions.setdefault(f"{name.partition('@')[0]}#{number}", []).append(at)
    return {
        at: tuple(found for ref in passage.cites.split() for found in versions.get(ref, ()))
        for at, passage in enumerate(passages)
        if passage.cites
    }


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def _in_memory(mark: str, passages: Sequence[Passage], matrix: NDArray[np.float32] | None) -> VectorIndex | None:
    if matrix is None or len(passages) <= EXACT_UP_TO:
        return None if matrix is None else ExactVectors(matrix)
    try:
        return ChromaVectors.build(None, f"{collection_name(mark)}-{uuid.uuid4().hex[:8]}", passages, matrix)
    except IndexProblem:
        return ExactVectors(matrix)


def _embedder_for(built_with: str, asked_for: str | None) -> tuple[Embedder | None, str]:
    """The embedder for an index, or None and why."""
    if not built_with:
        return None, "这个索引没有词向量，只用关键词检索。"
    if asked_for is None and built_with.startswith("hash-"):
        asked_for = "hash"
    embedder, notice = embedder_or_words(asked_for)
    if embedder is None:
        return None, notice
    if embedder.name != built_with:
        return None, f"索引用的是另一个词向量模型（{built_with}）。{WORDS_ONLY}"
    return embedder, ""


def _instead_of(held: Held) -> str:
    """What is damaged in an index, and what serves in its stead."""
    if VECTORS in held.lost:
        return "索引的词向量已损坏，现在只用关键词检索，可能找得不全"
    return f"索引的{'关键词' if LEXICAL in held.lost else '向量库'}部分已损坏，现在用内存里的，结果不受影响"


def _reason(fault: OSError | IndexProblem) -> str:
    """Why a place could not be used, in the reader's words where we know them."""
    said, number = str(fault), fault.errno if isinstance(fault, OSError) else None
    if number == errno.ENOSPC or any(x in said for x in ("No space left", "disk is full", "requested and")):
        return "磁盘空间不足"
    return "没有写入权限" if number in {errno.EACCES, errno.EPERM, errno.EROFS} else said.rstrip("。")


def _exact_notice(fault: IndexProblem) -> str:
    return f"{fault} 现在逐条比较向量，结果不受影响，只是慢一些。"
