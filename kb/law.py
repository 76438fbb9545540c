"""The law as values: instruments that live through time, their versions, articles and provisions; and guides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kb.numerals import ordinal
from kb.ranks import Authority, Status, Wording

ITEM_MARK = re.compile(r"（[一二三四五六七八九十]+）")
"""How a line opens that is an item (项)."""


@dataclass(frozen=True, slots=True, order=True)
class ArticleNumber:
    """An article's place in its instrument; sorts as the law does.

    `ArticleNumber(293, 1)` is 第二百九十三条之一. Documents that are not cut into articles have a division
    instead of a number: `s5.3` (第5.3节), `ch3` (第三章); `ArticleNumber(0)` is the whole.
    """

    number: int = 0
    suffix: int = 0
    division: str = ""

    @property
    def key(self) -> str:
        """As in a reference: `293-1`, `s5.3`, `0`."""
        if self.division:
            return self.division
        return f"{self.number}-{self.suffix}" if self.suffix else str(self.number)

    def __str__(self) -> str:
        if self.division.startswith("s"):
            return f"第{self.division[1:]}节"
        if self.division.startswith("ch"):
            return f"第{ordinal(int(self.division[2:]))}章"
        if not self.number:
            return ""
        suffix = f"之{ordinal(self.suffix)}" if self.suffix else ""
        return f"第{ordinal(self.number)}条{suffix}"


WHOLE = ArticleNumber()


@dataclass(frozen=True, slots=True)
class Article:
    """One article (条): its number, the headings above it, and its paragraphs (款), each a tuple of lines.

    The first line of a paragraph is its lead; lines that open with （一） are its items (项).
    """

    number: ArticleNumber
    paragraphs: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...] = ()
    unconfirmed: bool = False
    """The number itself could not be confirmed (条号待核)."""
    line: int = field(default=0, compare=False)
    """Where it stands in its file, for problems."""

    @property
    def text(self) -> str:
        """The whole text, one line for each paragraph and item."""
        return "\n".join(line for paragraph in self.paragraphs for line in paragraph)

    def part(self, paragraph: int | None, item: int | None) -> str | None:
        """The text of a paragraph or an item (both count from 1), or None if there is none.

        An item without a paragraph is looked for in the first paragraph that has it.
        """
        if paragraph is None:
            if item is None:
                return self.text
            paragraph = self.paragraph_of(item)
        if paragraph is None or not 1 <= paragraph <= len(self.paragraphs):
            return None
        lines = self.paragraphs[paragraph - 1]
        if item is None:
            return "\n".join(lines)
        mark = f"（{ordinal(item)}）"
        return next((line for line in lines if line.startswith(mark)), None)

    def paragraph_of(self, item: int) -> int | None:
        """The first paragraph that has such an item, or None."""
        mark = f"（{ordinal(item)}）"
        return next((i for i, p in enumerate(self.paragraphs, 1) if any(x.startswith(mark) for x in p)), None)


@dataclass(frozen=True, slots=True)
class Version:
    """An instrument's text from one day (`in_force`) until another (`until`, the first day it no longer applies)."""

    instrument: str
    in_force: date
    until: date | None = None
    promulgated: date | None = None
    wording: Wording = Wording.EXACT
    last_article: int | None = None
    """The highest article number of the whole version, held or not; None where unknown."""
    inserted: tuple[str, ...] = ()
    """The articles with 之一 or 之二 that the whole version has, held or not: `293-1`."""
    articles: tuple[Article, ...] = ()
    source: str = ""
    verified: date | None = None
    line: int = field(default=0, compare=False)
    """Where its entry stands on the shelf, for problems."""
    _by_number: dict[ArticleNumber, Article] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_number.update({a.number: a for a in self.articles})

    def article(self, number: ArticleNumber) -> Article | None:
        """The article of that number, if the shelf holds it."""
        return self._by_number.get(number)

    def in_force_on(self, day: date) -> bool:
        """Whether this version is the law of that day."""
        return self.in_force <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A work that lives through time: its names, its rank, and every version we know of."""

    id: str
    full: str
    authority: Authority
    issuer: str = ""
    aliases: tuple[str, ...] = ()
    document: str = ""
    replaced_by: str = ""
    note: str = ""
    versions: tuple[Version, ...] = ()
    """By the day they came into force."""
    english: str = ""
    """Its title for English readers; a translation of ours, not an official one."""
    line: int = field(default=0, compare=False)
    """Where its entry stands on the shelf, for problems."""

    def version_on(self, day: date) -> Version | None:
        """The version in force on that day."""
        return next((v for v in self.versions if v.in_force_on(day)), None)

    def status_on(self, version: Version, day: date) -> Status:
        """What that version is on that day: superseded by a later version, or gone with its instrument."""
        if day < version.in_force:
            return Status.NOT_YET
        if version.in_force_on(day):
            return Status.IN_FORCE
        return (
            Status.SUPERSEDED if any(v.in_force >= (version.until or day) for v in self.versions) else Status.REPEALED
        )


@dataclass(frozen=True, slots=True)
class Provision:
    """The exact unit a citation points at, with its text and its version."""

    instrument: Instrument
    version: Version
    article: Article
    paragraph: int | None = None
    item: int | None = None

    @property
    def text(self) -> str:
        """The words of exactly this unit."""
        text = self.article.part(self.paragraph, self.item)
        if text is None:
            raise LookupError(f"{self.ref} was made for a unit that does not exist")
        return text

    @property
    def ref(self) -> str:
        """`治安管理处罚法@2026-01-01#50.1.5`."""
        return (
            f"{self.instrument.id}@{self.version.in_force}#{unit_key(self.article.number, self.paragraph, self.item)}"
        )

    @property
    def article_ref(self) -> str:
        """The whole article's reference, without paragraph and item."""
        return f"{self.instrument.id}@{self.version.in_force}#{self.article.number.key}"

    @property
    def label(self) -> str:
        """《治安管理处罚法》第五十条第一款第五项, with （条号待核） where the number is unconfirmed."""
        doubt = "（条号待核）" if self.article.unconfirmed else ""
        return f"《{self.instrument.id}》{unit_label(self.article.number, self.paragraph, self.item)}{doubt}"

    @property
    def wording(self) -> Wording:
        """Exact or summary."""
        return self.version.wording


def unit_key(number: ArticleNumber, paragraph: int | None, item: int | None) -> str:
    """`50.1.5`, `293-1`, `s5.3`. An item without paragraph is `50..5`."""
    if paragraph is None and item is None:
        return number.key
    return f"{number.key}.{paragraph or ''}" + (f".{item}" if item is not None else "")


def unit_label(number: ArticleNumber, paragraph: int | None, item: int | None) -> str:
    """第五十条第一款第五项."""
    label = str(number)
    if paragraph is not None:
        label += f"第{ordinal(paragraph)}款"
    if item is not None:
        label += f"第{ordinal(item)}项"
    return label


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a guide: a borrower's question, the direct answer, and lists of what to do."""

    id: str
    title: str
    answer: tuple[str, ...]
    """Paragraphs."""
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By heading: 现在做, 留证, 找谁, 限度."""
    asked: tuple[str, ...] = ()
    """Other ways to ask it; for search only."""
    covers: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)
    headline: str = ""
    """The answer in at most 25 characters."""
    verdict: str = ""
    """How the conduct asked about stands to the law, in the words programs see; empty where that is not asked."""

    @property
    def text(self) -> str:
        """Answer and lists as plain lines."""
        return "\n".join((*self.answer, *(line for lines in self.lists.values() for line in lines)))


DEBTOR, CREDITOR = READERS = ("debtor", "creditor")
"""Whom a guide speaks to: who is asked for money, with his family and contacts, or who lent it."""


@dataclass(frozen=True, slots=True)
class Guide:
    """An advice article in our own words."""

    id: str
    title: str
    topic: str
    reviewed: date
    licence: str
    sections: tuple[Section, ...] = ()
    reader: str = DEBTOR
    """Whom it speaks to, one of READERS."""

    def section_ref(self, section: Section) -> str:
        """`guide:recording#secret-recording`."""
        return f"guide:{self.id}#{section.id}"


@dataclass(frozen=True, slots=True)
class Phantom:
    """A title that is cited though no such instrument exists."""

    title: str
    patterns: tuple[str, ...]
    meant: tuple[str, ...]
    note: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where an article went: references with the day of their versions."""

    old: str
    new: tuple[str, ...]
    note: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Concept:
    """What borrowers say, and the words the law has for it."""

    id: str
    lay: tuple[str, ...]
    law: tuple[str, ...]
    articles: tuple[str, ...] = ()
    """Provisions that such a question is about, most telling first, as references (`民法典#1033`)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the library: a value, not an exception."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
