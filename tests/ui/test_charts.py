"""The chart of calls: counts in cells, the night shaded, words for who cannot see it, colours for day and night."""

import xml.etree.ElementTree as ET
from datetime import date, time, timedelta

import pytest

from assistant import DayCount
from ui.charts import ACCENT, DENSEST, MOST_DAYS, calls_chart, calls_text

NIGHT = (time(22), time(8))
DAY = date(2026, 3, 1)


def day(offset: int = 0, **hours: int) -> DayCount:
    """A day with calls in some hours: h23=2."""
    counts = tuple(hours.get(f"h{n}", 0) for n in range(24))
    return DayCount(DAY + timedelta(offset), sum(counts), 0, 0, counts[22] + counts[23] + sum(counts[:8]), 0, 0, counts)


def elements(svg: str, name: str) -> list[ET.Element]:
    """Elements of a drawing."""
    return list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}" + name))  # noqa: S314  # our own


def test_every_count_stands_in_its_cell() -> None:
    """A number is read, not guessed from a shade."""
    svg = calls_chart([day(h23=2, h10=11)], NIGHT)
    bold = [e.text for e in elements(svg, "text") if e.get("font-weight")]

    assert bold == ["11", "2", "13"]


def test_the_night_is_shaded_across_midnight() -> None:
    """22 and 23, and 0 to 7: ten hours."""
    assert len([e for e in elements(calls_chart([day(h9=1)], NIGHT), "rect") if e.get("class") == "night"]) == 10


def test_the_drawing_tells_itself_in_words() -> None:
    """Title and description are there and named; two charts in a page keep theirs apart."""
    svg = calls_chart([day(h23=2, h10=1)], NIGHT, name="mine")

    assert 'role="img"' in svg
    assert 'aria-labelledby="mine-title mine-desc"' in svg
    assert elements(svg, "desc")[0].text == (
        "1 天里 3 次联系，其中 2 次在 22:00 到 08:00 之间（阴影部分）。每一行是一天，每一列是一小时，格里的数是次数。"
    )
    assert "2 of them between 22:00 and 08:00" in (
        elements(calls_chart([day(h23=2)], NIGHT, "en"), "desc")[0].text or ""
    )


def test_days_without_a_call_are_drawn_and_a_year_is_cut() -> None:
    """A gap of days is seen; a long log shows its last days and says so."""
    short = calls_chart([day(h9=1), day(3, h9=1)], NIGHT)
    long = calls_chart([day(n, h9=1) for n in range(100)], NIGHT)

    assert sum((e.text or "").startswith("2026-03-0") for e in elements(short, "text")) == 4
    assert f"只画最近 {MOST_DAYS} 天" in long


def test_no_days_make_an_empty_chart() -> None:
    """Nothing told, nothing drawn, nothing broken."""
    assert elements(calls_chart([], NIGHT), "svg")
    assert "合计" in calls_text([], NIGHT)


def test_the_terminal_shows_the_same() -> None:
    """A row a day, `+` for more than nine."""
    last = calls_text([day(h0=1, h10=12)], NIGHT).split("\n")[-1]

    assert last == "2026-03-01  1 " + "· " * 9 + "+ " + "· " * 13 + " 13"


@pytest.mark.parametrize(("ink", "paper"), [("#1b2427", "#faf8f4"), ("#e9e6df", "#15191b"), ("#111111", "#ffffff")])
def test_numbers_are_read_by_day_and_by_night(ink: str, paper: str) -> None:
    """Ink on the densest cell, over the shaded night too, has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3)."""
    shaded = [p + (i - p) * 0.09 for i, p in zip(_rgb(ink), _rgb(paper), strict=True)]
    cell = [s + (a - s) * DENSEST for a, s in zip(_rgb(ACCENT), shaded, strict=True)]
    light, dark = sorted((_luminance(_rgb(ink)), _luminance(cell)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _rgb(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _luminance(rgb: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
