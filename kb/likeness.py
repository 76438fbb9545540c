"""How much of a sentence an article carries: shared character bigrams, weighted by how telling each is.

A bigram that stands in few articles tells more than one that stands in many (inverse document frequency,
Spärck Jones 1972). Bigrams that no article has are passed over: they are the writer's own words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kb.folding import bigrams, words_only
from kb.law import Article, Instrument, Version


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article of a version, ready to be compared."""

    instrument: Instrument
    version: Version
    article: Article
    bigrams: frozenset[str]
    ref: str = field(init=False)
    """`治安管理处罚法@2026-01-01#50`."""

    def __post_init__(self) -> None:
        ref = f"{self.instrument.id}@{self.version.in_force}#{self.article.number.key}"
        object.__setattr__(self, "ref", ref)  # asked for thousands of times a check


class Likeness:
    """Compares sentences with every held article. Built once for a library."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self.candidates: Sequence[Candidate] = tuple(
            Candidate(instrument, version, article, frozenset(bigrams(article.text)))
            for instrument in instruments
            for version in instrument.versions
            for article in version.articles
        )
        self._by_ref = {c.ref: c for c in self.candidates}
        self._by_version: dict[tuple[str, date], list[Candidate]] = {}
        for candidate in self.candidates:
            key = candidate.instrument.id, candidate.version.in_force
            self._by_version.setdefault(key, []).append(candidate)
        self._having: dict[tuple[str, date], Mapping[str, Sequence[Candidate]]] = {}
        self._counts = Counter(pair for c in self.candidates for pair in c.bigrams)
        self._total = max(1, len(self.candidates))
        self._words: dict[str, str] = {}
        self._spread: Counter[str] = Counter()

    def weight(self, pair: str) -> float:
        """How telling a bigram is; 0 where no article has it."""
        count = self._counts.get(pair, 0)
        return math.log(1 + self._total / count) if count else 0.0

    @staticmethod
    def bigrams(text: str) -> frozenset[str]:
        """The bigrams of a text, each once."""
        return frozenset(bigrams(text))

    def share(self, text: str, having: frozenset[str], *, but: frozenset[str] = frozenset()) -> float:
        """The share of the text's telling bigrams, those in `but` left out, that are among `having`, 0 to 1."""
        pairs = self.bigrams(text) - but
        total = sum(self.weight(p) for p in pairs)
        return sum(self.weight(p) for p in pairs & having) / total if total else 0.0

    def coverage(self, text: str, candidate: Candidate) -> float:
        """The share of the text's telling bigrams that the article has, 0 to 1."""
        return self.share(text, candidate.bigrams)

    def candidate(self, ref: str) -> Candidate | None:
        """The held article of a reference with its version's day."""
        return self._by_ref.get(ref)

    def of_version(self, version: Version) -> Sequence[Candidate]:
        """The held articles of one version."""
        return self._by_version.get((version.instrument, version.in_force), ())

    def best_of(self, version: Version, text: str, but: Candidate) -> tuple[float, Candidate] | None:
        """Of a version's other articles the one with the highest coverage of a text; ties by reference.

        Only articles that share a bigram are looked at, by an index of the version that is made once.
        """
        key = version.instrument, version.in_force
        if key not in self._having:
            having: dict[str, list[Candidate]] = {}
            for candidate in self.of_version(version):
                for pair in candidate.bigrams:
                    having.setdefault(pair, []).append(candidate)
            self._having[key] = having
        index, shares = self._having[key], dict[str, float]()
        weights = {pair: self.weight(pair) for pair in self.bigrams(text)}
        for pair, weight in weights.items():
            for candidate in index.get(pair, ()):
                shares[candidate.ref] = shares.get(candidate.ref, 0.0) + weight
        shares.pop(but.ref, None)
        if not shares:
            return None
        best = min(shares, key=lambda ref: (-shares[ref], ref))
        return shares[best] / sum(weights.values()), self._by_ref[best]

    def words(self, candidate: Candidate) -> str:
        """The article's words without punctuation, for verbatim comparison."""
        if candidate.ref not in self._words:
            self._words[candidate.ref] = words_only(candidate.article.text).text
        return self._words[candidate.ref]

    def kinship(self, candidate: Candidate) -> float:
        """The share of an article's bigrams that other instruments of the library use too, 0 to 1.

        An article far from what the library is about (railways, beside debts) has little kinship.
        """
        if not self._spread:
            owners: dict[str, set[str]] = {}
            for other in self.candidates:
                for pair in other.bigrams:
                    owners.setdefault(pair, set()).add(other.instrument.id)
            self._spread.update({pair: len(ids) for pair, ids in owners.items()})
        return sum(self._spread[pair] > 1 for pair in candidate.bigrams) / max(1, len(candidate.bigrams))

    def ranked(self, text: str, among: Iterable[Candidate] | None = None) -> list[tuple[float, Candidate]]:
        """Candidates by coverage of the text, best first; ties by reference."""
        pairs = set(bigrams(text))
        weights = {p: self.weight(p) for p in pairs}
        total = sum(weights.values())
        if not total:
            return []
        scored = [
            (sum(weights[p] for p in pairs & c.bigrams) / total, c)
            for c in (self.candidates if among is None else among)
        ]
        return sorted(scored, key=lambda s: (-s[0], s[1].ref))
