"""About: what youju is and is not, what becomes of the reader's words, and which law it holds."""

from __future__ import annotations

from collections import Counter

import gradio as gr

from assistant import Assistant
from kb import Authority, Corpus
from ui.html import Html, join, tag
from ui.web.room import Labels, Room, drawn, in_both
from ui.web.text import LINES
from ui.web.turn import call_list
from ui.web.words import word

_SAYS = ("is", "is_not", "scope", "privacy", "money")


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room."""
    del label, page
    drawn(in_both(lambda lang: _about(assistant.corpus, lang)), "about")


def _about(corpus: Corpus, lang: str) -> Html:
    parts = [tag("h2", word(lang, "about.title"), tabindex="-1", class_="room-title")]
    for key in _SAYS:
        lines = word(lang, f"about.{key}").split("\n")
        parts.append(tag("section", tag("h3", lines[0]), *(tag("p", line) for line in lines[1:]), class_="card"))
    parts.append(tag("section", tag("h3", word(lang, "about.lines")), call_list(LINES, lang), class_="card"))
    parts.append(tag("section", tag("h3", word(lang, "about.library")), *_library(corpus, lang), class_="card"))
    return join(parts)


def _library(corpus: Corpus, lang: str) -> list[Html]:
    """The day of the data, the fingerprint, and how many texts of each rank are held."""
    ranks = Counter(instrument.authority for instrument in corpus.instruments.values())
    rows = [
        tag("li", tag("span", _rank(rank, lang)), tag("b", str(ranks[rank]))) for rank in Authority if rank in ranks
    ]
    return [
        tag("p", word(lang, "about.data", day=corpus.verified, fingerprint=corpus.fingerprint[:12])),
        tag("ul", *rows, class_="counts"),
    ]


def _rank(rank: Authority, lang: str) -> str:
    return rank.chinese if lang == "zh" else rank.english


ROOM = Room("about", build, wide=True)
