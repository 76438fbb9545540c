"""What each visit has in its inbox: in this process's memory, nowhere else, and gone when the visit is over.

A page that says that it is closed is forgotten at once. One that is only silent (a phone shows another program while a
reply is pasted there) is forgotten a while later, and one that is not used at all after an hour.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant import Inbox, Intake, Paragraph, Thread
from kb import InputProblem

IDLE_SECONDS = 3600
"""How long a desk is kept that nobody uses."""
SILENT_SECONDS = 600
"""How long a desk is kept whose page no longer answers."""
MOST_DESKS = 200
"""Desks kept at a time; the longest idle one goes first."""
TICK_SECONDS = 60


@dataclass(slots=True)
class Desk:
    """One visit's inbox."""

    session: str
    used: float
    silent: float | None = None
    """Since when its page no longer answers."""
    inbox: Inbox | None = field(default=None, repr=False)
    threads: tuple[Thread, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)
    matters: Mapping[str, Intake] = field(default_factory=dict, repr=False)
    paragraphs: tuple[Paragraph, ...] = field(default=(), repr=False)
    """Approved in this visit."""
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    """One change at a time."""

    def matter(self, number: str) -> Intake:
        """A matter by its number.

        Raises:
            InputProblem: there is none.
        """
        if number not in self.matters:
            raise InputProblem("没有这一件：请重新分拣")
        return self.matters[number]

    def keep(self, matter: Intake) -> None:
        """Put a changed matter in the place of the old."""
        self.matters = {**self.matters, matter.id: matter}


class Desks:
    """All desks, by a secret that only their page knows."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """No desk yet; `clock` counts seconds."""
        self._clock = clock
        self._desks: dict[str, Desk] = {}
        self._lock = threading.Lock()
        self._ticking = False

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._desks)

    def open(self, session: str) -> str:
        """A new desk for a page; returns its secret."""
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._desks[secret] = Desk(session, self._clock())
            while len(self._desks) > MOST_DESKS:
                del self._desks[min(self._desks, key=lambda key: self._desks[key].used)]
        self._tick_later()
        return secret

    def of(self, secret: str) -> Desk:
        """The desk of a page, which is in use again.

        Raises:
            InputProblem: it has been cleared.
        """
        self.sweep()
        with self._lock:
            desk = self._desks.get(secret)
            if desk is None:
                raise InputProblem("放得太久，内容已经清掉了：请刷新页面，重新粘贴")
            desk.used, desk.silent = self._clock(), None
            return desk

    def clear(self, secret: str) -> None:
        """Forget what lies on a desk; the page may begin again."""
        with self._lock:
            desk = self._desks.get(secret)
            if desk:  # emptied as it is, for somebody may be sorting what lay on it
                desk.inbox, desk.threads, desk.notes, desk.matters, desk.paragraphs = None, (), (), {}, ()

    def leave(self, secret: str) -> None:
        """The page is closed: forget its desk now."""
        with self._lock:
            self._desks.pop(secret, None)

    def fall_silent(self, session: str) -> None:
        """The page of a session no longer answers; it may come back."""
        with self._lock:
            for desk in self._desks.values():
                if desk.session == session:
                    desk.silent = self._clock()

    def sweep(self) -> None:
        """Forget what nobody comes back to; an empty desk of a silent page at once."""
        now = self._clock()
        with self._lock:
            for secret, desk in list(self._desks.items()):
                idle = now - desk.used > IDLE_SECONDS
                empty = not desk.threads
                gone = desk.silent is not None and (empty or now - desk.silent > SILENT_SECONDS)
                if idle or gone:
                    del self._desks[secret]

    def _tick_later(self) -> None:
        with self._lock:
            if self._ticking or not self._desks:
                return
            self._ticking = True
        timer = threading.Timer(TICK_SECONDS, self._tick)
        timer.daemon = True
        timer.start()

    def _tick(self) -> None:
        self._ticking = False
        self.sweep()
        self._tick_later()
