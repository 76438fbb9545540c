"""`python -m evals.hearing`: how much is heard of what a collector did, in words that nobody had seen.

The set (`evals/data/deeds.tsv`, in the format of `assistant/training/deeds.tsv`) was written by somebody who knew only
the list of facts, apart from the cues and from the sentences that are learned from. `evals/data/cues.tsv` is alike, of
sentences in which the words of a fact stand and tell it, or tell another matter. Both are only scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import RuleTable, read_rules
from evals.labelled import read_labelled
from evals.metrics import Rate
from evals.tables import Cell, Table, shown

DATA = Path(__file__).parent / "data"
DEEDS, CUES = DATA / "deeds.tsv", DATA / "cues.tsv"
MARK = "hearing"
"""Between which marks of a document the table stands."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How much is heard of what is told, and how often something that is not."""

    told: Rate
    """Of the facts that sentences tell, those that are heard."""
    seeming: Rate
    """Of sentences that only seem to tell a fact, those heard as it."""
    idle: Rate
    """Of sentences that tell none, those in which one is heard."""


def measure_hearing(facts_in: Callable[[str], frozenset[str]], path: Path = DEEDS) -> Rates:
    """Put every sentence of a set to what reads facts.

    Raises:
        InputProblem: the set cannot be read, or a line is not of its format.
    """
    rows = [(names.split(","), sentence) for names, sentence in read_labelled(path)]
    asked = {name for names, _ in rows for name in names if not name.startswith("-")} - {"none"}
    told = seeming = idle = told_of = seeming_of = idle_of = 0
    for names, sentence in rows:
        heard = facts_in(sentence) & asked
        facts = asked & set(names)
        told, told_of = told + len(facts & heard), told_of + len(facts)
        if looks := {name[1:] for name in names if name.startswith("-")}:
            seeming, seeming_of = seeming + bool(looks & heard), seeming_of + 1
        if names == ["none"]:
            idle, idle_of = idle + bool(heard), idle_of + 1
    return Rates(Rate(told, told_of), Rate(seeming, seeming_of), Rate(idle, idle_of))


def reader(rules: RuleTable) -> Callable[[str], frozenset[str]]:
    """What reads facts, those that follow from others among them."""
    return lambda text: frozenset(rules.completed(rules.facts_in(text)))


def tables() -> Iterator[Table]:
    """Of both sets: cues alone, with what stands beside their words, and with what was learned beside them."""
    readers = (
        ("cues, whatever stands beside them", read_rules(hearing=None, seeming=None)),
        ("cues", read_rules(hearing=None)),
        ("cues, and how it sounds", read_rules()),
    )
    for title, path in (("", DEEDS), (", with the words of cues", CUES)):
        rows: list[tuple[Cell, ...]] = []
        for name, rules in readers:
            found = measure_hearing(reader(rules), path)
            rows.append((name, *map(str, (found.told, found.seeming, found.idle))))
        head = ("read by", "facts told, heard", "only seeming, heard all the same", "nothing told, something heard")
        yield Table(f"What a collector did, in words that nobody had seen{title}", head, tuple(rows))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; exit status 0."""
    return shown("python -m evals.hearing", __doc__, MARK, lambda: list(tables()), argv)


if __name__ == "__main__":
    raise SystemExit(main())
