"""Calls by hour and day, drawn: SVG that takes the colour of the page around it, and text for a terminal.

Everything is drawn in `currentColor` and one accent that is seen on light and on dark, so that day and night need no
second drawing. Each number stands in its cell: nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from html import escape

from assistant import DayCount

ACCENT = "#1f8f95"
"""Beneath the ink of day and of night, at most `DENSEST` dense, it leaves text a contrast of 4.5 : 1."""
FAINTEST, DENSEST = 0.18, 0.5
CELL, ROW, LEFT, TOP = 24, 22, 92, 44
RIGHT = 56
MOST_DAYS = 62
"""Days that are drawn; the last ones, where there are more."""
UNBROKEN = 31
"""Up to so many days from first to last, days without a call are drawn too."""

_WORDS = {
    "zh": {
        "title": "每天每小时的来电",
        "desc": "{days} 天里 {all} 次联系，其中 {night} 次在 {start} 到 {end} 之间（阴影部分）。"
        "每一行是一天，每一列是一小时，格里的数是次数。",
        "more": "只画最近 {most} 天。",
        "total": "合计",
        "night": "阴影：{start}–{end}",
        "hour": "时",
    },
    "en": {
        "title": "Contacts by hour and day",
        "desc": "{all} contacts in {days} days, {night} of them between {start} and {end} (shaded). A row is a day, "
        "a column an hour, the number in a cell the contacts.",
        "more": "The last {most} days are drawn.",
        "total": "all",
        "night": "Shaded: {start}–{end}",
        "hour": "h",
    },
}  # fmt: skip


def calls_chart(days: Sequence[DayCount], window: tuple[time, time], lang: str = "zh", name: str = "calls") -> str:
    """The chart as SVG to stand in a page.

    Args:
        days: the days, in order.
        window: the hours that are shaded; may pass midnight.
        lang: language of its words.
        name: begins the ids of its title and description, so that two charts may stand in one page.
    """
    rows = _rows(days)
    words = _WORDS[lang]
    most = max((n for day in rows for n in day.hours), default=0)
    width, height = LEFT + 24 * CELL + RIGHT, TOP + len(rows) * ROW + 30
    start, end = f"{window[0]:%H:%M}", f"{window[1]:%H:%M}"
    drawn = [
        f'<title id="{name}-title">{escape(words["title"])}</title>',
        f'<desc id="{name}-desc">{escape(chart_in_words(days, window, lang))}</desc>',
        *_shades(window, len(rows)),
        *(_text(LEFT + (h + 0.5) * CELL, TOP - 8, str(h), "middle") for h in range(24)),
        _text(LEFT - 8, TOP - 8, words["hour"], "end"),
        _text(LEFT + 24 * CELL + 8, TOP - 8, words["total"], "start"),
    ]
    for n, day in enumerate(rows):
        y = TOP + n * ROW
        drawn.append(_text(LEFT - 8, y + 15, day.date.isoformat(), "end"))
        drawn.append(f'<path d="M{LEFT} {y}h{24 * CELL}" stroke="currentColor" stroke-opacity=".18"/>')
        drawn += [_cell(LEFT + h * CELL, y, c, most) for h, c in enumerate(day.hours) if c]
        drawn.append(_text(LEFT + 24 * CELL + 8, y + 15, str(day.all), "start", bold=True))
    below = words["night"].format(start=start, end=end)
    drawn.append(_text(LEFT, height - 10, below + ("  " + words["more"].format(most=MOST_DAYS) if _cut(days) else "")))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="calls-chart" role="img" viewBox="0 0 {width} {height}" '
        f'width="100%" aria-labelledby="{name}-title {name}-desc" fill="currentColor" font-size="12" '
        f'font-family="sans-serif" style="max-width:{width}px">' + "".join(drawn) + "</svg>"
    )


def chart_in_words(days: Sequence[DayCount], window: tuple[time, time], lang: str = "zh") -> str:
    """What the chart shows, in one or two sentences."""
    return _WORDS[lang]["desc"].format(
        days=len(days),
        all=sum(d.all for d in days),
        night=sum(d.night for d in days),
        start=f"{window[0]:%H:%M}",
        end=f"{window[1]:%H:%M}",
    )


def calls_text(days: Sequence[DayCount], window: tuple[time, time]) -> str:
    """The chart for a terminal: a row a day, a column an hour, `·` for none and `+` for more than nine."""
    shade = "".join("夜" if _shaded(h, window) else "  " for h in range(24)).rstrip()
    head = f"{'':10}  " + "".join(f"{h:<2}" for h in range(24)) + " 合计"
    lines = [f"{'':10}  {shade}", head]
    for day in _rows(days):
        cells = "".join(f"{'·' if not n else n if n < 10 else '+'} " for n in day.hours)
        lines.append(f"{day.date}  {cells} {day.all}")
    return "\n".join(lines)


def _rows(days: Sequence[DayCount]) -> list[DayCount]:
    """The days to draw; where the whole is short, with those on which nobody called."""
    if not days:
        return []
    span = (days[-1].date - days[0].date).days + 1
    if span > UNBROKEN:
        return list(days[-MOST_DAYS:])
    there = {d.date: d for d in days}
    every = (days[0].date + timedelta(n) for n in range(span))
    return [there.get(day) or DayCount(day, 0, 0, 0, 0, 0, 0, (0,) * 24) for day in every]


def _cut(days: Sequence[DayCount]) -> bool:
    return len(days) > len(_rows(days))


def _shaded(hour: int, window: tuple[time, time]) -> bool:
    """Whether any of an hour lies in the window."""
    first, last = window[0].hour, window[1].hour + (window[1].minute > 0)
    return first <= hour < last if window[0] <= window[1] else hour >= first or hour < last


def _shades(window: tuple[time, time], rows: int) -> list[str]:
    return [
        f'<rect class="night" x="{LEFT + h * CELL}" y="{TOP - 24}" width="{CELL}" height="{24 + rows * ROW}" '
        'fill="currentColor" fill-opacity=".09"/>'
        for h in range(24)
        if _shaded(h, window)
    ]


def _cell(x: int, y: int, count: int, most: int) -> str:
    dense = round(FAINTEST + (DENSEST - FAINTEST) * (count / most), 2)
    box = f'<rect x="{x + 1.5}" y="{y + 1.5}" width="{CELL - 3}" height="{ROW - 3}" rx="4" fill="{ACCENT}"'
    return f'{box} fill-opacity="{dense}"/>' + _text(x + CELL / 2, y + 15, str(count), "middle", bold=True)


def _text(x: float, y: float, words: str, anchor: str = "start", *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'
