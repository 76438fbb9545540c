"""The text of a screenshot, read on this machine by rapidocr with the models inside its package; nothing is fetched."""

from __future__ import annotations

import io
import os
import struct
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import InputProblem
from kb.importers.bubbles import Colour, Seen, as_text
from kb.importers.source import SourceText

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_SIDE = 4000
"""Pixels of a side; what is larger is refused before it is unpacked."""
MISSING = "读图片需要安装：pip install 'youju[ocr]'"

_KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
_MODELS = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}
_THREADS = 2
"""More would reserve more memory than a file may have, and the page reads two pictures at a time."""
_SETTINGS: dict[str, Any] = {
    "Global.use_cls": False,  # screenshots stand upright
    "Global.text_score": 0.0,  # what is unclear is marked, not left out
    "Global.log_level": "critical",
    "Det.limit_type": "max",  # lines are found in a smaller copy, in 2.5 s less; they are read in the large one
    "Det.limit_side_len": 1280,
    "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
}
_GROUND = 5
"""Pixels above a line, where its own ground is seen."""
_STEPS = 200
"""Places of the left edge that are looked at."""


def picture_kind(content: bytes) -> str:
    """PNG, JPEG, WEBP or GIF by how the bytes begin; empty for anything else."""
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), "")


def reads_pictures() -> bool:
    """Whether what reads pictures is installed (the extra `ocr`)."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_picture(content: bytes, name: str) -> SourceText:
    """Its lines in reading order; the two sides of a chat told apart.

    Raises:
        InputProblem: damaged, too large, without text, or rapidocr is not installed.
    """
    if not reads_pictures():
        raise InputProblem(MISSING)
    picture = _opened(content, name)
    text = as_text(_seen(picture), picture.width, picture.height, _edge(picture))
    if not text:
        raise InputProblem(f"{name} 里没有认出文字：请换一张清楚的截图，或者把文字打上来")
    return SourceText(text)


def _opened(content: bytes, name: str) -> Image:
    """The first frame, upright, on white."""
    from PIL import Image, ImageOps

    damages = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, struct.error, zlib.error)
    try:
        with Image.open(io.BytesIO(content), formats=(picture_kind(content),)) as picture:
            if max(picture.size) > MAX_SIDE:
                wide, high = picture.size
                raise InputProblem(f"{name} 有 {wide}×{high} 像素，每边最多 {MAX_SIDE}：请截成几张，分别给")
            shown = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise InputProblem(f"{name} 的像素太多，每边最多 {MAX_SIDE}：请截成几张，分别给") from error
    except damages as error:
        raise InputProblem(f"{name} 已损坏，读不了：请重新截图") from error
    paper = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(paper, shown).convert("RGB")


def _seen(picture: Image) -> list[Seen]:
    import logging

    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # each thread reserves memory when numpy is loaded
        os.environ[name] = str(_THREADS)
    from rapidocr import RapidOCR

    logging.disable(logging.CRITICAL)  # what stands in the picture is nobody else's
    origin = getattr(find_spec("rapidocr"), "origin", None) or ""
    models = {key: str(Path(origin).parent / "models" / file) for key, file in _MODELS.items()}
    absent = [file for file in models.values() if not Path(file).is_file()]
    if absent:  # asked for anything else it would try to fetch it
        raise InputProblem(f"安装的 rapidocr 里没有 {Path(absent[0]).name}：请重新安装 pip install 'youju[ocr]'")
    read: Any = RapidOCR(params=_SETTINGS | models)(picture)
    if read.boxes is None or read.txts is None or read.scores is None:
        return []
    return [
        _line(picture, box, text, float(score))
        for box, text, score in zip(read.boxes, read.txts, read.scores, strict=True)
    ]


def _line(picture: Image, box: Any, text: str, score: float) -> Seen:
    across, down = [int(point[0]) for point in box], [int(point[1]) for point in box]
    left, top, right, bottom = min(across), min(down), max(across), max(down)
    ground = _colour(picture, (left + right) // 2, max(0, top - _GROUND))
    return Seen(text.strip(), score, left, top, right, bottom, ground)


def _colour(picture: Image, x: int, y: int) -> Colour:
    return _rgb(picture.getpixel((min(x, picture.width - 1), min(y, picture.height - 1))))


def _edge(picture: Image) -> Colour:
    """The colour that most of the left edge has: what a chat's bubbles lie on."""
    strip = picture.crop((0, picture.height // 10, max(1, picture.width // 100), picture.height * 9 // 10 or 1))
    counted: list[Any] = strip.resize((1, _STEPS)).getcolors(_STEPS) or []
    return _rgb(max(counted)[1])


def _rgb(pixel: Any) -> Colour:
    red, green, blue = pixel
    return int(red), int(green), int(blue)
