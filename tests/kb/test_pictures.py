"""Screenshots are read: drawn ones nearly letter by letter, damaged and huge ones with a sentence, without network."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from kb import InputProblem, read_bytes, reads_pictures
from kb.importers import confined, picture
from tests.drawing import DARK, chat, letter

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.skipif(not reads_pictures(), reason="rapidocr is not installed: pip install 'youju[ocr]'"),
]

TOLD = [
    ("time", "昨天 22:47"),
    ("they", "你好，你在甲乙贷的借款已经逾期三个月了，今天必须处理。"),
    ("me", "我现在手头紧，能不能下个月发工资再还？"),
    ("they", "不行！今晚十二点前不还，我明天就去你单位找你领导，把你欠钱的事告诉所有同事。"),
    ("me", "你不要打给我家里人。"),
]
MESSAGE = "【示例催收】您尾号0000的借款已严重逾期，我司将于明日上门核实，并通知您的紧急联系人。"


def likeness(read: str, meant: str) -> float:
    """The share of characters that are right, width of marks and spaces aside."""
    one, other = (
        re.sub(r"\s", "", text).translate(str.maketrans("，？！：；（）", ",?!:;()")) for text in (read, meant)
    )
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return same / max(len(one), len(other))


@pytest.mark.parametrize("look", [None, DARK], ids=["light", "dark"])
def test_a_chat_is_read_with_its_speakers(look: tuple[str, str, str, str] | None) -> None:
    """At least 95 of 100 characters are right, and each bubble has its side."""
    read = read_bytes(chat(TOLD, look) if look else chat(TOLD), "聊天.png")
    lines = read.split("\n")
    meant = [{"they": "对方：", "me": "我：", "time": ""}[side] + words for side, words in TOLD]

    assert likeness(read, "\n".join(["示例客服", *meant])) >= 0.95
    assert [line[:3] for line in lines[2:]] == ["对方：", "我：我", "对方：", "我：你"]


def test_a_message_is_read_as_plain_lines() -> None:
    """One paragraph, joined over its lines, with no speaker."""
    read = read_bytes(letter([MESSAGE], ["示例公司"]), "短信.png")

    assert "对方" not in read
    assert likeness(read.split("\n")[0], MESSAGE) >= 0.95
    assert read.split("\n")[-1] == "示例公司"


def test_a_picture_as_wide_and_high_as_may_be_is_read_in_time() -> None:
    """4000 × 4000 pixels: within the memory and the seconds a picture has."""
    from PIL import Image

    with Image.open(io.BytesIO(letter([MESSAGE]))) as drawn:
        large = Image.new("RGB", (picture.MAX_SIDE, picture.MAX_SIDE), "white")
        large.paste(drawn.resize((2160, 3000)))
    out = io.BytesIO()
    large.save(out, "PNG")

    assert likeness(read_bytes(out.getvalue(), "大.png"), MESSAGE) >= 0.95


def _png(wide: int, high: int, pixels: bytes) -> bytes:
    """A PNG that claims a size, whatever it holds."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def _blank(kind: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(out, kind)
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "only a beginning": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "已损坏"),
    "cut": (lambda: letter([MESSAGE])[:3000], "已损坏"),
    "no WebP behind its name": (lambda: b"RIFF\x00\x00\x00\x00WEBP" + b"\x07" * 90, "已损坏"),
    "no JPEG": (lambda: b"\xff\xd8\xff\xe0" + b"\x07" * 90, "已损坏"),
    "a bomb": (lambda: _png(60_000, 60_000, b"\x00" * 2_000_000), "像素"),
    "too wide": (lambda: _png(4001, 10, b"\x00" * 120_040), "像素"),
    "a bomb of text": (lambda: _png(10, 10, b"\x00" * 20)[:-12] + b"\x00" * 40, "已损坏"),
    "a GIF without words": (lambda: _blank("GIF"), "没有认出文字"),
    "too many bytes": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 5_000_000, "大于 5 MB"),
}


@pytest.mark.parametrize(("made", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_gets_one_clear_sentence(made: Callable[[], bytes], said: str) -> None:
    """Damaged, huge, a bomb, blank: what, where and the mend."""
    with pytest.raises(InputProblem) as caught:
        read_bytes(made(), "图.png")

    assert said in str(caught.value)
    assert str(caught.value).startswith("图.png")
    assert "\n" not in str(caught.value)


def test_without_its_models_it_says_so_and_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that the package lacks is a sentence, not a download; conftest.py refuses every way out."""
    monkeypatch.setattr(picture, "_MODELS", {"Det.model_path": "another.onnx"})

    with pytest.raises(InputProblem, match=r"没有 another\.onnx"):
        picture.read_picture(letter([MESSAGE]), "图.png")


def test_both_models_are_in_the_package() -> None:
    """What is named is what the wheel ships."""
    import rapidocr

    shipped = {path.name for path in (Path(rapidocr.__file__).parent / "models").glob("*.onnx")}

    assert set(picture._MODELS.values()) <= shipped


def test_without_rapidocr_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra, by its name."""
    monkeypatch.setattr(picture, "find_spec", lambda _: None)

    with pytest.raises(InputProblem, match=r"pip install 'youju\[ocr\]'"):
        picture.read_picture(letter([MESSAGE]), "图.png")


def test_a_name_is_only_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The content decides that it is a picture; it is given its own time, whoever waits."""
    asked: list[tuple[str, float]] = []

    def parsed(kind: str, content: bytes, name: str, seconds: float) -> object:
        asked.append((kind, seconds))
        raise InputProblem(f"{name} {len(content)}")

    monkeypatch.setattr("kb.importers.parsed", parsed)
    for kind in ("PNG", "JPEG", "WEBP", "GIF"):
        with pytest.raises(InputProblem):
            read_bytes(_blank(kind), "../../信.txt")

    assert asked == [("picture", confined.PICTURE)] * 4
