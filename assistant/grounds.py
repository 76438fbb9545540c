"""The words a sentence rests on, ready to be compared with it: sentences of the law, and what stands before a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kb import Provision, bigrams

_PARTS = re.compile(r"[。；\n]")
_CLAUSES = re.compile(r"[，。；：！？\n]")
_STRETCH = re.compile(r"[。；：\n]")
_ENDS = "。；\n"
NEARLY = 0.75
"""How near to the best a sentence of the law must carry a clause, to be meant by it as well."""


@dataclass(slots=True)
class Grounds:
    """The articles that a sentence cites."""

    provisions: Sequence[Provision]
    text: str = field(init=False)
    cited: str = field(init=False)
    """The paragraphs and items that are cited, an item with the lead above it."""
    parts: tuple[str, ...] = field(init=False)
    """The sentences of the articles; an item stands with the lead above it."""

    def __post_init__(self) -> None:
        articles = list({p.article_ref: p.article for p in self.provisions}.values())
        self.text = "\n".join(a.text for a in articles)
        self.cited = "\n".join(dict.fromkeys(map(_unit, self.provisions)))
        self.parts = tuple(part for a in articles for lines in a.paragraphs for part in _sentences(lines))

    def share(self, words: str) -> float:
        """The share of the words' pairs that the articles have, 0 to 1."""
        return _share(words, pairs_of(self.text))

    def restated(self, clause: str) -> float:
        """The share of a clause that the one sentence of the law has that carries it best, 0 to 1."""
        return max((_share(clause, pairs_of(part)) for part in self.parts), default=0.0)

    def homes(self, clause: str, among: Sequence[str] | None = None) -> tuple[str, ...]:
        """The sentences of the law that carry a clause best, or nearly so; the best first."""
        scored = [(_share(clause, pairs_of(part)), part) for part in (self.parts if among is None else among)]
        best = max((score for score, _ in scored), default=0.0)
        near = [pair for pair in scored if pair[0] and pair[0] >= NEARLY * best]
        return tuple(part for _, part in sorted(near, key=lambda pair: -pair[0]))


@lru_cache(maxsize=1 << 12)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of characters of a text; the checks ask for the same clauses again and again."""
    return frozenset(bigrams(text))


def clauses(text: str) -> tuple[str, ...]:
    """A text cut at its commas and stops."""
    return tuple(part for part in _CLAUSES.split(text) if part.strip())


def clause_around(text: str, at: int) -> str:
    """The clause in which a place stands."""
    first = max((m.end() for m in _CLAUSES.finditer(text, 0, at)), default=0)
    last = _CLAUSES.search(text, at)
    return text[first : last.start() if last else len(text)]


def stretch_around(text: str, at: int) -> str:
    """What stands between two full stops, semicolons or colons around a place."""
    first = max((m.end() for m in _STRETCH.finditer(text, 0, at)), default=0)
    last = _STRETCH.search(text, at)
    return text[first : last.start() if last else len(text)]


def before(text: str, at: int, reach: int, ends: str = _ENDS) -> str:
    """The words that stand before a place, not past the sentence's beginning."""
    first = max(0, at - reach, *(text.rfind(end, 0, at) + 1 for end in ends))
    return text[first:at]


def occurrences(text: str, words: str) -> Iterator[int]:
    """Every place at which the words stand."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _share(words: str, having: frozenset[str]) -> float:
    pairs = pairs_of(words)
    return len(pairs & having) / len(pairs) if pairs else 0.0


def _unit(provision: Provision) -> str:
    lead = _lead(provision.article.paragraphs[(provision.paragraph or 1) - 1]) if provision.item else ""
    return lead + provision.text


def _lead(lines: Sequence[str]) -> str:
    """What introduces the items of a paragraph."""
    return lines[0].split("。")[-1] if lines[0].endswith("：") else ""


def _sentences(lines: Sequence[str]) -> Iterator[str]:
    yield from (part for part in _PARTS.split(lines[0]) if part.strip())
    lead = _lead(lines)
    for line in lines[1:]:
        yield from (lead + part for part in _PARTS.split(line) if part.strip())
