"""One article among its relations: a drawing of references, the same as lists, and its other texts."""

from __future__ import annotations

from kb import Provision
from ui.html import Html, join, tag
from ui.web.graph import MOST, Node, graph
from ui.web.library import crumb
from ui.web.looks import rank_badge, status_badge
from ui.web.relations import other_texts, referred, referring, rows
from ui.web.view import View


def article_page(one: Provision, view: View) -> Html:
    """The page of an article; its words open beside it."""
    out, back = referred(one, view), referring(one, view)
    version = f"{one.instrument.id}@{one.version.in_force}"
    looks = [rank_badge(one.instrument.authority, view.lang), status_badge(view.status(one), view.lang)]
    parts = [
        crumb(view, tag("a", f"《{one.instrument.id}》", href=view.link(version), lang="zh-CN")),
        tag("h3", tag("bdi", one.label), tabindex="-1", class_="page-title", lang="zh-CN"),
        tag("p", *looks, tag("span", view.days(one.version), class_="days"), class_="badges"),
        tag("p", " › ".join(one.article.headings), class_="full", lang="zh-CN") if one.article.headings else Html(),
        view.opens(one.ref, view.say("open_whole"), class_="quiet strong"),
        other_texts(one, view),
    ]
    if out or back:
        parts.append(tag("h4", view.say("graph")))
        parts.append(graph(_node(one, view), [_node(p, view) for p in back],
                           [_node(p, view) for p in out], view.say("graph_of", label=one.label)))  # fmt: skip
        if max(len(out), len(back)) > MOST:
            parts.append(tag("p", view.say("graph_some", n=MOST), class_="lead"))
    for key, found in (("refers_to", out), ("referred_by", back)):
        parts.append(tag("h4", view.say(key, n=len(found))))
        parts.append(rows(found, one, view) if found else tag("p", view.say(f"none_{key}"), class_="lead"))
    return tag("div", join(parts), data_opens=one.ref, data_day=str(view.day))


def _node(one: Provision, view: View) -> Node:
    number = str(one.article.number) or view.say("whole_text")
    return Node(one.instrument.id, number, one.label, view.link(one.ref))
