"""A file or a screenshot that the reader chose: its bytes in, its text out. Nothing of it is kept or written."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from kb import read_bytes, reads_pictures
from ui.html import Html, tag, visible
from ui.web.stages import Failure, arrived, ask_alone
from ui.web.words import LANGUAGES, word

MOST_READ = 2
"""Files that are read at a time, each by a process of its own; more are asked to come back."""
LONGEST_NAME = 60
"""Characters of a file's name that are said again."""

_reading: set[Future[str]] = set()


def add_reading(app: FastAPI, room: str) -> None:
    """Add `POST /youju/<room>/read?name=…`: the bytes of a file in, `{"text": …}` out."""

    @app.post(f"/youju/{room}/read")
    async def read(request: Request, name: str = "", lang: str = "zh") -> JSONResponse:
        said = lang if lang in LANGUAGES else "zh"
        if len(_reading) >= MOST_READ:
            return JSONResponse({"error": word(said, "reading_busy")}, 503, {"Retry-After": "5"})
        running = ask_alone(partial(read_bytes, await request.body(), named(name, said)))
        _reading.add(running)
        running.add_done_callback(_reading.discard)
        given = await arrived(running)
        if isinstance(given, Failure):
            return JSONResponse({"error": given.sentence or word(said, "bug")}, 400 if given.mendable else 503)
        return JSONResponse({"text": given})


def named(name: str, lang: str) -> str:
    """A file's name as it may be said: without its folder, and not longer than a line."""
    last = visible(name).replace("\\", "/").rpartition("/")[2].replace("\n", " ").strip()
    return last[-LONGEST_NAME:] or word(lang, "reading_unnamed")


def chooser(room: str, lang: str, *, replaces: bool = False) -> Html:
    """The button that chooses a file for the box of a room, and the line that says how far it is."""
    able = reads_pictures()
    return tag(
        "div",
        tag("button", word(lang, "reading_choose" if able else "reading_choose_text"), type="button", class_="quiet"),
        tag("span", word(lang, "reading_hint" if able else "reading_missing"), class_="hint"),
        tag("p", "", class_="told-reading", role="status"),
        class_="file-chooser",
        data_room=room,
        data_pictures=able,
        data_replaces=replaces,
    )
