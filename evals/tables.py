"""Tables of figures, as Markdown for people and as JSON for programs, printed by a command or put into a document."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evals.intervals import Estimate
from kb import InputProblem, YoujuError

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


def padded(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns line up where a Chinese character is two cells wide."""
    lines = [list(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    widths = [max(_cells(line[i]) for line in lines) for i in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    filled = ([cell + " " * (width - _cells(cell)) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "\n".join("| " + " | ".join(line) + " |" for line in filled)


GOALS = "Goals"
"""Title of the table that says whether what is measured is good enough."""
MET, MISSED = "yes", "no"


def goals(measured: Mapping[str, tuple[Cell, float]]) -> Table:
    """A table of goals: name, what was measured, and the most it may be. What was not measured is not held."""
    rows = [
        (name, found, most, MET if isinstance(found, int | float) and found <= most else MISSED)
        for name, (found, most) in measured.items()
    ]
    return Table(GOALS, ("goal", "measured", "at most", "held"), tuple(rows))


def held(tables: Sequence[Table]) -> bool:
    """Whether no goal of these tables is missed."""
    return all(row[-1] == MET for table in tables if table.title == GOALS for row in table.rows)


def written(tables: Sequence[Table], as_json: bool) -> str:
    """All tables as one text."""
    if as_json:
        return json.dumps([table.as_json() for table in tables], ensure_ascii=False)
    return "\n\n".join(table.markdown() for table in tables)


def printed(
    parser: argparse.ArgumentParser,
    measure: Callable[[argparse.Namespace], Sequence[Table]],
    argv: Sequence[str] | None = None,
) -> int:
    """Measure what a command's words say, `--json` among them, and print.

    Returns:
        Exit status: 0, 1 where a goal is missed, 2 where the user can mend what went wrong.
    """
    args = parser.parse_args(argv)
    try:
        tables = measure(args)
    except YoujuError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    sys.stdout.write(written(tables, args.json) + "\n")
    return 0 if held(tables) else 1


def shown(
    prog: str, about: str | None, mark: str, measure: Callable[[], Sequence[Table]], argv: Sequence[str] | None = None
) -> int:
    """A command that only measures: its tables are printed and, with `--write`, put between marks of a document.

    Raises:
        InputProblem: the document cannot be read, or has no such marks.
    """
    parser = argparse.ArgumentParser(prog=prog, description=about)
    parser.add_argument("--write", type=Path, help="a document: the tables are put in place of those it has")
    args = parser.parse_args(argv)
    text = written(measure(), as_json=False)
    if args.write:
        put_in(args.write, mark, text)
    sys.stdout.write(text + "\n")
    return 0


def put_in(document: Path, name: str, text: str) -> None:
    """Put a text between the marks `<!-- NAME -->` and `<!-- /NAME -->` of a document.

    Raises:
        InputProblem: the document cannot be read, or has no such marks.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    try:
        before, _, rest = document.read_text("utf-8").partition(begin)
        _, mark, after = rest.partition(end)
        if not mark:
            raise InputProblem(f"{document} 里没有 {begin} 和 {end}；请先加上这两行")
        document.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
    except OSError as error:
        raise InputProblem(f"{document} 读写不了：{error.strerror}") from error


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


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _held(cell: Cell) -> object:
    return asdict(cell) if isinstance(cell, Estimate) else cell
