"""What is done with a card: its review, its words used elsewhere, a file or a letter to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from assistant import Intake, Paragraph, State
from ui.html import Html, tag
from ui.web.sheet import badge
from ui.web.words import word

MOVES = {
    State.DRAFT: (State.PENDING,),
    State.PENDING: (State.APPROVED, State.RETURNED),
    State.APPROVED: (State.RETURNED,),
    State.RETURNED: (State.PENDING,),
}
"""What is offered; the review itself refuses everything else."""


def button(said: str, looks: str, **more: str | bool) -> Html:
    """A button of the inbox."""
    return tag("button", said, type="button", class_=looks, **more)


def line(said: str, looks: str, most: int) -> Html:
    """A line to write in."""
    return tag(
        "label",
        tag("span", said),
        tag("input", type="text", class_=looks, maxlength=str(most), autocomplete="off"),
    )


def tick(said: str) -> Html:
    """Whether real data go back into a file."""
    return tag("label", tag("input", type="checkbox", class_="inbox-restore"), tag("span", said), class_="tickbox")


def review(matter: Intake, lang: str) -> Html:
    """The state, the steps so far, and the steps that may come next."""
    say = partial(word, lang)
    moves = MOVES[matter.review.state]
    buttons = [button(say(f"inbox.to_{to.value}"), "quiet inbox-move", data_to=to.value) for to in moves]
    steps = tag("ol", *(tag("li", str(step)) for step in matter.review.steps), class_="audit", lang="zh-CN")
    return tag(
        "section",
        tag("h4", say("inbox.review")),
        steps if matter.review.steps else Html(),
        line(say("inbox.by"), "inbox-by", 40),
        line(say("inbox.reason"), "inbox-reason", 200) if State.RETURNED in moves else Html(),
        tag("p", *buttons, class_="tools"),
        class_="review",
        data_matter=matter.id,
    )


def spreading(matter: Intake, alike: Sequence[str], lang: str) -> Html:
    """An approved paragraph for the other matters that are alike."""
    say = partial(word, lang)
    if not alike:
        return tag("p", say("inbox.spread_none"), class_="small")
    return tag(
        "details",
        tag("summary", say("inbox.spread", n=len(alike))),
        tag("p", say("inbox.spread_how"), class_="small"),
        tag("label", tag("span", say("inbox.paragraph")), tag("textarea", rows="4", class_="inbox-paragraph")),
        tag("p", button(say("inbox.spread_do", n=len(alike)), "go inbox-spread"), class_="tools"),
        class_="kept",
        data_matter=matter.id,
    )


def spread_told(paragraph: Paragraph, said: Mapping[str, str], lang: str) -> Html:
    """What became of a paragraph in each matter, and the articles that it rests on."""
    added = badge("✓", word(lang, "inbox.added"), "green")
    rows = [tag("li", tag("b", one), " ", badge("✕", why, "amber") if why else added) for one, why in said.items()]
    rests = tag("p", word(lang, "inbox.rests", refs=word(lang, "comma").join(paragraph.refs)), class_="small")
    return tag("section", tag("ul", *rows), rests if paragraph.refs else Html(), class_="card")


def taken(matter: Intake, lang: str) -> Html:
    """To take away: a file, or a letter."""
    say = partial(word, lang)
    letter = button(say("inbox.letter"), "quiet inbox-letter", data_kind=matter.letter, hidden=True)
    return tag(
        "section",
        tag("h4", say("inbox.out")),
        tick(say("inbox.restore")),
        tag("p", *files(matter.id, lang), letter if matter.letter else Html(), class_="tools"),
        class_="out",
    )


def files(matter: str, lang: str) -> tuple[Html, ...]:
    """Buttons for the kinds of files, of one matter or (empty) of all."""
    which = "" if matter else "all_"
    return tuple(
        button(word(lang, f"inbox.save_{which}{kind}"), "quiet inbox-out", data_kind=kind, data_matter=matter)
        for kind in ("docx", "md")
    )
