"""Logistic regression of each fact over hashed wordings and the meaning of a sentence, for `assistant.hearing`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from assistant.conduct import RuleTable, read_rules
from assistant.distress import slots_of, units_of
from assistant.hearing import Table
from assistant.training.corpus import Line
from assistant.training.features import folds_of, rows_of_slots
from kb import Embedder, read_corpus, respelt, standard

SLOTS = 8192
"""Slots of wordings for each fact: with 16,384 and 32,768 the same is heard."""
STRENGTH = 30.0
"""Inverse of the regularisation; 10 hears less at as few false alarms."""
FOLDS = 3
EVERY, ASKED_WEIGHT = 4, 0.3
"""Of the ways to ask for a provision in which no cue hears a deed every fourth is learned, and how much one weighs."""
SEEMING_WEIGHT, SILENT_WEIGHT = 2.0, 0.5
"""How much a sentence weighs that only seems to tell a fact; and one that tells others, and may tell this one too. Set
by hand, as is what a way to ask weighs."""
UNHEARD = frozenset({"impersonates-lawyer"})
"""Facts that cannot be heard: whether he is a lawyer who says so."""
FALSE_ALARMS = 0.015
"""Of sentences that only seem to tell a fact, those that may be heard as it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is learned from: features, and the facts of each row."""

    features: csr_matrix
    lines: tuple[Line, ...]
    taught: tuple[str, ...]
    """The facts that sentences were written for."""

    def of(self, fact: str) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        """Whether each row tells a fact, and how much it weighs in saying so."""
        weights = [line.weight * _weight(line, fact) for line in self.lines]
        return np.array([fact in line.facts for line in self.lines]), np.array(weights)


def _weight(line: Line, fact: str) -> float:
    if fact in line.seeming:
        return SEEMING_WEIGHT
    return SILENT_WEIGHT if line.facts and fact not in line.facts else 1.0


def rows_of(told: Sequence[Line], embedder: Embedder) -> Rows:
    """The sentences, and what we have for examples besides."""
    lines = (*told, *_of_our_own(read_rules(hearing=None), told[-1].line + 1))
    texts = [respelt(line.text) for line in lines]
    wordings = rows_of_slots((slots_of(units_of(text), SLOTS) for text in texts), SLOTS)
    meaning = np.stack([embedder.embed_query(standard(text)) for text in texts])
    taught = tuple(sorted({fact for line in told for fact in line.facts} - UNHEARD))
    return Rows(hstack([wordings, csr_matrix(meaning)]).tocsr(), lines, taught)


def _of_our_own(rules: RuleTable, first: int) -> Iterator[Line]:
    """Ways to ask, with the deeds that cues hear in them, most often none; and what the rules have for examples."""
    lines = itertools.count(first)
    judged = {fact.id for fact in rules.facts if fact.theirs or fact.done or fact.said}
    ways = sorted({way for passage in read_corpus().passages for way in passage.asked.splitlines()})
    for at, way in enumerate(ways):
        told = judged & rules.facts_in(way).keys()
        if told or at % EVERY == 0:
            yield Line(way, frozenset(told), frozenset(), next(lines), ASKED_WEIGHT)
    for rule in rules.rules:
        for sentence in rule.breaks:
            yield Line(sentence, frozenset(rules.facts_in(sentence)), frozenset(), next(lines))
        for sentence in rule.keeps:
            yield Line(sentence, frozenset(), frozenset(rule.when) - rules.facts_in(sentence).keys(), next(lines))


def learn(rows: Rows, embedder: Embedder) -> Table:
    """Learn from all, with the threshold that cross-validation gives."""
    facts = rows.taught
    chances = cross_validated(rows, facts)
    seeming = np.array([[fact in line.seeming for fact in facts] for line in rows.lines])
    fitted = [_fitted(rows.features, *rows.of(fact)) for fact in facts]
    weights = np.stack([model.coef_[0] for model in fitted], axis=1)
    scale = float(np.abs(weights[:SLOTS]).max()) / 127
    return Table(
        facts,
        np.round(weights[:SLOTS] / scale).astype(np.int8),
        scale,
        weights[SLOTS:].astype(np.float32),
        np.array([model.intercept_[0] for model in fitted], np.float32),
        float(np.quantile(chances[seeming], 1 - FALSE_ALARMS)),
        embedder.name,
    )


def cross_validated(rows: Rows, facts: Sequence[str]) -> NDArray[np.float64]:
    """The chance of each fact in each row, by a table that has not seen the row's line: (rows, facts)."""
    folds = folds_of((line.line for line in rows.lines), FOLDS)
    found = np.zeros((len(rows.lines), len(facts)))
    for at, fact in enumerate(facts):
        tells, weights = rows.of(fact)
        for fold in range(FOLDS):
            kept = folds != fold
            model = _fitted(rows.features[kept], tells[kept], weights[kept])
            found[~kept, at] = model.predict_proba(rows.features[~kept])[:, 1]
    return found


def _fitted(features: csr_matrix, tells: NDArray[np.bool_], weights: NDArray[np.float64]) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, tol=1e-3, random_state=0)
    return model.fit(features, tells, sample_weight=weights)
