"""A paper as one HTML file: it asks for nothing, runs nothing, and prints on A4."""

from __future__ import annotations

from importlib.resources import files

from ui.html import Html, join, tag
from ui.paper import Block, Box, Break, Heading, Items, Line, Paper, Paragraph, Run, Table
from ui.papers.pages import AUTHOR, length, pages, shown

_LOOKS = {"bold": "b", "blank": "mark", "added": "ins", "removed": "del", "note": "small"}
_NOTHING = "default-src 'none'; style-src 'unsafe-inline'"
TOGETHER = 600
"""A table with fewer characters than this stays on one page."""


def html(paper: Paper) -> str:
    """The file's content.

    Raises:
        InputProblem: a citation did not pass, or was never checked.
    """
    written = pages(paper)
    css = (files("ui.papers") / "paper.css").read_text("utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_NOTHING),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="author", content=AUTHOR),
        *(tag("meta", name=name, content=value) for name, value in written.properties),
        tag("title", written.title),
        tag("style", css),
    )
    body = [tag("h1", written.title)]
    body += [tag("p", written.label, class_="label")] if written.label else []
    body += [_block(block) for block in written.blocks]
    if written.opening:
        certificate = [_block(Break()), *map(_block, written.opening)]
        certificate += [tag("div", _table(card), id=f"cite-{n}") for n, card in written.cards]
        body.append(tag("section", *certificate))
    foot = tag("footer", *(tag("p", line) for line in written.foot))
    return "<!doctype html>\n" + tag("html", head, tag("body", tag("main", *body), foot), lang="zh-CN") + "\n"


def _block(block: Block) -> Html:
    match block:
        case Heading():
            return tag(f"h{min(max(block.level, 1), 3) + 1}", block.text)
        case Paragraph():
            return tag("blockquote" if block.place == "quote" else "p", _line(block.line), class_=block.place)
        case Items():
            return tag("ol" if block.numbered else "ul", *(tag("li", _line(line)) for line in block.lines))
        case Table():
            return _table(block)
        case Box():
            return tag("section", tag("p", block.title, class_="title"), *map(_block, block.blocks), class_="box")
        case Break():
            return tag("hr", class_="new-page")


def _table(table: Table) -> Html:
    shares = table.widths or (1,) * len(table.header)
    columns = [tag("col", width=f"{100 * share // sum(shares)}%") for share in shares]
    return tag(
        "table",
        tag("colgroup", *columns),
        tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in table.header))),
        tag("tbody", *(tag("tr", *(tag("td", _line(cell)) for cell in row)) for row in table.rows)),
        class_="short" if length(table) < TOGETHER else False,
    )


def _line(line: Line) -> Html:
    return join(piece for run in line for piece in (_look(run), _mark(run)))


def _look(run: Run) -> Html:
    if run.look == "fault":
        return tag("span", shown(run), class_="fault")
    return tag(_LOOKS[run.look], shown(run)) if run.look in _LOOKS else join((shown(run),))


def _mark(run: Run) -> Html:
    return tag("sup", tag("a", f"[{run.cite}]", href=f"#cite-{run.cite}")) if run.cite else join(())
