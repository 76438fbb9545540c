"""HTML from words: whatever is not HTML already is escaped, here and nowhere else."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

_VOID = frozenset({"br", "col", "hr", "input", "link", "meta"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SAFE_NAME = re.compile(r"[a-z][a-z0-9-]*")


class Html(str):
    """A string that is HTML already; only this file makes one."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Text as HTML shows it literally, without what cannot be seen."""
    if isinstance(text, Html):
        return text
    return Html(html.escape(visible(text), quote=True))


def visible(text: str) -> str:
    """Text without controls, changes of direction, half characters and what is none; wide spaces and rare Han stay."""
    return "".join(c for c in text if c in "\n\t" or not (unicodedata.category(c) in _UNSEEN or _no_character(c)))


def _no_character(c: str) -> bool:
    """Code points that Unicode promises never to use, which XML refuses."""
    return "\ufdd0" <= c <= "\ufdef" or ord(c) & 0xFFFE == 0xFFFE


def join(parts: Iterable[str], between: str = "") -> Html:
    """Several pieces in a row, each escaped unless it is HTML."""
    return Html(escape(between).join(escape(part) for part in parts))


def tag(name: str, /, *children: str, **attributes: str | bool) -> Html:
    """An element: `tag("p", "a < b", class_="note")`; `data_ref` is written data-ref, True is an attribute alone.

    Raises:
        ValueError: a name that is no element or attribute, or one that would hold a script.
    """
    written = ""
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if not _SAFE_NAME.fullmatch(attribute) or attribute.startswith("on") or attribute == "style":
            raise ValueError(attribute)
        if attribute == "href" and not re.match(r"#|\?|/(?!/)|tel:\d+$", str(value)):
            raise ValueError(value)
        if value is True:
            written += f" {attribute}"
        elif value is not False:
            written += f' {attribute}="{escape(value)}"'
    if not _SAFE_NAME.fullmatch(name) or name == "script":
        raise ValueError(name)
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")
