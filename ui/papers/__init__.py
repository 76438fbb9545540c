"""Papers as files: Word, Markdown, HTML. A paper with a citation that did not pass is written to none of them."""

from __future__ import annotations

from pathlib import Path

from kb import InputProblem
from ui.paper import Paper
from ui.papers.docx import docx_bytes
from ui.papers.html import html
from ui.papers.markdown import markdown

__all__ = ["SUFFIXES", "docx_bytes", "html", "markdown", "write_paper"]

SUFFIXES = (".docx", ".md", ".html")


def write_paper(paper: Paper, path: Path, *, overwrite: bool = False) -> None:
    """Write a paper as the kind of file that the name asks for; nothing is written unless all of it can be.

    Raises:
        InputProblem: another suffix, a citation that did not pass, a file that is there already, or a place that cannot
            be written.
    """
    content = _content(paper, path)
    target = path.with_name(f".{path.name}.part") if overwrite else path
    try:
        with target.open("wb" if overwrite else "xb") as file:
            file.write(content)
        if overwrite:
            target.replace(path)
    except FileExistsError as error:
        raise InputProblem(f"{path} 已经有了，没有覆盖：请换一个文件名") from error
    except OSError as error:
        raise InputProblem(f"写不了 {path}：{error.strerror}") from error


def _content(paper: Paper, path: Path) -> bytes:
    match path.suffix.lower():
        case ".docx":
            return docx_bytes(paper)
        case ".md":
            return markdown(paper).encode()
        case ".html":
            return html(paper).encode()
        case other:
            raise InputProblem(f"不会写“{other or path.name}”这种文件：文件名请以 {' '.join(SUFFIXES)} 结尾")
