"""What stands before every request: whose page it is, who asks, how much, for which route, and what the answer carries.

Gradio's defaults are made for demonstrations. This page hears of debts and threats, so a foreign site, a forged name,
an address in a file's path and every route that the page itself does not use are refused before Gradio sees them.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import ipaddress
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.limits import Tries, asker

MAX_BODY = 6_000_000
"""Bytes of a request."""

ANY_ADDRESS = "*"
"""Stands for every numeric address: a name that somebody else may point at this machine is still refused."""

ASK = "/api/v1/ask"

PROBES = ("/healthz", "/readyz")
"""Whether it lives and whether it can answer: asked without a password."""

MCP = frozenset({"/mcp", "/mcp/", "/gradio_api/mcp", "/gradio_api/mcp/"})
"""Where the tools for chat programs are, if they are open: our own address, and the one that Gradio has."""

_OTHERS_WORD = frozenset({b"x-gradio-server", b"x-direct-url", b"x-forwarded-host", b"forwarded"})
"""Headers by which a caller could tell Gradio its own host; nobody may. (That a proxy speaks TLS, it may say.)"""

READ = (
    "/", *PROBES, "/metrics", "/config", "/theme.css", "/manifest.json", "/favicon.ico", "/robots.txt",
    "/gradio_api/info", "/gradio_api/queue/data", "/gradio_api/startup-events", "/gradio_api/theme.css",
)  # fmt: skip
READ_BELOW = ("/assets/", "/static/", "/svelte/", "/youju/", "/gradio_api/heartbeat/", "/gradio_api/file=")
WRITE = (ASK, "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset")
OWN_BELOW = "/youju/"
"""The rooms' own routes."""
_REACHES_OUT = re.compile(r"https?:|[\\\x00]|//|(?:^|[/=])\.\.", re.IGNORECASE)

POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-eval'",  # Gradio compiles its templates; inline scripts are named by their hash
    "style-src": "'self' 'unsafe-inline'",  # Svelte writes style attributes
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""Content-Security-Policy: nothing is fetched from, sent to or framed by any other site."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex",
}


def policy(script_hashes: Iterable[str] = ()) -> str:
    """The header's text; inline scripts with these SHA-256 hashes are allowed."""
    named = "".join(f" 'sha256-{one}'" for one in script_hashes)
    return "; ".join(f"{key} {value}{named if key == 'script-src' else ''}" for key, value in POLICY.items())


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status and one sentence."""

    status: int
    sentence: str
    retry_after: int = 0


_TOO_LARGE = Refusal(413, f"内容太大，最多 {MAX_BODY // 1_000_000} MB")


@dataclass(frozen=True, slots=True)
class Rules:
    """Under which names the page is reached, and the password if it has one."""

    hosts: frozenset[str] = frozenset()
    auth: str | None = None
    mcp: bool = False
    """Whether programs may call the tools at `/mcp`."""

    def refusal(self, method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
        """Why a request is not served; None if it is. Header names are lower case."""
        host = headers.get("host", "")
        if not self.knows(host):
            return Refusal(400, "不认识这个主机名")
        if _reaches_out(path):
            return Refusal(403, "这个地址不能访问")
        if path in MCP:
            if not self.mcp:
                return Refusal(404, "没有这一页")
            if method != "POST":
                return Refusal(405, "这里只收 POST")
        elif method in {"GET", "HEAD"}:
            if path not in READ and not path.startswith(READ_BELOW):
                return Refusal(404, "没有这一页")
        elif method != "POST":
            return Refusal(405, "不支持这种请求")
        elif path not in WRITE and not path.startswith(OWN_BELOW):
            return Refusal(404, "没有这一页")
        if not _from_here(method, path, host, headers):
            return Refusal(403, "只接受这个页面自己发出的请求")
        if self.auth and path not in PROBES and not _knows_password(headers.get("authorization", ""), self.auth):
            return Refusal(401, "需要用户名和密码")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return _TOO_LARGE
        return None

    def knows(self, host: str) -> bool:
        """Whether the Host header names this machine, or a name it was told."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        if is_loopback(name) or name in self.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return ANY_ADDRESS in self.hosts


def is_loopback(name: str) -> bool:
    """Whether a host's name or number is this machine for itself."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _reaches_out(path: str) -> bool:
    """Whether a path, however often it was encoded, climbs out of its folder or holds another address."""
    for _ in range(4):
        if _REACHES_OUT.search(path):
            return True
        decoded = unquote(path)
        if decoded == path:
            return False
        path = decoded
    return True


def _from_here(method: str, path: str, host: str, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from our own page, from the address bar, or from a program that is no browser.

    A browser always says where a POST comes from, so one without Origin is a program. It may use the route made for
    programs; it holds no cookie or password of somebody else's that it could misuse.
    """
    site = headers.get("sec-fetch-site")
    if path in MCP and site == "same-site":
        site = None  # another port of this machine; its Origin tells
    if method != "POST":
        return site in {None, "none", "same-origin"} or headers.get("sec-fetch-mode") == "navigate"
    if site not in {None, "none", "same-origin"}:
        return False
    origin = headers.get("origin")
    if origin is None:
        return (path == ASK or path in MCP) and site is None
    try:
        parts = urlsplit(origin)
        if path in MCP and is_loopback(parts.hostname or ""):  # a program of this machine that is shown in a browser
            return parts.scheme in {"http", "https"}
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower()


def _knows_password(header: str, auth: str) -> bool:
    scheme, _, given = header.partition(" ")
    try:
        words = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return False
    return scheme.lower() == "basic" and secrets.compare_digest(words, auth.encode())


class _TooLarge(Exception):
    """More bytes came than were announced."""


class Guard:
    """The rules as ASGI middleware; adds the safety headers to whatever is answered."""

    def __init__(self, app: ASGIApp, rules: Rules, *, trust_forwarded: bool = False) -> None:
        self._app = app
        self._rules = rules
        self._trust = trust_forwarded
        self._tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        refusal = self._rules.refusal(scope["method"], scope["path"], headers)
        if self._rules.auth and "authorization" in headers:
            refusal = await self._tried(asker_of(scope, headers, trusted=self._trust), refusal)
        if refusal:
            await _refuse(refusal, scope["path"], _dressed(send))
            return
        begun, taken = False, 0
        scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k.lower() not in _OTHERS_WORD]}

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                raise _TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            if taken <= MAX_BODY or begun:
                begun = True
                await _dressed(send)(message)

        with contextlib.suppress(_TooLarge):
            await self._app(scope, counted, watched)
        if not begun and taken > MAX_BODY:
            await _refuse(_TOO_LARGE, scope["path"], _dressed(send))

    async def _tried(self, address: str, refusal: Refusal | None) -> Refusal | None:
        """The refusal, or that this address guessed too often; a guess always costs half a second."""
        if wait := self._tries.wait(address):
            return Refusal(429, f"密码错得太多，请 {wait} 秒后再试", wait)
        if refusal is None:
            self._tries.passed(address)
        elif refusal.status == 401:
            self._tries.failed(address)
            await asyncio.sleep(0.5)
        return refusal


def asker_of(scope: Scope, headers: Mapping[str, str], *, trusted: bool) -> str:
    """The address that a request comes from."""
    client = scope.get("client") or ("", 0)
    return asker(str(client[0]), headers.get("x-forwarded-for", ""), trusted=trusted)


def _dressed(send: Send) -> Send:
    """The same channel, with the safety headers on what goes out."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(key.lower(), value) for key, value in message.get("headers", [])]
            names = {key for key, _ in given}
            added = HEADERS if b"content-security-policy" in names else HEADERS | {"content-security-policy": policy()}
            kept = [(key, value) for key, value in given if key.decode("latin-1") not in HEADERS]
            message = {**message, "headers": kept + [(k.encode(), v.encode()) for k, v in added.items()]}
        await send(message)

    return dressed


async def _refuse(refusal: Refusal, path: str, send: Send) -> None:
    programs = path.startswith("/api/")
    said = json.dumps({"error": refusal.sentence}, ensure_ascii=False) if programs else refusal.sentence
    kind = b"application/json" if programs else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"cache-control", b"no-store")]
    if refusal.retry_after:
        headers.append((b"retry-after", str(refusal.retry_after).encode()))
    if refusal.status == 401:
        headers.append((b"www-authenticate", b'Basic realm="youju", charset="UTF-8"'))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": said.encode()})
