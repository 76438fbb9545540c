"""What a room of the page is: a name in the address, its Gradio part, and its own routes if it has any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant import Assistant
from ui.html import Html, join, tag
from ui.web.words import LANGUAGES, labels, word

LOCALES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of Gradio's own components in one room: `labels("send")`; Gradio chooses the language."""

    words: gr.I18n
    room: str

    def __call__(self, key: str) -> Any:
        """A label that is shown in the reader's language."""
        return self.words(f"{self.room}_{key}")


def _no_routes(app: FastAPI, assistant: Assistant) -> None:
    """Most rooms need none."""


@dataclass(frozen=True, slots=True)
class Room:
    """One room.

    `build` draws its Gradio part, inside a column that is shown when the room is entered. `routes` adds its own
    `/youju/<room>/…`: only this page may post to them, and what they are sent stays in memory. `wide`: no place beside
    it for a cited article.
    """

    id: str
    build: Callable[[Assistant, Labels, gr.Blocks], None]
    routes: Callable[[FastAPI, Assistant], None] = _no_routes
    wide: bool = False


@contextmanager
def entered(room: Room) -> Iterator[None]:
    """The column of a room; the style sheet shows the one whose id the body carries."""
    with gr.Column(elem_id=f"room-{room.id}", elem_classes="room"):
        yield


def translations() -> gr.I18n:
    """The labels of all rooms, by the language that the browser is told to have."""
    words = {lang: labels(lang) for lang in LANGUAGES}
    return gr.I18n(**{"zh-CN": words["zh"], **words})


def language(request: gr.Request) -> str:
    """The language of the page that a request comes from."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else "zh"


def in_both(say: Callable[[str], Html]) -> Html:
    """What does not depend on the reader, in both languages; the style sheet shows the page's own."""
    return join([tag("div", say(lang), class_=f"said {lang}", lang=LOCALES[lang]) for lang in LANGUAGES])


def title(lang: str, room: str) -> Html:
    """The heading that gets the focus when a room is entered, and a line that says what one does there."""
    heading = tag("h2", word(lang, f"{room}.title"), tabindex="-1", class_="room-title")
    return join([heading, tag("p", word(lang, f"{room}.lead"), class_="lead")])


def drawn(words: Html, elem_id: str | None = None) -> gr.HTML:
    """HTML of ours in the page: escaped already, no script of Gradio's, no style of Gradio's."""
    return gr.HTML(words, elem_id=elem_id, js_on_load=None, apply_default_css=False)
