"""The text of a .pdf file; lines that a page broke are joined again."""

from __future__ import annotations

import io
import re
import zlib

from kb.errors import InputProblem
from kb.importers.source import SourceText

MAX_PAGES = 200
"""A longer document is refused, never cut in silence."""
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff，、；：“《（])[ \t]*\n(?=[\u4e00-\u9fff”》），、；：。])")


def read_pdf(content: bytes, name: str) -> SourceText:
    """Text with blank lines between pages.

    Raises:
        InputProblem: encrypted, damaged, too long, without text (a scan), or pypdf is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
    except ImportError as error:
        raise InputProblem("读 .pdf 需要安装：pip install 'youju[import]'") from error
    damages = (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputProblem(f"{name} 有密码，读不了：请去掉密码再试")
        if len(reader.pages) > MAX_PAGES:
            raise InputProblem(f"{name} 有 {len(reader.pages)} 页，超过 {MAX_PAGES} 页：请只留要用的几页")
        pages = [page.extract_text() for page in reader.pages]
    # pypdf raises NotImplementedError for an encryption it does not know, DependencyError where it lacks the cipher
    except (FileNotDecryptedError, DependencyError) as error:
        raise InputProblem(f"{name} 有密码，读不了：请去掉密码再试") from error
    except NotImplementedError as error:
        why = "有密码，读不了：请去掉密码再试" if b"/Encrypt" in content else "用了少见的写法，读不了：请重新保存一份"
        raise InputProblem(f"{name} {why}") from error
    except (*damages, OSError, zlib.error, AssertionError) as error:
        raise InputProblem(f"{name} 已损坏，读不了：请重新保存一份") from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise InputProblem(f"{name} 里没有文字（可能是扫描件）：请换成有文字的文件")
    return SourceText(_BROKEN.sub("", text))
