"""The inbox's table: how messages are split, what makes a matter urgent, and the volunteer's voice, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from assistant.conduct import Basis
from assistant.wordings import Cues, read_cues
from kb import YoujuError

TABLE = Path(__file__).parent.parent / "data" / "inbox.toml"


class When(StrEnum):
    """Which told day counts for a signal."""

    NONE = ""
    AHEAD = "ahead"
    """A day to come: it is the date itself."""
    BEHIND = "behind"
    """A day that has been: a period begins with it."""


@dataclass(frozen=True, slots=True)
class Splits:
    """Words that help to cut a text into messages."""

    parts: frozenset[str]
    """What stands before a colon and is no sender."""
    goes_on: tuple[str, ...]
    """How a block begins that goes on with the one before."""


@dataclass(frozen=True, slots=True)
class Rank:
    """How urgent a matter is, and which routes and rules make it so."""

    id: str
    title: str
    routes: Mapping[str, str]
    """Route → the reason in words."""
    rules: tuple[str, ...]
    """Rules of conduct; `*` is any that judges."""
    but: tuple[str, ...] = ()
    """Rules that are not meant by `*`."""


@dataclass(frozen=True)
class Signal:
    """A wording that makes a matter urgent."""

    id: str
    rank: str
    title: str
    cues: Cues
    unless: Cues
    when: When = When.NONE
    days: int = 0
    """Length of the period that begins with the told day."""
    law: Basis | None = None
    """The provision that gives the period."""
    ask: str = ""
    """What to ask where no day is told."""
    about: str = ""
    """The question that is answered where nothing else in the message can be."""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterFor:
    """A kind of letter, and which signals (by title) and rules call for it."""

    kind: str
    signals: frozenset[str]
    rules: frozenset[str]


@dataclass(frozen=True)
class Table:
    """Everything of data/inbox.toml."""

    splits: Splits
    helper_names: tuple[str, ...]
    helper_words: tuple[str, ...]
    ranks: tuple[Rank, ...]
    """The most urgent first."""
    signals: tuple[Signal, ...]
    voice: Mapping[str, str]
    replies: Mapping[str, tuple[str, str]]
    """Route → what is said first to who comes by it, in both languages."""
    letters: tuple[LetterFor, ...] = ()

    def letter(self, signal: str, rules: Iterable[str]) -> str:
        """The kind of letter for a matter with that deadline and those findings; empty for none."""
        met = frozenset(rules)
        fitting = (row for row in self.letters if signal in row.signals or met & row.rules)
        return next((row.kind for row in fitting), "")


@cache
def read_table(path: Path = TABLE) -> Table:
    """Read the table.

    Raises:
        YoujuError: the file is not such a table; names the row.
    """
    row: Mapping[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        words = {name: tuple(entries) for name, entries in data["words"].items()}
        ranks = tuple(
            Rank(r["id"], r["title"], r["routes"], tuple(r["rules"]), tuple(r.get("but", ()))) for r in data["rank"]
        )
        signals = []
        for row in data["signal"]:
            signals.append(_signal(row, words, {r.id for r in ranks}))
        return Table(
            Splits(frozenset(data["split"]["parts"]), tuple(data["split"]["goes_on"])),
            tuple(data["volunteer"]["names"]),
            tuple(data["volunteer"]["words"]),
            ranks,
            tuple(signals),
            {name: data["voice"][name] for name in _VOICE},
            {r["route"]: (r["short"], r["short_en"]) for r in data["reply"]},
            tuple(LetterFor(r["kind"], frozenset(r["signals"]), frozenset(r["rules"])) for r in data["letter"]),
        )
    except (OSError, KeyError, ValueError, TypeError) as error:
        where = f"“{row['id']}”" if "id" in row else "开头"
        raise YoujuError(f"{path.name} 的 {where} 不完整或写错：{error}；格式见 docs/formats.md") from error


_VOICE = tuple(name + lang for name in ("greeting", "now", "call", "ask", "none", "unsure") for lang in ("", "_en"))


def _signal(row: Mapping[str, Any], words: Mapping[str, tuple[str, ...]], ranks: set[str]) -> Signal:
    if row["rank"] not in ranks:
        raise ValueError(f"没有 {row['rank']} 这一级")
    law = row.get("law")
    signal = Signal(
        row["id"],
        row["rank"],
        row["title"],
        read_cues(row["cues"], words),
        read_cues(row.get("unless", ()), words),
        When(row.get("day", "")),
        int(row.get("days", 0)),
        Basis(law["ref"], law["says"]) if law else None,
        row.get("ask", ""),
        row.get("about", ""),
        tuple(row["yes"]),
        tuple(row["no"]),
    )
    if (signal.when is When.BEHIND) != bool(signal.days and signal.law):
        raise ValueError("从某天起算的（day = behind）要写 days 和 law")
    return signal
