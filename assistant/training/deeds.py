"""Logistic regression of each fact over hashed wordings and the meaning of a sentence, for `assistant.hearing`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assistant.conduct import RuleTable, read_rules
from assistant.hearing import Table
from assistant.training.corpus import BESIDE, Line, read_asides
from assistant.training.features import features_of, fitted, folds_of, table_of
from kb import Embedder, read_corpus

FOLDS = 3
EVERY, ASKED_WEIGHT = 4, 0.3
"""Of the ways to ask for a provision in which no cue hears a deed every fourth is learned, and how much one weighs."""
ASIDE_WEIGHT = 0.5
"""How much an order to the assistant or an idle sentence weighs, in which nobody does anything; set by hand."""
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
    taught = tuple(sorted({fact for line in told for fact in line.facts} - UNHEARD))
    return Rows(features_of((line.text for line in lines), embedder), lines, taught)


def _of_our_own(rules: RuleTable, first: int) -> Iterator[Line]:
    """Ways to ask, with the deeds that cues hear in them, most often none; asides; and the examples of the rules."""
    lines = itertools.count(first)
    judged = {fact.id for fact in rules.facts if fact.theirs or fact.done or fact.said}
    ways = sorted({way for passage in read_corpus().passages for way in passage.asked.splitlines()})
    for at, way in enumerate(ways):
        told = judged & rules.facts_in(way).keys()
        if told or at % EVERY == 0:
            yield Line(way, frozenset(told), frozenset(), next(lines), ASKED_WEIGHT)
    for label, sentence in read_asides():
        if label in BESIDE:
            yield Line(sentence, frozenset(), frozenset(), next(lines), ASIDE_WEIGHT)
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
    models = [fitted(rows.features, *rows.of(fact)) for fact in facts]
    return table_of(facts, models, float(np.quantile(chances[seeming], 1 - FALSE_ALARMS)), embedder)


def cross_validated(rows: Rows, facts: Sequence[str]) -> NDArray[np.float64]:
    """The chance of each fact in each row, by a table that has not seen the row's line: (rows, facts)."""
    folds = folds_of((line.line for line in rows.lines), FOLDS)
    found = np.zeros((len(rows.lines), len(facts)))
    for at, fact in enumerate(facts):
        tells, weights = rows.of(fact)
        for fold in range(FOLDS):
            kept = folds != fold
            model = fitted(rows.features[kept], tells[kept], weights[kept])
            found[~kept, at] = model.predict_proba(rows.features[~kept])[:, 1]
    return found
