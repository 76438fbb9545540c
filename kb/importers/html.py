"""The visible text of a page, paragraph by paragraph. Scripts, styles and hidden elements are dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "svg", "head", "select", "textarea"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "caption",
     "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "header", "footer", "main", "nav", "aside", "figure",
     "figcaption", "form", "body"}
)  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)  # fmt: skip
_CELLS = frozenset({"td", "th", "tr"})
_CLOSED_BY = {
    "p": _BLOCKS,
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": _CELLS,
    "th": _CELLS,
    "tr": frozenset({"tr"}),
    "head": frozenset({"body"}),
}
"""Elements whose end tag may be missing, and what then ends them."""
_UNSEEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?![.\d])|font-size:0(?![.\d])"
    r"|(?:left|top|text-indent|margin-left):-\d{3,}"
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self._hidden and tag in _CLOSED_BY.get(self._hidden[-1], ()):
            self._hidden.pop()
        if tag == "br" and not self._hidden:
            self.parts.append("\n")
        if tag in _VOID:
            return
        style = re.sub(r"\s", "", dict(attrs).get("style") or "").lower()
        if self._hidden or tag in _DROPPED or "hidden" in dict(attrs) or _UNSEEN.search(style):
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        self._pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._pre = max(0, self._pre - (tag == "pre"))
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        elif tag in _BLOCKS and not self._hidden:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data if self._pre else re.sub(r"\s+", " ", data))


def text_of_html(page: str) -> str:
    """Visible text with blank lines between blocks, and a line for each that the page breaks."""
    parser = _Text()
    parser.feed(page)
    parser.close()
    paragraphs = (
        "\n".join(line for line in (" ".join(raw.split()) for raw in part.split("\n")) if line)
        for part in re.split(r"\n\s*\n", "".join(parser.parts))
    )
    return "\n\n".join(p for p in paragraphs if p)
