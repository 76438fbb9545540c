"""What a reader says of an answer: shown masked before it is kept, kept on this machine, and only where that is on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from assistant import MAX_QUESTION, Assistant, Feedback, keep_feedback, masked_again, reason_of
from kb import InputProblem
from ui.web.stages import Failure, done
from ui.web.words import LANGUAGES, word

PATH = "/youju/ask/feedback"
MOST_REFS = 40


def add_opinions(app: FastAPI, assistant: Assistant) -> None:
    """GET: whether any is kept. POST …/draft: the masked words. POST: keep them."""

    @app.get(PATH)
    def kept() -> JSONResponse:
        return JSONResponse({"kept": _place(app) is not None}, headers={"cache-control": "no-store"})

    @app.post(f"{PATH}/draft")
    async def draft(request: Request, lang: str = "zh") -> JSONResponse:
        return await _answered(request, lang, lambda given: {"question": _masked(given)})

    @app.post(PATH)
    async def keep(request: Request, lang: str = "zh") -> JSONResponse:
        return await _answered(request, lang, partial(_keep, app, assistant))


async def _answered(
    request: Request, lang: str, make: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> JSONResponse:
    body = await request.body()
    made = await run_in_threadpool(done, lambda: make(_read(body)))
    if isinstance(made, Failure):
        sentence = made.sentence or word(lang if lang in LANGUAGES else "zh", "bug")
        return JSONResponse({"error": sentence}, 400 if made.mendable else 503)
    return JSONResponse(dict(made))


def _place(app: FastAPI) -> Path | None:
    place: Path | None = getattr(app.state, "feedback", None)
    return place


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputProblem("反馈不是 JSON") from error
    if not isinstance(given, dict) or not isinstance(given.get("question", ""), str):
        raise InputProblem("反馈要是一个 JSON 对象，question 是一段文字")
    return given


def _masked(given: Mapping[str, Any]) -> str:
    return masked_again(given.get("question", "")[:MAX_QUESTION])


def _keep(app: FastAPI, assistant: Assistant, given: Mapping[str, Any]) -> Mapping[str, Any]:
    place = _place(app)
    if place is None:
        raise InputProblem("这里没有打开反馈：要打开，启动前设 YOUJU_FEEDBACK")
    refs = given.get("refs", [])
    known = (
        [r for r in refs[:MOST_REFS] if isinstance(r, str) and _exists(r, assistant)] if isinstance(refs, list) else []
    )
    corpus = assistant.corpus
    row = Feedback(assistant.today(), reason_of(given.get("reason")), _masked(given), tuple(known), corpus.fingerprint)
    keep_feedback(row, place)
    return {"kept": True}


def _exists(ref: str, assistant: Assistant) -> bool:
    return assistant.corpus.provision(ref, assistant.today()) is not None
