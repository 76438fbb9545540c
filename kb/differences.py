"""Word by word, what changed between two texts; width, spacing and style of punctuation do not count."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kb.folding import fold
from kb.words import cut_words


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate. Of what stayed, the new text is given."""

    change: Change
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts, in order; joined without the removed ones they are `new`. Empty where nothing changed.

    Words are compared folded, so that a full-width comma equals a half-width one.
    """
    before, after = cut_words(old), cut_words(new)
    one, two = [fold(w).text for w in before], [fold(w).text for w in after]
    pieces: list[Piece] = []
    for fate, i, j, k, m in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if fate == "equal":
            pieces.append(Piece(Change.SAME, "".join(after[k:m])))
            continue
        removed, added = "".join(before[i:j]), "".join(after[k:m])
        pieces += [Piece(Change.REMOVED, removed)] if removed else []
        pieces += [Piece(Change.ADDED, added)] if added else []
    changed = any(p.change is not Change.SAME and fold(p.text).text.strip() for p in pieces)
    return tuple(pieces) if changed else ()
