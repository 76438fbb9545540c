"""A question asked back whose answers are few: each button settles it; a turn can be taken back."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant import Assistant, Option, read_options

THIRD = "催收给我单位领导打电话说我欠钱，合法吗？"


LENDERS = read_options().of("是银行信用卡，还是网贷？两者适用的规定不一样。")
VAGUE = read_options().of("别急，先告诉我一件事：对方对你做了什么？")


@pytest.mark.parametrize("option", LENDERS, ids=lambda o: o.en)
def test_a_lender_told_by_a_button_settles_the_question(assistant: Assistant, option: Option) -> None:
    """The next turn knows it and does not ask again."""
    talk = assistant.conversation()
    (asked,) = talk.ask(THIRD).ask_back
    assert option in read_options().of(asked)

    assert asked not in talk.ask(option.say).ask_back


@pytest.mark.parametrize("option", VAGUE, ids=lambda o: o.en)
def test_a_button_after_a_vague_question_gets_an_answer(assistant: Assistant, option: Option) -> None:
    """With law in it."""
    talk = assistant.conversation()
    assert read_options().of(talk.ask("怎么办").ask_back[0]) == VAGUE

    assert talk.ask(option.say).citations


def test_every_question_of_the_table_is_one_that_is_asked() -> None:
    """A row for a question that nobody asks any more is dead."""
    root = Path(__file__).parents[2] / "assistant"
    asking = ("assistant.py", "sums.py", "data/scope.toml", "data/english/frames.toml")
    code = "".join((root / name).read_text("utf-8") for name in asking)
    table = tomllib.loads((root / "data" / "options.toml").read_text("utf-8"))

    assert [start for row in table["question"] for start in row["asks"] if start not in code] == []


def test_a_turn_can_be_taken_back(assistant: Assistant) -> None:
    """What was asked of a fork is unknown to the conversation it came from."""
    talk = assistant.conversation()
    talk.ask(THIRD)
    fork = talk.fork()
    fork.ask("是网贷。")

    again = talk.ask("那半夜打呢？")

    assert "online-loan" in fork.ask("那半夜打呢？").facts
    assert "online-loan" not in again.facts
    assert "third-party-contacted" in again.facts or again.facts
