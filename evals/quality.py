"""How good rankings are: measures of each question, their means with intervals, and differences between rankings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from evals.intervals import bootstrap, paired
from evals.queries import Query
from evals.rankings import BM25, FUSED, Method
from evals.references import Groups
from evals.tables import Table, tell

Ranks = tuple[float, ...]
"""For each group of a question, the rank (from 1) of the first article that serves it; infinite where none does."""

Measure = Callable[[Ranks], float]


def ranks(ranked: Sequence[str], groups: Groups) -> Ranks:
    """Where in a ranking each group is first served."""
    return tuple(
        next((at for at, ref in enumerate(ranked, 1) if any(target.met_by(ref) for target in group)), math.inf)
        for group in groups
    )


def recall(k: int) -> Measure:
    """The share of groups that the first k serve (`evals.metrics.group_recall` of one question)."""
    return lambda found: sum(rank <= k for rank in found) / len(found)


def hit(k: int) -> Measure:
    """1 if the first k serve any group, else 0."""
    return lambda found: float(min(found) <= k)


def reciprocal(k: int) -> Measure:
    """1 / the rank of the first article that serves any group, 0 if it stands below k; its mean is MRR@k."""
    return lambda found: 1 / min(found) if min(found) <= k else 0.0


def first(measure: Measure) -> Measure:
    """The measure over the first group alone: what the question is chiefly about."""
    return lambda found: measure(found[:1])


PUBLIC: Mapping[str, Measure] = MappingProxyType(
    {"R@5": recall(5), "R@10": recall(10), "R@100": recall(100), "MRR@10": reciprocal(10), "hit@5": hit(5)}
)
OWN: Mapping[str, Measure] = MappingProxyType(
    {
        "R@5": recall(5),
        "R@10": recall(10),
        "MRR@10": reciprocal(10),
        "first group R@5": first(recall(5)),
        "first group R@10": first(recall(10)),
        "first group MRR@10": first(reciprocal(10)),
    }
)

Found = Mapping[str, Sequence[Ranks]]
"""By name of a ranking, the ranks of each question."""


def ask_all(methods: Sequence[Method], queries: Sequence[Query]) -> dict[str, tuple[Ranks, ...]]:
    """Ask every question of every ranking."""
    found: dict[str, tuple[Ranks, ...]] = {}
    for method in methods:
        rows: list[Ranks] = []
        for query in queries:
            rows.append(ranks(method.rank(query.text), query.groups))
            tell(method.name, len(rows), len(queries))
        found[method.name] = tuple(rows)
    return found


def means(title: str, found: Found, measures: Mapping[str, Measure]) -> Table:
    """Each ranking by each measure, with 95 % intervals."""
    rows = tuple(
        (name, *(bootstrap([measure(one) for one in rows]) for measure in measures.values()))
        for name, rows in found.items()
    )
    return Table(title, ("ranking", *measures), rows)


def differences(title: str, found: Found, measures: Mapping[str, Measure]) -> Table:
    """What `fused` has more than each other ranking, question by question, with 95 % intervals."""
    rows = tuple(
        (
            f"{FUSED} − {name}",
            *(paired(list(map(measure, found[FUSED])), list(map(measure, rows))) for measure in measures.values()),
        )
        for name, rows in found.items()
        if name != FUSED
    )
    return Table(title, ("difference", *measures), rows)


def by_topic(title: str, found: Found, queries: Sequence[Query], k: int = 10) -> Table:
    """R@k of BM25 and fused for each topic, and their difference."""
    topics = {query.topic: tuple(at for at, q in enumerate(queries) if q.topic == query.topic) for query in queries}
    rows = []
    for topic, places in sorted(topics.items()):
        theirs, ours = ([recall(k)(found[name][at]) for at in places] for name in (BM25, FUSED))
        rows.append((topic, len(places), bootstrap(theirs), bootstrap(ours), paired(ours, theirs)))
    return Table(title, ("topic", "n", f"{BM25} R@{k}", f"{FUSED} R@{k}", f"{FUSED} − {BM25}"), tuple(rows))


def part(found: Found, places: Sequence[int]) -> dict[str, tuple[Ranks, ...]]:
    """The same for some of the questions."""
    return {name: tuple(rows[at] for at in places) for name, rows in found.items()}
