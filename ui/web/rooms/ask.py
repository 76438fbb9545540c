"""The chat: ten usual situations, a question box, and answers; all state is in this process and goes with the visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from assistant import Answer, Assistant, Conversation
from ui.html import Html, join
from ui.web import turn
from ui.web.fair import QUESTIONS
from ui.web.room import Labels, Room
from ui.web.stages import WORKERS, work
from ui.web.text import SITUATIONS
from ui.web.words import LANGUAGES, word

MOST_TURNS = 20
"""Earlier turns that stay on the page; older ones go."""

KEPT_SECONDS = 3600
"""How long an idle visit is remembered; a closed one is forgotten at once."""

_SITUATIONS = {f"situation-{s.id}": s for s in SITUATIONS}


@dataclass(slots=True)
class Visit:
    """What one browser tab has asked so far: in memory, nowhere else."""

    conversation: Conversation
    turns: tuple[Html, ...] = ()
    count: int = 0


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room."""
    visit = gr.State(None, time_to_live=KEPT_SECONDS)
    with gr.Accordion(label("situations"), open=True, elem_id="situations") as situations:
        chips = [
            gr.Button(label(s.id), elem_id=name, elem_classes="chip", size="md") for name, s in _SITUATIONS.items()
        ]
    earlier, newest = (
        gr.HTML("", elem_id=name, js_on_load=None, apply_default_css=False) for name in ("earlier", "newest")
    )
    with gr.Column(elem_id="composer"):
        question = gr.Textbox(
            label=label("question"),
            info=label("not_lawyer"),
            placeholder=label("placeholder"),
            lines=1,
            max_lines=6,
            elem_id="question",
        )
        with gr.Row(elem_id="acts"):
            forget = gr.Button(label("forget"), elem_id="forget", size="md")
            send = gr.Button(label("send"), elem_id="send", variant="primary", size="md")
    shown = [question, earlier, newest, visit, situations]

    def respond(typed: str, known: Visit | None, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        chosen = _SITUATIONS.get(getattr(event.target, "elem_id", None) or "")
        asked = chosen.question if chosen else (typed or "").strip()
        yield from _answering(assistant, asked, known, request.query_params.get("lang"), keep=bool(chosen))

    def drop(request: gr.Request) -> None:
        _drop(page, request.session_hash)

    gr.on(
        [question.submit, send.click, *(chip.click for chip in chips)],
        respond,
        [question, visit],
        shown,
        show_progress="hidden",
        trigger_mode="once",
        api_visibility="private",
        concurrency_limit=WORKERS,
        concurrency_id=QUESTIONS,
    )
    forget.click(_forget, None, shown, show_progress="hidden", api_visibility="private")
    page.unload(drop)


def _answering(
    assistant: Assistant, asked: str, visit: Visit | None, lang: str | None, *, keep: bool
) -> Iterator[tuple[Any, ...]]:
    """Show the question at once, then each stage, then the verified answer. `keep` leaves the question box as it is."""
    if not asked:
        yield tuple(gr.skip() for _ in range(5))
        return
    lang = lang if lang in LANGUAGES else "zh"
    visit = visit or Visit(assistant.conversation(lang=lang))
    visit.count += 1
    before = join(visit.turns)
    for step in work(partial(visit.conversation.ask, asked)):
        if isinstance(step, str):
            working = turn.turn(asked, turn.stages(step, lang), lang=lang)
            yield (gr.skip() if keep else ""), before, working, gr.skip(), gr.update(open=False)
            continue
        given_back: Any = gr.skip()
        if isinstance(step, Answer):
            ended = turn.answer(step, assistant.corpus, visit.count)
        else:
            ended = turn.fault(step.sentence or word(lang, "bug"), lang)
            given_back = gr.skip() if keep else asked  # to be mended, not written again
        whole = turn.turn(asked, ended, lang=lang)
        visit.turns = (*visit.turns, whole)[-MOST_TURNS:]
        yield given_back, before, whole, visit, gr.skip()


def _forget() -> tuple[Any, ...]:
    """Clear the page and what is known of the visit."""
    return "", "", "", None, gr.update(open=True)


def _drop(page: gr.Blocks, session: str | None) -> None:
    """The tab is closed: forget it now, not in an hour."""
    if session is None:
        return
    holder = page.state_holder
    holder.delete_state(session)
    holder.session_data.pop(session, None)
    holder.time_last_used.pop(session, None)


ROOM = Room("ask", build)
