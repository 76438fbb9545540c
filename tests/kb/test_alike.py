"""Questions that mean the same find the same: `alike.toml` has pairs of a plain one and the same otherwise written."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from kb import Corpus, Searcher, open_embedder

PAIRS = tomllib.loads(Path(__file__).with_name("alike.toml").read_text("utf-8"))["pair"]
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shared(shelf: Corpus) -> dict[str, list[int]]:
    """By kind, how many of the first five articles each pair shares."""
    searcher = Searcher.build(shelf.passages, open_embedder(), None, concepts=shelf.concepts)

    def five(text: str) -> set[str]:
        return {hit.passage.id for hit in searcher.find(text, DAY, k=5, kind="article")}

    kinds: dict[str, list[int]] = {}
    for pair in PAIRS:
        kinds.setdefault(pair["kind"], []).append(len(five(pair["one"]) & five(pair["other"])))
    return kinds


@pytest.mark.parametrize(
    ("kind", "same", "four"),
    [
        ("traditional", 0.95, 0.95),
        ("typo", 0.9, 0.9),
        ("spoken", 0.2, 0.7),  # told in other words and another order: no spelling makes them one
        ("slang", 0.1, 0.45),  # what a word of the trade means, in a stranger's words
    ],
)
def test_otherwise_written_finds_the_same_five(
    shared: dict[str, list[int]], kind: str, same: float, four: float
) -> None:
    """The same five articles for so large a share of pairs, and at least four of them for another."""
    found = shared[kind]

    assert sum(n == 5 for n in found) >= same * len(found)
    assert sum(n >= 4 for n in found) >= four * len(found)
