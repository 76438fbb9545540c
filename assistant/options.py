"""Answers that a question asked back has, where they are few: each can be a button."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb import YoujuError

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its short name, and what it says as the next turn."""

    zh: str
    en: str
    say: str


@dataclass(frozen=True, slots=True)
class Options:
    """The answers by how their question begins."""

    rows: tuple[tuple[tuple[str, ...], tuple[Option, ...]], ...]

    def of(self, question: str) -> tuple[Option, ...]:
        """The answers to a question; none where they are not few."""
        return next((answers for asks, answers in self.rows if question.startswith(asks)), ())


def read_options(path: Path = DATA / "options.toml") -> Options:
    """Read the table.

    Raises:
        YoujuError: a row is incomplete; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Options(tuple(_row(row) for row in data["question"]))
    except (KeyError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error


def _row(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[Option, ...]]:
    return tuple(row["asks"]), tuple(Option(a["zh"], a["en"], a["say"]) for a in row["answers"])
