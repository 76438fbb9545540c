"""What the room of evidence shows that is the library's: each limit with its law, what to keep, the cited articles.

The log itself never comes here: the page counts it, by the table that stands in `data`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from assistant import (
    DISCLAIMER,
    DISCLAIMER_EN,
    MANIFEST_HEADER,
    Checklist,
    Cited,
    Columns,
    EvidenceChannel,
    Keep,
    Limit,
    Limits,
)
from kb import Corpus, Provision
from ui.html import Html, join, tag
from ui.web.sheet import badge, rank_badge, sheet
from ui.web.words import word

CHOICES = ("to", "how", "lender")
"""Fields whose values are named as in the room that checks a call."""


@dataclass(slots=True)
class Cites:
    """The cited provisions under one numbering, each with a button that opens it."""

    corpus: Corpus
    day: date
    lang: str
    cited: dict[str, Cited] = field(default_factory=dict)

    def button(self, ref: str) -> Html:
        """A button with the provision's label, its rank, and whether that is law."""
        provision = self.corpus.provision(ref, self.day)
        if provision is None:  # the library's own references resolve; lint sees to it
            return Html()
        cited = self.cited.setdefault(provision.ref, self._cited(provision))
        authority = provision.instrument.authority
        looks = [rank_badge(authority, self.lang)]
        if not authority.binding:
            looks.append(badge("≠", word(self.lang, "evidence.not_law"), "grey"))
        return tag(
            "button",
            tag("span", tag("bdi", cited.label, lang="zh-CN"), class_="label"),
            tag("span", *looks, class_="looks"),
            type="button",
            class_="source",
            data_cite=f"evidence-{cited.n}",
            aria_controls="sheet",
        )

    def shelf(self) -> Html:
        """The articles, hidden until one is opened."""
        book = self.corpus.on(self.day)
        sheets = (
            tag("div", sheet(c, self.corpus, book, self.lang), id=f"sheet-evidence-{c.n}") for c in self.cited.values()
        )
        return tag("div", *sheets, hidden=True)

    def _cited(self, provision: Provision) -> Cited:
        status = self.corpus.on(self.day).status(provision)
        return Cited(
            len(self.cited) + 1, provision.ref, provision.label, "", status.value,
            provision.instrument.authority.value, provision.wording.value,
        )  # fmt: skip


def room(limits: Limits, columns: Columns, checklist: Checklist, cites: Cites) -> Html:
    """All that the page's script needs, once: data, the rules, what to keep, the articles."""
    lang = cites.lang
    rules = tag("div", *(_rule(limit, cites) for limit in limits.limits), id="evidence-rules", hidden=True)
    keep = tag("div", *_checklist(checklist, cites), id="evidence-keep")
    said = json.dumps(_data(limits, columns, lang), ensure_ascii=False)
    return join([tag("div", said, id="evidence-data", hidden=True), rules, keep, cites.shelf()])


def _data(limits: Limits, columns: Columns, lang: str) -> dict[str, object]:
    named = {"to": columns.form, "how": columns.form, "lender": columns.form}
    return {
        "table": limits.limits_json(),
        "columns": columns.to_dict(),
        "choices": {
            name: [
                {"id": value.id, "title": word(lang, f"call.labels.{name}_{value.id}")}
                for one in form.fields
                if one.id == name
                for value in one.values
            ]
            for name, form in named.items()
        },
        "manifest": {"header": list(MANIFEST_HEADER), "note": DISCLAIMER, "shown": _disclaimer(lang)},
    }


def _disclaimer(lang: str) -> str:
    return DISCLAIMER if lang == "zh" else DISCLAIMER_EN


def _rule(limit: Limit, cites: Cites) -> Html:
    """A limit: its title, what carries it, whom it binds; the script writes the counts into it."""
    lang = cites.lang
    sources = [tag("li", cites.button(b.ref), data_ref=b.ref) for b in limit.bases]
    grounds = [
        tag("li", tag("span", b.says, lang="zh-CN"), " ", tag("span", f"（{b.label}）", lang="zh-CN"), data_ref=b.ref)
        for b in limit.bases
    ]
    return tag(
        "article",
        tag("h4", limit.title if lang == "zh" else limit.title_en),
        tag("p", class_="counted"),
        tag("ul", *sources, class_="grounds"),
        tag(
            "details",
            tag("summary", word(lang, "evidence.where_written")),
            tag("ul", class_="days-counted"),
            tag("ul", *grounds, class_="said-by"),
            tag("p", tag("strong", word(lang, "call.binds")), tag("span", limit.binds, lang="zh-CN")),
            tag("p", limit.note if lang == "zh" else limit.note_en, class_="note"),
        ),
        class_="rule",
        data_limit=limit.id,
    )


def _checklist(checklist: Checklist, cites: Cites) -> Iterator[Html]:
    lang = cites.lang
    chips = [
        tag(
            "button", channel.title if lang == "zh" else channel.title_en,
            type="button", class_="chip", data_channel=channel.id, aria_pressed="false",
        )
        for channel in checklist.channels
    ]  # fmt: skip
    yield tag("div", *chips, class_="channels", role="group", aria_label=word(lang, "evidence.channels"))
    for channel in checklist.channels:
        yield _channel(channel, cites)


def _channel(channel: EvidenceChannel, cites: Cites) -> Html:
    items = [_item(f"{channel.id}-{n}", keep, cites) for n, keep in enumerate(channel.items)]
    title = tag("h3", channel.title if cites.lang == "zh" else channel.title_en)
    return tag("section", title, tag("ul", *items, class_="keep"), data_channel=channel.id, hidden=True)


def _item(name: str, keep: Keep, cites: Cites) -> Html:
    lang = cites.lang
    law = [tag("div", tag("p", b.says, lang="zh-CN"), cites.button(b.ref), class_="basis") for b in keep.law]
    title = keep.keep if lang == "zh" else keep.keep_en
    return tag(
        "li",
        tag("label", tag("input", type="checkbox", data_tick=name), tag("b", title)),
        tag("p", keep.how, lang="zh-CN"),
        tag("p", tag("strong", word(lang, "evidence.why")), tag("span", keep.why, lang="zh-CN"), class_="why"),
        tag("details", tag("summary", word(lang, "evidence.law_says")), *law) if law else Html(),
    )
