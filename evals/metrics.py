"""Measures of retrieval, coverage and verdicts: pure functions, each with its definition and its source."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.references import Groups

Z95 = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution: two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the Wilson 95 % interval."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound."""
        return wilson(self.count, self.of)

    def __str__(self) -> str:
        """How many of how many, the share, and its interval: 2 of 3 (0.667 [0.208 0.939])."""
        low, high = self.interval
        share = "—" if self.value is None else f"{self.value:.3f}"
        return f"{self.count} of {self.of} ({share} [{low:.3f} {high:.3f}])"


def wilson(count: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a binomial share; (0, 1) of nothing.

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n): Wilson (1927), "Probable inference, the law of succession, and
    statistical inference"; preferred to the Wald interval for small n and shares near 0 or 1 by Brown, Cai and
    DasGupta (2001).
    """
    if not of:
        return 0.0, 1.0
    share = count / of
    centre = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low = 0.0 if count == 0 else (centre - reach) / scale
    high = 1.0 if count == of else (centre + reach) / scale
    return low, high


def total(rates: Iterable[Rate]) -> Rate:
    """Rates over parts as one over the whole (micro average)."""
    listed = list(rates)
    return Rate(sum(r.count for r in listed), sum(r.of for r in listed))


def group_recall(ranked: Sequence[str], groups: Groups, k: int) -> Rate:
    """recall@k over groups: of the expected groups, those with at least one reference among the first k.

    Recall as in Manning, Raghavan and Schütze (2008), section 8.3, with a group of equally good articles (any of them
    answers the point) in the place of a relevant document.
    """
    top = ranked[:k]
    met = sum(any(target.met_by(ref) for target in group for ref in top) for group in groups)
    return Rate(met, len(groups))


def article_recall(ranked: Sequence[str], groups: Groups, k: int) -> Rate:
    """recall@k over articles: of all expected articles, alternatives included, those among the first k.

    A lower figure than over groups by construction, since alternatives need not all be found.
    """
    top = ranked[:k]
    wanted = {target for group in groups for target in group}
    return Rate(sum(any(target.met_by(ref) for ref in top) for target in wanted), len(wanted))


def reciprocal_rank(ranked: Sequence[str], groups: Groups) -> float:
    """1 / the rank of the first reference that satisfies any group; 0 if none does.

    Its mean over cases is MRR: Voorhees (1999), "The TREC-8 question answering track report".
    """
    for rank, ref in enumerate(ranked, 1):
        if any(target.met_by(ref) for group in groups for target in group):
            return 1 / rank
    return 0.0


def ndcg(ranked: Sequence[str], groups: Groups, k: int) -> float:
    """nDCG@k with a gain of 1 for each reference that satisfies a group not satisfied before it.

    DCG discounts by log2(rank + 1): Järvelin and Kekäläinen (2002). Counting a need once, however many references
    serve it, is α-nDCG with α = 1: Clarke et al. (2008). A reference that serves two groups serves the first open one.
    """
    if not groups:
        return 0.0
    opened = list(groups)
    gained = 0.0
    for rank, ref in enumerate(ranked[:k], 1):
        served = next((g for g in opened if any(target.met_by(ref) for target in g)), None)
        if served is not None:
            opened.remove(served)
            gained += 1 / math.log2(rank + 1)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(groups), k) + 1))
    return gained / ideal


def citation_recall(cited: Sequence[str], groups: Groups) -> Rate:
    """Of the expected groups, those that the answer cites.

    After citation recall in ALCE (Gao et al. 2023), with gold articles in the place of an entailment model.
    """
    return group_recall(cited, groups, len(cited))


def citation_precision(cited: Sequence[str], groups: Groups) -> Rate:
    """Of the cited articles, those that stand in some expected group.

    After citation precision in ALCE (Gao et al. 2023). Expectations are not exhaustive, so this is a lower bound.
    """
    relevant = sum(any(target.met_by(ref) for group in groups for target in group) for ref in cited)
    return Rate(relevant, len(cited))


def comparable(text: str) -> str:
    """A text without differences of width, case and spacing, so that 「1000 元」 is found in 「１０００元」."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def says(text: str, entry: str) -> bool:
    """Whether a text says an entry of `must_say` or `must_not_say`: either side of a `|` will do."""
    folded = comparable(text)
    return any(comparable(part) in folded for part in entry.split("|"))


def coverage(text: str, entries: Sequence[str]) -> Rate:
    """Of the things that must be said, those that are."""
    return Rate(sum(says(text, entry) for entry in entries), len(entries))


UNLAWFUL_SIDE = frozenset({"unlawful", "likely_unlawful"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict beside the verdicts that would have been right; the first of these names its class."""

    right: tuple[str, ...]
    given: str

    @property
    def correct(self) -> bool:
        """Whether the given verdict is one of the right ones."""
        return self.given in self.right

    @property
    def flipped(self) -> bool:
        """Whether lawful was taken for unlawful or the reverse; a class between the two is no flip."""
        unlawful, lawful = bool(UNLAWFUL_SIDE.intersection(self.right)), "lawful" in self.right
        if unlawful == lawful:
            return False
        return self.given == "lawful" if unlawful else self.given in UNLAWFUL_SIDE


def macro_accuracy(verdicts: Sequence[Judged]) -> float | None:
    """The mean over classes of the share of right verdicts in the class; None of nothing.

    Macro averaging as in Sokolova and Lapalme (2009): with plain accuracy, saying 「违法」 to everything scores high.
    """
    classes: dict[str, list[bool]] = {}
    for judged in verdicts:
        classes.setdefault(judged.right[0], []).append(judged.correct)
    shares = [sum(right) / len(right) for right in classes.values()]
    return sum(shares) / len(shares) if shares else None


def risk_at_coverage(answers: Sequence[tuple[float, bool]], coverage: float) -> Rate:
    """Of the surest answers, as many as cover this share of the cases, those that are wrong.

    `answers` holds for each case how sure it was and whether it was right. Selective risk: El-Yaniv and Wiener (2010),
    "On the foundations of noise-free selective classification". Of equally sure ones, the wrong count first, so that
    the figure is never flattered by order.
    """
    surest = sorted(answers, key=lambda answer: (-answer[0], answer[1]))[: math.ceil(coverage * len(answers))]
    return Rate(sum(not right for _, right in surest), len(surest))


def area_under_risk(answers: Sequence[tuple[float, bool]]) -> float | None:
    """The mean risk over all coverages, the surest answers first; None of nothing. AURC: Geifman et al. (2019).

    Less is better; answers in no order have the share of wrong ones. Of equally sure ones, the wrong count first.
    """
    wrong, area = 0, 0.0
    for covered, (_, right) in enumerate(sorted(answers, key=lambda answer: (-answer[0], answer[1])), 1):
        wrong += not right
        area += wrong / covered
    return area / len(answers) if answers else None


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    return sum(values) / len(values) if values else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least this share of the values do not exceed (nearest rank); None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def mcnemar(newly_failing: int, newly_passing: int) -> float:
    """The exact two-sided p of two runs on the same cases being equally good, from the cases where they differ.

    A sign test on the discordant pairs: McNemar (1947); exact form as in Dietterich (1998). 1 where nothing differs.
    """
    differing, fewer = newly_failing + newly_passing, min(newly_failing, newly_passing)
    tail = math.ldexp(sum(math.comb(differing, i) for i in range(fewer + 1)), -differing)
    return min(1.0, 2 * tail)
