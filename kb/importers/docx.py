"""The paragraphs and table cells of a .docx file, in reading order. Hidden text is dropped."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.errors import InputProblem

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

MAX_UNPACKED = 50_000_000
"""A document that unpacks to more bytes is refused."""
MAX_RATIO = 100
"""Text packs ten to one; what unpacks to far more than it weighs is made to exhaust the machine."""
_SMALL = 5_000_000
_MAX_FILES = 5_000


def text_of_docx(content: bytes, name: str) -> str:
    """Text with blank lines between paragraphs.

    Raises:
        InputProblem: not a Word document, damaged, too large unpacked, or python-docx is not installed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InputProblem(f"{name} 已损坏，打不开：请重新保存一份") from error
    unpacked = sum(file.file_size for file in files)
    if unpacked > MAX_UNPACKED or len(files) > _MAX_FILES or unpacked > max(_SMALL, MAX_RATIO * len(content)):
        raise InputProblem(f"{name} 解压后太大，没有读")
    if "word/document.xml" not in {file.filename for file in files}:
        raise InputProblem(f"{name} 不是 Word 文档（.docx）：支持 .txt .md .html .docx .pdf")
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise InputProblem("读 .docx 需要安装：pip install 'youju[import]'") from error
    # zipfile raises NotImplementedError for a compression it does not know, the XML reader SyntaxError
    damages = (OpcError, KeyError, ValueError, SyntaxError, AttributeError, NotImplementedError, RuntimeError)
    try:
        paragraphs = [text for part in Document(io.BytesIO(content)).iter_inner_content() for text in _texts(part)]
    except (*damages, zipfile.BadZipFile, zlib.error) as error:
        raise InputProblem(f"{name} 不是完整的 Word 文档：请用 Word 打开后另存一份") from error
    text = "\n\n".join(p for p in paragraphs if p.strip())
    if not text:
        raise InputProblem(f"{name} 里没有文字：没有可核对的内容")
    return text


def _texts(part: Paragraph | Table) -> Iterator[str]:
    """The text of a paragraph, or of each cell of a table; a cell that spans several is read once."""
    from docx.table import Table

    if not isinstance(part, Table):
        yield _visible(part)
        return
    seen: list[object] = []
    for row in part.rows:
        for cell in row.cells:
            element = cell._tc  # noqa: SLF001 — a merged cell is one element, met at each of its places
            if not any(element is other for other in seen):
                seen.append(element)
                for inner in cell.iter_inner_content():
                    yield from _texts(inner)


def _visible(paragraph: Paragraph) -> str:
    """The runs that Word shows, those of links included."""
    runs = [run for part in paragraph.iter_inner_content() for run in (part.runs if hasattr(part, "runs") else (part,))]
    return "".join(run.text for run in runs if not run.font.hidden)
