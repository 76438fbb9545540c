"""The law of one day: a citation in, a Provision or an Absence out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kb.citations import Citation
from kb.law import WHOLE, ArticleNumber, Instrument, Moved, Phantom, Provision, Version, unit_label
from kb.ranks import Status, Wording


class Reason(StrEnum):
    """Why a citation points at nothing that applies on the day."""

    UNKNOWN_INSTRUMENT = "unknown_instrument"
    PHANTOM = "phantom"
    REPEALED = "repealed"
    NOT_YET = "not_yet"
    NO_ARTICLE = "no_article"
    NOT_HELD = "not_held"
    NO_UNIT = "no_unit"


@dataclass(frozen=True, slots=True)
class Absence:
    """A citation that points at nothing, why, and what is known around it."""

    citation: Citation
    reason: Reason
    note: str
    instrument: Instrument | None = None
    version: Version | None = None
    """The version nearest to the day, where there is one."""
    phantom: Phantom | None = None


@dataclass(frozen=True, slots=True)
class StatuteBook:
    """All law in force on one day; carries that day with it."""

    day: date
    instruments: Mapping[str, Instrument]
    phantoms: Mapping[str, Phantom]
    """By the title as cited."""
    moved: Sequence[Moved] = ()
    ways: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    """By reference with its version, the ways people ask for an article (kb/asked.py); never shown as law."""
    _by_old: dict[str, list[Moved]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for row in self.moved:
            self._by_old.setdefault(row.old, []).append(row)

    def resolve(self, citation: Citation) -> Provision | Absence:
        """The provision meant, or why there is none.

        A citation that names a version or an edition gets that version, in force or not; any other gets the version
        of this book's day. A citation of an instrument as a whole resolves to an Absence only if it is gone or unknown,
        and to the whole text where one is held; otherwise it is NOT_HELD.
        """
        instrument = self.instruments.get(citation.instrument)
        if instrument is None:
            return self._unknown(citation)
        version = self.version_of(citation, instrument)
        if version is None:
            return self._no_version(citation, instrument)
        article = version.article(citation.number or WHOLE)
        if article is None:
            return _no_article(citation, instrument, version)
        paragraph = citation.paragraph
        if paragraph is None and citation.item is not None:
            paragraph = article.paragraph_of(citation.item)
        if article.part(paragraph, citation.item) is None:
            unit = unit_label(WHOLE, citation.paragraph, citation.item)
            note = f"《{instrument.id}》{citation.number}没有{unit}"
            return Absence(citation, Reason.NO_UNIT, note, instrument, version)
        return Provision(instrument, version, article, paragraph, citation.item)

    def version_of(self, citation: Citation, instrument: Instrument) -> Version | None:
        """The version a citation means: named by day, by year, or the one in force on this book's day.

        Of two versions of one year (2020年修正 and 2020年第二次修正) the one in force is meant, or else the later.
        """
        if citation.version is not None:
            return next((v for v in instrument.versions if v.in_force == citation.version), None)
        if citation.edition is None:
            return instrument.version_on(self.day)
        named = [v for v in instrument.versions if v.promulgated and v.promulgated.year == citation.edition]
        named = named or [v for v in instrument.versions if v.in_force.year == citation.edition]
        return next((v for v in named if v.in_force_on(self.day)), named[-1] if named else None)

    def in_force(self, provision: Provision) -> bool:
        """Whether the provision is law on this book's day."""
        return provision.version.in_force_on(self.day)

    def status(self, provision: Provision) -> Status:
        """What the provision's version is on this book's day."""
        return provision.instrument.status_on(provision.version, self.day)

    def successors(self, ref: str) -> tuple[Moved, ...]:
        """Where an article went: rows of the moved-article map whose `old` is this reference (with its version)."""
        return tuple(self._by_old.get(ref, ()))

    def predecessors(self, ref: str) -> tuple[Moved, ...]:
        """What an article came from: rows of the moved-article map that lead to this reference."""
        return tuple(m for m in self.moved if ref in m.new)

    def _unknown(self, citation: Citation) -> Absence:
        phantom = self.phantoms.get(citation.instrument)
        if phantom:
            return Absence(citation, Reason.PHANTOM, phantom.note, phantom=phantom)
        return Absence(
            citation, Reason.UNKNOWN_INSTRUMENT, f"资料库不认识《{citation.instrument}》，无法核对它是否存在"
        )

    def _no_version(self, citation: Citation, instrument: Instrument) -> Absence:
        if citation.version is not None:
            note = f"资料库里没有《{instrument.id}》{citation.version}起施行的版本"
            return Absence(citation, Reason.NOT_HELD, note, instrument)
        if citation.edition is not None:
            note = f"资料库里没有《{instrument.id}》{citation.edition}年的版本"
            return Absence(citation, Reason.NOT_HELD, note, instrument)
        later = next((v for v in instrument.versions if v.in_force > self.day), None)
        if later:
            note = f"《{instrument.id}》的这个文本{later.in_force}才施行，{self.day}还没有生效"
            return Absence(citation, Reason.NOT_YET, note, instrument, later)
        last = instrument.versions[-1] if instrument.versions else None
        note = f"《{instrument.id}》已于{last.until}废止" if last and last.until else f"《{instrument.id}》已废止"
        if instrument.replaced_by:
            note += f"，由《{instrument.replaced_by}》取代"
        return Absence(citation, Reason.REPEALED, note, instrument, last)


def _no_article(citation: Citation, instrument: Instrument, version: Version) -> Absence:
    """The version has no such article, or its text is not on the shelf."""
    number, last = citation.number, version.last_article
    if number is None:
        count = f"，共{last}条" if last else ""
        note = f"《{instrument.id}》{version.in_force}起施行{count}；这里没有写明是哪一条"
        return Absence(citation, Reason.NOT_HELD, note, instrument, version)
    if last is not None and not number.division and (number.number > last or number == ArticleNumber()):
        note = f"《{instrument.id}》（{version.in_force}起施行）只有{last}条，没有{str(number) or '第零条'}"
        return Absence(citation, Reason.NO_ARTICLE, note, instrument, version)
    if number.suffix and last and version.wording is Wording.EXACT and number.key not in version.inserted:
        note = f"《{instrument.id}》（{version.in_force}起施行）没有{number}"
        return Absence(citation, Reason.NO_ARTICLE, note, instrument, version)
    note = f"《{instrument.id}》{str(number) or '全文'}的文本没有收录，无法核对"
    return Absence(citation, Reason.NOT_HELD, note, instrument, version)
