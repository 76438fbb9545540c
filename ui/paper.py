"""A paper to hand over: a letter, a report, a list. Values only; `ui.papers` writes them to files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike. `look`: empty, `bold`, `blank` (left to fill in), `fault`, `added`, `removed`, `note`."""

    text: str
    look: str = ""
    cite: int = 0
    """Number of the citation that carries these words; 0 for none."""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 stands below the paper's title, 3 is the lowest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `place`: `body` (first line indented two characters), `plain`, `centre`, `right`, `quote`."""

    line: Line
    place: str = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; a cell is a line."""

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...] = ()
    """Shares of the width; equal where empty."""


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks in a frame that must not be missed, such as when not to send."""

    title: str
    blocks: tuple[Paragraph | Items, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Paragraph | Items | Table | Box | Break


@dataclass(frozen=True, slots=True)
class Certified:
    """One citation as it was checked: the row of a citation certificate.

    A citation that several sentences rest on has a row for each, with the same number.
    """

    n: int
    label: str
    """《民法典》第一千零三十二条第一款."""
    ref: str
    words: str
    """The provision's own words, or the summary."""
    exact: bool
    rank: str
    """In the reader's words: 法律, 司法解释, 行业自律."""
    status: str
    """In the reader's words: 现行有效."""
    in_force: date
    until: date | None
    """The first day on which it no longer applies."""
    sentence: str
    """The sentence of the paper that rests on it."""
    passed: bool
    finding: str
    """What the check found, in a few words."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper."""

    title: str
    blocks: tuple[Block, ...]
    as_of: date
    """The day whose law it speaks for."""
    corpus: str
    """Fingerprint of the library."""
    checked: datetime
    """When its citations were checked."""
    certificate: tuple[Certified, ...] = ()
    footer: str = ""
    """Said at the foot of each page, before the day of the data."""
    verified: date | None = None
    """The last day on which the library's wording was checked against its sources; None for a paper without law."""
    model: str = ""
    """The chat model that worded it; empty where none did."""
