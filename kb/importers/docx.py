"""The paragraphs and table cells of a .docx file."""

from __future__ import annotations

import io
import zipfile

from kb.errors import InputProblem

_MAX_UNPACKED = 50_000_000


def text_of_docx(content: bytes, name: str) -> str:
    """Text with blank lines between paragraphs.

    Raises:
        InputProblem: not a Word document, damaged, too large unpacked, or python-docx is not installed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(i.file_size for i in archive.infolist()) > _MAX_UNPACKED:
                raise InputProblem(f"{name} 解压后太大，没有读")
            if "word/document.xml" not in archive.namelist():
                raise InputProblem(f"{name} 不是 Word 文档（.docx）")
    except zipfile.BadZipFile as error:
        raise InputProblem(f"{name} 已损坏，打不开：请重新保存一份") from error
    try:
        from docx import Document
    except ImportError as error:
        raise InputProblem("读 .docx 需要安装：pip install 'youju[import]'") from error
    try:
        document = Document(io.BytesIO(content))
    except (KeyError, ValueError) as error:
        raise InputProblem(f"{name} 不是完整的 Word 文档") from error
    paragraphs = [p.text for p in document.paragraphs]
    paragraphs += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n\n".join(p for p in paragraphs if p.strip())
