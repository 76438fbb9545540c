"""A checked text with what is proposed put in its place: each change marked, and what only its writer can mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb import Change, Check, Finding, Proposal, StatuteBook, Titles, propose
from ui.render import quote_span

CHANGED, OPEN = "〔已改〕", "〔待核〕"
"""Stand behind what was changed, and behind what was not and is not verified."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text: as it was, taken out, or put in."""

    change: Change
    text: str
    mark: str = ""
    """`CHANGED` or `OPEN` behind it."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as it could be written."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """To be checked again: without marks."""
        return "".join(p.text for p in self.pieces if p.change is not Change.REMOVED)

    @property
    def marked(self) -> str:
        """To be copied: with a mark at each place that a person must look at."""
        return "".join(p.text + p.mark for p in self.pieces if p.change is not Change.REMOVED)

    @property
    def changes(self) -> int:
        """How many places were changed."""
        return sum(p.mark == CHANGED for p in self.pieces)


def mended(text: str, checks: Sequence[Check], book: StatuteBook, titles: Titles) -> Mended:
    """The text with the right citation and the law's own words wherever both are certain, and nowhere else."""
    pieces: list[Piece] = []
    at = 0
    for (first, last), new, mark in _edits(text, checks, book, titles):
        if first < at:  # two citations that share words: the first is mended, the other by the next check
            continue
        pieces.append(Piece(Change.SAME, text[at:first]))
        if new is None:
            pieces.append(Piece(Change.SAME, text[first:last], mark))
        else:
            pieces += [Piece(Change.REMOVED, text[first:last]), Piece(Change.ADDED, new, mark)]
        at = last
    return Mended((*pieces, Piece(Change.SAME, text[at:])))


Edit = tuple[tuple[int, int], str | None, str]
"""Where, what stands there instead (None: nothing does), and the mark behind it."""


def _edits(text: str, checks: Sequence[Check], book: StatuteBook, titles: Titles) -> list[Edit]:
    found: list[Edit] = []
    for check in checks:
        if proposal := propose(check, book, titles):
            found += _edits_of(text, check, proposal)
    return sorted(found, key=lambda edit: edit[0])


def _edits_of(text: str, check: Check, proposal: Proposal) -> Iterator[Edit]:
    span, quote, words = check.mention.span, quote_span(text, check), proposal.words
    requoted = quote is not None and len(words) == 1
    if (
        not proposal.citation
        or check.finding is Finding.CONFLATED
        or (check.finding is Finding.MISQUOTED and not requoted)
    ):
        yield span, None, OPEN
        return
    if text[slice(*span)] != proposal.citation:
        yield span, proposal.citation, CHANGED
    if quote and requoted and words[0].changes:
        yield quote, words[0].text, CHANGED
