"""Which commit is running, where youju runs from a checkout."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def commit() -> str:
    """The commit, `+` behind it where files differ from it; empty for an installed package."""
    if given := os.environ.get("YOUJU_COMMIT", ""):
        return given
    if not (_ROOT / ".git").exists():
        return ""
    head, changed = _git("rev-parse", "--short=12", "HEAD"), _git("status", "--porcelain", "--untracked-files=no")
    return head + ("+" if head and changed else "")


def _git(*words: str) -> str:
    try:
        return subprocess.run(  # noqa: S603 - fixed words
            ("git", "-C", str(_ROOT), *words),  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
