"""The cited article beside the chat: the whole of it, the cited 款 or 项 marked, its rank, status and days."""

from __future__ import annotations

from itertools import pairwise

from assistant import Cited
from kb import Authority, Corpus, Provision, StatuteBook, Wording
from ui.html import Html, join, tag
from ui.web.lawtext import copied, words
from ui.web.looks import badge, rank_badge, status_badge
from ui.web.relations import also_needed, other_texts
from ui.web.view import View
from ui.web.words import word

__all__ = ["article_sheet", "badge", "badges", "rank_badge", "sheet", "status_badge"]


def sheet(cited: Cited, corpus: Corpus, book: StatuteBook, lang: str) -> Html:
    """The article that a citation points into, as shown beside the chat."""
    provision = corpus.provision(cited.ref, book.day)
    if provision is None:  # a verified citation resolves in the same book
        return tag("h2", cited.label, tabindex="-1")
    return article_sheet(provision, View(corpus, book.day, lang), cited.excerpt)


def article_sheet(provision: Provision, view: View, excerpt: str = "") -> Html:
    """The whole article, what is cited of it marked: rank, status, days, words, neighbours, other texts, and more."""
    corpus, book, lang = view.corpus, view.book, view.lang
    instrument = provision.instrument
    whole = Provision(instrument, provision.version, provision.article)
    exact = provision.wording is Wording.EXACT
    return join(
        [
            tag("h2", tag("bdi", whole.label, lang="zh-CN"), tabindex="-1"),
            tag("p", instrument.full, class_="full", lang="zh-CN"),
            tag("p", instrument.english, class_="full") if lang == "en" and instrument.english else Html(),
            badges(provision, view),
            *_warnings(provision, lang),
            words(provision, view, excerpt),
            tag("p", _provenance(provision, lang), class_="provenance") if exact else Html(),
            tag(
                "p",
                tag(
                    "button",
                    word(lang, "copy_article"),
                    type="button",
                    class_="quiet",
                    data_copy=copied(whole, corpus, book),
                ),
                tag("a", word(lang, "relations"), href=view.link(whole.ref), class_="quiet"),
                class_="tools",
            ),
            _neighbours(whole, lang, view),
            _former(provision, corpus, book, lang),
            other_texts(whole, view),
            also_needed(whole, view),
            tag(
                "p",
                tag("strong", word(lang, "about") + word(lang, "colon")),
                instrument.note,
                class_="about",
                lang="zh-CN",
            )
            if instrument.note
            else Html(),
        ]
    )


def badges(provision: Provision, view: View) -> Html:
    """Rank, status and days, each said aloud with what it is."""
    lang = view.lang
    rank, status = (tag("span", word(lang, key) + word(lang, "colon"), class_="sr") for key in ("rank", "status"))
    return tag(
        "ul",
        tag("li", rank, rank_badge(provision.instrument.authority, lang)),
        tag("li", status, status_badge(view.status(provision), lang)),
        tag("li", view.days(provision.version), class_="days"),
        class_="badges",
    )


def _neighbours(provision: Provision, lang: str, view: View) -> Html:
    """The articles before and after, of those that are held; what lies between is said."""
    articles = provision.version.articles
    at = articles.index(provision.article)
    shown = []
    for step, key in ((-1, "previous"), (1, "next")):
        if not 0 <= at + step < len(articles):
            shown.append(tag("span", word(lang, f"no_{key}"), class_="end"))
            continue
        other = Provision(provision.instrument, provision.version, articles[at + step])
        said = str(other.article.number) or word(lang, "whole_text")
        arrow = tag("span", "←" if step < 0 else "→", aria_hidden="true")
        label = tag("span", word(lang, key) + word(lang, "colon"), class_="sr")
        inside = (arrow, label, said) if step < 0 else (label, said, arrow)
        shown.append(view.opens(other.ref, *inside, class_="quiet step"))
    steps = tag("div", *shown, class_="steps", role="group", aria_label=word(lang, "neighbours"))
    near = (a.number.number for a in articles[max(at - 1, 0) : at + 2])
    apart = any(b - a > 1 for a, b in pairwise(near))
    return join([steps, tag("p", word(lang, "steps_apart"), class_="steps-note") if apart else Html()])


def _warnings(provision: Provision, lang: str) -> list[Html]:
    """Why these words are less than law's own: summary, number unconfirmed, not binding."""
    authority = provision.instrument.authority
    said = []
    if provision.wording is Wording.SUMMARY:
        said.append(tag("p", tag("strong", word(lang, "is_summary")), word(lang, "why_summary"), class_="warning"))
    if provision.article.unconfirmed:
        said.append(tag("p", word(lang, "unconfirmed"), class_="warning"))
    if not authority.binding:
        breach = word(lang, "breach_standard" if authority is Authority.STANDARD else "breach_industry")
        said.append(tag("p", word(lang, "not_binding", breach=breach), class_="warning"))
    return said


def _provenance(provision: Provision, lang: str) -> str:
    version = provision.version
    if version.source and version.verified:
        return word(lang, "exact_source", source=version.source, day=version.verified)
    return word(lang, "exact")


def _former(provision: Provision, corpus: Corpus, book: StatuteBook, lang: str) -> Html:
    """What the article was called before it was renumbered."""
    rows = book.predecessors(provision.article_ref)
    if not rows:
        return Html()
    labels = dict.fromkeys(str(corpus.citation(row.old) or row.old) for row in rows)
    said = word(lang, "was", labels=word(lang, "comma").join(labels), day=provision.version.in_force)
    note = "".join(dict.fromkeys(row.note for row in rows))
    return tag("p", said, note, class_="former", lang="zh-CN")
