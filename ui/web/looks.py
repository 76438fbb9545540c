"""Badges: an icon, a word and a colour for rank, status and the like."""

from __future__ import annotations

from kb import Authority, Status
from ui.html import Html, tag

_RANK_LOOKS = {
    Authority.LAW: ("§", "accent"),
    Authority.REGULATION: ("§", "accent"),
    Authority.JUDICIAL_INTERPRETATION: ("§", "accent"),
    Authority.STANDARD: ("≈", "amber"),
    Authority.INDUSTRY_RULE: ("≈", "amber"),
    Authority.GUIDE: ("≈", "grey"),
}
_STATUS_LOOKS = {
    Status.IN_FORCE: ("✓", "green"),
    Status.SUPERSEDED: ("↻", "amber"),
    Status.REPEALED: ("✕", "danger"),
    Status.NOT_YET: ("…", "grey"),
}


def badge(icon: str, said: str, hue: str) -> Html:
    """An icon, a word and a colour: no one of them alone carries the meaning."""
    return tag("span", tag("span", icon, aria_hidden="true", class_="icon"), said, class_=f"badge {hue}")


def rank_badge(authority: Authority, lang: str) -> Html:
    """法律, 部门规章, 行业自律 and so on."""
    icon, hue = _RANK_LOOKS.get(authority, ("§", "grey"))
    return badge(icon, authority.chinese if lang == "zh" else authority.english, hue)


def status_badge(status: Status, lang: str) -> Html:
    """现行有效, 已修改, 已废止, 尚未施行."""
    icon, hue = _STATUS_LOOKS[status]
    return badge(icon, status.chinese if lang == "zh" else status.english, hue)
