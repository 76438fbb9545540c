"""Small drawings as SVG: recall@k of each ranking, how long answers took, and anything over anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evals.metrics import percentile
from evals.standings import DEPTHS, Standing

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 460, 220, 44, 34
_LINES = ("#1b6e3c", "#8a4f00", "#1f5fbf", "#b3261e", "#6a3fa0")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn over what: a title, the names of both axes, and by name lines of points from left to right."""

    title: str
    across: str
    upward: str
    lines: Mapping[str, Sequence[tuple[float, float]]]


def series_plot(drawn: Series) -> str:
    """A file of its own; both axes begin at nothing, so that no small growth looks large."""
    points = [point for line in drawn.lines.values() for point in line]
    right, top = (max((one[axis] for one in points), default=1.0) * 1.02 or 1.0 for axis in (0, 1))
    parts = [
        f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{_y(v):.1f}" y2="{_y(v):.1f}" stroke="#8884"/>'
        f'<text x="{_LEFT - 6}" y="{_y(v) + 4:.1f}" text-anchor="end">{top * v:.3g}</text>'
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    for n, (name, line) in enumerate(drawn.lines.items()):
        pen = f'stroke="{_LINES[n % 5]}" stroke-dasharray="{_DASHES[n % 5]}"'
        dots = " ".join(f"{_x(x / right):.1f},{_y(y / top):.1f}" for x, y in line)
        parts.append(f'<polyline points="{dots}" fill="none" stroke-width="2" {pen}/>')
        parts.append(f'<text x="{_LEFT + 8 + 60 * n}" y="22" fill="{_LINES[n % 5]}">{escape(name)}</text>')
    parts += [
        f'<text x="{_x(v):.1f}" y="{_HEIGHT - 18}" text-anchor="middle">{right * v:.4g}</text>' for v in (0.0, 0.5, 1.0)
    ]
    parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 3}" text-anchor="middle">{escape(drawn.across)}</text>')
    said = escape(f"{drawn.title}, {drawn.upward}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img" '
        f'aria-label="{said}" font-family="sans-serif" font-size="11" fill="#555"><title>{said}</title>{"".join(parts)}'
        "</svg>\n"
    )


def recall_plot(rows: Sequence[Standing]) -> str:
    """recall@k over k for each ranking, on all kinds; lines differ by dashes too, for whoever sees no colours."""
    if not rows:
        return ""
    lines, names = [], []
    for n, row in enumerate(rows):
        dots = [(_x(at / (len(DEPTHS) - 1)), _y(rate.value or 0.0)) for at, (_, rate) in enumerate(row.recall)]
        pen = f'stroke="{_LINES[n % 5]}" stroke-dasharray="{_DASHES[n % 5]}"'
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
        lines.append(f'<polyline points="{points}" fill="none" stroke-width="2" {pen}/>')
        lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_LINES[n % 5]}"/>' for x, y in dots]
        at = 16 + 16 * n
        names.append(
            f'<line x1="{_WIDTH - 150}" x2="{_WIDTH - 122}" y1="{_HEIGHT - _BOTTOM - at}" '
            f'y2="{_HEIGHT - _BOTTOM - at}" stroke-width="2" {pen}/>'
            f'<text x="{_WIDTH - 116}" y="{_HEIGHT - _BOTTOM - at + 4}">{escape(row.ranking)}</text>'
        )
    ticks = [
        f'<text x="{_x(at / (len(DEPTHS) - 1)):.1f}" y="{_HEIGHT - 14}" text-anchor="middle">{k}</text>'
        for at, k in enumerate(DEPTHS)
    ]
    told = "；".join(
        f"{row.ranking} " + "、".join(f"@{k} {rate.value or 0:.2f}" for k, rate in row.recall) for row in rows
    )
    return _drawing("recall@k（横轴 k）", told, "".join((*_grid(), *lines, *names, *ticks)))


def latency_plot(seconds: Sequence[float]) -> str:
    """How many answers took how long, with the median and the 95th percentile."""
    if not seconds:
        return ""
    ms = [s * 1000 for s in seconds]
    middle, late = percentile(ms, 0.5) or 0.0, percentile(ms, 0.95) or 0.0
    most = max(late * 1.2, 1.0)
    bins = [0] * 24
    for value in ms:
        bins[min(int(value / most * len(bins)), len(bins) - 1)] += 1
    top = max(bins)
    wide = (_WIDTH - _LEFT - 10) / len(bins)
    bars = [
        f'<rect x="{_LEFT + n * wide:.1f}" y="{_y(count / top):.1f}" width="{wide - 1:.1f}" '
        f'height="{_HEIGHT - _BOTTOM - _y(count / top):.1f}" fill="#1f5fbf"/>'
        for n, count in enumerate(bins)
        if count
    ]
    marks = [
        f'<line x1="{_x(v / most):.1f}" x2="{_x(v / most):.1f}" y1="10" y2="{_HEIGHT - _BOTTOM}" stroke="#b3261e"/>'
        f'<text x="{_x(v / most) + side:.1f}" y="{20 + 16 * n}" text-anchor="{anchor}">{name} {v:.0f} ms</text>'
        for n, (name, v, side, anchor) in enumerate((("中位", middle, 4, "start"), ("p95", late, -4, "end")))
    ]
    ticks = [
        f'<text x="{_x(part):.1f}" y="{_HEIGHT - 14}" text-anchor="{anchor}">{most * part:.0f}</text>'
        for part, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    ]
    told = f"{len(ms)} 题，中位 {middle:.0f} 毫秒，95% 在 {late:.0f} 毫秒以内；最右一格含更慢的"
    return _drawing("耗时（毫秒，横轴；纵轴题数）", told, "".join((*bars, *marks, *ticks)))


def _grid() -> list[str]:
    return [
        f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{_y(v):.1f}" y2="{_y(v):.1f}" stroke="#8884"/>'
        f'<text x="{_LEFT - 6}" y="{_y(v) + 4:.1f}" text-anchor="end">{v:.1f}</text>'
        for v in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]


def _x(share: float) -> float:
    return _LEFT + min(share, 1.0) * (_WIDTH - _LEFT - 10)


def _y(share: float) -> float:
    return 10 + (1 - share) * (_HEIGHT - _BOTTOM - 10)


def _drawing(title: str, told: str, inner: str) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(told)}">{inner}</svg><small>{escape(told)}</small></figure>'
    )
