"""A file in, its text out: chooses by content and suffix. What is read is data, never executed or followed.

Plain text and Markdown are read here. Whatever needs a parser (DOCX, PDF, HTML, a screenshot) is read by a child of its
own, with limits (kb/importers/confined.py): a file made to exhaust the machine costs one sentence.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kb.errors import InputProblem
from kb.importers.confined import PATIENT, PICTURE, PROMPT, parsed
from kb.importers.decoding import MAX_BYTES, decode
from kb.importers.picture import picture_kind, reads_pictures
from kb.importers.source import MAX_TEXT, SourceText

__all__ = [
    "MAX_BYTES",
    "MAX_TEXT",
    "SourceText",
    "decode",
    "read_bytes",
    "read_source",
    "read_text",
    "reads_pictures",
]

_STDIN = "标准输入"


def read_text(source: str) -> str:
    """The text of a file (`-`: standard input): plain text, Markdown, HTML, DOCX, PDF or a picture.

    Raises:
        InputProblem: no such file, too large, or not a kind that can be read; names the file and the mend.
    """
    return _read(*_content(source), PATIENT, "html").text


def read_source(source: str) -> SourceText:
    """As `read_text`, and for a page also its title, its article as an extractor sees it, and what it hides.

    Raises:
        InputProblem: as `read_text`.
    """
    return _read(*_content(source), PATIENT, "page")


def read_bytes(content: bytes, name: str, seconds: float = PROMPT) -> str:
    """The text of a file that was handed over and is nowhere on disk; `name` is only said in sentences and looked at.

    Raises:
        InputProblem: as `read_text`, or it takes longer than `seconds` (a picture: 40).
    """
    return _read(content, name, Path(name).suffix.lower(), seconds, "html").text


def _content(source: str) -> tuple[bytes, str, str]:
    """What a file holds, its name, and how the name ends."""
    if source == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), _STDIN, ""
    path = Path(source)
    try:
        if not path.is_file():
            raise InputProblem(f"没有这个文件：{source}")
        if path.stat().st_size > MAX_BYTES:
            raise InputProblem(f"{source} 大于 {MAX_BYTES // 1_000_000} MB：请只留要核对的部分")
        return path.read_bytes(), source, path.suffix.lower()
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        raise InputProblem(f"读不了 {source}：{getattr(error, 'strerror', None) or '文件名不对'}") from error


def _read(content: bytes, name: str, suffix: str, seconds: float, page: str) -> SourceText:
    if len(content) > MAX_BYTES:
        raise InputProblem(f"{name} 大于 {MAX_BYTES // 1_000_000} MB：请只留要核对的部分")
    if content[:1024].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-"):
        return parsed("pdf", content, name, seconds)
    if content.startswith(b"PK\x03\x04"):
        return parsed("docx", content, name, seconds)
    if picture_kind(content):
        return parsed("picture", content, name, PICTURE)
    text = decode(content, name)
    head = text.lstrip("\ufeff \t\n")[:200].lower()
    if suffix in {".html", ".htm", ".xhtml"} or head.startswith(("<!doctype html", "<html", "<body")):
        return parsed(page, text.encode("utf-8", "replace"), name, seconds)
    return SourceText(text)
