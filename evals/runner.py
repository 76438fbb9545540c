"""Asks every case, scores the answers, and makes the report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from evals.cases import Case, read_cases, select, unheld
from evals.comparison import compare, read_baseline
from evals.replies import Reply, read_reply
from evals.report import Report
from evals.scores import Asked, score
from kb import Corpus, InputProblem, Problem

DATA = Path(__file__).parent / "data"
"""The cases that ship with youju."""
QUESTIONS = DATA / "questions.jsonl"
BASELINE = DATA / "baseline.json"

Progress = Callable[[int, int], None]
"""Told how many cases are done, of how many."""


class Answered(Protocol):
    """An answer, of which only the public JSON is looked at."""

    def to_dict(self) -> Mapping[str, object]:
        """The JSON of docs/interface.md."""


class Talk(Protocol):
    """A conversation whose turns remember each other."""

    def ask(self, text: str, /, *, as_of: date | None = None) -> Answered:
        """The answer to the next turn."""


class Answers(Protocol):
    """Who is evaluated: `assistant.Assistant`, or another program behind the same three names."""

    @property
    def corpus(self) -> Corpus:
        """The library that answers are held to."""

    def ask(self, text: str, /, *, as_of: date | None = None) -> Answered:
        """The answer to one question."""

    def conversation(self) -> Talk:
        """A new conversation."""


def run(cases: Sequence[Case], assistant: Answers, progress: Progress | None = None) -> tuple[Asked, ...]:
    """Ask every case, in order. A crash is an error of its case; the run goes on."""
    asked: list[Asked] = []
    for case in cases:
        asked.append(_ask(case, assistant))
        if progress:
            progress(len(asked), len(cases))
    return tuple(asked)


def _ask(case: Case, assistant: Answers) -> Asked:
    replies: list[Reply] = []
    start = time.perf_counter()
    error = ""
    try:
        if len(case.turns) == 1:
            replies.append(read_reply(assistant.ask(case.turns[0], as_of=case.as_of).to_dict()))
        else:
            talk = assistant.conversation()
            replies += [read_reply(talk.ask(turn, as_of=case.as_of).to_dict()) for turn in case.turns]
    except Exception as crash:  # noqa: BLE001 - whatever it is, counting it is what this evaluation is for
        error = f"{type(crash).__name__}: {crash}"
    return Asked(case, tuple(replies), time.perf_counter() - start, error)


def evaluate(
    assistant: Answers,
    *,
    suite: str | None = None,
    baseline: Path | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
    canaries: tuple[Problem, ...] = (),
) -> Report:
    """Run a suite and report. A suite is None (all), a kind, a split, a case's id, or the path of a .jsonl file.

    Raises:
        InputProblem: there is no such suite, or the cases or the baseline cannot be read.
    """
    against = read_baseline(baseline) if baseline else None
    if suite and suite.endswith(".jsonl"):
        cases, name = read_cases(Path(suite)), Path(suite).stem
    else:
        cases, name = select(read_cases(QUESTIONS), suite), suite or "all"
    if limit is not None:
        if limit < 1:
            raise InputProblem(f"题数上限应是正整数，得到 {limit}")
        cases = cases[:limit]
    scores = tuple(score(asked, assistant.corpus) for asked in run(cases, assistant, progress))
    return Report(
        suite=name,
        scores=scores,
        corpus=assistant.corpus.fingerprint,
        cases_digest=_digest(cases),
        unheld=tuple((case.id, ref) for case, ref in unheld(cases, assistant.corpus)),
        comparison=compare({s.case.id: s.failed for s in scores}, against) if against else None,
        canaries=canaries,
    )


def _digest(cases: Sequence[Case]) -> str:
    """Twelve hexadecimal digits that change whenever a question or what is expected of it changes."""
    return hashlib.sha256(repr([replace(case, line=0) for case in cases]).encode()).hexdigest()[:12]
