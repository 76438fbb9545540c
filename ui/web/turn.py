"""One turn of the chat as HTML: the question, the stages of the work, the verified answer and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, takewhile

from assistant import Action, Answer, Cited, Conclusion, PublicLine
from kb import Authority, Corpus, Status
from ui.html import Html, escape, join, tag
from ui.web.sheet import badge, rank_badge, sheet, status_badge
from ui.web.text import LINE_PATTERN, URGENT
from ui.web.words import word

STAGES = ("search", "draft", "check")

VERDICT_LOOKS = {
    Conclusion.UNLAWFUL: ("✕", "danger"),
    Conclusion.LIKELY_UNLAWFUL: ("!", "danger"),
    Conclusion.BREACHES_INDUSTRY_RULE: ("≈", "amber"),
    Conclusion.LAWFUL: ("✓", "green"),
    Conclusion.NEEDS_FACTS: ("?", "grey"),
}
_BLOCK = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"\s*(?:[-*•]|(?P<number>\d{1,2})[.、])\s+(?P<body>.+)")
_HEADING = re.compile(r"(?:#+\s+(?P<plain>.+)|\*\*(?P<bold>[^*]+)\*\*(?P<marks>(?:\[\d{1,2}\])*))")
_ASIDE = re.compile(r"\*(?P<words>[^*\n]+)\*")
_NOW = ("**现在做**", "**Do now**")
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


def turn(asked: str, *rest: str, lang: str) -> Html:
    """A question and what follows it."""
    question = tag("p", tag("span", word(lang, "you_asked") + "：", class_="sr"), tag("bdi", asked), class_="asked")
    return tag("article", question, *rest, class_="turn")


def stages(now: str, lang: str) -> Html:
    """检索 → 起草 → 核对, with the one that is running."""
    place = STAGES.index(now)
    steps = [
        tag(
            "li",
            word(lang, f"stage_{name}"),
            class_="done" if i < place else "now" if i == place else "later",
            aria_current="step" if i == place else False,
        )
        for i, name in enumerate(STAGES)
    ]
    return tag("ol", *steps, class_="stages", aria_label=word(lang, "stages"))


def fault(sentence: str, lang: str) -> Html:
    """Something the reader can mend, or our own failure, in one sentence."""
    return tag("p", badge("!", word(lang, "failed"), "amber"), " ", sentence, class_="answer fault")


def answer(given: Answer, corpus: Corpus, number: int) -> Html:
    """An answer, its sources as buttons, and the cited articles, hidden until one is opened."""
    lang = given.lang
    place = Place(number, {c.n: c for c in given.citations}, lang)
    if given.action is Action.CRISIS:
        return join([crisis(given, place), shelf(given.citations, given.as_of, corpus, place)])
    parts = [
        *blocks(given.text, place, _verdict(given)),
        _ask_back(given, place),
        sources(place),
        tag("p", word(lang, "withheld", n=len(given.withheld)), class_="withheld") if given.withheld else Html(),
        tag("p", word(lang, "notice"), "：", given.notice, class_="notice") if given.notice else Html(),
        tag(
            "p",
            tag("button", word(lang, "copy"), type="button", class_="quiet copy", data_done=word(lang, "copied")),
            class_="tools",
        ),
    ]
    body = tag("div", *parts, class_=f"answer {given.conclusion.value}", data_turn=str(number))
    return join([body, shelf(given.citations, given.as_of, corpus, place)])


def crisis(given: Answer, place: Place) -> Html:
    """A life in danger: few words and the numbers to call; the law waits."""
    return tag(
        "div",
        *blocks(given.text, place),
        call_list(URGENT, place.lang),
        class_="answer crisis",
        data_turn=str(place.turn),
    )


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
                    tag("span", one.zh if lang == "zh" else one.en),
                    href=f"tel:{one.number}",
                ),
            )
            for one in lines
        ),
        class_="calls",
    )


def blocks(text: str, place: Place, verdict: Html = Html()) -> Iterator[Html]:  # noqa: B008  # a frozen value
    """The answer's Markdown: headings, lists, paragraphs; everything else is shown as it was written.

    What must be said first stands first; then the verdict and the headline; then what to do now, wherever the composer
    put it; then the reasons.
    """
    parts = [part.strip("\n") for part in _BLOCK.split(text.strip())]
    urgent = [part for part in parts if part.startswith(_NOW)]
    rest = [part for part in parts if part not in urgent]
    leading = len(list(takewhile(lambda part: part.startswith("**"), rest))) or 1
    for part in rest[: leading - 1]:
        yield tag("section", *_block(part.split("\n"), place, "h2"), class_="first")
    yield verdict
    yield from _block(rest[leading - 1].split("\n"), place, "h2")
    for part in urgent:
        yield tag("section", *_block(part.split("\n"), place, "h3"), class_="now")
    for part in rest[leading:]:
        yield from _block(part.split("\n"), place, "h3")


def _block(lines: Sequence[str], place: Place, level: str) -> Iterator[Html]:
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
            rows = [tag("li", inline(m["body"], place)) for m in matched]
            yield tag("ol" if matched[0]["number"] else "ul", *rows)
        else:
            yield tag("p", join([inline(line, place) for line in run], tag("br")))


def inline(text: str, place: Place) -> Html:
    """Bold, citation marks, article numbers that must not be torn apart, and numbers one can call."""
    out: list[Html] = []
    at = 0
    for match in _PIECES.finditer(text):
        out.append(_callable(text[at : match.start()]))
        at = match.end()
        if match["mark"]:
            cited = place.cited.get(int(match["mark"]))
            out.append(_mark(cited, place) if cited else escape(match[0]))
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
    said = word(place.lang, "source_open", n=cited.n, label=cited.label)
    opens = f"{place.turn}-{cited.n}"
    return tag(
        "button", f"[{cited.n}]", type="button", class_="mark", data_cite=opens, aria_controls="sheet", aria_label=said
    )


def _verdict(given: Answer) -> Html:
    looks = VERDICT_LOOKS.get(given.conclusion)
    if not looks or given.action is not Action.ANSWER:
        return Html()
    said = given.conclusion.chinese if given.lang == "zh" else given.conclusion.english
    if said.casefold() == given.headline.casefold():
        return Html()
    return tag("p", badge(looks[0], said, looks[1]), class_="verdict")


def _ask_back(given: Answer, place: Place) -> Html:
    if not given.ask_back or given.action is Action.CLARIFY:
        return Html()
    return tag(
        "p", tag("strong", word(place.lang, "ask_back"), "："), inline(given.ask_back[0], place), class_="ask-back"
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
        label = tag("span", tag("b", f"[{cited.n}]"), " ", inline(cited.label, place), class_="label", lang="zh-CN")
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
