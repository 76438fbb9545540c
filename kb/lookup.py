"""Looks up a reference as a person writes it, and says what became of a repealed or renumbered one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kb.citations import Citation, parse_reference, written
from kb.corpus import Corpus
from kb.errors import InputProblem
from kb.folding import fold
from kb.law import WHOLE, Moved, Provision, Version, unit_label
from kb.numerals import NUMERAL_CHARACTERS, from_chinese
from kb.ranks import Authority, Status, Wording
from kb.statutebook import Absence, Reason, StatuteBook

_N = rf"(?:\d{{1,9}}|[{NUMERAL_CHARACTERS}]{{1,12}})"
_S = r"\s{0,8}"
_LOOSE = re.compile(
    rf"《?(?P<name>.{{1,150}}?)》?[\s第#]{{0,8}}(?P<number>{_N})(?:{_S}条?{_S}[-之]{_S}(?P<suffix>{_N}))?"
    rf"(?P<dotted>(?:\.\d{{1,9}}){{0,2}}){_S}条?"
    rf"(?:{_S}第?(?P<paragraph>{_N})款)?(?:{_S}第?\(?(?P<item>{_N})\)?项)?$",
    re.ASCII,
)
"""Shorter than anybody writes in a text: 民法典1033, 民法典一千零三十三, 刑法第293-1条, 刑法293之一, 民法典1033.1.1,
治安法50条1款5项."""
_STANDARD = re.compile(r"(?:国家?标准?|标准)(?=\s*第?\d)")
"""国标5.3: there is one standard on the shelf."""


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
    citations = _read(asked.strip(), corpus)
    if not citations and asked.strip().startswith("guide:"):
        raise InputProblem(f"“{asked.strip()[:40]}”是指南的一节，不是法条：请用 youju search 找指南")
    if not citations:
        raise InputProblem(f"看不懂“{asked.strip()[:40]}”指的是哪一条：请写成“民法典第1033条”或“民法典#1033”")
    book = corpus.on(day)
    return tuple(_entry(asked, citation, book) for citation in dict.fromkeys(citations))


def _read(asked: str, corpus: Corpus) -> tuple[Citation, ...]:
    if one := parse_reference(asked, corpus.titles):
        return tuple(_spread(one))
    standards = [i.id for i in corpus.instruments.values() if i.authority is Authority.STANDARD]
    if len(standards) == 1:
        asked = _STANDARD.sub(standards[0] + " ", asked) if corpus.titles.find(asked) is None else asked
    found = tuple(m.citation for m in corpus.finder.find(asked))
    loose = _LOOSE.fullmatch(fold(asked).text) if not any(c.edition for c in found) else None
    name = corpus.titles.find(loose["name"]) if loose else None
    if loose and name:
        number, suffix, paragraph, item = map(_digits, loose.group("number", "suffix", "paragraph", "item"))
        division = "s" if corpus.titles.divided(name) and loose["dotted"] else ""
        unit = loose["dotted"] or (f".{paragraph}" * bool(paragraph or item)) + f".{item}" * bool(item)
        reference = f"{name}#{division}{number}{'-' * bool(suffix)}{suffix}{unit}"
        if one := parse_reference(reference, corpus.titles):
            return tuple(_spread(one))
    return found


def _digits(numeral: str | None) -> str:
    """一千零三十三 as 1033; what is no numeral stays; empty where nothing is written."""
    try:
        return str(from_chinese(numeral)) if numeral and not numeral.isascii() else numeral or ""
    except ValueError:
        return numeral or ""


def _spread(cited: Citation) -> Iterator[Citation]:
    """`民法典#1032-1035` is a range: no article is suffixed higher than it is numbered."""
    number = cited.number or WHOLE
    if number.number < number.suffix <= number.number + 50:
        for n in range(number.number, number.suffix + 1):
            yield replace(cited, number=replace(number, number=n, suffix=0))
    else:
        yield cited


def _entry(asked: str, citation: Citation, book: StatuteBook) -> Entry:
    found = book.resolve(citation)
    former = tuple(_former(citation, found, book))
    if isinstance(found, Absence):
        return _absent(asked, citation, found, former, book)
    status = book.status(found)
    rows = book.successors(found.article_ref)
    notes = []
    if found.article.unconfirmed:
        notes.append("条号待核：官方文本没有收录")
    if found.wording is Wording.SUMMARY:
        notes.append("官方原文没有收录，这里是大意")
    if status in {Status.SUPERSEDED, Status.REPEALED}:
        notes.append(f"旧文本，{found.version.until}起不再适用")
    if status is Status.NOT_YET:
        notes.append(f"{found.version.in_force}才施行，{book.day}还没有生效")
    notes += [*_went(rows, book), *(m.note for m in rows)]
    notes += _before(citation, found.version, former, book)
    return Entry(asked, citation, found, status, _targets(rows), former, _joined(*notes, found.instrument.note))


def _absent(asked: str, citation: Citation, absence: Absence, former: tuple[Former, ...], book: StatuteBook) -> Entry:
    version, number = absence.version, citation.number
    status: Status | None = None
    rows: tuple[Moved, ...] = ()
    notes = [absence.note]
    if absence.instrument and version and absence.reason not in {Reason.NO_ARTICLE, Reason.NO_UNIT}:
        status = absence.instrument.status_on(version, book.day)
    if version and number:
        rows = book.successors(f"{citation.instrument}@{version.in_force}#{number.key}")
        last = version.last_article
        if absence.reason is Reason.REPEALED and last and number.number > last:
            notes.append(f"它本来也只有{last}条，没有{number}")
        notes += [*_went(rows, book), *(m.note for m in rows)]
        notes += _before(citation, version, former, book)
    moved = _targets(rows)
    if absence.phantom:
        moved = absence.phantom.meant
    elif absence.reason is Reason.REPEALED and not number and absence.instrument and absence.instrument.replaced_by:
        moved = (absence.instrument.replaced_by,)
    if absence.reason is Reason.NO_ARTICLE and not moved and former:
        moved = former[-1].moved_to
    kept = absence.instrument.note if absence.instrument and absence.reason is not Reason.NO_UNIT else ""
    return Entry(asked, citation, absence, status, moved, former, _joined(*notes, kept))


def _targets(rows: tuple[Moved, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for m in rows for ref in m.new))


def _went(rows: tuple[Moved, ...], book: StatuteBook) -> list[str]:
    """现为…, or from which day on it will be: nothing has moved before the new version is in force."""
    out: dict[str, list[str]] = {}
    for ref in _targets(rows):
        day = ref.partition("@")[2].partition("#")[0]
        out.setdefault(f"{day}起为" if day > book.day.isoformat() else "现为", []).append(written(ref))
    return [when + "、".join(labels) for when, labels in out.items()]


def _former(citation: Citation, found: Provision | Absence, book: StatuteBook) -> Iterator[Former]:
    """Earlier held versions of the same unit whose words differ; only for a reference that names no version."""
    instrument, version = found.instrument, found.version
    if citation.version or citation.edition or citation.number is None or instrument is None or version is None:
        return
    for earlier in instrument.versions:
        article = earlier.article(citation.number)
        if earlier.in_force >= version.in_force or article is None:
            continue
        same = isinstance(found, Provision) and article.text == found.article.text
        if same or article.part(citation.paragraph, citation.item) is None:
            continue
        paragraph = citation.paragraph or (article.paragraph_of(citation.item) if citation.item else None)
        old = Provision(instrument, earlier, article, paragraph, citation.item)
        rows = book.successors(old.article_ref)
        yield Former(old, _targets(rows), _joined(*(m.note for m in rows)))


def _before(citation: Citation, version: Version, former: tuple[Former, ...], book: StatuteBook) -> list[str]:
    """What the number was in earlier versions: told from their texts, and where these are not held, from the moves."""
    notes = []
    told = {one.provision.version.in_force for one in former}
    for one in former:
        until, where = one.provision.version.until, "、".join(map(written, one.moved_to))
        notes.append(f"{until}以前，这个条号是另外的内容，现为{where}" if where else f"{until}以前的文字与现在不同")
    instrument = book.instruments.get(citation.instrument)
    if citation.version or citation.edition or citation.number is None or instrument is None:
        return notes
    for earlier in instrument.versions:
        rows = book.successors(f"{instrument.id}@{earlier.in_force}#{citation.number.key}")
        if earlier.in_force >= version.in_force or earlier.in_force in told:
            continue
        if rows:
            where = "、".join(map(written, _targets(rows)))
            notes.append(f"{earlier.until}以前的{unit_label(citation.number, None, None)}，现为{where}")
        elif (version.last_article or 0) < citation.number.number <= (earlier.last_article or 0):
            notes.append(f"{earlier.until}以前的文本有{earlier.last_article}条")
    return notes


def _joined(*notes: str) -> str:
    """Notes as one text; each once."""
    return "；".join(dict.fromkeys(note.strip().rstrip("；。") for note in notes if note.strip()))
