"""写信: a letter chosen, its few facts filled in, the letter shown as it will be sent, then taken as a file.

The script posts the kind to `/youju/letters/form` and gets its form, posts the facts to `…/draft` and gets the letter,
to `…/file` and gets it as a file. The facts stay in the tab; here they are in memory until the answer is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from urllib.parse import quote

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant import Aims, Assistant, Letter, Letters, Matter, Offer, Template, read_aims, read_templates
from kb import InputProblem
from ui.html import Html, join, tag
from ui.letters import paper_of
from ui.papers import docx_bytes, html
from ui.web.facts import MAX_BODY, FieldProblem, Wanted, read_wanted
from ui.web.letter import letter_html
from ui.web.matter import matter_form, unless
from ui.web.room import Labels, Room, drawn, in_both, title
from ui.web.stages import Failure, ask_alone, done
from ui.web.words import LANGUAGES, word

_NO_STORE = {"cache-control": "no-store"}
_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no letter: one sentence, and the field where it can be mended, if it is one."""

    sentence: str
    field: str = ""
    status: int = 400


@dataclass(frozen=True, slots=True)
class File:
    """A letter as a file."""

    name: str
    format: str
    content: bytes


class Desk:
    """Forms, letters and files of one library."""

    def __init__(self, assistant: Assistant) -> None:
        """Read templates, facts and aims."""
        self._corpus = assistant.corpus
        self.letters = Letters(assistant.corpus)
        self.aims = read_aims()
        self._warm = False

    def form(self, body: bytes, lang: str) -> Html | Refused:
        """The form of the kind that is asked for."""
        wanted = self._wanted(body, lang)
        if isinstance(wanted, Refused):
            return wanted
        if not self._warm:  # what the first letter reads is read while its form is filled in
            self._warm = True
            ask_alone(partial(self.letters.draft, wanted.kind, Matter({}), wanted.as_of))
        return matter_form(self.letters.template(wanted.kind), self.letters.form, self.aims, lang)

    def draft(self, body: bytes, lang: str) -> Html | Refused:
        """The letter that is asked for, as the page shows it."""
        wanted = self._wanted(body, lang)
        if isinstance(wanted, Refused):
            return wanted
        template, letter = self.letters.template(wanted.kind), self._letter(wanted)
        return letter_html(letter, template, self.letters.form, self.aims.offers, self._corpus, lang)

    def file(self, body: bytes, lang: str) -> File | Refused:
        """The letter as a file, unless a sentence of it was withheld."""
        wanted = self._wanted(body, lang)
        if isinstance(wanted, Refused):
            return wanted
        if wanted.format not in _MEDIA:
            return Refused(word(lang, "letters.bad_format"))
        letter = self._letter(wanted)
        if letter.withheld:
            faulty = letter.withheld[0]
            return Refused(word(lang, "letters.refused", sentence=faulty.text, reason=faulty.reason), status=409)
        names = {kind: offer.short for kind, offer in self.aims.offers.items()}
        paper = paper_of(letter, datetime.now(UTC).astimezone(), names)
        content = docx_bytes(paper) if wanted.format == "docx" else html(paper).encode()
        return File(f"{letter.title}-{letter.as_of}.{wanted.format}", wanted.format, content)

    def _letter(self, wanted: Wanted) -> Letter:
        return self.letters.draft(wanted.kind, wanted.matter, wanted.as_of)

    def _wanted(self, body: bytes, lang: str) -> Wanted | Refused:
        if len(body) > MAX_BODY:
            return Refused(word(lang, "letters.too_large"), status=413)
        try:
            return read_wanted(body, self.letters, date.today(), lang)
        except FieldProblem as problem:
            return Refused(str(problem), problem.field)
        except InputProblem as problem:
            return Refused(str(problem))


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room: the letters to choose from, and the places for a form and a letter."""
    del assistant, label, page
    aims, templates = read_aims(), read_templates()
    drawn(in_both(lambda lang: _head(aims, templates, lang)), "letter-kinds")
    drawn(tag("div", id="letter-form"))
    drawn(tag("div", id="letter-shown", role="region", aria_live="polite", tabindex="-1"))


def _head(aims: Aims, templates: Mapping[str, Template], lang: str) -> Html:
    """The room's name, and the letters by what one wants."""
    english, groups = lang == "en", []
    for aim in aims.aims:
        names = " · ".join(offer.short_en if english else offer.short for offer in aim.letters)
        summary = tag("summary", tag("b", aim.title_en if english else aim.title), tag("span", names))
        cards = [_card(offer, templates[offer.kind], lang) for offer in aim.letters]
        groups.append(tag("details", summary, tag("div", *cards), class_="aim"))
    return join([title(lang, "letters"), tag("div", *groups, class_="aims")])


def _card(offer: Offer, template: Template, lang: str) -> Html:
    english = lang == "en"
    purpose = template.purpose_en if english else template.purpose
    return tag(
        "a",
        tag("b", offer.short_en if english else offer.short),
        tag("p", purpose),
        unless(offer, lang),
        href=f"#letters/{offer.kind}",
        class_="card pick",
    )


def routes(app: FastAPI, assistant: Assistant) -> None:
    """`POST /youju/letters/form`, `…/draft`: HTML; `…/file`: a file; or `{"error", "field"}`."""
    desk = Desk(assistant)

    @app.post("/youju/letters/form")
    async def letters_form(request: Request) -> Response:
        return await _answer(desk.form, request)

    @app.post("/youju/letters/draft")
    async def letters_draft(request: Request) -> Response:
        return await _answer(desk.draft, request)

    @app.post("/youju/letters/file")
    async def letters_file(request: Request) -> Response:
        return await _answer(desk.file, request)


async def _answer(make: Callable[[bytes, str], Html | File | Refused], request: Request) -> Response:
    asked = request.query_params.get("lang", "zh")
    lang = asked if asked in LANGUAGES else "zh"
    body = await request.body()
    made = await run_in_threadpool(done, partial(make, body, lang))
    if isinstance(made, Failure):
        sentence = made.sentence or word(lang, "bug")
        return JSONResponse({"error": sentence}, 400 if made.mendable else 503, headers=_NO_STORE)
    if isinstance(made, Refused):
        return JSONResponse({"error": made.sentence, "field": made.field}, made.status, headers=_NO_STORE)
    if isinstance(made, File):
        named = f"attachment; filename=\"letter.{made.format}\"; filename*=UTF-8''{quote(made.name, safe='')}"
        headers = _NO_STORE | {"content-disposition": named}
        return Response(made.content, media_type=_MEDIA[made.format], headers=headers)
    return Response(made, media_type="text/html", headers=_NO_STORE)


ROOM = Room("letters", build, routes)
