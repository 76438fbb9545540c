"""Keeps one visitor of the page from starving the others: what Gradio's queue is about to take is counted first."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import gradio as gr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.guard import asker_of
from ui.web.limits import WAITING, Busy, Limits
from ui.web.queue import under_way
from ui.web.words import LANGUAGES, word

JOIN = "/gradio_api/queue/join"
ROUTES = "/youju/"
QUESTIONS = "questions"
"""The concurrency group of the page's events that ask something: these are counted, taps that only tidy are not."""


class Fair:
    """Middleware within the guard: a question over the limit is answered 429 with one sentence and Retry-After."""

    def __init__(self, app: ASGIApp, *, limits: Limits, page: Callable[[], gr.Blocks]) -> None:
        """Stand before `app`; `page` gives the page whose queue is meant."""
        self._app = app
        self._limits = limits
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count one request, and pass or refuse it."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
        elif scope["path"] == JOIN:
            await self._join(scope, receive, send)
        elif scope["path"].startswith(ROUTES):
            await self._route(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _read(receive)
        session, event = _told(body)
        page = self._page()
        known = page.fns.get(event)
        if known and known.concurrency_id == QUESTIONS:
            try:
                _crowded(page, session)
                with self._limits.asking(self._visitors(scope, session)):
                    pass  # what is under way, Gradio's queue knows; here the minute is counted
            except Busy as busy:
                await _refuse(busy, scope, send)
                return
        await self._app(scope, _again(body, receive), send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The rooms' own routes: of one address as many as an office sends."""
        try:
            with self._limits.asking(self._visitors(scope, None, office=True)):
                await self._app(scope, receive, send)
        except Busy as busy:
            await _refuse(busy, scope, send)

    def _visitors(self, scope: Scope, session: str | None, *, office: bool = False) -> Any:
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        found = self._limits.visitors(asker_of(scope, headers, trusted=False), headers, session or "?")
        return found[1:] if office else found


def _crowded(page: gr.Blocks, session: str | None) -> None:
    """Raise where too many events of a session wait in Gradio's queue or run."""
    if under_way(page, session) > WAITING:
        raise Busy(2)


def _told(body: bytes) -> tuple[str | None, int]:
    """Session and event that a body names."""
    try:
        given = json.loads(body)
        session, event = given.get("session_hash"), given.get("fn_index")
    except (ValueError, AttributeError, RecursionError):
        return None, -1
    return (session if isinstance(session, str) else None), (event if isinstance(event, int) else -1)


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """A channel on which the body comes once more."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(busy: Busy, scope: Scope, send: Send) -> None:
    lang = "en" if b"lang=en" in scope["query_string"] else LANGUAGES[0]
    sentence = word(lang, "too_many", seconds=busy.seconds)
    said = json.dumps({"detail": sentence, "error": sentence}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"retry-after", str(busy.seconds).encode())]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": said})
