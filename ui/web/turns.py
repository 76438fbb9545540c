"""Turns at the processor: so many questions at a time, in the order of their coming; a wait for others is no turn."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Gives places to threads, the longest waiting first; whoever waits can be told how many stand before."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._line: deque[object] = deque()
        self._changed = threading.Condition()

    def stand(self) -> object:
        """Stand in line; what is given back is one's place in it."""
        ticket = object()
        with self._changed:
            self._line.append(ticket)
        return ticket

    def ahead(self, ticket: object) -> int:
        """How many stand before; 0 for the first, and for whoever waits no longer."""
        with self._changed:
            return self._line.index(ticket) if ticket in self._line else 0

    def leave(self, ticket: object) -> None:
        """Stand in line no longer."""
        with self._changed:
            if ticket in self._line:
                self._line.remove(ticket)
                self._changed.notify_all()

    @contextmanager
    def taking(self, ticket: object) -> Iterator[None]:
        """Wait for the turn of a ticket, and keep it as long as one works."""
        self._take(ticket)
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def lending(self) -> Iterator[None]:
        """Let others work while one only waits; whoever comes back stands first in line."""
        self._give()
        try:
            yield
        finally:
            ticket = object()
            with self._changed:
                self._line.appendleft(ticket)
            self._take(ticket)

    def _take(self, ticket: object) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._free and self._line and self._line[0] is ticket)
            self._line.popleft()
            self._free -= 1
            self._changed.notify_all()

    def _give(self) -> None:
        with self._changed:
            self._free += 1
            self._changed.notify_all()
