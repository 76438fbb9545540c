"""The paragraphs and table cells of a .docx file, in reading order. Hidden text is left out, and told.

The archive is looked at before anything is unpacked; nothing is ever written to a path. Pictures, macros, embedded
files and what a document points to elsewhere are not read.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.errors import InputProblem
from kb.importers.source import SourceText

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

MAX_UNPACKED = 50_000_000
"""A document that unpacks to more bytes is refused."""
MAX_RATIO = 100
"""Text packs ten to one; what unpacks to far more than it weighs is made to exhaust the machine."""
_SMALL = 5_000_000
_MAX_FILES = 5_000
_WHITE = frozenset({"FFFFFF", "FEFEFE", "FDFDFD"})
_TINY = 2
"""Points under which no one reads."""


def read_docx(content: bytes, name: str) -> SourceText:
    """Text with blank lines between paragraphs.

    Raises:
        InputProblem: not a Word document, damaged, too large unpacked, or python-docx is not installed.
    """
    _inspect(content, name)
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise InputProblem("读 .docx 需要安装：pip install 'youju[import]'") from error
    # zipfile raises NotImplementedError for a compression it does not know, the XML reader SyntaxError
    damages = (OpcError, LookupError, ValueError, TypeError, SyntaxError, AttributeError, NotImplementedError)
    hidden: list[str] = []
    try:
        document = Document(io.BytesIO(content))
        paragraphs = [text for part in document.iter_inner_content() for text in _texts(part, hidden)]
    except RecursionError:
        raise
    except (*damages, RuntimeError, EOFError, OSError, zipfile.BadZipFile, zlib.error) as error:
        raise InputProblem(f"{name} 不是完整的 Word 文档：请用 Word 打开后另存一份") from error
    text = "\n\n".join(p for p in paragraphs if p.strip())
    if not text:
        raise InputProblem(f"{name} 里没有文字：没有可核对的内容")
    return SourceText(text, hidden=tuple(h for h in hidden if h.strip()))


def _inspect(content: bytes, name: str) -> None:
    """Look at the archive's table of contents before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = archive.infolist()
            names = {file.filename for file in files}
            unpacked = sum(file.file_size for file in files)
            if unpacked > MAX_UNPACKED or len(files) > _MAX_FILES or unpacked > max(_SMALL, MAX_RATIO * len(content)):
                raise InputProblem(f"{name} 解压后太大，没有读")
            if any(map(_astray, files)):
                raise InputProblem(f"{name} 里有指到外面去的文件名，没有读：请用 Word 打开后另存一份")
            if "word/document.xml" not in names:
                raise InputProblem(f"{name} 不是 Word 文档（.docx）：支持 .txt .md .html .docx .pdf 和截图")
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise InputProblem(f"{name} 是带宏的 Word 文档：请用 Word 打开后另存为 .docx")
            if any(_declares(archive.read(file)) for file in files if file.filename.endswith((".xml", ".rels"))):
                raise InputProblem(f"{name} 里有 Word 文档不该有的 DTD 声明，没有读：请用 Word 打开后另存一份")
    # NotImplementedError: a compression or an encryption that zipfile does not know; RuntimeError: a password
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise InputProblem(f"{name} 已损坏，打不开：请重新保存一份") from error
    except KeyError as error:
        raise InputProblem(f"{name} 不是完整的 Word 文档：请用 Word 打开后另存一份") from error


def _astray(file: zipfile.ZipInfo) -> bool:
    """Whether an entry would leave its folder: an absolute name, one with `..`, or a link."""
    parts = file.filename.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0] or stat.S_ISLNK(file.external_attr >> 16)


def _declares(xml: bytes) -> bool:
    """Whether a part declares entities or a document type, in UTF-8 or UTF-16."""
    flat = xml.replace(b"\x00", b"").upper()
    return b"<!DOCTYPE" in flat or b"<!ENTITY" in flat


def _texts(part: Paragraph | Table, hidden: list[str], *, in_table: bool = False) -> Iterator[str]:
    """The text of a paragraph, or of each cell of a table; a cell that spans several is read once."""
    from docx.table import Table

    if not isinstance(part, Table):
        yield _visible(part, hidden, in_table=in_table)
        return
    seen: list[object] = []
    for row in part.rows:
        for cell in row.cells:
            element = cell._tc  # noqa: SLF001 — a merged cell is one element, met at each of its places
            if not any(element is other for other in seen):
                seen.append(element)
                for inner in cell.iter_inner_content():
                    yield from _texts(inner, hidden, in_table=True)


def _visible(paragraph: Paragraph, hidden: list[str], *, in_table: bool) -> str:
    """The runs that Word shows, those of links included; the others are put aside."""
    runs = [run for part in paragraph.iter_inner_content() for run in (part.runs if hasattr(part, "runs") else (part,))]
    unseen = [_unseen(run, in_table=in_table) for run in runs]
    hidden += [run.text for run, out in zip(runs, unseen, strict=True) if out]
    return "".join(run.text for run, out in zip(runs, unseen, strict=True) if not out)


def _unseen(run: Run, *, in_table: bool) -> bool:
    """Whether nobody sees a run: hidden, tiny, or white. In a table white may stand on a dark cell."""
    font = run.font
    white = font.color is not None and font.color.rgb is not None and str(font.color.rgb) in _WHITE
    tiny = font.size is not None and font.size.pt < _TINY
    return bool(font.hidden) or tiny or (white and not in_table and font.highlight_color is None)
