"""An answer is read as the interface promises it, or refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant import Action, Answer, Cited, Claim, Conclusion, Support
from evals.replies import MalformedReply, read_reply

Json = dict[str, Any]


def test_an_answer_of_the_assistant_is_read() -> None:
    """What `Answer.to_dict` writes is what is read here."""
    answer = Answer(
        "问", date(2026, 11, 22), "zh", Action.ANSWER, Conclusion.LAWFUL, "合法", "答[1]",
        (Claim("答", (1,), Support.SUPPORTED),),
        (Cited(1, "示例法@2026-01-01#2", "《示例法》第二条", "字", "in_force", "law", "exact"),),
        (("示例法@2026-01-01#2", 0.5),),
    )  # fmt: skip

    reply = read_reply(answer.to_dict())

    assert (reply.action, reply.verdict, reply.headline) == ("answer", "lawful", "合法")
    assert reply.claims[0].citations == (1,)
    assert reply.citations[0].quote == "字"
    assert reply.hits == (("示例法@2026-01-01#2", 0.5),)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "today"),
        ("text", None),
        ("action", 3),
        ("claims", {}),
        ("claims", ["x"]),
        ("claims", [{"text": "x", "citations": ["1"], "support": "quoted"}]),
        ("citations", [{"n": True}]),
        ("hits", [{"ref": "x", "score": "high"}]),
        ("steps", [1]),
    ],
)
def test_a_broken_promise_is_a_malformed_reply(honest: Json, name: str, value: object) -> None:
    """A field of another type is not guessed at."""
    with pytest.raises(MalformedReply):
        read_reply(honest | {name: value})


def test_what_is_withheld_is_not_said(honest: Json) -> None:
    """Prose, steps, channels and labels are said; quotations beside the answer and withheld sentences are not."""
    honest["withheld"] = [{"text": "此句扣下", "reason": "无依据"}]
    honest["citations"][0]["quote"] = "只在引文里"

    said = read_reply(honest).said

    assert "保存短信" in said
    assert "《示例法》第二条第一款第一项" in said
    assert "此句扣下" not in said
    assert "只在引文里" not in said
