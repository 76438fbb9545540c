"""The sentences to learn from: one a line, kinds of wording under # headings, (a|b) for either."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
CUES = FOLDER / "cues.tsv"
"""Sentences in which the words of cues stand, in the format of `deeds.tsv`."""
HARMLESS, MATTER, ELSEWHERE = "harmless", "matter", "elsewhere"
BESIDE = ("order", "idle")
"""Labels of sentences that are left out of a message."""
MOST = 8
"""Sentences that one line may become; of more, every so manieth."""

WRITTEN_WEIGHT = 3.0
"""How much a message of `danger.tsv` weighs. With 2 and 3, of 250 messages by yet another writer .92 of the danger is
heard at five false alarms in a hundred; .79 without them."""

_EITHER = re.compile(r"\(([^()|]*\|[^()]*)\)")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what danger it tells, and its line: variants of a line are learned or tested together."""

    text: str
    kind: str
    line: int
    weight: float = 1.0


def read_examples(kinds: tuple[str, ...], folder: Path = FOLDER) -> tuple[Example, ...]:
    """All sentences of the files named for the kinds, and the harmless ones; a line's variants share its weight."""
    found: list[Example] = []
    line = 0
    for kind in (*kinds, HARMLESS):
        for written in (folder / f"{kind}.txt").read_text("utf-8").splitlines():
            if written and not written.startswith("#"):
                line += 1
                texts = _variants(written)
                found += [Example(text, kind, line, len(texts) ** -0.5) for text in texts]
    return tuple(found)


def read_written(first: int, path: Path = FOLDER / "danger.tsv") -> tuple[Example, ...]:
    """Messages by people who knew nothing of the other sentences; lines are counted from `first`.

    A line is `self`, `other`, `violence`, `hurt` or `harmless`, a tab, and it.
    """
    rows = (line.partition("\t") for line in path.read_text("utf-8").splitlines())
    return tuple(Example(text, kind, at, WRITTEN_WEIGHT) for at, (kind, _, text) in enumerate(rows, first))


def read_ordinary(folder: Path = FOLDER) -> tuple[str, ...]:
    """Statements of what a collector did, that tell no danger; each in its first spelling."""
    lines = (folder / "ordinary.txt").read_text("utf-8").splitlines()
    return tuple(_variants(line)[0] for line in lines if line and not line.startswith("#"))


def _variants(written: str) -> list[str]:
    texts = list(_spelled(written))
    step = -(-len(texts) // MOST)
    return texts[::step]


def _spelled(written: str) -> Iterator[str]:
    parts = _EITHER.split(written)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return ("".join(chosen) for chosen in itertools.product(*choices))


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the facts that it tells, and those that it only seems to tell."""

    text: str
    facts: frozenset[str]
    seeming: frozenset[str]
    line: int
    weight: float = 1.0


def read_told(path: Path = FOLDER / "deeds.tsv") -> tuple[Line, ...]:
    """All sentences, in every spelling.

    A line is `fact,fact<TAB>sentence`, `-fact<TAB>sentence` for one that only seems to tell it, or `none<TAB>sentence`.
    """
    found: list[Line] = []
    for at, written in enumerate(path.read_text("utf-8").splitlines()):
        named, _, sentence = written.partition("\t")
        texts = _variants(sentence)
        facts = {name for name in named.split(",") if not name.startswith("-")} - {"none"}
        seeming = {name[1:] for name in named.split(",") if name.startswith("-")}
        found += [Line(text, frozenset(facts), frozenset(seeming), at, len(texts) ** -0.5) for text in texts]
    return tuple(found)


def read_asides(path: Path = FOLDER / "asides.tsv") -> tuple[tuple[str, str], ...]:
    """Sentences with their labels: a line is `order`, `idle`, `elsewhere` or `matter`, a tab, and it."""
    rows = (line.partition("\t") for line in path.read_text("utf-8").splitlines())
    return tuple((label, sentence) for label, _, sentence in rows)


def read_wishes(path: Path = FOLDER / "wishes.tsv") -> tuple[tuple[str, str], ...]:
    """Messages with what they ask for.

    A line is `wrong-hide` and the like, `abroad`, `lender`, `topic`, or a neighbour of one of these that is answered
    (`innocent`, `mainland`, `debtor`, `debts`), a tab, and it.
    """
    return read_asides(path)


def read_messages(path: Path = FOLDER / "messages.tsv") -> tuple[tuple[str, str], ...]:
    """Messages with the section that answers what each asks for first: a line is its reference, a tab, and it."""
    return read_asides(path)
