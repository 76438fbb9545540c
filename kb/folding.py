"""Makes text comparable: width, spaces and punctuation are folded, and every offset leads back.

Folding is for finding and comparing only. What is shown is always the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import add

_SAME = str.maketrans(
    {
        "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "＂": '"', "〝": '"', "〞": '"',
        "‘": "'", "’": "'",
        "〔": "(", "〕": ")", "【": "(", "】": ")",
        "〈": "《", "〉": "》", "＜": "《", "＞": "》", "«": "《", "»": "》", "⟪": "《", "⟫": "》",
        "。": ".", "—": "-", "–": "-", "－": "-", "―": "-", "‐": "-", "‑": "-", "−": "-",
        "〇": "零", "○": "零", "◯": "零",
        # radicals that PDF files carry in place of characters; NFKC leaves these as they are
        "⺠": "民", "⻁": "虎", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门",
        "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼",
        "⻥": "鱼", "⻦": "鸟", "⻨": "麦", "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙",
    }
)  # fmt: skip

_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Zs", "Zl", "Zp", "Mn"})

PUNCTUATION = frozenset(
    "，。；：、？！“”‘’（）()[]《》〈〉「」『』【】〔〕—…·•,.;:?!\"'-~～_ \t\r\n\u3000*#>`|"
)  # fmt: skip
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


@lru_cache(maxsize=1 << 16)
def _folded(original: str) -> str:
    """What one character becomes: nothing, itself, or several (㈠ is 「(一)」)."""
    if original in _BREAKS:
        return "\n"
    if unicodedata.category(original) in _UNSEEN:
        return ""
    whole = unicodedata.normalize("NFKC", original.translate(_SAME)).translate(_SAME).lower()
    return "".join(c for c in whole if unicodedata.category(c) not in _UNSEEN)


class _Table(dict[int, str]):
    """Character → what it becomes, filled as characters are met; `str.translate` reads it."""

    def __missing__(self, code: int) -> str:
        became = _folded(chr(code))
        if len(became) != 1:
            _UNEVEN.add(chr(code))
        if len(self) < 1 << 16:
            self[code] = became
        return became


_UNEVEN: set[str] = set()
"""Characters met so far that become nothing, or several."""
TABLE = _Table()
"""Folding as a translation table: what `fold` makes of each character, but for line breaks that stand together."""
_NEWLINES = re.compile(r"\n{2,}")


def folded_text(text: str) -> str:
    """The text of `fold` without the offsets, at a tenth of the time."""
    return _NEWLINES.sub("\n", text.translate(TABLE)).lstrip("\n")


def fold(text: str) -> Folded:
    """Fold width, brackets, quotation marks and digits; drop spaces and invisible characters.

    Line breaks are kept as one newline, since a paragraph's end matters to a citation.
    """
    even = text.translate(TABLE)
    if _UNEVEN.isdisjoint(text) and "\n\n" not in even and not even.startswith("\n"):
        return Folded(even, tuple(range(len(text))), len(text))
    characters: list[str] = []
    offsets: list[int] = []
    for index, original in enumerate(text):
        same = TABLE[ord(original)]
        if same == "\n" and (not characters or characters[-1] == "\n"):
            continue
        characters += same
        offsets += [index] * len(same)
    return Folded("".join(characters), tuple(offsets), len(text))


def words_only(text: str) -> Folded:
    """Fold, and drop punctuation too: what is left are the words, for verbatim comparison.

    A mark between two digits belongs to the number: 5.3 is not 53, 22:00 not 2200. A comma there is only
    how thousands are written.
    """
    folded = fold(text)
    spans = [found.span() for found in _WORDS.finditer(folded.text)]
    offsets = tuple(chain.from_iterable(folded.offsets[start:end] for start, end in spans))
    return Folded("".join(folded.text[start:end] for start, end in spans), offsets, len(text))


_RUN = re.compile(f"[^{re.escape(''.join(sorted(PUNCTUATION)))}]+")
_DIGIT = r"[\d፩-፱᧚⓵-⓽⓿❶-❾➀-➈➊-➒]"
_WORDS = re.compile(rf"(?:{_RUN.pattern}|(?<={_DIGIT})[.:\-~](?={_DIGIT}))+")


def bigrams(text: str) -> tuple[str, ...]:
    """Overlapping pairs of neighbouring word characters, in order: 催收人 gives 催收, 收人.

    A single character stands for itself. Pairs do not reach across punctuation.
    """
    pairs: list[str] = []
    for run in _RUN.findall(folded_text(text)):
        pairs += map(add, run, run[1:]) if len(run) > 1 else (run,)
    return tuple(pairs)
