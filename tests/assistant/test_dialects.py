"""Threats as they are said in the dialects are heard as threats, and what only looks like one is not."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from assistant.conduct import RuleTable, read_rules

KINDS = tomllib.loads((Path(__file__).parent / "dialects.toml").read_text(encoding="utf-8"))["kind"]


@cache
def rules() -> RuleTable:
    """The table as it ships, read once."""
    return read_rules()


def heard(text: str) -> bool:
    """Whether a threat of any kind is heard in the words."""
    table = rules()
    return "any-threat" in table.completed(table.facts_in(text))


@pytest.mark.parametrize("text", [t for kind in KINDS for t in kind["threats"]])
def test_a_threat_in_a_dialect_is_heard(text: str) -> None:
    """Whoever is threatened in the words of home is answered as one who is threatened."""
    assert heard(text)


@pytest.mark.parametrize("text", [t for kind in KINDS for t in kind["harmless"]])
def test_what_only_looks_like_a_threat_is_none(text: str) -> None:
    """弄, 整 and 死 stand in many harmless sentences."""
    assert not heard(text)
