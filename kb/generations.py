"""Index folders that never change once they are there: built aside, proven, switched to in one step.

    <place>/CURRENT                    the name of the folder in use
    <place>/builds/<fingerprint>-…/    passages.jsonl  vectors.npy  lexical/  chroma/  manifest.json
    <place>/.lock                      held while somebody builds

Whatever happens while one is built (a kill, a full disk), the one before stays complete and in use. Every file is
checked against the manifest before native code opens it, for Chroma takes the whole process down on some damage.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import IndexProblem
from kb.passages import Passage
from kb.ranks import Authority

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMA = 3
"""Raised when what is written, or how it is computed, changes: older folders are then rebuilt."""

WAIT_SECONDS = 900.0
"""How long a second builder waits for the first."""

_MANIFEST, _CURRENT, _BUILDS, _UNFINISHED = "manifest.json", "CURRENT", "builds", ".unfinished"
_PASSAGES, _VECTORS = "passages.jsonl", "vectors.npy"
_LOCK_FILES = (".tantivy-meta.lock", ".tantivy-writer.lock")
_DAMAGED = "索引文件夹 {} 已损坏（{}）：请运行 youju index 重建。"


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


def fingerprint(passages: Iterable[Passage], embedder: str, tools: str = "") -> str:
    """Of everything an index is made from (`tools`: what reads and writes it): one fingerprint, one answer."""
    digest = hashlib.sha256(f"{SCHEMA}\n{embedder}\n{tools}\n".encode())
    for line in _lines(passages):
        digest.update(line)
    return digest.hexdigest()[:32]


def ensure(
    place: Path,
    wanted: str,
    write: Callable[[Path], str],
    waiting: Callable[[], None] = lambda: None,
) -> tuple[Path, Manifest]:
    """Find the whole folder of that fingerprint, or build it: `write` fills it and returns the embedder's name.

    `waiting` is called if somebody else is building; then theirs is used.

    Raises:
        OSError: the place cannot be written (`Searcher` then works in memory).
        IndexProblem: somebody else has been building for `WAIT_SECONDS`, or what was written is not whole.
    """
    if found := _find(place, wanted):
        _sweep_if_idle(place)
        return found
    (place / _BUILDS).mkdir(parents=True, exist_ok=True)
    with _lock(place, waiting):
        if found := _find(place, wanted):
            return found
        before = _last_good(place)
        _sweep(place, {before})
        # a name never comes back: Chroma keeps what it knows of a path as long as the process lives
        name = f"{wanted[:24]}-{uuid.uuid4().hex[:6]}"
        folder, finished = place / _BUILDS / f"{_UNFINISHED}-{name}", place / _BUILDS / name
        try:
            folder.mkdir()
            embedder = write(folder)
            manifest = _seal(folder, wanted, embedder)
            folder.replace(finished)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _sync(finished.parent)
        _switch(place, finished.name)
        _sweep(place, {before, finished.name})
        return finished, manifest


def latest(place: Path) -> tuple[Path, Manifest, bool]:
    """Return the folder in use, or the last good one where that is damaged (then the third value is True).

    Raises:
        IndexProblem: there is no index, or none that is whole.
    """
    name = _current_name(place)
    if not name:
        raise IndexProblem(f"{place} 里没有索引：请先运行 youju index。")
    try:
        return place / _BUILDS / name, verify(place / _BUILDS / name), False
    except IndexProblem:
        if not (good := _last_good(place)):
            raise
        return place / _BUILDS / good, verify(place / _BUILDS / good), True


def verify(folder: Path) -> Manifest:
    """Compare every file with the manifest, sizes first, then hashes.

    Raises:
        IndexProblem: something is missing, changed, or of another schema.
    """
    manifest = _read_manifest(folder)
    for name, mark in manifest.files.items():
        try:
            size = (folder / name).stat().st_size
        except OSError as fault:
            raise IndexProblem(_DAMAGED.format(folder, name)) from fault
        grown = mark.loose_page and size > mark.size
        if size != mark.size and not grown:
            raise IndexProblem(_DAMAGED.format(folder, name))
    for name, mark in manifest.files.items():
        try:
            digest = _digest(folder / name, mark.size, mark.loose_page)
        except OSError as fault:
            raise IndexProblem(_DAMAGED.format(folder, name)) from fault
        if digest != mark.sha256:
            raise IndexProblem(_DAMAGED.format(folder, name))
    return manifest


def write_passages(folder: Path, passages: Iterable[Passage]) -> None:
    """Write the passages, one JSON object a line."""
    with (folder / _PASSAGES).open("wb") as file:
        file.writelines(_lines(passages))


def read_passages(folder: Path) -> tuple[Passage, ...]:
    """Read them back."""
    with (folder / _PASSAGES).open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return tuple(Passage(**{**row, "authority": Authority(row["authority"])}) for row in rows)


def write_vectors(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the vectors, one row for each passage."""
    import numpy as np

    np.save(folder / _VECTORS, vectors, allow_pickle=False)


def read_vectors(folder: Path) -> NDArray[np.float32]:
    """Read them into memory: a mapped file that is cut short would kill the process."""
    import numpy as np

    vectors: NDArray[np.float32] = np.load(folder / _VECTORS, allow_pickle=False)
    return vectors


def _lines(passages: Iterable[Passage]) -> Iterator[bytes]:
    names = [f.name for f in fields(Passage)]
    for passage in passages:
        row = {name: getattr(passage, name) for name in names}
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _find(place: Path, wanted: str) -> tuple[Path, Manifest] | None:
    """A whole folder of that fingerprint, the current one first; if it is another, it becomes the current one."""
    for folder in _folders(place):
        with suppress(IndexProblem):
            if _read_manifest(folder).fingerprint == wanted:
                manifest = verify(folder)
                if folder.name != _current_name(place):
                    _switch(place, folder.name)
                return folder, manifest
    return None


def _folders(place: Path) -> Sequence[Path]:
    """Every finished folder, the current one first."""
    builds, name = place / _BUILDS, _current_name(place)
    found = (p for p in builds.iterdir() if not p.name.startswith(".")) if builds.is_dir() else ()
    return sorted(found, key=lambda path: (path.name != name, path.name))


def _last_good(place: Path) -> str:
    """Name the current folder, or another where that is damaged; empty if none is whole."""
    for folder in _folders(place):
        with suppress(IndexProblem):
            verify(folder)
            return folder.name
    return ""


def _current_name(place: Path) -> str:
    try:
        name = (place / _CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if name and Path(name).name == name else ""


def _switch(place: Path, name: str) -> None:
    new = place / f"{_CURRENT}.new"
    with new.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(place / _CURRENT)
    _sync(place)


def _sweep(place: Path, keep: set[str]) -> None:
    """Remove unfinished and older folders; the lock is held, so nobody is writing them."""
    for folder in (place / _BUILDS).iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep_if_idle(place: Path) -> None:
    """Remove what a killed builder left, unless somebody is building or we may not write here."""
    left = [p for p in (place / _BUILDS).iterdir() if p.name.startswith(_UNFINISHED)]
    if not left:
        return
    from filelock import FileLock, Timeout

    with suppress(OSError, Timeout), FileLock(place / ".lock", timeout=0):
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _lock(place: Path, waiting: Callable[[], None]) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(place / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        try:
            lock.acquire(timeout=WAIT_SECONDS)
        except Timeout as fault:
            raise IndexProblem(f"另一个程序一直在 {place} 建索引：请等它完成，或结束它后重试。") from fault
    try:
        yield
    finally:
        lock.release()


def _seal(folder: Path, wanted: str, embedder: str) -> Manifest:
    """Write the manifest, and everything down to the disk."""
    marks: dict[str, FileMark] = {}
    mode = (folder / _PASSAGES).stat().st_mode & 0o777  # tantivy makes files that only their maker can read
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in _LOCK_FILES):
        loose = _loose_page(path) if path.suffix == ".sqlite3" else 0
        size = path.stat().st_size
        marks[path.relative_to(folder).as_posix()] = FileMark(size, _digest(path, size, loose), loose)
        path.chmod(mode)
        _sync(path)
    with (folder / _PASSAGES).open("rb") as file:
        count = sum(1 for _ in file)
    manifest = Manifest(wanted, embedder, count, marks)
    body = asdict(manifest)
    (folder / _MANIFEST).write_text(
        json.dumps({**body, "seal": _seal_of(body)}, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    for path in (folder / _MANIFEST, *(p for p in folder.rglob("*") if p.is_dir()), folder):
        _sync(path)
    return manifest


def _seal_of(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _read_manifest(folder: Path) -> Manifest:
    try:
        body = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        seal = body.pop("seal")
        if seal != _seal_of(body) or body["schema"] != SCHEMA:
            raise IndexProblem(_DAMAGED.format(folder, _MANIFEST))
        files = {name: FileMark(**mark) for name, mark in body.pop("files").items()}
        return Manifest(**body, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise IndexProblem(_DAMAGED.format(folder, _MANIFEST)) from fault


def _loose_page(path: Path) -> int:
    """Make an SQLite file compact, so that it grows only at its end, and find the page of `acquire_write`.

    Chroma adds a row to that table whenever it opens the file, and changes nothing else (seen with 1.5.9).
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
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


def _sync(path: Path) -> None:
    """Down to the disk; a folder too, where the system knows how."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
