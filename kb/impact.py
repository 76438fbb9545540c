"""What a change of the law touches: the places that cite a changed, moved or repealed article, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.changes import ArticleChange, Fate, InstrumentChange
from kb.citations import written
from kb.graph import Place
from kb.law import Version
from kb.quotations import find_quotations, verbatim
from kb.statutebook import StatuteBook


class Look(StrEnum):
    """Why a place is to be looked at; the gravest first."""

    BROKEN = "broken"
    """It cites what is gone."""
    MOVED = "moved"
    """The rule stands under another number."""
    CHANGED = "changed"
    """The words are others."""
    KEPT = "kept"
    """It cites the old text on purpose: by its day or its year, or beside the new one."""
    SETTLED = "settled"
    """It was written for the new text."""

    @property
    def chinese(self) -> str:
        """The words shown to a maintainer."""
        return _LOOKS[self]


_LOOKS = {
    Look.BROKEN: "落空：引的条文没有了",
    Look.MOVED: "条号变了：要改引用",
    Look.CHANGED: "文字变了：核对引文和复述",
    Look.KEPT: "特意引旧条文：确认还要留",
    Look.SETTLED: "已按新条文写：再看一眼",
}


@dataclass(frozen=True, slots=True)
class Touched:
    """A place, the change it is touched by, and what to do there."""

    place: Place
    change: ArticleChange
    look: Look
    says: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Kind, unit and article as cited: one line of a key."""
        cited = self.place.citation
        return self.place.kind, self.place.unit, cited.number.key if cited.number else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads of a place which text it means."""

    changed: Mapping[str, InstrumentChange]
    book: StatuteBook
    written: date | None
    revised: frozenset[str]

    def meant(self, place: Place) -> str:
        """`old`, `new`, `other` (an even older text), or nothing where it cannot be told."""
        change, cited = self.changed[place.citation.instrument], place.citation
        if cited.version is not None or cited.edition is not None:
            return _of(self.book.version_of(cited, change.instrument), change)
        if f"{place.file}#{place.unit}" in self.revised:
            return "new"
        day = place.day or self.written
        return _of(change.instrument.version_on(day), change) if day else ""


def touched(
    places: Iterable[Place],
    law: Sequence[InstrumentChange],
    book: StatuteBook,
    *,
    written: date | None = None,
    revised: frozenset[str] = frozenset(),
) -> tuple[Touched, ...]:
    """Every place that cites a touched article, the gravest first, then as they came.

    Args:
        places: the citation graph.
        law: what changed.
        book: the law of the later day.
        written: the day whose law a place speaks of that tells no day itself; None where that is not known.
        revised: files with units (`file#unit`) that were rewritten along with the law.
    """
    changed = {c.instrument.id: c for c in law}
    reader = _Reader(changed, book, written, revised)
    cited = [p for p in places if p.citation.instrument in changed and p.citation.number]
    meant = [reader.meant(p) for p in cited]
    renewed = {_unit(p) for p, text in zip(cited, meant, strict=True) if text == "new"}
    found = [
        t
        for place, text in zip(cited, meant, strict=True)
        if (t := _touched(place, text, changed[place.citation.instrument], _unit(place) in renewed))
    ]
    return tuple(sorted(found, key=lambda t: list(Look).index(t.look)))


def _unit(place: Place) -> tuple[str, str, str]:
    return place.file, place.unit, place.citation.instrument


def _of(version: Version | None, change: InstrumentChange) -> str:
    if version is None:
        return "other"
    if change.new and version.in_force == change.new.in_force:
        return "new"
    return "old" if change.old and version.in_force == change.old.in_force else "other"


def _touched(place: Place, meant: str, change: InstrumentChange, renewed: bool) -> Touched | None:
    """How a place is touched; None where what it cites stayed as it was. `renewed`: the unit has the new text too."""
    number = place.citation.number
    if number is None or meant == "other":
        return None
    if meant == "new":
        brought = change.brought(number)
        gone = None if brought or (change.new and change.new.article(number)) else change.of(number)
        if gone:
            return Touched(place, gone, Look.BROKEN, "新的文本里没有这一条。")
        return Touched(place, brought, Look.SETTLED, _from(place, brought)) if brought else None
    became = change.of(number) or (change.brought(number) if not meant else None)
    if became is None:
        return None
    pinned = place.citation.version is not None or place.citation.edition is not None
    kept = meant == "old" and (place.fixed or (pinned and renewed))
    return Touched(place, became, Look.KEPT if kept else _LOOK[became.fate], _says(place, became))


def _from(place: Place, change: ArticleChange) -> str:
    """Where the words came from that a place cites under their new number."""
    number = place.citation.number
    return f"原来是{change.number}。" if change.fate is not Fate.NEW and change.number != number else ""


_LOOK = {
    Fate.REPEALED: Look.BROKEN,
    Fate.MOVED: Look.MOVED,
    Fate.CHANGED: Look.CHANGED,
    Fate.NEW: Look.SETTLED,
}


def _says(place: Place, change: ArticleChange) -> str:
    """What to do, in a sentence or two."""
    if change.fate is Fate.REPEALED:
        return "没有对应的新条文。" if change.old else "旧条文没有收录，对照表里也没有去向：要自己查。"
    said = f"现在看{'、'.join(written(ref) for ref in change.targets)}。" if change.fate is Fate.MOVED else ""
    if change.old is None:
        return said + "旧条文没有收录，文字要自己对。"
    if change.new is None:
        return said
    lost = [
        q.text
        for q in find_quotations(place.words)
        if verbatim(q.text, change.old.text) and not verbatim(q.text, change.new.text)
    ]
    if lost:
        return said + f"“{lost[0].strip('，。')[:24]}”在新条文里不是原话。"
    part = change.old.part(place.citation.paragraph, place.citation.item)
    if part and verbatim(part, change.new.text):
        return said + "所引的话没有变。"
    return said
