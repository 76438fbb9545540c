"""The page's temporary folder: for this process alone, removed at its end, and after a kill swept at the next start."""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

PREFIX = "youju-web-"
_LOCK = "alive"
_YOUNG = 5
"""Seconds in which a lock's file may still wait for its lock."""
_OLD = 86_400
"""Seconds after which a folder without a lock was left behind."""


def own_folder() -> str:
    """A folder that nobody else can read (0700), locked as long as this process lives."""
    from filelock import FileLock

    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = FileLock(folder / _LOCK)
    lock.acquire()

    def end() -> None:
        lock.release()
        leave(str(folder))

    atexit.register(end)
    return str(folder)


def leave(folder: str) -> None:
    """Remove this process's own folder, where it ends without its usual farewells."""
    if Path(folder).name.startswith(PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove what processes left behind that were killed: folders of this user whose lock nobody holds."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_ours(folder) and _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    try:
        seen = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(seen.st_mode) and (os.name == "nt" or seen.st_uid == os.getuid())


def _is_left(folder: Path) -> bool:
    from filelock import FileLock, Timeout

    try:
        if not (folder / _LOCK).exists():
            return time.time() - folder.stat().st_mtime > _OLD
        if time.time() - (folder / _LOCK).stat().st_mtime < _YOUNG:
            return False
        with FileLock(folder / _LOCK, timeout=0):
            return True
    except (Timeout, OSError):
        return False
