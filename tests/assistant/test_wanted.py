"""Who asks for a letter is shown the one that is ready; who only got one is not."""

from __future__ import annotations

import pytest

from assistant import letter_wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("帮忙写一份给银行的函，要他们别打给我家人、别骚扰同事", "third-parties"),
        ("帮我写个分期申请给银行，每月能还八百", "instalments"),
        ("支付令异议书怎么写", "payment-order"),
        ("求一份答辩状模板", "defence"),
        ("能不能帮我拟一个投诉信，投诉银行的催收", "complaint"),
    ],
)
def test_a_letter_that_is_asked_for(text: str, kind: str) -> None:
    """By what it is for."""
    letter = letter_wanted(text)

    assert letter is not None
    assert letter.id == kind


@pytest.mark.parametrize(
    "text",
    [
        "帮忙写一份给催收公司的函，我不是债务人，只是表姐，要他们删除我的号码",
        "催收给我发了律师函怎么办",
        "我收到一封法院的信，说要分期",
        "我不是债务人，催收还打我电话",
        "支付令是什么",
        "信用卡分期怎么申请",
        "帮我写一首诗",
        "他写的借条算数吗",
    ],
)
def test_no_letter_is_asked_for(text: str) -> None:
    """A letter received, a word of a letter, or a writing that is none of ours: the forms are for who borrowed."""
    assert letter_wanted(text) is None
