"""The shelf: every instrument by its rank, and one instrument's articles under their headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, groupby

from kb import Article, Authority, Instrument, Provision, Status, Version, Wording
from ui.html import Html, join, tag
from ui.web.looks import badge, rank_badge, status_badge
from ui.web.view import View

OPEN_UP_TO = 60
"""Articles of an instrument that stand open; a longer one shows its headings first."""
FIRST_WORDS = 34
"""Characters of an article that its row shows."""


def home(view: View) -> Html:
    """All instruments, the highest rank first; those of which only the name is known stand last."""
    groups = []
    held = [i for i in view.corpus.instruments.values() if any(v.articles for v in i.versions)]
    for rank in Authority:
        found = [i for i in held if i.authority is rank]
        if found:
            groups.append(_group(rank, found, view))
    rest = [i for i in view.corpus.instruments.values() if i not in held]
    names = tag("ul", *(tag("li", tag("span", i.id, lang="zh-CN"), _state(i, view)) for i in rest), class_="names")
    only = tag("details", tag("summary", view.say("only_names", n=len(rest))), names, class_="shelf")
    return join([tag("p", view.say("home"), class_="lead"), *groups, only])


def _group(rank: Authority, found: Sequence[Instrument], view: View) -> Html:
    said = rank.chinese if view.lang == "zh" else rank.english
    inside = [tag("span", said, class_="name"), tag("span", view.say("texts", n=len(found)), class_="count")]
    note = [] if rank.binding else [tag("p", view.say("not_law"), class_="warning")]
    rows = [tag("li", _instrument(one, view)) for one in found]
    shelf = tag("ul", *rows, class_="instruments")
    return tag("details", tag("summary", *inside), *note, shelf, open=rank is Authority.LAW, class_="shelf")


def _instrument(one: Instrument, view: View) -> Html:
    version = shown_version(one, view)
    summary = version.wording is Wording.SUMMARY and badge("～", view.say("summary"), "amber")
    return tag(
        "a",
        tag("span", one.id, class_="name", lang="zh-CN", title=one.full),
        tag("span", *(x for x in (_state(one, view), summary) if x), class_="looks"),
        tag("span", _count(version, view), class_="count"),
        href=view.link(one.id),
        class_="row",
    )


def _state(one: Instrument, view: View) -> Html:
    version = shown_version(one, view) if one.versions else None
    return status_badge(one.status_on(version, view.day), view.lang) if version else Html()


def _count(version: Version, view: View) -> str:
    held = len(version.articles)
    if version.last_article and held < version.last_article:
        return view.say("held_of", n=held, total=version.last_article)
    return view.say("held_all", n=held)


def shown_version(one: Instrument, view: View) -> Version:
    """The text of the day if it is held, else the newest held one that is not later, else the first held."""
    held = [v for v in one.versions if v.articles] or list(one.versions)
    past = [v for v in held if v.in_force <= view.day]
    return next((v for v in held if v.in_force_on(view.day)), past[-1] if past else held[0])


def contents(one: Instrument, version: Version, view: View) -> Html:
    """An instrument: names, rank, texts, and its articles under their headings."""
    status = one.status_on(version, view.day)
    old = status in {Status.SUPERSEDED, Status.REPEALED}
    looks = [rank_badge(one.authority, view.lang), status_badge(status, view.lang)]
    parts = [
        crumb(view),
        tag("h3", tag("bdi", f"《{one.id}》"), lang="zh-CN", tabindex="-1", class_="page-title"),
        tag("p", one.full, class_="full", lang="zh-CN"),
        tag("p", *looks, tag("span", view.days(version), class_="days"), class_="badges"),
    ]
    if old:
        parts.append(tag("p", view.say("old_page"), class_="warning"))
    if version.wording is Wording.SUMMARY:
        parts.append(tag("p", view.say("summary_page"), class_="warning"))
    if not one.authority.binding:
        parts.append(tag("p", view.say("not_law"), class_="warning"))
    parts += [_versions(one, version, view), tag("p", _count(version, view), class_="count-line")]
    if one.note:
        parts.append(tag("p", one.note, class_="about", lang="zh-CN"))
    return join([*parts, _articles(one, version, view)])


def crumb(view: View, *rest: Html) -> Html:
    """The way back to the shelf."""
    return tag(
        "nav", tag("a", view.say("all"), href=view.link("")), *rest, class_="crumb", aria_label=view.say("crumb")
    )


def _versions(one: Instrument, shown: Version, view: View) -> Html:
    held = [v for v in one.versions if v.articles]
    if len(held) < 2:
        return Html()
    rows = [
        tag(
            "li",
            tag(
                "a",
                status_badge(one.status_on(v, view.day), view.lang),
                tag("span", view.days(v)),
                href=view.link(f"{one.id}@{v.in_force}"),
                aria_current="true" if v is shown else False,
                class_="row",
            ),
        )
        for v in reversed(held)
    ]
    pairs = [
        tag("li", tag("a", view.say("compare_two", old=a.in_force, new=b.in_force), class_="quiet",
                      href=view.link(f"{one.id}@{a.in_force}..{b.in_force}")))
        for a, b in combinations(held, 2)
    ]  # fmt: skip
    return tag(
        "section", tag("h4", view.say("versions")), tag("ul", *rows, class_="rows"), tag("ul", *pairs, class_="pairs")
    )


def _articles(one: Instrument, version: Version, view: View) -> Html:
    wide_open = len(version.articles) <= OPEN_UP_TO
    parts = []
    before = 0
    for top, run in groupby(version.articles, lambda a: a.headings[:1]):
        inside: list[Html] = []
        found = list(run)
        for lower, few in groupby(found, lambda a: a.headings[1:]):
            if lower:
                inside.append(tag("h5", " ".join(lower), lang="zh-CN"))
            rows, before = _rows(one, version, list(few), before, view)
            inside.append(rows)
        if not top:
            parts += inside
            continue
        span = [str(found[0].number), str(found[-1].number)]
        said = tag("span", "—".join(dict.fromkeys(span)), class_="count")
        name = tag("span", top[0], class_="name")
        parts.append(tag("details", tag("summary", name, said), *inside, open=wide_open, class_="shelf", lang="zh-CN"))
    return tag("section", *parts, class_="contents")


def _rows(one: Instrument, version: Version, found: list[Article], before: int, view: View) -> tuple[Html, int]:
    """Articles as buttons; the numbers between them that are not held are said."""
    out: list[Html] = []
    for article in found:
        number = article.number.number
        if not article.number.division and before and number > before + 1:
            out.append(tag("li", view.say("gap", first=before + 1, last=number - 1), class_="gap"))
        before = number or before
        out.append(tag("li", article_row(Provision(one, version, article), view)))
    return tag("ul", *out, class_="rows"), before


def article_row(one: Provision, view: View, *more: Html, line: Html | None = None) -> Html:
    """An article as a button: its number, what is unusual about it, and its first words or the line that fits."""
    text = one.article.text.replace("\n", "")
    short = text if len(text) <= FIRST_WORDS else text[:FIRST_WORDS] + "…"
    number = str(one.article.number) or view.say("whole_text")
    doubt = [badge("?", view.say("unconfirmed"), "amber")] if one.article.unconfirmed else []
    summary = [badge("～", view.say("summary"), "amber")] if one.wording is Wording.SUMMARY else []
    head = tag("span", tag("b", number), *doubt, *summary, *more, class_="head", lang="zh-CN")
    return view.opens(
        one.ref, head, tag("span", line or short, class_="first-words", lang="zh-CN"), class_="row article"
    )
