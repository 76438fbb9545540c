"""Who is defrauded, or is about to be, is told first to stop the payment; who is only collected from is not."""

from __future__ import annotations

import pytest

from assistant import Action, Assistant

GONE = (
    "网贷下款后被骗了",
    "有人说我的账户涉案，让我把借呗的钱都转到安全账户，我转了三万，现在联系不上他",
    "对方让我共享屏幕，说帮我关掉会员扣费，钱一下子被转走了",
)
ASKED = ("说放款之前要先交两千解冻费，能交吗", "刷单群让我用网贷垫付八千，说做完返利")
COLLECTED = (
    "催收让我把钱还到合同上的对公账户，可以还吗",
    "我没借过这笔钱，催收天天给我打电话",
    "催收说我再不还就告我诈骗",
    "平台每月扣我会员费，这个钱能退吗",
)


@pytest.mark.parametrize("text", [*GONE, *ASKED])
def test_fraud_is_told_first_to_stop(assistant: Assistant, text: str) -> None:
    """Before whatever else is answered: stop, 110, 96110, the bank."""
    answer = assistant.ask(text)

    assert assistant.notices(text)[0].route == "fraud"
    assert answer.action is Action.ANSWER
    assert answer.text.startswith("**像是诈骗")
    assert "停手" in answer.steps[0]


@pytest.mark.parametrize("text", GONE)
def test_what_the_word_on_fraud_has_answered_is_judged_no_more(assistant: Assistant, text: str) -> None:
    """A swindler is no collector who asks for codes or a private account."""
    assert not {"code-asked", "private-account", "extra-fee"} & {found.rule for found in assistant.ask(text).findings}


@pytest.mark.parametrize("text", COLLECTED)
def test_who_is_only_collected_from_hears_nothing_of_fraud(assistant: Assistant, text: str) -> None:
    """Nor who is called a swindler himself."""
    assert all(notice.route != "fraud" for notice in assistant.notices(text))


def test_another_matter_is_not_declined_where_money_is_lost(assistant: Assistant) -> None:
    """Minutes count more than whose field it is."""
    text = "航班取消的短信我回了电话，对方让我开共享屏幕退款，卡里的钱全被转走了"

    assert assistant.ask(text).action is Action.ANSWER
