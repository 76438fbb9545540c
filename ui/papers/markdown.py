"""A paper as Markdown that reads well as plain text too. Nothing that a user typed is taken for markup."""

from __future__ import annotations

import re

from ui.paper import Block, Box, Break, Heading, Items, Line, Paper, Paragraph, Run, Table
from ui.papers.pages import pages, shown

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$^@]|(?<=\s)#|(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)
_OPENS = re.compile(r"^([#+=:-])|^(\d{1,9})(?=[.)])")
_CHANGES = {"fault": "误", "added": "增", "removed": "删"}


def markdown(paper: Paper) -> str:
    """The file's content.

    Raises:
        InputProblem: a citation did not pass, or was never checked.
    """
    written = pages(paper)
    parts = [f"# {_one_line(written.title)}"]
    parts += [f"> {_one_line(written.label)}"] if written.label else []
    parts += [_block(block) for block in written.blocks]
    parts += ["---", *(_block(block) for block in written.opening)] if written.opening else []
    parts += [_table(card) for _, card in written.cards]
    parts += ["---", *(_one_line(line) for line in written.foot)]
    parts += [f"{name}：{_one_line(value)}" for name, value in written.properties[:1]]
    parts += [_hidden(value) for name, value in written.properties if name == "AIGC"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (min(max(block.level, 1), 3) + 1)} {_one_line(block.text)}"
        case Paragraph():
            return _quoted(_line(block.line)) if block.place == "quote" else _line(block.line)
        case Items():
            marks = [f"{n}. " if block.numbered else "- " for n in range(1, len(block.lines) + 1)]
            return "\n".join(
                mark + _line(line).replace("\n", "\n" + " " * len(mark))
                for mark, line in zip(marks, block.lines, strict=True)
            )
        case Table():
            return _table(block)
        case Box():
            return _quoted("\n\n".join([f"**{_one_line(block.title)}**", *map(_block, block.blocks)]))
        case Break():
            return "---"


def _table(table: Table) -> str:
    columns = max([len(table.header), *map(len, table.rows), 1])
    rows = [[_one_line(cell) for cell in table.header], *([_line(cell) for cell in row] for row in table.rows)]
    lines = [[cell.replace("\\\n", "<br>") for cell in row] + [""] * (columns - len(row)) for row in rows]
    lines.insert(1, ["---"] * columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _line(line: Line) -> str:
    """Runs in a row; a new line stays one, and nothing at the start of a line opens a heading, a list or code."""
    written = ""
    for run in line:
        words = _look(run)
        if written.endswith("]") and words[:1] in {"(", ":"}:  # or the mark before it would become a link
            words = "\\" + words
        written += words + (f"[{run.cite}]" if run.cite else "")
    lines = filter(None, (part.strip(" \t") for part in written.split("\n")))
    return "\\\n".join(_OPENS.sub(lambda m: "\\" + m[1] if m[1] else m[2] + "\\", part) for part in lines)


def _look(run: Run) -> str:
    words = shown(run)
    if run.look in _CHANGES:
        return f"〔{_CHANGES[run.look]}：{_text(words)}〕"
    letters = [place for place, c in enumerate(words) if c.isalnum()] if run.look == "bold" else []
    if not letters:
        return _text(words)
    # stars between a punctuation mark and a Chinese character are not taken for bold: the marks stay outside
    first, last = letters[0], letters[-1] + 1
    return f"{_text(words[:first])}**{_text(words[first:last])}**{_text(words[last:])}"


def _text(text: str) -> str:
    return _MARKUP.sub(lambda m: "\\" + m[0], text)


def _one_line(text: str) -> str:
    return _line((Run(" ".join(text.split())),))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _hidden(value: str) -> str:
    """The label for programs, where readers do not see it; it must not close the comment."""
    safe = re.sub("[<>-]", lambda m: rf"\u{ord(m[0]):04x}", value)
    return f"<!-- AIGC: {safe} -->"
