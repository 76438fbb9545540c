"""The page as one ASGI application: Gradio inside, our document around it, the JSON route beside it, a guard before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import Response
from starlette.routing import Mount, Route

from assistant import Assistant
from kb import DATA
from ui.web.api import add_api
from ui.web.document import Document, blank
from ui.web.fair import Fair
from ui.web.guard import Guard, Rules
from ui.web.limits import Limits
from ui.web.mcp import open_tools
from ui.web.page import build_page
from ui.web.probes import add_probes
from ui.web.queue import queued
from ui.web.room import Room
from ui.web.rooms import ROOMS, maintain
from ui.web.tally import Standing, Tally
from ui.web.theme import css, script, theme
from ui.web.tools import Desk
from ui.web.upkeep import Upkeep
from ui.web.watch import Watch

FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
"""The address changes whenever the file does."""


def build(
    assistant: Assistant,
    *,
    hosts: Sequence[str] = (),
    auth: str | None = None,
    feedback: Path | None = None,
    mcp: bool = False,
    behind_proxy: bool = False,
    upkeep: Upkeep | None = None,
    tally: Tally | None = None,
) -> FastAPI:
    """See `ui.web.build_app`; the assistant is one that tells its stages, and tells its answers to the tally."""
    tally = tally or Tally()
    app = FastAPI(title="youju", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.feedback = feedback
    limits = Limits(trust_forwarded=behind_proxy)
    desk = Desk(assistant, limits)
    add_api(app, desk, assistant.corpus.fingerprint)
    rooms = ROOMS if upkeep is None else (*ROOMS, maintain.room(upkeep))
    version = _add_files(app, rooms)
    for room in rooms:
        room.routes(app, assistant)
    page, words = build_page(assistant, desk, rooms)

    def standing(known: Standing) -> Standing:
        waiting, running = queued(page)
        resting = getattr(assistant.composer, "resting", None)
        return replace(known, waiting=len(waiting), running=len(running), programs=desk.busy, resting=resting)

    add_probes(app, assistant, tally, standing, behind_proxy=behind_proxy)  # before Gradio, which takes every address
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        blocked_paths=[str(DATA)],
        show_error=False,
        max_file_size="5mb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        i18n=words,
        mcp_server=False,
        theme=theme(),
    )
    app.state.page = page
    app.state.stop = _gradio(app).stop_event.set
    app.state.busy = lambda: desk.busy + sum(map(len, queued(page)))
    name = assistant.composer.name
    app.add_middleware(Document, model="" if name == "extractive" else name, version=version, rooms=rooms)
    app.add_middleware(Fair, limits=limits, page=lambda: page)
    if mcp:
        open_tools(app, desk)
    rules = Rules(frozenset(h.lower() for h in hosts), auth, mcp)
    app.add_middleware(Guard, rules=rules, trust_forwarded=behind_proxy)
    own = frozenset(route.path for route in app.routes if isinstance(route, Route))
    app.add_middleware(Watch, tally=tally, routes=own, behind_proxy=behind_proxy)  # the last added stands outermost
    return app


def _gradio(app: FastAPI) -> Any:
    """Gradio's own application, as mounted; `page.app` is an earlier one that serves nothing."""
    return next(route.app for route in reversed(app.routes) if isinstance(route, Mount))


def _add_files(app: FastAPI, rooms: Sequence[Room]) -> str:
    """Style, script and the blank page; returns what their addresses carry as version."""
    style, code = css([room.id for room in rooms], [room.id for room in rooms if room.wide]), script()

    @app.get("/youju/page.css")
    def page_css() -> Response:
        return Response(style, media_type="text/css", headers=FOREVER)

    @app.get("/youju/page.js")
    def page_js() -> Response:
        return Response(code, media_type="text/javascript", headers=FOREVER)

    @app.get("/youju/blank")
    def page_blank(lang: str = "zh") -> Response:
        page = blank("en" if lang == "en" else "zh")
        # what this site kept in the browser goes too
        headers = {"cache-control": "no-store", "clear-site-data": '"cache", "storage"'}
        return Response(page, media_type="text/html", headers=headers)

    return hashlib.sha256((style + code).encode()).hexdigest()[:12]
