"""Makes a borrower's words comparable: traditional to simplified, width and spaces folded, punctuation kept."""

from __future__ import annotations

import unicodedata

from kb import simplified


def plain(text: str) -> str:
    """Lower case, half width, simplified characters, without spaces and invisible characters."""
    folded = simplified(unicodedata.normalize("NFKC", text))
    return folded.lower().translate(_KEPT)


_SAME_WORD = {ord(here): ord(there) for here, there in zip("唔嘅喺佢哋冇", "不的在他们没", strict=True)}
"""Characters of Cantonese, and what is written for the same word elsewhere. Not 畀, which cues tell from 给."""


class _Kept(dict[int, int | None]):
    """Character → itself, or None for what is dropped; filled as characters are met, for `str.translate`."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        dropped = character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Mn"}
        kept = None if dropped else code
        if len(self) < 1 << 16:
            self[code] = kept
        return kept


_KEPT = _Kept(_SAME_WORD)
