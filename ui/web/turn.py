"""One turn of the chat as HTML: the question, the stages of the work, the verified answer and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, takewhile

from assistant import CITE_MARK, Cited, Conclusion, PublicLine, split_sentences
from kb import Authority, Corpus, Status
from ui.html import Html, escape, join, tag
from ui.web.folds import folded, length
from ui.web.sheet import badge, rank_badge, sheet, status_badge
from ui.web.text import LINE_PATTERN
from ui.web.twice import marks, parts, plainly
from ui.web.words import word

VERDICT_LOOKS = {
    Conclusion.UNLAWFUL: ("✕", "danger"),
    Conclusion.LIKELY_UNLAWFUL: ("!", "danger"),
    Conclusion.BREACHES_INDUSTRY_RULE: ("≈", "amber"),
    Conclusion.LAWFUL: ("✓", "green"),
    Conclusion.NEEDS_FACTS: ("?", "grey"),
}
_BLOCK = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"\s*(?:[-*•]|(?P<number>\d{1,2})[.、])\s+(?P<body>.+)")
_HEADING = re.compile(rf"(?:#+\s+(?P<plain>.+)|\*\*(?P<bold>[^*]+)\*\*(?P<marks>(?:{CITE_MARK.pattern})*))")
_ASIDE = re.compile(r"\*(?P<words>[^*\n]+)\*")
_LIST = re.compile(r"^- ", re.MULTILINE)
_NOW = ("**现在做**", "**Do now**")
_SUMS = ("**算一算**", "**The sum**")
STOPS = tuple("，。；：、）！？")
"""What never begins a line."""
_PIECES = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|(?<!\*)\*(?P<aside>[^*\n]+)\*(?!\*)|\[(?P<mark>\d{1,2})\]"
    r"|(?P<whole>第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?|第[\d.]+[条节章]|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2})"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: its number in the conversation, its citations, and the language of the frame."""

    turn: int | str
    cited: Mapping[int, Cited]
    lang: str
    twice: bool = False
    """Whether each legal sentence is drawn in plain words and by the article's own, of which the reader sees one."""


def turn(asked: str, *rest: str, lang: str) -> Html:
    """A question and what follows it."""
    question = tag(
        "p", tag("span", word(lang, "you_asked") + word(lang, "colon"), class_="sr"), tag("bdi", asked), class_="asked"
    )
    return tag("article", question, *rest, class_="turn")


def call_list(lines: tuple[PublicLine, ...], lang: str) -> Html:
    """Numbers to call, each the size of a thumb."""
    return tag(
        "ul",
        *(
            tag(
                "li",
                tag(
                    "a",
                    tag("strong", one.number),
                    tag("span", one.zh if lang == "zh" else one.en, tag("small", class_="open", data_line=one.number)),
                    href=f"tel:{one.number}",
                ),
                class_="emergency" if one.urgent else False,
            )
            for one in lines
        ),
        class_="calls",
    )


def blocks(text: str, place: Place, verdict: Html = Html(), room: int = 0) -> Iterator[Html]:  # noqa: B008  # a frozen value
    """The answer's Markdown: headings, lists, paragraphs; everything else is shown as it was written.

    What must be said first stands first; then the verdict and the headline; then what to do now, wherever the composer
    put it; then the reasons. Of these, what is beyond `room` characters waits behind 展开理由; 0: nothing waits.
    """
    parts = [part.strip("\n") for part in _BLOCK.split(text.strip())]
    urgent = [part for part in parts if part.startswith(_NOW)]
    rest = [part for part in parts if part not in urgent]
    leading = len(list(takewhile(lambda part: part.startswith("**") and not _LIST.search(part), rest))) or 1
    told = set[int]()  # citations whose words were drawn: they are not repeated
    for part in rest[: leading - 1]:
        yield tag("section", *_block(part.split("\n"), place, "h2", told), class_="first")
    yield verdict
    yield from _block(rest[leading - 1].split("\n"), place, "h2", told)
    sums = list(takewhile(lambda part: part.startswith(_SUMS), rest[leading:]))  # asked for, so never folded away
    for part in sums:
        yield from _block(part.split("\n"), place, "h3", told)
    for part in urgent:
        heading, *steps = part.split("\n")
        yield tag("section", *_block([heading], place, "h3", told), *_steps(steps, place), class_="now")
    reasons = rest[leading + len(sums) :]
    day = [reasons.pop()] if reasons and _ASIDE.fullmatch(reasons[-1]) else []
    if place.twice and any(marks(part) for part in reasons):
        yield _switch(place.lang)
    shown, waiting = folded(reasons, room - sum(map(length, (*rest[:leading], *urgent)))) if room else (reasons, [])
    for part in shown:
        yield from _block(part.split("\n"), place, "h3", told)
    if waiting:
        within = [html for part in waiting for html in _block(part.split("\n"), place, "h3", told)]
        yield tag("details", tag("summary", word(place.lang, "reasons")), *within, class_="reasons")
    for part in day:
        yield from _block(part.split("\n"), place, "h3", told)


def _switch(lang: str) -> Html:
    """Plain words or the articles' own, for the whole answer."""
    buttons = (
        tag(
            "button",
            word(lang, f"ask.{which}"),
            type="button",
            aria_pressed=str(which == "plain").lower(),
            data_words=which,
        )
        for which in ("plain", "letter")
    )
    return tag("div", *buttons, class_="words", role="group", aria_label=word(lang, "ask.words"))


def _said(line: str, place: Place, told: set[int]) -> Html:
    """A line of reasons; each sentence that cites is drawn twice where that is wanted."""
    if not (place.twice and marks(line)):
        return inline(line, place)
    return join(
        [
            _both(sentence, place, told) if marks(sentence) else inline(sentence, place)
            for sentence in split_sentences(line)
        ]
    )


def _both(sentence: str, place: Place, told: set[int]) -> Html:
    plain = (tag("span", inline(part, place), class_="part") for part in parts(plainly(sentence)))
    cited = [place.cited[n] for n in marks(sentence) if n in place.cited]
    return join([tag("span", *plain, class_="plain"), *(_letter(one, place, told) for one in cited)])


def _letter(cited: Cited, place: Place, told: set[int]) -> Html:
    """What a sentence cites, in the words of the article, or the gist where its words are not held."""
    label = tag("b", inline(cited.label, place), lang="zh-CN")
    if cited.n in told:
        said = word(place.lang, "ask.above")
        return tag("span", label, " ", said, _mark(cited, place), class_="letter")
    told.add(cited.n)
    words = cited.excerpt or cited.quote or cited.summary
    exact = cited.wording == "exact"
    law = tag("span", f"“{words}”" if exact else words, lang="zh-CN")
    gist = Html() if exact else tag("em", word(place.lang, "ask.gist"))
    rank = Authority(cited.authority)
    badges = Html() if rank is Authority.LAW else rank_badge(rank, place.lang)
    return tag("span", label, badges, gist, law, _mark(cited, place), class_="letter")


def _steps(lines: Sequence[str], place: Place) -> Iterator[Html]:
    """What to do now, each with a box to tick; the tick stays in the page."""
    rows = []
    for n, line in enumerate((line for line in lines if line.strip()), 1):
        item = _ITEM.fullmatch(line)
        box = tag(
            "button", type="button", role="checkbox", aria_checked="false", class_="tick",
            aria_label=word(place.lang, "step_done", n=n), data_step=f"{place.turn}-{n}",
        )  # fmt: skip
        rows.append(tag("li", box, tag("span", inline(item["body"] if item else line, place)), class_="step"))
    if rows:
        yield tag("ol", *rows, class_="steps")


def _block(lines: Sequence[str], place: Place, level: str, told: set[int]) -> Iterator[Html]:
    """One block: a heading, then runs of items and of plain lines."""
    heading = _HEADING.fullmatch(lines[0].strip())
    if heading:
        said = heading["plain"] or heading["bold"]
        yield tag(level, inline(said, place), inline(heading["marks"] or "", place))
        lines = lines[1:]
    if len(lines) == 1 and (aside := _ASIDE.fullmatch(lines[0].strip())):
        yield tag("p", inline(aside["words"], place), class_="day")
        return
    for items, run in groupby((line for line in lines if line.strip()), lambda line: bool(_ITEM.fullmatch(line))):
        if items:
            matched = [m for line in run if (m := _ITEM.fullmatch(line))]
            rows = [tag("li", _said(m["body"], place, told)) for m in matched]
            yield tag("ol" if matched[0]["number"] else "ul", *rows)
        else:
            yield tag("p", join([_said(line, place, told) for line in run], tag("br")))


def inline(text: str, place: Place) -> Html:
    """Bold, citation marks, article numbers that must not be torn apart, and numbers one can call."""
    out: list[Html] = []
    at = 0
    for match in _PIECES.finditer(text):
        out.append(_callable(text[at : match.start()]))
        at = match.end()
        if match["mark"]:
            cited = place.cited.get(int(match["mark"]))
            stop = text[at : at + 1] if cited and text[at : at + 1] in STOPS else ""
            at += len(stop)
            shown = _mark(cited, place) if cited else escape(match[0])
            out.append(tag("span", shown, stop, class_="whole") if stop else shown)
        elif match["whole"]:
            out.append(tag("span", match[0], class_="whole"))
        else:
            out.append(tag("strong" if match["bold"] else "em", inline(match["bold"] or match["aside"], place)))
    return join([*out, _callable(text[at:])])


def _callable(text: str) -> Html:
    out: list[str] = []
    at = 0
    for match in LINE_PATTERN.finditer(text):
        out += [text[at : match.start()], tag("a", match[0], href=f"tel:{match[0]}", class_="tel")]
        at = match.end()
    return join([*out, text[at:]])


def _mark(cited: Cited, place: Place) -> Html:
    said = word(place.lang, "source_open", n=cited.n, label=cited.english or cited.label)
    opens = f"{place.turn}-{cited.n}"
    return tag(
        "button", f"[{cited.n}]", type="button", class_="mark", data_cite=opens, aria_controls="sheet", aria_label=said
    )


def sources(place: Place) -> Html:
    """Each citation as a button: number, label, rank and status."""
    if not place.cited:
        return Html()
    rows = []
    for cited in place.cited.values():
        looks = [rank_badge(Authority(cited.authority), place.lang), status_badge(Status(cited.status), place.lang)]
        if cited.wording != "exact":
            looks.append(badge("～", word(place.lang, "summary"), "amber"))
        chinese = tag("span", inline(cited.label, place), lang="zh-CN")
        named = (f"{cited.english}, ", chinese) if cited.english else (chinese,)
        label = tag("span", tag("b", f"[{cited.n}]"), " ", *named, class_="label")
        rows.append(
            tag(
                "li",
                tag(
                    "button",
                    label,
                    tag("span", *looks, class_="looks"),
                    type="button",
                    class_="source",
                    data_cite=f"{place.turn}-{cited.n}",
                    aria_controls="sheet",
                ),
            )
        )
    return tag("section", tag("h3", word(place.lang, "sources")), tag("ul", *rows), class_="sources")


def shelf(citations: Sequence[Cited], day: date, corpus: Corpus, place: Place) -> Html:
    """The cited articles, hidden until one is opened."""
    book = corpus.on(day)
    return tag(
        "div",
        *(
            tag("div", sheet(cited, corpus, book, place.lang), id=f"sheet-{place.turn}-{cited.n}")
            for cited in citations
        ),
        hidden=True,
    )
