"""Finds quoted words and compares them with the law letter by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.folding import words_only

Span = tuple[int, int]

_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"), ("〝", "〞"))
_STRAIGHT = '"＂'
_ELLIPSIS = re.compile(r"…+|\.{3,}|。{3,}|＊{3,}|\*{3,}")
_INTRODUCED = re.compile(
    r"(?:规定|明确|指出|写明|写着|载明|条文|原文|全文|内容为|表述为)(?:了|的是|是|为)?[：:，,\s]*$"
    r"|[条款项法典例释）)》](?:里|中)?(?:就|也|还)?(?:说|讲|写道|要求)?(?:了|的是|是)?[：:，,]?\s*$"
)
_SPOKEN = re.compile(
    r"(?:说|称|道|喊|骂|问|答|讲|叫|吼|回复|表示|威胁|恐吓|告诉\S{0,3}|短信|微信|留言|消息)[了着过]?[：:，,\s]*$"
)

_LONGEST = 4000
"""Characters that one quotation may have."""

MIN_QUOTE = 4
"""Fewer words than this are a term, not a quotation of law."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words where they stand in a text; the span includes the marks."""

    text: str
    span: Span
    introduced: bool
    """规定, or an article's number, stands right before it: it claims to be the law's own words.

    规定的“数额较大” does not: the words are a term.
    """
    speech: bool
    """Written in 「」, which our own texts keep for what people say aloud."""
    spoken: bool = False
    """他说：, 短信： or the like stands right before it, and no article: somebody's words, whoever is cited nearby."""


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation in reading order. Quotations do not reach across a blank line, straight ones not across a line.

    A quotation inside another is part of it.
    """
    found: list[Quotation] = []
    for opening, closing in _PAIRS:
        word = f"[^{opening}{closing}]"
        nested = f"(?:{word}|{opening}{word}*{closing}){{1,{_LONGEST}}}"
        matches = re.finditer(f"{opening}({nested}){closing}", text)
        found += [_quotation(text, m, speech=opening == "「") for m in matches if "\n\n" not in m[1]]
    straight = re.finditer(f"[{_STRAIGHT}]([^{_STRAIGHT}\n]+)[{_STRAIGHT}]", text)
    found += [_quotation(text, match, speech=False) for match in straight]
    found = [q for q in found if len(words_only(q.text).text) >= MIN_QUOTE]
    outer: list[Quotation] = []
    for quotation in sorted(found, key=lambda q: (q.span[0], -q.span[1])):
        if not outer or quotation.span[0] >= outer[-1].span[1]:
            outer.append(quotation)
    return tuple(outer)


def _quotation(text: str, match: re.Match[str], *, speech: bool) -> Quotation:
    before = text[max(0, match.start() - 12) : match.start()]
    introduced = not speech and bool(_INTRODUCED.search(before))
    spoken = speech or (not introduced and bool(_SPOKEN.search(before)))
    return Quotation(match[1], match.span(), introduced, speech, spoken)


def pieces(quote: str) -> tuple[str, ...]:
    """The unbroken pieces of a quotation that leaves words out with an ellipsis."""
    return tuple(part for part in _ELLIPSIS.split(quote) if words_only(part).text)


def verbatim(quote: str, law: str) -> bool:
    """Whether every piece of the quotation stands in the law, in order, word for word.

    Width, spaces and punctuation are folded, since those change from print to print; no word is.
    """
    return within(quote, words_only(law).text)


def within(quote: str, words: str) -> bool:
    """As `verbatim`, for a law whose words alone (`words_only`) are known already."""
    return in_order(sought(quote), words)


def sought(quote: str) -> tuple[str, ...]:
    """The words of each piece of a quotation, ready to be looked for in many laws."""
    return tuple(words_only(piece).text for piece in pieces(quote))


def in_order(wanted: tuple[str, ...], words: str) -> bool:
    """Whether all of these stand in the words, one after the other."""
    at = 0
    for piece in wanted:
        found = words.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return bool(wanted)


def locate(quote: str, law: str) -> str | None:
    """The law's own bytes for a one-piece quotation, or None. What is shown is always this, never the quotation."""
    folded, wanted = words_only(law), words_only(quote).text
    at = folded.text.find(wanted) if wanted else -1
    if at < 0:
        return None
    start, end = folded.span(at, at + len(wanted))
    return law[start:end]
