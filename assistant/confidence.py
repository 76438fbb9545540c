"""How sure an answer may be of itself, and what a reader is told where it is not.

Five things that are at hand before anybody reads the answer order right before wrong: the chance that the guide section
answers, how long the story is, whether conduct was judged, whether what the search holds for the best
article is cited, and whether lawfulness was asked and not told. Their weights are a logistic regression on the open
questions of `evals/data/questions.jsonl` (310 answered, 2026-11-27; docs/evaluation.md); the held-out ones measure it.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from assistant.answer import Conclusion
from assistant.composer import Material

DOUBT = 0.6
"""Confidence below which the reader is told. Of the open answers one in eleven lay below, and half of these were wrong
or incomplete; of 71 held-out ones eleven, of which seven."""

_BASE, _CHANCE, _LENGTH, _JUDGED, _AGREED, _UNTOLD = 5.7, 1.18, -1.53, 0.73, 0.72, -0.05

DOUBTFUL = {
    "zh": "这个问题我把握不大，可能没有说全：把最要紧的一件事单独再问一次，或打12348。",
    "en": "I am not sure of this answer and it may be incomplete: ask the most urgent part alone, or call 12348.",
}


def confidence(material: Material, cited: Collection[str]) -> float:
    """How likely the answer is right in all that is expected of it, 0 to 1; `cited` holds references."""
    best = next((h.passage.id for h in material.hits if h.passage.kind == "article"), "")
    untold = material.asks_lawfulness and material.conclusion is Conclusion.NEEDS_FACTS
    odds = (
        _BASE
        + _CHANCE * material.chance
        + _LENGTH * math.log(max(1, len(material.question.asked)))
        + _JUDGED * bool(material.judged)
        + _AGREED * any(ref == best or ref.startswith(f"{best}.") for ref in cited)
        + _UNTOLD * untold
    )
    return 1 / (1 + math.exp(-odds))


def doubt(sure: float, lang: str) -> str:
    """What the reader is told of an answer that is not sure of itself; empty otherwise."""
    return DOUBTFUL[lang] if sure < DOUBT else ""
