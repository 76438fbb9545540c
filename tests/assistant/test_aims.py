"""The list of letters: every kind once, every fact in one step, only rules that exist, the most urgent letter first."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import read_aims, read_matter_form, read_rules, read_templates
from kb import YoujuError


def test_every_kind_is_offered_once() -> None:
    """Whoever adds a template adds it to the list."""
    aims = read_aims()
    offered = [offer.kind for aim in aims.aims for offer in aim.letters]

    assert sorted(offered) == sorted(read_templates())
    assert {kind for kind, _ in aims.fits} <= set(offered)


def test_every_part_is_asked_in_one_step() -> None:
    """A part that stands in no step could never be filled in."""
    aims, form = read_aims(), read_matter_form()
    asked = [part for group in aims.steps for part in group.parts]

    assert sorted(asked) == sorted(part.id for part in form.parts)
    assert aims.rare <= set(form.fields)


def test_letters_fit_rules_that_exist() -> None:
    """A misspelled rule would never offer its letter."""
    known = {rule.id for rule in read_rules().rules} | {"*"}

    assert {rule for _, rules in read_aims().fits for rule in rules} - known == set()


@pytest.mark.parametrize(
    ("broken", "kinds"),
    [
        (["threat-of-violence", "night-contact"], ("police-report", "complaint", "hours")),
        (["workplace-told"], ("third-parties", "complaint")),
        ([], ()),
    ],
)
def test_what_fits_a_broken_rule(broken: list[str], kinds: tuple[str, ...]) -> None:
    """Danger first; a complaint fits whatever was broken; nothing broken, nothing offered."""
    assert read_aims().fitting(broken) == kinds


def test_an_incomplete_row_is_named(tmp_path: Path) -> None:
    """One sentence names the file."""
    path = tmp_path / "aims.toml"
    path.write_text('[[aim]]\nid = "a"\n', "utf-8")

    with pytest.raises(YoujuError, match=r"aims\.toml 有一行不完整"):
        read_aims(path)
