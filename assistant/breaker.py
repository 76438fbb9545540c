"""A circuit breaker: what has just failed several times is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kb import ModelProblem

FAILURES = 3
"""Failures in a row, within the window, after which nothing more is tried."""
WINDOW = 60.0
PAUSE = 60.0
"""Seconds."""


class ModelResting(ModelProblem):
    """The model was not asked: it has just failed several times."""


class Breaker:
    """Counts failures. After the pause one try is let through: it closes the circuit, or opens it again."""

    def __init__(
        self, failures: int = FAILURES, window: float = WINDOW, pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._most = failures
        self._window = window
        self._pause = pause
        self._clock = clock
        self._failed: list[float] = []
        self._opened: float | None = None
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether to try now. The try after a pause is one: whoever else asks meanwhile is refused."""
        with self._lock:
            if self._opened is None:
                return True
            now = self._clock()
            if now - self._opened < self._pause:
                return False
            self._opened = now
            return True

    @property
    def is_open(self) -> bool:
        """Whether it has failed so often that it is left alone, or has yet to show that it works again."""
        with self._lock:
            return self._opened is not None

    def worked(self) -> None:
        """A try succeeded."""
        with self._lock:
            self._failed, self._opened = [], None

    def failed(self) -> None:
        """A try failed."""
        with self._lock:
            now = self._clock()
            self._failed = [*(t for t in self._failed if now - t <= self._window), now][-self._most :]
            if self._opened is not None or len(self._failed) >= self._most:
                self._opened = now
