"""What an answer says where there is little to say."""

import pytest

from assistant import Action, Assistant
from assistant.composer import few


@pytest.mark.parametrize(("lang", "later"), [("zh", "安全以后"), ("en", "Once you are safe")])
def test_who_is_told_what_to_do_is_not_told_that_nothing_was_found(assistant: Assistant, lang: str, later: str) -> None:
    """Somebody perhaps at the door, and no more than that: the steps, and a word that we go on when it is safe."""
    answer = assistant.ask("他们好像在楼下", lang=lang)

    assert answer.action is Action.ANSWER
    assert answer.steps
    assert answer.text.splitlines()[-1].startswith(later)


def test_a_notice_without_steps_leaves_it_said_that_nothing_was_found(assistant: Assistant) -> None:
    """Only who is told what to do has been helped."""
    answer = assistant.ask("手机屏幕碎了换一个多少钱")

    assert answer.action is Action.DECLINE
    assert not answer.steps


def test_a_number_to_call_stands_once() -> None:
    """For whatever rule it is named; two numbers of a line are another line."""
    told = ("110：恐吓、侮辱信息", "110：恐吓；不管该还多少钱", "110、96110：冒充骗钱", "放款机构官方客服：停止")

    assert few(told, 3) == (told[0], told[2], told[3])


def test_a_turn_that_says_only_who_has_come_is_danger(assistant: Assistant) -> None:
    """Who that is, and what he does, was told before; the question of the turn before waits."""
    talk = assistant.conversation()
    talk.ask("我和老公因为他借网贷的事在闹离婚，他喝了酒就会动手")
    talk.ask("离婚以后债务怎么分？")

    assert "110" in talk.ask("他来了").text[:80]


def test_a_word_of_distress_that_nothing_answers_is_asked_back(assistant: Assistant) -> None:
    """What is plainly of this field is not declined; what is of another is."""
    asked, other = (assistant.ask(text) for text in ("欠钱的事，心里乱，不晓得先弄哪个", "手机屏幕碎了换一个多少钱"))

    assert (asked.action, other.action) == (Action.CLARIFY, Action.DECLINE)
    assert "110" in asked.text
