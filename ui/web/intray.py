"""The volunteer's inbox before and beside its cards: the mask, and the sorted list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant import Hidden, Intake
from kb import Corpus
from ui.html import Html, join, tag
from ui.web.cards import STATE_LOOKS, URGENCY_LOOKS, card, kind_word, noted, rank_word
from ui.web.handing import button, files, tick
from ui.web.sheet import badge
from ui.web.words import word


def mask_shown(hidden: Sequence[Hidden], notes: Sequence[str], lang: str) -> Html:
    """What the mask hid, counted, and the masked words, before anything is made of them."""
    say = partial(word, lang)
    counted: dict[str, int] = {}
    for one in hidden:
        for kind, count in one.kinds.items():
            counted[kind] = counted.get(kind, 0) + count
    counts = say("comma").join(f"{kind_word(kind, lang)} {n}" for kind, n in counted.items())
    rows = [
        tag("li", tag("small", one.place), tag("p", one.words or say("inbox.no_words")), lang="zh-CN") for one in hidden
    ]
    seen = say("inbox.masked_words", n=len(hidden))
    return tag(
        "section",
        tag("h3", say("inbox.mask_title"), tabindex="-1"),
        tag("p", tag("strong", say("inbox.masked", counts=counts) if counts else say("inbox.nothing_masked"))),
        tag("p", say("inbox.mask_check"), class_="small"),
        *noted(notes),
        tag("details", tag("summary", seen), tag("ol", *rows, class_="masked"), open=True),
        tag("p", button(say("inbox.sort", n=len(hidden)), "go inbox-sort"), class_="tools"),
        class_="card inbox-mask",
    )  # fmt: skip


def board(matters: Sequence[Intake], notes: Sequence[str], corpus: Corpus, lang: str) -> Html:
    """The list on the left and the cards on the right; on a phone one after the other."""
    say = partial(word, lang)
    ranks = dict.fromkeys(m.urgency.rank for m in matters)
    counts = say("comma").join(
        f"{rank_word(rank, lang)} {sum(m.urgency.rank == rank for m in matters)}" for rank in ranks
    )
    top = tag(
        "div",
        tag("h3", say("inbox.sorted", n=len(matters), people=sum(m.count for m in matters)), tabindex="-1"),
        tag("p", counts, class_="small"),
        *noted(notes),
        class_="inbox-top",
    )
    rows = tag(
        "ol", *(row(m, lang) for m in matters), class_="inbox-rows", aria_label=say("inbox.list"),
        aria_keyshortcuts="j k ArrowDown ArrowUp",
    )  # fmt: skip
    cards = tag("div", *(card(m, matters, corpus, lang) for m in matters), class_="inbox-cards")
    listed = tag("div", rows, tag("p", say("inbox.keys"), class_="small keys"), _all_of_them(lang), class_="inbox-list")
    return join([top, tag("div", listed, cards, class_="inbox-board")])


def _all_of_them(lang: str) -> Html:
    keep = (
        button(word(lang, "inbox.progress"), "quiet inbox-progress"),
        tag("p", word(lang, "inbox.progress_how"), class_="small"),
    )
    return tag("div", *files("", lang), tick(word(lang, "inbox.restore_all")), *keep, class_="inbox-all")


def row(matter: Intake, lang: str) -> Html:
    """A matter in the list."""
    icon, hue = URGENCY_LOOKS[matter.urgency.rank]
    state_icon, state_hue = STATE_LOOKS[matter.review.state]
    looks = [badge(icon, rank_word(matter.urgency.rank, lang), hue)]
    looks.append(badge(state_icon, word(lang, f"inbox.state_{matter.review.state.value}"), state_hue))
    if matter.faults:
        looks.append(badge("✕", word(lang, "inbox.failing"), "danger"))
    if matter.count > 1:
        looks.append(badge("×", word(lang, "inbox.people", n=matter.count), "grey"))
    if matter.group != matter.id:
        looks.append(badge("=", word(lang, "inbox.like", id=matter.group), "grey"))
    first = tag("span", matter.first or matter.fault, lang="zh-CN")
    return tag(
        "li",
        tag(
            "button",
            tag("span", tag("b", matter.id), " ", first, class_="first"),
            tag("span", *looks, class_="looks"),
            type="button", class_="inbox-row", data_matter=matter.id,
        ),
        data_row=matter.id,
    )  # fmt: skip
