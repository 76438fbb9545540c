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
from ui.web.stages import WORKERS, work
from ui.web.text import LANGUAGES, SITUATIONS, TITLE, WORDS, word

MOST_WAITING = 64
"""Questions that may wait for their turn; more are turned away at once."""

MOST_TURNS = 20
"""Earlier turns that stay on the page; older ones go."""

KEPT_SECONDS = 3600
"""How long an idle visit is remembered; a closed one is forgotten at once."""

MOST_VISITS = 200
"""Visits remembered at a time; the longest idle one goes first."""

_SHOWN_BY_GRADIO = ("situations", "question", "not_lawyer", "placeholder", "send", "forget")
_SITUATIONS = {f"situation-{s.id}": s for s in SITUATIONS}


@dataclass(slots=True)
class Visit:
    """What one browser tab has asked so far: in memory, nowhere else."""

    conversation: Conversation
    turns: tuple[Html, ...] = ()
    count: int = 0


def translations() -> gr.I18n:
    """The words of Gradio's own components, by the language that the browser is told to have."""
    words = {
        lang: {key: WORDS[lang][key] for key in _SHOWN_BY_GRADIO}
        | {_key(s.id): s.zh if lang == "zh" else s.en for s in SITUATIONS}
        for lang in LANGUAGES
    }
    return gr.I18n(**{"zh-CN": words["zh"], **words})


def build_page(assistant: Assistant) -> tuple[gr.Blocks, gr.I18n]:
    """The Gradio part of the page, and its words."""
    words = translations()
    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(600, KEPT_SECONDS)) as page:
        visit = gr.State(None, time_to_live=KEPT_SECONDS)
        with gr.Accordion(words("situations"), open=True, elem_id="situations") as situations:
            chips = [
                gr.Button(words(_key(s.id)), elem_id=name, elem_classes="chip", size="md")
                for name, s in _SITUATIONS.items()
            ]
        earlier, newest = (
            gr.HTML("", elem_id=name, js_on_load=None, apply_default_css=False) for name in ("earlier", "newest")
        )
        with gr.Column(elem_id="composer"):
            question = gr.Textbox(
                label=words("question"),
                info=words("not_lawyer"),
                placeholder=words("placeholder"),
                lines=1,
                max_lines=6,
                elem_id="question",
            )
            with gr.Row(elem_id="acts"):
                forget = gr.Button(words("forget"), elem_id="forget", size="md")
                send = gr.Button(words("send"), elem_id="send", variant="primary", size="md")
        shown = [question, earlier, newest, visit, situations]

        def respond(
            typed: str, known: Visit | None, event: gr.EventData, request: gr.Request
        ) -> Iterator[tuple[Any, ...]]:
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
        )
        forget.click(_forget, None, shown, show_progress="hidden", api_visibility="private")
        page.unload(drop)
    page.queue(default_concurrency_limit=WORKERS, max_size=MOST_WAITING)
    page.state_session_capacity = MOST_VISITS
    return page, words


def _key(situation: str) -> str:
    return f"situation_{situation}"


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
