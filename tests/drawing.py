"""Screenshots drawn for the tests, of invented words: a chat, a text message, a letter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
LIGHT = ("#ededed", "#ffffff", "#95ec69", "#000000")
DARK = ("#111111", "#2c2c2c", "#3eb575", "#e6e6e6")
"""Ground, bubbles of the two sides, letters."""


def chat(told: Sequence[tuple[str, str]], look: tuple[str, str, str, str] = LIGHT, high: int = 2340) -> bytes:
    """A chat of 1080 pixels: each row `they`, `me` or `time`, and its words; faces beside the bubbles."""
    ground, theirs, mine, ink = look
    picture, draw, font, small = _sheet(1080, high, ground)
    draw.text((60, 30), "21:07", font=small, fill=ink)
    draw.text((440, 120), "示例客服", font=font, fill=ink)
    y = 260
    for side, words in told:
        if side == "time":
            draw.text((540 - draw.textlength(words, font=small) / 2, y), words, font=small, fill="#888888")
            y += 90
            continue
        lines = _wrapped(draw, words, font, 640)
        wide, deep = max(draw.textlength(line, font=font) for line in lines), len(lines) * 66 + 50
        x = 170 if side == "they" else 850 - wide
        draw.rounded_rectangle((x, y, x + wide + 60, y + deep), 20, fill=theirs if side == "they" else mine)
        draw.rectangle((40, y, 140, y + 100) if side == "they" else (940, y, 1040, y + 100), fill="#7799bb")
        for at, line in enumerate(lines):
            draw.text((x + 30, y + 22 + at * 66), line, font=font, fill=ink)
        y += deep + 50
    return _png(picture)


def letter(paragraphs: Sequence[str], signed: Sequence[str] = ()) -> bytes:
    """A page with paragraphs from edge to edge and lines at its right below them."""
    picture, draw, font, _ = _sheet(1080, 1500, "#ffffff")
    y = 80
    for paragraph in paragraphs:
        for line in _wrapped(draw, paragraph, font, 900):
            draw.text((80, y), line, font=font, fill="#000000")
            y += 70
        y += 60
    for line in signed:
        draw.text((990 - draw.textlength(line, font=font), y), line, font=font, fill="#000000")
        y += 90
    return _png(picture)


def _sheet(wide: int, high: int, ground: str) -> tuple[object, ImageDraw, FreeTypeFont, FreeTypeFont]:
    from PIL import Image, ImageDraw, ImageFont

    if not FONT.exists():
        pytest.skip(f"no font at {FONT}: a picture cannot be drawn; CI installs it")
    picture = Image.new("RGB", (wide, high), ground)
    fonts = [ImageFont.truetype(str(FONT), size, index=2) for size in (46, 34)]
    return picture, ImageDraw.Draw(picture), fonts[0], fonts[1]


def _wrapped(draw: ImageDraw, words: str, font: FreeTypeFont, wide: int) -> list[str]:
    """As phones do: no mark begins a line."""
    lines = [""]
    for character in words:
        if draw.textlength(lines[-1] + character, font=font) > wide and character not in "，。？！、；：”":
            lines.append("")
        lines[-1] += character
    return lines


def _png(picture: object) -> bytes:
    from PIL.Image import Image

    assert isinstance(picture, Image)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
