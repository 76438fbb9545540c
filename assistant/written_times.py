"""Days and hours as people and spreadsheets write them in a table: 2026/3/1, 2026年3月1日, 46082, 晚上11点, 0.965."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_WEEKDAY = re.compile(r"(?<!\s)\s*(?:星期|周|礼拜)[一二三四五六日天]\s*")
_SERIAL = re.compile(r"4\d{4}(?:\.\d+)?|5\d{4}(?:\.\d+)?")
_SERIAL_DAY_0 = date(1899, 12, 30)
"""Day 0 of the serial numbers in which spreadsheets keep days; five digits reach from 2009 to 2064."""
_CLOCK = re.compile(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜|午夜|上午|AM|PM)?\s*+"
    r"(?P<hour>\d{1,2})\s*+(?:[:点时.](?:\s*+(?P<minute>\d{1,2}))?\s*+(?P<half>半)?\s*+分?(?::\d{1,2}(?:\.\d+)?|\d{1,2}秒)?)?"
    r"\s*+(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_LATE = frozenset({"下午", "傍晚", "晚上", "夜里", "半夜", "深夜", "午夜", "PM"})
_MINUTES = 24 * 60


def day_written(text: str, today: date) -> date | None:
    """The day that a cell tells; None where none can be read for sure. A day without a year is the last such day."""
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text)).strip()
    if _SERIAL.fullmatch(plain):
        return _SERIAL_DAY_0 + timedelta(days=int(float(plain)))
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(plain):
        first, second = int(found[1]), int(found[2])
        if first > 12 or second > 12 or first == second:
            month, day = (second, first) if first > 12 else (first, second)
            return _day(int(found[3]), month, day)
        return None
    if found := _NO_YEAR.fullmatch(plain):
        this_year = _day(today.year, int(found[1]), int(found[2]))
        if this_year and this_year <= today:
            return this_year
        return _day(today.year - 1, int(found[1]), int(found[2]))
    return None


def time_written(text: str) -> time | None:
    """The hour that a cell tells, by 24 hours unless it says 晚上 or PM; None where it tells none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"0?\.\d+", plain):
        minutes = round(float(plain) * _MINUTES) % _MINUTES
        return time(minutes // 60, minutes % 60)
    found = _CLOCK.fullmatch(plain)
    if not found or not (re.search(r"\D", plain)):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or (30 if found["half"] else 0))
    part = (found["part"] or found["after"] or "").upper()
    if part == "AM" and hour == 12:
        hour = 0
    elif part in _LATE and (hour == 12 or (part in {"半夜", "深夜", "午夜", "夜里"} and hour < 6)):
        hour = 12 if part in {"PM", "下午"} else hour % 12
    elif (part in _LATE and hour < 12) or (part == "中午" and hour < 3):
        hour += 12
    hour = 0 if hour == 24 else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def split_moment(text: str) -> tuple[str, str]:
    """A cell that holds a day and an hour, cut in two; the second is empty where it holds a day alone."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("T", " ")
    if _SERIAL.fullmatch(plain):
        day, _, fraction = plain.partition(".")
        return day, f"0.{fraction}" if fraction else ""
    match = re.fullmatch(
        r"(\d{4}\s{0,4}[-/.年]\s{0,4}\d{1,2}\s{0,4}[-/.月]\s{0,4}\d{1,2}\s{0,4}[日号]?|\d{1,2}月\d{1,2}[日号])\s{0,8}"
        r"((?:星期|周|礼拜)[一二三四五六日天])?\s{0,8}(\D{0,2}\d{1,2}\s{0,4}[:点时].*)?",
        plain,
    )
    return (match[1], match[3] or "") if match else (text, "")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
