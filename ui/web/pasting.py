"""The form of the inbox: where messages are pasted, files chosen, and names told; the script sends what is in it."""

from __future__ import annotations

from functools import partial

from ui.html import Html, tag
from ui.web.words import word

READABLE = ".txt,.md,.docx,.html,.htm,.pdf"


def form(secret: str, lang: str) -> Html:
    """The form of a page whose desk has this secret."""
    say = partial(word, lang)
    paste = tag(
        "details",
        tag("summary", say("inbox.step_paste")),
        tag("label", tag("span", say("inbox.words")), _area("inbox-words", say("inbox.words_eg"))),
        _chooser("files", READABLE, lang, multiple=True),
        tag("ul", id="inbox-chosen", aria_live="polite"),
        tag("div", *(_line(name, lang) for name in ("me", "names")), class_="two"),
        tag("p", tag("button", say("inbox.mask"), type="button", class_="go", id="inbox-mask"), class_="tools"),
        _chooser("resume", ".json,application/json", lang),
        open=True,
        id="inbox-paste",
    )
    return tag(
        "div",
        paste,
        tag("p", id="inbox-said", role="status", aria_live="polite"),
        tag("div", id="inbox-shown", aria_live="polite"),
        tag("p", tag("button", say("inbox.clear"), type="button", class_="quiet", id="inbox-clear"), class_="tools"),
        id="inbox-desk",
        data_desk=secret,
    )


def _chooser(name: str, kinds: str, lang: str, *, multiple: bool = False) -> Html:
    """A choice of files that looks like our other buttons and speaks the page's language, not the browser's."""
    return tag(
        "label",
        tag("span", word(lang, f"inbox.{name}")),
        tag("span", word(lang, "inbox.choose"), class_="choose", aria_hidden="true"),
        tag("input", type="file", id=f"inbox-{name}", multiple=multiple, accept=kinds),
        class_="file",
    )


def _area(name: str, example: str) -> Html:
    return tag("textarea", id=name, rows="7", placeholder=example)


def _line(name: str, lang: str) -> Html:
    box = tag(
        "input", type="text", id=f"inbox-{name}", placeholder=word(lang, f"inbox.{name}_eg"), autocomplete="off"
    )  # fmt: skip
    return tag("label", tag("span", word(lang, f"inbox.{name}")), box)
