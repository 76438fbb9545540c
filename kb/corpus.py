"""Reads a library folder: every version of every instrument, every guide, the glossary; all problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from kb.asked import Ways, newest_held, ways_by_ref, wording_key
from kb.bodies import Body
from kb.citations import Citation, CitationFinder, parse_reference
from kb.crossrefs import CrossReferences
from kb.errors import LibraryError
from kb.files import (
    Row,
    misplaced,
    read_asked,
    read_guides,
    read_proven,
    read_rows,
    read_statutes,
    read_texts,
    read_ways,
)
from kb.law import (
    Article,
    Concept,
    Guide,
    Instrument,
    Moved,
    Phantom,
    Problem,
    Provision,
    Section,
    Version,
)
from kb.likeness import Likeness
from kb.markup import VersionText
from kb.passages import Passage, cut
from kb.rows import (
    INSTRUMENT_KEYS,
    VERSION_KEYS,
    body_of,
    concept_of,
    instrument_of,
    moved_of,
    phantom_of,
    read_all,
    read_one,
    version_of,
)
from kb.statutebook import Absence, StatuteBook
from kb.titles import Titles

DATA = Path(__file__).parent / "data"
"""The library that ships with youju."""

_DAYS_REMEMBERED = 64


@dataclass(frozen=True)
class Corpus:
    """Every version of every instrument, every guide, and what is known of titles and moved articles."""

    instruments: Mapping[str, Instrument]
    guides: tuple[Guide, ...] = ()
    phantoms: tuple[Phantom, ...] = ()
    moved: tuple[Moved, ...] = ()
    concepts: tuple[Concept, ...] = ()
    problems: tuple[Problem, ...] = ()
    proven: Mapping[str, str] = field(default_factory=dict)
    """By reference, the SHA-256 that each exact article had when it was proven (kb/proof.py)."""
    asked: Mapping[str, Ways] = field(default_factory=dict)
    """By instrument and article of its newest version, the ways people ask for it."""
    bodies: tuple[Body, ...] = ()
    """Authorities that bear another name today."""

    @cached_property
    def titles(self) -> Titles:
        """Every name of every instrument."""
        return Titles(self.instruments.values(), self.phantoms)

    @cached_property
    def finder(self) -> CitationFinder:
        """Finds citations of these instruments in a text."""
        return CitationFinder(self.titles)

    @cached_property
    def crossrefs(self) -> CrossReferences:
        """Which articles refer to which."""
        return CrossReferences(self.instruments, self.finder)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What search is built from."""
        return cut(self.instruments.values(), self.guides, self._cites, self.ways)

    @cached_property
    def ways(self) -> Mapping[str, tuple[str, ...]]:
        """By reference with its version, the ways people ask for an article."""
        return ways_by_ref(self.instruments.values(), self.asked, self.moved)

    def _cites(self, text: str) -> Iterator[str]:
        """The articles a text cites, as references without a day and without paragraph and item."""
        for mention in self.finder.find(text):
            if mention.citation.number and mention.citation.edition is None:
                yield f"{mention.citation.instrument}#{mention.citation.number.key}"

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change whenever any word of law or advice changes."""
        digest = hashlib.sha256()
        for passage in self.passages:
            digest.update(repr((passage.id, passage.text, passage.asked, passage.in_force, passage.until)).encode())
        return digest.hexdigest()[:12]

    @cached_property
    def verified(self) -> date:
        """The oldest day on which a held version was last looked at: data as of."""
        days = [v.verified for i in self.instruments.values() for v in i.versions if v.articles and v.verified]
        return min(days, default=date.min)

    def on(self, day: date) -> StatuteBook:
        """The law of that day; remembered, since one day is asked for again and again."""
        book = self._books.get(day)
        if book is None:
            if len(self._books) >= _DAYS_REMEMBERED:
                self._books.clear()
            self._books[day] = book = StatuteBook(day, self.instruments, _Phantoms(self.titles), self.moved, self.ways)
        return book

    @cached_property
    def likeness(self) -> Likeness:
        """Its articles, ready to be compared with sentences; made once, for whoever asks first."""
        return Likeness(self.instruments.values())

    @cached_property
    def _books(self) -> dict[date, StatuteBook]:
        return {}

    def citation(self, text: str) -> Citation | None:
        """The first citation in a text, in the form of a reference or as a person writes it."""
        if found := parse_reference(text, self.titles):
            return found
        return next((m.citation for m in self.finder.find(text)), None)

    def provision(self, ref: str, day: date) -> Provision | None:
        """The provision of a reference (`民法典#1033`, `治安管理处罚法@2013-01-01#42`) on a day, or None."""
        citation = parse_reference(ref, self.titles)
        found = self.on(day).resolve(citation) if citation else None
        return None if isinstance(found, Absence) else found

    def section(self, ref: str) -> tuple[Guide, Section] | None:
        """The guide section of a reference (`guide:recording#secret-recording`), or None."""
        return self._sections.get(ref)

    @cached_property
    def _sections(self) -> dict[str, tuple[Guide, Section]]:
        return {g.section_ref(s): (g, s) for g in self.guides for s in g.sections}


class _Phantoms(Mapping[str, Phantom]):
    """Phantom titles by the title as cited."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles

    def __getitem__(self, title: str) -> Phantom:
        if found := self._titles.phantom(title):
            return found
        raise KeyError(title)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def read_corpus(folder: Path = DATA) -> Corpus:
    """Read a library folder. Faults are collected in `corpus.problems`; what can be read is there.

    Raises:
        LibraryError: there is no library in the folder.
    """
    if not (folder / "instruments.toml").is_file():
        raise LibraryError(f"{folder} 里没有 instruments.toml，不是资料库；请用 --library 指到资料库文件夹")
    problems: list[Problem] = list(misplaced(folder))
    texts = read_statutes(folder, problems)
    instruments: dict[str, Instrument] = {}
    for row in read_rows(folder / "instruments.toml", folder, "instrument", "version", problems):
        problems += row.unknown(*INSTRUMENT_KEYS)
        instrument = read_one(instrument_of, row, problems)
        if instrument is None:
            continue
        if instrument.id in instruments:
            problems.append(row.problem(f"重复的条目：{instrument.id}；只读了第一个"))
            continue
        versions = _versions(instrument.id, row, texts, problems)
        instruments[instrument.id] = replace(instrument, versions=versions)
    problems += [
        Problem(file, 1, f"instruments.toml 里没有《{name}》{day}起施行的版本")
        for (name, day), (_, file) in texts.items()
    ]
    return Corpus(
        instruments,
        tuple(read_guides(folder, problems)),
        tuple(read_all(phantom_of, "phantom", folder / "phantoms.toml", problems)),
        tuple(read_all(moved_of, "moved", folder / "moved.toml", problems)),
        read_concepts(folder, problems),
        tuple(problems),
        read_proven(folder / "proven.txt"),
        read_asked(folder, problems),
        tuple(read_all(body_of, "body", folder / "bodies.toml", problems)),
    )


def read_concepts(folder: Path = DATA, problems: list[Problem] | None = None) -> tuple[Concept, ...]:
    """The concept table of a library folder; what cannot be read of it is added to `problems`."""
    return tuple(read_all(concept_of, "concept", folder / "glossary.toml", [] if problems is None else problems))


def ways_by_wording(corpus: Corpus, folder: Path = DATA) -> dict[str, tuple[str, ...]]:
    """The ways people ask for an article, by the key of its words: they hold for a copy in any other corpus.

    They are those of the shelf, and those of `beyond/` in the folder, which are for law that the shelf does not hold.
    """
    found: dict[str, tuple[str, ...]] = {}
    texts = read_texts(folder / "beyond" / "texts.txt")
    for _, name, ways in read_ways(folder / "beyond", folder, []):
        for number, lines in ways.items():
            if key := texts.get(f"{name}#{number}"):
                found[key] = (*found.get(key, ()), *lines)
    for name, ways in corpus.asked.items():
        newest = newest_held(corpus.instruments[name]) if name in corpus.instruments else None
        for article in newest.articles if newest else ():
            if asked := ways.get(article.number.key):
                key = wording_key(article.text)
                found[key] = (*asked, *(x for x in found.get(key, ()) if x not in asked))
    return found


def _versions(
    name: str, row: Row, texts: dict[tuple[str, date], tuple[VersionText, str]], problems: list[Problem]
) -> tuple[Version, ...]:
    """The versions of an instrument with the texts held of them, by day; texts that are taken leave `texts`."""
    known: list[Version] = []
    for part in row.parts:
        problems += part.unknown(*VERSION_KEYS)
        version = read_one(partial(version_of, name=name), part, problems)
        if version and any(v.in_force == version.in_force for v in known):
            problems.append(part.problem(f"《{name}》{version.in_force}起施行的版本写了两次；只读了第一个"))
        elif version:
            known.append(version)
    filled: list[Version] = []
    for version in sorted(known, key=lambda v: v.in_force):
        held = texts.pop((name, version.in_force), None)
        filled.append(replace(version, articles=_with_base(*held, filled, problems)) if held else version)
    return tuple(filled)


def _with_base(text: VersionText, file: str, earlier: list[Version], problems: list[Problem]) -> tuple[Article, ...]:
    if text.base is None:
        return text.articles
    base = next((v for v in earlier if v.in_force == text.base), None)
    if base is None:
        problems.append(Problem(file, 1, f"base 所指的{text.base}版本不在资料库里"))
        return text.articles
    merged = {a.number: a for a in base.articles} | {a.number: a for a in text.articles}
    return tuple(merged[number] for number in sorted(merged))
