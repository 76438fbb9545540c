"""这通电话合法吗: a pasted message or a short form in, every rule of conduct checked, each sentence marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

import gradio as gr
from fastapi import FastAPI

from assistant import MAX_QUESTION, Assistant, Call, Calls, Report
from kb import InputProblem
from ui.html import Html
from ui.web.fair import QUESTIONS
from ui.web.reading import add_reading, chooser
from ui.web.report import report
from ui.web.room import Labels, Room, drawn, in_both, language, title
from ui.web.stages import ON_PAGE, Failure, done
from ui.web.underway import fault, working
from ui.web.words import word

CHOICES: Mapping[str, tuple[str, ...]] = {
    "to": ("self", "family", "colleague", "contact", "stranger", "child", "guarantor", "nondebtor"),
    "lender": (
        "bank-card", "bank", "consumer-finance", "online-loan", "small-lender", "private-lender", "unlicensed",
    ),
    "how": ("call", "message", "letter", "home-visit", "workplace-visit"),
}  # fmt: skip
"""Fields of a call that one answers by a tap, and their values (docs/interface.md)."""

WRITTEN = ("date", "time", "times")
"""Fields that one types."""


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room."""
    del page
    calls = Calls(assistant.corpus)
    drawn(in_both(lambda lang: title(lang, "call")))
    words = gr.Textbox(
        label=label("words"), info=label("words_info"), placeholder=label("placeholder"), lines=4, max_lines=14,
        max_length=MAX_QUESTION, elem_id="call-words",
    )  # fmt: skip
    drawn(in_both(lambda lang: chooser("call", lang)))
    with gr.Accordion(label("more"), open=False, elem_id="call-more"):
        typed = [
            gr.Textbox(label=label(name), placeholder=label(f"{name}_eg"), lines=1, max_lines=1, elem_id=f"call-{name}")
            for name in WRITTEN
        ]
        chosen = [
            gr.Radio(choices=[(label(f"{n}_{v}"), v) for v in values], label=label(n), elem_id=f"call-{n}")
            for n, values in CHOICES.items()
        ]
    with gr.Row(elem_classes="acts-of-room"):
        clear = gr.Button(label("clear"), elem_id="call-clear", size="md")
        check = gr.Button(label("check"), elem_id="call-check", variant="primary", size="md")
    result = drawn(Html(), "call-result")
    fields = [words, *typed, *chosen]

    def judge(request: gr.Request, *told: str | None) -> Iterator[Html]:
        given = dict(zip(("text", *WRITTEN, *CHOICES), told, strict=True))
        yield working(language(request))
        yield _judged(calls, {name: value for name, value in given.items() if value}, language(request))

    check.click(
        judge, fields, result, show_progress="hidden", trigger_mode="once", api_visibility="private",
        concurrency_limit=ON_PAGE, concurrency_id=QUESTIONS,
    )  # fmt: skip
    clear.click(
        lambda: ("", *("" for _ in typed), *(None for _ in chosen), ""), None, [*fields, result],
        show_progress="hidden", api_visibility="private",
    )  # fmt: skip


def _judged(calls: Calls, told: Mapping[str, str], lang: str) -> Html:
    """The report, or in one sentence what to mend."""
    if not told:
        return fault(word(lang, "call.nothing"), lang)
    made = done(partial(_checked, calls, told, lang))
    if isinstance(made, Failure):
        return fault(made.sentence or word(lang, "bug"), lang)
    return report(made, calls.corpus)


def _checked(calls: Calls, told: Mapping[str, str], lang: str) -> Report:
    call = calls.form.read(told)
    if call == Call():
        raise InputProblem(word(lang, "call.nothing"))
    return calls.check(call, date.today(), lang)


def routes(app: FastAPI, assistant: Assistant) -> None:
    """The text of a screenshot or a file."""
    del assistant
    add_reading(app, "call")


ROOM = Room("call", build, routes)
