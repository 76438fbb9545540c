"""Logistic regression of whether a guide section answers a question, for `assistant.selection`.

The questions are the ways to ask of the guides themselves, each asked of an index that is without it, and questions on
other matters, which no section answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.selection import GUIDES, Evidence, Fits, Traits
from assistant.training.asides import chances_outside, guide_ways, rows
from assistant.training.corpus import ELSEWHERE
from assistant.training.features import folds_of
from kb import Corpus, Embedder, Guide, Searcher, read_corpus

FOLDS = 5
NOTHING_LEARNED = Fits(0.0, (0.0,) * len(Traits._fields))
DECIMALS = 3


def learn(embedder: Embedder) -> dict[str, float]:
    """The weights of each trait, and the base."""
    known = list(_examples(embedder))
    fitted = LogisticRegression(max_iter=1000).fit(np.array([t for t, _ in known]), np.array([y for _, y in known]))
    weights = dict(zip(Traits._fields, fitted.coef_[0].tolist(), strict=True))
    return {name: round(value, DECIMALS) for name, value in {"base": float(fitted.intercept_[0]), **weights}.items()}


def write_fits(weights: dict[str, float], path: Path) -> None:
    """Write them.

    Raises:
        OSError: the disk failed.
    """
    path.write_text("".join(f"{name} = {value}\n" for name, value in weights.items()), "utf-8")


def _examples(embedder: Embedder) -> Iterator[tuple[Traits, bool]]:
    """Sections that were found, and whether each answers."""
    lines, corpus, ways = rows(), read_corpus(), guide_ways()
    chances = dict(zip((line.text for line in lines), chances_outside(lines, embedder).tolist(), strict=True))
    folds = dict(zip(ways, folds_of(range(len(ways)), FOLDS).tolist(), strict=True))
    for fold in range(FOLDS):
        without = _without(corpus, {way for way, at in folds.items() if at == fold})
        asked = {way: ref for way, ref in ways.items() if folds[way] == fold}
        yield from _asked(without, embedder, asked, chances)
    elsewhere = {line.text: "" for line in lines if ELSEWHERE in line.facts}
    yield from _asked(corpus, embedder, elsewhere, chances)


def _asked(
    corpus: Corpus, embedder: Embedder, questions: dict[str, str], chances: dict[str, float]
) -> Iterator[tuple[Traits, bool]]:
    searcher = Searcher.build(corpus.passages, embedder, None, concepts=corpus.concepts)
    # of sentences alone nothing is known
    evidence = Evidence(corpus, lambda text: chances.get(text, 1.0), NOTHING_LEARNED, embedder)
    for text, answer in questions.items():
        hits = searcher.find(text, corpus.verified, k=GUIDES, kind="guide")
        yield from ((traits, ref == answer) for ref, traits in evidence.traits(text, hits))


def _without(corpus: Corpus, ways: set[str]) -> Corpus:
    """The library, with guides that are not asked by these ways."""

    def kept(guide: Guide) -> Guide:
        sections = (replace(s, asked=tuple(way for way in s.asked if way not in ways)) for s in guide.sections)
        return replace(guide, sections=tuple(sections))

    return replace(corpus, guides=tuple(map(kept, corpus.guides)))
