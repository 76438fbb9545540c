"""Reads the files of a library folder: TOML rows with the lines they stand on, statutes, guides.

What cannot be read becomes a Problem with file and line, and everything else is still read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from kb.asked import Ways
from kb.law import Guide, Problem
from kb.markup import VersionText, parse_guide, parse_version, toml_line

_T = TypeVar("_T", str, int, date)

MAX_FILE_BYTES = 4_000_000
"""No statute or guide is larger; a bigger file is refused, not read."""

_NAMES = {str: "文字", int: "整数", date: "日期"}


class BadRow(ValueError):
    """What is wrong with one row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One table of a TOML file, where it stands, and the tables below it."""

    file: str
    line: int
    values: Mapping[str, object]
    parts: tuple[Row, ...] = ()

    def want(self, key: str, kind: type[_T]) -> _T:
        """The value of a key that must be there.

        Raises:
            BadRow: it is missing or of another kind.
        """
        found = self.may(key, kind)
        if found is None:
            raise BadRow(f"缺少 {key}（{_NAMES[kind]}）")
        return found

    def may(self, key: str, kind: type[_T]) -> _T | None:
        """The value of a key that may be absent.

        Raises:
            BadRow: it is of another kind.
        """
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, kind) or isinstance(value, bool | datetime):
            raise BadRow(f"{key} 应是{_NAMES[kind]}，现在是 {value!r}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent.

        Raises:
            BadRow: it is no list of texts.
        """
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise BadRow(f"{key} 应是一组文字，现在是 {value!r}")
        return tuple(value)

    def unknown(self, *known: str) -> Iterator[Problem]:
        """Keys that mean nothing, so that a misspelt one is not lost."""
        for key in self.values:
            if key not in known:
                yield Problem(self.file, self.line, f"没有 {key} 这一项；可用的是 {'、'.join(known)}")

    def problem(self, message: str) -> Problem:
        """A fault of this row."""
        return Problem(self.file, self.line, message)


def read_rows(path: Path, folder: Path, table: str, part: str, problems: list[Problem]) -> tuple[Row, ...]:
    """The `[[table]]` rows of a TOML file, each with its `[[table.part]]` rows; none if there is no such file."""
    file = path.relative_to(folder).as_posix()
    text = read_file(path, folder, problems) if path.is_file() else None
    if text is None:
        return ()
    try:
        tables = tomllib.loads(text).get(table, [])
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(file, toml_line(error, text.count("\n") + 1), f"不是合法的 TOML：{error}"))
        return ()
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        problems.append(Problem(file, 1, f"{table} 应写成一个个 [[{table}]]"))
        return ()
    heads = _lines_of(text, table)
    inner = _lines_of(text, f"{table}.{part}")
    rows: list[Row] = []
    taken = 0
    for at, values in enumerate(tables):
        line = heads[at] if len(heads) == len(tables) else 1
        parts = values.pop(part, [])
        if not isinstance(parts, list) or not all(isinstance(p, dict) for p in parts):
            problems.append(Problem(file, line, f"{part} 应写成一个个 [[{table}.{part}]]"))
            parts = []
        places = inner[taken : taken + len(parts)] if len(inner) >= taken + len(parts) else [line] * len(parts)
        taken += len(parts)
        below = tuple(Row(file, place, values) for place, values in zip(places, parts, strict=True))
        rows.append(Row(file, line, values, below))
    return tuple(rows)


def _lines_of(text: str, table: str) -> list[int]:
    head = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
    return [number for number, line in enumerate(text.split("\n"), 1) if head.match(line)]


def read_file(path: Path, folder: Path, problems: list[Problem]) -> str | None:
    """The text of a file, or None and a problem."""
    file = path.relative_to(folder).as_posix()
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            problems.append(Problem(file, 1, f"文件大于 {MAX_FILE_BYTES // 1_000_000} MB，没有读入"))
            return None
        content = path.read_bytes()
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(file, line, f"不是 UTF-8 编码（第 {error.start} 字节），请转换后再放进来"))
    except OSError as error:
        problems.append(Problem(file, 1, f"读不了这个文件：{error.strerror}"))
    return None


def read_statutes(folder: Path, problems: list[Problem]) -> dict[tuple[str, date], tuple[VersionText, str]]:
    """Every statute file with its name, by instrument and day; the first where two say the same."""
    texts: dict[tuple[str, date], tuple[VersionText, str]] = {}
    for path in sorted((folder / "statutes").glob("*/*.md")):
        file = path.relative_to(folder).as_posix()
        content = read_file(path, folder, problems)
        if content is None:
            continue
        version, faults = parse_version(content, file)
        problems += faults
        if version is None:
            continue
        if path.stem != version.in_force.isoformat() or path.parent.name != version.instrument.replace("/", "-"):
            problems.append(Problem(file, 1, "文件的位置与首部的 instrument、in_force 不一致"))
        key = version.instrument, version.in_force
        if key in texts:
            problems.append(Problem(file, 1, f"与 {texts[key][1]} 是同一个文件的同一个版本，没有读入"))
            continue
        texts[key] = (version, file)
    return texts


def read_guides(folder: Path, problems: list[Problem]) -> Iterator[Guide]:
    """Every guide; the first where two have one id."""
    seen: dict[str, str] = {}
    for path in sorted((folder / "guides").glob("*.md")):
        file = path.relative_to(folder).as_posix()
        content = read_file(path, folder, problems)
        if content is None:
            continue
        guide, faults = parse_guide(content, file)
        problems += faults
        if guide is None:
            continue
        if guide.id != path.stem:
            problems.append(Problem(file, 1, f"首部的 id（{guide.id}）与文件名不一致"))
        if guide.id in seen:
            problems.append(Problem(file, 1, f"与 {seen[guide.id]} 的 id 相同（{guide.id}），没有读入"))
            continue
        seen[guide.id] = file
        yield guide


def read_asked(folder: Path, problems: list[Problem]) -> dict[str, Ways]:
    """The ways people ask for provisions, by instrument; the first where two files have one instrument."""
    found: dict[str, Ways] = {}
    for file, name, ways in read_ways(folder / "asked", folder, problems):
        if name in found:
            problems.append(Problem(file, 1, f"《{name}》的问法在别的文件里已经有了，没有读入"))
        else:
            found[name] = ways
    return found


def read_ways(place: Path, folder: Path, problems: list[Problem]) -> Iterator[tuple[str, str, Ways]]:
    """Every file of ways to ask: its name, the instrument, and the ways by article."""
    for path in sorted(place.glob("*.toml")):
        file = path.relative_to(folder).as_posix()
        text = read_file(path, folder, problems)
        if text is None:
            continue
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(Problem(file, toml_line(error, text.count("\n") + 1), f"不是合法的 TOML：{error}"))
            continue
        name, ways = values.pop("instrument", None), values.pop("ways", None)
        if not isinstance(name, str) or not isinstance(ways, dict) or values:
            problems.append(Problem(file, 1, "应只有 instrument（名称）和 [ways]（条号 = 一组问法）"))
            continue
        row = Row(file, 1, ways)
        try:
            yield file, name, {number: row.words(number) for number in ways}
        except BadRow as fault:
            problems.append(row.problem(str(fault)))


def read_texts(path: Path) -> dict[str, str]:
    """By instrument and article (`劳动合同法#82`), the key of the wording it was asked for in (kb/asked.py)."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {ref: key for key, _, ref in (line.partition("  ") for line in lines if line.strip())}


def read_proven(path: Path) -> dict[str, str]:
    """The record of the last proof: by reference the SHA-256 of each exact article; empty where none is kept."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return {ref: sha for sha, _, ref in (line.partition("  ") for line in lines if line.strip())}


def misplaced(folder: Path) -> Iterator[Problem]:
    """Markdown that nothing reads, because it stands where neither statutes nor guides do."""
    for path in sorted(folder.rglob("*.md")):
        place = path.relative_to(folder)
        statute = place.parts[0] == "statutes" and len(place.parts) == 3
        guide = place.parts[0] == "guides" and len(place.parts) == 2
        if not (statute or guide or place.name == "README.md"):
            yield Problem(
                place.as_posix(), 1, "没有读入：法条放在 statutes/<名称>/<施行日>.md，指南放在 guides/<id>.md"
            )
