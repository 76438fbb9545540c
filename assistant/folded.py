"""Makes a borrower's words comparable: traditional to simplified, width and spaces folded, punctuation kept."""

from __future__ import annotations

import unicodedata

from kb import simplified


def plain(text: str) -> str:
    """Lower case, half width, simplified characters, without spaces and invisible characters."""
    folded = simplified(unicodedata.normalize("NFKC", text))
    return "".join(c for c in folded.lower() if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc", "Mn"})
