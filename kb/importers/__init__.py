"""A file in, its text out: chooses by content and suffix. What is read is data, never executed or followed."""

from __future__ import annotations

import sys
from pathlib import Path

from kb.errors import InputProblem

MAX_BYTES = 5_000_000
"""Larger files are refused."""


def read_text(source: str) -> str:
    """The text of a file (`-`: standard input): plain text, Markdown, HTML, DOCX or PDF.

    Raises:
        InputProblem: no such file, too large, or not a kind that can be read; names the file and the mend.
    """
    if source == "-":
        return decode(sys.stdin.buffer.read(MAX_BYTES + 1), "标准输入")
    path = Path(source)
    if not path.is_file():
        raise InputProblem(f"没有这个文件：{source}")
    if path.stat().st_size > MAX_BYTES:
        raise InputProblem(f"{source} 大于 {MAX_BYTES // 1_000_000} MB：请只留要核对的部分")
    content = path.read_bytes()
    if content.startswith(b"%PDF"):
        from kb.importers.pdf import text_of_pdf

        return text_of_pdf(content, source)
    if content.startswith(b"PK\x03\x04"):
        from kb.importers.docx import text_of_docx

        return text_of_docx(content, source)
    text = decode(content, source)
    if path.suffix.lower() in {".html", ".htm", ".xhtml"} or text.lstrip()[:15].lower().startswith(
        ("<!doctype html", "<html")
    ):
        from kb.importers.html import text_of_html

        return text_of_html(text)
    return text


def decode(content: bytes, name: str) -> str:
    """Text from bytes: UTF-8, UTF-16 with a mark, GB18030 or Big5.

    Raises:
        InputProblem: empty, too large, or no text.
    """
    if len(content) > MAX_BYTES:
        raise InputProblem(f"{name} 大于 {MAX_BYTES // 1_000_000} MB：请只留要核对的部分")
    if not content.strip():
        raise InputProblem(f"{name} 是空的：没有可核对的内容")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030", "big5"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise InputProblem(f"{name} 不是文本，也不是能读的格式：支持 .txt .md .html .docx .pdf")
