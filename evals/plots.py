"""Two small drawings as inline SVG: recall@k of each ranking, and how long answers took."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.metrics import percentile
from evals.standings import DEPTHS, Standing

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 460, 220, 44, 34
_LINES = ("#1b6e3c", "#8a4f00", "#1f5fbf", "#b3261e", "#6a3fa0")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")


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
