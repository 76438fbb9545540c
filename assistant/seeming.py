"""Whether the words that a cue found tell what they seem to: by the words around them, weighed by a trained table.

A cue finds 砍 in 砍头息, 堵门 in a film, 骂 in what the asker himself did. The rules of `assistant.cues` know the plain
cases of that; the others are told by what stands beside the words. The table is learned by `python -m
assistant.training seeming` from sentences of our own, and applied in plain Python.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb import YoujuError

TABLE = Path(__file__).parent / "data" / "seeming.bin"

BEFORE, AFTER = 14, 10
"""Characters right before the words and right behind them that are known by their side."""
AROUND = 30
"""Characters to each side that count wherever they stand."""
LONGEST = 3
"""Characters of a wording."""


@dataclass(frozen=True, slots=True)
class Seeming:
    """The table: a weight of every wording beside the words of a cue."""

    weights: bytes
    """One signed byte a slot; above nothing, it speaks for what the cue tells."""
    scale: float
    """What a step of a byte weighs."""
    bias: float
    tells: float
    """Below this chance the words only seem to tell it."""
    facts: frozenset[str]
    """What it was learned for; of other facts it says nothing."""

    def chance(self, text: str, start: int, end: int) -> float:
        """That the words from `start` to `end` of a folded text tell what they seem to, from 0 to 1."""
        slots = slots_beside(text, start, end, len(self.weights))
        told = sum(map(memoryview(self.weights).cast("b").__getitem__, slots))
        score = self.bias + self.scale * told / math.sqrt(len(slots))
        return 1 / (1 + math.exp(-max(-50.0, min(score, 50.0))))

    def only_seems(self, fact: str, text: str, start: int, end: int) -> bool:
        """Whether these words of a folded text tell another matter than the fact whose cue found them."""
        return fact in self.facts and self.chance(text, start, end) < self.tells


def slots_beside(text: str, start: int, end: int, slots: int) -> set[int]:
    """The slots of the wordings beside some words of a text, and of those around and within them."""
    return {zlib.crc32(wording.encode()) % slots for wording in _beside(text, start, end)}


def _beside(text: str, start: int, end: int) -> Iterator[str]:
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    around = text[max(0, start - AROUND) : end + AROUND]
    for size in range(1, LONGEST + 1):
        for mark, words in (("b", before), ("a", after), *((("t", around),) if size > 1 else ())):
            yield from (mark + words[at : at + size] for at in range(len(words) - size + 1))
    yield from ("B" + before[-1:], "B" + before[-2:], "A" + after[:1], "A" + after[:2])


@cache
def read_seeming(path: Path = TABLE) -> Seeming:
    """Read the table.

    Raises:
        YoujuError: the file is no such table.
    """
    try:
        head, _, weights = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        whole = len(weights) == int(told["slots"])
        table = Seeming(
            weights, float(told["scale"]), float(told["bias"]), float(told["tells"]), frozenset(told["facts"])
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise YoujuError(_UNREADABLE.format(path.name)) from fault
    if not whole:
        raise YoujuError(_UNREADABLE.format(path.name))
    return table


_UNREADABLE = "{} 读不出来；请运行 python -m assistant.training seeming 重新生成"
