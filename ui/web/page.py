"""The Gradio part of the page: the rooms one after another; the style sheet shows the one that is entered."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from assistant import Assistant
from ui.web.endpoints import offer
from ui.web.queue import forget
from ui.web.room import Labels, Room, entered, translations
from ui.web.rooms.ask import KEPT_SECONDS
from ui.web.stages import ON_PAGE
from ui.web.tools import Desk
from ui.web.words import TITLE

MOST_WAITING = 64
"""Questions that may wait for their turn; more are turned away at once."""

MOST_VISITS = 200
"""Visits remembered at a time; the longest idle one goes first."""


def build_page(assistant: Assistant, desk: Desk, rooms: Sequence[Room]) -> tuple[gr.Blocks, gr.I18n]:
    """The rooms with the endpoints for programs, and the words of Gradio's own components."""
    words = translations()
    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(600, KEPT_SECONDS)) as page:
        for room in rooms:
            with entered(room):
                room.build(assistant, Labels(words, room.id), page)
        offer(desk)

        async def drop(request: gr.Request) -> None:
            if request.session_hash is not None:
                await forget(page, request.session_hash)

        page.unload(drop)  # the last: an event of a room's own would bring back what is dropped here
    page.queue(default_concurrency_limit=ON_PAGE, max_size=MOST_WAITING)
    page.state_session_capacity = MOST_VISITS
    return page, words
