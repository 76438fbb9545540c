"""`POST /api/v1/ask`: one question in, one Answer out (docs/interface.md); nothing is remembered."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import date
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from assistant import MAX_QUESTION, Answer, Assistant
from kb import InputProblem
from ui.web.stages import ask_alone, outcome
from ui.web.words import LANGUAGES, word

MOST_WAITING = 64
"""Requests answered or waiting at a time; more are asked to come back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's body, read."""

    text: str
    as_of: date | None
    lang: str


def add_api(app: FastAPI, assistant: Assistant) -> None:
    """Add the route, and `/healthz` beside it."""
    waiting: set[object] = set()

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok", "corpus": assistant.corpus.fingerprint})

    @app.post("/api/v1/ask")
    async def ask(request: Request) -> JSONResponse:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _error(415, "请用 JSON 提问：Content-Type 写 application/json")
        try:
            asked = read(await request.body())
        except InputProblem as fault:
            return _error(400, str(fault))
        if len(waiting) >= MOST_WAITING:
            return _error(503, word(asked.lang, "busy"))
        ticket = object()
        waiting.add(ticket)
        try:
            running = ask_alone(partial(assistant.ask, asked.text, as_of=asked.as_of, lang=asked.lang))
            seen = asyncio.wrap_future(running)
            await asyncio.wait([seen])
            seen.exception()  # looked at, or the loop would print it, and with it the reader's words
        finally:
            waiting.discard(ticket)
        given = outcome(running)
        if isinstance(given, Answer):
            return JSONResponse(given.to_dict())
        return _error(400 if given.mendable else 503, given.sentence or word(asked.lang, "bug"))


def read(body: bytes) -> Asked:
    """The question in a body.

    Raises:
        InputProblem: anything in it that is not as documented; says what and how to mend it.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputProblem('请求不是 JSON：请发送 {"text": "问题"}') from error
    if not isinstance(given, dict):
        raise InputProblem('请求要是一个 JSON 对象：{"text": "问题"}')
    text, as_of, lang = given.get("text"), given.get("as_of"), given.get("lang") or "zh"
    if not isinstance(text, str):
        raise InputProblem('text 要是一段文字：{"text": "问题"}')
    if len(text.strip()) > MAX_QUESTION:
        raise InputProblem(f"问题有 {len(text.strip())} 个字，最多 {MAX_QUESTION} 个字：请只留关键的一段")
    if lang not in LANGUAGES:
        raise InputProblem("lang 只能是 zh 或 en")
    if as_of is None:
        return Asked(text, None, lang)
    try:
        return Asked(text, date.fromisoformat(as_of), lang)
    except (ValueError, TypeError) as error:
        raise InputProblem("看不懂 as_of：请写成 2025-12-31 这样的日子") from error


def _error(status: int, sentence: str) -> JSONResponse:
    headers = {"Retry-After": "5"} if status == 503 else None
    return JSONResponse({"error": sentence}, status, headers)
