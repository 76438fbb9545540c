"""Logistic regression of whether a guide section answers a question, for `assistant.selection`.

The questions are the ways to ask of the guides themselves, each asked of an index that is without it, messages that
were written for a section, and questions on other matters, which no section answers. The table of `assistant.topics`
that is asked has learned none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.selection import GUIDES, Evidence, Fits, Traits
from assistant.topics import Topics
from assistant.training import topics
from assistant.training.asides import chances_outside, guide_ways, rows
from assistant.training.corpus import ELSEWHERE, read_messages
from assistant.training.features import folds_of
from kb import Corpus, Embedder, Guide, Searcher, read_corpus

FOLDS = 5
NOTHING = "nothing"
"""Label of what no section answers, for the table of topics."""
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


def asked_for() -> list[tuple[str, str]]:
    """Ways to ask and messages after the reference of their section; after `NOTHING`, questions on other matters."""
    elsewhere = ((NOTHING, line.text) for line in rows() if ELSEWHERE in line.facts)
    return [*((ref, way) for way, ref in guide_ways().items()), *read_messages(), *elsewhere]


def _examples(embedder: Embedder) -> Iterator[tuple[Traits, bool]]:
    """Sections that were found, and whether each answers."""
    lines, corpus, known = rows(), read_corpus(), asked_for()
    chances = dict(zip((line.text for line in lines), chances_outside(lines, embedder).tolist(), strict=True))
    folds = folds_of(range(len(known)), FOLDS).tolist()
    for fold in range(FOLDS):
        asked = {text: ref for (ref, text), at in zip(known, folds, strict=True) if at == fold}
        table = topics.learn([one for one, at in zip(known, folds, strict=True) if at != fold])
        yield from _asked(_without(corpus, set(asked)), embedder, table, asked, chances)


def _asked(
    corpus: Corpus, embedder: Embedder, table: Topics, questions: dict[str, str], chances: dict[str, float]
) -> Iterator[tuple[Traits, bool]]:
    searcher = Searcher.build(corpus.passages, embedder, None, concepts=corpus.concepts)
    # of sentences alone nothing is known
    evidence = Evidence(corpus, lambda text: chances.get(text, 1.0), NOTHING_LEARNED, embedder, table)
    for text, answer in questions.items():
        hits = searcher.find(text, corpus.verified, k=GUIDES, kind="guide")
        yield from ((traits, ref == answer) for ref, traits in evidence.traits(text, hits))


def _without(corpus: Corpus, ways: set[str]) -> Corpus:
    """The library, with guides that are not asked by these ways."""

    def kept(guide: Guide) -> Guide:
        sections = (replace(s, asked=tuple(way for way in s.asked if way not in ways)) for s in guide.sections)
        return replace(guide, sections=tuple(sections))

    return replace(corpus, guides=tuple(map(kept, corpus.guides)))
