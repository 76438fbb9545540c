"""Settings: from flags, then YOUJU_* variables, then defaults."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb import DATA

MAX_QUESTION = 8000
"""Characters; a longer text is asked to be shortened to its key part."""


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    return Path(base) / "youju" if base else Path.home() / ".cache" / "youju"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the library and the index are, and which models are used."""

    library: Path = DATA
    store: str | None = None
    """Folder of the index, or address of a vector server; None: the user's cache folder."""
    embedder: str | None = None
    model: str | None = None
    """A LangChain chat model (`openai:qwen-plus`); None: answers are composed without one."""
    allow_remote: bool = False
    """Whether questions may be sent to a chat model beyond this machine."""

    @property
    def index(self) -> str:
        """Where the index is kept."""
        return self.store or str(_cache() / "index")

    @property
    def beside(self) -> Path:
        """What stays on this machine of an index that is on a server: texts, BM25 and vectors."""
        return _cache() / "beside" / hashlib.sha256(self.index.encode()).hexdigest()[:12]


def read_settings(
    *,
    library: str | None = None,
    store: str | None = None,
    embedder: str | None = None,
    model: str | None = None,
    allow_remote: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from flags (None: not given), else from YOUJU_LIBRARY, _STORE, _EMBEDDER, _MODEL, _ALLOW_REMOTE."""
    given = os.environ if environment is None else environment
    return Settings(
        Path(library or given.get("YOUJU_LIBRARY") or DATA),
        store or given.get("YOUJU_STORE") or None,
        embedder or given.get("YOUJU_EMBEDDER") or None,
        model or given.get("YOUJU_MODEL") or None,
        allow_remote or given.get("YOUJU_ALLOW_REMOTE", "") in {"1", "true", "yes"},
    )
