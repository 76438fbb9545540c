"""法条: the library to browse and to search, its texts side by side, its articles by what they refer to.

The script asks for the page that the address names behind `#law/`, and puts it in place: nothing is the shelf,
`治安管理处罚法` or `治安管理处罚法@2013-01-01` an instrument, `民法典@2021-01-01#1033` an article,
`治安管理处罚法@2013-01-01..2026-01-01` and `治安管理处罚法@2013-01-01#42..2026-01-01#50` comparisons.
What is searched is posted and stands in no address.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant import Assistant
from kb import Absence, ArticleNumber, InputProblem, Instrument, Provision, Version, parse_reference
from ui.html import Html, tag, visible
from ui.web.found import found
from ui.web.lawpage import article_page
from ui.web.library import contents, home, shown_version
from ui.web.room import Labels, Room, drawn, in_both, title
from ui.web.sheet import article_sheet
from ui.web.stages import Failure, ask_alone, done
from ui.web.versions import two_articles, two_versions
from ui.web.view import View
from ui.web.words import LANGUAGES, word

MAX_ASKED = 200
"""Characters that are searched for."""
MAX_PATH = 200


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room: its name and the search; the rest is fetched when it is entered."""
    del assistant, label, page
    drawn(in_both(_frame))
    drawn(tag("div", id="law-page", class_="law-room", aria_live="polite"))


def _frame(lang: str) -> Html:
    say = partial(word, lang)
    return tag(
        "div",
        title(lang, "law"),
        tag(
            "form",
            tag("label", tag("span", say("law.search")), tag("input", name="q", type="search", autocomplete="off",
                maxlength=str(MAX_ASKED), placeholder=say("law.search_eg"), enterkeyhint="search"), class_="asks"),
            tag("button", say("law.go"), type="submit", class_="go"),
            tag("label", tag("span", say("law.day")), tag("input", name="day", type="date"), class_="day-picker"),
            class_="law-search",
            role="search",
        ),
        class_="law-room",
    )  # fmt: skip


def routes(app: FastAPI, assistant: Assistant) -> None:
    """`GET /youju/law/sheet` (an article) and `POST /youju/law/page` (a page of the room): HTML, or one sentence."""
    version = next(v for i in assistant.corpus.instruments.values() for v in i.versions)
    ask_alone(lambda: assistant.corpus.crossrefs.to(version, ArticleNumber(1)))  # read before the first reader comes

    @app.get("/youju/law/sheet")
    async def law_sheet(request: Request) -> Response:
        asked = dict(request.query_params)
        return await _answer(lambda: sheet_of(assistant, asked), asked.get("lang", "zh"))

    @app.post("/youju/law/page")
    async def law_page(request: Request) -> Response:
        lang = request.query_params.get("lang", "zh")
        body = await request.body()
        return await _answer(lambda: page_of(assistant, read_body(body), lang), lang)


async def _answer(make: Callable[[], Html], lang: str) -> Response:
    made = await run_in_threadpool(done, make)
    if isinstance(made, Failure):
        said = made.sentence or word(lang if lang in LANGUAGES else "zh", "bug")
        return JSONResponse({"error": said}, 400 if made.mendable else 503, headers={"cache-control": "no-store"})
    return Response(made, media_type="text/html", headers={"cache-control": "no-store"})


def read_body(body: bytes) -> Mapping[str, Any]:
    """What the page asks for.

    Raises:
        InputProblem: not a JSON object of texts.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputProblem("请求不是 JSON：请刷新页面再试") from error
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise InputProblem("请求里只能有文字：请刷新页面再试")
    return given


def sheet_of(assistant: Assistant, asked: Mapping[str, str]) -> Html:
    """The article of `ref` as the law stood on `as_of`, today by default.

    Raises:
        InputProblem: no such article is held, or the day cannot be read.
    """
    view = _view(assistant, asked.get("as_of", ""), asked.get("lang", "zh"))
    return article_sheet(_provision(asked.get("ref", ""), view), view)


def page_of(assistant: Assistant, asked: Mapping[str, str], lang: str) -> Html:
    """The page of `at` or of the search `q`, on the day `day`.

    Raises:
        InputProblem: no such page, or words that cannot be searched.
    """
    view = _view(assistant, asked.get("day", ""), lang)
    words, path = asked.get("q", "").strip(), asked.get("at", "").strip()
    if words:
        if len(words) > MAX_ASKED:
            raise InputProblem(f"要找的话有 {len(words)} 个字，最多 {MAX_ASKED} 个字：请只留关键的几个词")
        made = found(words, assistant, view)
    elif len(path) > MAX_PATH:
        raise InputProblem("地址太长，不是这里的页面：请从全部法律里重新点开")
    else:
        made = _page(path, view)
    return tag("div", made, data_shown=str(view.day))


def _page(path: str, view: View) -> Html:
    first, apart, second = path.partition("..")
    if not first:
        return home(view)
    if "#" in first:
        one = _provision(first, view)
        if not apart:
            return article_page(one, view)
        return two_articles(one, _provision(f"{one.instrument.id}@{second}", view), view)
    name, _, day = first.partition("@")
    instrument = _instrument(name, view)
    if apart:
        return two_versions(instrument, _version(instrument, day), _version(instrument, second), view)
    return contents(instrument, _version(instrument, day) if day else shown_version(instrument, view), view)


def _view(assistant: Assistant, day: str, lang: str) -> View:
    lang = lang if lang in LANGUAGES else "zh"
    try:
        asked = date.fromisoformat(day) if day else assistant.today()
    except ValueError as error:
        raise InputProblem(f"看不懂日子“{_shown(day)}”：请写成 2025-12-31 这样") from error
    return View(assistant.corpus, asked, lang)


def _provision(ref: str, view: View) -> Provision:
    cited = parse_reference(ref, view.corpus.titles) if len(ref) <= MAX_PATH else None
    if cited is None:
        raise InputProblem(f"“{_shown(ref)}”不是法条的编号：请写成“民法典#1033”")
    thing = view.book.resolve(cited)
    if isinstance(thing, Absence):
        raise InputProblem(f"打不开“{_shown(ref)}”：{thing.note}")
    return thing


def _shown(asked: str) -> str:
    """What was asked for, short and on one line, to stand in a sentence."""
    return visible(" ".join(asked.split()))[:40]


def _instrument(name: str, view: View) -> Instrument:
    known = view.corpus.instruments.get(view.corpus.titles.find(name) or name)
    if known is None or not any(v.articles for v in known.versions):
        raise InputProblem(f"资料库里没有《{_shown(name)}》的条文：请从全部法律里点开")
    return known


def _version(one: Instrument, day: str) -> Version:
    for version in one.versions:
        if version.in_force.isoformat() == day and version.articles:
            return version
    raise InputProblem(f"资料库里没有《{one.id}》{_shown(day)}起施行的条文：请从它的目录里选一个文本")


ROOM = Room("law", build, routes)
