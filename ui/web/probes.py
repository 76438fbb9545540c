"""`/readyz` and `/metrics`: for whoever keeps the page running. `/healthz` stands beside the JSON route."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from assistant import Assistant
from ui.web import journal
from ui.web.tally import Standing, Tally

FRESH_SECONDS = 5.0
"""How long one look at the index is good for: a probe costs a search at most so often."""
PATIENCE = 2.0
"""Seconds that a search may take."""

_FORWARDED = frozenset({"x-forwarded-for", "x-forwarded-proto", "x-real-ip", "via"})
"""Headers by which a proxy shows that somebody else asks."""
_SHOWN = ("notice", "version", "corpus", "verified", "index", "passages", "model")
"""What `/readyz` tells those who keep the page, beside its status."""


class Readiness:
    """Looks whether the index answers: a search for a passage that it holds, in a thread that holds up nobody's end."""

    def __init__(
        self, assistant: Assistant, clock: Callable[[], float] = time.monotonic, patience: float = PATIENCE
    ) -> None:
        self._assistant = assistant
        self._clock = clock
        self._patience = patience
        self._lock = threading.Lock()
        self._looking: threading.Thread | None = None
        self._seen = False
        self._until = float("-inf")

    def now(self) -> bool:
        """Whether a question would be answered from the index."""
        with self._lock:
            if self._clock() >= self._until:
                self._seen = self._look()
                self._until = self._clock() + FRESH_SECONDS
            return self._seen

    def _look(self) -> bool:
        """One look; while an earlier one still waits, it is the answer, and no thread is added to it."""
        if self._looking and self._looking.is_alive():
            return False
        found: list[bool] = []
        self._looking = threading.Thread(target=self._search, args=(found,), name="readiness", daemon=True)
        self._looking.start()
        self._looking.join(self._patience)
        return any(found)

    def _search(self, found: list[bool]) -> None:
        searcher = self._assistant.searcher
        try:
            found.append(bool(searcher.find(searcher.passages[0].text[:60], self._assistant.today(), k=1)))
        except Exception as error:  # noqa: BLE001 - whatever it is, this index does not answer, and the log says where
            journal.fault(error)


def add_probes(
    app: FastAPI, assistant: Assistant, tally: Tally, standing: Callable[[Standing], Standing], *, behind_proxy: bool
) -> None:
    """Add both routes.

    Args:
        app: the application.
        assistant: whose index is looked at.
        tally: what is counted.
        standing: fills in queues and the model's state, which the page knows.
        behind_proxy: whether a proxy of ours stands before; then other machines of the house may read `/metrics`.
    """
    readiness = Readiness(assistant)
    corpus, searcher = assistant.corpus, assistant.searcher
    fixed = Standing(
        version=_version(),
        corpus=corpus.fingerprint,
        index=searcher.fingerprint,
        verified=str(corpus.verified),
        model=assistant.composer.name,
        passages=len(searcher.passages),
    )

    def now() -> Standing:
        return standing(replace(fixed, ready=readiness.now(), notice=searcher.notice))

    @app.get("/readyz")
    def readyz(request: Request) -> JSONResponse:
        seen = now()
        told = {"status": "unready" if not seen.ready else "degraded" if seen.notice else "ready"}
        if _is_ours(request, behind_proxy=behind_proxy):
            told |= {name: getattr(seen, name) for name in _SHOWN}
        return JSONResponse(told, 200 if seen.ready else 503, {"cache-control": "no-store"})

    @app.get("/metrics")
    def metrics(request: Request) -> Response:
        if not _is_ours(request, behind_proxy=behind_proxy):
            return PlainTextResponse("没有这一页", 404)
        from ui.web.metrics import KIND, text

        return Response(text(tally.counts(), now()), headers={"content-type": KIND, "cache-control": "no-store"})


def _is_ours(request: Request, *, behind_proxy: bool) -> bool:
    """Whether a request comes from this machine (or, behind a proxy, from this house), and not through the proxy."""
    if _FORWARDED & {name.lower() for name in request.headers}:
        return False
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "127.0.0.1")
    except ValueError:
        return True  # no address at all: this machine's own socket file
    return address.is_loopback or (behind_proxy and address.is_private)


def _version() -> str:
    try:
        return version("youju")
    except PackageNotFoundError:
        return "unknown"
