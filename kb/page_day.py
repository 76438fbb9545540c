"""The day on which an advice page was published, as the lines around its article tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_DAY = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_CALENDAR = re.compile(r"^(20\d\d)\s+(\d{1,2})$")


def first_day(lines: Iterable[tuple[str, str]]) -> date | None:
    """The first day that stands in lines, each behind the line above it; or a calendar leaf, above year and month."""
    for above, words in lines:
        leaf = _CALENDAR.match(words)
        if leaf and above.isdecimal():
            return _day(leaf[1], leaf[2], above)
        if found := _DAY.search(words):
            return _day(found[1], found[2], found[3])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
