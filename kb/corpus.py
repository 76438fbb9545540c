"""Reads a library folder: every version of every instrument, every guide, the glossary; all problems at once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kb.citations import Citation, CitationFinder, parse_reference
from kb.errors import LibraryError
from kb.law import (
    Article,
    Authority,
    Concept,
    Guide,
    Instrument,
    Moved,
    Phantom,
    Problem,
    Provision,
    Section,
    Version,
    Wording,
)
from kb.markup import VersionText, parse_guide, parse_version
from kb.passages import Passage, cut
from kb.statutebook import Absence, StatuteBook
from kb.titles import Titles

DATA = Path(__file__).parent / "data"
"""The library that ships with youju."""

MAX_FILE_BYTES = 4_000_000
"""No statute or guide is larger; a bigger file is refused, not read."""


@dataclass(frozen=True)
class Corpus:
    """Every version of every instrument, every guide, and what is known of titles and moved articles."""

    instruments: Mapping[str, Instrument]
    guides: tuple[Guide, ...] = ()
    phantoms: tuple[Phantom, ...] = ()
    moved: tuple[Moved, ...] = ()
    concepts: tuple[Concept, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def titles(self) -> Titles:
        """Every name of every instrument."""
        return Titles(self.instruments.values(), self.phantoms)

    @cached_property
    def finder(self) -> CitationFinder:
        """Finds citations of these instruments in a text."""
        return CitationFinder(self.titles)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What search is built from."""
        return cut(self.instruments.values(), self.guides)

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
        """The law of that day."""
        return StatuteBook(day, self.instruments, _Phantoms(self.titles), self.moved)

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
    problems: list[Problem] = []
    shelf = _read_toml(folder / "instruments.toml", folder, problems)
    texts = _read_texts(folder, problems)
    instruments: dict[str, Instrument] = {}
    for number, row in enumerate(shelf.get("instrument", []), 1):
        try:
            instrument = _instrument(row, texts, folder, problems)
        except (KeyError, ValueError, TypeError) as error:
            problems.append(
                Problem("instruments.toml", 1, f"第{number}条目（{row.get('id', '无 id')}）不完整：{error}")
            )
            continue
        if instrument.id in instruments:
            problems.append(Problem("instruments.toml", 1, f"重复的条目：{instrument.id}"))
        instruments[instrument.id] = instrument
    problems += [
        Problem(file, 1, f"instruments.toml 里没有《{name}》{day}起施行的版本")
        for (name, day), (_, file) in texts.items()
    ]
    return Corpus(
        instruments,
        tuple(_read_guides(folder, problems)),
        tuple(
            Phantom(r["title"], tuple(r.get("patterns", ())), tuple(r.get("meant", ())), r["note"])
            for r in _read_toml(folder / "phantoms.toml", folder, problems).get("phantom", [])
        ),
        tuple(
            Moved(r["old"], tuple(r["new"]), r["note"])
            for r in _read_toml(folder / "moved.toml", folder, problems).get("moved", [])
        ),
        tuple(
            Concept(r["id"], tuple(r["lay"]), tuple(r["law"]))
            for r in _read_toml(folder / "glossary.toml", folder, problems).get("concept", [])
        ),
        tuple(problems),
    )


def _read_toml(path: Path, folder: Path, problems: list[Problem]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(path.relative_to(folder).as_posix(), 1, f"不是合法的 UTF-8 TOML：{error}"))
        return {}


def _read_text(path: Path, folder: Path, problems: list[Problem]) -> str | None:
    name = path.relative_to(folder).as_posix()
    if path.stat().st_size > MAX_FILE_BYTES:
        problems.append(Problem(name, 1, f"文件大于 {MAX_FILE_BYTES // 1_000_000} MB，没有读入"))
        return None
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem(name, 1, f"不是 UTF-8 编码（第 {error.start} 字节），请转换后再放进来"))
        return None


def _read_texts(folder: Path, problems: list[Problem]) -> dict[tuple[str, date], tuple[VersionText, str]]:
    texts: dict[tuple[str, date], tuple[VersionText, str]] = {}
    for path in sorted((folder / "statutes").glob("*/*.md")):
        name = path.relative_to(folder).as_posix()
        content = _read_text(path, folder, problems)
        if content is None:
            continue
        version, faults = parse_version(content, name)
        problems += faults
        if version is None:
            continue
        if path.stem != version.in_force.isoformat() or path.parent.name != version.instrument.replace("/", "-"):
            problems.append(Problem(name, 1, "文件的位置与首部的 instrument、in_force 不一致"))
        texts[version.instrument, version.in_force] = (version, name)
    return texts


def _read_guides(folder: Path, problems: list[Problem]) -> Iterator[Guide]:
    for path in sorted((folder / "guides").glob("*.md")):
        name = path.relative_to(folder).as_posix()
        content = _read_text(path, folder, problems)
        if content is None:
            continue
        guide, faults = parse_guide(content, name)
        problems += faults
        if guide and guide.id != path.stem:
            problems.append(Problem(name, 1, f"首部的 id（{guide.id}）与文件名不一致"))
        if guide:
            yield guide


def _instrument(
    row: Mapping[str, Any],
    texts: dict[tuple[str, date], tuple[VersionText, str]],
    folder: Path,
    problems: list[Problem],
) -> Instrument:
    name = row["id"]
    versions = sorted(
        (
            Version(
                name,
                v["in_force"],
                v.get("until"),
                v.get("promulgated"),
                Wording(v["wording"]),
                v.get("articles"),
                (),
                v.get("source", ""),
                v.get("verified"),
            )
            for v in row.get("version", [])
        ),
        key=lambda v: v.in_force,
    )
    filled: list[Version] = []
    for version in versions:
        held = texts.pop((name, version.in_force), None)
        if held:
            text, file = held
            filled.append(replace(version, articles=_with_base(text, file, filled, problems), _by_number={}))
        else:
            filled.append(version)
    return Instrument(
        name,
        row["full"],
        Authority(row["authority"]),
        row.get("issuer", ""),
        tuple(row.get("aliases", ())),
        row.get("document", ""),
        row.get("replaced_by", ""),
        row.get("note", ""),
        tuple(filled),
    )


def _with_base(text: VersionText, file: str, earlier: list[Version], problems: list[Problem]) -> tuple[Article, ...]:
    if text.base is None:
        return text.articles
    base = next((v for v in earlier if v.in_force == text.base), None)
    if base is None:
        problems.append(Problem(file, 1, f"base 所指的{text.base}版本不在资料库里"))
        return text.articles
    merged = {a.number: a for a in base.articles} | {a.number: a for a in text.articles}
    return tuple(merged[number] for number in sorted(merged))
