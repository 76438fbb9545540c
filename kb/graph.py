"""The citation graph: every place in data files that cites an article, with file and line.

A place is found by what it says: a citation as a lawyer writes it, or a reference as programs do, in a string of TOML
or JSON or in the text of Markdown. It belongs to the unit that a person mends: a guide's section, a rule, a question.
A new kind of data file is one more `Source`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from kb.citations import Citation, CitationFinder, parse_reference
from kb.files import read_file
from kb.law import Problem


class Cut(StrEnum):
    """How a file is cut into units."""

    SECTIONS = "sections"
    """Markdown: a unit is what stands under a heading with an id, or the whole file."""
    TABLES = "tables"
    """TOML: a unit is one `[[table]]`."""
    LINES = "lines"
    """JSONL: a unit is one line."""
    WAYS = "ways"
    """TOML of ways to ask: a unit is the article that they ask for."""


@dataclass(frozen=True, slots=True)
class Source:
    """Files that cite: where they stand and how they are cut."""

    kind: str
    folder: Path
    pattern: str
    cut: Cut
    shown: str = ""
    """What stands before a file's name where it is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """One citation where it stands."""

    kind: str
    file: str
    line: int
    unit: str
    citation: Citation
    words: str = ""
    """The line, or the string, around it; empty for questions, of which some may not be read."""
    day: date | None = None
    """The day whose law the unit speaks of, where it tells one: a guide's review, a question's day."""
    fixed: bool = False
    """That day is what the unit is about, and stays when the law changes: a question's."""


LIBRARY = (
    ("guide", "guides/*.md", Cut.SECTIONS),
    ("moved", "moved.toml", Cut.TABLES),
    ("glossary", "glossary.toml", Cut.TABLES),
    ("phantom", "phantoms.toml", Cut.TABLES),
    ("shelf", "instruments.toml", Cut.TABLES),
    ("ways", "asked/*.toml", Cut.WAYS),
)
"""What of a library cites articles: kind, files, cut."""
ASKED = "asked"
"""The kind of a citation in the ways to ask for a guide's section (问法): people go on citing by the old number."""

_Piece = tuple[str, int, str]
"""Text of a unit, where it begins in the file, and its unit."""

_SECTION = re.compile(r"^## .+?\{#(?P<id>[a-z0-9][a-z0-9-]*)\}\s*$", re.MULTILINE)
_ID = re.compile(r'^id\s*=\s*"(?P<id>[^"\n]+)"', re.MULTILINE)
_REVIEWED = re.compile(r"^reviewed\s*=\s*(?P<day>\d{4}-\d{2}-\d{2})", re.MULTILINE)
_AS_OF = re.compile(r'"as_of"\s*:\s*"(?P<day>\d{4}-\d{2}-\d{2})"')
_TABLE = re.compile(r"^\[\[?[\w.]+\]\]?\s*$", re.MULTILINE)
_NAME = re.compile(r'^(?:id|instrument|title|old|route)\s*=\s*"(?P<id>[^"\n]+)"', re.MULTILINE)
_JSON_NAME = re.compile(r'"id"\s*:\s*"(?P<id>[^"\n]+)"')
_STRING = re.compile(r'#[^\n]*|"""(?P<long>.*?)"""|"(?P<short>(?:[^"\\\n]|\\.)*)"', re.DOTALL)
_JSON_STRING = re.compile(r'"(?P<short>(?:[^"\\\n]|\\.)*)"')
_WAY = re.compile(r'^"(?P<number>[^"\n]+)"\s*=\s*\[', re.MULTILINE)
_SHORT = re.compile(r"(?P<title>[^\W\d]{2,20})(?P<number>\d{1,4})条?")
"""治安法42, as borrowers write."""
_ASKED_LINE = "问法："


def library_sources(folder: Path) -> tuple[Source, ...]:
    """The sources of a library folder."""
    return tuple(Source(kind, folder, pattern, cut) for kind, pattern, cut in LIBRARY)


def places(sources: Iterable[Source], finder: CitationFinder) -> tuple[Place, ...]:
    """Every citation of an article in the files of the sources, in the order of sources, files and lines."""
    return tuple(place for source in sources for place in _source(source, finder))


def units(sources: Iterable[Source]) -> dict[str, str]:
    """The text of every unit, with the day of its review, by `file#unit`: two libraries are compared by it."""
    found: dict[str, str] = {}
    for source in sources:
        for path in sorted(source.folder.glob(source.pattern)):
            text = read_file(path, source.folder, []) or ""
            file = source.shown + path.relative_to(source.folder).as_posix()
            for piece, at, unit in _pieces(source, path, text):
                found[f"{file}#{unit}"] = f"{_day(source.cut, text, at)}\n{piece}"
    return found


def _source(source: Source, finder: CitationFinder) -> Iterator[Place]:
    for path in sorted(source.folder.glob(source.pattern)):
        unread: list[Problem] = []
        text = read_file(path, source.folder, unread)
        if text is None:
            continue
        file = source.shown + path.relative_to(source.folder).as_posix()
        starts = [0, *(m.end() for m in re.finditer("\n", text))]
        for piece, at, unit in _pieces(source, path, text):
            day = _day(source.cut, text, at)
            for citation, where in _cited(source.cut, piece, finder):
                line = bisect_right(starts, at + where)
                words = text[starts[line - 1] :].partition("\n")[0].strip()
                kind = ASKED if source.cut is Cut.SECTIONS and words.startswith(_ASKED_LINE) else source.kind
                shown = "" if source.cut is Cut.LINES else words
                fixed = source.cut is Cut.LINES and day is not None
                yield Place(kind, file, line, unit, citation, shown, day, fixed)


def _pieces(source: Source, path: Path, text: str) -> Iterator[_Piece]:
    """The units of a file."""
    if source.cut is Cut.SECTIONS:
        own = _ID.search(text)
        name = f"{source.kind}:{own['id'] if own else path.stem}"
        heads = list(_SECTION.finditer(text))
        yield text[: heads[0].start() if heads else len(text)], 0, name
        for head, end in _until_next(heads, len(text)):
            yield text[head.end() : end], head.end(), f"{name}#{head['id']}"
    elif source.cut is Cut.TABLES:
        for head, end in _until_next(list(_TABLE.finditer(text)), len(text)):
            named = _NAME.search(text, head.end(), end)
            yield text[head.end() : end], head.end(), named["id"] if named else head[0].strip("[]\n ")
    elif source.cut is Cut.LINES:
        at = 0
        for number, line in enumerate(text.split("\n"), 1):
            named = _JSON_NAME.search(line)
            yield line, at, named["id"] if named else str(number)
            at += len(line) + 1
    else:
        named = _NAME.search(text)
        for way in _WAY.finditer(text):
            ref = f"{named['id'] if named else ''}#{way['number']}"
            yield f'"{ref}"', way.start(), ref


def _until_next(heads: list[re.Match[str]], last: int) -> Iterator[tuple[re.Match[str], int]]:
    ends = [*(h.start() for h in heads[1:]), last]
    yield from zip(heads, ends[: len(heads)], strict=True)


def _day(cut: Cut, text: str, at: int) -> date | None:
    """The day that a file, or the line of a question, tells."""
    found = _REVIEWED.search(text) if cut is Cut.SECTIONS else None
    if cut is Cut.LINES:
        found = _AS_OF.search(text[at:].partition("\n")[0])
    return date.fromisoformat(found["day"]) if found else None


def _cited(cut: Cut, piece: str, finder: CitationFinder) -> Iterator[tuple[Citation, int]]:
    """Citations of articles with the place where they stand in the unit."""
    if cut is Cut.SECTIONS:
        yield from _mentioned(piece, 0, finder)
        return
    for found in (_JSON_STRING if cut is Cut.LINES else _STRING).finditer(piece):
        group = "long" if found.groupdict().get("long") is not None else "short"
        string = found[group]
        if string is None:
            continue
        references = [_reference(one, finder) for one in string.split("|")]  # any of them will do
        if any(references):
            yield from ((reference, found.start(group)) for reference in references if reference)
        else:
            yield from _mentioned(string, found.start(group), finder)


def _reference(written: str, finder: CitationFinder) -> Citation | None:
    """`民法典#1033`, or the same by a short title."""
    short = _SHORT.fullmatch(written)
    name = finder.titles.find(short["title"]) if short else None
    return parse_reference(f"{name}#{short['number']}" if short and name else written, finder.titles)


def _mentioned(text: str, at: int, finder: CitationFinder) -> Iterator[tuple[Citation, int]]:
    for mention in finder.find(text):
        if mention.citation.number is not None:
            yield mention.citation, at + mention.span[0]
