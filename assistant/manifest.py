"""A list of evidence files with the SHA-256 of each, and whether they are still what the list says.

It shows that a file has not changed since the list was made. It is no notarial act and no blockchain deposit, and it
says so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path, PurePosixPath

from assistant.spreadsheet import from_csv, to_csv
from kb import InputProblem

CHUNK = 1 << 20
"""Bytes that are read at once: a video of gigabytes needs no more memory than a photograph."""
CHINA = timezone(timedelta(hours=8))
"""One time for all of Mainland China."""
HEADER = ("文件", "字节", "修改时间", "SHA-256")
DISCLAIMER = (
    "这是本机算出来的清单：SHA-256 能看出文件后来有没有被改过。它不是公证，不是区块链存证，也不证明文件里说的是真的。"
)
DISCLAIMER_EN = (
    "Computed on this machine: SHA-256 shows whether a file was changed later. It is no notarial act and no blockchain "
    "deposit, and does not show that what a file says is true."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as it was found."""

    name: str
    """From the folder that was given, with `/` between folders."""
    size: int
    modified: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What was not listed, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files, and what was passed over."""

    files: tuple[Listed, ...]
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over `name` and SHA-256 of each file, sorted: one number to write down for all."""
        lines = sorted(f"{f.sha256}  {f.name}\n" for f in self.files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md."""
        return {
            "files": [
                {"name": f.name, "size": f.size, "modified": f.modified.isoformat(), "sha256": f.sha256}
                for f in self.files
            ],
            "passed_over": [{"name": p.name, "why": p.why} for p in self.passed_over],
            "digest": self.digest,
            "note": DISCLAIMER,
        }


class Fate(StrEnum):
    """What became of a listed file."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    NEW = "new"
    """It is there and stands in no list."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A file of a list, and what became of it."""

    name: str
    fate: Fate


def make_manifest(paths: Sequence[Path]) -> Manifest:
    """The manifest of files and folders, by name.

    Hidden files and links are passed over and named: a link may lead anywhere, and hidden files are the system's own.

    Raises:
        InputProblem: a path is not there, or two files would have the same name.
    """
    files: dict[str, Listed] = {}
    passed_over: list[PassedOver] = []
    for name, path, why in _found(paths):
        if why:
            passed_over.append(PassedOver(name, why))
            continue
        if name in files:
            raise InputProblem(f"有两个文件都叫 {name}：请把它们放进同一个文件夹，再给那个文件夹")
        try:
            files[name] = _listed(name, path)
        except OSError as error:
            passed_over.append(PassedOver(name, f"读不了：{error.strerror}"))
    return Manifest(tuple(files[n] for n in sorted(files)), tuple(passed_over))


def write_manifest(manifest: Manifest) -> str:
    """The manifest as CSV; the last row says what it is not."""
    rows = [(f.name, str(f.size), f.modified.isoformat(sep=" "), f.sha256) for f in manifest.files]
    return to_csv([HEADER, *rows, ("说明", "", "", DISCLAIMER)])


def read_manifest(data: bytes, place: str = "清单") -> dict[str, str]:
    """Names and hashes of a manifest.

    Raises:
        InputProblem: it is no manifest, or names a file outside its folder.
    """
    rows = [cells for _, cells in from_csv(data, place)]
    if not rows or rows[0][: len(HEADER)] != HEADER:
        raise InputProblem(f"{place} 不是 youju evidence 写的清单：第一行应当是 {'、'.join(HEADER)}")
    listed = {cells[0]: cells[3].lower() for cells in rows[1:] if len(cells) >= len(HEADER) and cells[1]}
    for name in listed:
        parts = PurePosixPath(name).parts
        if PurePosixPath(name).is_absolute() or ".." in parts:
            raise InputProblem(f"{place} 里的 {name} 在文件夹外面：请检查清单是不是被改过")
    return listed


def compare_manifest(listed: dict[str, str], now: Manifest) -> tuple[Verdict, ...]:
    """What became of each listed file, and which files are new; by name."""
    hashes = {f.name: f.sha256 for f in now.files}
    fates = {
        name: Fate.MISSING if name not in hashes else (Fate.SAME if hashes[name] == sha else Fate.CHANGED)
        for name, sha in listed.items()
    }
    fates |= {name: Fate.NEW for name in hashes if name not in listed}
    return tuple(Verdict(name, fates[name]) for name in sorted(fates))


def files_listed(listed: Iterable[str], folder: Path) -> Manifest:
    """The manifest of listed names as they are in a folder now; what is not there is left out."""
    there = [(name, folder / name) for name in listed if (folder / name).is_file()]
    return Manifest(tuple(_listed(name, path) for name, path in there))


def _found(paths: Sequence[Path]) -> Iterator[tuple[str, Path, str]]:
    """Every file beneath the paths: its name, where it is, and why it is passed over, if it is."""
    for path in paths:
        if not path.exists():
            raise InputProblem(f"没有这个文件或文件夹：{path}")
        if not path.is_dir():
            yield path.name, path, _why_not(path)
            continue
        root = path.resolve()
        for folder, inner, names in sorted(os.walk(root)):
            for name in sorted([*names, *(n for n in inner if Path(folder, n).is_symlink())]):
                found = Path(folder, name)
                inside = found.relative_to(root)
                why = "隐藏文件" if any(p.startswith(".") for p in inside.parts) else _why_not(found)
                yield str(PurePosixPath(root.name, *inside.parts)), found, why


def _why_not(path: Path) -> str:
    if path.is_symlink():
        return "是链接，不是文件本身"
    if not path.is_file():
        return "不是普通文件"
    return ""


def _listed(name: str, path: Path) -> Listed:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    state = path.stat()
    modified = datetime.fromtimestamp(int(state.st_mtime), tz=CHINA)
    return Listed(name, state.st_size, modified, digest.hexdigest())
