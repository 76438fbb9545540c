"""Each danger of SECURITY.md has a guard that stands, and a test that fails without it (`python -m tests.guards`)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals.load_goals import MOST
from tests.guards import Guard, notices, read_guards

ROOT = Path(__file__).resolve().parents[1]
ROWS = (
    *(f"I{n}" for n in (1, 2, 4, 5, 6, 7, 8)), *(f"S{n}" for n in range(1, 11)), *(f"P{n}" for n in range(1, 7)),
    *(f"F{n}" for n in (1, 2, 3, 5)), *(f"G{n}" for n in (1, 2, 3, 7)), "L1", "L3",
)  # fmt: skip


def test_every_row_has_a_guard() -> None:
    """Of bad input, attacks and privacy, and every gate; how well typos are read (I3) is measured by the evals."""
    assert {guard.row for guard in read_guards()} == {*ROWS}


@pytest.mark.parametrize("guard", read_guards(), ids=lambda guard: guard.name)
def test_a_guard_is_there_once_and_its_test_too(guard: Guard) -> None:
    """What would be taken away still stands in its file, so that the trial means something."""
    if not (ROOT / guard.file).exists():
        pytest.skip(f"{guard.file} is not part of this copy")

    assert (ROOT / guard.file).read_text("utf-8").count(guard.old) == 1
    assert guard.old != guard.new
    if guard.command:
        module, scenario, *_ = guard.command
        assert module == "evals.load"
        assert scenario in MOST
    else:
        file, _, name = guard.test.partition("::")
        assert f"def {name}" in (ROOT / file).read_text("utf-8")


def test_a_guard_that_is_taken_away_is_noticed_and_one_that_is_not_is_told() -> None:
    """The trial itself, on the quickest guard: with and without a change."""
    (quick,) = [guard for guard in read_guards() if guard.claim == "no cell is a formula"]
    kept = Guard(quick.row, quick.claim, quick.file, quick.old, quick.old, quick.test)

    assert notices(quick)
    assert not notices(kept)


def test_every_row_is_told_in_the_policy() -> None:
    """SECURITY.md names each row, and each test that it names is here."""
    told = (ROOT / "SECURITY.md").read_text("utf-8")
    heads = " ".join(re.findall(r"^\| ([A-Z]\d+[^|]*)\|", told, re.MULTILINE)).replace("G1–G3", "G1 G2 G3")
    rows = set(re.findall(r"[A-Z]\d+", heads))

    assert {*ROWS} <= rows
    for place in re.findall(r"`(tests/[\w/]+\.py)`", told):
        assert (ROOT / place).is_file(), place
