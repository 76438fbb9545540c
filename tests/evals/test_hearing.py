"""How much of deeds is heard is counted fact by fact, and what is held out is not learned from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.training.corpus import read_told
from evals.hearing import DEEDS, measure_hearing
from evals.metrics import Rate
from kb import InputProblem

LINES = "insult,rude\t他骂我\nrude\t他凶我\n-insult\t他没骂我\nnone\t今天下雨\nnone\t骂声一片\n"


def test_facts_look_alikes_and_idle_sentences_are_counted_apart(tmp_path: Path) -> None:
    """Of two facts of one sentence one may be heard; facts that nobody asks for do not count."""
    (tmp_path / "set.tsv").write_text(LINES, "utf-8")

    found = measure_hearing(
        lambda text: frozenset({"insult", "bank"}) if "骂" in text else frozenset(), tmp_path / "set.tsv"
    )

    assert found.told == Rate(1, 3)
    assert found.seeming == Rate(1, 1)
    assert found.idle == Rate(1, 2)


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    """By its number, and how to mend it."""
    (tmp_path / "set.tsv").write_text("insult\t他骂我\n他骂我\n", "utf-8")

    with pytest.raises(InputProblem, match=r"set\.tsv:2.*制表符"):
        measure_hearing(lambda _: frozenset(), tmp_path / "set.tsv")


def test_nothing_that_is_scored_was_learned() -> None:
    """No sentence of the set stands among those that the table is learned from."""
    scored = {line.partition("\t")[2] for line in DEEDS.read_text("utf-8").splitlines()}

    assert scored.isdisjoint(line.text for line in read_told())
