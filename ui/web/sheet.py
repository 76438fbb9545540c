"""The cited article beside the chat: the whole of it, the cited 款 or 项 marked, its rank, status and days."""

from __future__ import annotations

from assistant import Cited
from kb import Authority, Corpus, Provision, Status, StatuteBook, Wording
from ui.html import Html, join, tag
from ui.ranks import RANKS_EN, STATUS_EN
from ui.web.words import word

_RANK_LOOKS = {
    Authority.LAW: ("§", "accent"),
    Authority.REGULATION: ("§", "accent"),
    Authority.JUDICIAL_INTERPRETATION: ("§", "accent"),
    Authority.STANDARD: ("≈", "amber"),
    Authority.INDUSTRY_RULE: ("≈", "amber"),
    Authority.GUIDE: ("≈", "grey"),
}
_STATUS_LOOKS = {
    Status.IN_FORCE: ("✓", "green"),
    Status.SUPERSEDED: ("↻", "amber"),
    Status.REPEALED: ("✕", "danger"),
    Status.NOT_YET: ("…", "grey"),
}


def badge(icon: str, said: str, hue: str) -> Html:
    """An icon, a word and a colour: no one of them alone carries the meaning."""
    return tag("span", tag("span", icon, aria_hidden="true", class_="icon"), said, class_=f"badge {hue}")


def rank_badge(authority: Authority, lang: str) -> Html:
    """法律, 部门规章, 行业自律 and so on."""
    icon, hue = _RANK_LOOKS.get(authority, ("§", "grey"))
    return badge(icon, authority.chinese if lang == "zh" else RANKS_EN[authority.value], hue)


def status_badge(status: Status, lang: str) -> Html:
    """现行有效, 已修改, 已废止, 尚未施行."""
    icon, hue = _STATUS_LOOKS[status]
    return badge(icon, status.chinese if lang == "zh" else STATUS_EN[status.value], hue)


def sheet(cited: Cited, corpus: Corpus, book: StatuteBook, lang: str) -> Html:
    """The article that a citation points into, as shown beside the chat."""
    provision = corpus.provision(cited.ref, book.day)
    if provision is None:  # a verified citation resolves in the same book
        return tag("h2", cited.label, tabindex="-1")
    instrument, version = provision.instrument, provision.version
    whole = Provision(instrument, version, provision.article)
    exact = provision.wording is Wording.EXACT
    days = word(lang, "in_force", day=version.in_force)
    if version.until:
        days += ("，" if lang == "zh" else ", ") + word(lang, "until", day=version.until)
    return join(
        [
            tag("h2", tag("bdi", whole.label, lang="zh-CN"), tabindex="-1"),
            tag("p", instrument.full, class_="full", lang="zh-CN"),
            tag(
                "ul",
                tag("li", tag("span", word(lang, "rank") + "：", class_="sr"), rank_badge(instrument.authority, lang)),
                tag(
                    "li",
                    tag("span", word(lang, "status") + "：", class_="sr"),
                    status_badge(book.status(provision), lang),
                ),
                tag("li", days, class_="days"),
                class_="badges",
            ),
            *_warnings(provision, lang),
            _words(provision, lang),
            tag("p", _provenance(provision, lang), class_="provenance") if exact else Html(),
            _former(provision, corpus, book, lang),
            tag("p", tag("strong", word(lang, "about") + "："), instrument.note, class_="about", lang="zh-CN")
            if instrument.note
            else Html(),
        ]
    )


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


def _words(provision: Provision, lang: str) -> Html:
    """The article 款 by 款, 项 by 项; what is cited is marked."""
    article = provision.article
    single = len(article.paragraphs) == 1 and len(article.paragraphs[0]) == 1
    part = provision.paragraph is not None or provision.item is not None
    paragraphs = []
    for number, lines in enumerate(article.paragraphs, 1):
        here = single or (part and number == provision.paragraph)
        shown = []
        for place, line in enumerate(lines):
            marked = here and (provision.item is None or line == provision.text)
            inside = tag("mark", tag("span", word(lang, "cited") + "：", class_="sr"), line) if marked else line
            shown.append(tag("p", inside, class_="item" if place else "lead"))
        paragraphs.append(tag("div", *shown, class_="paragraph"))
    exact = provision.wording is Wording.EXACT
    return tag("div", *paragraphs, class_="law" if exact else "law summary", lang="zh-CN")


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
    said = word(lang, "was", labels="、".join(labels), day=provision.version.in_force)
    note = "".join(dict.fromkeys(row.note for row in rows))
    return tag("p", said, note, class_="former", lang="zh-CN")
