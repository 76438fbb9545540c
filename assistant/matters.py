"""The facts of one case that letters are written from: read from a table, and printed empty to be filled in.

Which facts there are is data (`data/matter.toml`). A listed call takes every field of `youju call`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.described import Call, Form, read_form
from assistant.settings import MAX_QUESTION
from kb import InputProblem, YoujuError

DATA = Path(__file__).parent / "data"
CALLS = "calls"
"""The part that holds rows."""
MAX_TEXT = 200
MAX_CALLS = 200
_SHORT = 10
"""Characters of an entry; longer ones are divided by semicolons."""

Fact = str | date | Decimal | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that a letter may ask for."""

    part: str
    name: str
    kind: str
    """text words date amount number choice list; of a call also time and flag."""
    label: str
    label_en: str
    example: Any
    help: str = ""
    help_en: str = ""
    values_of: str = ""
    """The field of `data/call.toml` whose values a choice takes."""
    says: str = ""
    """How a letter puts the yes of a flag."""

    @property
    def id(self) -> str:
        """As templates name it: `lender.name`."""
        return f"{self.part}.{self.name}"


@dataclass(frozen=True, slots=True)
class Part:
    """Facts that belong together: a table of the file."""

    id: str
    title: str
    title_en: str
    fields: tuple[Asked, ...]
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A call of the matter, with the number that called."""

    call: Call
    number: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What was told of one case; what was not told is absent."""

    told: Mapping[str, Fact]
    calls: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class MatterForm:
    """Every fact that can be told, in the order in which it is asked."""

    parts: tuple[Part, ...]
    calls: Form

    @property
    def fields(self) -> dict[str, Asked]:
        """Every field by id."""
        return {f.id: f for part in self.parts for f in part.fields}

    def read(self, given: Mapping[str, object], place: str = "") -> Matter:
        """A matter from what a file says.

        Raises:
            InputProblem: an unknown part or field, or a value that cannot be read; names place, field and mend.
        """
        known = {part.id: part for part in self.parts}
        told: dict[str, Fact] = {}
        calls: tuple[Listed, ...] = ()
        for name, table in given.items():
            if name not in known:
                raise InputProblem(f"{place}不认识 [{name}] 这一组：可以写 {'、'.join(known)}")
            if known[name].rows:
                calls = tuple(self._rows(known[name], table, place))
                continue
            if not isinstance(table, Mapping):
                raise InputProblem(f"{place}{name} 要写成一组：[{name}] 下面一行一项")
            told |= dict(self._part(known[name], table, place))
        return Matter(told, calls)

    def written(self, asked: Asked, fact: Fact) -> str:
        """A fact as a letter says it."""
        if asked.kind == "choice":
            return self._titles(asked)[str(fact)]
        return written(fact)

    def empty(self, ids: Sequence[str], lang: str = "zh") -> str:
        """A matter file to fill in: the parts and fields named, each with its label, commented out with an example."""
        english = lang == "en"
        lines = [
            "# Fill in what you know and remove the # before the line; leave the rest: it stays a visible blank."
            if english
            else "# 知道的填上，并去掉行首的 #；不知道的留着，信里会留出看得见的空白。只写事实。"
        ]
        for part in self.parts:
            fields = [f for f in part.fields if f.id in ids]
            if not fields:
                continue
            head = f"[[{part.id}]]" if part.rows else f"[{part.id}]"
            lines += ["", f"# {part.title_en if english else part.title}", f"# {head}" if part.rows else head]
            for f in fields:
                said = f.label_en if english else f.label
                more = f.help_en if english else f.help
                hint = f"{said}；{more}" if more and not english else f"{said}; {more}" if more else said
                lines.append(f"# {f.name} = {_toml(f.example)}  # {hint}{self._choices(f, english)}")
        return "\n".join(lines) + "\n"

    def example(self) -> Matter:
        """A matter in which everything is told, from the examples of the fields."""
        given: dict[str, object] = {}
        for part in self.parts:
            row = {f.name: f.example for f in part.fields}
            given[part.id] = [row] if part.rows else row
        return self.read(given)

    def _part(self, part: Part, table: Mapping[str, object], place: str) -> Iterator[tuple[str, Fact]]:
        fields = {f.name: f for f in part.fields}
        for name, value in table.items():
            where = f"{place}{part.id}.{name}"
            if name not in fields:
                raise InputProblem(f"{place}[{part.id}] 里不认识 {name}：可以写 {'、'.join(fields)}")
            if value in ("", []):
                continue
            yield fields[name].id, self._fact(fields[name], value, where)

    def _rows(self, part: Part, rows: object, place: str) -> Iterator[Listed]:
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise InputProblem(f"{place}{part.id} 要写成一行一组：[[{part.id}]] 下面写这一通的各项")
        if len(rows) > MAX_CALLS:
            raise InputProblem(f"{place}{part.id} 有 {len(rows)} 通：最多 {MAX_CALLS} 通，请分开写信")
        own = {f.name: f for f in part.fields if f.name not in {x.id for x in self.calls.fields}}
        for n, row in enumerate(rows, 1):
            where = f"{place}第 {n} 个 [[{part.id}]] 的 "
            told = {k: str(self._fact(own[k], v, f"{where}{k}")) for k, v in row.items() if k in own and v != ""}
            rest = {k: v for k, v in row.items() if k not in own and v != ""}
            yield Listed(self.calls.read(rest, where), **told)

    def _fact(self, asked: Asked, value: object, where: str) -> Fact:
        read = self._chosen(asked, value) if asked.kind == "choice" else _READERS[asked.kind](value)
        if read is None:
            raise InputProblem(f"{where} 看不懂“{str(value)[:20]}”：{_MENDS[asked.kind]}{self._choices(asked, False)}")
        return read

    def _chosen(self, asked: Asked, value: object) -> str | None:
        said = str(value).strip().lower()
        field = next(f for f in self.calls.fields if f.id == asked.values_of)
        return next((v.id for v in field.values if said in {v.id, v.title, *v.names}), None)

    def _titles(self, asked: Asked) -> dict[str, str]:
        field = next(f for f in self.calls.fields if f.id == asked.values_of)
        return {v.id: v.title for v in field.values}

    def _choices(self, asked: Asked, english: bool) -> str:
        if asked.kind != "choice":
            return ""
        shown = [k if english else f"{k}（{title}）" for k, title in self._titles(asked).items()]
        return f": {', '.join(shown)}" if english else f"：{'、'.join(shown)}"


def read_matter_form(path: Path = DATA / "matter.toml") -> MatterForm:
    """Read the table of facts.

    Raises:
        YoujuError: the file is not such a table; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    calls = read_form()
    try:
        parts = tuple(
            Part(
                row["id"],
                row["title"],
                row["title_en"],
                tuple(Asked(part=row["id"], name=f.pop("id"), **f) for f in row["field"]),
                row.get("rows", False),
            )
            for row in data["part"]
        )
    except (KeyError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    choices = {f.id for f in calls.fields if f.values}
    for field in (f for part in parts for f in part.fields):
        if field.kind not in {*_READERS, "choice", "time", "flag"} or (
            field.kind == "choice" and field.values_of not in choices
        ):
            raise YoujuError(f"{path.name} 的 {field.id} 没有这种 kind 或 values_of；格式见 docs/formats.md")
    return MatterForm(parts, calls)


def written(fact: Fact | time) -> str:
    """A fact as a letter says it: 2026年11月3日, 12000元, 甲、乙."""
    if isinstance(fact, tuple):
        return ("、" if max(map(len, fact)) <= _SHORT else "；").join(fact)
    if isinstance(fact, Decimal):
        return f"{fact:f}元"
    if isinstance(fact, date):
        return f"{fact.year}年{fact.month}月{fact.day}日"
    return f"{fact:%H:%M}" if isinstance(fact, time) else str(fact)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _text(value: object, most: int = MAX_TEXT) -> str | None:
    """Words on one line, without marks that would end the quotation they stand in."""
    if not isinstance(value, str):
        return None
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line.replace("「", "‘").replace("」", "’") if 0 < len(line) <= most else None


def _words(value: object) -> str | None:
    return _text(value, MAX_QUESTION)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _amount(value: object) -> Decimal | None:
    match = re.fullmatch(r"(\d{1,12}(?:\.\d{1,2})?)\s*(万?)元?", str(value).replace(",", "").strip(), re.ASCII)
    if not match or isinstance(value, bool):
        return None
    amount = Decimal(match[1]) * (10_000 if match[2] else 1)
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _number(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if not isinstance(value, bool) and re.fullmatch(r"\d{1,4}", text, re.ASCII) else None


def _list(value: object) -> tuple[str, ...] | None:
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list):
        return None
    read = tuple(line for row in rows if (line := _text(row)))
    return read if read and len(read) == len(rows) else None


_READERS: dict[str, Callable[[object], Fact | None]] = {
    "text": _text,
    "words": _words,
    "date": _day,
    "amount": _amount,
    "number": _number,
    "list": _list,
}
_MENDS = {
    "text": f'请写在引号里，最多 {MAX_TEXT} 个字，例如 "……"',
    "words": f'请写在引号里，最多 {MAX_QUESTION} 个字，例如 "……"',
    "date": "请写成 2025-12-31 这样的日子",
    "amount": "请写金额，例如 5000",
    "number": "请写一个整数，例如 12",
    "list": '请写成 ["……", "……"]',
    "choice": "可以写",
}
