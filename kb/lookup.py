"""Looks up a reference as a person writes it, and says what became of a repealed or renumbered one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kb.citations import Citation, parse_reference
from kb.corpus import Corpus
from kb.errors import InputProblem
from kb.law import Provision, Status
from kb.statutebook import Absence, StatuteBook


@dataclass(frozen=True, slots=True)
class Former:
    """What a number held before: its text, its days, and where it went."""

    provision: Provision
    moved_to: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the library knows of one reference on one day."""

    asked: str
    citation: Citation
    found: Provision | Absence
    status: Status | None
    moved_to: tuple[str, ...]
    """Where the article went, if it was renumbered or its instrument replaced."""
    was: tuple[Former, ...]
    """What the same number held in earlier versions, where that was another rule or other words."""
    note: str


def look_up(asked: str, corpus: Corpus, day: date) -> tuple[Entry, ...]:
    """Look up one reference (`民法典第1033条`, `民法典#1033`, `治安管理处罚法第42条`); ranges give several entries.

    Raises:
        InputProblem: no citation can be read from the words.
    """
    if one := parse_reference(asked, corpus.titles):
        citations: tuple[Citation, ...] = (one,)
    else:
        citations = tuple(m.citation for m in corpus.finder.find(asked))
    if not citations:
        raise InputProblem(f"看不懂“{asked[:40]}”指的是哪一条：请写成“民法典第1033条”或“民法典#1033”")
    book = corpus.on(day)
    return tuple(_entry(asked, citation, corpus, book) for citation in citations)


def _entry(asked: str, citation: Citation, corpus: Corpus, book: StatuteBook) -> Entry:
    found = book.resolve(citation)
    if isinstance(found, Absence):
        return _absent(asked, citation, found, book)
    moved = tuple(ref for m in book.successors(found.article_ref) for ref in m.new)
    notes = [m.note for m in book.successors(found.article_ref)]
    former = tuple(_former(citation, found, corpus, book))
    status = book.status(found)
    note = []
    if found.article.unconfirmed:
        note.append("条号待核：官方文本没有收录")
    if found.wording == "summary":
        note.append("官方原文没有收录，这里是大意")
    if status is Status.SUPERSEDED:
        note.append(f"旧文本，{found.version.until}起不再适用")
    if moved:
        note.append("现为" + "、".join(moved))
    for one in former:
        went = f"，现为{'、'.join(one.moved_to)}" if one.moved_to else ""
        note.append(f"{one.provision.version.until}以前，这个条号是另外的内容{went}")
    return Entry(asked, citation, found, status, moved, former, "；".join([*note, *notes]) or found.instrument.note)


def _absent(asked: str, citation: Citation, absence: Absence, book: StatuteBook) -> Entry:
    status, moved = None, ()
    if absence.instrument and absence.version and absence.reason not in {"no_article", "no_unit"}:
        status = absence.instrument.status_on(absence.version, book.day)
        if citation.number:
            old = f"{citation.instrument}@{absence.version.in_force}#{citation.number.key}"
            rows = book.successors(old)
            moved = tuple(ref for m in rows for ref in m.new)
            notes = [m.note for m in rows]
            note = "；".join([absence.note, *(["现为" + "、".join(moved)] if moved else []), *notes])
            absence = replace(absence, note=note)
    if absence.phantom:
        moved = absence.phantom.meant
    return Entry(asked, citation, absence, status, moved, (), absence.note)


def _former(citation: Citation, found: Provision, corpus: Corpus, book: StatuteBook) -> list[Former]:
    """Earlier held versions of the same number whose words differ; only for a reference that names no version."""
    if citation.version or citation.edition:
        return []
    out = []
    for version in found.instrument.versions:
        article = version.article(found.article.number)
        if version.in_force >= found.version.in_force or article is None or article.text == found.article.text:
            continue
        old = Provision(found.instrument, version, article)
        rows = book.successors(old.article_ref)
        moved = tuple(ref for m in rows for ref in m.new)
        out.append(Former(old, moved, "；".join(m.note for m in rows)))
    return out
