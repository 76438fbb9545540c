"""收件箱: a volunteer's many messages, masked first, then sorted; a card for each, to edit, review and take away.

What is pasted lies on the visit's desk, in memory (`ui/web/desks.py`). The room's parts are drawn here and put in place
by the script.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant import (
    Assistant,
    Inbox,
    Intake,
    Paragraph,
    Saved,
    State,
    approved,
    edited,
    in_order,
    resumed,
    spread,
)
from kb import InputProblem, read_bytes
from ui.html import Html
from ui.inboxes import bundle, paper_of, refuse_faulty, restored
from ui.papers import docx_bytes, markdown
from ui.web.cards import card
from ui.web.desks import Desk, Desks
from ui.web.handing import spread_told
from ui.web.intray import board, mask_shown, row
from ui.web.pasting import form
from ui.web.resuming import MOST_MATTERS, put_by, take_up
from ui.web.room import Labels, Room, drawn, in_both, language, title
from ui.web.stages import Failure, done
from ui.web.words import LANGUAGES, word

STILL = {"cache-control": "no-store"}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "zip": "application/zip",
}
DESKS = Desks()


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room: its name, then, once the page knows its desk, the form."""
    del assistant, label
    drawn(in_both(lambda lang: title(lang, "inbox")))
    room = drawn(Html(), "inbox-room")

    def open_desk(request: gr.Request) -> Html:
        return form(DESKS.open(request.session_hash or ""), language(request))

    def silent(request: gr.Request) -> None:
        DESKS.fall_silent(request.session_hash or "")

    page.load(open_desk, None, room, show_progress="hidden", api_visibility="private")
    page.unload(silent)


def routes(app: FastAPI, assistant: Assistant) -> None:
    """`POST /youju/inbox/…`: JSON in, JSON, lines of JSON or a file out; nothing is written anywhere."""

    def add(name: str, act: Callable[[Desk, Mapping[str, Any], str], object]) -> None:
        @app.post(f"/youju/inbox/{name}")
        async def acted(request: Request) -> Response:
            body, lang = await request.body(), _lang(request)
            made = await run_in_threadpool(done, partial(_with_desk, act, body, lang))
            if isinstance(made, Failure):
                return _refused(made, lang)
            return made if isinstance(made, Response) else JSONResponse(made, headers=STILL)

    @app.post("/youju/inbox/read")
    async def read(request: Request) -> Response:
        body, lang = await request.body(), _lang(request)
        name = request.query_params.get("name", "")[:100] or word(lang, "inbox.a_file")
        made = await run_in_threadpool(done, partial(read_bytes, body, name))
        return _refused(made, lang) if isinstance(made, Failure) else JSONResponse({"text": made}, headers=STILL)

    @app.post("/youju/inbox/sort")
    async def sort(request: Request) -> Response:
        body, lang = await request.body(), _lang(request)
        made = await run_in_threadpool(done, partial(_with_desk, _ready, body, lang))
        if isinstance(made, Failure):
            return _refused(made, lang)
        return StreamingResponse(_sorting(made, assistant, lang), media_type="application/x-ndjson", headers=STILL)

    @app.post("/youju/inbox/resume")
    async def resume(request: Request) -> Response:
        body, lang = await request.body(), _lang(request)
        made = await run_in_threadpool(done, partial(_with_desk, partial(_resume, assistant), body, lang))
        if isinstance(made, Failure):
            return _refused(made, lang)
        lines = _sorting(made[0], assistant, lang, made[1])
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=STILL)

    @app.post("/youju/inbox/leave")
    async def leave(request: Request) -> Response:
        DESKS.leave((await request.body()).decode("ascii", "replace"))
        return Response(status_code=204)

    add("mask", partial(_mask, assistant))
    add("edit", partial(_edit, assistant))
    add("move", partial(_move, assistant))
    add("spread", partial(_spread, assistant))
    add("save", _save)
    add("progress", partial(_put_by, assistant))
    add("clear", _clear)


def _lang(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else "zh"


def _refused(fault: Failure, lang: str) -> JSONResponse:
    return JSONResponse({"error": fault.sentence or word(lang, "bug")}, 400 if fault.mendable else 503, headers=STILL)


def _with_desk(act: Callable[[Desk, Mapping[str, Any], str], Any], body: bytes, lang: str) -> Any:
    """Do something on the desk that the request names."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputProblem("请求不是 JSON：请刷新页面再试") from error
    if not isinstance(given, dict):
        raise InputProblem("请求要是一个 JSON 对象：请刷新页面再试")
    desk = DESKS.of(_text(given, "desk"))
    with desk.lock:
        return act(desk, given, lang)


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str):
        raise InputProblem(f"{key} 要是文字：请刷新页面再试")
    return value


def _listed(names: str) -> tuple[str, ...]:
    for mark in "，、;；\n":
        names = names.replace(mark, ",")
    return tuple(n.strip() for n in names.split(",") if n.strip())


def _mask(assistant: Assistant, desk: Desk, given: Mapping[str, Any], lang: str) -> object:
    """Split and mask what was pasted; nothing is made of it yet."""
    files = given.get("files", [])
    if not isinstance(files, list) or not all(isinstance(f, str) for f in files):
        raise InputProblem("files 要是一串文字：请刷新页面再试")
    pasted = _text(given, "text")
    texts = [("粘贴", pasted)] if pasted.strip() else []
    texts += [(f"文件{n}", text) for n, text in enumerate(files, 1)]  # a file's name may be a client's
    inbox = Inbox.open(assistant, me=_listed(_text(given, "me")), names=_listed(_text(given, "names")))
    opened = inbox.threads(texts)
    if not opened.threads:
        raise InputProblem(word(lang, "inbox.nothing"))
    if len(opened.threads) > MOST_MATTERS:
        raise InputProblem(word(lang, "inbox.too_many", n=len(opened.threads), most=MOST_MATTERS))
    hidden = [inbox.masked(thread) for thread in opened.threads]
    desk.inbox, desk.threads, desk.notes, desk.matters = inbox, opened.threads, opened.notes, {}
    return {"html": mask_shown(hidden, opened.notes, lang)}


def _clear(desk: Desk, given: Mapping[str, Any], lang: str) -> object:
    """Everything off the desk, at once."""
    del desk, lang
    DESKS.clear(_text(given, "desk"))
    return {}


def _ready(desk: Desk, given: Mapping[str, Any], lang: str) -> Desk:
    del given
    if not desk.threads:
        raise InputProblem(word(lang, "inbox.nothing"))
    return desk


def _resume(assistant: Assistant, desk: Desk, given: Mapping[str, Any], lang: str) -> tuple[Desk, tuple[Saved, ...]]:
    return desk, take_up(_text(given, "text"), desk, assistant, lang)


def _put_by(assistant: Assistant, desk: Desk, given: Mapping[str, Any], lang: str) -> Response:
    """Everything on the desk as a file to go on with later; nothing of it stays here."""
    del given
    day = assistant.today()
    headers = STILL | {"content-disposition": f'attachment; filename="{day}-inbox.json"'}
    return Response(put_by(desk, day, lang), media_type="application/json; charset=utf-8", headers=headers)


def _sorting(desk: Desk, assistant: Assistant, lang: str, saved: Sequence[Saved] = ()) -> Iterator[str]:
    """A line for each message that is done, then the board. What goes wrong with one never stops the rest."""
    inbox, threads = desk.inbox, desk.threads
    made: list[Intake] = []
    for number, thread in enumerate(threads, 1):
        yield json.dumps({"done": number, "of": len(threads)}) + "\n"
        if inbox is None:
            return
        work = partial(resumed, inbox, saved[number - 1], _now()) if saved else partial(inbox.work, thread)
        one = done(work)
        if isinstance(one, Failure):
            one = inbox.failed(thread, one.sentence or word(lang, "inbox.broke", place=thread.place))
        made.append(one)
    matters = in_order(made)
    if desk.threads is not threads:  # cleared or masked anew meanwhile
        return
    desk.matters = {m.id: m for m in matters}
    yield json.dumps({"html": board(matters, desk.notes, assistant.corpus, lang)}, ensure_ascii=False) + "\n"


def _edit(assistant: Assistant, desk: Desk, given: Mapping[str, Any], lang: str) -> object:
    """Other words in a draft: masked, verified again, and a draft again."""
    matter = desk.matter(_text(given, "matter"))
    if matter.answer is None:
        raise InputProblem(word(lang, "inbox.no_draft"))
    words = {_text(given, "which"): _text(given, "text")}
    if not words.keys() <= {"short", "long"}:
        raise InputProblem("which 只能是 short 或 long：请刷新页面再试")
    made = edited(matter, assistant.verifier(matter.day), assistant.checker(matter.day), **words)
    if made.drafts != matter.drafts:
        by = _text(given, "by").strip() or word("zh", "inbox.volunteer")
        made = replace(made, review=matter.review.edited(by=by, at=_now()))
    desk.keep(made)
    return _changed(desk, [made], assistant, lang)


def _now() -> datetime:
    return datetime.now()  # noqa: DTZ005 - the volunteer's own clock


def _changed(desk: Desk, matters: list[Intake], assistant: Assistant, lang: str) -> dict[str, object]:
    """The cards and rows that are to be replaced."""
    every = tuple(desk.matters.values())
    return {
        "changed": [{"id": m.id, "card": card(m, every, assistant.corpus, lang), "row": row(m, lang)} for m in matters]
    }


def _move(assistant: Assistant, desk: Desk, given: Mapping[str, Any], lang: str) -> object:
    """A step of the review."""
    matter = desk.matter(_text(given, "matter"))
    try:
        to = State(_text(given, "to"))
    except ValueError as error:
        raise InputProblem("没有这个状态：请刷新页面再试") from error
    review = matter.review.moved(
        to, by=_text(given, "by"), at=_now(), reason=_text(given, "reason"), faults=matter.faults
    )
    moved = replace(matter, review=review)
    desk.keep(moved)
    return _changed(desk, [moved], assistant, lang)


def _spread(assistant: Assistant, desk: Desk, given: Mapping[str, Any], lang: str) -> object:
    """An approved paragraph into the other matters that are alike, checked again in each."""
    matter = desk.matter(_text(given, "matter"))
    if matter.review.state is not State.APPROVED:
        raise InputProblem(word(lang, "inbox.not_approved"))
    words = _text(given, "text").strip()
    verifier = assistant.verifier(assistant.today())
    paragraph: Paragraph = approved(matter.id, words, verifier, assistant.corpus.finder)
    others = [m for m in desk.matters.values() if m.group == matter.group and m.id != matter.id]
    given_it, used = spread(paragraph, [m for m in others if words not in m.drafts.long], assistant.verifier)
    said = {m.id: word(lang, "inbox.has_it") for m in others} | {u.matter: u.refused for u in used}
    changed = []
    for one in given_it:
        if not said[one.id]:
            checked = edited(
                desk.matter(one.id), assistant.verifier(one.day), assistant.checker(one.day), long=one.drafts.long
            )
            by = word("zh", "inbox.from_other", id=matter.id)
            changed.append(replace(checked, review=checked.review.edited(by=by, at=_now())))
            desk.keep(changed[-1])
    desk.paragraphs = (*desk.paragraphs, paragraph)
    return {**_changed(desk, changed, assistant, lang), "html": spread_told(paragraph, said, lang)}


def _save(desk: Desk, given: Mapping[str, Any], lang: str) -> Response:
    """One matter as a file, or all of them in a .zip; their own data only where that is asked for."""
    kind, back = _text(given, "kind"), given.get("restore") is True
    if kind not in {"docx", "md"}:
        raise InputProblem("只能存成 docx 或 md：请刷新页面再试")
    wanted = _text(given, "matter")
    matters = [desk.matter(wanted)] if wanted else list(desk.matters.values())
    if not matters:
        raise InputProblem(word(lang, "inbox.nothing"))
    refuse_faulty(matters)
    files = [(f"{m.id}-{m.urgency.rank}.{kind}", _file(m, kind, back=back)) for m in matters]
    if not wanted:
        files, kind = [(f"{date.today()}.zip", bundle(files))], "zip"
    name, content = files[0]
    headers = STILL | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=TYPES[kind], headers=headers)


def _file(matter: Intake, kind: str, *, back: bool) -> bytes:
    paper = paper_of(matter, _now())
    paper = restored(paper, matter) if back else paper
    return docx_bytes(paper) if kind == "docx" else markdown(paper).encode()


ROOM = Room("inbox", build, routes)
