"""Which cases a change of the law touches, and their answers on both sides of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from evals.cases import Case
from evals.runner import DATA, Answers, Progress, run
from evals.scores import Score, score
from kb import Cut, Piece, Source, Touched, differences

CITING = tuple(
    Source(kind, Path(DATA), f"{name}.jsonl", Cut.LINES, "evals/data/")
    for kind, name in (
        ("case", "questions"),
        ("case", "conversations"),
        ("case", "injections"),
        ("dated", "dates"),
        ("paragraph", "citations"),
        ("described", "calls"),
        ("paraphrase", "paraphrases"),
    )
)
"""The files of this storey that cite articles."""


class Met(Protocol):
    """The rules that a borrower's words meet, by id."""

    def __call__(self, text: str, /) -> frozenset[str]:
        """The ids of the rules."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A case that a change touches, and by which way."""

    case: Case
    why: tuple[str, ...]


@dataclass(frozen=True)
class Rerun:
    """A case asked on both sides of the change."""

    affected: Affected
    before: Score
    after: Score

    @property
    def case(self) -> Case:
        """The case."""
        return self.affected.case

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What changed in the answer, word by word; empty where nothing did."""
        return differences(_text(self.before), _text(self.after))

    @property
    def newly_failing(self) -> tuple[str, ...]:
        """Gates and checks that only the later answer fails."""
        return tuple(x for x in self.after.failed if x not in self.before.failed)

    @property
    def newly_passing(self) -> tuple[str, ...]:
        """Gates and checks that only the earlier answer failed."""
        return tuple(x for x in self.before.failed if x not in self.after.failed)


def _text(scored: Score) -> str:
    """The answer without the day and the library it speaks for, which always differ."""
    reply = scored.reply
    return _without(reply.text, reply.as_of.isoformat(), reply.corpus) if reply else ""


def _without(text: str, *marks: str) -> str:
    for mark in filter(None, marks):
        text = text.replace(mark, "")
    return text


def affected(cases: Iterable[Case], touched: Sequence[Touched], met: Met) -> tuple[Affected, ...]:
    """The cases that cite a touched article, expect a guide that does, or tell of what a rule judges that does."""
    ways: Mapping[str, dict[str, str]] = {kind: {} for kind in ("case", "guide", "rule")}
    for item in touched:
        kind, unit, number = item.key
        if kind in ways:
            ways[kind].setdefault(unit, f"《{item.place.citation.instrument}》{item.place.citation.number or number}")
    found = []
    for case in cases:
        why = [f"题目里引用{ways['case'][case.id]}"] if case.id in ways["case"] else []
        sections = dict.fromkeys(ref for group in case.expect for ref in group if ref in ways["guide"])
        why += [f"期待的 {ref} 引用{ways['guide'][ref]}" for ref in sections]
        rules = sorted(met("\n".join(case.turns)) & ways["rule"].keys())
        why += [f"规则 {rule} 引用{ways['rule'][rule]}" for rule in rules]
        if why:
            found.append(Affected(case, tuple(why)))
    return tuple(found)


def rerun(
    cases: Sequence[Affected], before: Answers, after: Answers, progress: Progress | None = None
) -> tuple[Rerun, ...]:
    """Ask the cases on both sides; progress counts both."""
    total = 2 * len(cases)

    def shown(start: int) -> Progress | None:
        return (lambda done, _: progress(start + done, total)) if progress else None

    bare = [a.case for a in cases]
    first = run(bare, before, shown(0))
    second = run(bare, after, shown(len(cases)))
    return tuple(
        Rerun(a, score(one, before.corpus), score(two, after.corpus))
        for a, one, two in zip(cases, first, second, strict=True)
    )
