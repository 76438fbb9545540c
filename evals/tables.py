"""Tables of figures, as Markdown for people and as JSON for programs; and how far a run is, on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from evals.intervals import Estimate

Cell = str | int | float | Estimate | None
"""A float is a measured amount, rounded for people; None was not measured."""


@dataclass(frozen=True, slots=True)
class Table:
    """A title that says what was measured on what, a head with units, and rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def markdown(self) -> str:
        """The title as a sentence, then a Markdown table."""
        lines = [self.head, tuple("---" for _ in self.head), *(tuple(map(_shown, row)) for row in self.rows)]
        return "\n".join((f"{self.title}:", "", *(f"| {' | '.join(line)} |" for line in lines)))

    def as_json(self) -> dict[str, object]:
        """The title, and each row as an object; nothing is rounded."""
        rows = [dict(zip(self.head, map(_held, row), strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows}


def written(tables: Sequence[Table], as_json: bool) -> str:
    """All tables as one text."""
    if as_json:
        return json.dumps([table.as_json() for table in tables], ensure_ascii=False)
    return "\n\n".join(table.markdown() for table in tables)


def tell(stage: str, done: int, total: int) -> None:
    """Say how far a stage is, on one line of standard error, if that is a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{stage} {done}/{total}" + ("\r\033[K" if done >= total else ""))
        sys.stderr.flush()


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:.{0 if cell >= 100 else 1 if cell >= 10 else 2}f}"


def _held(cell: Cell) -> object:
    return asdict(cell) if isinstance(cell, Estimate) else cell
