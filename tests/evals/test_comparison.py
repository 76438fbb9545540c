"""Gains and losses are told case by case."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.comparison import Baseline, compare, format_baseline, parse_baseline, read_baseline
from kb import InputProblem

THEN = Baseline({"A": (), "B": ("cited", "retrieved"), "C": ("verdict",), "E": ()}, {"mrr": 0.5}, "第一次")


def test_losses_and_gains_are_named() -> None:
    """A fails newly, B is half mended, C is as it was, D is new, E was not asked."""
    found = compare({"A": ("misquoted",), "B": ("cited",), "C": ("verdict",), "D": ("action",)}, THEN)

    assert found.newly_failing == {"A": ("misquoted",)}
    assert found.newly_passing == {"B": ("retrieved",)}
    assert (found.unchanged, found.added, found.not_run) == (1, ("D",), ("E",))
    assert found.worse


def test_a_case_may_gain_and_lose_at_once() -> None:
    """Another failure in the place of the old one is a loss, whatever was gained."""
    found = compare({"C": ("action",)}, THEN)

    assert found.newly_failing == {"C": ("action",)}
    assert found.newly_passing == {"C": ("verdict",)}


def test_the_same_or_better_is_not_worse() -> None:
    """New cases that fail are no loss: the baseline never passed them."""
    assert not compare({"A": (), "B": (), "D": ("action",)}, THEN).worse


def test_a_baseline_survives_its_file() -> None:
    """Writing and reading are inverse, and there is one case a line."""
    text = format_baseline(THEN, {"suite": "all"})

    assert parse_baseline(text) == THEN
    assert '    "B": ["cited", "retrieved"],\n' in text


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"failed": {"A": "x"}}', '{"failed": [1]}', '{"failed": {"A": [1]}}', "\ud800"]
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    """One clear sentence that says how to mend it."""
    path = tmp_path / "b.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))

    with pytest.raises(InputProblem, match="--bless"):
        read_baseline(path)


def test_a_missing_baseline_is_told(tmp_path: Path) -> None:
    """One clear sentence that says how to make one."""
    with pytest.raises(InputProblem, match="--bless"):
        read_baseline(tmp_path / "none.json")
