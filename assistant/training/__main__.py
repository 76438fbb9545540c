"""`python -m assistant.training`: learn how danger, deeds, asides and wishes are told, and which section answers."""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.conduct import DATA
from assistant.distress import KINDS, TABLE, stretches
from assistant.hearing import ASIDES, WISHES, Table
from assistant.hearing import TABLE as DEEDS
from assistant.hearing import write_table as write_heard
from assistant.seeming import TABLE as SEEMING
from assistant.selection import FITS
from assistant.topics import TABLE as TOPICS
from assistant.topics import write_topics
from assistant.training import asides, deeds, sections, seeming, topics, wishes
from assistant.training.corpus import (
    HARMLESS,
    Example,
    read_examples,
    read_messages,
    read_ordinary,
    read_told,
    read_wishes,
    read_written,
)
from assistant.training.fit import Table as Weights
from assistant.training.fit import chances, cross_validated, learn, thresholds, write_table
from kb import open_embedder, read_corpus

ORDINARY = 3000
ORDINARY_WEIGHT = 0.15
"""How many ways to ask for a provision are learned too, as harmless, and how little each weighs."""
GUIDE_WEIGHT, STATEMENT_WEIGHT = 0.3, 0.4
"""The same of lines of our guides, and of statements of what a collector did."""
SHORT = 10
"""Lines of guides up to so many characters are headings and cells."""
TOLD_WEIGHT = 0.2
"""And of sentences that tell what a collector did and no danger; set by hand."""
DANGEROUS = frozenset(
    {
        *(
            "violence",
            "confinement",
            "home-entry",
            "threat-violence",
            "threat-seizure",
            "threat-damage",
            "paint-damage",
        ),
        *("stalking", "goods-taken", "intimidation", "scene-made"),
    }
)
"""Facts that may be danger to life; sentences that tell them, or seem to, are not learned as harmless."""
WISH_WEIGHT = 0.5
"""And of messages on wishes and for sections, many of them long stories, unless they have a word of violence or death.
With them .024 of the harmless questions of `youju eval` are alarmed where .92 of `evals/data/danger.tsv` is heard, .033
without."""
GRIM = re.compile("[砸打关锁堵刀死]|领走|想不开|楼顶|不想活|活不|kill|beat|door|lock|die", re.IGNORECASE)
ALARMING = re.compile("110|120|12356|报警|自杀|砸门|动手|伤人|撑不住")
"""Lines of guides that speak of danger; they are not learned as harmless."""


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, write the table and tell what cross-validation says of it."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=("danger", "seeming", "deeds", "asides", "wishes", "topics", "sections"),
        help="learn only one of the tables",
    )
    parser.add_argument("--out", type=Path, default=DATA, help="folder of the tables")
    args = parser.parse_args(argv)
    if args.what in {None, "danger"}:
        _learn_danger(args.out / TABLE.name)
    if args.what in {None, "seeming"}:
        sys.stdout.write(json.dumps(seeming.learn(seeming.hits(), args.out / SEEMING.name)) + "\n")
    if args.what in {None, "deeds"}:
        embedder = open_embedder()
        _keep(deeds.learn(deeds.rows_of(read_told(), embedder), embedder), args.out / DEEDS.name)
    if args.what in {None, "asides"}:
        _keep(asides.learn(open_embedder()), args.out / ASIDES.name)
    if args.what in {None, "wishes"}:
        _keep(wishes.learn(open_embedder()), args.out / WISHES.name)
    if args.what in {None, "topics"}:
        table = topics.learn(sections.asked_for())
        write_topics(table, args.out / TOPICS.name)
        sys.stdout.write(json.dumps({"sections": len(table.sections), "runs": len(table.runs)}) + "\n")
    if args.what in {None, "sections"}:
        weights = sections.learn(open_embedder())
        sections.write_fits(weights, args.out / FITS.name)
        sys.stdout.write(json.dumps(weights) + "\n")
    return 0


def _keep(table: Table, path: Path) -> None:
    write_heard(table, path)
    sys.stdout.write(json.dumps({"labels": len(table.labels), "told": table.told}) + "\n")


def _learn_danger(path: Path) -> None:
    told = read_examples(KINDS)
    ours = tuple(_as_heard((*told, *read_written(told[-1].line + 1))))
    ordinary = tuple(_as_heard(_ordinary(ours[-1].line)))
    ours = tuple(_where_told(ours, learn((*ours, *ordinary))))
    examples = (*ours, *ordinary)
    found = cross_validated(examples)
    limits = thresholds(ours, found[: len(ours)])
    write_table(learn(examples), limits, path)
    sys.stdout.write(json.dumps(limits | dict(_shares(examples, found, limits)), indent=1) + "\n")


def _as_heard(examples: Iterable[Example]) -> Iterator[Example]:
    """What is harmless, in the stretches that are heard: in a long message any sentence may sound wrong."""
    for one in examples:
        parts = stretches(one.text) if one.kind == HARMLESS else [one.text]
        yield from (replace(one, text=part, weight=one.weight * len(parts) ** -0.5) for part in parts)


def _where_told(examples: Sequence[Example], table: Weights) -> Iterator[Example]:
    """Of long messages that tell danger the stretch that tells it most, by what was learned of them whole."""
    for one in examples:
        parts = [replace(one, text=part) for part in (stretches(one.text) if one.kind != HARMLESS else ())]
        yield parts[int(np.argmax(chances(table, parts)))] if len(parts) > 1 else one


def _ordinary(line: int) -> Iterator[Example]:
    """Ways to ask for a provision, evenly drawn; every other line of our guides; what a collector did."""
    passages = read_corpus().passages
    ways = sorted({way for passage in passages for way in passage.asked.splitlines()})
    guides = sorted({one for p in passages if p.kind == "guide" for one in p.text.splitlines() if len(one) > SHORT})
    idle = (
        *((way, ORDINARY_WEIGHT) for way in ways[:: max(1, len(ways) // ORDINARY)]),
        *((one, GUIDE_WEIGHT) for one in guides[::2] if not ALARMING.search(one)),
        *((one, STATEMENT_WEIGHT) for one in read_ordinary()),
        *((text, WISH_WEIGHT) for _, text in (*read_wishes(), *read_messages()) if not GRIM.search(text)),
        *((one.text, TOLD_WEIGHT) for one in read_told() if DANGEROUS.isdisjoint(one.facts | one.seeming)),
    )
    for at, (text, weight) in zip(itertools.count(line + 1), idle):
        yield Example(text, HARMLESS, at, weight)


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
