"""Finds quoted words and compares them with the law letter by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.folding import words_only

Span = tuple[int, int]

_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("＂", "＂"), ('"', '"'))
_ELLIPSIS = re.compile(r"…{1,2}|\.{3,6}|。{3,6}|＊{3,}|\*{3,}")
_INTRODUCED = re.compile(r"(?:规定|明确|指出|写明|写着|载明|条文|原文|要求)[了的是为：:，,\s]*$|[：:]\s*$")

MIN_QUOTE = 4
"""Fewer words than this are a term, not a quotation of law."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words where they stand in a text; the span includes the marks."""

    text: str
    span: Span
    introduced: bool
    """A colon or 规定 stands right before it: it claims to be somebody's exact words."""
    speech: bool
    """Written in 「」, which our own texts keep for what people say aloud."""


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation in reading order. Quotations do not reach across a blank line."""
    found: list[Quotation] = []
    for opening, closing in _PAIRS:
        for match in re.finditer(f"{opening}([^{opening}{closing}]+?){closing}", text, re.DOTALL):
            if "\n\n" in match[1] or len(words_only(match[1]).text) < MIN_QUOTE:
                continue
            before = text[max(0, match.start() - 12) : match.start()]
            found.append(Quotation(match[1], match.span(), bool(_INTRODUCED.search(before)), opening == "「"))
    return tuple(sorted(found, key=lambda q: q.span))


def pieces(quote: str) -> tuple[str, ...]:
    """The unbroken pieces of a quotation that leaves words out with an ellipsis."""
    return tuple(part for part in _ELLIPSIS.split(quote) if words_only(part).text)


def verbatim(quote: str, law: str) -> bool:
    """Whether every piece of the quotation stands in the law, in order, word for word.

    Width, spaces and punctuation are folded, since those change from print to print; no word is.
    """
    words, at = words_only(law).text, 0
    for piece in pieces(quote):
        found = words.find(words_only(piece).text, at)
        if found < 0:
            return False
        at = found + 1
    return bool(pieces(quote))


def locate(quote: str, law: str) -> str | None:
    """The law's own bytes for a one-piece quotation, or None. What is shown is always this, never the quotation."""
    folded, wanted = words_only(law), words_only(quote).text
    at = folded.text.find(wanted) if wanted else -1
    if at < 0:
        return None
    start, end = folded.span(at, at + len(wanted))
    return law[start:end]
