"""Sections found and asides left out are counted apart, and what is scored is not learned from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Likely
from assistant.training.corpus import read_asides
from evals.labelled import read_labelled
from evals.metrics import Rate
from evals.sections import ASIDES, QUESTION, SECTIONS, STORIES, measure_asides, measure_sections
from kb import Corpus, InputProblem, read_corpus


@pytest.fixture
def likely(corpus: Corpus) -> dict[str, tuple[Likely, ...]]:
    """What three messages find: surely, perhaps, nothing."""
    guide = corpus.guides[0]
    one, other = (Likely(f"guide:x#{chance}", (guide, guide.sections[0]), chance) for chance in (0.9, 0.3))
    return {"sure": (one, other), "perhaps": (other,), "nothing": ()}


def test_what_is_right_sure_and_astray_is_counted_apart(likely: dict[str, tuple[Likely, ...]]) -> None:
    """The first section counts; any of several references is right."""
    right = likely["sure"][0].ref
    rows = [(f"guide:x#y,{right}", "sure"), ("guide:x#y", "perhaps"), (right, "nothing"), ("none", "sure")]

    found = measure_sections(likely.__getitem__, [*rows, ("elsewhere", "perhaps"), ("none", "nothing")])

    assert (found.answered, found.right) == (Rate(2, 3), Rate(1, 2))
    assert (found.sure, found.surely_right) == (Rate(1, 3), Rate(1, 1))
    assert (found.astray, found.surely_astray) == (Rate(2, 3), Rate(1, 3))


def test_a_sentence_is_left_out_where_nothing_of_it_remains() -> None:
    """By label."""
    rows = (("idle", "下雨了"), ("idle", "下雪了"), ("matter", "下雨天来堵门"))

    found = measure_asides(lambda text: QUESTION if "雨了" in text else text, rows)

    assert found == {"idle": Rate(1, 2), "matter": Rate(0, 1)}


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    """By its number, and how to mend it."""
    (tmp_path / "set.tsv").write_text("idle\t下雨了\n下雨了\n", "utf-8")

    with pytest.raises(InputProblem, match=r"set\.tsv:2.*制表符"):
        read_labelled(tmp_path / "set.tsv")


def test_nothing_that_is_scored_was_learned() -> None:
    """No sentence of the sets stands among those that are learned from, nor as a way to ask."""
    shelf = read_corpus()
    scored = {text for path in (SECTIONS, ASIDES) for _, text in read_labelled(path)}

    assert scored.isdisjoint(text for _, text in read_asides())
    assert scored.isdisjoint(way for guide in shelf.guides for s in guide.sections for way in s.asked)


def test_every_reference_of_the_set_is_a_section() -> None:
    """Guides are edited; a set that names what is gone would be counted as wrong."""
    shelf = read_corpus()
    rows = (row for path in (SECTIONS, STORIES) for row in read_labelled(path))
    named = {ref for refs, _ in rows for ref in refs.split(",")} - {"none"}

    assert [ref for ref in sorted(named) if shelf.section(ref) is None] == []
