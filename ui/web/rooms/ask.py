"""The chat: ten usual situations, a question box, and answers; all state is in this process and goes with the visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant import Assistant
from ui.html import Html, tag
from ui.web.fair import QUESTIONS
from ui.web.opinions import add_opinions
from ui.web.room import Labels, Room, drawn, in_both, language
from ui.web.stages import ON_PAGE
from ui.web.text import SITUATIONS
from ui.web.visits import Desk, Shown, Visit, shown
from ui.web.words import word

KEPT_SECONDS = 3600
"""How long an idle visit is remembered; a closed one is forgotten at once."""

_SITUATIONS = {f"situation-{s.id}": s for s in SITUATIONS}
_UNSEEN = ("again", "edit", "quick-send", "agree", "refuse")
"""Buttons that the page's script presses for those in an answer."""


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room."""
    del page
    desk = Desk(assistant)
    visit = gr.State(None, time_to_live=KEPT_SECONDS)
    with gr.Accordion(label("situations"), open=True, elem_id="situations") as situations:
        chips = [
            gr.Button(label(s.id), elem_id=name, elem_classes="chip", size="md") for name, s in _SITUATIONS.items()
        ]
    drawn(in_both(_keeping), "keeping")
    earlier, newest = (drawn(Html(), name) for name in ("earlier", "newest"))
    with gr.Column(elem_id="composer"):
        question = gr.Textbox(
            label=label("question"), info=label("not_lawyer"), placeholder=label("placeholder"), lines=1, max_lines=6,
            elem_id="question",
        )  # fmt: skip
        with gr.Row(elem_id="acts"):
            forget = gr.Button(label("forget"), elem_id="forget", size="md")
            stop = gr.Button(label("stop"), elem_id="stop", size="md")
            send = gr.Button(label("send"), elem_id="send", variant="primary", size="md")
    with gr.Column(elem_classes="unseen"):
        quick = gr.Textbox(elem_id="quick", show_label=False)
        again, edit, quick_send, agree, refuse = (gr.Button(name, elem_id=name) for name in _UNSEEN)
    seen = [question, earlier, newest, visit, situations]

    def respond(
        typed: str, said: str, known: Visit | None, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        pressed = getattr(event.target, "elem_id", None) or ""
        known = known or Visit(language(request))
        asked, own = _asked(pressed, typed or "", said or "", known)
        if not asked:
            yield tuple(gr.skip() for _ in seen)
            return
        first = True
        for step in desk.answer(known, asked):
            box: Any = "" if own and first else gr.skip()
            if step.given_back and (own or not (typed or "").strip()):
                box = step.given_back
            folded = gr.update(open=False) if first else gr.skip()
            first = False
            yield box, step.earlier, step.newest, known, folded

    gr.on(
        [question.submit, send.click, *(b.click for b in (again, quick_send, agree, refuse, *chips))],
        respond,
        [question, quick, visit],
        seen,
        show_progress="hidden",
        trigger_mode="once",
        api_visibility="private",
        concurrency_limit=ON_PAGE,
        concurrency_id=QUESTIONS,
    )
    stop.click(_stop, visit, None, show_progress="hidden", api_visibility="private", concurrency_limit=None)
    edit.click(_edit, visit, seen, show_progress="hidden", api_visibility="private")
    forget.click(_forget, None, seen, show_progress="hidden", api_visibility="private")


def _asked(pressed: str, typed: str, said: str, visit: Visit) -> tuple[str, bool]:
    """The question that a button stands for, and whether it is the one in the box."""
    if pressed in _SITUATIONS:
        return _SITUATIONS[pressed].question, False
    if pressed == "quick-send":
        return said.strip(), False
    if pressed == "again":
        last = visit.last
        visit.take_back()
        return (last.asked if last else ""), False
    if pressed in {"agree", "refuse"}:
        visit.agreed = pressed == "agree"
        return visit.pending, False
    return typed.strip(), True


def _stop(visit: Visit | None) -> None:
    """The answer is no longer wanted."""
    if visit:
        visit.stopped.set()


def _edit(visit: Visit | None) -> tuple[Any, ...]:
    """The newest turn is taken back, its question goes into the box."""
    last = visit.last if visit else None
    if not (visit and last):
        return tuple(gr.skip() for _ in range(5))
    visit.take_back()
    now: Shown = shown(visit)
    return last.asked, now.earlier, now.newest, visit, gr.update(open=not visit.turns)


def _forget() -> tuple[Any, ...]:
    """Clear the page and what is known of the visit."""
    return "", "", "", None, gr.update(open=True)


def _keeping(lang: str) -> Html:
    """The switch that keeps the conversation in this browser, off by default, and what was kept before."""
    switch = tag(
        "button", tag("span", word(lang, "ask.keep")), type="button", role="switch", aria_checked="false", class_="keep"
    )
    clear = tag("button", word(lang, "ask.keep_clear"), type="button", class_="quiet keep-clear", hidden=True)
    return tag("div", switch, clear, tag("div", class_="kept"), class_="keeping")


ROOM = Room("ask", build, add_opinions)
