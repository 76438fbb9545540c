"""Which cases a run asks: suites by name, and filters of kind, case and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.callcases import CALLS, CallCase, read_call_cases
from evals.cases import SPLITS, Case, read_cases, select
from evals.pairs import Pair, make_pairs, written_pairs
from evals.paragraphs import CITATIONS, Paragraph, read_paragraphs
from kb import InputProblem

DATA = Path(__file__).parent / "data"
"""The cases that ship with youju."""
QUESTIONS = DATA / "questions.jsonl"
CONVERSATIONS = DATA / "conversations.jsonl"
INJECTIONS = DATA / "injections.jsonl"

SUITES = ("questions", "citations", "calls", "conversations", "injections", "metamorphic", "crisis", "masking")
WHOLES = ("crisis", "masking")
"""Sets that are measured in one go; no filter reaches into them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is left of a suite; empty means everything."""

    kind: str = ""
    """A kind of case, a way in of injections, or a change of metamorphic pairs."""
    case: str = ""
    """Ids, with commas."""
    split: str = ""

    def keeps(self, id_: str, split: str, *kinds: str) -> bool:
        """Whether a case stays."""
        ids = {name.strip() for name in self.case.split(",")} if self.case else {id_}
        return id_ in ids and self.split in {"", split} and (not self.kind or self.kind in kinds)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a run asks."""

    name: str
    cases: tuple[tuple[str, tuple[Case, ...]], ...] = ()
    """Suite → cases that are asked; a case stands in one suite only."""
    paragraphs: tuple[Paragraph, ...] = ()
    calls: tuple[CallCase, ...] = ()
    pairs: tuple[Pair, ...] = ()
    wholes: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[Case, ...]:
        """The cases of all suites that are scored one by one."""
        return tuple(case for _, cases in self.cases for case in cases)

    @property
    def empty(self) -> bool:
        """Whether nothing is left to ask."""
        return not (self.asked or self.paragraphs or self.calls or self.pairs or self.wholes)


def select_suites(suite: str | None, filters: Filters | None = None, limit: int | None = None) -> Selection:
    """The cases of suites: names of `SUITES` with commas, `all` (or None), a `.jsonl` file of questions.

    A kind, a split or an id is taken too, and means those questions. A limit counts for each suite.

    Raises:
        InputProblem: nothing goes by that name, nothing is left, or a file cannot be read.
    """
    filters = filters or Filters()
    if filters.split and filters.split not in SPLITS:
        raise InputProblem(f"--split 不认识 {filters.split}；可用的是{'、'.join(SPLITS)}")
    if limit is not None and limit < 1:
        raise InputProblem(f"题数上限应是正整数，得到 {limit}")
    if suite and suite.endswith(".jsonl"):
        own = (Path(suite).stem, read_cases(Path(suite)))
        return _kept(Selection(Path(suite).stem, (own,)), filters, limit)
    words = [word.strip() for word in (suite or "all").split(",") if word.strip()]
    names = SUITES if "all" in words else tuple(word for word in words if word in SUITES)
    others = [word for word in words if word not in {"all", *SUITES}]
    if others or not words:
        chosen = select(all_questions(), suite, SUITES)
        return _kept(Selection(suite or "", (("questions", chosen),)), filters, limit)
    questions = read_cases(QUESTIONS) if {"questions", "conversations", "metamorphic"} & set(names) else ()
    return _kept(
        Selection(
            ",".join(words),
            _asked(names, questions),
            read_paragraphs(CITATIONS) if "citations" in names else (),
            read_call_cases(CALLS) if "calls" in names else (),
            (*make_pairs(questions), *written_pairs()) if "metamorphic" in names else (),
            tuple(name for name in WHOLES if name in names),
        ),
        filters,
        limit,
    )


def all_questions() -> tuple[Case, ...]:
    """The questions of every file that ships."""
    return tuple(case for path in (QUESTIONS, CONVERSATIONS, INJECTIONS) for case in read_cases(path))


def _asked(names: Sequence[str], questions: Sequence[Case]) -> tuple[tuple[str, tuple[Case, ...]], ...]:
    """A conversation is one whether it stands among the questions or in a file of its own."""
    single = tuple(case for case in questions if len(case.turns) == 1)
    talks = tuple(case for case in questions if len(case.turns) > 1)
    suites = []
    if "questions" in names:
        suites.append(("questions", single))
    if "conversations" in names:
        suites.append(("conversations", (*talks, *read_cases(CONVERSATIONS))))
    if "injections" in names:
        suites.append(("injections", read_cases(INJECTIONS)))
    return tuple(suites)


def _kept(chosen: Selection, filters: Filters, limit: int | None) -> Selection:
    """What filters and limit leave.

    Raises:
        InputProblem: nothing.
    """
    filtered = filters != Filters()
    kept = Selection(
        chosen.name,
        tuple(
            (name, tuple(c for c in cases if filters.keeps(c.id, c.split, c.kind, c.channel))[:limit])
            for name, cases in chosen.cases
        ),
        tuple(p for p in chosen.paragraphs if filters.keeps(p.id, p.split, p.kind))[:limit],
        tuple(c for c in chosen.calls if filters.keeps(c.id, c.split, c.kind))[:limit],
        tuple(p for p in chosen.pairs if filters.keeps(p.id, p.base.split, p.change))[:limit],
        () if filtered else chosen.wholes,
    )
    if kept.empty:
        raise InputProblem("这样选没有剩下一道题；请放宽 --suite、--kind、--case 或 --split")
    return kept
