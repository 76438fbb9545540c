"""What an article goes with: the articles it refers to, those that refer to it, and its own other texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb import Authority, Provision, Status, written
from ui.html import Html, tag
from ui.web.looks import badge, rank_badge, status_badge
from ui.web.view import View, counterparts, reading_day

MOST_SHOWN = 8
"""Referring articles in the sheet; all of them stand on the article's page."""


def referred(provision: Provision, view: View) -> tuple[Provision, ...]:
    """The other articles that an article refers to and that are held, in reading order, each once."""
    book = view.corpus.on(reading_day(provision.version, view.day))
    found: dict[str, Provision] = {}
    for pointer in view.corpus.crossrefs.of(provision.version, provision.article):
        other = book.resolve(pointer.citation)
        if isinstance(other, Provision) and other.article_ref != provision.article_ref:
            found.setdefault(other.article_ref, Provision(other.instrument, other.version, other.article))
    return tuple(found.values())


def referring(provision: Provision, view: View) -> tuple[Provision, ...]:
    """The articles that refer to an article on the day it is read; of higher rank first."""
    day = reading_day(provision.version, view.day)
    ranks = list(Authority)
    found = [
        Provision(view.corpus.instruments[one.instrument], one.version, one.article)
        for one in view.corpus.crossrefs.to(provision.version, provision.article.number)
        if one.version.in_force_on(day)
    ]
    own = provision.instrument
    return tuple(sorted(found, key=lambda p: (ranks.index(p.instrument.authority), p.instrument is not own)))


def also_needed(provision: Provision, view: View) -> Html:
    """Both lists, short, for the sheet; nothing where an article stands alone."""
    out, back = referred(provision, view), referring(provision, view)
    if not out and not back:
        return Html()
    parts = [tag("h3", view.say("also_needed"))]
    for key, found in (("refers_to", out), ("referred_by", back)):
        if found:
            parts += [tag("h4", view.say(key, n=len(found))), rows(found[:MOST_SHOWN], provision, view)]
    if max(len(out), len(back)) > MOST_SHOWN:
        parts.append(tag("p", tag("a", view.say("all_relations"), href=view.link(provision.ref), class_="quiet")))
    return tag("section", *parts, class_="needed")


def rows(found: Sequence[Provision], here: Provision, view: View) -> Html:
    """Articles as buttons; another law's with its rank, another status than in force with its badge."""
    shown = []
    for one in found:
        looks = [rank_badge(one.instrument.authority, view.lang)] if one.instrument is not here.instrument else []
        if not one.version.in_force_on(view.day):
            looks.append(status_badge(view.status(one), view.lang))
        near = one.instrument is here.instrument and one.version is here.version
        label = str(one.article.number) if near else one.label
        shown.append(tag("li", view.opens(one.ref, tag("span", label, lang="zh-CN"), *looks, class_="row")))
    return tag("ul", *shown, class_="rows")


def other_texts(provision: Provision, view: View) -> Html:
    """The same rule in the older and newer texts of its instrument, each to open and to compare."""
    shown = list(_other_texts(provision, view))
    title = tag("h3", view.say("other_texts"))
    return tag("section", title, tag("ul", *shown, class_="rows"), class_="texts") if shown else Html()


def _other_texts(provision: Provision, view: View) -> Iterator[Html]:
    for ref, version in counterparts(provision, view.book):
        one = view.corpus.instruments[version.instrument]
        older = version.in_force < provision.version.in_force
        label = tag("span", written(ref).partition("》")[2], lang="zh-CN")
        kind = badge("↻", view.say("old_text"), "amber") if older else badge("✓", view.say("new_text"), "green")
        if not older and one.status_on(version, view.day) is not Status.IN_FORCE:
            kind = badge("↻", view.say("later_text"), "grey")
        if view.corpus.provision(ref, view.day) is None:
            yield tag("li", tag("span", kind, label, view.say("not_held"), class_="row"))
            continue
        pair = (ref, provision.ref) if older else (provision.ref, ref)
        compare = tag("a", view.say("compare"), href=view.link(between(*pair)), class_="quiet")
        days = tag("span", view.days(version), class_="days")
        yield tag("li", view.opens(ref, kind, label, days, class_="row"), compare)


def between(old: str, new: str) -> str:
    """The path of a comparison: `治安管理处罚法@2013-01-01#42..2026-01-01#50`."""
    return f"{old}..{new.partition('@')[2]}"
