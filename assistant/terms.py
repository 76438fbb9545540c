"""Words of the law in plain words: what a term means, and an article that uses it. It says no rule."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb import YoujuError

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Term:
    """One word, what it means in both languages, and where the law uses it."""

    word: str
    says: str
    english: str
    says_en: str
    ref: str
    also: str
    """The word as the article has it."""

    def of(self, lang: str) -> tuple[str, str]:
        """The word and its meaning in a language."""
        return (self.english, self.says_en) if lang == "en" else (self.word, self.says)


def read_terms(path: Path = DATA / "terms.toml") -> tuple[Term, ...]:
    """Read the table.

    Raises:
        YoujuError: a row is incomplete; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return tuple(_row(row) for row in data["term"])
    except (KeyError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error


def terms_in(text: str, terms: Sequence[Term], lang: str) -> tuple[Term, ...]:
    """The terms that stand in a text, in the order of the table."""
    told = text.casefold()
    return tuple(term for term in terms if term.of(lang)[0].casefold() in told)


def _row(row: Mapping[str, Any]) -> Term:
    return Term(row["word"], row["says"], row["english"], row["says_en"], row["ref"], row.get("also", row["word"]))
