"""`python -m evals.routes`: what of a message is not simply answered, in words that nobody had seen.

The sets were written by people who saw neither the patterns of `scope.toml` nor the messages that are learned from.
`evals/data/danger.tsv`, and `danger_english.tsv`: `self`, `other`, `violence`, or `harmless`. `evals/data/wishes.tsv`:
what is asked for that is not answered (`wrong-hide` and the like, `abroad`, `lender`, `topic`), `fraud-paid` and
`fraud-going`, which get a word before the answer, or a close neighbour of these that is simply answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant, Notice
from evals.crisis import ROUTES
from evals.labelled import read_labelled
from evals.metrics import Rate
from evals.tables import Table, shown

DATA = Path(__file__).parent / "data"
DANGER, ENGLISH, WISHES = (DATA / f"{name}.tsv" for name in ("danger", "danger_english", "wishes"))
MARK = "routes"
"""Between which marks of a document the tables stand."""

ROUTE_OF = {"wrong": "wrongdoing", "abroad": "jurisdiction", "lender": "creditor", "topic": "topic", "fraud": "fraud"}
"""The route of each wish; what has none of these labels is simply answered."""

Notices = Callable[[str], Sequence[Notice]]


@dataclass(frozen=True, slots=True)
class Taken:
    """Of the messages of a label, those that took a route of danger or of its wish, and those stopped by any."""

    known: Rate
    stopped: Rate


def measure_danger(notices: Notices, rows: Sequence[tuple[str, str]]) -> dict[str, Taken]:
    """By label, how many messages get a word on danger, and how many are answered by nothing else."""
    found: dict[str, list[tuple[bool, bool]]] = {}
    for label, message in rows:
        told = [notice for notice in notices(message) if notice.route in ROUTES]
        found.setdefault(label, []).append((bool(told), any(notice.final for notice in told)))
    return {label: _taken(pairs) for label, pairs in found.items()}


def measure_wishes(notices: Notices, rows: Sequence[tuple[str, str]]) -> dict[str, Taken]:
    """By label, how many messages are known for their wish, and how many are declined for any, danger apart."""
    found: dict[str, list[tuple[bool, bool]]] = {}
    for label, message in rows:
        family = label.partition("-")[0]
        said = [notice for notice in notices(message) if notice.route not in ROUTES]
        known = ROUTE_OF.get(family) in {notice.route for notice in said}
        found.setdefault(family, []).append((known, any(notice.final for notice in said)))
    return {label: _taken(pairs) for label, pairs in found.items()}


def _taken(pairs: Sequence[tuple[bool, bool]]) -> Taken:
    known, stopped = (sum(column) for column in zip(*pairs, strict=True))
    return Taken(Rate(known, len(pairs)), Rate(stopped, len(pairs)))


def tables(notices: Notices) -> tuple[Table, ...]:
    """All sets."""
    wishes = measure_wishes(notices, read_labelled(WISHES))
    return (
        *(
            Table(
                f"Danger to life, in {words} that nobody had seen",
                ("message", "gets a word", "nothing else is answered"),
                tuple(
                    (label, str(taken.known), str(taken.stopped))
                    for label, taken in sorted(measure_danger(notices, read_labelled(path)).items())
                ),
            )
            for words, path in (("words", DANGER), ("English words", ENGLISH))
        ),
        Table(
            "What is not answered, in words that nobody had seen",
            ("message", "known for it", "declined for any reason"),
            tuple(
                (label, str(taken.known) if label in ROUTE_OF else "", str(taken.stopped))
                for label, taken in wishes.items()
            ),
        ),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; exit status 0."""
    return shown("python -m evals.routes", __doc__, MARK, lambda: tables(Assistant.open().notices), argv)


if __name__ == "__main__":
    raise SystemExit(main())
