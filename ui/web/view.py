"""What a page of the law is drawn for: the library, the day whose law is asked for, and the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from kb import Corpus, Provision, Status, StatuteBook, Version, parse_reference
from ui.html import Html, tag
from ui.web.words import word

LAW = "law"
"""The room's name in the address."""


@dataclass(frozen=True, slots=True)
class View:
    """A day and a language."""

    corpus: Corpus
    day: date
    lang: str

    @property
    def book(self) -> StatuteBook:
        """The law of that day."""
        return self.corpus.on(self.day)

    def say(self, key: str, **values: object) -> str:
        """A text of the room."""
        return word(self.lang, f"{LAW}.{key}", **values)

    def link(self, path: str, *, day: date | None = None) -> str:
        """The address of a page of the room, safe in a link: `治安管理处罚法@2026-01-01#50` and the like."""
        return f"#{LAW}/{quote(path, safe='')}?day={day or self.day}"

    def status(self, provision: Provision) -> Status:
        """What the provision is on the day."""
        return self.book.status(provision)

    def days(self, version: Version) -> str:
        """From when until when; an old text says so first: 旧法，适用至2025-12-31."""
        if version.until is None:
            return word(self.lang, "in_force", day=version.in_force)
        key = "old_until" if version.until <= self.day else "from_until"
        return self.say(key, first=version.in_force, last=version.until - timedelta(days=1))

    def opens(self, ref: str, *said: str, class_: str = "opens") -> Html:
        """A button that opens an article beside the page."""
        return tag(
            "button", *said, type="button", class_=class_, data_law=ref, data_day=str(self.day), aria_controls="sheet"
        )  # fmt: skip


def reading_day(version: Version, day: date) -> date:
    """The day on which an article's references are followed: the reader's, or the nearest on which the text applied."""
    if version.until and version.until <= day:
        return version.until - timedelta(days=1)
    return max(day, version.in_force)


def counterparts(provision: Provision, book: StatuteBook) -> Iterator[tuple[str, Version]]:
    """The same rule in other texts of its instrument: by the map of moved articles, else under the same number."""
    own, version = provision.article_ref, provision.version
    for other in provision.instrument.versions:
        if other.in_force == version.in_force or not other.articles:
            continue
        there = f"{provision.instrument.id}@{other.in_force}#"
        if other.in_force < version.in_force:
            refs = [row.old for row in book.predecessors(own) if row.old.startswith(there)]
            same = there + provision.article.number.key
            gone = bool(book.successors(same))
        else:
            refs = [ref for row in book.successors(own) for ref in row.new if ref.startswith(there)]
            same = there + provision.article.number.key
            gone = any(row.old.startswith(own.partition("#")[0] + "#") for row in book.predecessors(same))
        if not refs and not gone and other.article(provision.article.number):
            refs = [same]
        yield from ((ref, other) for ref in dict.fromkeys(refs))


def held(view: View, ref: str) -> Provision | None:
    """The article of a reference, if its text is on the shelf."""
    cited = parse_reference(ref, view.corpus.titles)
    return view.corpus.provision(ref, view.day) if cited else None
