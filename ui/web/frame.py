"""What stands around the rooms: brand and scope, the rooms' names, the buttons for an emergency, the cited article."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ui.html import Html, join, tag
from ui.web.room import LOCALES, Room
from ui.web.text import ALL_LINES, URGENT
from ui.web.turn import call_list
from ui.web.words import for_script, word

OFTEN = 4
"""Rooms that a phone shows before 更多."""


def frame(app: Html, lang: str, model: str, rooms: Sequence[Room]) -> Html:
    """The document's body around Gradio's app. It is readable before any script has run."""
    lost = Html(f"<noscript>{tag('p', word(lang, 'js_lost'), class_='lost')}{call_list(URGENT, lang)}</noscript>")
    return join(
        [
            tag("a", word(lang, "skip"), href="#question", class_="skip"),
            _top(lang, model),
            tag("div", _urgent(lang), _rooms(lang, rooms), class_="bar"),
            _danger_card(lang),
            lost,
            tag("div", tag("div", app, class_="our-app"), _beside(lang), class_="frame"),
            tag("div", id="veil", hidden=True),
            _said_by_script(lang),
        ]
    )


def _top(lang: str, model: str) -> Html:
    other = "en" if lang == "zh" else "zh"
    scope = word(lang, "scope_model", model=model) if model else word(lang, "scope")
    looks = tag(
        "div",
        tag("button", word(lang, "large"), type="button", id="large", aria_pressed="false"),
        tag("button", word(lang, "look"), type="button", id="look", aria_pressed="false"),
        tag("a", word(lang, "other_language"), href=f"?lang={other}", lang=LOCALES[other], id="language"),
        class_="looks-of-page",
    )
    return tag(
        "header",
        tag("h1", tag("strong", word(lang, "name")), tag("span", word(lang, "motto")), class_="brand"),
        looks,
        tag("p", scope, class_="scope"),
        class_="top",
    )


def _urgent(lang: str) -> Html:
    return tag(
        "div",
        tag(
            "button", word(lang, "danger"),
            type="button", id="danger", aria_expanded="false", aria_controls="danger-card",
        ),
        tag("button", word(lang, "leave"), type="button", id="leave", title=word(lang, "leave_hint")),
        class_="urgent",
    )  # fmt: skip


def _danger_card(lang: str) -> Html:
    return tag(
        "section",
        tag("h2", word(lang, "danger_title"), id="danger-title", tabindex="-1"),
        call_list(URGENT, lang),
        tag("button", word(lang, "danger_close"), type="button", class_="quiet", id="danger-close"),
        id="danger-card",
        data_lines=json.dumps(ALL_LINES.to_dict(), ensure_ascii=False),
        aria_labelledby="danger-title",
        hidden=True,
    )


def _rooms(lang: str, rooms: Sequence[Room]) -> Html:
    """The rooms by name: short on a phone, where the rarer ones wait behind 更多."""
    links = [
        tag(
            "a",
            *_both_names(word(lang, f"{room.id}.name"), word(lang, f"{room.id}.title")),
            href=f"#{room.id}",
            data_room=room.id,
            class_="rare" if place >= OFTEN else "often",
        )
        for place, room in enumerate(rooms)
    ]
    more = tag("button", word(lang, "more"), type="button", id="more", aria_expanded="false", aria_controls="rooms")
    return tag("nav", *links, more, id="rooms", aria_label=word(lang, "rooms"))


def _both_names(short: str, long: str) -> tuple[Html, ...]:
    """The short name is seen where there is little room; the long one is read out behind it."""
    if short == long:
        return (tag("span", long),)
    return tag("span", short, " ", class_="short"), tag("span", long, class_="long")


def _beside(lang: str) -> Html:
    """The place for a cited article."""
    return tag(
        "aside",
        tag(
            "div",
            tag("button", word(lang, "sheet_back"), type="button", class_="quiet", id="sheet-back", hidden=True),
            tag("button", word(lang, "sheet_close"), type="button", class_="quiet", id="sheet-close"),
            class_="sheet-top",
        ),
        tag("div", tag("p", word(lang, "sheet_empty"), class_="empty"), id="sheet-words"),
        id="sheet",
        aria_label=word(lang, "sheet"),
    )


def _said_by_script(lang: str) -> Html:
    """A block of data, which no browser runs."""
    said = json.dumps(for_script(lang), ensure_ascii=False).replace("<", "\\u003c")
    return Html(f'<script type="application/json" id="words">{said}</script>')
