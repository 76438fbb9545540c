"""What a maintainer's page may read besides the library: the last evals, and what readers said of answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb import YoujuError

MOST_ROWS = 200
"""Rows of feedback that are shown, the newest first."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Where things are."""

    library: Path
    result: Path
    """`youju eval --json`, or the baseline."""
    feedback: Path | None = None
    """JSON lines; None where nobody keeps any."""


def read_result(path: Path) -> Mapping[str, Any]:
    """A run of the evals.

    Raises:
        YoujuError: it cannot be read, or is no such run.
    """
    try:
        given = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise YoujuError(f"{path.name} 读不出来：请用 youju eval --json 重新写一份") from error
    if not isinstance(given, dict) or "figures" not in given:
        raise YoujuError(f"{path.name} 不是测评结果：请用 youju eval --json 重新写一份")
    return given


def figures_of(result: Mapping[str, Any]) -> Mapping[str, float]:
    """Figures by id, of a whole report or of a baseline."""
    figures = result["figures"]
    if isinstance(figures, dict):
        return {str(name): float(value) for name, value in figures.items()}
    return {str(f["id"]): float(f["value"]) for f in figures if f.get("value") is not None}


def read_rows(path: Path) -> tuple[Mapping[str, Any], ...]:
    """What readers said, the newest first; none where there is no file.

    Raises:
        YoujuError: a row is no row; names the line.
    """
    if not path.exists():
        return ()
    rows: list[Mapping[str, Any]] = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise YoujuError(f"反馈文件 {path.name} 读不出来：请看看它的权限和编码") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise YoujuError(f"反馈文件 {path.name} 第 {number} 行不是一条反馈：请删掉这一行")
        rows.append(row)
    return tuple(reversed(rows))[:MOST_ROWS]
