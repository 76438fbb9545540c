"""A card of the volunteer's inbox: one matter with its urgency, masked words, drafts, sources, facts and review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant import SHORT, Action, Cited, Conclusion, Intake, Source, State
from kb import Authority, Corpus, Status
from ui.html import Html, join, tag
from ui.web.glossed import glossed
from ui.web.handing import button, review, spreading, taken
from ui.web.report import verdict_badge
from ui.web.sheet import badge, rank_badge, status_badge
from ui.web.text import URGENT
from ui.web.turn import Place, blocks, call_list, inline, shelf
from ui.web.words import read_words, word

URGENCY_LOOKS = {
    "S": ("✚", "danger"), "P1": ("!", "danger"), "P2": ("◷", "amber"), "P3": ("≈", "accent"), "P4": ("?", "grey"),
}  # fmt: skip
STATE_LOOKS = {
    State.DRAFT: ("✎", "grey"), State.PENDING: ("…", "amber"), State.APPROVED: ("✓", "green"),
    State.RETURNED: ("↩", "danger"),
}  # fmt: skip


def kind_word(kind: str, lang: str) -> str:
    """A kind of personal data in the reader's language."""
    return read_words()[lang].get(f"inbox.kinds.{kind}", kind)


def noted(notes: Sequence[str]) -> Iterator[Html]:
    """What the volunteer should know, a line each."""
    for note in notes:
        yield tag("p", badge("!", note, "amber"), class_="note", lang="zh-CN")


def rank_word(rank: str, lang: str) -> str:
    """A rank in words."""
    return word(lang, f"inbox.rank_{rank}")


def card(matter: Intake, matters: Sequence[Intake], corpus: Corpus, lang: str) -> Html:
    """Everything of one matter; hidden until it is chosen."""
    say = partial(word, lang)
    crisis = matter.answer is not None and matter.answer.action is Action.CRISIS
    cited = _numbered(matter)
    place = Place(f"inbox-{matter.id}", {c.n: c for c in cited}, lang)
    alike = [m.id for m in matters if m.group == matter.group and m.id != matter.id]
    parts = [
        _head(matter, lang, corpus),
        tag("p", badge("!", matter.fault, "amber"), class_="note", lang="zh-CN") if matter.fault else Html(),
        *noted(matter.doubts),
        _told(matter, lang),
        _failing(matter, lang),
        *([_short(matter, crisis, lang)] if matter.answer else []),
        tag("div", call_list(URGENT, lang)) if crisis else Html(),
        *([] if crisis or not matter.answer else [_long(matter, place), _sources(matter, cited, place)]),
        *([] if crisis else _facts(matter, lang)),
        _alike(alike, lang),
        *([review(matter, lang)] if matter.answer else []),
        *([spreading(matter, alike, lang)] if matter.review.state is State.APPROVED and not crisis else []),
        taken(matter, lang),
        tag(
            "p",
            button(say("inbox.before"), "quiet inbox-step", data_step="-1"),
            button(say("inbox.next"), "quiet inbox-step", data_step="1"),
            class_="tools",
        ),
        shelf(cited, matter.day, corpus, place),
    ]
    return tag(
        "article", *parts, class_=f"answer inbox-card{' crisis' if crisis else ''}", data_card=matter.id, hidden=True,
        aria_labelledby=f"inbox-title-{matter.id}",
    )  # fmt: skip


def _head(matter: Intake, lang: str, corpus: Corpus) -> Html:
    say = partial(word, lang)
    icon, hue = URGENCY_LOOKS[matter.urgency.rank]
    state_icon, state_hue = STATE_LOOKS[matter.review.state]
    verdict = Html()
    if matter.answer and matter.answer.action is Action.ANSWER:
        judged = matter.answer.conclusion is not Conclusion.NOT_APPLICABLE
        looks = join([verdict_badge(matter.answer.conclusion, lang), " "]) if judged else Html()
        verdict = tag("p", looks, tag("strong", glossed(matter.headline, lang, corpus)))
    return join([
        button(say("inbox.back"), "quiet inbox-back"),
        tag("h3", say("inbox.client", id=matter.id), tabindex="-1", id=f"inbox-title-{matter.id}", class_="headline"),
        tag(
            "p", badge(icon, rank_word(matter.urgency.rank, lang), hue), " ",
            badge(state_icon, say(f"inbox.state_{matter.review.state.value}"), state_hue), class_="looks",
        ),
        tag("ul", *(tag("li", glossed(reason, lang, corpus)) for reason in matter.urgency.reasons), class_="reasons"),
        verdict,
    ])  # fmt: skip


def _told(matter: Intake, lang: str) -> Html:
    """The client's words behind the mask."""
    say = partial(word, lang)
    counts = say("comma").join(f"{kind_word(kind, lang)} {n}" for kind, n in matter.hidden.items())
    masked = tag("p", say("inbox.masked", counts=counts), class_="small") if counts else Html()
    context = [tag("h4", say("inbox.context")), *(tag("p", said) for said in matter.context)] if matter.context else []
    lines = [tag("p", tag("bdi", line)) for line in matter.words.split("\n") if line.strip()]
    return tag(
        "details",
        tag("summary", say("inbox.told")),
        masked,
        tag("blockquote", *lines, lang="zh-CN"),
        *context,
        open=True,
        class_="kept",
    )


def _failing(matter: Intake, lang: str) -> Html:
    if not matter.faults:
        return Html()
    rows = [tag("li", fault, lang="zh-CN") for fault in matter.faults]
    said = word(lang, "inbox.faulty", n=len(rows))
    return tag("section", tag("h4", badge("✕", said, "danger")), tag("ul", *rows), class_="complaint", role="alert")


def _short(matter: Intake, crisis: bool, lang: str) -> Html:
    say = partial(word, lang)
    words = matter.drafts.short
    title = say("inbox.short_crisis" if crisis else "inbox.short")
    count = tag("span", f"{len(words)}/{SHORT}", class_="count")
    shown = tag("p", tag("bdi", words), class_="draft-words", lang=_lang_of(matter))
    return _draft("short", title, count, shown, words, matter, lang)


def _long(matter: Intake, place: Place) -> Html:
    title = word(place.lang, "inbox.long")
    shown = tag("div", *blocks(matter.drafts.long, place), class_="draft-long", lang=_lang_of(matter))
    body = _draft("long", title, Html(), shown, matter.drafts.long, matter, place.lang)
    return tag("details", tag("summary", title), body, class_="kept", open=bool(matter.faults))


def _lang_of(matter: Intake) -> str:
    return "en" if matter.answer and matter.answer.lang == "en" else "zh-CN"


def _draft(which: str, title: str, count: Html, shown: Html, words: str, matter: Intake, lang: str) -> Html:
    """A draft to copy, or to change and have checked again."""
    say = partial(word, lang)
    copy = (
        tag("span", say("inbox.no_copy"), class_="small")
        if matter.faults
        else button(say("inbox.copy"), "quiet inbox-copy")
    )
    return tag(
        "section",
        tag("h4", title, " ", count),
        tag("div", shown, tag("p", copy, button(say("inbox.edit"), "quiet inbox-edit"),
            class_="tools"), class_="reading"),
        tag(
            "div",
            tag("label", tag("span", say("inbox.editing")), tag("textarea", words, rows="8" if which == "long" else "5",
                class_="inbox-words", data_most=str(SHORT) if which == "short" else "")),
            tag("p", button(say("inbox.save"), "go inbox-save"),
                button(say("inbox.undo"), "quiet inbox-undo"), class_="tools"),
            class_="editing", hidden=True,
        ),
        class_="draft", data_which=which, data_matter=matter.id,
    )  # fmt: skip


def _numbered(matter: Intake) -> tuple[Cited, ...]:
    """The sources with a number each; those of the answer keep theirs, for its marks name them."""
    own = matter.answer.citations if matter.answer else ()
    taken = {s.cited.n for s in matter.sources if s.cited in own}
    out: list[Cited] = []
    for source in matter.sources:
        cited = source.cited
        if cited not in own and cited.n in taken:
            cited = replace(cited, n=max(taken) + 1)
        taken.add(cited.n)
        out.append(cited)
    return tuple(out)


def _sources(matter: Intake, cited: Sequence[Cited], place: Place) -> Html:
    rows = [_source(source, one, place) for source, one in zip(matter.sources, cited, strict=True)]
    if not rows:
        return Html()
    return tag("section", tag("h4", word(place.lang, "inbox.sources")), tag("ul", *rows), class_="sources")


def _source(source: Source, cited: Cited, place: Place) -> Html:
    passed = (
        badge("✓", word(place.lang, "inbox.passed"), "green") if source.passed else badge("✕", source.finding, "danger")
    )
    looks = [passed, rank_badge(Authority(cited.authority), place.lang), status_badge(Status(cited.status), place.lang)]
    return tag(
        "li",
        tag(
            "button",
            tag("span", tag("b", f"[{cited.n}]"), " ", inline(cited.label, place), class_="label", lang="zh-CN"),
            tag("span", *looks, class_="looks"),
            type="button", class_="source", data_cite=f"{place.turn}-{cited.n}", aria_controls="sheet",
        ),
    )  # fmt: skip


def _facts(matter: Intake, lang: str) -> Iterator[Html]:
    if matter.found:
        rows = [tag("li", f.title, " ", tag("q", f.words)) for f in matter.found]
        yield tag("section", tag("h4", word(lang, "inbox.found")), tag("ul", *rows, lang="zh-CN"))
    if matter.missing:
        rows = [tag("li", m) for m in matter.missing]
        yield tag("section", tag("h4", word(lang, "inbox.missing")), tag("ul", *rows, lang="zh-CN"), class_="missing")


def _alike(alike: Sequence[str], lang: str) -> Html:
    if not alike:
        return Html()
    buttons = [tag("button", one, type="button", class_="quiet inbox-goto", data_matter=one) for one in alike]
    return tag("section", tag("h4", word(lang, "inbox.alike")), tag("p", *buttons, class_="tools"))
