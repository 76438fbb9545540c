"""Words in both languages, colours that can be read, lines one can call."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from assistant import Assistant
from ui.web.text import LINE_PATTERN, LINES, SITUATIONS
from ui.web.words import labels, read_words

if TYPE_CHECKING:
    pass

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


def test_both_languages_say_the_same_things() -> None:
    """The same keys and placeholders; Chinese is Chinese, and English has no Chinese sentence."""
    chinese, english = (read_words()[lang] for lang in ("zh", "en"))

    assert set(chinese) == set(english)
    for key, said in chinese.items():
        assert sorted(re.findall(r"{\w+}", said)) == sorted(re.findall(r"{\w+}", english[key])), key
        assert said.strip()
        assert english[key].strip()
        assert not re.search(r"[，。；：？！]", english[key]), key


def test_the_ten_usual_situations() -> None:
    """F27, in that order; each asks a whole question."""
    said = [labels("zh")[f"ask_{s.id}"] for s in SITUATIONS]

    assert said == [
        "爆通讯录",
        "半夜打",
        "骂人",
        "冒充公检法",
        "上门",
        "要验证码",
        "收到律师函",
        "打给单位",
        "P图",
        "我想协商",
    ]
    assert all(s.question.endswith("？") and labels("en")[f"ask_{s.id}"] for s in SITUATIONS)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.id)
def test_every_usual_situation_has_an_answer_with_law_in_it(assistant: Assistant, situation: Any) -> None:
    """No button leads to a refusal."""
    given = assistant.ask(situation.question)

    assert given.citations
    assert given.steps


def test_colours_can_be_read_by_day_and_by_night() -> None:
    """Contrast of at least 4.5 : 1 for every colour that is read on another (WCAG 2.2, 1.4.3)."""
    from ui.web.theme import PALETTE, READ_ON

    pairs = [(ink, ground, time) for ink, ground in READ_ON for time in (0, 1)]
    low = [(i, g, t) for i, g, t in pairs if _contrast(PALETTE[i][t], PALETTE[g][t]) < 4.5]

    assert low == []


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("马上打110，或12356。", ["110", "12356"]),
        ("银行找12378（工作时间）", ["12378"]),
        ("罚款110元、第120条、110号、110万、1100、12.110、2026-110", []),
        ("打13812345678", []),
    ],
)
def test_only_lines_of_the_library_become_links(text: str, numbers: list[str]) -> None:
    """An amount, an article or somebody's own number is no line to call."""
    assert LINE_PATTERN.findall(text) == numbers
    assert " ".join(line.number for line in LINES) == ("110 120 12356 12378 12345 12321 12377 12363 12368 12348 96110")
