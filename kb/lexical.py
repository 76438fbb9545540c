"""BM25 on tantivy: words, character pairs, article numbers, titles and the ways people ask, scored together.

Pairs find what the dictionary cuts wrongly, words weigh what pairs blur; on the public benchmark their sum beats
either (R@10 .50 against .48 and .49). tantivy lives here and is loaded on first use.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kb.errors import IndexProblem
from kb.folding import bigrams
from kb.passages import Passage
from kb.postings import UP_TO, Postings, Term
from kb.vectors import Nearest, Ranking, ordered, paired, unpaired
from kb.words import article_keys, words

if TYPE_CHECKING:
    import numpy as np
    import tantivy
    from numpy.typing import NDArray

BOOSTS: Mapping[str, float] = {"words": 1.0, "pairs": 1.0, "title": 0.3, "asked": 1.0, "number": 1.0}
"""What each field weighs."""


_LINES_KEPT = 8192
"""Lines whose words are remembered: an article's parts repeat its lines and headings, and questions their concepts."""

_CLAUSES_KEPT = 1 << 14
"""Clauses of queries that are remembered: half of them are a concept's, and come again with the concept."""


class LexicalIndex:
    """An index over passages, known by their positions (0, 1, 2 …); safe to search from several threads."""

    def __init__(self, index: tantivy.Index, copy: Path | None = None) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._clause = lru_cache(maxsize=_CLAUSES_KEPT)(partial(_clause, self._schema, self._searcher))
        self._postings = Postings(self.count, self._read)
        if copy:  # lives as long as we do
            weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)

    @classmethod
    def build(
        cls, passages: Iterable[Passage], folder: Path | None = None, progress: Callable[[int], None] | None = None
    ) -> Self:
        """Index the passages in a new folder, or in memory; `progress` hears how many are done, now and then.

        Raises:
            OSError: the folder cannot be written.
            IndexProblem: tantivy could not write in it.
        """
        import tantivy

        if folder is not None:
            folder.mkdir(parents=True)
        try:
            index = tantivy.Index(_schema(), str(folder) if folder else None)
            writer = index.writer(heap_size=128_000_000, num_threads=1)  # one thread: the same segments every time
            count, cut = 0, lru_cache(maxsize=_LINES_KEPT)(_cut)
            for count, passage in enumerate(passages, 1):
                writer.add_document(_document(count - 1, passage, cut))
                if progress and count % 1000 == 0:
                    progress(count)
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            if progress:
                progress(count)
        except ValueError as fault:
            raise IndexProblem(f"关键词索引写不成（{fault}）。") from fault
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open an index that was built before.

        tantivy writes a lock file even to read, so where it may not write a temporary copy is opened.

        Raises:
            IndexProblem: it is not there or damaged.
        """
        import tantivy

        try:
            try:
                return cls(tantivy.Index.open(str(folder)))
            except ValueError as fault:
                if "Lockfile" not in str(fault):
                    raise
            return cls._open_copy(folder)
        except ValueError as fault:
            raise IndexProblem(f"关键词索引 {folder} 打不开（{fault}）：请运行 youju index 重建。") from fault

    @classmethod
    def _open_copy(cls, folder: Path) -> Self:
        import tantivy

        copy = Path(tempfile.mkdtemp(prefix="youju-"))
        try:
            for path in folder.iterdir():
                if not path.name.endswith(".lock"):
                    shutil.copyfile(path, copy / path.name)
            return cls(tantivy.Index.open(str(copy)), copy)
        except BaseException:
            shutil.rmtree(copy, ignore_errors=True)
            raise

    @property
    def count(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def search(
        self, text: str, k: int, *, also: str = "", also_weight: float = 0.5, boosts: Mapping[str, float] = BOOSTS
    ) -> Ranking:
        """Positions and BM25 scores of the k best passages, best first; equal scores by position.

        `also` is searched too, with less weight: what the asker may have meant. Of the fields, those in `boosts`.
        """
        return paired(self.best(text, k, also=also, also_weight=also_weight, boosts=boosts))

    def best(
        self, text: str, k: int, *, also: str = "", also_weight: float = 0.5, boosts: Mapping[str, float] = BOOSTS
    ) -> Nearest:
        """The same in columns."""
        import numpy as np

        if self.count <= UP_TO:
            scores = self._scores(text, also, also_weight, tuple(boosts.items()))
            rows = np.flatnonzero(scores)
            return ordered(rows, scores[rows], k)
        import tantivy

        weights = _weights(text, also, also_weight, boosts)
        clauses = list(filter(None, (self._clause(*term, weight) for term, weight in weights.items())))
        if not clauses or k < 1:
            return unpaired(())
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), k, count=False).hits
        return ordered(np.array(self._positions(found), np.int64), np.array([score for score, _ in found]), k)

    def _scores(
        self, text: str, also: str, also_weight: float, boosts: tuple[tuple[str, float], ...]
    ) -> NDArray[np.float64]:
        """The same of every passage, from what single terms score."""
        scores = self._postings.scores(_weighed(_terms(text), boosts))
        lines = [(line, boosts) for line in also.split("\n") if line]
        if lines:
            scores += also_weight * self._postings.of_lines(lines, lambda of: _weighed(_terms(of[0]), of[1]))
        return scores

    def _read(self, term: Term) -> tuple[Sequence[int], Sequence[float]]:
        """Where a term is found, and what it scores there."""
        import tantivy

        count = self._searcher.doc_freq(*term)
        if not count:
            return (), ()
        query = tantivy.Query.term_query(self._schema, *term, index_option="freq")
        found = self._searcher.search(query, count, count=False).hits
        return self._positions(found), [score for score, _ in found]

    def _positions(self, found: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        values: list[Any] = self._searcher.fast_field_values("position", [address for _, address in found])
        return values


_Parts = Iterable[tuple[str, Sequence[str]]]


def _weighed(parts: _Parts, boosts: Iterable[tuple[str, float]]) -> dict[Term, float]:
    """What each term counts: as often as it stands there, by its field."""
    weights: defaultdict[Term, float] = defaultdict(float)
    counts = dict(boosts)
    for field, terms in parts:
        if field in counts:
            for term in terms:
                weights[field, term] += counts[field]
    return weights


def _weights(text: str, also: str, also_weight: float, boosts: Mapping[str, float]) -> dict[Term, float]:
    """What each term of a question counts, and of what the asker may have meant."""
    weights = _weighed(_terms(text), boosts.items())
    lines = map(_terms_of_a_line, filter(None, also.split("\n")))
    for term, weight in _weighed(chain(*lines), boosts.items()).items():
        weights[term] = weights.get(term, 0.0) + also_weight * weight
    return weights


def _clause(
    schema: tantivy.Schema, searcher: tantivy.Searcher, field: str, term: str, weight: float
) -> tuple[tantivy.Occur, tantivy.Query] | None:
    """None for a term that no passage has: it would be looked up for nothing."""
    import tantivy

    if not searcher.doc_freq(field, term):
        return None
    query = tantivy.Query.term_query(schema, field, term, index_option="freq")
    return tantivy.Occur.Should, tantivy.Query.boost_query(query, weight)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("position", fast=True)
    for field in BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


_Cut = Callable[[str], tuple[str, str]]


def _cut(line: str) -> tuple[str, str]:
    """The words and the pairs of a line; neither reaches beyond its end."""
    return " ".join(words(line)), " ".join(bigrams(line))


def _document(position: int, passage: Passage, cut: _Cut) -> tantivy.Document:
    import tantivy

    asked = passage.asked.split("\n")
    if passage.kind == "guide":
        asked.append(passage.number)
    titled, ways, text = (
        [cut(line) for line in lines]
        for lines in ((passage.title, *passage.headings.split("\n")), asked, passage.text.split("\n"))
    )
    return tantivy.Document(
        position=position,
        words=[" ".join(both[0] for both in (*titled, *ways, *text))],
        pairs=[" ".join(both[1] for both in (*titled, *ways, *text))],
        title=[" ".join(both[1] for both in titled)],
        asked=[" ".join(both[1] for both in ways)],
        number=[" ".join(article_keys(passage.number) if passage.kind == "article" else ())],
    )


def _terms(text: str) -> Sequence[tuple[str, Sequence[str]]]:
    """The terms of a query, for each field."""
    if not text:
        return ()
    pairs = bigrams(text)
    return (
        ("words", words(text)),
        ("pairs", pairs),
        ("title", pairs),
        ("asked", pairs),
        ("number", article_keys(text)),
    )


_terms_of_a_line = lru_cache(maxsize=_LINES_KEPT)(_terms)
"""The same, for what comes again and again: the law's words for a concept."""
