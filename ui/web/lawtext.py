"""The words of an article, 款 by 款 and 项 by 项: what is cited marked, each unit to copy, each reference to follow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kb import Absence, Citation, Corpus, Pointer, Provision, StatuteBook, Wording, to_chinese
from kb import from_chinese as numeral
from ui.html import Html, escape, join, tag
from ui.web.view import View, reading_day
from ui.web.words import word

_PARTED = re.compile(r"……|\n")
_LEAST = 6
"""Characters of an excerpt's piece that is looked for; fewer stand in many lines."""
_NUMBERED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def words(provision: Provision, view: View, excerpt: str = "") -> Html:
    """The whole article that a provision stands in.

    The cited 款 or 项 is marked; of an article that is cited as a whole what carries the sentence, which is `excerpt`.
    """
    article = provision.article
    single = len(article.paragraphs) == 1 and len(article.paragraphs[0]) == 1
    part = provision.paragraph is not None or provision.item is not None
    carrying = () if part else tuple(one for one in _PARTED.split(excerpt) if len(one) >= _LEAST)
    pointers = view.corpus.crossrefs.of(provision.version, article)
    whole = replace(provision, paragraph=None, item=None)
    paragraphs = []
    for number, lines in enumerate(article.paragraphs, 1):
        here = (single and part) or (part and number == provision.paragraph)
        shown = [_unit_button(replace(whole, paragraph=number), view)] if len(article.paragraphs) > 1 else []
        for place, line in enumerate(lines):
            marked = here and (provision.item is None or line == provision.text)
            found = [p for p in pointers if (p.paragraph, p.line) == (number, place)]
            item, inside = _line(line, found, replace(whole, paragraph=number), view)
            if marked:
                inside = _cited(inside, view.lang)
            elif spoken := next((one for one in carrying if one in line), ""):
                before, _, after = line.partition(spoken)
                plain = inside == escape(line)  # no reference and no number of an item is drawn in it
                inside = (
                    join([before, _cited(escape(spoken), view.lang), after]) if plain else _cited(inside, view.lang)
                )
            unit = f"{number}.{item}" if item else False
            shown.append(tag("p", inside, class_="item" if place else "lead", data_unit=unit))
        paragraphs.append(tag("div", *shown, class_="paragraph", data_unit=str(number)))
    exact = provision.wording is Wording.EXACT
    return tag("div", *paragraphs, class_="law" if exact else "law summary", lang="zh-CN")


def _cited(inside: Html, lang: str) -> Html:
    return tag("mark", tag("span", word(lang, "cited") + word(lang, "colon"), class_="sr"), inside)


def copied(provision: Provision, corpus: Corpus, book: StatuteBook) -> str:
    """What goes to the clipboard: the words, whose they are, their rank, status and days, and the library's day."""
    version, text = provision.version, provision.text
    exact = provision.wording is Wording.EXACT
    quoted = f"“{text}”" if exact else f"（大意，不是原文）{text}"
    until = f"，{version.until}起不再适用" if version.until else ""
    rank, status = provision.instrument.authority.chinese, book.status(provision).chinese
    law = "" if provision.instrument.authority.binding else "（不是法律）"
    return (
        f"{quoted}\n——{provision.label}（{rank}{law}；按{book.day}：{status}；{version.in_force}起施行{until}）\n"
        f"法条核对日 {corpus.verified}；资料库版本 {corpus.fingerprint}"
    )


def _unit_button(unit: Provision, view: View) -> Html:
    """②第二款: copies exactly this paragraph with its citation."""
    number = unit.paragraph or 1
    name = f"第{to_chinese(number)}款"
    icon = _NUMBERED[number - 1] if number <= len(_NUMBERED) else ""
    return tag(
        "button",
        tag("span", icon, aria_hidden="true"),
        tag("span", name, class_="unit-name"),
        type="button",
        class_="unit",
        data_copy=copied(unit, view.corpus, view.book),
        aria_label=word(view.lang, "copy_unit", unit=name),
    )


def _line(line: str, pointers: Iterable[Pointer], here: Provision, view: View) -> tuple[int | None, Html]:
    """A line with its item's mark as a button that copies it, and its references as buttons; and which item it is."""
    out: list[str] = []
    at, item = 0, None
    mark = line.partition("）")[0] + "）" if line.startswith("（") else ""
    if mark and all(c in "一二三四五六七八九十" for c in mark[1:-1]) and len(mark) > 2:
        item, at = numeral(mark[1:-1]), len(mark)
        unit = replace(here, item=item)
        out.append(
            tag(
                "button",
                mark,
                type="button",
                class_="unit-mark",
                data_copy=copied(unit, view.corpus, view.book),
                aria_label=word(view.lang, "copy_unit", unit=mark),
            )
        )
    for (start, end), cited in {p.span: p.citation for p in pointers}.items():
        if start < at:
            continue
        out += [line[at:start], _followed(line[start:end], cited, here, view)]
        at = end
    return item, join([*out, line[at:]])


def _followed(said: str, cited: Citation, here: Provision, view: View) -> Html | str:
    """Words that refer: within the article they go to the place, else they open the other one; plain if not held."""
    own = cited.instrument == here.instrument.id and cited.number == here.article.number
    if own and cited.version == here.version.in_force:
        if cited.paragraph is None:
            return said
        goes = str(cited.paragraph) + (f".{cited.item}" if cited.item else "")
        return tag("button", said, type="button", class_="ref", data_goto=goes)
    found = view.corpus.on(reading_day(here.version, view.day)).resolve(cited)
    if isinstance(found, Absence):
        return said
    whole = replace(found, paragraph=None, item=None)  # a link, since a button's words do not go on in the next line
    return tag(
        "a", said, href=view.link(whole.ref), class_="ref", data_law=found.ref, data_day=str(view.day),
        aria_controls="sheet",
    )  # fmt: skip
