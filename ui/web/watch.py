"""The outermost of the page: each request is counted and, for programs that read logs, written down without content."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web import journal
from ui.web.guard import MCP, READ, READ_BELOW, WRITE, asker_of, is_loopback
from ui.web.limits import line_of
from ui.web.tally import Tally

OPEN = frozenset({"/gradio_api/heartbeat/*", "/gradio_api/queue/data"})
"""Streams that stay open; how long says nothing."""
NOBODY_WAITED = 499
"""The status where the visitor left before there was one."""

_METHODS = frozenset({"GET", "HEAD", "POST"})
_OWN_ID = re.compile(r"[0-9a-f]{32}")
"""The form of a request's id; a proxy's own is taken only in this form, so that it cannot carry words."""


class Watch:
    """Middleware around the guard; adds `X-Request-ID` to what is answered."""

    def __init__(self, app: ASGIApp, *, tally: Tally, routes: frozenset[str], behind_proxy: bool = False) -> None:
        """Stand before `app`; `routes` are the addresses below `/youju/` that are told apart."""
        self._app = app
        self._tally = tally
        self._routes = routes
        self._behind_proxy = behind_proxy
        self._visitors = Visitors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        given = headers.get("x-request-id", "") if self._behind_proxy else ""
        name = given if _OWN_ID.fullmatch(given) else secrets.token_hex(16)
        journal.request_id.set(name)

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", name.encode())]}
            await send(message)

        ended = 500  # what the server answers where a fault comes out
        try:
            await self._app(scope, receive, seen)
            ended = NOBODY_WAITED
        except asyncio.CancelledError:
            ended = NOBODY_WAITED
            raise
        finally:
            route = self._route(scope["path"])
            seconds = time.perf_counter() - began
            self._tally.request(route, status or ended, None if route in OPEN else seconds)
            journal.event(
                "request",
                method=scope["method"] if scope["method"] in _METHODS else "other",
                route=route,
                status=status or ended,
                ms=round(seconds * 1000, 1),
                id=name,
                visitor=self._visitors.name(asker_of(scope, headers, trusted=self._behind_proxy)),
            )

    def _route(self, path: str) -> str:
        """One of a few names for a path, so that nothing typed into an address is counted or written down."""
        if path in READ or path in WRITE or path in MCP or path in self._routes:
            return path
        return next((f"{below}*" for below in READ_BELOW if path.startswith(below)), "other")


class Visitors:
    """Names for addresses that are forgotten with the day: whoever reads a log can tell visitors apart, not who."""

    def __init__(self, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._today = today
        self._day = date.min
        self._salt = b""

    def name(self, address: str) -> str:
        """Of an address, for today; empty for this machine itself."""
        if not address or is_loopback(address):
            return ""
        if (today := self._today()) != self._day:
            self._day, self._salt = today, secrets.token_bytes(16)
        return hashlib.blake2b(line_of(address).encode(), key=self._salt, digest_size=5).hexdigest()
