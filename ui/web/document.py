"""The page's HTML document: our own frame around Gradio's app, readable before any script has run.

Scope, privacy, the danger card with its numbers and the quick exit stand in the document itself, so they are there on
a slow network and when scripts fail. Gradio's own document names foreign hosts for link previews; those lines go.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.html import Html, escape, join, tag
from ui.web.frame import frame
from ui.web.guard import policy
from ui.web.room import LOCALES, Room
from ui.web.words import LANGUAGES, TITLE, word

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_PREVIEW = re.compile(r"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")
_VIEWPORT = re.compile(r"<meta\s+name=\"viewport\"[^>]*>")
_APP = re.compile(r"<gradio-app\b.*?</gradio-app>", re.DOTALL)
_OPENING = re.compile(r"<html\s+lang=\"en\"")
_HEAD = re.compile(r"<meta charset=\"utf-8\" ?/>")


class Document:
    """Middleware that rewrites the page's document, and it alone."""

    def __init__(self, app: ASGIApp, *, model: str, version: str, rooms: Sequence[Room]) -> None:
        """Wrap `app`; `model` is named to the reader unless empty, `version` keeps old styles out of caches."""
        self._rooms = rooms
        self._app = app
        self._model = model
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything but the document."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        plain = [(key, value) for key, value in scope["headers"] if key.lower() != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def kept(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            else:
                body += message.get("body", b"")

        await self._app({**scope, "headers": plain}, receive, kept)
        headers = [(key, value) for key, value in start["headers"] if key.lower() != b"content-length"]
        if start["status"] == 200 and body:
            page = rewritten(
                body.decode(), language_of(scope), model=self._model, version=self._version, rooms=self._rooms
            )
            body = page.encode()
            headers += [
                (b"content-security-policy", policy(hashes(page)).encode()),
                (b"cache-control", b"no-store"),
            ]
        await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})


def language_of(scope: Scope) -> str:
    """`?lang=en`; Chinese otherwise, whatever the browser prefers."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else "zh"


def hashes(page: str) -> list[str]:
    """SHA-256 of every inline script, as the Content-Security-Policy names them."""
    return [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in _INLINE.findall(page)]


def rewritten(page: str, lang: str, *, model: str, version: str, rooms: Sequence[Room]) -> str:
    """Gradio's document with our frame.

    Raises:
        ValueError: the document is not the one this was written for; Gradio has changed.
    """
    head = join(
        [
            tag("meta", charset="utf-8"),
            tag(
                "meta",
                name="viewport",
                content="width=device-width, initial-scale=1, interactive-widget=resizes-content",
            ),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", TITLE),
            tag("link", rel="stylesheet", href=f"/youju/page.css?v={version}"),
            Html(f'<script src="/youju/page.js?v={escape(version)}"></script>'),
        ]
    )
    page = _PREVIEW.sub("", _VIEWPORT.sub("", page))
    page = _put(page, _OPENING, f'<html lang="{LOCALES[lang]}"')
    page = _put(page, _HEAD, head)
    app = _APP.search(page)
    return _put(page, _APP, frame(Html(app[0] if app else ""), lang, model, rooms))


def _put(page: str, pattern: re.Pattern[str], words: str) -> str:
    """Words in place of the first match."""
    found = pattern.search(page)
    if not found:
        raise ValueError(pattern.pattern)
    return page[: found.start()] + words + page[found.end() :]


BLANK = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head><body></body></html>'
)
"""What the quick exit leaves: nothing of this page."""


def blank(lang: str) -> str:
    """The empty page behind the quick exit."""
    return BLANK.format(title=word(lang, "left"))
