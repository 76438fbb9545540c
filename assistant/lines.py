"""Public lines one can call, and which of them are likely to answer at an hour.

What no source tells is said to be unknown. Public holidays are not known here, and that is said too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from kb import YoujuError

DATA = Path(__file__).parent / "data"


class Hours(StrEnum):
    """When a line is answered."""

    ALWAYS = "always"
    LONG = "long"
    """Most of the day; at night perhaps not."""
    OFFICE = "office"
    UNKNOWN = "unknown"


class Open(StrEnum):
    """Whether a line answers at an hour."""

    NOW = "now"
    MAYBE = "maybe"
    """It may be tried; whether it answers is not known."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A public line that one may call with a tap, and what it is for."""

    number: str
    zh: str
    en: str
    urgent: bool = False
    """For danger to life."""
    hours: Hours = Hours.UNKNOWN
    note: str = ""
    """What it does not do, or how sure its hours are."""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines, and the hours of offices and of lines that are open most of the day."""

    lines: tuple[PublicLine, ...]
    office: tuple[time, time]
    weekdays: frozenset[int]
    """1 is Monday."""
    holidays: str
    holidays_en: str
    long: tuple[time, time]

    @property
    def urgent(self) -> tuple[PublicLine, ...]:
        """Those for danger to life."""
        return tuple(line for line in self.lines if line.urgent)

    def to_dict(self) -> dict[str, object]:
        """The table from which a page tells by its own clock what is open (docs/interface.md)."""
        return {
            "lines": [
                {"number": one.number, "zh": one.zh, "en": one.en, "urgent": one.urgent, "hours": one.hours.value,
                 "note": one.note, "note_en": one.note_en}
                for one in self.lines
            ],
            "office": {"from": f"{self.office[0]:%H:%M}", "to": f"{self.office[1]:%H:%M}",
                       "days": sorted(self.weekdays), "zh": self.holidays, "en": self.holidays_en},
            "long": {"from": f"{self.long[0]:%H:%M}", "to": f"{self.long[1]:%H:%M}"},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenLines:
    """The lines by whether they answer at an hour, and when offices open next."""

    at: datetime
    now: tuple[PublicLine, ...]
    maybe: tuple[PublicLine, ...]
    later: tuple[PublicLine, ...]
    office_opens: datetime
    """The hour itself, where offices are open."""

    def to_dict(self) -> dict[str, object]:
        """As programs see it (docs/interface.md)."""
        return {
            "at": f"{self.at:%Y-%m-%dT%H:%M}",
            **{name: [one.number for one in getattr(self, name)] for name in ("now", "maybe", "later")},
            "office_opens": f"{self.office_opens:%Y-%m-%dT%H:%M}",
        }


def read_lines(path: Path = DATA / "lines.toml") -> Lines:
    """Read the lines.

    Raises:
        YoujuError: a row is incomplete; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        lines = tuple(_line(row) for row in data["line"])
        office, long = data["office"], data["long"]
        return Lines(
            lines, _span(office), frozenset(office["days"]), office["zh"], office["en"], _span(long)
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error


def open_now(lines: Lines, at: datetime) -> OpenLines:
    """The lines by whether they answer at an hour of the reader's own clock."""
    states = {one.number: _state(one, lines, at) for one in lines.lines}
    by_state = {state: tuple(one for one in lines.lines if states[one.number] is state) for state in Open}
    return OpenLines(at, by_state[Open.NOW], by_state[Open.MAYBE], by_state[Open.LATER], _office_opens(lines, at))


def line_pattern(lines: Iterable[PublicLine]) -> re.Pattern[str]:
    """A line's number where it stands as a number to call, not as an amount, a count or an article."""
    numbers = "|".join(sorted((one.number for one in lines), key=len, reverse=True))
    return re.compile(rf"(?<![\d.．第—-])(?:{numbers})(?![\d.．{_UNITS}])")


_UNITS = "条款项元日天年月号个人次周岁户%％分小期万千百亿"


def _state(line: PublicLine, lines: Lines, at: datetime) -> Open:
    if line.hours is Hours.ALWAYS:
        return Open.NOW
    if line.hours is Hours.LONG:
        return Open.NOW if lines.long[0] <= at.time() < lines.long[1] else Open.MAYBE
    if line.hours is Hours.OFFICE:
        return Open.NOW if _office_opens(lines, at) == at else Open.LATER
    return Open.MAYBE


def _office_opens(lines: Lines, at: datetime) -> datetime:
    start, end = lines.office
    if at.isoweekday() in lines.weekdays and start <= at.time() < end:
        return at
    day = at if at.time() < start else at + timedelta(days=1)
    while day.isoweekday() not in lines.weekdays:
        day += timedelta(days=1)
    return day.replace(hour=start.hour, minute=start.minute, second=0, microsecond=0)


def _line(row: Mapping[str, Any]) -> PublicLine:
    return PublicLine(**{**row, "hours": Hours(row["hours"])})


def _span(row: Mapping[str, Any]) -> tuple[time, time]:
    return time.fromisoformat(row["from"]), time.fromisoformat(row["to"])
