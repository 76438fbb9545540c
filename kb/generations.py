"""Index folders that never change once they are there: built aside, proven, switched to in one step.

    <place>/CURRENT                    the name of the folder in use
    <place>/builds/<fingerprint>-…/    passages.jsonl  vectors.npy  lexical/  chroma/  manifest.json
    <place>/.lock                      held while somebody builds

Whatever happens while one is built (a kill, a full disk), the one before stays complete and in use. Every file is
checked against the manifest before native code opens it, for Chroma takes the whole process down on some damage.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from kb.errors import IndexProblem
from kb.passages import Passage
from kb.ranks import Authority
from kb.seals import SCHEMA, Manifest, OtherSchema, damage, read_manifest, seal, sync, verify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WAIT_SECONDS = 900.0
"""How long a second builder waits for the first."""

PASSAGES, VECTORS, LEXICAL, CHROMA = "passages.jsonl", "vectors.npy", "lexical", "chroma"
"""What an index folder consists of, besides its manifest."""

_CURRENT, _BUILDS, _UNFINISHED = "CURRENT", "builds", ".unfinished"
_NEW = f"{_CURRENT}.new"

RENEWING = ".renewing"
"""Stands in a place while the files of its index are being renewed (kb/indexing.py)."""


@dataclass(frozen=True, slots=True)
class Held:
    """An index folder from which something can be had."""

    folder: Path
    manifest: Manifest
    lost: frozenset[str] = frozenset()
    """Of its parts, those that are damaged; nothing native may open them."""
    older: bool = False
    """Whether it stands in for a newer one that is of no use."""


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
        _tidy_if_idle(place, found[0].name)
        return found
    (place / _BUILDS).mkdir(parents=True, exist_ok=True)
    with _lock(place, waiting):
        if found := _find(place, wanted):
            _make_current(place, found[0].name)
            return found
        before = _last_good(place)
        _sweep(place, {before, _current_name(place)})
        # a name never comes back: Chroma keeps what it knows of a path as long as the process lives
        name = f"{wanted[:24]}-{uuid.uuid4().hex[:6]}"
        folder, finished = place / _BUILDS / f"{_UNFINISHED}-{name}", place / _BUILDS / name
        try:
            folder.mkdir()
            embedder = write(folder)
            with (folder / PASSAGES).open("rb") as file:
                count = sum(1 for _ in file)
            manifest = seal(folder, wanted, embedder, count)
            folder.replace(finished)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        sync(finished.parent)
        _switch(place, finished.name)
        _sweep(place, {before, finished.name})
        return finished, manifest


def latest(place: Path) -> Held:
    """Find the folder in use, or another where its passages cannot be read.

    Raises:
        OtherSchema: another version of youju wrote it.
        IndexProblem: there is no index, or none that holds its passages.
    """
    name = _current_name(place)
    if not name:
        raise IndexProblem(f"{place} 里没有索引：请先运行 youju index。")
    fault = IndexProblem(f"{place} 里的索引已损坏：请运行 youju index 重建。")
    for folder in _folders(place):
        try:
            manifest, lost = _state(folder)
        except OtherSchema as other:
            fault = other
        except IndexProblem:
            continue
        else:
            if PASSAGES not in lost:
                return Held(folder, manifest, lost, folder.name != name)
    raise fault


def salvage(place: Path, wanted: str) -> Held | None:
    """Find the folder of that fingerprint, or one that can no longer tell its own, where it is damaged."""
    current = _current_name(place)
    for folder in _folders(place):
        try:
            manifest, lost = _state(folder)
        except OtherSchema:
            continue
        except IndexProblem:
            if folder.name == current:
                return Held(folder, Manifest(wanted, "", 0, {}), frozenset({PASSAGES, VECTORS, LEXICAL, CHROMA}))
            continue
        if manifest.fingerprint == wanted:
            return Held(folder, manifest, lost) if lost else None
    return None


def _state(folder: Path) -> tuple[Manifest, frozenset[str]]:
    manifest, wrong = damage(folder)
    return manifest, frozenset(name.partition("/")[0] for name in wrong)


def write_passages(folder: Path, passages: Iterable[Passage]) -> None:
    """Write the passages, one JSON object a line."""
    with (folder / PASSAGES).open("wb") as file:
        file.writelines(_lines(passages))


def read_passages(folder: Path) -> tuple[Passage, ...]:
    """Read them back."""
    with (folder / PASSAGES).open("rb") as file:
        return tuple(_passage(orjson.loads(line)) for line in file)


def _passage(row: dict[str, Any]) -> Passage:
    row["authority"] = Authority(row["authority"])
    return Passage(**row)


def write_vectors(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the vectors, one row for each passage."""
    import numpy as np

    np.save(folder / VECTORS, vectors, allow_pickle=False)


def read_vectors(folder: Path) -> NDArray[np.float32]:
    """Read them into memory: a mapped file that is cut short would kill the process."""
    import numpy as np

    vectors: NDArray[np.float32] = np.load(folder / VECTORS, allow_pickle=False)
    return vectors


def _lines(passages: Iterable[Passage]) -> Iterator[bytes]:
    return (orjson.dumps(passage, option=orjson.OPT_APPEND_NEWLINE) for passage in passages)


def _find(place: Path, wanted: str) -> tuple[Path, Manifest] | None:
    """A whole folder of that fingerprint, the current one first."""
    for folder in _folders(place):
        with suppress(IndexProblem):
            if read_manifest(folder).fingerprint == wanted:
                return folder, verify(folder)
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
    new = place / _NEW
    with new.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(place / _CURRENT)
    sync(place)


def _make_current(place: Path, name: str) -> None:
    """Turn the pointer to a folder, if it is still there; the lock is held."""
    if name != _current_name(place) and (place / _BUILDS / name).is_dir():
        with suppress(OSError):  # where nothing may be written, it is used all the same
            _switch(place, name)


def _sweep(place: Path, keep: set[str]) -> None:
    """Remove unfinished and older folders; the lock is held, so nobody is writing them."""
    with suppress(OSError):  # what cannot be removed today is in nobody's way
        (place / _NEW).unlink(missing_ok=True)
        for folder in (place / _BUILDS).iterdir():
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)


def _tidy_if_idle(place: Path, name: str) -> None:
    """Turn the pointer to a folder, and remove what a killed builder left: unless somebody builds, or we may not."""
    unfinished = any(folder.name.startswith(_UNFINISHED) for folder in (place / _BUILDS).iterdir())
    left = unfinished or (place / _NEW).exists() or (place / RENEWING).exists()
    if name == _current_name(place) and not left:
        return
    from filelock import FileLock, Timeout

    with suppress(OSError, Timeout), FileLock(place / ".lock", timeout=0):
        _make_current(place, name)
        _sweep(place, {folder.name for folder in _folders(place)})  # asked now: a builder may just have ended
        (place / RENEWING).unlink(missing_ok=True)


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
