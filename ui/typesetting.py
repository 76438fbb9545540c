"""Chinese set in lines by measured widths: no mark begins a line that must not, 第一千零三十三条 is never torn apart.

SVG breaks no lines by itself, so what is printed on a card is broken here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

NOT_FIRST = frozenset("，。、；：？！）》」』”’】〕…—·～,.;:!?)]}%‰℃°〉")
"""Marks that must not begin a line (GB/T 15834-2011, 5.1)."""
NOT_LAST = frozenset("（《「『“‘【〔([{〈")
"""Marks that must not end one."""
_UNIT = re.compile(
    r"第[一二三四五六七八九十百千零〇\d.]+[条款项章节编](?:之[一二三四五六七八九十]+)?"
    r"|GB/T[\d-]+|[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d:.,/-]*[年月日次天个元万条款项%]?|\s+|.",
    re.DOTALL,
)
_NARROW = {" ": 0.3, "i": 0.3, "l": 0.3, "j": 0.3, "I": 0.35, "f": 0.38, "t": 0.4, "r": 0.42, "m": 0.95, "w": 0.85}
_NARROW |= {"M": 0.95, "W": 1.0, **dict.fromkeys(".,:;!'|", 0.32), **dict.fromkeys("()[]-/", 0.42), "%": 0.95, "@": 1.0}
_SENTENCE = re.compile(r"[^。！？；.!?]*[。！？；.!?]+[”」』）)]*|[^。！？；.!?]+$")
ELLIPSIS = "…"
WIDOW = 3
"""Characters that a last line has at least, where that costs no line."""


@dataclass(frozen=True, slots=True)
class Set:
    """Lines that fit, and the size of their letters."""

    lines: tuple[str, ...]
    size: float


def width(text: str, size: float) -> float:
    """How wide a text is at most, in the unit of its size; letters a little wider than in common fonts."""
    return size * sum(_em(c) for c in text)


def broken(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in lines no wider than the room."""
    lines: list[str] = []
    line = ""
    for cluster in clusters(text):
        if not line or width((line + cluster).rstrip(), size) <= room:
            line += cluster
        else:
            lines.append(line.rstrip())
            line = cluster.lstrip()
        while width(line.rstrip(), size) > room:
            cut = _fitting(line, room, size)
            lines.append(line[:cut])
            line = line[cut:]
    return tuple(line for line in (*lines, line.rstrip()) if line)


def fitted(text: str, room: float, most: int, sizes: Sequence[float]) -> Set:
    """The text in at most so many lines, in the largest of the sizes at which it fits.

    Where it fits in none it is cut: behind a sentence, or else behind a clause, or else between words, with `…`.
    """
    for size in sizes:
        lines = _without_widow(text, broken(text, room, size), room, size)
        if len(lines) <= most:
            return Set(lines, size)
    size = sizes[-1]
    sentences = _SENTENCE.findall(text)
    for n in range(len(sentences) - 1, 0, -1):
        lines = broken("".join(sentences[:n]).strip(), room, size)
        if len(lines) <= most:
            return Set(lines, size)
    pieces = clusters(text)
    at_clause = [n for n in range(len(pieces) - 1, 0, -1) if pieces[n - 1][-1] in "，、：,:"]
    for n in [*at_clause, *range(len(pieces) - 1, 0, -1)]:
        lines = broken("".join(pieces[:n]).rstrip("，、：,: ") + ELLIPSIS, room, size)
        if len(lines) <= most:
            return Set(lines, size)
    return Set((ELLIPSIS,), size)


def clusters(text: str) -> list[str]:
    """Pieces between which a line may break: each has the marks that must not be parted from it."""
    out: list[str] = []
    for unit in _UNIT.findall(text):
        glued = out and (unit[0] in NOT_FIRST or unit.isspace() or out[-1][-1] in NOT_LAST)
        if glued:
            out[-1] += unit
        else:
            out.append(unit)
    return out


def _without_widow(text: str, lines: tuple[str, ...], room: float, size: float) -> tuple[str, ...]:
    """The same number of lines, broken a little earlier where the last would hold one word or two."""
    if len(lines) < 2 or width(lines[-1], size) >= WIDOW * size:
        return lines
    narrower = (broken(text, room * share, size) for share in (0.95, 0.9, 0.85, 0.8, 0.75))
    return next((n for n in narrower if len(n) == len(lines) and width(n[-1], size) >= WIDOW * size), lines)


def _fitting(line: str, room: float, size: float) -> int:
    """How many characters of a piece too long for a line fit on it; at least one."""
    count = 1
    while count < len(line) and width(line[: count + 1], size) <= room:
        count += 1
    return count


def _em(character: str) -> float:
    """A character's width in ems."""
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F", "A"}:
        return 1.0
    return _NARROW.get(character, 0.72 if character.isupper() else 0.6)
