"""A call as it is described: fields from options or a file, and the facts of the rule table that each shows or denies.

Which fields there are, what they may say and what that shows is data (`data/call.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from assistant.measures import counted, part_of_day
from assistant.settings import MAX_QUESTION
from kb import InputProblem, YoujuError

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Call:
    """One collection call, message or visit, as somebody describes it. What is None was not told."""

    date: date | None = None
    time: time | None = None
    times: int | None = None
    """Calls that day on which the two spoke."""
    unanswered: int | None = None
    gap: int | None = None
    """Minutes from one call to the next, where they go on and on."""
    to: str | None = None
    """Who was called; a value of `data/call.toml`, as for the other choices."""
    disclosed: bool | None = None
    refused: bool | None = None
    """The person called said stop, and they went on."""
    lender: str | None = None
    caller: str | None = None
    """Who called, or for whom they said they did."""
    how: str | None = None
    people: int | None = None
    """How many came."""
    entered: bool | None = None
    papers: bool | None = None
    recorded: bool | None = None
    agreed: bool | None = None
    """The hour had been agreed."""
    account: str | None = None
    fee: bool | None = None
    code: bool | None = None
    asked: float | None = None
    """Yuan."""
    owed: float | None = None
    said: str = ""
    """Their own words, in which 我 is the caller and 你 the one called."""
    text: str = ""
    """What happened, in the words of the one who was called; or a message as it came."""

    def replaced_by(self, other: Call) -> Call:
        """This call with what the other tells in its place."""
        told = {f.name: value for f in fields(other) if (value := getattr(other, f.name)) not in {None, ""}}
        return replace(self, **told)

    def to_dict(self) -> dict[str, object]:
        """What was told, by field."""
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: _written(value) for name, value in told.items() if value not in {None, ""}}


@dataclass(frozen=True, slots=True)
class Value:
    """What a choice may say."""

    id: str
    title: str
    names: tuple[str, ...]
    facts: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    """Facts of the field that this value neither shows nor denies."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be told of a call, the facts it decides, and the question that asks for it."""

    id: str
    kind: str
    title: str
    names: tuple[str, ...]
    decides: tuple[str, ...] = ()
    """Facts that are denied where the field is told and does not show them."""
    facts: tuple[str, ...] = ()
    """Shown by a yes, or by a count above `most`."""
    no: tuple[str, ...] = ()
    """Shown by a no."""
    few: tuple[str, ...] = ()
    """Shown by a count up to `most`."""
    most: int | None = None
    values: tuple[Value, ...] = ()
    question: str = ""
    question_en: str = ""
    title_no: str = ""
    unit: str = ""
    told: str = ""
    """`words`: where words are given that do not speak of it, it counts as not described; `visit`: also where somebody
    called or wrote."""
    sole: bool = False
    """What the field says replaces what the words say of the same facts."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a field of a call shows: facts, facts that it denies, and how it was put."""

    field: Field
    words: str
    facts: tuple[str, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """All fields, in the order in which they are asked."""

    fields: tuple[Field, ...]
    words: Field
    """What only words can tell."""

    def read(self, given: Mapping[str, object], place: str = "") -> Call:
        """A call from what options or a file say.

        Raises:
            InputProblem: an unknown field, or a value that cannot be read; names place, field and mend.
        """
        known = {name: field for field in self.fields for name in (field.id, *field.names)}
        told: dict[str, Any] = {}
        for name, value in given.items():
            if name not in known:
                raise InputProblem(f"{place}不认识“{name}”这一项：可以写 {'、'.join(f.id for f in self.fields)}")
            told[known[name].id] = _value(known[name], value, f"{place}{name}")
        return Call(**told)

    def shown(self, call: Call) -> tuple[Shown, ...]:
        """What the fields of a call show, in their order."""
        found = [_shown(f, value) for f in self.fields if (value := getattr(call, f.id)) is not None]
        if call.asked is not None and call.owed is not None:
            more = call.asked > call.owed
            words = f"要{call.asked:g}元，欠{call.owed:g}元"
            facts = ("more-than-owed",)
            found.append(Shown(_AMOUNTS, words, facts if more else (), () if more else facts))
        return tuple(s for s in found if s)

    def deciding(self, fact: str) -> tuple[Field, ...]:
        """The fields that would tell of a fact."""
        return tuple(f for f in self.fields if fact in f.decides)


_AMOUNTS = Field("asked", "money", "要的钱", ())


def read_form(path: Path = DATA / "call.toml") -> Form:
    """Read the table of fields.

    Raises:
        YoujuError: the file is not such a table; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        rows = tuple(_field(row) for row in data["field"])
        words = Field("text", "text", "经过", (), **data["words"])
    except (KeyError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    if strange := {f.id for f in rows} ^ {f.name for f in fields(Call)}:
        raise YoujuError(f"{path.name} 的项与 Call 不一致：{'、'.join(sorted(strange))}")
    return Form(rows, words)


def _field(row: Mapping[str, Any]) -> Field:
    values = tuple(Value(**_frozen(value)) for value in row.get("value", ()))
    return Field(**_frozen(row), values=values)


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k != "value"}


def _shown(field: Field, value: Any) -> Shown | None:
    words, facts, leaves = _telling(field, value)
    denied = tuple(f for f in field.decides if f not in facts and f not in leaves)
    return Shown(field, words, facts, denied) if facts or denied else None


def _telling(field: Field, value: Any) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """How a value is put, the facts it shows, and those it leaves open."""
    if field.kind == "time":
        return f"{value:%H:%M}", (part_of_day(value),), ()
    if field.kind == "flag":
        return (field.title, field.facts, ()) if value else (field.title_no, field.no, ())
    if field.kind == "choice":
        chosen = next(v for v in field.values if v.id == value)
        return chosen.title, chosen.facts, chosen.leaves
    words = field.unit.format(value)
    if field.kind in {"calls", "missed"}:
        return words, (counted(value, unanswered=field.kind == "missed"),), ()
    if field.kind == "count":
        return words, field.few if field.most is None or value <= field.most else field.facts, ()
    return "", (), ()


def _value(field: Field, value: object, place: str) -> object:
    """A field's value, read.

    Raises:
        InputProblem: it cannot be read.
    """
    read = _READERS[field.kind](field, value)
    if read is None:
        raise InputProblem(f"{place} 看不懂“{str(_written(value))[:20]}”：{_MENDS[field.kind](field)}")
    return read


def _day(_: Field, value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _time(_: Field, value: object) -> time | None:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"(\d{1,2})[:：点时](?:(\d{1,2})分?)?(?::\d{2})?", str(value).strip())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return time(int(match[1]), int(match[2] or 0))


def _count(_: Field, value: object) -> int | None:
    text = str(value).strip()
    return int(text) if not isinstance(value, bool) and re.fullmatch(r"\d{1,4}", text, re.ASCII) else None


def _money(_: Field, value: object) -> float | None:
    match = re.fullmatch(r"(\d{1,12}(?:\.\d{1,2})?)\s*(万?)元?", str(value).replace(",", "").strip(), re.ASCII)
    return float(match[1]) * (10_000 if match[2] else 1) if match and not isinstance(value, bool) else None


def _flag(_: Field, value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return _FLAGS.get(str(value).strip().lower())


def _choice(field: Field, value: object) -> str | None:
    text = str(value).strip().lower()
    return next((v.id for v in field.values if text in {v.id, v.title, *v.names}), None)


def _text(_: Field, value: object) -> str | None:
    if not isinstance(value, str):
        return None
    clean = "".join(c for c in value if c in "\n\t" or c.isprintable()).strip()
    return clean if len(clean) <= MAX_QUESTION else None


def _written(value: object) -> object:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


_FLAGS = {"yes": True, "true": True, "是": True, "有": True, "no": False, "false": False, "否": False, "没有": False}
_READERS: dict[str, Callable[[Field, object], object]] = {
    "day": _day,
    "time": _time,
    **dict.fromkeys(("count", "calls", "missed"), _count),
    "money": _money,
    "flag": _flag,
    "choice": _choice,
    "text": _text,
}
_MENDS: dict[str, Callable[[Field], str]] = {
    "day": lambda _: "请写成 2025-12-31 这样的日子",
    "time": lambda _: "请写成 23:10 这样的时间（24 小时制）",
    **dict.fromkeys(("count", "calls", "missed"), lambda _: "请写一个整数，例如 5"),
    "money": lambda _: "请写金额，例如 5000",
    "flag": lambda _: "请写 yes 或 no",
    "choice": lambda f: "可以写 " + "、".join(f"{v.id}（{v.names[0] if v.names else v.title}）" for v in f.values),
    "text": lambda _: f"请写一段文字，最多 {MAX_QUESTION} 个字",
}
