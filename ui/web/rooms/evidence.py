"""存证与时间线: calls logged in the browser alone, counted there against each rule; what to keep; files' SHA-256.

What is logged stays in the reader's browser. Only the button that makes a file sends it, to this machine and no other,
where it is kept no longer than the making takes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant import Assistant, Calls, Checklist, Columns, Timelines, read_checklist, read_columns, read_log
from kb import InputProblem
from ui.html import Html, join, tag
from ui.timelines import page_of, paper_of
from ui.web.evidence import Cites, room
from ui.web.room import Labels, Room, drawn, in_both, title
from ui.web.stages import Failure, ask_alone, outcome
from ui.web.words import LANGUAGES, word

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": DOCX, "html": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Bench:
    """What a log is counted, checked and written with."""

    timelines: Timelines
    columns: Columns
    checklist: Checklist

    def written(self, log: bytes, kind: str, lender: str, today: date) -> tuple[bytes, bool]:
        """The timeline as a file, and whether a row tells of danger to life.

        Raises:
            InputProblem: the log cannot be read, or a kind of file or lender is not known.
        """
        from ui.papers import docx_bytes, html

        limits = self.timelines.limits
        if kind not in KINDS or lender not in {"", *limits.lenders}:
            raise InputProblem("只能做成 docx 或 html，借款的种类要从列出的里面选")
        drawn_up = self.timelines.draw(read_log(log, self.columns, today), today, lender)
        paper = paper_of(drawn_up, self.columns, limits, datetime.now().astimezone())
        if kind == "docx":
            return docx_bytes(paper), bool(drawn_up.urgent)
        return page_of(html(paper), drawn_up, limits).encode(), bool(drawn_up.urgent)


def bench(assistant: Assistant) -> Bench:
    """The bench for one library."""
    calls = Calls(assistant.corpus)
    return Bench(Timelines(calls), read_columns(calls.form), read_checklist())


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room: its title, and the place that the script fills."""
    del assistant, label, page
    waiting = join([tag("div", word(lang, "evidence.waiting"), class_=f"said {lang}") for lang in LANGUAGES])
    drawn(join([in_both(lambda lang: title(lang, "evidence")), tag("div", waiting, id="evidence-place")]))


def routes(app: FastAPI, assistant: Assistant) -> None:
    """`GET room`: rules and checklist, nobody's words. `POST timeline`: a log in, a file out, nothing kept."""
    tools = bench(assistant)
    made: dict[tuple[str, date], Html] = {}

    @app.get("/youju/evidence/room")
    def shown(lang: str = "zh") -> HTMLResponse:
        key = (lang if lang in LANGUAGES else "zh", date.today())
        if key not in made:
            cites = Cites(assistant.corpus, key[1], key[0])
            for old in [k for k in made if k[1] != key[1]]:
                made.pop(old, None)
            made[key] = room(tools.timelines.limits, tools.columns, tools.checklist, cites)
        return HTMLResponse(made[key], headers={"cache-control": "no-store"})

    @app.post("/youju/evidence/timeline")
    async def timeline(request: Request, kind: str = "docx", lender: str = "", lang: str = "zh") -> Response:
        log = await request.body()
        running = ask_alone(partial(tools.written, log, kind, lender, date.today()))
        seen = asyncio.wrap_future(running)
        await asyncio.wait([seen])
        seen.exception()  # looked at, or the loop would print it, and with it the reader's words
        given = outcome(running)
        if isinstance(given, Failure):
            sentence = given.sentence or word(lang if lang in LANGUAGES else "zh", "bug")
            return JSONResponse({"error": sentence}, 400 if given.mendable else 503)
        content, urgent = given
        headers = {"cache-control": "no-store", "x-youju-urgent": "1" if urgent else "0"}
        return Response(content, media_type=KINDS[kind], headers=headers)


ROOM = Room("evidence", build, routes)
