"""Makes text comparable: width, spaces and punctuation are folded, and every offset leads back.

Folding is for finding and comparing only. What is shown is always the original.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SAME = str.maketrans(
    {
        "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "＂": '"', "‘": "'", "’": "'",
        "〔": "(", "〕": ")", "【": "(", "】": ")",
        "〈": "《", "〉": "》", "＜": "《", "＞": "》",
        "。": ".", "、": ",", "—": "-", "–": "-", "－": "-", "―": "-", "〇": "零", "○": "零",
    }
)  # fmt: skip

PUNCTUATION = frozenset("，。；：、？！“”‘’（）()《》〈〉「」『』【】〔〕—…·,.;:?!\"'-~～ \t\r\n\u3000*#>`|")
"""Characters that carry no words; skipped when texts are compared."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made comparable, and for each of its characters the offset of the original."""

    text: str
    offsets: tuple[int, ...]
    length: int
    """Characters of the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a half-open span of the folded text into one of the original."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else self.length
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold width, brackets, quotation marks and digits; drop spaces and invisible characters.

    Line breaks are kept as one newline, since a paragraph's end matters to a citation.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for index, original in enumerate(text):
        if original == "\n":
            if characters and characters[-1] != "\n":
                characters.append("\n")
                offsets.append(index)
            continue
        category = unicodedata.category(original)
        if category in {"Cf", "Cc", "Cs", "Zs", "Zl", "Zp", "Mn"}:
            continue
        for character in unicodedata.normalize("NFKC", original.translate(_SAME)).translate(_SAME):
            if not character.isspace():
                characters.append(character.lower())
                offsets.append(index)
    return Folded("".join(characters), tuple(offsets), len(text))


def words_only(text: str) -> Folded:
    """Fold, and drop punctuation too: what is left are the words, for verbatim comparison."""
    folded = fold(text)
    kept = [(c, o) for c, o in zip(folded.text, folded.offsets, strict=True) if c not in PUNCTUATION]
    return Folded("".join(c for c, _ in kept), tuple(o for _, o in kept), len(text))


def bigrams(text: str) -> tuple[str, ...]:
    """Overlapping pairs of neighbouring word characters, in order: 催收人 gives 催收, 收人.

    A single character stands for itself. Pairs do not reach across punctuation.
    """
    pairs: list[str] = []
    run = ""
    for character in fold(text).text + "\n":
        if character in PUNCTUATION:
            pairs += [run[i : i + 2] for i in range(len(run) - 1)] or ([run] if run else [])
            run = ""
        else:
            run += character
    return tuple(pairs)
