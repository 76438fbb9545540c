"""How the page looks: a calm palette for day and night, the reader's own Chinese font, and Gradio dressed in both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from gradio.themes import Base

STATIC = Path(__file__).parent / "static"
_SIZE = re.compile(r"font-size: (\d+)px")
"""Sizes of letters, which the switch for large type multiplies."""

PALETTE: Mapping[str, tuple[str, str]] = {
    "paper": ("#faf8f4", "#15191b"),
    "surface": ("#ffffff", "#1d2326"),
    "ink": ("#1b2427", "#e9e6df"),
    "soft": ("#4a585d", "#aeb9bc"),
    "line": ("#d9d5cb", "#3a464b"),
    "edge": ("#7c8a8f", "#7d8c91"),
    "accent": ("#0e5c61", "#86d0cb"),
    "on-accent": ("#ffffff", "#0a2224"),
    "accent-soft": ("#e4f0ef", "#1c3436"),
    "danger": ("#b3231b", "#c4372d"),
    "on-danger": ("#ffffff", "#ffffff"),
    "danger-ink": ("#8f1d16", "#ffb4ab"),
    "danger-soft": ("#fdecea", "#3c1d1b"),
    "amber-ink": ("#6f4500", "#f3c98a"),
    "amber-soft": ("#fdf1da", "#3a2c14"),
    "green-ink": ("#17603a", "#93d8ae"),
    "green-soft": ("#e3f3e8", "#173424"),
    "grey-ink": ("#465156", "#b9c3c6"),
    "grey-soft": ("#edebe5", "#2a3235"),
    "mark": ("#ffe9a3", "#5a4a12"),
    "mark-ink": ("#2a2100", "#fff3cf"),
}
"""Name → colour by day, by night."""

READ_ON = (
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in ("paper", "surface")),
    ("ink", "accent-soft"),
    ("soft", "accent-soft"),
    ("on-accent", "accent"),
    ("on-danger", "danger"),
    ("ink", "danger-soft"),
    *((f"{hue}-ink", f"{hue}-soft") for hue in ("danger", "amber", "green", "grey")),
    ("amber-ink", "surface"),
    ("mark-ink", "mark"),
)
"""Which colour is read on which; every pair has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3)."""

FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "HarmonyOS Sans SC",
    "system-ui",
    "sans-serif",
)
"""Fonts that Chinese phones and computers already have; none is fetched."""


def css(rooms: Sequence[str], wide: Sequence[str]) -> str:
    """The whole style sheet: the palette as variables, `static/css/*.css`, and which room is shown.

    Args:
        rooms: the ids of all rooms.
        wide: of those that have no place for a cited article beside them.
    """
    day, night = ("".join(f"--{name}:{pair[i]};" for name, pair in PALETTE.items()) for i in (0, 1))
    fonts = ",".join(f'"{name}"' if " " in name else name for name in FONTS)
    looks = (
        f":root{{color-scheme:light dark;--fonts:{fonts};--large:1;{day}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-look=light]){{color-scheme:dark;{night}}}}}\n"
        f":root[data-look=dark]{{color-scheme:dark;{night}}}\n:root[data-look=light]{{color-scheme:light}}\n"
        ":root[data-large]{--large:1.3}\n"
    )
    shown = ",".join(f"body[data-room={room}] #room-{room}" for room in rooms)
    alone = ",".join(f"body[data-room={room}]" for room in wide)
    drawn = "\n".join(path.read_text("utf-8") for path in sorted((STATIC / "css").glob("*.css")))
    large = _SIZE.sub(r"font-size: calc(\1px * var(--large))", drawn)
    return (
        f"{looks}{large}\n{shown}{{display:flex !important}}\n:is({alone}) #sheet{{display:none}}\n"
        f":is({alone}) .frame{{grid-template-columns:minmax(0,1fr)}}\n"
    )


def script() -> str:
    """The page's own scripts, `static/js/*.js`, one after another."""
    return "\n".join(path.read_text("utf-8") for path in sorted((STATIC / "js").glob("*.js")))


def theme() -> Base:
    """Gradio in our colours; day and night are the same variables, whose values change."""
    colours = {
        "body_background_fill": "paper",
        "background_fill_primary": "surface",
        "background_fill_secondary": "paper",
        "body_text_color": "ink",
        "body_text_color_subdued": "soft",
        "block_background_fill": "surface",
        "block_label_text_color": "soft",
        "block_title_text_color": "soft",
        "border_color_primary": "line",
        "input_background_fill": "surface",
        "input_background_fill_focus": "surface",
        "input_border_color": "edge",
        "input_border_color_focus": "accent",
        "input_placeholder_color": "soft",
        "button_primary_background_fill": "accent",
        "button_primary_background_fill_hover": "accent",
        "button_primary_text_color": "on-accent",
        "button_secondary_background_fill": "surface",
        "button_secondary_background_fill_hover": "accent-soft",
        "button_secondary_text_color": "ink",
        "button_secondary_border_color": "edge",
        "color_accent": "accent",
        "color_accent_soft": "accent-soft",
        "link_text_color": "accent",
    }
    made = Base(font=list(FONTS), font_mono=["ui-monospace", "monospace"])
    known = {name for name in vars(made) if name.endswith("_dark")}
    both = {f"{name}_dark": f"var(--{colour})" for name, colour in colours.items() if f"{name}_dark" in known}
    return made.set(**{name: f"var(--{colour})" for name, colour in colours.items()}, **both)
