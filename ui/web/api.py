"""`POST /api/v1/ask`: one question in, one Answer out (docs/interface.md); nothing is remembered."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from kb import InputProblem
from ui.web.guard import asker_of
from ui.web.tools import Desk, Refused


def add_api(app: FastAPI, desk: Desk, corpus: str) -> None:
    """Add the route, and beside it `/healthz`, which names the fingerprint of the corpus."""

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok", "corpus": corpus})

    @app.post("/api/v1/ask")
    async def ask(request: Request) -> JSONResponse:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _error(Refused(415, "请用 JSON 提问：Content-Type 写 application/json"))
        try:
            told = read(await request.body())
        except InputProblem as fault:
            return _error(Refused(400, str(fault)))
        headers = dict(request.headers)
        visitors = desk.limits.visitors(asker_of(request.scope, headers, trusted=False), headers)
        made = await desk.answer("ask", {key: told.get(key) for key in ("text", "as_of", "lang", "model")}, visitors)
        return _error(made) if isinstance(made, Refused) else JSONResponse(made)


def read(body: bytes) -> dict[str, Any]:
    """The object in a body.

    Raises:
        InputProblem: it holds none.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputProblem('请求不是 JSON：请发送 {"text": "问题"}') from error
    if not isinstance(given, dict):
        raise InputProblem('请求要是一个 JSON 对象：{"text": "问题"}')
    return given


def _error(refused: Refused) -> JSONResponse:
    headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else None
    return JSONResponse({"error": refused.sentence}, refused.status, headers)
