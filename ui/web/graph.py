"""The references around one article drawn as SVG: above, what refers to it; below, what it refers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.html import Html, tag

WIDTH, BOX, HEIGHT, GAP, STEM = 340, 152, 52, 12, 26
MOST = 6
"""Articles drawn on each side; the list beside the drawing has all."""
_NAME = 11
"""Characters of a name that a box holds."""


@dataclass(frozen=True, slots=True)
class Node:
    """One article: what stands in its box, what is read aloud, and where it leads."""

    name: str
    number: str
    label: str
    href: str


def graph(centre: Node, above: Sequence[Node], below: Sequence[Node], said: str) -> Html:
    """The drawing, as wide as a phone; `said` is its name for those who do not see it."""
    up, down = above[:MOST], below[:MOST]
    middle = _rows(up) * (HEIGHT + GAP) + (STEM if up else 0)
    first = middle + HEIGHT + STEM
    total = (first + _rows(down) * (HEIGHT + GAP) if down else middle + HEIGHT) + 2
    places_up, places_down = _places(len(up), 2), _places(len(down), first)
    at = ((WIDTH - BOX) // 2, middle)
    lines = [_line(place, up=True) for place in places_up if len(up) > 1]
    lines += [_line(place, up=False) for place in places_down if len(down) > 1]
    stems = [_stem(places_up[0][1] + HEIGHT // 2, middle, "edge pointed")] if up else []
    if len(down) == 1:
        stems.append(_stem(middle + HEIGHT, first, "edge pointed"))
    elif down:
        stems.append(_stem(middle + HEIGHT, places_down[-1][1] + HEIGHT // 2, "edge"))
    boxes = [_box(n, p, "node") for n, p in zip((*up, *down), (*places_up, *places_down), strict=True)]
    arrow = tag(
        "marker", tag("path", d="M0 0 L8 4 L0 8 z", class_="head"),
        id="graph-head", viewbox="0 0 8 8", refx="7", refy="4", markerwidth="7", markerheight="7", orient="auto",
    )  # fmt: skip
    return tag(
        "svg",
        tag("defs", arrow),
        *stems,
        *lines,
        *boxes,
        _box(centre, at, "node centre"),
        viewbox=f"0 0 {WIDTH} {total}",
        class_="graph",
        role="group",
        aria_label=said,
    )


def _rows(nodes: Sequence[Node]) -> int:
    return (len(nodes) + 1) // 2


def _places(count: int, top: int) -> list[tuple[int, int]]:
    """Two to a row, the line of descent between them; one alone stands on it."""
    if count == 1:
        return [((WIDTH - BOX) // 2, top)]
    return [((n % 2) * (WIDTH - BOX), top + (n // 2) * (HEIGHT + GAP)) for n in range(count)]


def _stem(top: int, bottom: int, looks: str) -> Html:
    """The line between the two columns, to or from the article in the middle."""
    head = "url(#graph-head)" if "pointed" in looks else False
    return tag("path", d=f"M{WIDTH // 2} {top} V{bottom}", class_=looks, marker_end=head, aria_hidden="true")


def _line(place: tuple[int, int], *, up: bool) -> Html:
    """From a box to the line of descent, or from it to the box."""
    edge = BOX if place[0] == 0 else WIDTH - BOX
    y, middle = place[1] + HEIGHT // 2, WIDTH // 2
    path = f"M{edge} {y} H{middle}" if up else f"M{middle} {y} H{edge}"
    return tag("path", d=path, class_="edge", marker_end=False if up else "url(#graph-head)", aria_hidden="true")


def _box(node: Node, place: tuple[int, int], looks: str) -> Html:
    x, y = place
    name = node.name if len(node.name) <= _NAME else node.name[: _NAME - 1] + "…"
    middle = f"{x + BOX // 2}"
    return tag(
        "a",
        tag("rect", x=f"{x}", y=f"{y}", width=str(BOX), height=str(HEIGHT), rx="10"),
        tag("text", name, x=middle, y=f"{y + 21}", text_anchor="middle", font_size="13"),
        tag("text", node.number, x=middle, y=f"{y + 41}", text_anchor="middle", font_size="15", class_="number"),
        href=node.href,
        class_=looks,
        aria_label=node.label,
    )
