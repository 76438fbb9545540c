"""Makes a borrower's words comparable: traditional to simplified, dialect to plain words, width and spaces folded."""

from __future__ import annotations

import unicodedata

from kb import simplified, spoken


def plain(text: str) -> str:
    """Lower case, half width, simplified characters, plain words for dialect; no spaces and invisible characters."""
    folded = spoken(simplified(unicodedata.normalize("NFKC", text)))
    return folded.lower().translate(_KEPT)


class _Kept(dict[int, int | None]):
    """Character → itself, or None for what is dropped; filled as characters are met, for `str.translate`."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        dropped = character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Mn"}
        kept = None if dropped else code
        if len(self) < 1 << 16:
            self[code] = kept
        return kept


_KEPT = _Kept()
