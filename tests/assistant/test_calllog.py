"""A call log from and to CSV: as people keep it, as Excel and WPS save it, and never a formula."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Columns, LoggedCall, read_columns, read_form, read_log, write_log
from assistant.spreadsheet import from_csv, safe, to_csv, unsafe
from assistant.written_times import day_written, time_written
from kb import InputProblem

TODAY = date(2026, 11, 26)
COLUMNS: Columns = read_columns(read_form())
HEAD = "日期,时间,来电号码,机构,方式,打给谁,接通,说了什么,证据文件"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("2026年3月1日 星期日", "2026-03-01"),
        ("２０２６－０３－０１", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("46082", "2026-03-01"),
        ("3月1日", "2026-03-01"),
        ("12月20日", "2025-12-20"),
        ("3/1", "2026-03-01"),
        ("20/12/2025", "2025-12-20"),
        ("12/20/2025", "2025-12-20"),
        ("05/06/2026", ""),
        ("2026-02-30", ""),
        ("昨天", ""),
        ("大概三月吧", ""),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: str) -> None:
    """A day is read only where it can be but one; 05/06 may be May or June."""
    read = day_written(text, TODAY)

    assert (read.isoformat() if read else "") == day


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("23:10", "23:10"),
        ("23:10:05", "23:10"),
        ("23：10", "23:10"),
        ("23点10分", "23:10"),
        ("23时", "23:00"),
        ("9点半", "09:30"),
        ("晚上11点", "23:00"),
        ("晚上11:10", "23:10"),
        ("晚上12点", "00:00"),
        ("半夜2点", "02:00"),
        ("凌晨1点20", "01:20"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"),
        ("下午3:05", "15:05"),
        ("3:05 PM", "15:05"),
        ("12:30 AM", "00:30"),
        ("12:30 PM", "12:30"),
        ("0.9652777778", "23:10"),
        ("25:00", ""),
        ("09:60", ""),
        ("23", ""),
        ("很晚", ""),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hour: str) -> None:
    """An hour is by 24 unless it says otherwise; what is none is told to be none."""
    read = time_written(text)

    assert (f"{read:%H:%M}" if read else "") == hour


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_excel_and_wps_are_read(encoding: str) -> None:
    """UTF-8 with and without a mark, GB18030 and Excel's Unicode text hold the same rows."""
    text = f"{HEAD}\n2026/3/1,晚上11点,13800000000,示例公司,电话,本人,是,骂我,1.m4a\n"
    if encoding == "utf-16":
        text = text.replace(",", "\t")

    (call,) = read_log(text.encode(encoding), COLUMNS, TODAY).calls

    assert call == LoggedCall(
        date(2026, 3, 1), time(23), "13800000000", "示例公司", "call", "self", True, "骂我", "1.m4a"
    )  # fmt: skip


def test_headers_may_be_english_in_any_order_below_a_title() -> None:
    """Columns are found by their names, not by their place; unknown ones are passed over."""
    text = "My calls,,\nTo,Notes,Weather,Date,Answered\nfamily,asked for money,rain,2026-03-01,no\n"

    (call,) = read_log(text.encode(), COLUMNS, TODAY).calls

    assert (call.to, call.said, call.connected) == ("family", "asked for money", False)


def test_one_column_may_hold_day_and_hour() -> None:
    """Exported call lists write 2026-03-01 23:10 in one cell."""
    log = read_log("来电时间,号码\n2026-03-01 23:10,13800000000\n46082.5,138\n".encode(), COLUMNS, TODAY)

    assert [(c.date.day, c.time) for c in log.calls] == [(1, time(12)), (1, time(23, 10))]


def test_a_bad_row_is_named_by_its_line_and_the_rest_is_kept() -> None:
    """Line numbers are those of the file, also behind a cell with line breaks."""
    text = (
        f'{HEAD}\n2026-03-01,23:10,,,,,,"两行\n原话",\n昨天,,,,,,,,\n2026-03-02,,,,,外星人,,,\n2026-03-03,,,,,我妈,,,\n'
    )

    log = read_log(text.encode(), COLUMNS, TODAY)

    assert [c.to for c in log.calls] == ["", "family"]
    assert [(b.line, b.message[:11]) for b in log.bad] == [(4, "看不懂日期“昨天”：请"), (5, "看不懂打给谁“外星人”")]


def test_a_day_to_come_is_a_bad_row() -> None:
    """Nobody has been called tomorrow."""
    log = read_log(b"date,time\n2027-01-01,10:00\n", COLUMNS, TODAY)

    assert (log.calls, log.bad[0].line) == ((), 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n1,2\n", "表头"),
        (b"PK\x03\x04rest", "Excel 工作簿"),
        (b"\x81\x00\xff\xff", "UTF-8 或 GB18030"),
    ],
)
def test_what_is_no_log_is_told_with_its_mend(data: bytes, said: str) -> None:
    """One sentence says what, and how to mend it."""
    with pytest.raises(InputProblem, match=said):
        read_log(data, COLUMNS, TODAY, "log.csv")


@pytest.mark.parametrize("cell", ["=1+1", "+86138", "-2", "@x", "\t=1", "\r=1", "＝1", "|cmd", "%0a", "'=1", "''+1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    """What a spreadsheet would compute gets an apostrophe, and loses it again when it is read."""
    assert safe(cell).startswith("'")
    assert unsafe(safe(cell)) == cell


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])), min_size=2, max_size=4))
)
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    """Any text without control characters comes back, but for spaces around a cell."""
    stripped = [tuple(cell.strip(" \u3000\xa0") for cell in row) for row in rows]
    written = to_csv([["a", "b", "c", "d"], *stripped]).encode()

    assert [cells for _, cells in from_csv(written)][1:] == [row for row in stripped if any(row)]


def test_a_log_survives_the_round_trip() -> None:
    """Every value of a row is there again after writing and reading."""
    calls = (
        LoggedCall(
            date(2026, 3, 1), None, "+86 138", "=甲", "message", "child", None, "-第一行\n第二行，“引号”", "a,b.m4a"
        ),
        LoggedCall(date(2026, 3, 1), time(0, 5), "", "", "", "", False, "", ""),
        LoggedCall(date(2026, 3, 2), time(23, 59), "1", "乙", "home-visit", "guarantor", True, "'x", "@.mp3"),
    )

    written = write_log(calls, COLUMNS)

    assert written.startswith("\ufeff日期,")
    assert read_log(written.encode(), COLUMNS, TODAY).calls == calls
