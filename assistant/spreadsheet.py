"""Tables out to spreadsheets and back: no cell is a formula, and a file from Excel or WPS is read as it is.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection); reading takes it
away again, so that what was written comes back letter by letter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from kb import InputProblem

_FORMULA = re.compile("'*[=+\\-@|%\t\r\n＝＋－＠]")
BOM = "﻿"
MAX_BYTES = 20_000_000
"""A log is typed by hand; what is larger is no log."""


def safe(cell: str) -> str:
    """The cell as a spreadsheet may hold it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unsafe(cell: str) -> str:
    """The cell as it was before `safe`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV that Excel opens as UTF-8, every cell safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([[safe(cell) for cell in row] for row in rows])
    return BOM + out.getvalue()


def from_csv(data: bytes, place: str = "") -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows of a CSV with the number of the line on which each begins; empty rows are left out.

    Raises:
        InputProblem: it is no text, or too large; names the mend.
    """
    text = _text(data, place)
    if re.match(r"sep=.\r?\n", text):
        text = text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    before = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputProblem(
                f"{place} 第 {before + 1} 行读不下去（{error}）：请在表格软件里另存为 CSV UTF-8"
            ) from error
        if row is None:
            return
        line, before = before + 1, reader.line_num
        cells = tuple(unsafe(cell.strip(" \u3000\xa0")) for cell in row)
        if any(cells):
            yield line, cells


def _text(data: bytes, place: str) -> str:
    if len(data) > MAX_BYTES:
        raise InputProblem(f"{place} 太大（{len(data) // 1_000_000} MB）：通话记录最多 {MAX_BYTES // 1_000_000} MB")
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise InputProblem(f"{place} 是 Excel 工作簿：请在表格软件里另存为 CSV UTF-8（.csv）再来")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputProblem(f"{place} 不是 UTF-8 或 GB18030 文字：请在表格软件里另存为 CSV UTF-8（.csv）再来")


def _delimiter(text: str) -> str:
    """The commonest of the usual separators in the first lines."""
    head = "\n".join(text.split("\n")[:5])
    return max((",", "\t", ";", "，"), key=head.count)
