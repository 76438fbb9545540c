"""`python -m evals.sections`: does a message find the guide section that answers it, and what of it stands beside.

Both sets were written by people who saw neither the ways to ask of the guides nor the sentences that are learned from,
and are only scored. `evals/data/sections.tsv`: the sections that answer a message best, or `none`. `evals/data/
asides.tsv`: `order` to the assistant, `idle`, `matter`, or a question on a matter `elsewhere`.

`evals/data/stories.tsv`, seen while mending: long messages with the sections that answer what each most needs answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant, Likely
from evals.labelled import read_labelled
from evals.metrics import Rate
from evals.tables import Table, shown

DATA = Path(__file__).parent / "data"
SECTIONS, ASIDES, STORIES = (DATA / f"{name}.tsv" for name in ("sections", "asides", "stories"))
NONE, ELSEWHERE = "none", "elsewhere"
MARK = "sections"
"""Between which marks of a document the tables stand."""
QUESTION = "催收半夜给我打电话，合法吗？"
"""What a sentence stands beside, to see whether it is left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """Of messages that sections answer, and of those that none does, how many have a section."""

    answered: Rate
    """Of messages that sections answer, those with any."""
    right: Rate
    """Of these, those whose first is right."""
    sure: Rate
    """Of messages that sections answer, those whose first may speak with its own headline."""
    surely_right: Rate
    """Of these, those whose first is right."""
    astray: Rate
    """Of messages that no section answers, those with any."""
    surely_astray: Rate
    """Of messages that no section answers, those with one that may speak with its own headline."""


def measure_sections(likely: Callable[[str], Sequence[Likely]], rows: Sequence[tuple[str, str]]) -> Found:
    """Ask every message; `rows` are references with commas, or a word for none, and the message."""
    found = [(frozenset(refs.split(",")), next(iter(likely(text)), None)) for refs, text in rows]
    ours = [(refs, first) for refs, first in found if refs.isdisjoint({NONE, ELSEWHERE})]
    others = [first for refs, first in found if not refs.isdisjoint({NONE, ELSEWHERE})]
    given = [(refs, first) for refs, first in ours if first]
    sure = [(refs, first) for refs, first in given if first.sure]
    return Found(
        Rate(len(given), len(ours)),
        Rate(sum(first.ref in refs for refs, first in given), len(given)),
        Rate(len(sure), len(ours)),
        Rate(sum(first.ref in refs for refs, first in sure), len(sure)),
        Rate(sum(first is not None for first in others), len(others)),
        Rate(sum(first is not None and first.sure for first in others), len(others)),
    )


def measure_asides(gist: Callable[[str], str], rows: Sequence[tuple[str, str]]) -> dict[str, Rate]:
    """By label, how many sentences are left out of a message that asks something else."""
    left: dict[str, list[bool]] = {}
    for label, sentence in rows:
        left.setdefault(label, []).append(gist(f"{sentence}\n{QUESTION}") == gist(QUESTION))
    return {label: Rate(sum(out), len(out)) for label, out in left.items()}


def tables(assistant: Assistant) -> tuple[Table, Table, Table]:
    """How many messages find their section, by the law of the day data are as of, and which sentences are left out."""
    sentences, day = read_labelled(ASIDES), assistant.corpus.verified
    messages = [*read_labelled(SECTIONS), *(row for row in sentences if row[0] == ELSEWHERE)]
    found = measure_sections(lambda text: assistant.likely_sections(text, day), messages)
    long = measure_sections(lambda text: assistant.likely_sections(text, day), read_labelled(STORIES))
    out = measure_asides(assistant.gist, [row for row in sentences if row[0] != ELSEWHERE])
    rows = (
        ("messages that a section answers: have one", found.answered),
        ("of these, the first is right", found.right),
        ("messages that a section answers: have one that is sure", found.sure),
        ("of these, the first is right", found.surely_right),
        ("messages that no section answers: have one all the same", found.astray),
        ("the same, one that is sure", found.surely_astray),
    )
    told = tuple((what, str(rate)) for what, rate in rows)
    of_stories = (
        ("stories: have a section", long.answered),
        ("of these, the first answers what is most needed", long.right),
        ("stories: have one that is sure", long.sure),
        ("of these, the first answers what is most needed", long.surely_right),
    )
    kinds = tuple((label, str(rate)) for label, rate in out.items())
    return (
        Table("Sections, in words that nobody had seen", ("what", "how many"), told),
        Table("Sections, of long stories", ("what", "how many"), tuple((w, str(rate)) for w, rate in of_stories)),
        Table("Sentences left out of a message", ("kind", "left out"), kinds),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; exit status 0."""
    return shown("python -m evals.sections", __doc__, MARK, lambda: tables(Assistant.open()), argv)


if __name__ == "__main__":
    raise SystemExit(main())
