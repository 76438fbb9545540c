"""维护: why this answer, how the library is, the last evals, what readers said; only with `--maintainer`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant import Assistant, Letters
from kb import InputProblem
from ui.health import problems_of
from ui.html import Html, join, tag
from ui.web.room import Labels, Room, drawn, in_both, title
from ui.web.stages import Failure, done
from ui.web.trace import MOST_HITS, Trace, traced
from ui.web.turn import Place, shelf
from ui.web.upkeep import Upkeep, figures_of, read_result, read_rows
from ui.web.words import LANGUAGES, word

MOST_PROBLEMS = 200


def room(upkeep: Upkeep) -> Room:
    """The room of a page that is opened for its maintainer."""
    return Room("maintain", build, partial(routes, upkeep))


def build(assistant: Assistant, label: Labels, page: gr.Blocks) -> None:
    """Draw the room."""
    del label, page
    drawn(in_both(lambda lang: title(lang, "maintain")))
    drawn(in_both(partial(_form, assistant)))
    drawn(tag("div", id="maintain-shown", aria_live="polite"))


def _form(assistant: Assistant, lang: str) -> Html:
    say, corpus = partial(word, lang), assistant.corpus
    looks = [
        tag("button", say(f"maintain.{name}"), type="button", class_="quiet maintain-look", data_look=name)
        for name in ("library", "evals", "feedback")
    ]
    ask = tag("button", say("maintain.trace"), type="button", class_="go maintain-trace")
    return tag(
        "div",
        tag("label", tag("span", say("maintain.question")), tag("textarea", class_="maintain-question", rows="3")),
        tag("p", ask, *looks, class_="tools"),
        tag("p", say("maintain.held", corpus=corpus.fingerprint, day=corpus.verified), class_="small"),
        tag("p", class_="maintain-said", role="status"),
        class_="maintain",
    )


def routes(upkeep: Upkeep, app: FastAPI, assistant: Assistant) -> None:
    """`POST /youju/maintain/…`: HTML in JSON, and for a trace the JSON itself."""

    def add(name: str, make: Callable[[str, str], dict[str, Any]]) -> None:
        @app.post(f"/youju/maintain/{name}")
        async def asked(request: Request) -> Response:
            lang = request.query_params.get("lang", "")
            lang = lang if lang in LANGUAGES else "zh"
            body = await request.body()
            made = await run_in_threadpool(done, lambda: make(_question(body), lang))
            if isinstance(made, Failure):
                said = made.sentence or word(lang, "bug")
                return JSONResponse({"error": said}, 400, headers={"cache-control": "no-store"})
            return JSONResponse(made, headers={"cache-control": "no-store"})

    add("trace", partial(_trace, assistant))
    add("library", lambda _, lang: {"html": join(_library(assistant, upkeep, lang))})
    add("evals", lambda _, lang: {"html": join(_evals(upkeep, lang))})
    add("feedback", lambda _, lang: {"html": join(_feedback(upkeep, lang))})


def _question(body: bytes) -> str:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputProblem("请求不是 JSON：请刷新页面再试") from error
    text = given.get("text", "") if isinstance(given, dict) else None
    if not isinstance(text, str):
        raise InputProblem("text 要是一段文字：请刷新页面再试")
    return text


def _trace(assistant: Assistant, text: str, lang: str) -> dict[str, Any]:
    made = traced(assistant, text, lang)
    return {"html": trace_html(made, assistant, lang), "json": made.to_dict()}


def trace_html(made: Trace, assistant: Assistant, lang: str) -> Html:
    """The way to an answer, step by step; citations open beside it."""
    say, given, chosen = partial(word, lang), made.answer, made.material
    place = Place("maintain", {c.n: c for c in given.citations}, lang)
    told = given.to_dict()
    facts = [(fact, words) for fact, words in given.facts.items()]
    rules = [(f.rule, f"{f.title} · {f.conclusion.chinese}") for f in given.findings]
    routes_ = [(n.route, n.headline) for n in made.notices]
    hits = [
        (f"{hit.score:.3f}", f"{hit.passage.id}　{'、'.join(hit.rankings)}")
        for hit in (chosen.hits[:MOST_HITS] if chosen else ())
    ]
    sections = [(guide.section_ref(section), section.title) for guide, section in (chosen.sections if chosen else ())]
    provisions = [(p.ref, p.label) for p in (chosen.provisions if chosen else ())]
    cited = [
        tag("button", f"[{c.n}] {c.label}", type="button", class_="quiet", data_cite=f"maintain-{c.n}", lang="zh-CN")
        for c in given.citations
    ]
    rows = [
        (say("maintain.action"), f"{given.action.value} · {given.conclusion.chinese} · {given.headline}"),
        (say("maintain.day"), str(given.as_of)),
        (say("maintain.model"), given.model),
        (say("maintain.notice"), given.notice or "—"),
        *((f"{name} ms", f"{value:.0f}") for name, value in given.timings_ms.items()),
    ]
    parts = [
        _part(say("maintain.result"), rows, open_=True),
        _part(say("maintain.facts"), facts, open_=True),
        _part(say("maintain.rules"), rules, open_=True),
        _part(say("maintain.routes"), routes_),
        _part(say("maintain.hits"), hits),
        _part(say("maintain.sections"), sections),
        _part(say("maintain.provisions"), provisions),
        *(_text(say("maintain.draft"), f"{d.headline}\n\n{d.body}") for d in made.drafts),
        _part(say("maintain.withheld"), [(w.reason, w.text) for w in given.withheld], open_=True),
        tag("section", tag("h3", say("maintain.cited")), tag("p", *cited, class_="tools")) if cited else Html(),
        _text(say("maintain.shown"), str(told["text"])),
        tag("p", tag("button", say("maintain.copy"), type="button", class_="quiet maintain-copy"), class_="tools"),
        shelf(given.citations, given.as_of, assistant.corpus, place),
    ]
    return tag("div", *parts, class_="answer maintain-trace-shown")


def _part(name: str, rows: list[tuple[str, str]], *, open_: bool = False) -> Html:
    lines = [tag("li", tag("b", key), " ", tag("bdi", said)) for key, said in rows]
    heading = tag("summary", f"{name}（{len(rows)}）")
    return tag("details", heading, tag("ul", *lines, lang="zh-CN"), open=open_ and bool(rows), class_="kept")


def _text(name: str, words: str) -> Html:
    return tag("details", tag("summary", name), tag("pre", words, lang="zh-CN"), class_="kept")


def _library(assistant: Assistant, upkeep: Upkeep, lang: str) -> Iterator[Html]:
    """Problems, looked for now; what is held with its days; the state of the index."""
    say, corpus, searcher = partial(word, lang), assistant.corpus, assistant.searcher
    problems = problems_of(corpus, upkeep.library, Letters(corpus), date.today())
    yield tag("p", tag("strong", say("maintain.problems", n=len(problems))))
    listed = [(f"{p.file}:{p.line}", p.message) for p in problems[:MOST_PROBLEMS]]
    yield _part(say("maintain.problem_list"), listed, open_=True)
    state = [
        (say("maintain.fingerprint"), f"{corpus.fingerprint} · {searcher.fingerprint}"),
        (say("maintain.verified"), str(corpus.verified)),
        (say("maintain.passages"), str(len(searcher.passages))),
        (say("maintain.vectors"), searcher.embedder.name if searcher.embedder else "—"),
        (say("maintain.notice"), searcher.notice or "—"),
    ]
    yield _part(say("maintain.index"), state, open_=True)
    held = [
        (name, "；".join(f"{v.in_force} – {v.until or '…'}（{len(v.articles)}）" for v in one.versions))
        for name, one in corpus.instruments.items()
    ]
    yield _part(say("maintain.instruments"), held)


def _evals(upkeep: Upkeep, lang: str) -> Iterator[Html]:
    """The last run: which file, what failed, and its figures."""
    result = read_result(upkeep.result)
    failed = [(name, "、".join(checks)) for name, checks in dict(result.get("failed", {})).items() if checks]
    told = [(key, str(result[key])) for key in ("suite", "corpus", "cases_digest", "reason", "passed") if key in result]
    yield _part(word(lang, "maintain.run", file=upkeep.result.name), told, open_=True)
    figures = [(name, f"{value:.4f}") for name, value in figures_of(result).items()]
    yield _part(word(lang, "maintain.figures"), figures, open_=True)
    yield _part(word(lang, "maintain.failed"), failed)


def _feedback(upkeep: Upkeep, lang: str) -> Iterator[Html]:
    rows = read_rows(upkeep.feedback) if upkeep.feedback else ()
    if not rows:
        yield tag("p", word(lang, "maintain.no_feedback"))
        return
    told = [
        (f"{row.get('day', '')} {row.get('reason', '')}", f"{row.get('question', '')}　{row.get('refs', '')}")
        for row in rows
    ]
    yield _part(word(lang, "maintain.said"), told, open_=True)
