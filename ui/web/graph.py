"""The references around one article as a drawing: above, what refers to it; below, what it refers to. SVG, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.html import Html, tag

WIDTH, BOX, HEIGHT, GAP = 340, 164, 52, 12
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
    rows_up, rows_down = (len(up) + 1) // 2, (len(down) + 1) // 2
    middle = rows_up * (HEIGHT + GAP) + (26 if up else 0)
    total = middle + HEIGHT + (26 + rows_down * (HEIGHT + GAP) if down else 0) + 4
    places_up = _places(len(up), 2)
    places_down = _places(len(down), middle + HEIGHT + 26 + GAP)
    at = ((WIDTH - BOX) / 2, float(middle))
    lines = [_line(x + BOX / 2, y + HEIGHT, WIDTH / 2, at[1]) for x, y in places_up]
    lines += [_line(WIDTH / 2, at[1] + HEIGHT, x + BOX / 2, y) for x, y in places_down]
    boxes = [_box(n, p, "node") for n, p in zip((*up, *down), (*places_up, *places_down), strict=True)]
    arrow = tag(
        "marker", tag("path", d="M0 0 L8 4 L0 8 z", class_="head"),
        id="graph-head", viewbox="0 0 8 8", refx="7", refy="4", markerwidth="7", markerheight="7", orient="auto",
    )  # fmt: skip
    return tag(
        "svg",
        tag("defs", arrow),
        *lines,
        *boxes,
        _box(centre, at, "node centre"),
        viewbox=f"0 0 {WIDTH} {total:.0f}",
        class_="graph",
        role="group",
        aria_label=said,
    )


def _places(count: int, top: float) -> list[tuple[float, float]]:
    """Two to a row; one that is alone in its row stands in the middle."""
    found = []
    for n in range(count):
        alone = n == count - 1 and n % 2 == 0
        x = (WIDTH - BOX) / 2 if alone else (n % 2) * (WIDTH - BOX)
        found.append((float(x), top + (n // 2) * (HEIGHT + GAP)))
    return found


def _line(x1: float, y1: float, x2: float, y2: float) -> Html:
    bend = (y1 + y2) / 2
    path = f"M{x1:.0f} {y1:.0f} C{x1:.0f} {bend:.0f} {x2:.0f} {bend:.0f} {x2:.0f} {y2:.0f}"
    return tag("path", d=path, class_="edge", marker_end="url(#graph-head)", aria_hidden="true")


def _box(node: Node, place: tuple[float, float], looks: str) -> Html:
    x, y = place
    name = node.name if len(node.name) <= _NAME else node.name[: _NAME - 1] + "…"
    middle = f"{x + BOX / 2:.0f}"
    return tag(
        "a",
        tag("rect", x=f"{x:.0f}", y=f"{y:.0f}", width=str(BOX), height=str(HEIGHT), rx="10"),
        tag("text", name, x=middle, y=f"{y + 21:.0f}", text_anchor="middle", font_size="13"),
        tag("text", node.number, x=middle, y=f"{y + 41:.0f}", text_anchor="middle", font_size="15", class_="number"),
        href=node.href,
        class_=looks,
        aria_label=node.label,
    )
