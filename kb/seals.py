"""What an index folder must hold, and the proof that it still does.

Every file is compared with the manifest before native code opens it, for Chroma takes the whole process down on some
damage. The manifest seals itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.errors import IndexProblem

SCHEMA = 5
"""Raised when what is written, or how it is computed, changes: older folders are then rebuilt."""

MANIFEST = "manifest.json"
_UNMARKED = (MANIFEST, ".tantivy-meta.lock", ".tantivy-writer.lock")
_DAMAGED = "索引文件夹 {} 已损坏（{}）：请运行 youju index 重建。"


class OtherSchema(IndexProblem):
    """A folder that another version of youju wrote: stale, and not damaged."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """What a file must be."""

    size: int
    sha256: str
    loose_page: int = 0
    """In an SQLite file, the page that Chroma writes to whenever it opens it; it is not part of the hash."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index folder holds, and the proof that it still does."""

    fingerprint: str
    embedder: str
    """Name of the embedder, or empty where there are no vectors."""
    count: int
    files: Mapping[str, FileMark]
    schema: int = SCHEMA


def seal(folder: Path, fingerprint: str, embedder: str, count: int) -> Manifest:
    """Write the manifest, and everything down to the disk."""
    marks: dict[str, FileMark] = {}
    (folder / MANIFEST).touch()
    mode = (folder / MANIFEST).stat().st_mode & 0o777  # tantivy makes files that only their maker can read
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in _UNMARKED):
        loose = _loose_page(path) if path.suffix == ".sqlite3" else 0
        size = path.stat().st_size
        marks[path.relative_to(folder).as_posix()] = FileMark(size, _digest(path, size, loose), loose)
        path.chmod(mode)
        sync(path)
    manifest = Manifest(fingerprint, embedder, count, marks)
    body = asdict(manifest)
    sealed = json.dumps({**body, "seal": _seal_of(body)}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(sealed, encoding="utf-8")
    for path in (folder / MANIFEST, *(p for p in folder.rglob("*") if p.is_dir()), folder):
        sync(path)
    return manifest


def verify(folder: Path) -> Manifest:
    """Compare every file with the manifest.

    Raises:
        IndexProblem: something is missing, changed, or of another schema.
    """
    manifest, wrong = damage(folder)
    if wrong:
        raise IndexProblem(_DAMAGED.format(folder, min(wrong)))
    return manifest


def damage(folder: Path) -> tuple[Manifest, frozenset[str]]:
    """Read the manifest, and name the files that are not, or are no longer, what it says.

    Raises:
        IndexProblem: the manifest itself is missing, changed, or of another schema.
    """
    manifest = read_manifest(folder)
    wrong = (name for name, mark in manifest.files.items() if not _is_whole(folder / name, mark))
    return manifest, frozenset(wrong)


def _is_whole(path: Path, mark: FileMark) -> bool:
    """Whether a file is what its mark says: its size first, for that costs nothing."""
    try:
        size = path.stat().st_size
        grown = mark.loose_page and size > mark.size
        return (size == mark.size or bool(grown)) and _digest(path, mark.size, mark.loose_page) == mark.sha256
    except OSError:
        return False


def _seal_of(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read what a folder says it holds.

    Raises:
        OtherSchema: another version of youju wrote it.
        IndexProblem: it is missing or changed.
    """
    try:
        body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        seal = body.pop("seal")
        if seal != _seal_of(body):
            raise IndexProblem(_DAMAGED.format(folder, MANIFEST))
        if body["schema"] != SCHEMA:
            raise OtherSchema(f"索引文件夹 {folder} 是另一个版本的有据建的：请运行 youju index 重建。")
        files = {name: FileMark(**mark) for name, mark in body.pop("files").items()}
        return Manifest(**body, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise IndexProblem(_DAMAGED.format(folder, MANIFEST)) from fault


def _loose_page(path: Path) -> int:
    """Make an SQLite file compact, so that it grows only at its end, and find the page of `acquire_write`.

    Chroma adds a row to that table whenever it opens the file, and changes nothing else (seen with 1.5.9).
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")  # `seal` brings the whole file down to the disk
            database.execute("VACUUM")
            row = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'acquire_write'").fetchone()
    except sqlite3.Error as fault:
        raise IndexProblem(f"{path} 写不成（{fault}）。") from fault
    return int(row[0]) if row else 0


_COUNTERS = (slice(24, 40), slice(92, 100))
"""In an SQLite header: how often and by which SQLite the file was changed, its length and free pages."""


def _digest(path: Path, size: int, loose_page: int) -> str:
    """SHA-256 of the first `size` bytes, the loose page and the counters left out."""
    with path.open("rb") as file:
        if not loose_page:
            return hashlib.file_digest(file, "sha256").hexdigest()
        digest, head = hashlib.sha256(), bytearray(file.read(100))
        page_size = int.from_bytes(head[16:18], "big") or 1
        for counters in _COUNTERS:
            head[counters] = bytes(len(head[counters]))
        digest.update(head)
        start = max(len(head), (loose_page - 1) * page_size)
        for end in (min(start, size), size):
            while (left := end - file.tell()) > 0 and (chunk := file.read(min(left, 1 << 20))):
                digest.update(chunk)
            file.seek(start + page_size)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Down to the disk; a folder too, where the system knows how."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
