"""The checker on paragraphs in the manner of advice articles, with what must be found in each.

`evals/data/citations.jsonl` holds them; those held out are by somebody who had not seen the checker.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb import Check, Checker, Corpus, Finding, Likeness

Law = Callable[..., Corpus]
TODAY = date(2026, 11, 22)
PARAGRAPHS = Path(__file__).parents[2] / "evals" / "data" / "citations.jsonl"
ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"
NO_FAULT = {Finding.OK, Finding.UNVERIFIABLE}


@dataclass
class Tally:
    """What was found of what should be."""

    hit: int = 0
    missed: int = 0
    false: int = 0
    labelled: int = 0
    mendable: int = 0
    mended: int = 0
    unsure: int = 0
    unsure_missed: int = 0


def fits(correct: str, wanted: str) -> bool:
    """The right provision, or a part of it; `a|b`: of either."""
    either = [w for w in wanted.split("|") if f"{correct}.".startswith(f"{w}.") or f"{w}.".startswith(f"{correct}.")]
    return bool(correct and either)


def paragraphs(split: str) -> list[dict[str, Any]]:
    """The paragraphs of a split; those held out were written apart from the code."""
    rows = map(json.loads, PARAGRAPHS.read_text("utf-8").splitlines())
    return [row for row in rows if row["split"] == split]


@pytest.fixture(scope="module", params=["open", "held_out"])
def tally(request: pytest.FixtureRequest, shelf: Corpus) -> tuple[Tally, list[str]]:
    """All paragraphs of a file checked on their day, and what went wrong."""
    out, told = Tally(), []
    likeness = Likeness(shelf.instruments.values())
    checkers: dict[date, Checker] = {}
    for row in paragraphs(request.param):
        day = date.fromisoformat(row["as_of"]) if "as_of" in row else TODAY
        checker = checkers.setdefault(day, Checker(shelf.on(day), shelf.finder, likeness))
        found: dict[str, list[Check]] = {}
        for check in checker.check(row["text"]):
            found.setdefault(check.mention.raw, []).append(check)
        expected = {raw: (labels.split("|"), right) for raw, labels, right in row.get("fault", [])}
        for raw, (labels, right) in expected.items():
            faults = [c for c in found.get(raw, []) if c.finding not in NO_FAULT]
            out.hit, out.missed = out.hit + bool(faults), out.missed + (not faults)
            out.labelled += any(c.finding in labels for c in faults)
            out.mendable, out.mended = (
                out.mendable + bool(right),
                out.mended + any(fits(c.correct, right) for c in faults),
            )
            if not any(c.finding in labels and (not right or fits(c.correct, right)) for c in faults):
                told.append(
                    f"{row['reason']}: {raw} should be {labels} → {right}; found {[c.finding.value for c in faults]}"
                )
        for raw, all_of_it in found.items():
            if raw not in expected and any(c.finding not in NO_FAULT for c in all_of_it):
                out.false += 1
                given = [(c.finding.value, c.explain) for c in all_of_it]
                told.append(f"{row['reason']}: {raw} is right; found {given}")
        for raw in row.get("unsure", []):
            sure = not any(c.finding is Finding.UNVERIFIABLE for c in found.get(raw, []))
            out.unsure, out.unsure_missed = out.unsure + 1, out.unsure_missed + sure
    return out, told


def test_of_the_faults_95_in_100_are_found_and_no_more(tally: tuple[Tally, list[str]]) -> None:
    """Recall and precision of faults, over paragraphs of every kind."""
    found, told = tally

    assert found.hit + found.missed >= 30
    assert found.hit / (found.hit + found.missed) >= 0.95, told
    assert found.hit / (found.hit + found.false) >= 0.95, told


def test_faults_are_called_by_their_names_with_the_right_provision(tally: tuple[Tally, list[str]]) -> None:
    """At least 85 of 100 exact labels, and the right provision for 85 of 100 that can be mended."""
    found, told = tally

    assert found.labelled / found.hit >= 0.85, told
    assert found.mended / found.mendable >= 0.85, told


def test_what_cannot_be_verified_is_said_to_be_so(tally: tuple[Tally, list[str]]) -> None:
    """Summaries in quotation marks, unconfirmed numbers and unknown titles."""
    found, _ = tally

    assert found.unsure_missed == 0


def test_the_paragraphs_are_enough_to_tell() -> None:
    """Some two hundred by us and forty apart; among them what cannot be verified."""
    ours, apart = paragraphs("open"), paragraphs("held_out")

    assert (len(ours) >= 200, len(apart)) == (True, 40)
    assert sum(len(row.get("unsure", [])) for row in ours) >= 8
