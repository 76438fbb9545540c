"""What a search of the library finds: a reference as a person writes it, or words, best first with the reason."""

from __future__ import annotations

import re
from itertools import groupby

from assistant import Assistant
from kb import Entry, Hit, InputProblem, Provision, bigrams, look_up, written
from ui.html import Html, join, tag
from ui.web.library import article_row, crumb
from ui.web.looks import badge, rank_badge, status_badge
from ui.web.relations import between
from ui.web.view import View

MOST_FOUND = 20
LIKELY, POSSIBLE = 0.75, 0.45
"""Scores from which a hit is called 很可能有关 or 可能有关. About two in three of the first, one in four of the
second and fewer than one in ten of the others must be cited by an answer (`evals.retrieval bands`)."""


def found(asked: str, assistant: Assistant, view: View) -> Html:
    """The page of a search."""
    try:
        entries = look_up(asked, view.corpus, view.day)
    except InputProblem:
        entries = ()
    numbered = [e for e in entries if e.citation.number is not None]
    named = [e for e in entries if e.citation.number is None and e.citation.instrument in view.corpus.instruments]
    parts = [crumb(view), tag("h3", view.say("found"), tag("bdi", asked), tabindex="-1", class_="page-title")]
    if numbered:
        return join([*parts, *(_entry(entry, view) for entry in numbered)])
    for name in dict.fromkeys(e.citation.instrument for e in named):
        link = tag("a", f"《{name}》", " ", view.say("open_contents"), href=view.link(name), class_="quiet")
        parts.append(tag("p", link, lang="zh-CN"))
    hits = assistant.searcher.find(asked, view.day, k=MOST_FOUND, kind="article")
    if not hits:
        return join([*parts, tag("p", view.say("nothing"), class_="complaint")])
    rows = [tag("li", _hit(hit, asked, view)) for hit in hits]
    return join([*parts, tag("p", view.say("ranked"), class_="lead"), tag("ol", *rows, class_="rows found")])


def _entry(entry: Entry, view: View) -> Html:
    """What is known of a reference: the article, where it went, and what its number held before."""
    thing = entry.found
    parts: list[Html] = []
    if isinstance(thing, Provision):
        looks = (rank_badge(thing.instrument.authority, view.lang), status_badge(view.status(thing), view.lang))
        label = tag("b", thing.label, lang="zh-CN")
        text = tag("span", thing.text.replace("\n", " "), class_="first-words", lang="zh-CN")
        parts.append(view.opens(thing.ref, tag("span", label, *looks, class_="head"), text, class_="row article"))
    else:
        parts.append(tag("p", thing.note, class_="complaint", lang="zh-CN"))
    here = thing.ref if isinstance(thing, Provision) else ""
    parts += [_went(here, ref, view) for ref in entry.moved_to]
    for former in entry.was:
        old = former.provision
        said = view.say("was", label=old.label, day=old.version.until or "")
        open_old = view.opens(old.ref, badge("↻", view.say("old_text"), "amber"), said, class_="row")
        parts += [open_old, *(_went(old.ref, ref, view) for ref in former.moved_to)]
    if entry.note:
        parts.append(tag("p", entry.note, class_="about", lang="zh-CN"))
    return tag("section", *parts, class_="card entry")


def _went(old: str, new: str, view: View) -> Html:
    """→ became 第五十条, with the comparison where both are of one instrument."""
    if view.corpus.provision(new, view.day) is None:
        return tag("p", tag("span", "→ ", aria_hidden="true"), view.say("became", label=written(new)), class_="went")
    button = view.opens(new, badge("→", view.say("became", label=written(new)), "green"), class_="row")
    if old.partition("@")[0] != new.partition("@")[0] or view.corpus.provision(old, view.day) is None:
        return tag("p", button, class_="went")
    compare = tag("a", view.say("compare"), href=view.link(between(old, new)), class_="quiet")
    return tag("p", button, compare, class_="went")


def _hit(hit: Hit, asked: str, view: View) -> Html:
    one = view.corpus.provision(hit.passage.id, view.day)
    if one is None:  # the index is of this library
        raise LookupError(hit.passage.id)
    line = _best_line(one, hit, asked)
    name = tag("span", f"《{one.instrument.id}》", class_="law-name")
    looks = (name, rank_badge(one.instrument.authority, view.lang), _relevance(hit, view))
    return article_row(one, view, *looks, line=_marked(line, asked))


def _best_line(one: Provision, hit: Hit, asked: str) -> str:
    """The line that shares most with the words; of equals one of the paragraph or item that was found."""
    part = hit.part.text.split("\n") if hit.part else []
    pairs = set(bigrams(asked))
    return max(one.article.text.split("\n"), key=lambda line: (len(pairs & set(bigrams(line))), line in part[-1:]))


def _marked(line: str, asked: str) -> Html:
    """The line with what it has in common with the words marked: two characters or more."""
    places: set[int] = set()
    for pair in {pair for pair in bigrams(asked) if len(pair) > 1}:
        for found_at in re.finditer(f"(?={re.escape(pair)})", line, re.IGNORECASE):
            places |= set(range(found_at.start(), found_at.start() + len(pair)))
    runs = groupby(range(len(line)), lambda at: at in places)
    words = ((marked, "".join(line[at] for at in run)) for marked, run in runs)
    return join(tag("mark", said) if marked else said for marked, said in words)


def _relevance(hit: Hit, view: View) -> Html:
    """How likely it is that the article bears on what was asked, and why; the number itself tells a reader nothing."""
    by = hit.rankings
    if "cited" in by:
        return badge("●", view.say("why_cited"), "green")
    why = [
        key for key, way in (("why_words", "lexical"), ("why_meaning", "vector"), ("why_guide", "guide")) if way in by
    ]
    said = view.say("and").join(view.say(key) for key in why) or view.say("why_meaning")
    if hit.score >= LIKELY:
        return badge("●", view.say("likely", why=said), "green")
    if hit.score >= POSSIBLE:
        return badge("◐", view.say("possible", why=said), "grey")
    return badge("○", view.say("unlikely", why=said), "grey")
