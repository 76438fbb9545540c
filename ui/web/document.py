"""The page's HTML document: our own frame around Gradio's app, readable before any script has run.

Scope, privacy, the danger card with its numbers and the quick exit stand in the document itself, so they are there on
a slow network and when scripts fail. Gradio's own document names foreign hosts for link previews; those lines go.
"""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.html import Html, escape, join, tag
from ui.web.guard import policy
from ui.web.text import LANGUAGES, TITLE, URGENT, word
from ui.web.turn import call_list

LOCALES = {"zh": "zh-CN", "en": "en"}

_SAID_BY_SCRIPT = {
    "answered": "answered",
    "failed": "failed",
    "lost": "lost",
    "busy": "busy",
    "bug": "bug",
    "close": "sheet_close",
}
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_PREVIEW = re.compile(r"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")
_VIEWPORT = re.compile(r"<meta\s+name=\"viewport\"[^>]*>")
_APP = re.compile(r"<gradio-app\b.*?</gradio-app>", re.DOTALL)
_OPENING = re.compile(r"<html\s+lang=\"en\"")
_HEAD = re.compile(r"<meta charset=\"utf-8\" ?/>")


class Document:
    """Middleware that rewrites the page's document, and it alone."""

    def __init__(self, app: ASGIApp, *, model: str, version: str) -> None:
        """Wrap `app`; `model` is named to the reader unless empty, `version` keeps old styles out of caches."""
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
            page = rewritten(body.decode(), language_of(scope), model=self._model, version=self._version)
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


def rewritten(page: str, lang: str, *, model: str, version: str) -> str:
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
    return _put(page, _APP, frame(Html(app[0] if app else ""), lang, model))


def _put(page: str, pattern: re.Pattern[str], words: str) -> str:
    """Words in place of the first match."""
    found = pattern.search(page)
    if not found:
        raise ValueError(pattern.pattern)
    return page[: found.start()] + words + page[found.end() :]


def frame(app: Html, lang: str, model: str) -> Html:
    """Top, danger card, chat and the place for a cited article."""
    other = "en" if lang == "zh" else "zh"
    scope = word(lang, "scope_model", model=model) if model else word(lang, "scope")
    top = tag(
        "header",
        tag("h1", tag("strong", word(lang, "name")), tag("span", word(lang, "motto")), class_="brand"),
        tag("p", scope, class_="scope"),
        class_="top",
    )
    card_id = "danger-card"
    acts = tag(
        "div",
        tag("button", word(lang, "danger"), type="button", id="danger", aria_expanded="false", aria_controls=card_id),
        tag("button", word(lang, "leave"), type="button", id="leave", title=word(lang, "leave_hint")),
        tag("a", word(lang, "other_language"), href=f"?lang={other}", lang=LOCALES[other], id="language"),
        class_="urgent",
    )
    card = tag(
        "section",
        tag("h2", word(lang, "danger_title"), id="danger-title", tabindex="-1"),
        call_list(URGENT, lang),
        tag("button", word(lang, "danger_close"), type="button", class_="quiet", id="danger-close"),
        id=card_id,
        aria_labelledby="danger-title",
        hidden=True,
    )
    place = tag(
        "aside",
        tag("button", word(lang, "sheet_close"), type="button", class_="quiet", id="sheet-close"),
        tag("div", tag("p", word(lang, "sheet_empty"), class_="empty"), id="sheet-words"),
        id="sheet",
        aria_label=word(lang, "sheet"),
    )
    lost = Html(f"<noscript>{tag('p', word(lang, 'js_lost'), class_='lost')}{call_list(URGENT, lang)}</noscript>")
    return join(
        [
            tag("a", word(lang, "skip"), href="#question", class_="skip"),
            top,
            acts,
            card,
            lost,
            tag("div", app, place, class_="frame"),
            tag("div", id="veil", hidden=True),
            tag(
                "div",
                id="words",
                hidden=True,
                **{f"data_{name}": word(lang, key) for name, key in _SAID_BY_SCRIPT.items()},
            ),
        ]
    )


BLANK = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head><body></body></html>'
)
"""What the quick exit leaves: nothing of this page."""


def blank(lang: str) -> str:
    """The empty page behind the quick exit."""
    return BLANK.format(title=word(lang, "left"))
