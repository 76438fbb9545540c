"""What a running page counts: requests, answers, calls of a chat model, faults. Numbers, never a reader's words."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from assistant import Answer

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0)
"""Seconds: upper bounds of a histogram's buckets; what took longer is in one more."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long things took: how many in each bucket (one more than `BOUNDS`), and the sum of seconds."""

    buckets: tuple[int, ...] = (0,) * (len(BOUNDS) + 1)
    seconds: float = 0.0

    def with_one(self, seconds: float) -> Times:
        """One more."""
        at = bisect_left(BOUNDS, seconds)
        return Times((*self.buckets[:at], self.buckets[at] + 1, *self.buckets[at + 1 :]), self.seconds + seconds)


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything counted since the start."""

    requests: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """By route and status."""
    request_times: Mapping[str, Times] = field(default_factory=dict)
    """By route; streams that stay open are not timed."""
    answers: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """By action, verdict, and who wrote (`extractive`, `model`)."""
    answer_times: Times = field(default_factory=Times)
    withheld: int = 0
    """Sentences that did not pass the verifier."""
    models: Mapping[str, int] = field(default_factory=dict)
    """Calls of a chat model: `answered`, `failed`, or `resting` (it was not asked)."""
    model_times: Times = field(default_factory=Times)
    faults: int = 0
    """Faults of our own or of a package, as they are logged."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true at this moment, beside what was counted."""

    version: str
    corpus: str
    index: str
    """Fingerprints of the library and of the index made from it."""
    verified: str
    """The day on which the library was checked last."""
    model: str
    ready: bool = False
    notice: str = ""
    """What does not work as it should; empty when all is well."""
    passages: int = 0
    waiting: int = 0
    running: int = 0
    """Questions of the page."""
    programs: int = 0
    """Questions of programs, answered or waiting."""
    resting: bool | None = None
    """Whether the chat model is left alone after failures; None: there is no model."""


class Tally:
    """Counts; every method may be called from any thread."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._request_times: dict[str, Times] = {}
        self._answers: Counter[tuple[str, str, str]] = Counter()
        self._answer_times = Times()
        self._withheld = 0
        self._models: Counter[str] = Counter()
        self._model_times = Times()
        self._faults = 0
        self._lock = threading.Lock()

    def request(self, route: str, status: int, seconds: float | None) -> None:
        """One request; `seconds` is None for a stream that stays open."""
        with self._lock:
            self._requests[route, status] += 1
            if seconds is not None:
                self._request_times[route] = self._request_times.get(route, Times()).with_one(seconds)

    def answer(self, made: Answer, seconds: float) -> None:
        """One answer, whoever asked."""
        by = "extractive" if made.model == "extractive" else "model"
        with self._lock:
            self._answers[made.action.value, made.conclusion.value, by] += 1
            self._answer_times = self._answer_times.with_one(seconds)
            self._withheld += len(made.withheld)

    def model(self, outcome: str, seconds: float) -> None:
        """One call of a chat model; one that was not made took no time."""
        with self._lock:
            self._models[outcome] += 1
            if outcome != "resting":
                self._model_times = self._model_times.with_one(seconds)

    def fault(self) -> None:
        """One fault."""
        with self._lock:
            self._faults += 1

    def counts(self) -> Counts:
        """Everything so far, at one moment."""
        with self._lock:
            return Counts(
                MappingProxyType(dict(self._requests)),
                MappingProxyType(dict(self._request_times)),
                MappingProxyType(dict(self._answers)),
                self._answer_times,
                self._withheld,
                MappingProxyType(dict(self._models)),
                self._model_times,
                self._faults,
            )
