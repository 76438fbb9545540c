"""Lines seen in a picture into text: what runs on is joined, and the two sides of a chat are told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

Colour = tuple[int, int, int]

THEY, ME, UNCLEAR = "对方：", "我：", "〔不清楚〕"

_SURE, _NOISE = 0.8, 0.7
"""Below the one a line is marked; a lone sign below the other is a face or a frame, no writing."""
_APART = 10
"""Steps of 255 in one colour that tell a bubble from what it lies on."""
_SIDED = 0.03
"""Share of the width by which a bubble stands nearer to its side than to the other."""
_ALIGNED = 0.025
"""Share of the width by which bubbles of one side may start apart."""
_BAR = 0.045
"""Share of a tall picture's height that is the phone's own bar: clock, network, battery."""
_NO_HAN = re.compile(r"[^\u4e00-\u9fff]*")
_ENDS = re.compile(r"[。！？!?…]$")


@dataclass(frozen=True, slots=True)
class Seen:
    """A line that was recognised: its words, how sure, where it stands, and the colour of its ground."""

    text: str
    score: float
    left: int
    top: int
    right: int
    bottom: int
    ground: Colour = (255, 255, 255)

    @property
    def height(self) -> int:
        """Of the line in pixels."""
        return max(1, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, as in one bubble."""

    lines: tuple[Seen, ...]

    @property
    def left(self) -> int:
        """Where its longest line begins."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> int:
        """Where its longest line ends."""
        return max(line.right for line in self.lines)

    def apart(self, edge: Colour) -> bool:
        """Whether it lies on a colour of its own."""
        return any(abs(a - b) >= _APART for line in self.lines for a, b in zip(line.ground, edge, strict=True))


def as_text(seen: Sequence[Seen], width: int, height: int, edge: Colour) -> str:
    """One paragraph for each bubble or run of lines, from top to bottom.

    Args:
        seen: the lines, in any order.
        width: of the picture.
        height: of the picture.
        edge: the colour at its side.
    """
    kept = [line for line in seen if line.text and not _is_noise(line) and not _is_bar(line, width, height)]
    blocks = _blocks(_rows(kept))
    sides = _sides(blocks, width, edge)
    return "\n".join(f"{side}{_paragraph(block)}" for block, side in zip(blocks, sides, strict=True))


def _is_noise(line: Seen) -> bool:
    return len(line.text) == 1 and line.score < _NOISE


def _is_bar(line: Seen, width: int, height: int) -> bool:
    return height > width * 1.5 and line.bottom < height * _BAR and bool(_NO_HAN.fullmatch(line.text))


def _rows(seen: Sequence[Seen]) -> list[Seen]:
    """Lines from top to bottom; what stands side by side close together is one line."""
    rows: list[Seen] = []
    for line in sorted(seen, key=lambda one: (one.top + one.bottom, one.left)):
        before = rows[-1] if rows else None
        if before and _beside(before, line):
            first, second = sorted((before, line), key=lambda one: one.left)
            rows[-1] = Seen(
                f"{first.text} {second.text}" if _gap(first, second) > first.height / 2 else first.text + second.text,
                min(first.score, second.score),
                first.left,
                min(first.top, second.top),
                second.right,
                max(first.bottom, second.bottom),
                first.ground,
            )
        else:
            rows.append(line)
    return rows


def _gap(first: Seen, second: Seen) -> int:
    return second.left - first.right


def _beside(one: Seen, other: Seen) -> bool:
    first, second = sorted((one, other), key=lambda line: line.left)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.6 * min(one.height, other.height) and _gap(first, second) < 3 * one.height


def _blocks(rows: Sequence[Seen]) -> list[Block]:
    """Lines that follow closely, begin at the same place and are as high stand together."""
    blocks: list[list[Seen]] = []
    for line in rows:
        before = blocks[-1][-1] if blocks else None
        if before and _follows(before, line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [Block(tuple(lines)) for lines in blocks]


def _follows(before: Seen, line: Seen) -> bool:
    high = max(before.height, line.height)
    near = line.top - before.bottom < 0.9 * high and min(before.height, line.height) > 0.6 * high
    same = max(abs(a - b) for a, b in zip(before.ground, line.ground, strict=True)) < _APART
    return near and same and abs(line.left - before.left) < 1.2 * high


def _paragraph(block: Block) -> str:
    """Its lines; one that reaches the right edge runs on into the next."""
    high = median(line.height for line in block.lines)
    told = ""
    for line in block.lines:
        mark = UNCLEAR if line.score < _SURE else ""
        told += mark + line.text
        full = block.right - line.right < 1.8 * high and not (_ENDS.search(line.text) and len(block.lines) > 1)
        told += "" if full else "\n"
    return told.strip()


def _sides(blocks: Sequence[Block], width: int, edge: Colour) -> list[str]:
    """对方： or 我： for each block that is a bubble; nothing for any, unless there are bubbles on both sides."""
    told = [_side(block, width) if block.apart(edge) else "" for block in blocks]
    lefts = _aligned([b.left if side == THEY else None for b, side in zip(blocks, told, strict=True)], width)
    rights = _aligned([b.right if side == ME else None for b, side in zip(blocks, told, strict=True)], width * 2)
    if not (any(lefts) and any(rights)):
        return [""] * len(blocks)
    return [side if left or right else "" for side, left, right in zip(told, lefts, rights, strict=True)]


def _side(block: Block, width: int) -> str:
    before, behind = block.left, width - block.right
    if abs(before - behind) < _SIDED * width:
        return ""
    return THEY if before < behind else ME


def _aligned(places: Sequence[int | None], width: int) -> list[bool]:
    """Which of them begin where most do."""
    known = sorted(place for place in places if place is not None)
    if not known:
        return [False] * len(places)
    near = {place: sum(abs(place - other) <= _ALIGNED * width for other in known) for place in known}
    usual = max(known, key=lambda place: near[place])
    return [place is not None and abs(place - usual) <= _ALIGNED * width for place in places]
