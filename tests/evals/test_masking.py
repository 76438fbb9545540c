"""Masking is measured: what is planted and missed, and what is masked without need."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import read_masker
from evals.figments import HARMLESS, PERSONAL, SPOKEN_OF
from evals.masking import FALSE_HITS, MASKING, RECALL, Masking, make_sentences, masking_dict, masking_passed
from evals.metrics import Rate
from kb import InputProblem


def test_planted_data_are_masked_and_harmless_sentences_are_not() -> None:
    """The gates hold over the whole set, which has at least 500 sentences with data and 400 without."""
    masker = read_masker()
    personal, harmless = make_sentences(True), make_sentences(False)

    found = [
        any(f.start <= start and end <= f.end for f in masker.find(s.text))
        for s in personal
        for _, start, end in s.planted
    ]
    hits = [s.text for s in harmless if masker.find(s.text)]

    assert len(personal) >= 500
    assert len(harmless) >= 400
    assert sum(found) >= RECALL * len(found)
    assert len(hits) <= FALSE_HITS * len(harmless)


def test_the_same_seed_makes_the_same_sentences() -> None:
    """A figure can be made again."""
    assert make_sentences(True, seed=7) == make_sentences(True, seed=7)
    assert make_sentences(True, seed=7) != make_sentences(True, seed=8)


def test_every_planted_value_stands_where_it_is_said() -> None:
    """A frame that opens with data has them at the beginning, whatever is drawn."""
    assert all(0 <= start < end <= len(s.text) for s in make_sentences(True) for _, start, end in s.planted)
    assert {kind for s in make_sentences(True) for kind, _, _ in s.planted} == set(PERSONAL)
    assert set(PERSONAL) <= set(SPOKEN_OF)
    assert not set(PERSONAL) & set(HARMLESS)


@pytest.mark.parametrize(
    ("personal", "count", "passed"), [(True, 99, True), (True, 98, False), (False, 1, True), (False, 2, False)]
)
def test_a_gate_fails_below_its_share(personal: bool, count: int, passed: bool) -> None:
    """99 of 100 planted is enough, 98 is not; 1 of 100 harmless is borne, 2 are not."""
    row = Masking("all" if personal else "harmless", "all", personal, Rate(count, 100))

    assert masking_passed([row]) is passed
    assert masking_dict([row])["personal" if personal else "harmless"][row.group]["all"]["count"] == count


def test_a_set_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """The file is named, and a slot that nothing fills too."""
    with pytest.raises(InputProblem, match=r"none\.toml"):
        make_sentences(True, path=tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text(MASKING.read_text("utf-8").replace("{mobile}", "{mobil}", 1), encoding="utf-8")
    with pytest.raises(InputProblem, match="mobil"):
        make_sentences(True, path=broken)
