"""Which matters one answer may serve: told alike, or judged alike with nothing that tells them apart."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Action, Answer
from assistant.folded import plain
from kb import bigrams

NEAREST = 3
"""Guide sections among which each telling's best must be the other's."""
SAME_WORDS = 0.8
"""Dice of bigrams from which on two tellings are one and the same chain message."""


def groups(told: Sequence[str], answers: Sequence[Answer | None], urgent: Sequence[object]) -> tuple[int, ...]:
    """For each matter the number of its group: that of the first matter that it is like.

    What differs in urgency (another rank, another day) is never alike.

    Crises are never grouped: each is a person to be answered by himself.
    """
    pairs = [frozenset(bigrams(plain(text))) for text in told]
    out: list[int] = []
    for n, answer in enumerate(answers):
        firsts = (m for m in range(n) if out[m] == m and urgent[m] == urgent[n])
        like = [m for m in firsts if _alike(answers[m], answer, pairs[m], pairs[n])]
        out.append(like[0] if like else n)
    return tuple(out)


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets share."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _alike(one: Answer | None, other: Answer | None, first: frozenset[str], second: frozenset[str]) -> bool:
    if one is None or other is None or Action.CRISIS in {one.action, other.action} or one.lang != other.lang:
        return False
    if dice(first, second) >= SAME_WORDS:
        return True
    same = _judged(one) == _judged(other) and bool(one.findings) and one.facts.keys() == other.facts.keys()
    ours, theirs = _nearest(one), _nearest(other)
    return same and (ours[:1] == theirs[:1] or (ours[0] in theirs and theirs[0] in ours))


def _judged(answer: Answer) -> tuple[object, ...]:
    """What an answer turns on: what was done, the day and the rules."""
    return answer.action, answer.as_of, frozenset(f.rule for f in answer.findings)


def _nearest(answer: Answer) -> tuple[str, ...]:
    """The guide sections that fit best; two tellings of one story may order them a little differently."""
    return tuple(ref for ref, _ in answer.hits if ref.startswith("guide:"))[:NEAREST]
