"""A letter before it is sent: first what its sender must know, then the letter itself, its sources as buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from assistant import Cited, Letter, LetterLine, MatterForm, Offer, Template
from kb import Corpus, Provision, Wording
from ui.html import Html, escape, join, tag
from ui.letters import OTHER_LETTER, body_of
from ui.paper import Block, Heading, Items, Line, Paragraph, Run
from ui.web.text import LINE_PATTERN, URGENT
from ui.web.turn import STOPS, Place, blocks, call_list, shelf, sources
from ui.web.words import word

ROOM = "letters"
_FOLDED = ("send", "after")
"""What the sender reads after having decided to send."""


def letter_html(
    given: Letter, template: Template, form: MatterForm, offers: Mapping[str, Offer], corpus: Corpus, lang: str
) -> Html:
    """The whole preview; its citations open as `letters-N`."""
    place = Place(ROOM, cited_in(given, corpus), lang)
    first = tag("section", *blocks(given.first, place), call_list(URGENT, lang), class_="answer crisis", lang="zh-CN")
    parts = [
        first if given.first else Html(),
        _sender(given, template, form, offers, lang),
        _withheld(given, lang),
        tag("h3", word(lang, "letters.paper"), class_="of-paper"),
        _paper(given, place),
        tag("p", word(lang, "letters.day", day=given.as_of), class_="day"),
        _tools(given, lang),
        sources(place),
    ]
    body = tag("div", *parts, class_="letter answer", data_kind=given.kind)
    return join([body, shelf(list(place.cited.values()), given.as_of, corpus, place)])


def cited_in(given: Letter, corpus: Corpus) -> dict[int, Cited]:
    """The letter's citations as the page shows citations, by number."""
    book, found = corpus.on(given.as_of), {}
    for c in given.citations:
        provision = corpus.provision(c.ref, given.as_of)
        if isinstance(provision, Provision) and c.n not in found:
            exact = provision.wording is Wording.EXACT
            found[c.n] = Cited(
                n=c.n,
                ref=c.ref,
                label=c.label,
                quote=c.words if exact else "",
                status=book.status(provision).value,
                authority=provision.instrument.authority.value,
                wording=provision.wording.value,
                summary="" if exact else c.words,
                in_force=c.in_force,
                until=c.until,
            )
    return found


def _sender(given: Letter, template: Template, form: MatterForm, offers: Mapping[str, Offer], lang: str) -> Html:
    """The page that is not sent; its conditions are Chinese, as they were verified."""
    parts = [tag("h3", word(lang, "letters.sender"))]
    for name in ("not_if", "deadlines"):
        parts += _told(name, getattr(given, name), offers, lang)
    parts.append(_blanks(given, template, form, lang))
    for name in _FOLDED:
        if shown := _told(name, getattr(given, name), offers, lang):
            parts.append(tag("details", tag("summary", word(lang, f"letters.{name}")), *shown[1:]))
    return tag("section", *parts, class_="card sender")


def _told(name: str, lines: Sequence[LetterLine], offers: Mapping[str, Offer], lang: str) -> list[Html]:
    if not lines:
        return []
    rows = [tag("li", *(_stretch(s.text, offers, blank=s.blank) for s in line.stretches)) for line in lines]
    return [tag("h4", word(lang, f"letters.{name}")), tag("ul", *rows, class_=name.replace("_", "-"), lang="zh-CN")]


def _stretch(text: str, offers: Mapping[str, Offer], *, blank: bool) -> Html:
    """Words of the sender's page: other letters lead there, numbers can be called."""
    if blank:
        return tag("mark", text)
    out: list[Html] = []
    at = 0
    for match in re.finditer(f"{OTHER_LETTER.pattern}|(?P<line>{LINE_PATTERN.pattern})", text):
        out.append(escape(text[at : match.start()]))
        at = match.end()
        if match["line"]:
            out.append(tag("a", match[0], href=f"tel:{match[0]}", class_="tel"))
        elif match[1] in offers:
            out.append(tag("a", f"「{offers[match[1]].short}」", href=f"#{ROOM}/{match[1]}", class_="other"))
        else:
            out.append(escape(match[0]))
    return join([*out, escape(text[at:])])


def _blanks(given: Letter, template: Template, form: MatterForm, lang: str) -> Html:
    """What is still blank, each a button that leads to its field."""
    if not given.blanks:
        return tag("p", word(lang, "letters.complete"), class_="complete")
    ids = {form.fields[name].label: name for name in template.asks}
    rows = []
    for label in given.blanks:
        asked = form.fields.get(ids.get(label, ""))
        said = asked.label_en if asked and lang == "en" else label
        rows.append(tag("button", said, type="button", class_="quiet fill", data_fill=asked.id if asked else False))
    return join([tag("h4", word(lang, "letters.blanks", n=len(rows))), tag("p", *rows, class_="blanks")])


def _withheld(given: Letter, lang: str) -> Html:
    if not given.withheld:
        return Html()
    rows = [tag("li", tag("q", w.text), " ", tag("span", w.reason)) for w in given.withheld]
    said = word(lang, "letters.withheld", n=len(given.withheld))
    return tag("section", tag("p", "✕ ", said), tag("ul", *rows, lang="zh-CN"), class_="complaint", role="alert")


def _paper(given: Letter, place: Place) -> Html:
    return tag(
        "article",
        tag("h3", given.title),
        *(_block(block, place) for block in body_of(given)),
        class_="paper",
        lang="zh-CN",
    )


def _block(block: Block, place: Place) -> Html:
    match block:
        case Heading():
            return tag("h4", block.text)
        case Items():
            rows = [tag("li", *_line(line, place)) for line in block.lines]
            return tag("ol" if block.numbered else "ul", *rows)
        case Paragraph():
            return tag("p", *_line(block.line, place), class_=block.place)
        case _:  # a letter's body has no other
            return Html()


def _line(line: Line, place: Place) -> Iterator[Html]:
    stop = ""
    for run, follows in zip_longest(line, line[1:]):
        words = run.text.removeprefix(stop)
        yield tag("mark", _shown(run)) if run.look == "blank" else tag("bdi", words)
        stop = ""
        if cited := place.cited.get(run.cite):
            said = word(place.lang, "source_open", n=cited.n, label=cited.label)
            mark = tag(
                "button", f"[{cited.n}]", type="button", class_="mark", data_cite=f"{ROOM}-{cited.n}",
                aria_controls="sheet", aria_label=said,
            )  # fmt: skip
            stop = follows.text[:1] if follows and follows.look != "blank" and follows.text[:1] in STOPS else ""
            yield tag("span", mark, stop, class_="whole") if stop else mark


def _shown(run: Run) -> str:
    return f"【{run.text}】"


def _tools(given: Letter, lang: str) -> Html:
    """Nothing leaves the page while a sentence is withheld."""
    if given.withheld:
        return Html()
    made = [("docx", "quiet primary take"), ("html", "quiet take")]
    return tag(
        "div",
        *(tag("button", word(lang, f"letters.{f}"), type="button", class_=look, data_format=f) for f, look in made),
        tag(
            "button", word(lang, "letters.copy"), type="button", class_="quiet copy-letter",
            data_text=f"{given.title}\n\n{given.text}",
        ),
        tag("button", word(lang, "letters.print"), type="button", class_="quiet print-letter"),
        class_="takes",
    )  # fmt: skip


def letter_buttons(kinds: Sequence[str], offers: Mapping[str, Offer], lang: str) -> list[Html]:
    """Buttons that lead from elsewhere to a letter of these kinds; the script brings along what was told there."""
    return [
        tag("button", offer.short if lang == "zh" else offer.short_en, type="button", class_="quiet", data_letter=kind)
        for kind in kinds
        if (offer := offers.get(kind))
    ]
