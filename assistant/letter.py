"""A letter as a value: its lines, what is still blank, what each citation carries, and what was withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Withheld


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a line; a blank left to fill in; or words that end with a citation."""

    text: str
    blank: bool = False
    cite: int = 0
    """The number of the citation that the words end with; 0 for none."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A line. `kind`: heading, plain, right, item, numbered, body."""

    kind: str
    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(s.text for s in self.stretches)


@dataclass(frozen=True, slots=True)
class LetterCitation:
    """A citation of the letter, as it was checked, and one sentence that rests on it."""

    n: int
    ref: str
    label: str
    words: str
    exact: bool
    rank: str
    status: str
    in_force: date
    until: date | None
    sentence: str
    finding: str
    """What the check of its citations and quotations found."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with what its sender must know; every sentence of law in it was verified."""

    kind: str
    title: str
    to: str
    as_of: date
    lines: tuple[LetterLine, ...]
    blanks: tuple[str, ...]
    """Labels of the facts that are still to be filled in, in the letter's order."""
    not_if: tuple[LetterLine, ...]
    deadlines: tuple[LetterLine, ...]
    send: tuple[LetterLine, ...]
    after: tuple[LetterLine, ...]
    citations: tuple[LetterCitation, ...]
    withheld: tuple[Withheld, ...]
    first: str = ""
    """What must be said before everything else: danger to life."""
    corpus: str = ""
    verified: date | None = None
    """The last day on which the library's wording was checked against its sources."""

    @property
    def text(self) -> str:
        """The letter's own words, a line each."""
        return "\n".join(line.text for line in self.lines)

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md."""
        return {
            "kind": self.kind,
            "title": self.title,
            "to": self.to,
            "as_of": self.as_of.isoformat(),
            "first": self.first,
            "lines": _lines(self.lines),
            "blanks": list(self.blanks),
            "not_if": _lines(self.not_if),
            "deadlines": _lines(self.deadlines),
            "send": _lines(self.send),
            "after": _lines(self.after),
            "citations": [
                {
                    "n": c.n,
                    "ref": c.ref,
                    "label": c.label,
                    "words": c.words,
                    "exact": c.exact,
                    "rank": c.rank,
                    "status": c.status,
                    "in_force": c.in_force.isoformat(),
                    "until": c.until.isoformat() if c.until else None,
                    "sentence": c.sentence,
                    "finding": c.finding,
                }
                for c in self.citations
            ],
            "withheld": [{"text": w.text, "reason": w.reason} for w in self.withheld],
            "corpus": self.corpus,
        }


def _lines(lines: Sequence[LetterLine]) -> list[dict[str, object]]:
    return [
        {"kind": line.kind, "text": line.text, "citations": [s.cite for s in line.stretches if s.cite]}
        for line in lines
    ]
