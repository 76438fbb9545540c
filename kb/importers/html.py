"""The visible text of a page, paragraph by paragraph. Scripts and styles are dropped; what is hidden is told."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from kb.importers.source import SourceText

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
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?![.\d])"
    r"|font-size:(?:0(?![.\d])|0?\.\d+p[xt]|1px)|(?:left|top|text-indent|margin-left):-\d{3,}"
    r"|(?<![\w-])(?:max-)?(?:width|height):0(?:px)?(?![.\d]).{0,200}overflow:hidden|overflow:hidden.{0,200}(?:width|height):0(?![.\d])"
)
_WHITE = re.compile(
    r"(?<![\w-])color:(?:white|#fff(?:fff)?(?![0-9a-f])|rgb\(255,255,255\)|transparent|rgba\([^)]*,0\))"
)
_GROUND = re.compile(r"background(?:-color|-image)?:(?!white|#fff(?:fff)?(?![0-9a-f])|none|transparent)")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,400})\}")
_SIMPLE = re.compile(r"(?:[a-z0-9]+)?([.#][\w-]+)")
_LONGEST, _MOST = 300, 200
"""Characters of a hidden text, and hidden texts, that are told."""
_DEEP, _LARGE = 200, 2_000_000
"""Deeper or larger pages are not given to the extractor."""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []
        self.depth = 0
        self._open = 0
        self._out: list[tuple[str, bool]] = []
        """Elements that are left out, the outermost first, and whether what stands in them is told."""
        self._in_out: Counter[str] = Counter()
        self._grounds: list[str] = []
        self._unseen: set[str] = set()
        """Classes and ids that a style sheet of the page hides."""
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self._out and tag in _CLOSED_BY.get(self._out[-1][0], ()):
            self._leave()
        if tag == "br" and not self._out:
            self.parts.append("\n")
        if tag in _VOID:
            return
        self._open += 1
        self.depth = max(self.depth, self._open)
        told = self._hides(tag, dict(attrs))
        if self._out or told or tag in _DROPPED:
            self._out.append((tag, told or (bool(self._out) and self._out[-1][1])))
            self._in_out[tag] += 1
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        self._pre += tag == "pre"

    def _hides(self, tag: str, attrs: dict[str, str | None]) -> bool:
        """Whether an element is one that the page holds and does not show."""
        style = re.sub(r"\s", "", attrs.get("style") or "").lower()
        if _GROUND.search(style) or attrs.get("bgcolor"):
            self._grounds.append(tag)
        marks = {f".{name}" for name in (attrs.get("class") or "").split()} | {f"#{attrs.get('id')}"}
        white = _WHITE.search(style) or (attrs.get("color") or "").lower() in {"white", "#fff", "#ffffff"}
        return (
            "hidden" in attrs
            or bool(_UNSEEN.search(style))
            or bool(marks & self._unseen)
            or (bool(white) and not self._grounds)
        )

    def handle_endtag(self, tag: str) -> None:
        self._open = max(0, self._open - 1)
        self._pre = max(0, self._pre - (tag == "pre"))
        if self._grounds and self._grounds[-1] == tag:
            self._grounds.pop()
        if self._in_out[tag]:
            while self._leave() != tag:
                pass
        elif tag in _BLOCKS and not self._out:
            self.parts.append("\n\n")

    def _leave(self) -> str:
        tag, _ = self._out.pop()
        self._in_out[tag] -= 1
        return tag

    def handle_data(self, data: str) -> None:
        if not self._out:
            self.parts.append(data if self._pre else re.sub(r"\s+", " ", data))
        elif self._out[-1][1]:
            self._tell(data)
        elif self._out[-1][0] == "style":
            self._unseen |= _hidden_marks(data)

    def handle_comment(self, data: str) -> None:
        self._tell(data)

    def _tell(self, data: str) -> None:
        text = " ".join(data[: 4 * _LONGEST].split())[:_LONGEST]
        if len(self.hidden) < _MOST and re.search(r"[\u4e00-\u9fff]|\w{3} \w", text):
            self.hidden.append(text)


def _hidden_marks(sheet: str) -> set[str]:
    """The classes and ids that a style sheet hides by a rule of their own."""
    found: set[str] = set()
    for selectors, rules in _RULE.findall(sheet[:_LARGE]):
        if _UNSEEN.search(re.sub(r"\s", "", rules).lower()):
            found |= {m[1] for s in selectors.split(",") if (m := _SIMPLE.fullmatch(s.strip()))}
    return found


def read_html(page: str) -> SourceText:
    """Visible text with blank lines between blocks and a line for each that the page breaks; and what is hidden."""
    parser = _parsed(page)
    return SourceText(_text(parser), hidden=tuple(parser.hidden))


def read_page(page: str) -> SourceText:
    """As `read_html`, with the page's title and the part of it that trafilatura holds to be the article.

    Without trafilatura, or where it finds nothing, there is no such part, and the whole page has to be sifted.
    """
    parser = _parsed(page)
    title = re.search(r"<title[^>]{0,200}>([^<]{1,300})", page, re.IGNORECASE)
    main = _main(page) if parser.depth <= _DEEP and len(page) <= _LARGE else ""
    called = " ".join(unescape(title[1]).split()) if title else ""
    return SourceText(_text(parser), called, main, tuple(parser.hidden))


def _main(page: str) -> str:
    try:
        import trafilatura
    except ImportError:
        return ""
    return trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""


def _parsed(page: str) -> _Text:
    parser = _Text()
    parser.feed(page)
    parser.close()
    return parser


def _text(parser: _Text) -> str:
    paragraphs = (
        "\n".join(line for line in (" ".join(raw.split()) for raw in part.split("\n")) if line)
        for part in re.split(r"\n\s*\n", "".join(parser.parts))
    )
    return "\n\n".join(p for p in paragraphs if p)
