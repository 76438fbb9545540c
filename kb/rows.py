"""Rows of the library's tables as values; a row that cannot be read is a problem and costs no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from kb.bodies import Body
from kb.files import BadRow, Row, read_rows
from kb.law import Concept, Instrument, Moved, Phantom, Problem, Version
from kb.ranks import Authority, Wording

_T = TypeVar("_T")

INSTRUMENT_KEYS = ("id", "full", "english", "aliases", "authority", "issuer", "document", "replaced_by", "note")
VERSION_KEYS = ("promulgated", "in_force", "until", "articles", "inserted", "wording", "source", "verified")
_ROW_KEYS = {
    "phantom": ("title", "patterns", "meant", "note"),
    "moved": ("old", "new", "note"),
    "concept": ("id", "lay", "law", "articles"),
    "body": ("names", "now", "short", "since", "note"),
}


def read_one(make: Callable[[Row], _T], row: Row, problems: list[Problem]) -> _T | None:
    """The value a row stands for, or None and a problem."""
    try:
        return make(row)
    except BadRow as fault:
        name = row.values.get("id") or row.values.get("title") or row.values.get("old") or row.values.get("in_force")
        problems.append(row.problem(f"这一条（{name or '没有名称'}）没有读入：{fault}"))
        return None


def read_all(make: Callable[[Row], _T], table: str, path: Path, problems: list[Problem]) -> Iterator[_T]:
    """The values of a file's `[[table]]` rows; a row that cannot be read is a problem."""
    for row in read_rows(path, path.parent, table, "", problems):
        problems += row.unknown(*_ROW_KEYS[table])
        if (value := read_one(make, row, problems)) is not None:
            yield value


def phantom_of(row: Row) -> Phantom:
    """A row of phantoms.toml."""
    return Phantom(row.want("title", str), row.words("patterns"), row.words("meant"), row.want("note", str), row.line)


def moved_of(row: Row) -> Moved:
    """A row of moved.toml."""
    new = row.words("new")
    if not new:
        raise BadRow("缺少 new（一组文字）")
    return Moved(row.want("old", str), new, row.want("note", str), row.line)


def concept_of(row: Row) -> Concept:
    """A row of glossary.toml."""
    return Concept(row.want("id", str), row.words("lay"), row.words("law"), row.words("articles"))


def body_of(row: Row) -> Body:
    """A row of bodies.toml."""
    names, now, short = row.words("names"), row.want("now", str), row.words("short")
    return Body(names, now, row.want("since", date), short, row.may("note", str) or "", row.line)


def instrument_of(row: Row) -> Instrument:
    """A row of instruments.toml, without its versions."""
    rank = row.want("authority", str)
    if rank not in set(Authority):
        raise BadRow(f"authority 没有 {rank}；可用的是 {'、'.join(Authority)}")
    return Instrument(
        row.want("id", str),
        row.want("full", str),
        Authority(rank),
        row.may("issuer", str) or "",
        row.words("aliases"),
        row.may("document", str) or "",
        row.may("replaced_by", str) or "",
        row.may("note", str) or "",
        english=row.may("english", str) or "",
        line=row.line,
    )


def version_of(row: Row, name: str) -> Version:
    """A version's row below its instrument, without its text."""
    wording = row.want("wording", str)
    if wording not in set(Wording):
        raise BadRow(f"wording 没有 {wording}；可用的是 {'、'.join(Wording)}")
    return Version(
        name,
        row.want("in_force", date),
        row.may("until", date),
        row.may("promulgated", date),
        Wording(wording),
        row.may("articles", int),
        row.words("inserted"),
        (),
        row.may("source", str) or "",
        row.may("verified", date),
        row.line,
    )
