"""引用体检: a text, pasted or as a file; every citation and quotation in it checked and marked in place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from assistant import Assistant
from kb import InputProblem, StatuteBook
from ui.checks import Checked, checked, paper_of
from ui.html import Html
from ui.mending import mended
from ui.papers import docx_bytes, html
from ui.web.findings import Result, result
from ui.web.reading import add_reading, chooser, named
from ui.web.room import Labels, Room, drawn, in_both, language, title
from ui.web.stages import ON_PAGE, Failure, arrived, ask_alone, done
from ui.web.underway import fault, working
from ui.web.words import LANGUAGES, word

MAX_WORDS = 50_000
"""Characters that are checked while somebody waits; a longer file is for the command line."""

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
"""Reports, and what a browser calls them."""


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room."""
    del page
    drawn(in_both(lambda lang: title(lang, "check")))
    words = gr.Textbox(
        label=label("words"), placeholder=label("placeholder"), lines=6, max_lines=16, elem_id="check-words",
    )  # fmt: skip
    drawn(in_both(lambda lang: chooser("check", lang, replaces=True)))
    day = gr.Textbox(label=label("day"), info=label("day_info"), lines=1, max_lines=1, elem_id="check-day")
    with gr.Row(elem_classes="acts-of-room"):
        clear = gr.Button(label("clear"), elem_id="check-clear", size="md")
        check = gr.Button(label("check"), elem_id="check-check", variant="primary", size="md")
    shown = drawn(Html(), "check-result")

    def judge(written: str | None, asked: str | None, request: gr.Request) -> Iterator[Html]:
        yield working(language(request))
        yield _judged(assistant, written or "", asked or "", language(request))

    check.click(
        judge, [words, day], shown, show_progress="hidden", trigger_mode="once", api_visibility="private",
        concurrency_limit=ON_PAGE,
    )  # fmt: skip
    clear.click(lambda: ("", "", ""), None, [words, day, shown], show_progress="hidden", api_visibility="private")


def routes(app: FastAPI, assistant: Assistant) -> None:
    """A file's text, and the report as a file."""
    add_reading(app, "check")

    @app.post("/youju/check/report")
    async def report(request: Request, lang: str = "zh") -> Response:
        said = lang if lang in LANGUAGES else "zh"
        given = await arrived(ask_alone(partial(_report, assistant, await request.body(), said)))
        if isinstance(given, Failure):
            return JSONResponse({"error": given.sentence or word(said, "bug")}, 400 if given.mendable else 503)
        content, kind = given
        return Response(content, media_type=KINDS[kind])


def _judged(assistant: Assistant, written: str, asked: str, lang: str) -> Html:
    """The result, or in one sentence what to mend."""
    made = done(partial(_checked, assistant, written, asked, lang))
    if isinstance(made, Failure):
        return fault(made.sentence or word(lang, "bug"), lang)
    return result(made)


def _checked(assistant: Assistant, written: str, asked: str, lang: str) -> Result:
    found, book = _found(assistant, written, asked, word(lang, "check.pasted"), lang)
    better = mended(found.text, found.checks, book, assistant.corpus.titles)
    left = checked("", better.text, assistant.checker(book.day).check(better.text), assistant.corpus, book)
    return Result(found, book, assistant.corpus, better, len(left.faults), lang)


def _found(assistant: Assistant, written: str, asked: str, name: str, lang: str) -> tuple[Checked, StatuteBook]:
    """A text with its checks by the law of a day.

    Raises:
        InputProblem: nothing was written, too much, or the day is none.
    """
    text = written.replace("\r\n", "\n")
    if not text.strip():
        raise InputProblem(word(lang, "check.nothing"))
    if len(text) > MAX_WORDS:
        raise InputProblem(word(lang, "check.too_long", n=len(text), most=MAX_WORDS))
    book = assistant.corpus.on(_day(asked, lang))
    return checked(name, text, assistant.checker(book.day).check(text), assistant.corpus, book), book


def _day(asked: str, lang: str) -> date:
    if not asked.strip():
        return date.today()
    try:
        return date.fromisoformat(asked.strip())
    except ValueError as error:
        raise InputProblem(word(lang, "check.no_day")) from error


def _report(assistant: Assistant, body: bytes, lang: str) -> tuple[bytes, str]:
    """The report of a text as a file, and which kind.

    Raises:
        InputProblem: as `_found`, or the request is not `{"text", "day", "name", "kind"}`.
    """
    try:
        given = json.loads(body)
        text, day, name, kind = (str(given[key]) for key in ("text", "day", "name", "kind"))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise InputProblem(word(lang, "check.no_report")) from error
    if kind not in KINDS:
        raise InputProblem(word(lang, "check.no_report"))
    found, book = _found(assistant, text, day, named(name, lang), lang)
    paper = paper_of([found], assistant.corpus, book, datetime.now().astimezone())
    return (docx_bytes(paper) if kind == "docx" else html(paper).encode()), kind


ROOM = Room("check", build, routes)
