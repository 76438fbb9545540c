"""A log of calls, messages and visits: rows as values, from and to CSV.

It is read as people keep it: headers in Chinese or English, days and hours as they are typed, files as Excel and WPS
save them. A row that cannot be read is named by its line, and the rest is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from functools import cached_property
from pathlib import Path

from assistant.described import Form
from assistant.settings import MAX_QUESTION
from assistant.spreadsheet import from_csv, to_csv
from assistant.written_times import day_written, split_moment, time_written
from kb import InputProblem, YoujuError

DATA = Path(__file__).parent / "data"
MAX_ROWS = 20_000
HEADER_WITHIN = 10
"""Rows of a title that may stand above the header."""


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """One row: a call, a message, a letter or a visit. What is empty or None was not written down."""

    date: date
    time: time | None = None
    number: str = ""
    agency: str = ""
    """Who called, as the borrower wrote it."""
    how: str = ""
    """A value of the field `how` of `data/call.toml`."""
    to: str = ""
    """A value of the field `to`."""
    connected: bool | None = None
    said: str = ""
    evidence: str = ""
    """Name of the file that shows it."""

    def to_dict(self) -> dict[str, object]:
        """As programs see it (docs/interface.md)."""
        return {
            "date": self.date.isoformat(),
            "time": f"{self.time:%H:%M}" if self.time else "",
            "number": self.number,
            "agency": self.agency,
            "how": self.how,
            "to": self.to,
            "connected": self.connected,
            "said": self.said,
            "evidence": self.evidence,
        }


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read: its line in the file, and how to mend it."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class CallLog:
    """A log as it was read, by day and hour."""

    calls: tuple[LoggedCall, ...]
    bad: tuple[BadRow, ...] = ()


@dataclass(frozen=True)
class Columns:
    """The columns, how they may be headed, and the words for a call that was taken or not."""

    titles: Mapping[str, str]
    names: Mapping[str, str]
    """Every header in small letters, and the column it heads."""
    yes: frozenset[str]
    no: frozenset[str]
    form: Form

    @cached_property
    def _choices(self) -> dict[str, dict[str, str]]:
        """Of `how` and `to`: what may be written, and the value it means."""
        return {
            field.id: {word.lower(): v.id for v in field.values for word in (v.id, v.title, *v.names)}
            for field in self.form.fields
            if field.id in {"how", "to"}
        }

    def title(self, column: str, value: str) -> str:
        """A value of `how` or `to` as people write it; empty for none."""
        field = next(f for f in self.form.fields if f.id == column)
        return next((v.names[0] if v.names else v.title for v in field.values if v.id == value), "")

    def choice(self, column: str, text: str) -> str | None:
        """The value that a cell of `how` or `to` means; None where it cannot be read."""
        plain = text.strip().lower()
        words = self._choices[column]
        return next((words[w] for w in (plain, re.sub(r"^(?:打给)?我?的?", "", plain)) if w in words), None)

    def to_dict(self) -> dict[str, object]:
        """What the page needs to read and write the same tables in the browser."""
        return {
            "titles": dict(self.titles),
            "names": dict(self.names),
            "yes": sorted(self.yes),
            "no": sorted(self.no),
            "choices": self._choices,
            "written": {c: {v: self.title(c, v) for v in words.values()} for c, words in self._choices.items()},
            "most_rows": MAX_ROWS,
            "most_said": MAX_QUESTION,
        }


def read_columns(form: Form, path: Path = DATA / "calllog.toml") -> Columns:
    """Read the table of columns.

    Raises:
        YoujuError: the file is no such table; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        titles = {row["id"]: row["title"] for row in data["column"]}
        names = {name.lower(): row["id"] for row in data["column"] for name in (row["id"], row["title"], *row["names"])}
        yes, no = frozenset(data["connected"]["yes"]), frozenset(data["connected"]["no"])
    except (KeyError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    if list(titles) != [f.name for f in fields(LoggedCall)]:
        raise YoujuError(f"{path.name} 的列与 LoggedCall 不一致：{'、'.join(titles)}")
    return Columns(titles, names, yes, no, form)


def read_log(data: bytes, columns: Columns, today: date, place: str = "通话记录") -> CallLog:
    """A log from the bytes of a CSV file; a day without a year is the last such day up to today.

    Raises:
        InputProblem: it is no table with a column of days.
    """
    rows = list(from_csv(data, place))
    header, at = _header(rows, columns)
    if not header:
        heads = "、".join(columns.titles.values())
        raise InputProblem(f"{place} 里没找到表头：第一行请写上 {heads}（至少要有“日期”和另一列）")
    if len(rows) - at > MAX_ROWS:
        raise InputProblem(f"{place} 有 {len(rows) - at} 行：最多 {MAX_ROWS} 行，请分成几个文件")
    calls: list[LoggedCall] = []
    bad: list[BadRow] = []
    for line, cells in rows[at:]:
        read = _row({c: cells[i] for c, i in header.items() if i < len(cells)}, columns, today)
        if isinstance(read, str):
            bad.append(BadRow(line, read))
        else:
            calls.append(read)
    return CallLog(in_order(calls), tuple(bad))


def in_order(calls: Sequence[LoggedCall]) -> tuple[LoggedCall, ...]:
    """By day and hour; what has no hour stands first in its day."""
    return tuple(sorted(calls, key=lambda c: (c.date, c.time or time.min)))


def write_log(calls: Sequence[LoggedCall], columns: Columns) -> str:
    """The log as CSV, headers Chinese, in the order of the columns."""
    rows = [
        (
            c.date.isoformat(),
            f"{c.time:%H:%M}" if c.time else "",
            c.number,
            c.agency,
            columns.title("how", c.how),
            columns.title("to", c.to),
            "" if c.connected is None else ("是" if c.connected else "否"),
            c.said,
            c.evidence,
        )
        for c in calls
    ]
    return to_csv([tuple(columns.titles.values()), *rows])


def _header(rows: Sequence[tuple[int, tuple[str, ...]]], columns: Columns) -> tuple[dict[str, int], int]:
    """Where each column stands, and which row comes after the header; nothing where no row is one."""
    for n, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        found: dict[str, int] = {}
        for i, cell in enumerate(cells):
            name = re.sub(r"(?<!\s)\s*[（(][^（(]*[)）]\s*$", "", cell).strip().lower()
            if (column := columns.names.get(name)) and column not in found:
                found[column] = i
        if "date" not in found and "time" in found and len(found) > 1:
            found["date"] = found.pop("time")
        if "date" in found and len(found) > 1:
            return found, n + 1
    return {}, 0


def _row(cells: Mapping[str, str], columns: Columns, today: date) -> LoggedCall | str:
    """A row, or what is wrong with it and how to mend it."""
    day_text, hour_text = split_moment(cells.get("date", ""))
    day = day_written(day_text, today)
    if day is None:
        return f"看不懂日期“{_short(cells.get('date', ''))}”：请写成 2026-03-01 这样的日子"
    if day > today:
        return f"日期 {day} 还没有到：请写打来的那一天"
    written = cells.get("time", "") or hour_text
    moment = time_written(split_moment(written)[1] or written) if written else None
    if written and moment is None:
        return f"看不懂时间“{_short(written)}”：请写成 23:10 这样的时间（24 小时制）"
    chosen = {c: columns.choice(c, cells[c]) for c in ("how", "to") if cells.get(c)}
    for column, value in chosen.items():
        if value is None:
            field = next(f for f in columns.form.fields if f.id == column)
            usual = "、".join(v.names[0] for v in field.values)
            return f"看不懂{columns.titles[column]}“{_short(cells[column])}”：可以写 {usual}"
    taken = cells.get("connected", "").strip().lower()
    if taken and taken not in columns.yes | columns.no:
        return f"看不懂{columns.titles['connected']}“{_short(taken)}”：请写 是 或 否"
    if len(cells.get("said", "")) > MAX_QUESTION:
        return f"“{columns.titles['said']}”太长：最多 {MAX_QUESTION} 个字，请分成几行"
    return LoggedCall(
        day,
        moment,
        _clean(cells.get("number", "")),
        _clean(cells.get("agency", "")),
        chosen.get("how") or "",
        chosen.get("to") or "",
        taken in columns.yes if taken else None,
        _clean(cells.get("said", "")),
        _clean(cells.get("evidence", "")),
    )


def _clean(text: str) -> str:
    return "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable()).strip()


def _short(text: str) -> str:
    return text[:20]
