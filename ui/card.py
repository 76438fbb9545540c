"""A card of A6 to print and carry: the verdict, what to do and whom to call; behind it the articles.

It is made from the headline, the steps, the channels and the citations alone, never from the question; long digits that
are no public line are masked. The paper is light, whatever the screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from assistant import Action, Answer, Cited, Conclusion, Lines, PublicLine, Report, line_pattern
from kb import Authority, Status
from ui.typesetting import Set, fitted, width

WIDTH, HEIGHT = 105.0, 148.0
"""Millimetres: A6."""
MARGIN = 7.5
ROOM = WIDTH - 2 * MARGIN
MOST = 3
"""Steps, and numbers to call."""
FAMILY = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, HarmonyOS Sans SC, sans-serif"
INK, SOFT, LINE, ACCENT = "#1b2427", "#4a585d", "#d9d5cb", "#0e5c61"
_LOOKS = {
    Conclusion.UNLAWFUL: ("#b3231b", "#ffffff"),
    Conclusion.LIKELY_UNLAWFUL: ("#8f1d16", "#fdecea"),
    Conclusion.BREACHES_INDUSTRY_RULE: ("#6f4500", "#fdf1da"),
    Conclusion.LAWFUL: ("#17603a", "#e3f3e8"),
    Conclusion.NEEDS_FACTS: ("#465156", "#edebe5"),
}
"""Ground and ink of a verdict's badge; the lighter verdicts have a light ground and dark words."""
_LONG = re.compile(r"(?<![\d])\+?\d(?:[\s-]?\d){4,}(?![\d])")
_WORDS = {
    "zh": {
        "now": "现在做", "call": "能打的电话", "law": "依据", "by": "按 {day} 的法律", "since": "{day} 起施行",
        "until": "{day} 起不再适用", "not_law": "，不是法律", "more": "另有 {n} 条，见完整答复。",
        "none": "这张卡没有引用法条。",
        "data": "按 {day} 的法律 · 数据版本 {corpus}",
        "foot": "有据 · 仅供参考，不是律师意见", "side": "正面", "back": "背面：依据",
        "summary": "（大意）",
    },
    "en": {
        "now": "Do now", "call": "Numbers to call", "law": "Sources", "by": "By the law of {day}",
        "since": "in force since {day}", "until": "no longer applies from {day}", "not_law": ", not a law",
        "more": "{n} more in the full answer.", "none": "No article is cited.",
        "data": "Law of {day} · data {corpus}", "foot": "youju 有据 · for information, not a lawyer's opinion",
        "side": "Front", "back": "Back: sources", "summary": " (summary)",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card; nothing in it is personal."""

    conclusion: Conclusion
    headline: str
    steps: tuple[str, ...]
    numbers: tuple[PublicLine, ...]
    citations: tuple[Cited, ...]
    as_of: date
    corpus: str
    lang: str


def card_of(made: Answer | Report, lines: Lines) -> Card:
    """The card of an answer or of a checked call."""
    judged = made.action is Action.ANSWER
    return Card(
        made.conclusion if judged else Conclusion.NOT_APPLICABLE,
        masked(made.headline, lines),
        tuple(masked(step, lines) for step in made.steps[:MOST]),
        tuple(_numbers((*made.channels, *made.steps), lines))[:MOST],
        made.citations,
        made.as_of,
        made.corpus,
        made.lang,
    )


def masked(text: str, lines: Lines) -> str:
    """The text without unseen characters, and with ＊ for every run of five digits or more that is no public line."""
    known = {one.number for one in lines.lines}
    plain = "".join(unicodedata.normalize("NFKC", c) if c.isdigit() else c for c in text if c.isprintable())
    return _LONG.sub(lambda m: m[0] if re.sub(r"\D", "", m[0]) in known else "＊＊＊", plain).strip()


def front_svg(card: Card) -> str:
    """The front: verdict, headline, at most three steps and three numbers, in the largest letters that fit."""
    for scale in _SCALES:
        pen = _front(card, scale)
        if pen.y <= HEIGHT - MARGIN - 5:
            break
    return pen.svg(f"{_WORDS[card.lang]['side']}：{card.headline}", _front_in_words(card))


_SCALES = (1.18, 1.0, 0.9, 0.8, 0.7, 0.6)


def _front(card: Card, scale: float) -> _Pen:
    words = _WORDS[card.lang]
    pen = _Pen()
    pen.write(_one("有据 youju", 3.6), MARGIN, bold=True, fill=ACCENT)
    pen.right(words["by"].format(day=card.as_of), 3.0)
    pen.down(3.4)
    verdict = card.conclusion.english if card.lang == "en" else card.conclusion.chinese
    headline = card.headline.removesuffix(f"：{verdict}")
    alone = headline.casefold() == verdict.casefold()
    if card.conclusion in _LOOKS:
        _badge(pen, card.conclusion, verdict, (6.4 if alone else 4.4) * scale)
    if not (alone and card.conclusion in _LOOKS):
        pen.write(fitted(headline, ROOM, 3, [size * scale for size in (7.2, 6.4, 5.6, 5.0)]), MARGIN, bold=True)
    pen.down(1.5)
    if card.steps:
        pen.heading(words["now"])
        for n, step in enumerate(card.steps, 1):
            _step(pen, n, step, scale)
    if card.numbers:
        pen.heading(words["call"])
        for line in card.numbers:
            _number(pen, line, card.lang, scale)
    pen.foot(words["foot"])
    return pen


def back_svg(card: Card) -> str:
    """The back: each article with its rank and its days, and the day of the data."""
    words = _WORDS[card.lang]
    pen = _Pen()
    pen.heading(words["law"])
    shown = 0
    for cited in card.citations:
        label = fitted(f"{cited.n}. {cited.label}", ROOM, 2, (3.7, 3.3))
        told = fitted(_told(cited, card.lang), ROOM - 4, 2, (3.0, 2.7))
        if pen.y + _height(label) + _height(told) + 1 > HEIGHT - 24:
            break
        pen.write(label, MARGIN, bold=True)
        pen.write(told, MARGIN + 4, fill=SOFT)
        pen.down(1.6)
        shown += 1
    rest = len(card.citations) - shown
    if rest or not shown:
        pen.write(_one(words["more"].format(n=rest) if rest else words["none"], 3.0), MARGIN, fill=SOFT)
    data = words["data"].format(day=card.as_of, corpus=card.corpus[:8])
    pen.foot(words["foot"], data)
    return pen.svg(
        words["back"], "；".join(f"{c.label}，{_told(c, card.lang)}" for c in card.citations) or words["none"]
    )


class _Pen:
    """Writes down a card from the top, and remembers how far it is."""

    def __init__(self) -> None:
        self.y = MARGIN
        self.parts: list[str] = []

    def down(self, by: float) -> None:
        self.y += by

    def write(self, words: Set, x: float, *, bold: bool = False, fill: str = INK) -> None:
        """Lines from the left, each on a baseline of its own."""
        for line in words.lines:
            self.parts.append(_text(line, x, self.y + words.size * 0.88, words.size, bold=bold, fill=fill))
            self.y += words.size * _LEADING

    def right(self, text: str, size: float) -> None:
        """Small words at the right end of the line just written."""
        self.parts.append(_text(text, WIDTH - MARGIN, self.y - size * 0.42, size, fill=SOFT, anchor="end"))

    def heading(self, text: str) -> None:
        self.down(1.8)
        self.write(_one(text, 3.6), MARGIN, bold=True, fill=ACCENT)
        self.parts.append(_rule(self.y + 0.2))
        self.down(2.2)

    def foot(self, *lines: str) -> None:
        top = HEIGHT - MARGIN - len(lines) * 4.2
        self.parts.append(_rule(top))
        for n, line in enumerate(lines):
            self.parts.append(_text(line, WIDTH / 2, top + 4.6 + n * 4.2, 3.0, fill=SOFT, anchor="middle"))

    def svg(self, title: str, said: str) -> str:
        """The whole side, with its words for who cannot see it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" font-family="{escape(FAMILY)}">'
            f"<title>{escape(title)}</title><desc>{escape(said)}</desc>"
            f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#ffffff"/>'
            f'<rect x="1.5" y="1.5" width="{WIDTH - 3:g}" height="{HEIGHT - 3:g}" rx="3" fill="none" stroke="{LINE}" '
            'stroke-width=".4"/>' + "".join(self.parts) + "</svg>"
        )


_LEADING = 1.36


def _badge(pen: _Pen, conclusion: Conclusion, said: str, size: float) -> None:
    strong, soft = _LOOKS[conclusion]
    words = fitted(said, ROOM - 8, 1, (size, size * 0.8, size * 0.65))
    wide, high = min(ROOM, max(width(line, words.size) for line in words.lines) + 8), words.size * 1.75
    ground, ink = (strong, soft) if conclusion is Conclusion.UNLAWFUL else (soft, strong)
    pen.parts.append(
        f'<rect x="{MARGIN:g}" y="{pen.y:.2f}" width="{wide:.2f}" height="{high:.2f}" rx="1.6" fill="{ground}" '
        f'stroke="{strong}" stroke-width=".4"/>'
    )
    baseline = pen.y + high / 2 + words.size * 0.36
    pen.parts.append(_text(words.lines[0], MARGIN + 4, baseline, words.size, bold=True, fill=ink))
    pen.down(high + 3)


def _step(pen: _Pen, n: int, step: str, scale: float) -> None:
    words = fitted(step, ROOM - 9, 3, [size * scale for size in (4.4, 4.0, 3.6)])
    middle = pen.y + words.size * 0.62
    pen.parts.append(f'<circle cx="{MARGIN + 2.8:g}" cy="{middle:.2f}" r="2.7" fill="{ACCENT}"/>')
    pen.parts.append(_text(str(n), MARGIN + 2.8, middle + 1.2, 3.4, bold=True, fill="#ffffff", anchor="middle"))
    pen.write(words, MARGIN + 9)
    pen.down(1.6 * scale)


def _number(pen: _Pen, line: PublicLine, lang: str, scale: float) -> None:
    size, column = 6.4 * scale, 25.0 * max(scale, 0.8)
    words = fitted(line.en if lang == "en" else line.zh, ROOM - column, 2, [s * scale for s in (3.7, 3.3, 2.9)])
    high = max(size * 1.15, _height(words))
    pen.parts.append(_text(line.number, MARGIN, pen.y + high / 2 + size * 0.36, size, bold=True))
    start = pen.y
    pen.y = start + (high - _height(words)) / 2
    pen.write(words, MARGIN + column, fill=SOFT)
    pen.y = start + high + 1.8 * scale


def _numbers(texts: Sequence[str], lines: Lines) -> Iterator[PublicLine]:
    """The public lines that the texts name, each once."""
    known = {one.number: one for one in lines.lines}
    named = (m[0] for text in texts for m in line_pattern(lines.lines).finditer(text))
    yield from (known[number] for number in dict.fromkeys(named))


def _told(cited: Cited, lang: str) -> str:
    """Rank, state and days of a citation."""
    words = _WORDS[lang]
    authority, status = Authority(cited.authority), Status(cited.status)
    rank = authority.english if lang == "en" else authority.chinese
    rank += "" if authority.binding else words["not_law"]
    days = [words["since"].format(day=cited.in_force)] if cited.in_force else []
    days += [words["until"].format(day=cited.until)] if cited.until else []
    summary = "" if cited.wording == "exact" else words["summary"]
    state = status.english if lang == "en" else status.chinese
    return " · ".join((f"{rank}{summary}", state, *days))


def _front_in_words(card: Card) -> str:
    steps = [f"{n}. {step}" for n, step in enumerate(card.steps, 1)]
    return " ".join((card.headline, *steps, *(f"{one.number} {one.zh}" for one in card.numbers)))


def _one(text: str, size: float) -> Set:
    return Set((text,), size)


def _height(words: Set) -> float:
    return len(words.lines) * words.size * _LEADING


def _rule(y: float) -> str:
    return f'<path d="M{MARGIN:g} {y:.2f}h{ROOM:g}" stroke="{LINE}" stroke-width=".3"/>'


def _text(words: str, x: float, y: float, size: float, *, bold: bool = False, fill: str = INK, anchor: str = "") -> str:
    weight = ' font-weight="700"' if bold else ""
    placed = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:g}" y="{y:.2f}" font-size="{size:g}" fill="{fill}"{weight}{placed}>{escape(words)}</text>'
