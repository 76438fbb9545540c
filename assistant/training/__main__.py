"""`python -m assistant.training`: learn which wordings sound like danger to life, same every time."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.distress import KINDS, TABLE
from assistant.training.corpus import HARMLESS, Example, read_examples
from assistant.training.fit import cross_validated, learn, thresholds, write_table
from kb import read_corpus

ORDINARY = 3000
ORDINARY_WEIGHT = 0.15
"""How many ways to ask for a provision are learned too, as harmless, and how little each weighs."""


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, write the table and tell what cross-validation says of it."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=TABLE, help="file of the table")
    args = parser.parse_args(argv)
    ours = read_examples(KINDS)
    examples = (*ours, *_ordinary(ours[-1].line))
    found = cross_validated(examples)
    limits = thresholds(ours, found[: len(ours)])
    write_table(learn(examples), limits, args.out)
    sys.stdout.write(json.dumps(limits | dict(_shares(examples, found, limits)), indent=1) + "\n")
    return 0


def _ordinary(line: int) -> Iterator[Example]:
    """Ways to ask for a provision, evenly drawn."""
    ways = sorted({way for passage in read_corpus().passages for way in passage.asked.splitlines()})
    for at, way in enumerate(ways[:: max(1, len(ways) // ORDINARY)], 1):
        yield Example(way, HARMLESS, line + at, ORDINARY_WEIGHT)


def _shares(
    examples: Sequence[Example], found: NDArray[np.float64], limits: dict[str, float]
) -> Iterator[tuple[str, dict[str, float]]]:
    weight = np.array([e.weight for e in examples])
    for kind in (*KINDS, HARMLESS):
        ours = np.array([e.kind == kind for e in examples])
        yield (
            kind,
            {name: round(float(np.average(found[ours] >= limits[name], weights=weight[ours])), 3) for name in limits},
        )


if __name__ == "__main__":
    raise SystemExit(main())
