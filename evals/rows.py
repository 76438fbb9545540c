"""Lines of JSON that are held to a list of fields: what is wrong is told with file and line (docs/formats.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kb import InputProblem

MAX_FILE_BYTES = 20_000_000
"""No set of cases is larger; a bigger file is refused, not read."""

_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda v: isinstance(v, str) and bool(v.strip()), "应是不空的文字"),
    "texts": (lambda v: isinstance(v, list) and all(isinstance(x, str) and x.strip() for x in v), "应是一列不空的文字"),
    "table": (lambda v: isinstance(v, dict) and bool(v), "应是不空的对象"),
    "triples": (
        lambda v: isinstance(v, list) and all(isinstance(t, list) and len(t) == 3 and _texts(t) for t in v),
        "应是一列 [写法, 问题, 正确的条文]",
    ),
    "day": (lambda v: isinstance(v, str) and _is_day(v), "应是 2025-12-31 这样的日子"),
}  # fmt: skip

Fields = Mapping[str, tuple[str, bool]]
"""Field → its kind (`text`, `texts`, `table`, `triples`, `day`), and whether it must be there."""

HEAD: Fields = {
    "id": ("text", True), "source": ("text", True), "kind": ("text", True), "split": ("text", True),
    "reason": ("text", True),
}  # fmt: skip
"""What every case says of itself."""


def read_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that are not blank, with their numbers.

    Raises:
        InputProblem: the file is missing, too large, or not UTF-8.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputProblem(f"{path} 大于 {MAX_FILE_BYTES // 1_000_000} MB，没有读入；请分成几个文件")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputProblem(f"{path} 读不出来（{error.strerror}）；请检查题目文件的位置和权限") from error
    except UnicodeDecodeError as error:
        raise InputProblem(f"{path} 不是 UTF-8 编码（第 {error.start} 字节）；请转换后再用") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def read_objects(path: Path, fields: Fields) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with the numbers of their lines, each with exactly the fields that it may have.

    Raises:
        InputProblem: the file cannot be read, or a line is at fault: `file:line`, field and mend.
    """
    for number, line in read_lines(path):
        where = place_of(path, number)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputProblem(f"{where}不是合法的 JSON（{error}）；一行写一个对象") from error
        if not isinstance(row, dict):
            raise InputProblem(f"{where}一行应是一个 JSON 对象")
        if fault := _fault(row, fields):
            raise InputProblem(where + fault)
        yield number, row


def place_of(path: Path, number: int) -> str:
    """How a fault begins: the file and the line that it stands in."""
    return f"{path.name}:{number}: "


def read_rows(path: Path, fields: Fields, splits: Sequence[str] = ("open", "held_out")) -> list[dict[str, Any]]:
    """The cases of a file, each with exactly the fields that it may have; ids are unique.

    Raises:
        InputProblem: the file cannot be read, or a line is at fault: `file:line`, field and mend.
    """
    rows: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, row in read_objects(path, fields):
        where = place_of(path, number)
        if row["split"] not in splits:
            raise InputProblem(f"{where}split 不认识 {row['split']}；可用的是{'、'.join(splits)}")
        if row["id"] in seen:
            raise InputProblem(f"{where}编号 {row['id']} 与第 {seen[row['id']]} 行重复；请换一个")
        seen[row["id"]] = number
        rows.append(row)
    return rows


def _fault(row: Mapping[str, object], fields: Fields) -> str:
    """What is wrong with a line; empty if nothing is."""
    for name in row:
        if name not in fields:
            return f"未知字段 {name}；可用的是{'、'.join(fields)}"
    for name, (kind, needed) in fields.items():
        holds, meant = _CHECKS[kind]
        if name not in row:
            if needed:
                return f"缺少字段 {name}"
        elif not holds(row[name]):
            return f"{name} {meant}"
    return ""


def _texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False
