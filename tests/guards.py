"""Takes each guard of `guards.toml` away in a copy of the project, and sees whether its test notices.

    python -m tests.guards              all of them, minutes
    python -m tests.guards S3 P2        those of some rows

Exit status 1 if a test passes without the guard that it is named for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from evals.tables import MISSED

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_name("guards.toml")
_PARTS = ("kb", "assistant", "evals", "ui", "tests", ".ci", "pyproject.toml", "constraints.txt", "docs", "SECURITY.md")
_LINKED = ("kb/data", "kb/model", "evals/data", "docs/images")


@dataclass(frozen=True, slots=True)
class Guard:
    """Some words of a file that stand between youju and a danger, what it would be without them, and the test.

    The test is pytest's, or a command with goals of its own: `python -m evals.load …`.
    """

    row: str
    claim: str
    file: str
    old: str
    new: str
    test: str

    @property
    def name(self) -> str:
        """As it is told."""
        return f"{self.row} {self.claim}"

    @property
    def command(self) -> tuple[str, ...]:
        """A module and its words, where the test is a command; else nothing."""
        program, _, words = self.test.partition(" -m ")
        return tuple(words.split()) if program == "python" else ()


def read_guards(path: Path = TABLE) -> tuple[Guard, ...]:
    """The table's rows."""
    return tuple(Guard(**row) for row in tomllib.loads(path.read_text("utf-8"))["guard"])


def notices(guard: Guard) -> bool:
    """Whether the guard's test fails where the guard is taken away; the copy shares all other files."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "youju"
        copy.mkdir()
        _copy(copy)
        own = copy / guard.file
        text = own.read_text("utf-8")
        own.write_text(text.replace(guard.old, guard.new), "utf-8")
        words = [sys.executable, "-m", *(guard.command or ("pytest", "-q", "-x", "-p", "no:cacheprovider", guard.test))]
        ended = subprocess.run(
            words, cwd=copy, env=os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return ended.returncode == 1 and (f"| {MISSED} |" if guard.command else " failed") in ended.stdout


def _copy(place: Path) -> None:
    """The project's files; data, which no guard is in, by links."""
    for part in _PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, place / part, ignore=_left_out)
        elif source.exists():
            shutil.copyfile(source, place / part)
    for part in _LINKED:
        (place / part).symlink_to(ROOT / part)


def _left_out(folder: str, names: list[str]) -> set[str]:
    here = Path(folder).relative_to(ROOT)
    return {name for name in names if name == "__pycache__" or (here / name).as_posix() in _LINKED}


def main(rows: list[str]) -> int:
    """Try the guards of these rows, or all."""
    unnoticed = 0
    for guard in read_guards():
        if not rows or guard.row in rows:
            seen = notices(guard)
            unnoticed += not seen
            sys.stdout.write(f"{'noticed  ' if seen else 'UNNOTICED'}  {guard.name}  ({guard.test})\n")
            sys.stdout.flush()
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
