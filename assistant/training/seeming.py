"""Logistic regression of whether a cue's words tell what they seem to, for `assistant.seeming`."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.conduct import RuleTable, read_rules
from assistant.folded import plain
from assistant.seeming import slots_beside
from assistant.training.corpus import CUES, Line, read_told
from assistant.training.features import folds_of, rounded, rows_of_slots
from kb import respelt

SLOTS = 32768
STRENGTH = 100.0
"""Inverse of the regularisation; with 10 and 30 fewer look-alikes are known at as few true words lost."""
DEED_WEIGHT = 0.2
"""How much a line of `deeds.tsv` weighs, whose look-alikes are few; .15 and .3 do the same."""
WISHES = (
    "，我能投诉吗", "，我要报警", "，我想去派出所报案", "，我想投诉到12378", "，我能要求赔偿吗",
    "，我是不是可以拉黑他们", "，我要去报警，适用哪一条", "，要不要报警啊", "。我打算起诉他们", "，怎么写投诉信",
    "，帮我写个报案材料", "，去法院告他行不行", "。报警有用吗", "，我该怎么办", "，证据怎么留", "，我想录音取证",
    "。另外我想协商还款", "，派出所说不归他们管", "。我会还钱的，就是晚一点",
)  # fmt: skip
"""What people add, whatever they tell: each sentence is learned from once more with one of these behind it."""
FOLDS = 5
LOST = 0.003
"""Of words that tell what they seem to, the share that may be passed over, by cross-validation."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that a cue found, and whether they tell what they seem to."""

    fact: str
    text: str
    """Folded."""
    start: int
    end: int
    tells: bool
    line: int
    weight: float = 1.0


def hits() -> tuple[Hit, ...]:
    """What cues alone find in the sentences that are learned from, the examples of the rules among them."""
    rules = read_rules(hearing=None, seeming=None)
    cued, told = read_told(CUES), read_told()
    learned = frozenset[str]().union(*(line.facts | line.seeming for line in (*cued, *told)))
    shown = [(example, learned & set(rule.when)) for rule in rules.rules for example in rule.breaks]
    lines = itertools.chain(
        ((line, 1.0) for line in cued),
        ((replace(line, line=len(cued) + line.line), DEED_WEIGHT) for line in told),
        ((Line(text, facts, frozenset(), -at), 1.0) for at, (text, facts) in enumerate(shown, 1)),
    )
    return tuple(hit for line, weight in lines for said in _with_wish(line) for hit in _hits(rules, said, weight))


def _with_wish(line: Line) -> Iterator[Line]:
    yield line
    yield replace(line, text=line.text.rstrip("。？?！!") + WISHES[line.line % len(WISHES)])


def _hits(rules: RuleTable, line: Line, weight: float) -> Iterator[Hit]:
    """The words of each fact that a sentence tells, or only seems to, where cues find them."""
    folded, heard = plain(respelt(line.text)), rules.facts_in(line.text)
    for fact in sorted((line.facts | line.seeming) & heard.keys()):
        if (start := folded.find(heard[fact])) >= 0:
            yield Hit(fact, folded, start, start + len(heard[fact]), fact in line.facts, line.line, weight)


def learn(found: Sequence[Hit], path: Path) -> dict[str, float]:
    """Learn, write the table, and tell the threshold and what of the look-alikes lies below it."""
    rows = rows_of_slots((slots_beside(hit.text, hit.start, hit.end, SLOTS) for hit in found), SLOTS)
    tells, weights = np.array([hit.tells for hit in found]), np.array([hit.weight for hit in found])
    folds = folds_of((hit.line for hit in found), FOLDS)
    chances = np.zeros(len(found))
    for fold in range(FOLDS):
        kept = folds != fold
        chances[~kept] = _fitted(rows[kept], tells[kept], weights[kept]).predict_proba(rows[~kept])[:, 1]
    limit = float(np.quantile(chances[tells], LOST))
    _write(_fitted(rows, tells, weights), limit, sorted({hit.fact for hit in found}), path)
    return {"tells": round(limit, 3), "known": round(float(np.mean(chances[~tells] < limit)), 3)}


def _fitted(rows: csr_matrix, tells: NDArray[np.bool_], weights: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=3000).fit(rows, tells, sample_weight=weights)


def _write(model: LogisticRegression, limit: float, facts: Sequence[str], path: Path) -> None:
    """Write the weights as bytes below one line of JSON."""
    weights, scale = rounded(model.coef_[0])
    head = {"slots": SLOTS, "scale": scale, "bias": float(model.intercept_[0]), "tells": limit, "facts": facts}
    path.write_bytes(json.dumps(head).encode() + b"\n" + weights.tobytes())
