"""Days that a message names as people name them (12月3号, 下周二, 上周五, 15天后), counted from the day it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.folded import plain


@dataclass(frozen=True, slots=True)
class Named:
    """A day, its words, and where they stand in the folded text."""

    day: date
    words: str
    at: int


_N = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_MONTH = re.compile(rf"(?<![\d年/.-])(下个月|下月|这个月|本月|上个月|上月|{_N}月){_N}[日号]?")
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})[/.](\d{1,2})(?![\d/.%-]|万|千|元|块|倍|分)")
_BARE = re.compile(rf"(?<![月\d一二三四五六七八九十]){_N}号(?!楼|院|线|店|门|码|库)")
_WEEK = re.compile(r"(上上|上|下下|下|这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_NEAR = {
    "大后天": 3, "后天": 2, "明天": 1, "明早": 1, "明晚": 1, "明儿": 1, "今天": 0, "今晚": 0, "今早": 0,
    "刚才": 0, "刚刚": 0, "昨天": -1, "昨晚": -1, "昨日": -1, "昨儿": -1, "前天": -2, "大前天": -3,
    "tomorrow": 1, "yesterday": -1, "today": 0,
}  # fmt: skip
_IN = re.compile(rf"(?:还有|还剩|再过|过)?{_N}天(之?后|以后|内|就|前|之前)")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ENGLISH = re.compile(rf"({'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS)})\.?(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


def named_days(text: str, sent: date, *, ahead: bool) -> tuple[Named, ...]:
    """The days that a text names, in its order.

    Args:
        text: the words.
        sent: the day they were sent.
        ahead: whether a day without a year or a month is the next one, or else the last one.
    """
    folded = plain(text)
    taken: list[tuple[int, int]] = []
    found: list[Named] = []
    for start, end, day in _all(folded, sent, ahead=ahead):
        if any(a < end and start < b for a, b in taken):
            continue
        taken.append((start, end))
        found.append(Named(day, folded[start:end], start))
    return tuple(sorted(found, key=lambda n: n.at))


def _all(text: str, sent: date, *, ahead: bool) -> Iterator[tuple[int, int, date]]:
    """Every reading, the surest first."""
    for match in _FULL.finditer(text):
        yield from _at(match, int(match[1]), int(match[2]), int(match[3]))
    for match in _MONTH.finditer(text):
        yield from _of_month(match, sent, ahead=ahead)
    for match in _ENGLISH.finditer(text):
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(match[1][:3]))
        yield from _near(match, sent, month, int(match[2]), ahead=ahead)
    for match in _SLASHED.finditer(text):
        yield from _near(match, sent, int(match[1]), int(match[2]), ahead=ahead)
    for match in _WEEK.finditer(text):
        weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match[1] or "", 0)
        day = sent - timedelta(days=sent.weekday()) + timedelta(days="一二三四五六日天".index(match[2]), weeks=weeks)
        day = day - timedelta(days=1) if match[2] == "天" else day
        if not match[1] and (day < sent if ahead else day > sent):
            day += timedelta(weeks=1 if ahead else -1)
        yield match.start(), match.end(), day
    for match in re.finditer("|".join(sorted(_NEAR, key=len, reverse=True)), text):
        yield match.start(), match.end(), sent + timedelta(days=_NEAR[match[0]])
    for match in _IN.finditer(text):
        sign = -1 if match[2].endswith("前") else 1
        yield match.start(), match.end(), sent + timedelta(days=sign * _number(match[1]))
    for match in _BARE.finditer(text):
        yield from _bare(match, sent, _number(match[1]), ahead=ahead)


def _of_month(match: re.Match[str], sent: date, *, ahead: bool) -> Iterator[tuple[int, int, date]]:
    day = _number(match[3])
    if match[2]:
        yield from _near(match, sent, _number(match[2]), day, ahead=ahead)
        return
    steps = {"下": 1, "上": -1}.get(match[1][0], 0)
    months = sent.year * 12 + sent.month - 1 + steps
    yield from _at(match, months // 12, months % 12 + 1, day)


def _near(match: re.Match[str], sent: date, month: int, day: int, *, ahead: bool) -> Iterator[tuple[int, int, date]]:
    """A month and a day without a year: this year, unless that is half a year on the wrong side."""
    for start, end, found in _at(match, sent.year, month, day):
        away = (found - sent).days
        if ahead and away < -HALF:
            yield from _at(match, sent.year + 1, month, day)
        elif not ahead and away > 0:
            yield from _at(match, sent.year - 1, month, day)
        else:
            yield start, end, found


HALF = 180


def _bare(match: re.Match[str], sent: date, day: int, *, ahead: bool) -> Iterator[tuple[int, int, date]]:
    """A number of a day alone: the next such day, or the last."""
    month = sent.year * 12 + sent.month - 1
    wrong_side = day < sent.day if ahead else day > sent.day
    month += (1 if ahead else -1) if wrong_side else 0
    yield from _at(match, month // 12, month % 12 + 1, day)


def _at(match: re.Match[str], year: int, month: int, day: int) -> Iterator[tuple[int, int, date]]:
    try:
        yield match.start(), match.end(), date(year, month, day)
    except ValueError:
        return


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, mark, ones = written.partition("十")
    return (_DIGITS.get(tens, 1) * 10 if mark else _DIGITS.get(tens, 0)) + _DIGITS.get(ones, 0)
