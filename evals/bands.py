"""How often a hit of the library's search is an article that its question wants, by its score and by its reasons.

The page calls hits likely, possible or unlikely by these bands (ui/web/found.py). A case lists what must be cited, not
all that bears on it, so a share is the least that holds.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from assistant import read_settings
from evals.cases import read_cases
from evals.intervals import bootstrap
from evals.references import targets
from evals.suites import QUESTIONS
from evals.tables import Cell, Table
from kb import Searcher, open_embedder, read_corpus

BANDS = (0.75, 0.45, 0.0)
"""The least scores of a likely, a possible and an unlikely hit; the first hit in words has 1 or nearly so."""
NAMES = ("0.75 and more", "0.45 to 0.75", "less")
DEPTH = 20
"""Hits that the page shows."""
MARK = "bands"
"""Where the table stands in docs/evaluation.md."""


def bands(library: Path, store: str | None) -> Table:
    """On the open questions of `youju eval` with one turn and expected references, by the law of the library's day."""
    corpus = read_corpus(library)
    index = read_settings(library=str(library), store=store).index
    searcher = Searcher.build(corpus.passages, open_embedder(None), index, concepts=corpus.concepts)
    cases = [c for c in read_cases(QUESTIONS) if c.expect and len(c.turns) == 1 and c.as_of is None and not c.held_out]
    wanted: dict[float, list[float]] = defaultdict(list)
    for case in cases:
        groups = targets(case.expect, corpus.verified, corpus)
        for hit in searcher.find(case.turns[0], corpus.verified, k=DEPTH, kind="article"):
            if "cited" in hit.rankings:
                continue
            right = any(one.met_by(hit.passage.id) for group in groups for one in group)
            wanted[next(least for least in BANDS if hit.score >= least)].append(float(right))
    rows: list[tuple[Cell, ...]] = [
        (name, len(wanted[least]), bootstrap(wanted[least])) for name, least in zip(NAMES, BANDS, strict=True)
    ]
    title = f"Of the first {DEPTH} hits of {len(cases)} open questions, how many the question wants"
    return Table(title, ("score", "hits", "wanted"), tuple(rows))
