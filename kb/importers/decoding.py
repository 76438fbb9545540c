"""Bytes into text: by the marks they begin with, else by the encoding that makes them readable Chinese."""

from __future__ import annotations

import unicodedata
from collections import Counter

from kb.errors import InputProblem

MAX_BYTES = 5_000_000
"""Larger files are refused."""

_OTHERS = {
    b"\xd0\xcf\x11\xe0": "是旧版 Office 文件（.doc）：请另存为 .docx",
    b"{\\rtf": "是 RTF 文件：请另存为 .docx",
    b"II*\x00": "是 TIFF 图片：请另存为 PNG 或 JPG",
    b"\x1f\x8b": "是压缩文件：请解压后再给",
    b"Rar!": "是压缩文件：请解压后再给",
    b"7z\xbc\xaf": "是压缩文件：请解压后再给",
}
"""How kinds of files begin that are no text."""
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1")
"""How a photo of an iPhone goes on after its length."""
_LONGEST_CHARACTER = 4
"""Bytes of a character in GB18030 or UTF-16."""
_COMMON = frozenset("的一是不了在人有我他这个们来到时大地为子中你说，。、的個們來時這為說")
"""Characters that stand in any page of Chinese: a wrong decoding has few of them."""


def decode(content: bytes, name: str) -> str:
    """Text from bytes: UTF-8, UTF-16, GB18030 or Big5.

    Raises:
        InputProblem: empty, too large, or no text.
    """
    if len(content) > MAX_BYTES:
        raise InputProblem(f"{name} 大于 {MAX_BYTES // 1_000_000} MB：请只留要核对的部分")
    if not content.strip():
        raise InputProblem(f"{name} 是空的：没有可核对的内容")
    if content[4:12] in _HEIC:
        raise InputProblem(f"{name} 是 HEIC 照片：请截图，或另存为 JPG")
    for head, what in _OTHERS.items():
        if content.startswith(head):
            raise InputProblem(f"{name} {what}")
    text = _decoded(content)
    if text is None or not _readable(text):
        raise InputProblem(f"{name} 不是文本，也不是能读的格式：支持 .txt .md .html .docx .pdf 和截图")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputProblem(f"{name} 是空的：没有可核对的内容")
    return text


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if (text := _strictly(content, "utf-8")) is not None:
        return text
    if b"\x00" in content:
        wide = (_strictly(content, encoding) for encoding in ("utf-16-le", "utf-16-be"))
        return max((text for text in wide if text is not None), key=_chineseness, default=None)
    broken = content.decode("utf-8", "replace")
    if broken.count("\ufffd") <= max(1, len(broken) // 200) and _chineseness(broken):
        return broken  # a file that was cut in the middle of a character, or has a stray byte
    guesses = (_strictly(content, encoding) for encoding in ("gb18030", "big5"))
    return max((text for text in guesses if text is not None), key=_chineseness, default=None)


def _strictly(content: bytes, encoding: str) -> str | None:
    """The text, if all of it is of this encoding; of a file that was cut within its last character, all before."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        cut = 0 < len(content) - error.start < _LONGEST_CHARACTER < error.start and encoding != "utf-8"
        return content[: error.start].decode(encoding) if cut else None


def _chineseness(text: str) -> int:
    return sum(times for character, times in Counter(text).items() if character in _COMMON)


def _readable(text: str) -> bool:
    """Whether at most one character in two hundred is one that no text has."""
    unseen = sum(times for character, times in Counter(text).items() if _unseen(character))
    return unseen <= max(1, len(text) // 200)


def _unseen(character: str) -> bool:
    if character in "\n\r\t\x0b\x0c":
        return False
    return character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"}
