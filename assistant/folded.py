"""Makes a borrower's words comparable: traditional to simplified, width and spaces folded, punctuation kept."""

from __future__ import annotations

import unicodedata
from functools import cache

from opencc import OpenCC


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters made simplified; nothing else changes."""
    return str(_simplifier().convert(text))


def plain(text: str) -> str:
    """Lower case, half width, simplified characters, without spaces and invisible characters."""
    folded = simplified(unicodedata.normalize("NFKC", text))
    return "".join(c for c in folded.lower() if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc", "Mn"})
