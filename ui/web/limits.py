"""How much one visitor may ask, so that nobody starves the others; and how often a password may be tried.

A visitor is a tab of the page or a program's session, otherwise an address. Programs of this machine that name no
session are its owner's own, and only the common queue holds them.
"""

from __future__ import annotations

import asyncio
import ipaddress
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

PER_MINUTE = 30
"""Questions of one visitor."""
WAITING = 3
"""Questions of one visitor that wait while one is answered."""
SHARED = 8
"""Visitors that may sit behind one address: an office, a family."""
REMEMBERED = 10_000
"""Visitors whose last minute is remembered; the longest idle one goes first."""
FREE_TRIES = 5
"""Wrong passwords that cost no waiting."""
LONGEST_WAIT = 300
"""Seconds that a wrong password may cost at most."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A name under which a request counts, and how many people may stand behind it."""

    name: str
    share: int = 1


class Busy(Exception):
    """This visitor asks too much; `seconds` says when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Seen:
    asked: deque[float] = field(default_factory=deque)
    under_way: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Limits:
    """Counts what each visitor asks; every method may be called from any thread."""

    def __init__(self, *, trust_forwarded: bool = False, clock: Clock = time.monotonic) -> None:
        """`trust_forwarded`: a proxy of ours stands before this machine and tells who asks."""
        self.trust_forwarded = trust_forwarded
        self._clock = clock
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._lock = threading.Lock()

    def visitors(self, address: str, headers: Mapping[str, str], session: str | None = None) -> tuple[Visitor, ...]:
        """Under which names a request counts, the narrowest first; none for this machine's own programs."""
        forwarded = headers.get("x-forwarded-for", "")
        address = asker(address, forwarded, trusted=self.trust_forwarded)
        tabs = (Visitor(f"session {session}"),) if session else ()
        if _is_own(address) and not forwarded:
            return tabs
        return (*tabs, Visitor(f"address {line_of(address)}", SHARED if tabs else 1))

    @contextmanager
    def asking(self, visitors: tuple[Visitor, ...], waiting: int = WAITING) -> Iterator[None]:
        """One question from its coming to its answer.

        Raises:
            Busy: one visitor has too many under way, or asked too many within a minute.
        """
        self._enter(visitors, waiting)
        try:
            yield
        finally:
            with self._lock:
                for visitor in visitors:
                    self._seen[visitor.name].under_way -= 1

    @asynccontextmanager
    async def turn(self, visitors: tuple[Visitor, ...]) -> AsyncIterator[None]:
        """The same, where one waits: of the narrowest name, one question at a time is answered.

        Raises:
            Busy: as above.
        """
        with self.asking(visitors):
            if not visitors:
                yield
                return
            async with self._seen[visitors[0].name].turn:
                yield

    def _enter(self, visitors: tuple[Visitor, ...], waiting: int) -> None:
        now = self._clock()
        with self._lock:
            entered = [(one, self._recall(one.name, now)) for one in visitors]
            for one, seen in entered:
                most = 1 + waiting if one.share == 1 else (1 + WAITING) * one.share
                if seen.under_way >= most:
                    raise Busy(2)
                if len(seen.asked) >= PER_MINUTE * one.share:
                    raise Busy(max(1, math.ceil(seen.asked[-PER_MINUTE * one.share] + 60 - now)))
            for _, seen in entered:
                seen.asked.append(now)
                seen.under_way += 1

    def _recall(self, name: str, now: float) -> _Seen:
        seen = self._seen.setdefault(name, _Seen())
        self._seen.move_to_end(name)
        while seen.asked and seen.asked[0] <= now - 60:
            seen.asked.popleft()
        oldest = next(iter(self._seen))
        if len(self._seen) > REMEMBERED and not self._seen[oldest].under_way:
            del self._seen[oldest]
        return seen


class Tries:
    """Wrong passwords by address: the sixth costs a second, each further one twice as long."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Seconds before this address may try again; 0 if it may now."""
        _, until = self._wrong.get(address, (0, 0.0))
        return max(0, math.ceil(until - self._clock()))

    def failed(self, address: str) -> None:
        """Remember a wrong one."""
        count = self._wrong.pop(address, (0, 0.0))[0] + 1
        wait = min(2.0 ** (count - FREE_TRIES - 1), LONGEST_WAIT) if count > FREE_TRIES else 0.0
        self._wrong[address] = (count, self._clock() + wait)
        while len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)

    def passed(self, address: str) -> None:
        """Forget the wrong ones."""
        self._wrong.pop(address, None)


def asker(address: str, forwarded: str, *, trusted: bool) -> str:
    """Who asks: what our own proxy wrote last, where it is trusted; the rest of that header is hearsay."""
    return forwarded.rpartition(",")[2].strip() if forwarded and trusted else address


def line_of(address: str) -> str:
    """The address, or of IPv6 the network that one line is given (64 bits), so that nobody is a crowd by himself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _is_own(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True  # no address at all: this machine's own socket file
