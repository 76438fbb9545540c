"""What stands in the place of an answer: how far it is, who is before it in line, or why there is none."""

from __future__ import annotations

from ui.html import Html, tag
from ui.web.looks import badge
from ui.web.words import word

STAGES = ("search", "draft", "check")


def stages(now: str, lang: str) -> Html:
    """检索 → 起草 → 核对, with the one that is running."""
    place = STAGES.index(now)
    steps = [
        tag(
            "li",
            word(lang, f"stage_{name}"),
            class_="done" if i < place else "now" if i == place else "later",
            aria_current="step" if i == place else False,
        )
        for i, name in enumerate(STAGES)
    ]
    return tag("ol", *steps, class_="stages", aria_label=word(lang, "stages"))


def waiting(count: int, lang: str) -> Html:
    """The place in line, while others are answered."""
    return tag("p", word(lang, "ahead", n=count), class_="stages", role="status")


def working(lang: str) -> Html:
    """In the place of the last result, so that nobody takes that for the new one."""
    return tag("p", word(lang, "working"), class_="busy-sign", role="status")


def fault(sentence: str, lang: str) -> Html:
    """Something the reader can mend, or our own failure, in one sentence."""
    return tag("p", badge("!", word(lang, "failed"), "amber"), " ", sentence, class_="answer fault")
