"""Letters as one chooses them: by aim, with when not to send them; the steps of their form; which fit a broken rule.

All of it is data (`data/aims.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb import YoujuError

DATA = Path(__file__).parent / "data" / "aims.toml"
ANY = "*"
"""In the table of what fits: any rule."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter as the list offers it."""

    kind: str
    short: str
    short_en: str
    unless: str
    """In a few words, when not to send it."""
    unless_en: str


@dataclass(frozen=True, slots=True)
class Aim:
    """What one wants, and the letters for it."""

    id: str
    title: str
    title_en: str
    letters: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A step of the form: parts of the facts that are asked together."""

    id: str
    title: str
    title_en: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Aims:
    """The whole table."""

    aims: tuple[Aim, ...]
    steps: tuple[Group, ...]
    rare: frozenset[str]
    """Facts of a row that wait behind a fold."""
    fits: tuple[tuple[str, frozenset[str]], ...]
    """A letter, and the rules whose breach it fits."""

    @property
    def offers(self) -> dict[str, Offer]:
        """Every letter by its kind, in the order of the list."""
        return {offer.kind: offer for aim in self.aims for offer in aim.letters}

    def fitting(self, broken: Iterable[str]) -> tuple[str, ...]:
        """The letters that fit broken rules, the most urgent first."""
        rules = set(broken)
        return tuple(kind for kind, fit in self.fits if fit & rules or (rules and ANY in fit))


def read_aims(path: Path = DATA) -> Aims:
    """Read the table.

    Raises:
        YoujuError: the file is not such a table; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Aims(
            tuple(
                Aim(row["id"], row["title"], row["title_en"], tuple(Offer(**o) for o in row["letter"]))
                for row in data["aim"]
            ),
            tuple(Group(row["id"], row["title"], row["title_en"], tuple(row["parts"])) for row in data["step"]),
            frozenset(data["rare"]),
            tuple((row["kind"], frozenset(row["rules"])) for row in data["fit"]),
        )
    except (KeyError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
