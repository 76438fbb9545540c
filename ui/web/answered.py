"""An answer of the chat as HTML: short by default, what to say now, what to ask next, and what one can do with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from assistant import (
    Action,
    Answer,
    Options,
    PublicLine,
    Reason,
    Replies,
    Situation,
    Term,
    letter_wanted,
    read_options,
    read_replies,
    read_terms,
    situation_of,
    terms_in,
)
from kb import Corpus
from ui.card import card_of, front_svg
from ui.html import Html, join, tag
from ui.web.sheet import badge
from ui.web.text import ALL_LINES, LINE_PATTERN, LINES, URGENT
from ui.web.turn import VERDICT_LOOKS, Place, blocks, call_list, inline, shelf, sources
from ui.web.view import View
from ui.web.words import word

ROOM = 400
"""Characters of an answer that are shown before its sources; the rest waits behind 展开理由."""
MOST_NEXT = 3
LONGEST_NEXT = 30
"""Characters of a question that fits on a button."""
MOST_TERMS = 3
"""Words that are explained below an answer."""
ANYTHING = "any"
"""The situation that fits all; it is shown only where conduct was found."""


def answer(given: Answer, corpus: Corpus, number: int) -> Html:
    """An answer, its sources as buttons, and the cited articles, hidden until one is opened."""
    lang = given.lang
    place = Place(number, {c.n: c for c in given.citations}, lang, twice=given.action is Action.ANSWER)
    if given.action is Action.CRISIS:
        return join([crisis(given, place), shelf(given.citations, given.as_of, corpus, place)])
    parts = [
        *blocks(given.text, place, _verdict(given), ROOM),
        _letter(given),
        meanings(given, corpus),
        open_now(given, lang),
        _ask_back(given, place),
        reply(situation_of(_replies(), given), lang) if given.findings else Html(),
        sources(place),
        tag("p", word(lang, "withheld", n=len(given.withheld)), class_="withheld") if given.withheld else Html(),
        tag("p", word(lang, "notice"), word(lang, "colon"), given.notice, class_="notice") if given.notice else Html(),
        tools(lang, given),
        opinion(given),
        next_questions(given, corpus),
    ]
    body = tag("div", *parts, class_=f"answer {given.conclusion.value}", data_turn=str(number))
    return join([body, shelf(given.citations, given.as_of, corpus, place)])


def crisis(given: Answer, place: Place) -> Html:
    """A life in danger: few words and the numbers to call; the law waits."""
    return tag(
        "div",
        *blocks(given.text, place),
        call_list(tuple(sorted(URGENT, key=partial(_place_of, given.channels))), place.lang),
        reply(situation_of(_replies(), given), place.lang),
        class_="answer crisis",
        data_turn=str(place.turn),
    )


def _place_of(channels: Sequence[str], line: PublicLine) -> int:
    """Where a line stands among the channels of an answer; behind them if it is none."""
    return next((at for at, channel in enumerate(channels) if line.number in channel), len(channels))


def open_now(given: Answer, lang: str) -> Html:
    """The place where the page says by its own clock which of the answer's lines are open."""
    numbers = {m[0] for text in (*given.channels, *given.steps) for m in LINE_PATTERN.finditer(text)}
    named = " ".join(one.number for one in LINES if one.number in numbers)
    return tag("p", class_="open-now", data_lines=named, lang=lang, hidden=True) if named else Html()


def meanings(given: Answer, corpus: Corpus) -> Html:
    """Words of the law in the answer, and what they mean; each with an article that uses it."""
    found = terms_in(given.text, _terms(), given.lang)[:MOST_TERMS]
    if given.action is not Action.ANSWER or not found:
        return Html()
    view = View(corpus, given.as_of, given.lang)
    rows: list[Html] = []
    for term in found:
        said, means = term.of(given.lang)
        held = corpus.provision(term.ref, given.as_of)
        where = view.opens(term.ref, tag("span", held.label, lang="zh-CN"), class_="opens") if held else Html()
        rows += [tag("dt", said), tag("dd", means, " ", where)]
    names = word(given.lang, "comma").join(term.of(given.lang)[0] for term in found)
    return tag("details", tag("summary", word(given.lang, "ask.terms", names=names)), tag("dl", *rows), class_="terms")


def _letter(given: Answer) -> Html:
    """The letter that was asked for, to be filled in, in its own room."""
    letter = letter_wanted(given.question)
    if letter is None:
        return Html()
    title = letter.title if given.lang == "zh" else letter.title_en
    link = tag("a", word(given.lang, "ask.ready", title=title), href=f"#letters/{letter.id}")
    return tag("p", link, class_="letter-wanted")


def reply(situation: Situation, lang: str) -> Html:
    """Three sentences to say now: large, to copy, and to hear where the device has a Chinese voice."""
    spoken = [
        tag(
            "li",
            tag("span", said, lang="zh-CN"),
            tag("small", situation.say_en[n]) if lang == "en" else "",
        )
        for n, said in enumerate(situation.say)
    ]
    heading = situation.title if lang == "zh" else situation.title_en
    acts = tag(
        "p",
        tag("button", word(lang, "ask.reply_copy"), type="button", class_="quiet copy-reply"),
        tag("button", word(lang, "ask.reply_hear"), type="button", class_="quiet hear", hidden=True),
        class_="tools",
    )
    summary = tag("summary", word(lang, "ask.reply"), tag("small", heading))
    return tag("details", summary, tag("ol", *spoken), acts, class_="reply")


def tools(lang: str, given: Answer | None) -> Html:
    """What one can do with an answer; after a fault only ask again and mend the question."""
    made = [_tool("copy", word(lang, "copy"))] if given else []
    if given and given.action is Action.ANSWER:
        svg = front_svg(card_of(given, ALL_LINES))
        made += [
            _tool("save-card", word(lang, "ask.card"), data_svg=svg),
            _tool("print-card", word(lang, "ask.print"), data_svg=svg),
        ]
    made += [_tool("again", word(lang, "ask.again")), _tool("edit", word(lang, "ask.edit"))]
    return tag("p", *made, class_="tools")


def _tool(name: str, said: str, **attributes: str) -> Html:
    return tag("button", said, type="button", class_=f"quiet {name}", **attributes)


def opinion(given: Answer) -> Html:
    """Three things that may be wrong; what would be kept is shown first, masked. Hidden where nothing is kept."""
    lang = given.lang
    reasons = [
        tag("button", word(lang, f"ask.reason_{r.value}"), type="button", class_="quiet reason", data_reason=r.value)
        for r in Reason
    ]
    return tag(
        "details",
        tag("summary", word(lang, "ask.opinion")),
        tag("p", *reasons, class_="tools"),
        class_="opinion",
        data_refs=" ".join(c.ref for c in given.citations),
        hidden=True,
    )


def next_questions(given: Answer, corpus: Corpus) -> Html:
    """Questions of guide sections that were found beside, then of their neighbours: such as the library answers."""
    if given.lang != "zh":
        return Html()
    found = [section for ref, _ in given.hits if (section := corpus.section(ref))]
    found += [(guide, section) for guide, _ in found[:1] for section in guide.sections]
    asked = [
        title
        for title, section in {section.title: section for _, section in found}.items()
        if len(title) <= LONGEST_NEXT
        and not _same(title, given.question)
        and title not in given.text
        and section.answer[0][:12] not in given.text
    ][:MOST_NEXT]
    if not asked:
        return Html()
    chips = [tag("button", title, type="button", class_="say", data_say=title) for title in asked]
    return tag("div", tag("h3", word(given.lang, "ask.next")), *chips, class_="next")


def _same(title: str, question: str) -> bool:
    """Whether a title asks about the same: more than half of its pairs of characters are in the question."""
    pairs = {title[i : i + 2] for i in range(len(title) - 1)}
    return sum(pair in question for pair in pairs) > len(pairs) / 2


def _verdict(given: Answer) -> Html:
    looks = VERDICT_LOOKS.get(given.conclusion)
    if not looks or given.action is not Action.ANSWER:
        return Html()
    said = given.conclusion.chinese if given.lang == "zh" else given.conclusion.english
    if said.casefold() == given.headline.casefold():
        return Html()
    return tag("p", badge(looks[0], said, looks[1]), class_="verdict")


def _ask_back(given: Answer, place: Place) -> Html:
    """The one question, and its answers as buttons where they are few."""
    if not given.ask_back:
        return Html()
    question = given.ask_back[0]
    buttons = [
        tag("button", one.zh if place.lang == "zh" else one.en, type="button", class_="say", data_say=one.say)
        for one in _options().of(question)
    ]
    asked = (
        Html()
        if given.action is Action.CLARIFY  # the answer is the question
        else tag("p", tag("strong", word(place.lang, "ask_back"), word(place.lang, "colon")), inline(question, place))
    )
    if not asked and not buttons:
        return Html()
    return tag("div", asked, tag("div", *buttons, class_="options") if buttons else "", class_="ask-back")


@cache
def _terms() -> tuple[Term, ...]:
    return read_terms()


@cache
def _replies() -> Replies:
    return read_replies()


@cache
def _options() -> Options:
    return read_options()
