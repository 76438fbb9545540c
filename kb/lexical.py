"""BM25 on tantivy: words, character pairs, article numbers, titles and the ways people ask, scored together.

tantivy lives here and is loaded on first use. Up to `UP_TO` passages it keeps the index and `kb.postings` sums what its
terms score; beyond that it is asked itself.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kb.counts import COUNTS, Counts, Tally, read_counts
from kb.errors import IndexProblem
from kb.passages import Passage
from kb.postings import UP_TO, Postings
from kb.terms import BOOSTS, cutter, fields_of, terms, terms_of_a_line
from kb.vectors import Nearest, Ranking, ordered, paired, unpaired
from kb.words import dictionary

if TYPE_CHECKING:
    import tantivy

_CLAUSES_KEPT = 1 << 14
"""Clauses of queries that are remembered: half of them are a concept's, and come again with the concept."""


class LexicalIndex:
    """An index over passages, known by their positions (0, 1, 2 …); safe to search from several threads."""

    def __init__(self, index: tantivy.Index, counts: Counts | None, copy: Path | None = None) -> None:
        """`counts` are of the same passages; without them tantivy is asked."""
        self._schema = index.schema
        self._searcher = index.searcher()
        self._clause = lru_cache(maxsize=_CLAUSES_KEPT)(partial(_clause, self._schema, self._searcher))
        self._counts = counts
        if copy:  # lives as long as we do
            weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)

    @classmethod
    def build(
        cls,
        passages: Sequence[Passage],
        folder: Path | None = None,
        progress: Callable[[int], None] | None = None,
        known: Known | None = None,
    ) -> Self:
        """Index the passages in a new folder, or in memory; `progress` hears how many are done, now and then.

        What is `known` is not cut and counted again.

        Raises:
            OSError: the folder cannot be written.
            IndexProblem: tantivy could not write in it.
        """
        import tantivy

        renewed = folder is not None and known is not None and known.in_order(passages)
        try:
            if folder and known and renewed:
                shutil.copytree(known.folder, folder, ignore=shutil.ignore_patterns(COUNTS, "*.lock"))
                index = tantivy.Index.open(str(folder))
            else:
                if folder:
                    folder.mkdir(parents=True)
                index = tantivy.Index(_schema(), str(folder) if folder else None)
            writer = index.writer(heap_size=128_000_000, num_threads=1)  # one thread: the same segments every time
            tally = Tally(len(BOOSTS)) if len(passages) <= UP_TO else None
            cut = cutter(tally.meet if tally else None)
            kept = known.texts() if known and not renewed else {}
            fresh: list[int] = []
            for at, passage in enumerate(passages):
                if not (known and renewed and known.passages[at] == passage):
                    fields = kept.get(passage) or fields_of(passage, cut)
                    if renewed:
                        writer.delete_documents_by_term("position", at)
                    writer.add_document(_document(at, fields))
                    if tally and passage not in kept:
                        tally.add(fields)
                        fresh.append(at)
                if progress and (at + 1) % 1000 == 0:
                    progress(at + 1)
            # counted while tantivy's own thread still writes
            counts = _counted(tally, fresh, known, passages) if tally else None
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            if counts and folder:
                counts.write(folder)
            if progress:
                progress(len(passages))
        except ValueError as fault:
            raise IndexProblem(f"关键词索引写不成（{fault}）。") from fault
        return cls(index, counts)

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
                return cls(tantivy.Index.open(str(folder)), read_counts(folder))
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
            return cls(tantivy.Index.open(str(copy)), read_counts(copy), copy)
        except BaseException:
            shutil.rmtree(copy, ignore_errors=True)
            raise

    @property
    def count(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    @cached_property
    def _postings(self) -> Postings | None:
        """Made of the counts when something is sought: who only builds needs none."""
        return Postings(self._counts, tuple(BOOSTS)) if self._counts else None

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

        if self._postings:
            scores = self._postings.scores(terms(text), boosts)
            lines = [line for line in also.split("\n") if line]
            if lines:
                scores += also_weight * self._postings.of_lines(lines, terms_of_a_line, boosts)
            rows = np.flatnonzero(scores)
            return ordered(rows, scores[rows], k)
        import tantivy

        weights = _weights(text, also, also_weight, boosts)
        clauses = list(filter(None, (self._clause(*term, weight) for term, weight in weights.items())))
        if not clauses or k < 1:
            return unpaired(())
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), k, count=False).hits
        return ordered(np.array(self._positions(found), np.int64), np.array([score for score, _ in found]), k)

    def _positions(self, found: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        values: list[Any] = self._searcher.fast_field_values("position", [address for _, address in found])
        return values


@dataclass(frozen=True, slots=True)
class Known:
    """An index that was built before: what it holds need not be cut again."""

    folder: Path
    passages: tuple[Passage, ...]
    counts: Counts

    def in_order(self, passages: Sequence[Passage]) -> bool:
        """Whether passages stand where they stood, some of them changed: then only these are written."""
        return len(passages) == len(self.passages) and all(
            one.id == other.id for one, other in zip(passages, self.passages, strict=True)
        )

    def texts(self) -> Mapping[Passage, tuple[tuple[str], ...]]:
        """The terms of the passages that it holds, a text for each field."""
        held = (tuple((text,) for text in fields) for fields in self.counts.texts())
        return dict(zip(self.passages, held, strict=True))


def read_known(folder: Path, passages: tuple[Passage, ...]) -> Known | None:
    """The index of these passages; None where texts are cut otherwise today.

    Raises:
        IndexProblem: it is damaged.
    """
    counts = read_counts(folder)
    if counts is None or counts.dictionary != dictionary() or counts.lengths.shape[1] != len(passages):
        return None
    return Known(folder, passages, counts)


def _counted(tally: Tally, fresh: Sequence[int], known: Known | None, passages: Sequence[Passage]) -> Counts:
    """What was counted now, the passages at `fresh`, and before."""
    import numpy as np

    counts = tally.counts(dictionary())
    if known is None:
        return counts
    new = frozenset(fresh)
    places = {passage: at for at, passage in enumerate(passages) if at not in new}
    before = np.array([places.get(passage, -1) for passage in known.passages], np.int64)
    return known.counts.beside(counts, before, np.array(fresh, np.int64), len(passages))


_Term = tuple[str, str]
"""A field, and what stands in it."""


def _weighed(parts: Iterable[tuple[tuple[str, ...], Sequence[str]]], boosts: Mapping[str, float]) -> dict[_Term, float]:
    """What each term counts: as often as it stands there, by its field."""
    weights: defaultdict[_Term, float] = defaultdict(float)
    for fields, found in parts:
        for field in filter(boosts.__contains__, fields):
            for term in found:
                weights[field, term] += boosts[field]
    return weights


def _weights(text: str, also: str, also_weight: float, boosts: Mapping[str, float]) -> dict[_Term, float]:
    """What each term of a question counts, and of what the asker may have meant."""
    weights = _weighed(terms(text), boosts)
    lines = map(terms_of_a_line, filter(None, also.split("\n")))
    for term, weight in _weighed(chain(*lines), boosts).items():
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
    builder.add_integer_field("position", fast=True, indexed=True)
    for field in BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(position: int, fields: Sequence[Sequence[str]]) -> tantivy.Document:
    import tantivy

    held: dict[str, Any] = {name: [" ".join(lines)] for name, lines in zip(BOOSTS, fields, strict=True)}
    return tantivy.Document(position=position, **held)
