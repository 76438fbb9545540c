"""What each part of the search is worth: each alone, and all together with one left out or weighed otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from assistant import read_settings
from evals.cases import read_cases
from evals.intervals import bootstrap, paired
from evals.quality import Measure, ask_all, recall, reciprocal
from evals.queries import Query, read_public
from evals.rankings import DEPTH, Method, Shelf, name_of, without_ways
from evals.references import targets
from evals.suites import QUESTIONS
from evals.tables import Table, tell
from kb import (
    Concept,
    Embedder,
    ExactVectors,
    InputProblem,
    LexicalIndex,
    Passage,
    Searcher,
    embedded,
    open_embedder,
    read_articles,
    read_corpus,
    standard,
    ways_by_wording,
)

MEASURES: Mapping[str, Measure] = MappingProxyType({"R@5": recall(5), "R@10": recall(10), "MRR@10": reciprocal(10)})
SHARES = (0.2, 0.4, 0.8)
"""Other shares of the vectors than the one that is used."""
USED = "as used"
MARK = "ablation"
"""Where its table stands in docs/evaluation.md."""


def own_ablation(library: Path, store: str | None, limit: int | None = None) -> Table:
    """On the questions of `youju eval` with one turn and expected references, by the law of their day."""
    corpus = read_corpus(library)
    embedder = open_embedder(None)
    index = read_settings(library=str(library), store=store).index
    searcher = Searcher.build(corpus.passages, embedder, index, concepts=corpus.concepts)
    cases = [c for c in read_cases(QUESTIONS) if c.expect and len(c.turns) == 1 and c.as_of is None][:limit]
    queries = [Query(c.turns[0], targets(c.expect, corpus.verified, corpus), c.kind) for c in cases]
    shelf = Shelf(searcher.passages, corpus.concepts, corpus.verified)
    if searcher.matrix is None:
        raise InputProblem("这个索引没有词向量，量不了各路检索；请先运行 youju index")
    methods = variants(shelf, searcher.lexical, ExactVectors(searcher.matrix), embedder, ways=False)
    return _table(f"youju's own library, {len(queries)} questions of `youju eval`", methods, queries)


def bench_ablation(folder: Path, library: Path, limit: int | None = None) -> Table:
    """On a public corpus with its questions; its index is built in memory, which takes minutes.

    Raises:
        InputProblem: the folder lacks its files.
    """
    articles, questions = folder / "articles.jsonl.gz", folder / "queries.jsonl"
    if not (articles.is_file() and questions.is_file()):
        raise InputProblem(f"{folder} 里没有 articles.jsonl.gz 和 queries.jsonl；请指向公开语料的文件夹")
    corpus = read_corpus(library)
    passages = tuple(read_articles(articles, ways_by_wording(corpus, library)))
    embedder = open_embedder(None)
    lexical = LexicalIndex.build(passages, None)
    vectors = ExactVectors(embedded(passages, embedder, tell))
    queries = read_public(questions)[:limit]
    shelf = Shelf(passages, corpus.concepts)
    on = f"public benchmark, {len(passages)} articles, {len(queries)} questions, which the model WAS TRAINED ON"
    return _table(on, variants(shelf, lexical, vectors, embedder, ways=True), queries)


def variants(
    shelf: Shelf, lexical: LexicalIndex, vectors: ExactVectors, embedder: Embedder, *, ways: bool
) -> tuple[Method, ...]:
    """The rankings that are compared; the last is the one that is used.

    `ways` also indexes the passages without the ways people ask, which takes as long as the index itself did.
    """
    names, passages = shelf.names(), shelf.passages

    def words(boosts: Mapping[str, float]) -> Callable[[str], tuple[str, ...]]:
        return lambda text: _articles(names, lexical.best(standard(text), len(names), boosts=boosts)[0])

    def nearest(text: str) -> tuple[str, ...]:
        query = embedder.embed_query(standard(text))
        return _articles(names, vectors.search(query, len(names))[0]) if query.any() else ()

    def found(
        concepts: Sequence[Concept] = shelf.concepts,
        share: float | None = None,
        *,
        held: Sequence[Passage] = passages,
        by: LexicalIndex = lexical,
        alone: bool = False,
    ) -> Callable[[str], tuple[str, ...]]:
        searcher = Searcher(
            held, by, None if alone else vectors, embedder=None if alone else embedder, concepts=concepts, share=share
        )
        return lambda text: tuple(
            name_of(hit.passage) for hit in searcher.find(text, shelf.day, k=DEPTH, kind="article")
        )

    tried = [
        Method("BM25, words only", words({"words": 1.0})),
        Method("BM25, pairs of characters only", words({"pairs": 1.0})),
        Method("BM25, words and pairs", words({"words": 1.0, "pairs": 1.0})),
        Method("BM25 with ways, guides and glossary", found(alone=True)),
        Method("vectors only", nearest),
        *(Method(f"fused, share of vectors {share}", found(share=share)) for share in SHARES),
        Method("fused, no glossary", found(())),
    ]
    if ways:
        bare = without_ways(passages)
        tried.append(Method("fused, no ways to ask", found(held=bare, by=LexicalIndex.build(bare, None))))
    return (*tried, Method(USED, found()))


def _articles(names: Sequence[str], rows: Iterable[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[at] for at in rows if names[at]))[:DEPTH]


def _table(on: str, methods: Sequence[Method], queries: Sequence[Query]) -> Table:
    """Each ranking with its intervals, and how far its R@10 is from the one that is used, question by question."""
    found = ask_all(methods, queries)
    ours = [recall(10)(row) for row in found[USED]]
    rows = tuple(
        (
            name,
            *(bootstrap([measure(row) for row in rows]) for measure in MEASURES.values()),
            None if name == USED else paired([recall(10)(row) for row in rows], ours),
        )
        for name, rows in found.items()
    )
    return Table(f"Ablation on {on}", ("ranking", *MEASURES, f"R@10 − {USED}"), rows)
