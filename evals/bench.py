"""What a process needs to work on any case of any suite, opened once; and the work itself, a case at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from assistant import Calls, read_masker, read_scope
from evals.callcases import CallCase, Weighed, weigh
from evals.cases import Case
from evals.crisis import Heard, measure_crisis
from evals.masking import Masking, measure_masking
from evals.paragraphs import Checked, Paragraph, examine
from evals.replies import Reply, read_reply
from evals.scores import Asked
from kb import Checker, Corpus, Likeness

Rank = Callable[[str, date], Mapping[str, tuple[str, ...]]]
"""By name of a ranking, the articles that it finds for a question by the law of a day, best first."""


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

    def at(self, today: date, /) -> Answers:
        """The same, asked on another day."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A set that is measured in one go: `crisis` or `masking`."""

    name: str


Task = Case | Paragraph | CallCase | Whole
Done = Asked | Checked | Weighed | tuple[Heard, ...] | tuple[Masking, ...]


class Bench:
    """Who is evaluated, and beside it what checks calls and citations by the same library."""

    def __init__(self, assistant: Answers, today: date, rank: Rank | None = None) -> None:
        """Take an assistant that is open; `rank` gives the rankings that the answers were made from, one by one."""
        self.assistant, self.today, self._rank = assistant, today, rank
        self._checkers: dict[date, Checker] = {}

    def work(self, task: Task) -> Done:
        """What a task comes to."""
        match task:
            case Case():
                return self.ask(task)
            case Paragraph():
                return examine(task, self._checker(task.as_of or self.today))
            case CallCase():
                return weigh(task, self._calls.check(task.call, self.today))
            case Whole(name="crisis"):
                return measure_crisis(read_scope().all_notices)
            case Whole():
                return measure_masking(read_masker(), self.assistant.corpus)

    def ask(self, case: Case) -> Asked:
        """Ask a case in all its turns. A crash is an error of the case; the run goes on."""
        replies: list[Reply] = []
        start = time.perf_counter()
        error = ""
        try:
            assistant = self.assistant.at(case.today) if case.today else self.assistant
            if len(case.turns) == 1:
                replies.append(read_reply(assistant.ask(case.turns[0], as_of=case.as_of).to_dict()))
            else:
                talk = assistant.conversation()
                replies += [read_reply(talk.ask(turn, as_of=case.as_of).to_dict()) for turn in case.turns]
        except Exception as crash:  # noqa: BLE001 - whatever it is, counting it is what this evaluation is for
            error = f"{type(crash).__name__}: {crash}"
        seconds = time.perf_counter() - start
        ranked: Mapping[str, tuple[str, ...]] = {}
        if self._rank and replies and case.expect and len(case.turns) == 1:
            ranked = self._rank(case.turns[0], case.as_of or replies[-1].as_of)
        return Asked(case, tuple(replies), seconds, error, ranked)

    @cached_property
    def _calls(self) -> Calls:
        return Calls(self.assistant.corpus)

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self.assistant.corpus.instruments.values())

    def _checker(self, day: date) -> Checker:
        if day not in self._checkers:
            corpus = self.assistant.corpus
            self._checkers[day] = Checker(corpus.on(day), corpus.finder, self._likeness)
        return self._checkers[day]


Work = Callable[[Bench, Task], Done]
Each = Callable[[Work, Sequence[Task]], Iterator[Done]]
"""Does the work for each task, in order: here, or in several processes."""


def work(bench: Bench, task: Task) -> Done:
    """One task: a function of a module, so that other processes find it."""
    return bench.work(task)
